"""What a stream's forecasts stand on: its weeks as measured, its calendar, and the day they are counted from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.measured import Measured
from dure.facts.origins import TOLD_HERE
from dure.kit.business_time import plus_business_days
from dure.kit.calendars import Calendar, calendar
from dure.kit.past_dates import Kept, back_tested
from dure.kit.throughput import LEAST_WEEKS, P85, WORKDAYS, Basis, Forecast, Week, basis
from dure.kit.weeks import labels_between, monday_of
from dure.kit.wording import share
from dure.records.outcomes.queries import numbers_cut
from dure.records.people.queries import usual_calendar

#: A history whose numbers end longer ago than this is read as closed: its forecasts are counted from its end.
STALE = timedelta(days=14)
#: So many weeks of the past are asked for what the dates we would have told were worth.
N_WEEKS_BACK = 52
#: So many past dates say something; with fewer, smaller work is asked about as well.
ENOUGH_DATES = 5

#: Why there is no forecast, in words.
REASONS: dict[str, str | Promise] = {
    "not_computed": _("The numbers of this stream have not been computed yet, so there is nothing to forecast from."),
    "too_few_weeks": _("Not enough history: a date needs six complete weeks in which work was counted."),
    "too_few_since_change": _(
        "Not enough history: the pace really changed, and fewer than six complete weeks lie behind the change."
    ),
    "nothing_done": _("Not enough history: nothing was done in any of these weeks, so no pace is known."),
    "too_far": _("More than five years away at this pace: no date would mean anything."),
}  # fmt: skip

_WEEKDAYS = calendar(zone="UTC")


@dataclass(frozen=True)
class Ground:
    """What a stream's forecasts stand on."""

    weeks: tuple[Week, ...]
    basis: Basis
    calendar: Calendar
    calendar_name: str
    on: date
    as_of: datetime | None
    is_ended: bool

    @property
    def reason(self) -> str:
        """Why no forecast can be given, as a key of :data:`REASONS`; empty where one can."""
        return "not_computed" if self.as_of is None else self.basis.reason

    @property
    def why_not(self) -> str | Promise:
        return REASONS.get(self.reason, "")

    def day_after(self, n_weeks: int | None) -> date | None:
        """The day on which so many weeks of five workdays have passed; holidays put it off."""
        if n_weeks is None:
            return None
        return plus_business_days(self.on, n_weeks * WORKDAYS, self.calendar) if n_weeks else self.on

    def n_weeks_until(self, on: date) -> int:
        """How many whole weeks of five workdays lie between the day of counting and another; 0 where it is not ahead."""
        days = range((on - self.on).days)
        return sum(self.calendar.is_workday(self.on + timedelta(days=n + 1)) for n in days) // WORKDAYS

    def kept(self, *, n_items: int) -> Kept:
        """How many of the dates we would have told for so much work were kept; for less work, where too few have come."""
        told = back_tested(self.weeks, n_items=n_items) if n_items else Kept(0, 0, 0)
        if told.n >= ENOUGH_DATES or self.basis.reason:
            return told
        fewer = max(1, round(self.basis.per_week * 2))
        return back_tested(self.weeks, n_items=fewer) if fewer < n_items or not n_items else told


def ground_of(stream: Any, *, measured: Measured | None = None) -> Ground:
    """The weeks of a stream from its measurements, with the workdays of the calendar most of its teams work by."""
    if measured is None:
        measured = Measured(numbers_cut([stream.key], metrics=["flow_velocity"], cuts=["week"]))
    rows, as_of = measured.slices("flow_velocity", cut="week"), measured.as_of
    found = usual_calendar(TOLD_HERE if stream.source in TOLD_HERE else [stream.source])
    name, hours = found or ("", _WEEKDAYS)
    counts = {week: row.value for week, row in rows.items()}
    weeks = tuple(counted(counts, hours=hours))[-N_WEEKS_BACK:]
    is_ended = as_of is not None and timezone.now() - as_of > STALE
    on = timezone.localdate(as_of) if is_ended and as_of else timezone.localdate()
    return Ground(weeks, basis(weeks), hours, name, on, as_of, is_ended)


def counted(counts: dict[str, float | None], *, hours: Calendar) -> Iterator[Week]:
    """Every week from the first counted to the last; one between them that nobody counted is a gap."""
    if counts:
        for label in labels_between(min(counts), max(counts)):
            value = counts.get(label)
            yield Week(label, None if value is None else round(value), _workdays(label, hours))


@lru_cache(maxsize=4096)
def _workdays(label: str, hours: Calendar) -> int:
    monday = monday_of(label)
    return min(WORKDAYS, sum(hours.is_workday(monday + timedelta(days=n)) for n in range(7)))


def range_of(ground: Ground, forecast: Forecast) -> tuple[date | None, date | None]:
    """The P50 and the P85 date: what one may say, and what one may promise by."""
    return ground.day_after(forecast.n_weeks(0.5)), ground.day_after(forecast.n_weeks(P85))


def bounds_of(kept: Kept) -> str:
    """The interval of how many past dates were kept, in words; empty where none has come."""
    if kept.interval is None:
        return ""
    low, high = kept.interval
    return gettext("%(low)s to %(high)s") % {"low": share(low), "high": share(high)}


def missing_weeks(weeks: Sequence[Week]) -> int:
    """How many more complete weeks are needed before a date can be told."""
    return max(0, LEAST_WEEKS - sum(week.n_done is not None for week in weeks))
