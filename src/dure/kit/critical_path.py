"""The critical path over several teams' own calendars: when each step is, and how much may slip. Source: science B10.

Kelley & Walker 1959 (CPM), Malcolm et al. 1959 (PERT). A step lasts so many workdays of the team that does it, so
the passes run on moments, and slack is told in that team's workdays. A step before another team's holidays has
slack: it may be late by as much as the next team is away.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from math import sqrt

from dure.kit.plans import CircleFoundError, Plan, Slot, Task
from dure.kit.workdays import EPSILON, first_moment, plus_workdays, workdays_between


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
