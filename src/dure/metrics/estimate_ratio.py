"""How long what was promised took, over how long it was first said to take. Source: requirement 000-06."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, with_loop
from dure.facts.moments import days_between, is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import quantile, quantile_high, quantile_low, share

_BY = ("stream", "side", "segment")


def measure(*, promises: ir.Table, window: Window) -> ir.Table:
    """The median of actual over first estimated days of the promises kept in the window.

    What is due and not kept has no actual yet; ``coverage`` is the share of those due or kept that have one.
    """
    said = days_between(promises.made_ts, promises.first_due_ts)
    took = days_between(promises.made_ts, promises.kept_ts)
    is_kept = (is_inside(promises.kept_ts, window=window) & (said > 0)).fill_null(False)
    is_due = (promises.is_due & is_inside(promises.first_due_ts, window=window)).fill_null(False)
    told = promises.mutate(
        ratio=is_kept.ifelse(took / said.nullif(0.0), None), is_kept=is_kept, counts=is_kept | is_due
    )
    cuts = cut(
        told,
        by=_BY,
        n_kept=_.is_kept.sum(),
        n_due=_.counts.sum(),
        ordered=_.ratio.collect(order_by=_.ratio),
    )
    answer = numbers(
        cuts,
        value=quantile(_.ordered, at=0.5),
        n=_.n_kept,
        coverage=share(_.n_kept, n=_.n_due),
        low=quantile_low(_.ordered, at=0.5),
        high=quantile_high(_.ordered, at=0.5),
    )
    return with_loop(answer)


METRIC = Metric(
    name="estimate_ratio",
    version=1,
    unit="times",
    needs=("promises",),
    measure=measure,
    title={"ko": "처음 예상 대비 실제", "en": "Actual over estimate"},
    meaning={
        "ko": "지킨 약속마다 실제로 걸린 날수를 처음 약속한 날수로 나눈 값의 중앙값입니다. 1이면 처음 말한 만큼, 0.5면 절반 만에 끝난 것입니다. "
        "아직 지키지 못한 약속은 실제 날수가 없어 빼고, 뺀 만큼 포함률에 나타냅니다.",
        "en": "For each promise kept, the days it took over the days it was first said to take; the median. 1 = as first said, "
        "0.5 = in half the time. What is not kept yet has no actual and is left out, which coverage shows.",
    },
    source="interval by order statistics, Campbell & Gardner 1988",
)
