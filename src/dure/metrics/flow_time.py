"""Flow time, median: how long work takes once it has begun. Source: science B1."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import quantile, quantile_high, quantile_low, share


def measure(*, done_cuts: ir.Table, window: Window) -> ir.Table:
    """The median flow time of the items done; ``coverage`` is the share whose beginning was recorded."""
    times = _.ordered
    return numbers(
        done_cuts,
        value=quantile(times, at=0.5),
        n=times.length(),
        coverage=share(times.length().fill_null(0), n=_.n_done),
        low=quantile_low(times, at=0.5),
        high=quantile_high(times, at=0.5),
    )


METRIC = Metric(
    name="flow_time",
    version=1,
    unit="days",
    needs=("done_cuts",),
    measure=measure,
    title={"ko": "처리 시간(중앙값)", "en": "Flow time (median)"},
    meaning={
        "ko": "일을 시작해서 완료하기까지 걸린 날수의 중앙값입니다. 일한 시간과 기다린 시간을 더하고, 완료됐다가 다시 열리기까지의 시간은 뺍니다. "
        "시작이 기록되지 않은 일은 빼고, 뺀 만큼 포함률에 나타냅니다.",
        "en": "Half of the items done took at most this many days from start to done. Working and waiting time count; "
        "time between done and reopened does not. Items whose start was not recorded are left out, which coverage shows.",
    },
    better="lower",
    source="Flow Framework; interval by order statistics, Campbell & Gardner 1988",
    leads=("loop_time", "promise_kept"),
)
