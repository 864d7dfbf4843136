"""Little's law as a check on the data: load = arrivals x time. Source: science B2."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union
from dure.facts.moments import days_between, horizon, length_days, moment
from dure.facts.numbers import Metric, Window

_PARTS: Final = ("load_items", "arrivals_per_day", "days_inside", "mean_flow_days", "open_window_days")


def measure(*, progress_days: ir.Table, visits: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    """How far load is from arrivals x time: 0 on any data that hold together.

    The load comes from comings and goings, the time from the spans: two ways to one figure. The cut
    ``part`` holds what went in: load_items, arrivals_per_day, days_inside (per item, within the
    window), mean_flow_days (of the items done), and open_window_days (days_inside less
    mean_flow_days: far from 0, the window begins or ends amid work, or the flow is not steady).
    """
    length = length_days(window).nullif(0.0)
    facts = _facts(progress_days, visits=visits, items=items, window=window)
    facts = facts.mutate(load_items=_.load_days / length, arrivals_per_day=_.n / length)
    facts = facts.mutate(days_inside=_.time_days / _.n.nullif(0))
    facts = facts.mutate(open_window_days=_.days_inside - _.mean_flow_days)
    gap = facts.select(
        "stream", cut=ibis.literal("all"), slice=ibis.literal(""), n="n",
        value=(_.load_items - _.arrivals_per_day * _.days_inside).abs(),
    )  # fmt: skip
    parts = [
        facts.select("stream", cut=ibis.literal("part"), slice=ibis.literal(part), n="n", value=part)
        for part in _PARTS
    ]
    return numbers(union([gap, *parts]), value=_.value, n=_.n)


def _facts(progress_days: ir.Table, *, visits: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    close, begin = moment(horizon(window)), moment(window.start)
    past = visits.filter(visits.ts < close)
    came = past.group_by("stream").agg(
        load_days=(past.change * days_between(ibis.greatest(past.ts, begin), close)).sum(),
        n=_.change.sum(where=_.ts < begin).fill_null(0)
        + ((_.ts >= begin) & (_.change > 0)).cast("int64").sum(),
    )
    time = progress_days.select("stream", time_days="days")
    ended = (items.done_ts > begin) & (items.done_ts <= close)  # who leaves with the last moment has left
    done = items.group_by("stream").agg(mean_flow_days=items.flow_days.mean(where=ended))
    return done.left_join(came, "stream").drop("stream_right").left_join(time, "stream").drop("stream_right")


METRIC = Metric(
    name="littles_law",
    version=1,
    unit="items",
    needs=("progress_days", "visits", "items"),
    measure=measure,
    title={"ko": "리틀의 법칙 점검", "en": "Little's law check"},
    meaning={
        "ko": "진행 중인 일의 평균 수는 하루에 들어오는 일의 수에 머무는 날수를 곱한 것과 같아야 합니다. 그 차이이며, 0이 아니면 기록이 서로 맞지 않는 것입니다.",
        "en": "The average load must equal arrivals per day times days inside. This is the difference: "
        "anything but 0 means that the records contradict each other.",
    },
    better="lower",
    source="Little & Graves 2008; Little 2011, Operations Research 59(3)",
)
