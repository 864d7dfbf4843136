"""Flow velocity: how many items were done. Source: science B1."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window


def measure(*, done_cuts: ir.Table, undone: ir.Table, window: Window) -> ir.Table:
    """Items done in the window, each counted once, in the week it was last done.

    The cut ``restated_week`` says how many were counted in a week at the time, and taken out since
    because they were reopened.
    """
    counts = done_cuts.select("stream", "cut", "slice", n="n_done")
    taken_out = undone.filter(undone.week.notnull()).group_by(["stream", "week"]).agg(n=_.count())
    restated = taken_out.select("stream", cut=ibis.literal("restated_week"), slice="week", n="n")
    return numbers(counts.union(restated), value=_.n.fill_null(0), n=_.n)


METRIC = Metric(
    name="flow_velocity",
    version=1,
    unit="items",
    needs=("done_cuts", "undone"),
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
