"""Instants are UTC; days, weeks and wall clocks belong to a declared zone. Source: science B0."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class NoSuchMomentError(ValueError):
    """The wall clock never showed this time (``n_times`` 0), or showed it twice (2)."""

    def __init__(self, message: str, *, n_times: int) -> None:
        super().__init__(message)
        self.n_times = n_times


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """The zone an IANA name stands for.

    Raises:
        ValueError: no zone has this name.

    >>> zone_named("Asia/Seoul").key
    'Asia/Seoul'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(
            f"no time zone is named {name!r}: use an IANA name such as 'Asia/Seoul' or 'UTC'"
        ) from fault


def utc_of(local: datetime, *, zone: str, ambiguous: str = "refuse", nonexistent: str = "refuse") -> datetime:
    """The instant at which clocks of ``zone`` showed ``local``.

    Args:
        local: a wall-clock time without zone.
        zone: an IANA name.
        ambiguous: for an hour that came twice: ``earlier``, ``later`` or ``refuse``.
        nonexistent: for an hour that was skipped: ``later`` (as if the clock had not been put forward)
            or ``refuse``.

    Raises:
        NoSuchMomentError: the time came twice or never, and the caller asked to refuse it.

    >>> utc_of(datetime(2026, 7, 1, 9), zone="Asia/Seoul").isoformat()
    '2026-07-01T00:00:00+00:00'
    >>> utc_of(datetime(2026, 3, 8, 2, 30), zone="America/New_York")
    Traceback (most recent call last):
    dure.kit.clock.NoSuchMomentError: 2026-03-08 02:30:00 never was in America/New_York: clocks were put forward
    """
    first = local.replace(tzinfo=zone_named(zone), fold=0)
    second = first.replace(fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first.astimezone(UTC)
    if before > after:  # type: ignore[operator]  # an aware moment has an offset
        if ambiguous == "refuse":
            raise NoSuchMomentError(f"{local} came twice in {zone}: clocks were put back", n_times=2)
        return (first if ambiguous == "earlier" else second).astimezone(UTC)
    if nonexistent == "refuse":
        raise NoSuchMomentError(f"{local} never was in {zone}: clocks were put forward", n_times=0)
    return first.astimezone(UTC)


def day_of(instant: datetime, *, zone: str) -> date:
    """The calendar day of an instant in a zone.

    >>> day_of(datetime(2026, 1, 4, 16, tzinfo=UTC), zone="Asia/Seoul")
    datetime.date(2026, 1, 5)
    """
    return instant.astimezone(zone_named(zone)).date()


def week_of(instant: datetime, *, zone: str) -> str:
    """The ISO week of an instant in a zone; weeks begin on Monday.

    >>> moment = datetime(2026, 1, 4, 16, tzinfo=UTC)
    >>> week_of(moment, zone="UTC"), week_of(moment, zone="Asia/Seoul")
    ('2026-W01', '2026-W02')
    """
    year, week, _ = day_of(instant, zone=zone).isocalendar()
    return f"{year}-W{week:02d}"


def midnight(on: date, *, zone: str) -> datetime:
    """The first instant of a day in a zone, also where clocks are put forward at midnight.

    >>> midnight(date(2026, 3, 2), zone="Asia/Seoul").isoformat()
    '2026-03-01T15:00:00+00:00'
    """
    return utc_of(datetime.combine(on, time()), zone=zone, ambiguous="earlier", nonexistent="later")


def elapsed_hours(start: datetime, end: datetime) -> float:
    """The hours between two instants, whatever the wall clocks did in between.

    >>> zone = zone_named("America/New_York")
    >>> elapsed_hours(datetime(2026, 3, 7, 12, tzinfo=zone), datetime(2026, 3, 8, 12, tzinfo=zone))
    23.0
    """
    return (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open stretch of time ``[start, end)``: the end is no part of it.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> noon in Interval(start=noon - timedelta(hours=1), end=noon)
    False
    """

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlap_with(self, other: "Interval") -> timedelta:
        """The time both intervals share; zero where they only touch."""
        return max(timedelta(0), min(self.end, other.end) - max(self.start, other.start))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
