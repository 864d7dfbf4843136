"""The history of a work item: its states with their lengths, its handovers, and where its time went."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dure.doors.web.names import WAITS_ON
from dure.doors.web.stages import STAGES, told
from dure.facts.loop import ACTIVE, NEW, WAITING


@dataclass(frozen=True, slots=True)
class Stay:
    """A state and how long the item stood in it. ``came_from`` is the team it was handed over by."""

    state: Any
    length: timedelta
    is_over: bool
    came_from: Any = None

    @property
    def tone(self) -> str:
        return told("work", stage=self.state.state)[1]


@dataclass(frozen=True, slots=True)
class Spent:
    """Time in one kind of state: worked, not begun, or waiting on somebody."""

    name: Any
    tone: str
    length: timedelta
    share: float


def stays(states: list[Any], *, now: datetime) -> list[Stay]:
    """Each state with its length; the last one of a closed item has none that still runs."""
    found, team = [], None
    for state in states:
        is_handover = team is not None and state.team is not None and state.team_id != team.pk
        found.append(
            Stay(
                state,
                (state.left_at or now) - state.entered_at,
                state.left_at is not None,
                team if is_handover else None,
            )
        )
        team = state.team or team
    return found


def n_handovers(found: list[Stay]) -> int:
    """How often the item went from one known team to another."""
    return sum(stay.came_from is not None for stay in found)


def spent(found: list[Stay]) -> list[Spent]:
    """Where the time went until the item was finished, the largest part first. Done is no part of it."""
    lengths: dict[tuple[str, str], timedelta] = defaultdict(timedelta)
    for stay in found:
        if stay.state.state in (NEW, ACTIVE, WAITING):
            lengths[stay.state.state, stay.state.waits_on if stay.state.state == WAITING else ""] += (
                stay.length
            )
    whole = sum(lengths.values(), timedelta())
    parts = [
        Spent(_name(*key), told("work", stage=key[0])[1], length, length / whole if whole else 0.0)
        for key, length in lengths.items()
        if length
    ]
    return sorted(parts, key=lambda part: -part.length)


def _name(state: str, waits_on: str) -> Any:
    return WAITS_ON.get(waits_on, waits_on) if waits_on else STAGES["work"][state][0]
