"""A team's workdays as a line to walk along: two and a half days from here are where?

A workday is a day of the team's own calendar, however long; half of it is half of that day's hours. So a step of
two days is as long for a team that works short Fridays, and a day on which the clocks change is one day.
"""

from datetime import date, datetime, timedelta
from typing import Final

from dure.kit.business_time import business_hours, plus_business_hours
from dure.kit.calendars import WEEKDAYS, Calendar, calendar
from dure.kit.clock import day_of, midnight

__all__ = ["days_off", "first_moment", "plus_workdays", "round_the_clock", "workdays_between"]

#: Below this share of a day (a tenth of a second) two moments are one.
EPSILON: Final = 1e-6
_DAY = timedelta(days=1)
_FAR: Final = 366 * 20


def round_the_clock(zone: str) -> Calendar:
    """The calendar of a team that has none: every day counts, from midnight to midnight (science B8).

    >>> round_the_clock("Asia/Seoul").is_workday(date(2026, 2, 17))
    True
    """
    return calendar(zone=zone, hours=dict.fromkeys(WEEKDAYS, ("00:00-24:00",)))


def first_moment(at: datetime, calendar: Calendar) -> datetime:
    """The first working moment at or after ``at``; at closing time it is the next morning."""
    return plus_business_hours(at, 0, calendar)


def plus_workdays(start: datetime, days: float, calendar: Calendar) -> datetime:
    """The moment by which ``days`` workdays have been worked since ``start``; before it, where negative.

    Args:
        start: a moment, in working time or not.
        days: workdays of the team, parts of one allowed.
        calendar: when the team works.

    Raises:
        ValueError: there are not so many workdays in twenty years.

    >>> from datetime import UTC
    >>> korea = calendar(country="KR")
    >>> friday = datetime(2026, 2, 13, 0, tzinfo=UTC)  # Friday 09:00 in Seoul; Seollal is 16 to 18 February
    >>> plus_workdays(friday, 2, korea).isoformat(), plus_workdays(friday, 1.5, korea).isoformat()
    ('2026-02-19T09:00:00+00:00', '2026-02-19T04:30:00+00:00')
    """
    on, left, step = day_of(start, zone=calendar.zone), abs(days), -1 if days < 0 else 1
    gone = _share(start, on, calendar)
    room = gone if days < 0 else 1 - gone
    for _ in range(_FAR):
        if calendar.is_workday(on):
            if left <= room + EPSILON:
                return _moment(on, room - left if days < 0 else 1 - room + left, calendar)
            left -= room
        on, room = on + step * _DAY, 1.0
    raise ValueError(f"the calendar has no {days} workdays around {start}")


def workdays_between(start: datetime, end: datetime, calendar: Calendar) -> float:
    """The team's workdays from ``start`` until ``end``, parts of one included; negative where end lies before.

    >>> from datetime import UTC
    >>> korea = calendar(country="KR")
    >>> workdays_between(datetime(2026, 2, 13, tzinfo=UTC), datetime(2026, 2, 20, tzinfo=UTC), korea)
    2.0
    """
    if end < start:
        return -workdays_between(end, start, calendar)
    first, last = (day_of(at, zone=calendar.zone) for at in (start, end))
    whole = sum(calendar.is_workday(first + n * _DAY) for n in range((last - first).days))
    return whole + _share(end, last, calendar) - _share(start, first, calendar)


def days_off(first: date, last: date, calendar: Calendar) -> list[tuple[date, date]]:
    """The stretches of days on which the team does not work, both ends included.

    >>> days_off(date(2026, 2, 13), date(2026, 2, 19), calendar(country="KR"))
    [(datetime.date(2026, 2, 14), datetime.date(2026, 2, 18))]
    """
    found: list[tuple[date, date]] = []
    for n in range((last - first).days + 1):
        on = first + n * _DAY
        if calendar.is_workday(on):
            continue
        if found and found[-1][1] == on - _DAY:
            found[-1] = (found[-1][0], on)
        else:
            found.append((on, on))
    return found


def _share(at: datetime, on: date, calendar: Calendar) -> float:
    """How much of a day's work is done at a moment of it; 0 on a day off."""
    opened = midnight(on, zone=calendar.zone)
    hours = business_hours(opened, midnight(on + _DAY, zone=calendar.zone), calendar)
    return business_hours(opened, at, calendar) / hours if hours else 0.0


def _moment(on: date, share: float, calendar: Calendar) -> datetime:
    """The moment of a workday by which this share of it is done."""
    opened = midnight(on, zone=calendar.zone)
    hours = business_hours(opened, midnight(on + _DAY, zone=calendar.zone), calendar)
    return plus_business_hours(opened, max(0.0, min(share, 1.0)) * hours, calendar)
