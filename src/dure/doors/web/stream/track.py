"""Is a stream on its way to better: its four measures, each with a verdict and the evidence for it (003-29, 003-34)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured, definitions, in_tongue
from dure.doors.web.trends import VERDICTS, Trend


@dataclass(frozen=True)
class Measure:
    """One of the four: what it stands for, and where its weeks are found (metric, cut, kind of work)."""

    title: str | Promise
    metric: str
    better: str | None
    cut: str = "week"
    kind: str = ""


#: Time to market, throughput, quality, and what is done against debt: more or less of it is good or bad by the target.
FOUR = (
    Measure(_("Time to market"), "flow_time", "lower"),
    Measure(_("Throughput"), "flow_velocity", "higher"),
    Measure(_("Quality: share of defects"), "flow_distribution", "lower", cut="week_kind", kind="defect"),
    Measure(_("Share of debt work"), "flow_distribution", None, cut="week_kind", kind="debt"),
)


@dataclass(frozen=True)
class Tracked:
    """A measure as it stands: the last week that has a value, and what its weeks say."""

    title: str | Promise
    of: str
    unit: str
    last: float | None
    week: str
    href: str
    word: str | Promise
    tone: str
    says: str


def track(measured: Measured, *, stream: str, language: str) -> Iterator[Tracked]:
    """The four measures of a stream."""
    weeks = sorted(measured.slices("flow_velocity", cut="week"))
    for one in FOUR:
        rows, defined = measured.slices(one.metric, cut=one.cut), definitions()[one.metric]
        slices = [f"{week} {one.kind}" if one.kind else week for week in weeks]
        values = [rows[slice].value if slice in rows else None for slice in slices]
        last = next((i for i in reversed(range(len(weeks))) if values[i] is not None), None)
        trend = Trend(weeks, values, defined.unit, language, better=one.better)
        word, tone = VERDICTS[trend.verdict]
        week = "" if last is None else weeks[last]
        yield Tracked(
            title=one.title,
            of=in_tongue(defined.title),
            unit=defined.unit,
            last=None if last is None else values[last],
            week=week,
            href=address("/items/", stream=stream, done_week=week, kind=one.kind) if week else "",
            word=word,
            tone=tone,
            says=trend.says,
        )
