"""The business-time clock: how much of a stretch of time a team was at work. Source: science B8."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dure.kit.calendars import Calendar, Shift, calendar
from dure.kit.clock import days_between, elapsed_hours, utc_of, zone_named

__all__ = [
    "Calendar", "Spent", "business_hours", "calendar", "hours_spent", "is_working", "plus_business_days",
    "plus_business_hours", "working_stretches",
]  # fmt: skip

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_TICKS_AN_HOUR = timedelta(hours=1) // _TICK
_YEARS_AHEAD = 50


class _Year:
    """The working stretches of a year as ticks since 1970, and the ticks worked before each."""

    def __init__(self, calendar: Calendar, year: int) -> None:
        stretches = [
            stretch
            for day in days_between(date(year, 1, 1), date(year, 12, 31))
            for shift in calendar.shifts_on(day)
            if (stretch := _instants(day, shift, calendar.zone))
        ]
        self.starts = [start for start, _ in stretches]
        self.ends = [end for _, end in stretches]
        self.worked = [0]
        for start, end in stretches:
            self.worked.append(self.worked[-1] + end - start)

    def worked_until(self, tick: int) -> int:
        """The ticks worked in this year before ``tick``."""
        n = bisect_right(self.starts, tick)
        return self.worked[n] - max(0, self.ends[n - 1] - tick) if n else 0

    def tick_after(self, worked: int) -> int:
        """The first tick by which ``worked`` ticks of this year have been worked (0: the first working tick)."""
        n = max(1, bisect_left(self.worked, worked))
        return self.ends[n - 1] - (self.worked[n] - worked)


def _instants(day: date, shift: Shift, zone: str) -> tuple[int, int] | None:
    start, end = (datetime.combine(day, moment) for moment in shift)
    if shift[1] == time():
        end += timedelta(days=1)
    first, last = (
        utc_of(local, zone=zone, ambiguous="earlier", nonexistent="later") for local in (start, end)
    )
    return (_ticks(first), _ticks(last)) if first < last else None


def _ticks(instant: datetime) -> int:
    return (instant - _EPOCH) // _TICK


def _year(calendar: Calendar, year: int) -> _Year:
    found: _Year | None = calendar.memo.get(year)
    if found is None:
        found = calendar.memo[year] = _Year(calendar, year)
    return found


def _year_of(instant: datetime, calendar: Calendar) -> int:
    return instant.astimezone(zone_named(calendar.zone)).year


def business_hours(start: datetime, end: datetime, calendar: Calendar) -> float:
    """The hours of ``[start, end)`` in which the team was at work; negative where end lies before start.

    >>> korea = calendar(country="KR")
    >>> friday, monday = datetime(2026, 3, 6, 8, tzinfo=UTC), datetime(2026, 3, 9, 1, tzinfo=UTC)
    >>> business_hours(friday, monday, korea)  # Friday 17:00 to Monday 10:00 in Seoul
    2.0
    """
    since, until = _ticks(start), _ticks(end)
    if until < since:
        return -business_hours(end, start, calendar)
    first, last = _year_of(start, calendar), _year_of(end, calendar)
    whole_years = sum(_year(calendar, year).worked[-1] for year in range(first, last))
    worked = _year(calendar, last).worked_until(until) - _year(calendar, first).worked_until(since)
    return (whole_years + worked) / _TICKS_AN_HOUR


def plus_business_hours(start: datetime, hours: float, calendar: Calendar) -> datetime:
    """The first instant (UTC) at which ``hours`` of the team's work have passed since ``start``.

    No hours at all give the first working instant at or after ``start``.

    Raises:
        ValueError: hours are negative, or the calendar has no such working hours in the next 50 years.

    >>> korea = calendar(country="KR")
    >>> asked = datetime(2026, 2, 13, 7, tzinfo=UTC)  # Friday 16:00 in Seoul, before Seollal
    >>> plus_business_hours(asked, 4, korea).isoformat()  # Thursday 11:00 in Seoul
    '2026-02-19T02:00:00+00:00'
    """
    if hours < 0:
        raise ValueError(f"hours must not be negative: {hours}")
    ticks, year = round(hours * _TICKS_AN_HOUR), _year_of(start, calendar)
    # No work at all: the end of the first tick worked, less that tick, is the first working instant.
    is_none = ticks == 0
    wanted = _year(calendar, year).worked_until(_ticks(start)) + ticks + is_none
    for _ in range(_YEARS_AHEAD):
        worked = _year(calendar, year).worked[-1]
        if wanted <= worked:
            return _EPOCH + (_year(calendar, year).tick_after(wanted) - is_none) * _TICK
        wanted, year = wanted - worked, year + 1
    raise ValueError(f"the calendar has no {hours} working hours in the {_YEARS_AHEAD} years after {start}")


def plus_business_days(on: date, n_days: int, calendar: Calendar) -> date:
    """The ``n_days``-th workday after ``on`` (before it, where negative); 0 gives the first workday from ``on``.

    >>> korea = calendar(country="KR")
    >>> plus_business_days(date(2026, 2, 13), 1, korea), plus_business_days(date(2026, 2, 19), -1, korea)
    (datetime.date(2026, 2, 19), datetime.date(2026, 2, 13))
    """
    step = timedelta(days=-1 if n_days < 0 else 1)
    day, left = (on - step, 1) if n_days == 0 else (on, abs(n_days))
    last = day + step * 366 * _YEARS_AHEAD
    while left:
        day += step
        left -= calendar.is_workday(day)
        if day == last:
            raise ValueError(f"the calendar has no {n_days} workdays in the {_YEARS_AHEAD} years around {on}")
    return day


def is_working(instant: datetime, calendar: Calendar) -> bool:
    """Whether the team is at work at this instant; at closing time it no longer is.

    >>> is_working(datetime(2026, 3, 6, 9, tzinfo=UTC), calendar(country="KR"))  # Friday 18:00 in Seoul
    False
    """
    year, tick = _year(calendar, _year_of(instant, calendar)), _ticks(instant)
    n = bisect_right(year.starts, tick)
    return n > 0 and tick < year.ends[n - 1]


def working_stretches(
    start: datetime, end: datetime, calendar: Calendar
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of ``[start, end)`` in which the team is at work, in order, as instants in UTC.

    >>> korea = calendar(country="KR")
    >>> friday, monday = datetime(2026, 3, 6, 8, tzinfo=UTC), datetime(2026, 3, 9, 1, tzinfo=UTC)
    >>> [(s.isoformat(), e.isoformat()) for s, e in working_stretches(friday, monday, korea)]
    [('2026-03-06T08:00:00+00:00', '2026-03-06T09:00:00+00:00'), ('2026-03-09T00:00:00+00:00', '2026-03-09T01:00:00+00:00')]
    """
    since, until = _ticks(start), _ticks(end)
    for year in range(_year_of(start, calendar), _year_of(end, calendar) + 1):
        worked = _year(calendar, year)
        for first, last in zip(worked.starts, worked.ends, strict=True):
            if first < until and last > since:
                yield _EPOCH + max(first, since) * _TICK, _EPOCH + min(last, until) * _TICK


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours spent, and whether a team's calendar said so or only the clock on the wall."""

    hours: float
    in_business_time: bool


def hours_spent(start: datetime, end: datetime, calendar: Calendar | None) -> Spent:
    """The team's hours where it has a calendar; else calendar hours, flagged as such (science B42).

    >>> hours_spent(datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC), None)
    Spent(hours=24.0, in_business_time=False)
    """
    if calendar is None:
        return Spent(hours=elapsed_hours(start, end), in_business_time=False)
    return Spent(hours=business_hours(start, end, calendar), in_business_time=True)
