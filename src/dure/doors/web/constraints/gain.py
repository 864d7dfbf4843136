"""What lifting the constraint would bring: what is measured, what is assumed, and what cannot be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from dure.doors.web.addresses import address
from dure.doors.web.constraints.places import Place, Station
from dure.doors.web.names import Words
from dure.doors.web.stages import told
from dure.facts.loop import ACKNOWLEDGED, HEARD, LOOP, MEASURED, REOPENED
from dure.facts.origins import TOLD_HERE
from dure.kit.queue_relief import Relief, relief
from dure.kit.queueing import lifted
from dure.kit.weeks import whole_weeks
from dure.records.people.queries import yearly_values
from dure.records.promises.queries import late_promises, open_promises
from dure.records.voices.queries import standing_in
from dure.records.work.queries import count_waits_ended, voices_answered_by, waiting_at

#: Over so many whole weeks the pace of a place is counted.
WEEKS = 8
N_PROMISES = 30

Weekly = Mapping[str, Mapping[date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who waits at a place now, with the way to them."""

    n: int
    n_accounts: int
    n_late: int
    longest_at: datetime | None
    values: list[tuple[str, int]] = field(default_factory=list)
    href: str = ""
    #: Where the promises to them stand that are not late yet: a late one can no longer be moved.
    promises: list[Any] = field(default_factory=list)

    @property
    def movable(self) -> list[Any]:
        """The promises whose date may move: what can give way to the rest (000-52)."""
        return [state for state in self.promises if not state.promise.is_fixed]

    @property
    def fixed(self) -> list[Any]:
        """The promises whose date cannot move."""
        return [state for state in self.promises if state.promise.is_fixed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """How much more a week would pass through the whole, if this place could do what the next one can."""

    a_week: float
    to_a_week: float
    gain: float
    next_place: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What lifting one station would bring. ``relief`` and ``throughput`` are None where one cannot say."""

    waiting: Waiting
    n_gone_on: int
    relief: Relief | None
    throughput: Throughput | None
    is_in_a_row: bool
    n_weeks: int = WEEKS

    @property
    def a_week(self) -> float:
        return self.n_gone_on / self.n_weeks


def gain_of(place: Place, *, station: Station, arrived: Weekly, now: datetime) -> Gain:
    """What lifting a station of a place would bring, as of ``now`` (for an import, the end of its record).

    Args:
        arrived: how many voices reached each stage of the loop in each week; nothing for a stream.
    """
    weeks = last_weeks(now)
    if place.stream:
        return _of_stream(place, station=station, weeks=weeks, now=now)
    mondays = [timezone.localdate(weeks[0]) + timedelta(weeks=n) for n in range(WEEKS)]
    weekly = {
        stage: {monday: counts[monday] for monday in mondays if monday in counts}
        for stage, counts in arrived.items()
    }
    waiting = _waiting_in_loop(station[1], now=now)
    n_gone_on = sum(weekly.get(station[1], {}).values())
    return Gain(
        waiting=waiting,
        n_gone_on=n_gone_on,
        relief=relief(waiting.n, departures_a_week=n_gone_on / WEEKS),
        throughput=throughput_of(station[1], weekly=weekly),
        is_in_a_row=True,
    )


def last_weeks(now: datetime) -> tuple[datetime, datetime]:
    """The last whole weeks before a moment: from when until when."""
    weeks = list(
        whole_weeks(now - timedelta(weeks=WEEKS + 1), end=now, zone=timezone.get_current_timezone_name())
    )[-WEEKS:]
    return weeks[0].start, weeks[-1].end


def throughput_of(stage: str, *, weekly: Mapping[str, Mapping[date, int]]) -> Throughput | None:
    """The gain in throughput along the loop, taking each stage's best week for what it can do.

    None where the stage did nothing, or another stage has shown no more: then it is no bottleneck of capacity.
    """
    best = {
        one: float(max(weeks.values()))
        for one, weeks in weekly.items()
        if weeks and one in LOOP and one not in (HEARD, MEASURED)
    }
    others = {one: n for one, n in best.items() if one != stage}
    if stage not in best or not others:
        return None
    lift = lifted(best, place=stage, to=max(best.values()))
    if lift.gain <= 0:
        return None
    after = lift.after.names[0]
    return Throughput(
        a_week=best[stage],
        to_a_week=lift.after.throughput,
        gain=lift.gain,
        next_place=told("voice", stage=after)[0],
    )


def _waiting_in_loop(stage: str, *, now: datetime) -> Waiting:
    before = LOOP[LOOP.index(stage) - 1]
    stages = (before, REOPENED) if stage == ACKNOWLEDGED else (before,)
    rows = standing_in(stages, sources=TOLD_HERE)
    voices = rows.order_by().values("voice")
    accounts = rows.order_by().filter(voice__account__isnull=False).values("voice__account").distinct()
    return _waiting(rows, voices=voices, accounts=accounts, now=now, href=f"/loop/{stage}/")


def _of_stream(place: Place, *, station: Station, weeks: tuple[datetime, datetime], now: datetime) -> Gain:
    basis, key = station
    rows = waiting_at(place.key, basis=basis, station=key)
    voices = voices_answered_by(rows.order_by().values("item"))
    accounts = rows.order_by().filter(item__account__isnull=False).values("item__account").distinct()
    href = address("/items/", stream=place.key, state="waiting", **{basis: key})
    n_gone_on = count_waits_ended(place.key, basis=basis, station=key, since=weeks[0], until=weeks[1])
    waiting = _waiting(rows, voices=voices, accounts=accounts, now=now, href=href)
    return Gain(
        waiting=waiting,
        n_gone_on=n_gone_on,
        relief=relief(waiting.n, departures_a_week=n_gone_on / WEEKS),
        throughput=None,
        is_in_a_row=False,
    )


def _waiting(rows: Any, *, voices: Any, accounts: Any, now: datetime, href: str) -> Waiting:
    first = rows.order_by("entered_at").first()
    return Waiting(
        n=rows.count(),
        n_accounts=accounts.count(),
        n_late=late_promises(now).filter(promise__voice__in=voices).count(),
        longest_at=first.entered_at if first else None,
        values=yearly_values(accounts),
        href=href,
        promises=list(open_promises().filter(promise__voice__in=voices, due_at__gte=now)[:N_PROMISES]),
    )
