"""The business-time clock: how much of a stretch of time a team was at work. Source: science B8."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache

import holidays

from dure.kit.clock import days_between, elapsed_hours, utc_of, zone_named

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS = dict.fromkeys(WEEKDAYS[:5], ("09:00-18:00",))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_TICK = timedelta(microseconds=1)
_TICKS_AN_HOUR = _HOUR // _TICK
_YEARS_AHEAD = 50

Shift = tuple[time, time]


@dataclass(frozen=True)
class Calendar:
    """When a team works: hours of each weekday in a zone, and the days that are different.

    Made by :func:`calendar`. ``weekly`` holds the shifts of Monday to Sunday; a shift ending at
    midnight ends at the next day's first instant. A day in ``workdays`` is worked whatever else it is,
    with the hours of its weekday, or those of the first weekday that has any.
    """

    zone: str
    weekly: tuple[tuple[Shift, ...], ...]
    country: str | None = None
    region: str | None = None
    days_off: frozenset[date] = frozenset()
    not_off: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    _known: dict[int, "_Year"] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """The shifts of one day; none on a day off."""
        if on in self.workdays:
            return self.weekly[on.weekday()] or next(shifts for shifts in self.weekly if shifts)
        return () if self.is_day_off(on) else self.weekly[on.weekday()]

    def is_day_off(self, on: date) -> bool:
        """Whether a holiday or a day taken off falls on this day, whatever its weekday."""
        if on in self.days_off:
            return True
        return self.country is not None and on not in self.not_off and on in self._public_holidays(on.year)

    def is_workday(self, on: date) -> bool:
        """Whether the team works at all on this day."""
        return bool(self.shifts_on(on))

    def _public_holidays(self, year: int) -> frozenset[date]:
        assert self.country is not None
        return public_holidays(self.country, year, region=self.region)

    @cached_property
    def _zone(self) -> object:
        return zone_named(self.zone)

    def year_of(self, instant: datetime) -> int:
        """The year of an instant in the calendar's zone."""
        return instant.astimezone(self._zone).year  # type: ignore[arg-type]

    def year(self, year: int) -> "_Year":
        """The working stretches of one year, worked out once."""
        found = self._known.get(year)
        if found is None:
            found = self._known[year] = _Year(self, year)
        return found


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
    first, last = (utc_of(local, zone=zone, ambiguous="earlier", nonexistent="later") for local in (start, end))
    return (_ticks(first), _ticks(last)) if first < last else None


def _ticks(instant: datetime) -> int:
    return (instant - _EPOCH) // _TICK


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int, *, region: str | None = None) -> frozenset[date]:
    """The public holidays of a country in a year, by the `holidays` library.

    Raises:
        ValueError: the library knows no such country or region.

    >>> date(2026, 2, 17) in public_holidays("KR", 2026)
    True
    """
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=year))
    except NotImplementedError as fault:
        raise ValueError(f"no holidays known for {country!r} {region or ''}: use a code such as 'KR'") from fault


def calendar(
    *,
    zone: str = "Asia/Seoul",
    hours: Mapping[str, Sequence[str]] = OFFICE_HOURS,
    country: str | None = None,
    region: str | None = None,
    days_off: Sequence[date] = (),
    not_off: Sequence[date] = (),
    workdays: Sequence[date] = (),
) -> Calendar:
    """A team's calendar from texts that a person can edit.

    Args:
        zone: the IANA zone its clocks show.
        hours: shifts by weekday, such as ``{"mon": ["09:00-12:00", "13:00-18:00"]}``; a weekday left out is free.
        country: whose public holidays are free (``KR``, ``US`` ...); None for none.
        region: a state or province of it, where its holidays differ.
        days_off: further free days, such as a holiday the government added.
        not_off: public holidays on which the team works by its usual hours.
        workdays: days worked although weekend or holiday.

    Raises:
        ValueError: a shift, weekday, zone or country that cannot be; or no working hour at all.

    >>> korea = calendar(country="KR")
    >>> korea.is_workday(date(2026, 2, 17)), korea.is_workday(date(2026, 2, 19))
    (False, True)
    """
    unknown = sorted(set(hours) - set(WEEKDAYS))
    if unknown:
        raise ValueError(f"hours: no such weekday {unknown[0]!r}; use {', '.join(WEEKDAYS)}")
    weekly = tuple(_shifts(day, hours.get(day, ())) for day in WEEKDAYS)
    if not any(weekly):
        raise ValueError("hours: a calendar without working hours measures nothing; leave the calendar out instead")
    if country is not None:
        public_holidays(country, 2026, region=region)
    return Calendar(
        zone=zone_named(zone).key, weekly=weekly, country=country, region=region,
        days_off=frozenset(days_off), not_off=frozenset(not_off), workdays=frozenset(workdays),
    )  # fmt: skip


def _shifts(day: str, texts: Sequence[str]) -> tuple[Shift, ...]:
    shifts = sorted(_shift(day, text) for text in texts)
    for (_, end), (start, _) in zip(shifts, shifts[1:], strict=False):
        if end == time() or start < end:
            raise ValueError(f"hours of {day}: shifts overlap: {', '.join(texts)}")
    return tuple(shifts)


def _shift(day: str, text: str) -> Shift:
    try:
        start, end = (time() if part.strip() == "24:00" else time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as fault:
        raise ValueError(f"hours of {day}: {text!r} is no shift; write it as '09:00-18:00'") from fault
    if end <= start and end != time():
        raise ValueError(f"hours of {day}: {text!r} passes midnight; split it into '{start:%H:%M}-24:00' and the next day")
    return start, end


def business_hours(start: datetime, end: datetime, calendar: Calendar) -> float:
    """The hours of ``[start, end)`` in which the team was at work; negative where end lies before start.

    >>> korea = calendar(country="KR")
    >>> friday, monday = datetime(2026, 3, 6, 8, tzinfo=UTC), datetime(2026, 3, 9, 1, tzinfo=UTC)
    >>> business_hours(friday, monday, korea)  # Friday 17:00 to Monday 10:00 in Seoul
    2.0
    """
    if end < start:
        return -business_hours(end, start, calendar)
    first, last = calendar.year_of(start), calendar.year_of(end)
    ticks = calendar.year(last).worked_until(_ticks(end)) - calendar.year(first).worked_until(_ticks(start))
    return (ticks + sum(calendar.year(year).worked[-1] for year in range(first, last))) / _TICKS_AN_HOUR


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
    tick, year = _ticks(start), calendar.year_of(start)
    wanted = calendar.year(year).worked_until(tick) + round(hours * _TICKS_AN_HOUR)
    if hours == 0:
        wanted += 1
    for _ in range(_YEARS_AHEAD):
        worked = calendar.year(year).worked[-1]
        if wanted <= worked:
            return _EPOCH + (calendar.year(year).tick_after(wanted) - (hours == 0)) * _TICK
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
    year, tick = calendar.year(calendar.year_of(instant)), _ticks(instant)
    n = bisect_right(year.starts, tick)
    return n > 0 and tick < year.ends[n - 1]


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
