"""A forecast from a file: its dates, what they rest on, and the same as tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pyarrow as pa

from dure.doors.cli._flow_report import Report
from dure.kit.business_time import plus_business_days
from dure.kit.calendars import Calendar
from dure.kit.past_dates import Kept, back_tested
from dure.kit.throughput import P50, P85, P95, WORKDAYS, Basis, Forecast, Week, basis, how_many, when_done
from dure.kit.weeks import labels_between, monday_of
from dure.kit.xmr import Reading, reading

SURE = (P50, P85, P95)


@dataclass(frozen=True)
class Told:
    """What a file's weeks say of so many items, counted from a day. ``n_items`` is None where it does not know."""

    report: Report
    weeks: tuple[Week, ...]
    calendar: Calendar
    on: date
    n_items: int
    by: date | None = None

    @cached_property
    def basis(self) -> Basis:
        return basis(self.weeks)

    @cached_property
    def forecast(self) -> Forecast:
        return when_done(self.basis, n_items=self.n_items)

    @cached_property
    def kept(self) -> Kept:
        return back_tested(self.weeks[-52:], n_items=max(1, self.n_items))

    @cached_property
    def reading(self) -> Reading:
        return reading([week.n_done for week in self.weeks])

    def day_after(self, n_weeks: int | None) -> date | None:
        """The day on which so many weeks of five workdays have passed."""
        return None if n_weeks is None else plus_business_days(self.on, n_weeks * WORKDAYS, self.calendar) if n_weeks else self.on  # fmt: skip

    @cached_property
    def n_weeks_by(self) -> int:
        """How many whole weeks of five workdays lie before the day asked for."""
        days = range((self.by - self.on).days) if self.by else range(0)
        return sum(self.calendar.is_workday(self.on + timedelta(days=n + 1)) for n in days) // WORKDAYS

    def tables(self) -> dict[str, pa.Table]:
        """The weeks and, unless they are refused, the dates, the chances, and how many by the day asked for."""
        used = {week.label for week in self.basis.weeks}
        weeks = [{"week": w.label, "n_done": w.n_done, "n_workdays": w.n_workdays, "is_used": w.label in used} for w in self.weeks]  # fmt: skip
        if self.basis.reason:
            return {"weeks": pa.Table.from_pylist(weeks, schema=_WEEKS)}
        dates = [{"sure": sure, "n_weeks": (n := self.forecast.n_weeks(sure)), "on": self.day_after(n), "n_items": self.n_items} for sure in SURE]  # fmt: skip
        chances = [
            {"n_weeks": k, "on": self.day_after(k), "done_by_then": p}
            for k, p in enumerate(self.forecast.within, start=1)
        ]
        found = {
            "dates": pa.Table.from_pylist(dates, schema=_DATES),
            "chances": pa.Table.from_pylist(chances, schema=_CHANCES),
            "weeks": pa.Table.from_pylist(weeks, schema=_WEEKS),
        }
        if self.by:
            rows = [{"by": self.by, "sure": sure, "n_weeks": self.n_weeks_by, "n_items": how_many(self.basis, n_weeks=self.n_weeks_by, sure=sure)} for sure in SURE]  # fmt: skip
            found["how_many"] = pa.Table.from_pylist(rows, schema=_HOW_MANY)
        return found


_DATES = pa.schema(
    [("sure", pa.float64()), ("n_weeks", pa.int64()), ("on", pa.date32()), ("n_items", pa.int64())]
)
_CHANCES = pa.schema([("n_weeks", pa.int64()), ("on", pa.date32()), ("done_by_then", pa.float64())])
_WEEKS = pa.schema(
    [("week", pa.string()), ("n_done", pa.int64()), ("n_workdays", pa.int64()), ("is_used", pa.bool_())]
)
_HOW_MANY = pa.schema(
    [("by", pa.date32()), ("sure", pa.float64()), ("n_weeks", pa.int64()), ("n_items", pa.int64())]
)


def weeks_of(report: Report, *, calendar: Calendar) -> tuple[Week, ...]:
    """The complete weeks of a file with the items done in each; a week between them without any is a real zero."""
    counts = {str(row["slice"]): row["value"] for row in report.slices("flow_velocity", "week")}
    if not counts:
        return ()
    return tuple(
        Week(label, None if counts.get(label) is None else round(counts[label]), _workdays(label, calendar))
        for label in labels_between(min(counts), max(counts))
    )


def _workdays(label: str, calendar: Calendar) -> int:
    monday = monday_of(label)
    return min(WORKDAYS, sum(calendar.is_workday(monday + timedelta(days=n)) for n in range(7)))
