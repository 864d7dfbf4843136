"""Flow velocity: how many items were done. Source: science B1."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, union
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window


def measure(*, items: ir.Table, undone: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """Items done in the window, each counted once, in the week it was last done.

    The cut ``restated_week`` says how many were counted in a week at the time, and taken out since
    because they were reopened.
    """
    rows = items.mutate(is_done=is_inside(items.done_ts, window=window))
    cuts = cut(rows, by=("kind", "team", "segment", "side"), weeks=weeks, n=_.is_done.cast("int64").sum())
    taken_out = undone.filter(undone.week.notnull()).group_by(["stream", "week"]).agg(n=_.count())
    restated = taken_out.select("stream", cut=ibis.literal("restated_week"), slice="week", n="n")
    return numbers(union([cuts, restated]), value=_.n.fill_null(0), n=_.n)


METRIC = Metric(
    name="flow_velocity",
    version=1,
    unit="items",
    needs=("items", "undone", "weeks"),
    measure=measure,
    title={"ko": "완료 건수", "en": "Flow velocity"},
    meaning={
        "ko": "기간 안에 완료된 일의 수입니다. 다시 열린 일은 마지막으로 완료된 주에 한 번만 세고, 취소된 일은 세지 않습니다.",
        "en": "How many items were done in the period. A reopened item counts once, in the week it was last done; "
        "canceled items do not count.",
    },
    better="higher",
    source="Flow Framework, flowframework.org/flow-metrics",
)
