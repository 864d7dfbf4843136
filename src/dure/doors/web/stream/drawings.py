"""The charts of one stream: each from its measurements, each figure with the address of the items behind it."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dure.doors.web.addresses import address
from dure.doors.web.charts import Chart, Series, Words
from dure.doors.web.measured import Measured
from dure.doors.web.names import WAITS_ON, WORK_KINDS
from dure.doors.web.numbers import REASONS
from dure.doors.web.trends import Trend, changed
from dure.facts.loop import KINDS
from dure.kit.wording import quantity, share

#: So many weeks are drawn at most; older ones stay in the lake.
N_WEEKS = 52


class Drawings:
    """The charts of a stream. A chart that has nothing to show is left out."""

    def __init__(self, measured: Measured, *, stream: str, language: str) -> None:
        self.measured, self.stream, self.language = measured, stream, language
        self.weeks = sorted({week for metric in WEEKLY for week in measured.slices(metric, cut="week")})[
            -N_WEEKS:
        ]

    def over_time(self) -> Iterator[Chart]:
        """The five flow metrics, week by week."""
        if len(self.weeks) < 2:
            return
        yield self._weekly(
            "flow_velocity",
            _("Done per week"),
            {"flow_velocity": _("Done")},
            self._of_velocity(),
            unit="items",
            kind="bar",
        )
        yield self._weekly(
            "flow_time", _("Time to done"),
            {"flow_time": _("Median"), "flow_time_p85": _("85% within")}, self._of_last("flow_time", unit="days"), unit="days",
        )  # fmt: skip
        yield self._weekly(
            "flow_efficiency", _("Efficiency: share of the time that was worked"), {"flow_efficiency": _("Efficiency")},
            self._of_last("flow_efficiency", unit="share"), unit="share",
        )  # fmt: skip
        yield self._weekly(
            "flow_load", _("In progress at the end of each week"), {"flow_load": _("In progress")},
            self._of_last("flow_load", unit="items"), unit="items",
        )  # fmt: skip
        yield from self._distribution()

    def _weekly(
        self, key: str, title: str, metrics: dict[str, str], says: str, *, unit: str, kind: str = "line"
    ) -> Chart:
        series = []
        for metric, name in metrics.items():
            rows = self.measured.slices(metric, cut="week")
            values = [rows[week].value if week in rows else None for week in self.weeks]
            series.append(Series(name, values, [self._done_in(week) for week in self.weeks]))
        trend = Trend(self.weeks, series[0].values, unit, self.language)
        return Chart(
            key=key.replace("_", "-"),
            title=title,
            says=says,
            axis=_("Week"),
            labels=self.weeks,
            series=series,
            unit=unit,
            kind=kind,
            usual=trend.band,
            change=trend.says,
        )

    def _of_velocity(self) -> str:
        rows = self.measured.slices("flow_velocity", cut="week")
        values = [row.value or 0.0 for week, row in rows.items() if week in self.weeks]
        mean = sum(values) / len(values) if values else 0.0
        return _("On average %(n)s were done in a week, over %(weeks)s weeks.") % {
            "n": quantity(mean, unit="items", language=self.language), "weeks": len(values),
        }  # fmt: skip

    def _of_last(self, metric: str, *, unit: str) -> str:
        """The first and the last week that have a value, side by side."""
        rows = self.measured.slices(metric, cut="week")
        known = [
            (week, rows[week].value) for week in self.weeks if week in rows and rows[week].value is not None
        ]
        if not known:
            return _("Not known for any week.")
        (first, was), (last, now) = known[0], known[-1]
        return _("%(was)s in %(first)s, %(now)s in %(last)s.") % {
            "was": quantity(was or 0.0, unit=unit, language=self.language), "first": first,
            "now": quantity(now or 0.0, unit=unit, language=self.language), "last": last,
        }  # fmt: skip

    def _distribution(self) -> Iterator[Chart]:
        rows = self.measured.slices("flow_distribution", cut="week_kind")
        whole = self.measured.slices("flow_distribution", cut="kind")
        most = max(whole.values(), key=lambda row: row.value or 0.0, default=None)
        if not rows or most is None or most.value in (None, 0.0, 1.0):  # work of one kind alone draws a wall
            return
        shares = {
            kind: [row.value if (row := rows.get(f"{week} {kind}")) else None for week in self.weeks]
            for kind in KINDS
        }
        trends = {WORK_KINDS[kind]: Trend(self.weeks, shares[kind], "share", self.language) for kind in KINDS}
        yield Chart(
            key="flow-distribution",
            title=_("What kinds of work were done"),
            says=_("Most was %(kind)s: %(share)s.")
            % {"kind": WORK_KINDS[most.slice], "share": share(most.value)},
            axis=_("Week"),
            labels=self.weeks,
            series=[
                Series(
                    WORK_KINDS[kind],
                    shares[kind],
                    [self._done_in(week, kind=kind) for week in self.weeks],
                )
                for kind in KINDS
            ],
            unit="share",
            is_stacked=True,
            change=changed(trends),
        )

    def by_age(self) -> Iterator[Chart]:
        """What is in progress, by how long ago it was begun."""
        rows = self.measured.slices("flow_load", cut="age")
        if rows:
            names = {
                "0-7": _("Under 7 days"),
                "7-30": _("7 to 30 days"),
                "30-90": _("30 to 90 days"),
                "90+": _("90 days and more"),
            }
            old = sum(row.value or 0.0 for age, row in rows.items() if age in ("30-90", "90+"))
            yield self._flat(
                "flow-age", _("In progress, by age"),
                _("%(n)s were begun more than 30 days ago.") % {"n": quantity(old, unit="items", language=self.language)},
                _("Age"), [age for age in names if age in rows], names.__getitem__, "flow_load", cut="age",
                href=lambda age: self._items(age=age), unit="items",
            )  # fmt: skip

    def waiting(self) -> Iterator[Chart]:
        """Where the waiting time went: on whom."""
        rows = self.measured.slices("waiting_by", cut="waits_on")
        total = sum(row.value or 0.0 for row in rows.values())
        if total:
            order = sorted(rows, key=lambda who: -(rows[who].value or 0.0))
            name = lambda who: WAITS_ON.get(who, _("not recorded"))  # noqa: E731 - a word for each bar
            yield self._flat(
                "waiting-by", _("Where the waiting goes"),
                _("Most of the waiting, %(share)s, was on: %(who)s.")
                % {"share": share((rows[order[0]].value or 0.0) / total), "who": name(order[0])},
                _("Waits on"), order, name, "waiting_by", cut="waits_on",
                href=lambda who: self._items(waited_on=who if who in WAITS_ON else ""), unit="days",
            )  # fmt: skip

    def why(self) -> Iterator[Chart]:
        """Why work waited, where the record says who began it and when; else in which states it waited."""
        causes = self.measured.slices("waiting_causes", cut="cause")
        known = {cause: row for cause, row in causes.items() if row.value is not None}
        if set(known) > {"customer"}:
            order = sorted(known, key=lambda cause: -(known[cause].value or 0.0))
            yield self._flat(
                "waiting-causes", _("Why work waits"), self._of_causes(), _("Cause"), order, CAUSES.__getitem__,
                "waiting_causes", cut="cause", unit="days",
                href=lambda cause: self._items(waited_on="customer") if cause == "customer" else self._items(way="queued"),
            )  # fmt: skip
            return
        states = self.measured.slices("waiting_by", cut="stage")
        order = sorted((s for s in states if s != "unknown"), key=lambda s: -(states[s].value or 0.0))
        if order and causes:
            why = next((row.reason for row in causes.values() if row.value is None), "no_data")
            yield self._flat(
                "waiting-states", _("In which states work waits"),
                _("Shown by state, for why work waits cannot be told: %(why)s") % {"why": REASONS.get(why, why)},
                _("State"), order[:10], str, "waiting_by", cut="stage", href=lambda s: self._items(stage=s), unit="days",
            )  # fmt: skip

    def _of_causes(self) -> str:
        """How much of the waiting before our people the causes explain."""
        whole = self.measured.row("waiting_causes")
        says = _("For %(share)s of the waiting before our own people the record says who began, when, and in which hours they work; the rest is under “another cause”.") % {
            "share": share(whole.coverage if whole and whole.coverage else 0.0),
        }  # fmt: skip
        if not self.measured.value("waiting_causes", cut="known", slice="hours"):
            says += " " + _(
                "No team has a calendar, so nights and weekends cannot be told apart: they too are under “another cause”."
            )
        return says

    def _flat(
        self, key: str, title: str, says: str, axis: str, slices: Sequence[str], name: Callable[[str], Words], metric: str,
        *, cut: str, href: Callable[[str], str], unit: str,
    ) -> Chart:  # fmt: skip
        rows = self.measured.slices(metric, cut=cut)
        figures = Series(title, [rows[one].value for one in slices], [href(one) for one in slices])
        return Chart(
            key=key, title=title, says=says, axis=axis, labels=[str(name(one)) for one in slices], series=[figures],
            unit=unit, is_flat=True,
        )  # fmt: skip

    def _done_in(self, week: str, **more: str) -> str:
        return self._items(done_week=week, **more)

    def _items(self, **choices: str) -> str:
        return address("/items/", stream=self.stream, **choices)


#: What the causes of waiting are called.
CAUSES: dict[str, Words] = {
    "customer": _l("waiting on the customer"),
    "batching": _l("batching: begun together with others"),
    "unavailability": _l("outside working hours"),
    "contention": _l("contention: earlier work was being done"),
    "prioritisation": _l("prioritisation: later work went first"),
    "extraneous": _l("another cause"),
}

WEEKLY = ("flow_velocity", "flow_time", "flow_time_p85", "flow_efficiency", "flow_load")
