"""Flow time, 85th percentile: what one can promise of work. Source: science B1."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import quantile, quantile_high, quantile_low, share


def measure(*, done_cuts: ir.Table, window: Window) -> ir.Table:
    """The flow time that 85 of 100 items done did not exceed; ``coverage`` as in the median."""
    times = _.ordered
    return numbers(
        done_cuts,
        value=quantile(times, at=0.85),
        n=times.length(),
        coverage=share(times.length().fill_null(0), n=_.n_done),
        low=quantile_low(times, at=0.85),
        high=quantile_high(times, at=0.85),
    )


METRIC = Metric(
    name="flow_time_p85",
    version=1,
    unit="days",
    needs=("done_cuts",),
    measure=measure,
    title={"ko": "처리 시간(85%)", "en": "Flow time (85th percentile)"},
    meaning={
        "ko": "완료된 일 100건 가운데 85건은 이 날수 안에 끝났습니다. 날짜를 약속할 때는 중앙값보다 이 숫자를 보십시오.",
        "en": "85 of 100 items done took at most this many days. Look at this one, not the median, before naming a date.",
    },
    better="lower",
    source="Flow Framework; interval by order statistics, Campbell & Gardner 1988",
)
