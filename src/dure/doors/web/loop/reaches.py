"""The loop put together: what stands in each reach, how long it takes, and what its source does not record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dure.doors.web.addresses import address
from dure.doors.web.constraint import Verdict
from dure.doors.web.measured import Measured
from dure.doors.web.numbers import Number
from dure.doors.web.stages import told
from dure.facts.loop import ACKNOWLEDGED, HANDED_OFF, HEARD, LOOP, REOPENED
from dure.facts.origins import TOLD_HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the reader chose: whence the voices come, and whose they are. All of it stands in the address."""

    source: str = ""
    side: str = ""
    segment: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if self.source else TOLD_HERE

    @property
    def measured_as(self) -> str:
        """The stream under which the numbers of these voices are kept."""
        return f"loop/{self.source}" if self.source else "loop"

    @property
    def is_part(self) -> bool:
        return bool(self.side or self.segment)

    @property
    def where(self) -> dict[str, str]:
        """The choice as fields of a voice's state."""
        fields = {"voice__account__side": self.side, "voice__account__segment": self.segment}
        return {field: value for field, value in fields.items() if value}

    def cut(self, *, of: str) -> tuple[str, str]:
        """The cut and the slice under which a number of this choice is kept; ``of`` is "" or a stage.

        Only one of side and segment is ever measured at a time.
        """
        by = {"stage": of, "side": self.side, "segment": self.segment}
        made = {name: value for name, value in by.items() if value}
        return "_".join(made) or "all", " ".join(made.values())

    def href(self, path: str) -> str:
        """An address that keeps the choice."""
        return address(path, source=self.source, side=self.side, segment=self.segment)

    def voices_href(self, stage: str) -> str:
        """The voices of this choice that stand in a stage."""
        return address(
            "/voices/", stage=stage, source=self.source or "ours", side=self.side, segment=self.segment
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A station of the loop and the water after it, where voices stand until they reach the next station."""

    stage: str
    next_stage: str
    n_here: int
    here_href: str
    wait: Number
    is_recorded: bool  # whether the source says when the next station was reached
    is_after_record: bool  # whether the source records nothing from here on
    is_held_up: bool  # whether this is what holds up the whole

    @property
    def name(self) -> Any:
        return told("voice", stage=self.stage)[0]

    @property
    def next_name(self) -> Any:
        return told("voice", stage=self.next_stage)[0] if self.next_stage else ""


def recorded_stages(mapping: Mapping[str, Any] | None) -> frozenset[str]:
    """The stages of the loop a source can speak of, by what its mapping declares; all, for our own voices.

    >>> sorted(recorded_stages({"columns": {"team": "owner"}, "states": {"Done": {"flow": "done", "loop": "shipped"}}}))
    ['handed_off', 'heard', 'shipped']
    """
    if mapping is None:
        return frozenset(LOOP)
    rules = [rule for rule in mapping.get("states", {}).values() if isinstance(rule, dict)]
    stages = {HEARD} | {rule["loop"] for rule in rules if "loop" in rule}
    stages |= {ACKNOWLEDGED} if mapping.get("case", {}).get("acknowledged") else set()
    stages |= {HANDED_OFF} if mapping.get("columns", {}).get("team") else set()
    return frozenset(stages)


def reaches(
    choice: Choice,
    *,
    counts: Mapping[str, int],
    measured: Measured,
    recorded: frozenset[str],
    verdict: Verdict,
) -> list[Reach]:
    """The eight reaches, from heard to measured; in the last stand those who came back unsolved."""
    last = max(LOOP.index(stage) for stage in recorded)
    return [
        _reach(
            choice, stage=stage, following=following, n_here=counts.get(stage if following else REOPENED, 0),
            measured=measured, is_recorded=following in recorded, is_after=bool(following) and n >= last,
            is_held_up=verdict.is_named(following),
        )
        for n, (stage, following) in enumerate(zip(LOOP, (*LOOP[1:], ""), strict=True))
    ]  # fmt: skip


def _reach(
    choice: Choice, *, stage: str, following: str, n_here: int, measured: Measured, is_recorded: bool, is_after: bool,
    is_held_up: bool,
) -> Reach:  # fmt: skip
    cut, slice = choice.cut(of=following)
    href = choice.href(f"/loop/{following}/") if following else ""
    return Reach(
        stage=stage,
        next_stage=following,
        n_here=n_here,
        here_href=choice.voices_href(stage if following else REOPENED),
        wait=measured.number("loop_stage_time", cut=cut, slice=slice, href=href),
        is_recorded=is_recorded,
        is_after_record=is_after,
        is_held_up=is_held_up,
    )


def longest(found: list[Reach]) -> Reach | None:
    """The reach with the longest median, among those whose end the source records."""
    known = [reach for reach in found if reach.is_recorded and reach.wait.value is not None]
    return max(known, key=lambda reach: (reach.wait.value or 0.0, -LOOP.index(reach.stage)), default=None)
