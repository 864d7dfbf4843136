"""Promises kept, strictly: done by the date that was named first. Source: science B7."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, with_loop
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, promise_cuts: ir.Table, window: Window) -> ir.Table:
    """Promises kept by their first due, over those whose first due has passed in the window.

    Open and overdue counts as not kept; withdrawn by the customer is left out.
    """
    answer = numbers(
        promise_cuts,
        value=share(_.n_kept, n=_.n_due),
        n=_.n_due,
        low=wilson_low(_.n_kept, n=_.n_due),
        high=wilson_high(_.n_kept, n=_.n_due),
    )
    return with_loop(answer)


METRIC = Metric(
    name="promise_kept",
    version=1,
    unit="share",
    needs=("promise_cuts",),
    measure=measure,
    title={"ko": "약속 준수율", "en": "Promises kept"},
    meaning={
        "ko": "처음 약속한 날이 지난 약속 가운데 그날까지 지킨 비율입니다. 기한이 지났는데 아직 열려 있으면 지키지 못한 것으로 세고, 고객이 거둔 약속은 뺍니다.",
        "en": "Of the promises whose first date has passed, the share kept by that date. Open and overdue counts as not kept; "
        "what the customer withdrew is left out.",
    },
    better="higher",
    source="interval: Wilson 1927",
    leads=("nps", "renewal"),
)
