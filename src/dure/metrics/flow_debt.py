"""Flow debt: how much of what is done removes impediments to what comes. Source: science B1."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.loop import KINDS
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, done_cuts: ir.Table, window: Window) -> ir.Table:
    """The share of debt among the items done; ``coverage`` is the share of them that have a kind."""
    cuts = done_cuts.filter(done_cuts.cut != "kind")
    cuts = cuts.mutate(n=sum((cuts[f"n_{kind}"] for kind in KINDS[1:]), cuts[f"n_{KINDS[0]}"]))
    return numbers(
        cuts,
        value=share(_.n_debt, n=_.n),
        n=_.n,
        coverage=share(_.n, n=_.n_done),
        low=wilson_low(_.n_debt, n=_.n),
        high=wilson_high(_.n_debt, n=_.n),
    )


METRIC = Metric(
    name="flow_debt",
    version=1,
    unit="share",
    needs=("done_cuts",),
    measure=measure,
    title={"ko": "부채 비율", "en": "Share of debt"},
    meaning={
        "ko": "완료된 일 가운데 앞으로의 일을 막는 부채를 갚는 데 쓴 비율입니다. 오래도록 0이면 부채가 쌓이고 있을 수 있습니다.",
        "en": "Of the items done, the share that paid off debt, which stands in the way of later work. "
        "Zero for long may mean that debt piles up.",
    },
    source="Flow Framework, flowframework.org/flow-metrics",
    leads=("flow_time", "flow_velocity"),
)
