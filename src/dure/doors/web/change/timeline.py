"""The plan as bars over days: each step a row, its team's days off shaded, its slack behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dure.kit.clock import day_of, midnight
from dure.kit.plans import Plan, Slot
from dure.kit.workdays import days_off
from dure.records.changes.queries import StepNow, expected
from dure.records.people.queries import calendar_of

#: The most names under the days.
N_TICKS = 7
#: Further right than this a name would run out of the drawing.
LAST_NAME = 88


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the drawing, in per cent of its width."""

    left: float
    width: float

    @property
    def style(self) -> str:
        return f"left:{self.left}%;width:{self.width}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step: its bar, its slack, its team's days off, and what a reader needs beside them."""

    now: StepNow
    slot: Slot
    bar: Span | None
    slack: Span | None
    off: list[Span]
    waits_for: list[StepNow]
    offers: list[Any] = field(default_factory=list)

    @property
    def has_calendar(self) -> bool:
        return self.now.step.team.calendar is not None

    @property
    def days(self) -> float | None:
        return expected(self.now.last)

    @property
    def is_planned_anew(self) -> bool:
        return self.days != self.now.first_days

    @property
    def is_late(self) -> bool:
        return self.days_late > 0.01

    @property
    def days_late(self) -> float:
        return -(self.slot.slack_days or 0.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is named under the drawing."""

    on: date
    left: float

    @property
    def style(self) -> str:
        return f"left:{self.left}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The rows of a plan, in an order in which they can be done, over the days from first to last."""

    rows: list[Row]
    ticks: list[Tick]
    today: Tick | None
    due: Tick | None
    range: Span | None


def timeline(
    steps: Iterable[StepNow], *, plan: Plan, now: datetime, due_at: datetime | None, zone: str
) -> Timeline:
    """The drawing of a plan; ``zone`` is the reader's, whose days the drawing counts."""
    by_title = {one.step.title: one for one in steps}
    by_id = {one.step.pk: one for one in by_title.values()}
    scale = _Scale(_ends(plan, due_at=due_at, now=now), zone=zone)
    rows = [_row(by_title[name], slot, scale=scale, by_id=by_id) for name, slot in plan.slots.items()]
    low, high = plan.range or (None, None)
    return Timeline(
        rows=rows,
        ticks=list(scale.ticks()),
        today=scale.tick(now) if scale.start <= now <= scale.end else None,
        due=scale.tick(due_at) if due_at else None,
        range=scale.span(low, high) if low and high and low < high else None,
    )


class _Scale:
    """Moments to per cent of the width, from the first day's midnight to the last day's."""

    def __init__(self, ends: tuple[datetime, datetime], *, zone: str) -> None:
        self.first, self.last = (day_of(at, zone=zone) for at in ends)
        self.zone = zone
        self.start = midnight(self.first, zone=zone)
        self.end = midnight(self.last + timedelta(days=1), zone=zone)

    def place(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(100 * min(max(share, 0.0), 1.0), 3)

    def span(self, start: datetime, end: datetime) -> Span:
        left = self.place(start)
        return Span(left, round(max(self.place(end) - left, 0.0), 3))

    def tick(self, at: datetime) -> Tick:
        return Tick(day_of(at, zone=self.zone), self.place(at))

    def ticks(self) -> Iterator[Tick]:
        n_days = (self.last - self.first).days + 1
        step = 1 if n_days <= N_TICKS else 7 * max(1, -(-n_days // (7 * N_TICKS)))
        on = self.first if step == 1 else self.first + timedelta(days=-self.first.weekday() % 7)
        while on <= self.last:
            left = self.place(midnight(on, zone=self.zone))
            if left <= LAST_NAME:
                yield Tick(on, left)
            on += timedelta(days=step)


def _ends(plan: Plan, *, due_at: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    slots = plan.slots.values()
    starts = [slot.starts_at for slot in slots if slot.starts_at]
    ends = [at for slot in slots for at in (slot.ends_at, slot.latest_end_at, slot.starts_at) if at]
    ends += [plan.range[1]] if plan.range else []
    return min(starts, default=now), max([*ends, *([due_at] if due_at else [])], default=now)


def _row(one: StepNow, slot: Slot, *, scale: _Scale, by_id: dict[int, StepNow]) -> Row:
    calendar = calendar_of(one.step.team)
    away = (
        days_off(scale.first - timedelta(days=1), scale.last + timedelta(days=1), calendar)
        if calendar
        else []
    )
    off = [_away(first, last, zone=calendar.zone, scale=scale) for first, last in away] if calendar else []
    slack = None
    if slot.ends_at and slot.latest_end_at and slot.slack_days and not (slot.is_critical or slot.is_done):
        slack = scale.span(slot.ends_at, slot.latest_end_at)
    return Row(
        now=one,
        slot=slot,
        bar=scale.span(slot.starts_at, slot.ends_at) if slot.starts_at and slot.ends_at else None,
        slack=slack,
        off=[span for span in off if span.width],
        waits_for=[by_id[pk] for pk in one.last.after if pk in by_id and not by_id[pk].done_at],
    )


def _away(first: date, last: date, *, zone: str, scale: _Scale) -> Span:
    return scale.span(midnight(first, zone=zone), midnight(last + timedelta(days=1), zone=zone))
