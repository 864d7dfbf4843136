"""Weeks as people in a zone know them: ISO weeks, Monday to Monday, whole ones only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
