"""Promises kept, strictly: done by the date that was named first. Source: science B7."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, with_loop
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, promises: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """Promises kept by their first due, over those whose first due has passed in the window.

    Open and overdue counts as not kept; withdrawn by the customer is left out.
    """
    due = promises.is_due & is_inside(promises.first_due_ts, window=window)
    cuts = cut(
        promises.mutate(counts=due, hit=due & promises.is_strictly_kept),
        by=("stream", "kind", "team", "segment", "side"),
        weeks=weeks,
        n=_.counts.cast("int64").sum(),
        n_kept=_.hit.cast("int64").sum(),
    )
    return with_loop(
        numbers(
            cuts, value=share(_.n_kept, n=_.n), n=_.n, low=wilson_low(_.n_kept, n=_.n), high=wilson_high(_.n_kept, n=_.n)
        )
    )


METRIC = Metric(
    name="promise_kept",
    version=1,
    unit="share",
    needs=("promises", "weeks"),
    measure=measure,
    title={"ko": "약속 준수율", "en": "Promises kept"},
    meaning={
        "ko": "처음 약속한 날이 지난 약속 가운데 그날까지 지킨 비율입니다. 기한이 지났는데 아직 열려 있으면 지키지 못한 것으로 세고, 고객이 거둔 약속은 뺍니다.",
        "en": "Of the promises whose first date has passed, the share kept by that date. Open and overdue counts as not kept; "
        "what the customer withdrew is left out.",
    },
    better="higher",
    source="interval: Wilson 1927",
)
