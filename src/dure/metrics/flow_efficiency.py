"""Flow efficiency: how much of the time someone worked on it. Source: science B1."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share


def measure(*, done_cuts: ir.Table, window: Window) -> ir.Table:
    """Active days over active and waiting days of the items done, as a ratio of sums.

    A mean of the items' own ratios would let a short item weigh as much as a long one. ``coverage``
    is the share of the items that anyone was ever seen working on.
    """
    return numbers(
        done_cuts,
        value=share(_.active_days, n=_.flow_days),
        n=_.n_done,
        coverage=share(_.n_worked_on, n=_.n_done),
    )


METRIC = Metric(
    name="flow_efficiency",
    version=1,
    unit="share",
    needs=("done_cuts",),
    measure=measure,
    title={"ko": "흐름 효율", "en": "Flow efficiency"},
    meaning={
        "ko": "완료된 일에 걸린 전체 시간 가운데 누군가 실제로 일한 시간의 비율입니다. 나머지는 기다린 시간입니다. "
        "일마다 낸 비율의 평균이 아니라 시간을 모두 더해 나눈 값입니다.",
        "en": "Of all the time the items done took, the share in which someone was working on them; the rest was waiting. "
        "The times are added up first and then divided, not averaged item by item.",
    },
    better="higher",
    source="Flow Framework, flowframework.org/flow-metrics",
    leads=("flow_time",),
)
