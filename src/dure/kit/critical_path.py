"""The critical path over several teams' own calendars: when each step is, and how much may slip. Source: science B10.

Kelley & Walker 1959 (CPM), Malcolm et al. 1959 (PERT). A step lasts so many workdays of the team that does it, so
the passes run on moments, and slack is told in that team's workdays. A step before another team's holidays has
slack: it may be late by as much as the next team is away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from math import sqrt
from typing import Final

from dure.kit.calendars import Calendar
from dure.kit.stats import Z90
from dure.kit.workdays import EPSILON, first_moment, plus_workdays, workdays_between

Names = tuple[str, ...]
#: A slack below this share of a day is none: shares of days round.
NO_SLACK: Final = 1e-4
#: The normal quantile of 85 %.
SURE: Final = 1.0364333894937898
#: Steps that part and meet again make paths by the thousand; nobody reads more.
MOST_PATHS: Final = 100


class CircleFoundError(ValueError):
    """Steps that wait for each other in a circle; ``names`` are the steps, the first one again at the end."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"these steps wait for each other in a circle: {' → '.join(names)}")
        self.names = tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step: ``days`` workdays of its team, after others; None where nobody knows how long it takes.

    ``sd_days`` is how far the days may be off. ``not_before_at`` and ``due_at`` are fixed from outside.
    ``started_at`` and ``done_at`` say what has already happened.
    """

    name: str
    calendar: Calendar
    days: float | None
    after: Names = ()
    sd_days: float = 0.0
    not_before_at: datetime | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a step is, at the earliest and at the latest; None where it cannot be known.

    ``slack_days`` are workdays of its team; below zero a fixed date is missed by so many. ``decided_by`` are the
    steps whose ends decide when it begins. ``sd_days`` is how far its end may be off, along the longest way to it.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    latest_start_at: datetime | None = None
    latest_end_at: datetime | None = None
    slack_days: float | None = None
    decided_by: Names = ()
    sd_days: float = 0.0
    is_done: bool = False

    @property
    def is_critical(self) -> bool:
        """Whether any delay of it delays the whole."""
        return self.slack_days is not None and self.slack_days < NO_SLACK and not self.is_done


@dataclass(frozen=True)
class Plan:
    """The slots of all steps by name, in an order in which they can be done."""

    tasks: Mapping[str, Task]
    slots: Mapping[str, Slot]

    @cached_property
    def ends_at(self) -> datetime | None:
        """When the last step ends; None where a step's length is missing, or where there is no step."""
        ends = [slot.ends_at for slot in self.slots.values()]
        return None if None in ends else max((end for end in ends if end), default=None)

    @property
    def ends_no_earlier_at(self) -> datetime | None:
        """The last end that is known: before it the whole cannot be done."""
        return max((slot.ends_at for slot in self.slots.values() if slot.ends_at), default=None)

    @cached_property
    def range(self) -> tuple[datetime, datetime] | None:
        """When nine plans in ten like this one end (5 % to 95 %): each last step's end and its spread, in its days.

        Where several ways meet, the true end tends to lie late in this range: the spread of one way knows
        nothing of the others.
        """
        low, high = self.end_by(-Z90), self.end_by(Z90)
        return (low, high) if low and high else None

    def end_by(self, z: float) -> datetime | None:
        """The end, later by so many standard deviations: 0 as likely as not, :data:`SURE` in 85 of 100 plans."""
        return (
            None if self.ends_at is None else max((self._moved(name, z) for name in self.slots), default=None)
        )

    def _moved(self, name: str, z: float) -> datetime:
        slot = self.slots[name]
        assert slot.ends_at is not None
        return (
            plus_workdays(slot.ends_at, z * slot.sd_days, self.tasks[name].calendar)
            if slot.sd_days
            else slot.ends_at
        )

    @property
    def missing(self) -> Names:
        """The steps of which nobody has said how long they take."""
        return tuple(n for n, task in self.tasks.items() if task.days is None and task.done_at is None)

    @property
    def paths(self) -> tuple[Names, ...]:
        """Every critical path from its first step to its last; several (at most 100) where several are equally long."""
        inner = {before for n, slot in self.slots.items() if slot.is_critical for before in slot.decided_by}
        ends = [n for n, slot in self.slots.items() if slot.is_critical and n not in inner]
        return tuple(islice((path for end in ends for path in self._ways_to(end)), MOST_PATHS))

    def _ways_to(self, name: str) -> Iterable[Names]:
        before = [one for one in self.slots[name].decided_by if self.slots[one].is_critical]
        if not before:
            yield (name,)
        for one in before:
            for way in self._ways_to(one):
                yield (*way, name)


def expected_days(optimistic: float, *, likely: float, pessimistic: float) -> float:
    """The PERT mean of three estimates: (o + 4m + p) / 6.

    >>> expected_days(1, likely=2, pessimistic=6)
    2.5
    """
    return (optimistic + 4 * likely + pessimistic) / 6


def spread_days(optimistic: float, *, pessimistic: float) -> float:
    """The PERT standard deviation: (p - o) / 6.

    >>> round(spread_days(1, pessimistic=6), 4)
    0.8333
    """
    return (pessimistic - optimistic) / 6


def planned(
    tasks: Iterable[Task], *, begin_at: datetime, now: datetime | None = None, due_at: datetime | None = None
) -> Plan:
    """When each step is, at the earliest and at the latest, and how much it may slip.

    Args:
        tasks: the steps, in any order.
        begin_at: no step begins before it.
        now: what is not done yet ends no earlier, what has not begun begins no earlier; None looks on no clock.
        due_at: when the whole must be done, where that is fixed; slack is counted from it where it is earlier.

    Raises:
        CircleFoundError: steps wait for each other; it names them.
        ValueError: a step comes after one that is not there, two share a name, or a length is negative.

    >>> from datetime import UTC
    >>> from dure.kit.calendars import calendar
    >>> korea, monday = calendar(country="KR"), datetime(2026, 3, 9, tzinfo=UTC)
    >>> steps = {"confirm": (2, ()), "change": (3, ("confirm",)), "legal": (2, ()), "check": (1, ("change", "legal"))}
    >>> plan = planned([Task(name=n, calendar=korea, days=d, after=a) for n, (d, a) in steps.items()], begin_at=monday)
    >>> plan.paths, plan.slots["legal"].slack_days, plan.ends_at.isoformat()  # Monday to next Monday: six workdays
    ((('confirm', 'change', 'check'),), 3.0, '2026-03-16T09:00:00+00:00')
    """
    known = _in_order(tasks)
    slots: dict[str, Slot] = {}
    for name, task in known.items():
        slots[name] = _forward(task, slots=slots, begin_at=begin_at, now=now)
    early = Plan(known, slots)
    if early.ends_at is None:
        return early
    return Plan(known, _backward(known, slots=slots, last_at=min(early.ends_at, due_at or early.ends_at)))


def _in_order(tasks: Iterable[Task]) -> dict[str, Task]:
    known: dict[str, Task] = {}
    for task in tasks:
        if task.name in known:
            raise ValueError(f"two steps are called {task.name!r}: give one of them another name")
        if task.days is not None and task.days < 0:
            raise ValueError(f"{task.name!r} cannot take {task.days} days")
        known[task.name] = task
    for task in known.values():
        if strange := [name for name in task.after if name not in known]:
            raise ValueError(f"{task.name!r} comes after {strange[0]!r}, which is no step of this plan")
    try:
        order = tuple(TopologicalSorter({n: task.after for n, task in known.items()}).static_order())
    except CycleError as fault:
        raise CircleFoundError(fault.args[1]) from fault
    return {name: known[name] for name in order}


def _forward(task: Task, *, slots: Mapping[str, Slot], begin_at: datetime, now: datetime | None) -> Slot:
    if task.done_at:
        return Slot(starts_at=task.started_at or task.done_at, ends_at=task.done_at, is_done=True)
    ends = {name: slots[name].ends_at for name in task.after}
    if task.started_at:
        starts_at: datetime | None = task.started_at
    elif None in ends.values():
        starts_at = None
    else:
        floor = [at for at in (begin_at, now, task.not_before_at) if at]
        starts_at = first_moment(max([*floor, *(end for end in ends.values() if end)]), task.calendar)
    decided_by = tuple(
        name for name, end in ends.items()
        if end and starts_at and not task.started_at and first_moment(end, task.calendar) == starts_at
    )  # fmt: skip
    spread = max((slots[name].sd_days for name in decided_by), default=0.0)
    return Slot(
        starts_at=starts_at, ends_at=_end(task, starts_at=starts_at, now=now), decided_by=decided_by,
        sd_days=sqrt(spread**2 + task.sd_days**2),
    )  # fmt: skip


def _end(task: Task, *, starts_at: datetime | None, now: datetime | None) -> datetime | None:
    if starts_at is None or task.days is None:
        return None
    ends_at = plus_workdays(starts_at, task.days, task.calendar) if task.days > EPSILON else starts_at
    return max(ends_at, now) if now else ends_at


def _backward(tasks: Mapping[str, Task], *, slots: Mapping[str, Slot], last_at: datetime) -> dict[str, Slot]:
    latest: dict[str, datetime] = dict.fromkeys(tasks, last_at)
    late: dict[str, Slot] = {}
    for name in reversed(list(tasks)):
        task, slot = tasks[name], slots[name]
        end = min(latest[name], task.due_at or latest[name])
        late[name] = _late(task, slot, latest_end_at=end)
        begin = late[name].latest_start_at
        for before in task.after:
            latest[before] = min(latest[before], begin or latest[before])
    return {name: late[name] for name in tasks}


def _late(task: Task, slot: Slot, *, latest_end_at: datetime) -> Slot:
    assert slot.starts_at
    assert slot.ends_at
    if slot.is_done:
        return slot
    latest_start_at = plus_workdays(latest_end_at, -(task.days or 0.0), task.calendar)
    return Slot(
        starts_at=slot.starts_at, ends_at=slot.ends_at, latest_start_at=latest_start_at,
        latest_end_at=latest_end_at, slack_days=workdays_between(slot.ends_at, latest_end_at, task.calendar),
        decided_by=slot.decided_by, sd_days=slot.sd_days,
    )  # fmt: skip
