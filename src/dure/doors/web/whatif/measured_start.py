"""Where the sliders stand at first: what is measured of a stream, and an example where nothing is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dure.doors.web.measured import Measured
from dure.facts.origins import TOLD_HERE
from dure.records.outcomes.queries import numbers_cut
from dure.records.people.queries import capacities

METRICS = ("bottleneck", "flow_time", "flow_efficiency")


@dataclass(frozen=True)
class Start:
    """The sliders at first, and which of them are measured."""

    load: float = 80.0
    staff: float = 1.0
    tau: float = 1.0
    ca2: float = 1.0
    cs2: float = 1.0
    measured: frozenset[str] = field(default_factory=frozenset)
    place: str = ""


def start_of(stream: Any, *, on: date) -> Start:
    """What is measured of the busiest team of a stream; a figure nobody measured is the example's."""
    if stream is None:
        return Start()
    measured = Measured(numbers_cut([stream.key], metrics=METRICS, cuts=("all", "team.utilisation")))
    busy = {
        team: row.value
        for team, row in measured.slices("bottleneck", cut="team.utilisation").items()
        if row.value is not None
    }
    found: dict[str, float] = {}
    place = max(busy, key=busy.__getitem__, default="")
    if place:
        found["load"] = round(busy[place] * 100)
        tied = {row["team"]: row["n_people"] for row in capacities([*TOLD_HERE, stream.source], day=on)}
        found |= {"staff": max(1.0, tied[place])} if place in tied else {}
    time, efficiency = measured.value("flow_time"), measured.value("flow_efficiency")
    if time and efficiency:
        found["tau"] = max(0.1, round(time * efficiency, 1))
    return Start(**found, measured=frozenset(found), place=place.partition("/")[2] or place)
