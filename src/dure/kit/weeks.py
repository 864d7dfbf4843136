"""Weeks as people in a zone know them: ISO weeks, Monday to Monday, whole ones only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week: its label such as ``2026-W02`` and the half-open stretch of instants it covers."""

    label: str
    start: datetime
    end: datetime


def week_label(moment: datetime, *, zone: str) -> str:
    """The ISO week a moment falls in, seen from ``zone``.

    >>> moment = datetime(2026, 1, 4, 16, tzinfo=UTC)
    >>> week_label(moment, zone="UTC"), week_label(moment, zone="Asia/Seoul")
    ('2026-W01', '2026-W02')
    """
    year, week, _ = moment.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02}"


def whole_weeks(start: datetime, *, end: datetime, zone: str) -> Iterator[Week]:
    """The ISO weeks of ``zone`` that lie wholly in ``[start, end)``, in order; the running one is left out.

    A week in which the clocks change is an hour shorter or longer.

    >>> days = [datetime(2026, 1, d, tzinfo=UTC) for d in (1, 20)]
    >>> [w.label for w in whole_weeks(days[0], end=days[1], zone="Asia/Seoul")]
    ['2026-W02', '2026-W03']
    """
    local = start.astimezone(ZoneInfo(zone))
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    while (after := monday + timedelta(days=7)).astimezone(UTC) <= end:
        if monday.astimezone(UTC) >= start:
            yield Week(week_label(monday, zone=zone), monday.astimezone(UTC), after.astimezone(UTC))
        monday = after


def monday_of(label: str) -> date:
    """The Monday of an ISO week.

    Raises:
        ValueError: there is no such week.

    >>> monday_of("2026-W02")
    datetime.date(2026, 1, 5)
    """
    year, _sign, number = label.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def labels_between(first: str, last: str) -> Iterator[str]:
    """The ISO weeks from ``first`` to ``last``, both included; none where the last comes before the first.

    >>> list(labels_between("2026-W52", "2027-W01"))
    ['2026-W52', '2026-W53', '2027-W01']
    """
    monday, end = monday_of(first), monday_of(last)
    while monday <= end:
        year, week, _ = monday.isocalendar()
        yield f"{year}-W{week:02}"
        monday += timedelta(days=7)
