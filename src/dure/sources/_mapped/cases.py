"""The rows of one case, told as facts: what was heard, where it moved, who handed it to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from dure.facts.arrivals import Arrival, Handed, Heard, Moved, Reached
from dure.facts.loop import ACKNOWLEDGED, CANCELED, DONE, LOOP, NEW, REOPENED
from dure.sources._mapped.mapping import Mapping, StateRule

_ENDED = (DONE, CANCELED)
_BY_TIME = attrgetter("at", "position")


class Step(NamedTuple):
    """One row of a case: when, in which line, in which state, with whom."""

    at: datetime
    position: int
    rule: StateRule
    team: str | None
    person: str | None


@dataclass(slots=True)
class Opening:
    """What a case says of itself in its first row."""

    opened_at: datetime | None
    words: str
    title: str
    kind: str
    channel: str
    account: str | None
    caller: str | None


@dataclass(slots=True)
class Case:
    """A case being gathered: its rows, and the opening its earliest row tells."""

    ref: str
    opening: Opening
    first: tuple[datetime, int]
    steps: list[Step] = field(default_factory=list)


def told(case: Case, *, mapping: Mapping) -> Iterator[Arrival]:
    """The facts of one case, by time and then by line.

    Where the mapping declares an opening state, the case stood in it from its opened moment to its first
    row, be it for no time at all: so that its beginning is known to be recorded.

    It was heard at its opened moment, or at its first row where that is earlier or no opened moment is
    recorded. It moves when its state changes or another known team owns it; it is handed over when the
    known team changes (an unknown owner in between is not a team, science B4).
    """
    steps = sorted(case.steps, key=_BY_TIME)
    first, opening = steps[0], case.opening
    heard_at = min(opening.opened_at or first.at, first.at)
    yield Heard(
        ref=case.ref, at=heard_at, position=first.position, words=opening.words, channel=opening.channel,
        kind=mapping.voice, account=opening.account, person=opening.caller, title=opening.title,
    )  # fmt: skip
    journey = Journey(
        ref=case.ref, title=opening.title, kind=opening.kind, acknowledges=bool(mapping.acknowledged)
    )
    if mapping.opened_state is not None and heard_at == opening.opened_at:
        rule = mapping.states[mapping.opened_state.casefold()]
        if (heard_at, rule) != (first.at, first.rule):
            yield from journey.opened(Step(heard_at, first.position, rule, None, None))
    for n, step in enumerate(steps):
        yield from journey.taken(step, is_first=n == 0)


@dataclass(slots=True)
class Journey:
    """Where a case stands while its rows are told one after another."""

    ref: str
    title: str
    kind: str
    acknowledges: bool
    rule: StateRule | None = None
    team: str | None = None
    known_team: str | None = None
    furthest: int = 0

    def opened(self, step: Step) -> Iterator[Arrival]:
        """The case stood in its opening state before its first row: nobody has touched it yet."""
        self.rule = step.rule
        yield self._moved(step, loop=None)

    def taken(self, step: Step, *, is_first: bool) -> Iterator[Arrival]:
        """What one more row adds; nothing, where neither state nor known owner changed."""
        if self.rule is not None and self.rule.flow in _ENDED and self._is_open(step.rule):
            self.furthest = LOOP.index(ACKNOWLEDGED)
            yield Reached(ref=self.ref, at=step.at, position=step.position, loop=REOPENED)
        if step.team is not None and self.known_team is not None and step.team != self.known_team:
            yield Handed(
                ref=self.ref, at=step.at, position=step.position, from_team=self.known_team, to_team=step.team
            )
        reached = self._reached(step, is_first=is_first)
        has_moved = step.rule is not self.rule or (step.team is not None and step.team != self.team)
        last = reached.pop() if has_moved and reached else None
        for stage in reached:
            yield Reached(ref=self.ref, at=step.at, position=step.position, loop=stage)
        self.rule, self.known_team = step.rule, step.team or self.known_team
        if has_moved:
            self.team = step.team
            yield self._moved(step, loop=last)

    def _is_open(self, rule: StateRule) -> bool:
        return rule.flow not in _ENDED and rule.flow != "ignore"

    def _reached(self, step: Step, *, is_first: bool) -> list[str]:
        touched = self.acknowledges and (not is_first or step.rule.flow != NEW)
        stages = [ACKNOWLEDGED] if touched else []
        stages += [step.rule.loop] if step.rule.loop else []
        ahead = [stage for stage in stages if LOOP.index(stage) > self.furthest]
        self.furthest = max([self.furthest, *map(LOOP.index, ahead)])
        return list(dict.fromkeys(ahead))

    def _moved(self, step: Step, *, loop: str | None) -> Moved:
        rule = step.rule
        return Moved(
            ref=self.ref, at=step.at, position=step.position, stage=rule.name, state=rule.flow,
            waits_on=rule.waits_on, asked=rule.asked, team=step.team, person=step.person, kind=self.kind,
            loop=loop, title=self.title,
        )  # fmt: skip
