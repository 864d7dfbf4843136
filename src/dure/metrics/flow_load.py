"""Flow load: how much is in progress. Source: science B1."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, union
from dure.facts.numbers import Metric, Window


def measure(
    *,
    in_progress: ir.Table,
    items: ir.Table,
    visits: ir.Table,
    weeks: ir.Table,
    all_weeks: ir.Table,
    window: Window,
) -> ir.Table:
    """Items active or waiting at the end of the window, and at the end of each week.

    The cut ``age`` counts them by the days since they began: under 7, 7-30, 30-90, 90 and more.
    """
    now = cut(
        in_progress.mutate(age=_age_band(in_progress.age_days)),
        by=("kind", "state", "stage", "team", "segment", "side", "age"),
        n=_.count(),
    )
    known = items.select("stream").distinct()
    empty = known.anti_join(in_progress, "stream").select(
        stream="stream", cut=ibis.literal("all"), slice=ibis.literal(""), n=ibis.literal(0, type="int64")
    )
    return numbers(union([now, empty, _by_week(visits, weeks=weeks, all_weeks=all_weeks)]), value=_.n, n=_.n)


def _age_band(days: ir.NumericValue) -> ir.StringValue:
    return ibis.cases((days < 7, "0-7"), (days < 30, "7-30"), (days < 90, "30-90"), else_="90+")


def _by_week(visits: ir.Table, *, weeks: ir.Table, all_weeks: ir.Table) -> ir.Table:
    """The load at the end of each week: all that came before it, less all that went."""
    begins = all_weeks.start_ts.min().as_scalar()
    before = visits.filter(visits.ts < begins).group_by("stream").agg(before=_.change.sum())
    inside = visits.filter(visits.week.notnull()).group_by(["stream", "week"]).agg(change=_.change.sum())
    every = all_weeks.select("week", "n_week").cross_join(weeks.select("stream").distinct())
    changed = every.left_join(inside, ["stream", "week"]).select(*every.columns, change=_.change.fill_null(0))
    changes = changed.left_join(before, "stream").select(*changed.columns, before=_.before.fill_null(0))
    so_far = ibis.cumulative_window(group_by="stream", order_by="n_week")
    loads = changes.select("stream", "week", n=changes.before + changes.change.sum().over(so_far))
    tracked = loads.semi_join(weeks, ["stream", "week"])
    return tracked.select("stream", cut=ibis.literal("week"), slice="week", n="n")


METRIC = Metric(
    name="flow_load",
    version=1,
    unit="items",
    needs=("in_progress", "items", "visits", "weeks", "all_weeks"),
    measure=measure,
    title={"ko": "진행 중인 일", "en": "Flow load"},
    meaning={
        "ko": "지금 시작되어 아직 끝나지 않은 일의 수입니다. 일하고 있는 것과 기다리고 있는 것을 모두 세고, 시작한 지 며칠 됐는지로도 나눕니다.",
        "en": "How many items are begun and not finished, worked on or waiting; also by how many days ago they began.",
    },
    better="lower",
    source="Flow Framework, flowframework.org/flow-metrics",
    leads=("flow_time", "flow_time_p85"),
)
