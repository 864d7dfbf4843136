"""Promises honoured: kept, or moved in time and then kept. Source: science B7."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, with_loop
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, promise_cuts: ir.Table, window: Window) -> ir.Table:
    """Promises kept by their first due, or moved before each due and kept then, over the same as ``promise_kept``.

    A promise that was moved in time and is still open is not honoured yet; it stays among those counted.
    """
    answer = numbers(
        promise_cuts,
        value=share(_.n_honoured, n=_.n_due),
        n=_.n_due,
        low=wilson_low(_.n_honoured, n=_.n_due),
        high=wilson_high(_.n_honoured, n=_.n_due),
    )
    return with_loop(answer)


METRIC = Metric(
    name="promise_honoured",
    version=1,
    unit="share",
    needs=("promise_cuts",),
    measure=measure,
    title={"ko": "약속 이행률", "en": "Promises honoured"},
    meaning={
        "ko": "처음 약속한 날이 지난 약속 가운데, 그날까지 지켰거나 그날이 오기 전에 새 날짜를 알리고 그 날짜를 지킨 비율입니다.",
        "en": "Of the promises whose first date has passed, the share kept by then, "
        "or moved to a new date before then and kept by that one.",
    },
    better="higher",
    source="interval: Wilson 1927",
    leads=("nps", "renewal"),
)
