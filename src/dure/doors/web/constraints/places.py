"""The value streams and the loop, each with what holds it up now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.constraint import Verdict, stream_verdict, verdict
from dure.doors.web.measured import Measured
from dure.doors.web.names import Words
from dure.doors.web.stages import told
from dure.doors.web.templatetags.dure import language
from dure.facts.loop import LOOP as LOOP_STAGES
from dure.facts.origins import VILLAGE
from dure.records.improvements.queries import open_states
from dure.records.improvements.rules import BASES, LOOP
from dure.records.outcomes.queries import numbers, numbers_cut
from dure.records.people.queries import teams
from dure.records.work.queries import streams

Station = tuple[str, str]

#: A record whose numbers end longer ago is read as closed: "now" is then its end.
STALE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A value stream, or the loop."""

    key: str
    name: Words
    stream: Any = None

    @property
    def pk(self) -> str:
        """By which an act on it is addressed."""
        return self.key

    @property
    def href(self) -> str:
        return f"/constraints/{self.key}/"

    @property
    def more_href(self) -> str:
        """The page of the stream, or of the loop."""
        return f"/stream/{self.key}/" if self.stream else "/loop/"

    @property
    def is_synthetic(self) -> bool:
        return bool(self.stream and self.stream.source == VILLAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of the list: what holds a place up now, and what is done about it."""

    place: Place
    named: tuple[Words, ...]
    reason: str
    as_of: datetime | None
    open_state: Any

    @property
    def is_over(self) -> bool:
        """Whether its record ended long ago, as an import's does."""
        return self.as_of is not None and timezone.now() - self.as_of > STALE


def places() -> list[Place]:
    """The loop first, then every value stream."""
    is_english = language() == "en"
    found = [
        Place(key=one.key, name=one.name_en if is_english else one.name_ko, stream=one) for one in streams()
    ]
    return [Place(key=LOOP, name=_("The loop")), *found]


def summaries(found: list[Place]) -> list[Summary]:
    """One line for each place, in two queries for all of them."""
    cuts = ["all", *(f"{basis}.verdict" for basis in BASES)]
    rows: dict[str, list[Any]] = {place.key: [] for place in found}
    for row in numbers_cut(rows, metrics=["bottleneck", "flow_load", "loop_time"], cuts=cuts):
        rows[row.stream].append(row)
    open_now = {state.stream: state for state in open_states()}
    names = team_names()
    return [
        _summary(place, rows=rows[place.key], state=open_now.get(place.key), names=names) for place in found
    ]


def _summary(place: Place, *, rows: list[Any], state: Any, names: Mapping[str, str]) -> Summary:
    verdicts = [row for row in rows if row.cut != "all"]
    named = [row for row in verdicts if row.slice and row.value is not None]
    unnamed = next((row.reason for row in verdicts), "nothing_waits" if rows else "not_computed")
    by_team = [row for row in named if row.cut.startswith("team.")]
    return Summary(
        place=place,
        named=tuple(
            station_name(place, station=(row.cut.partition(".")[0], row.slice), names=names)
            for row in by_team or named
        ),
        reason="" if named else unnamed,
        as_of=max((row.as_of for row in rows), default=None),
        open_state=state,
    )


def team_names() -> dict[str, str]:
    """What each team is called, by its key."""
    return {team.key: team.name for team in teams()}


def station_name(place: Place, *, station: Station, names: Mapping[str, str]) -> Words:
    """What a station is called: a team by its name, a stage of the loop as the way to it."""
    basis, key = station
    if basis == "team":
        return names.get(key) or key.partition("/")[2] or key
    if place.key == LOOP:
        return format_lazy(_("the way to “{stage}”"), stage=told("voice", stage=key)[0])
    return key


def measured_of(place: Place) -> Measured:
    """The numbers of a place that its constraint rests on, and the signals of all its stations."""
    metrics = (
        "bottleneck",
        "loop_time",
        "loop_stage_time",
        "flow_time",
        "flow_time_p85",
        "flow_velocity",
        "flow_load",
    )
    return Measured(numbers(place.key, *metrics))


def verdict_of(place: Place, measured: Measured) -> Verdict:
    """What holds a place up, by which signals; or that no single station does."""
    if place.stream:
        return stream_verdict(measured, stream=place.key)
    return verdict(
        measured,
        basis="stage",
        name=lambda stage: told("voice", stage=stage)[0],
        href=lambda stage: f"/loop/{stage}/",
        among=frozenset(LOOP_STAGES),
    )


def named_basis(measured: Measured) -> str:
    """Among what the stations are compared that the verdict speaks of: teams where one is named, else stages."""
    by_team = measured.slices("bottleneck", cut="team.verdict")
    return "team" if any(key and row.value is not None for key, row in by_team.items()) else "stage"
