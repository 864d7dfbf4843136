"""When a team works: weekly hours in a zone, public holidays, and days that a person adds or takes away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from itertools import pairwise
from typing import Any

import holidays

from dure.kit.clock import zone_named

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS = dict.fromkeys(WEEKDAYS[:5], ("09:00-18:00",))

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
    #: What was worked out of it before; no part of what it says.
    memo: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """The shifts of one day; none on a day off."""
        if on in self.workdays:
            return self.weekly[on.weekday()] or next(shifts for shifts in self.weekly if shifts)
        return () if self.is_day_off(on) else self.weekly[on.weekday()]

    def is_day_off(self, on: date) -> bool:
        """Whether a holiday or a day taken off falls on this day, whatever its weekday."""
        if on in self.days_off:
            return True
        if self.country is None or on in self.not_off:
            return False
        return on in public_holidays(self.country, on.year, region=self.region)

    def is_workday(self, on: date) -> bool:
        """Whether the team works at all on this day."""
        return bool(self.shifts_on(on))


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
        raise ValueError(
            f"no holidays known for {country!r} {region or ''}: use a code such as 'KR'"
        ) from fault


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
        raise ValueError(
            "hours: a calendar without working hours measures nothing; leave the calendar out instead"
        )
    if country is not None:
        public_holidays(country, 2026, region=region)
    return Calendar(
        zone=zone_named(zone).key, weekly=weekly, country=country, region=region,
        days_off=frozenset(days_off), not_off=frozenset(not_off), workdays=frozenset(workdays),
    )  # fmt: skip


def _shifts(day: str, texts: Sequence[str]) -> tuple[Shift, ...]:
    shifts = sorted(_shift(day, text) for text in texts)
    for (_, end), (start, _) in pairwise(shifts):
        if end == time() or start < end:
            raise ValueError(f"hours of {day}: shifts overlap: {', '.join(texts)}")
    return tuple(shifts)


def _shift(day: str, text: str) -> Shift:
    try:
        parts = [part.strip() for part in text.split("-")]
        start, end = (time() if part == "24:00" else time.fromisoformat(part) for part in parts)
    except ValueError as fault:
        raise ValueError(f"hours of {day}: {text!r} is no shift; write it as '09:00-18:00'") from fault
    if end <= start and end != time():
        halves = f"'{start:%H:%M}-24:00' and, on the next day, '00:00-{end:%H:%M}'"
        raise ValueError(f"hours of {day}: {text!r} passes midnight; split it into {halves}")
    return start, end
