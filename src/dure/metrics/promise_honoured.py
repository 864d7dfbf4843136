"""Promises honoured: kept, or moved in time and then kept. Source: science B7."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, with_loop
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, promises: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """Promises kept by their first due, or moved before each due and kept then, over the same as ``promise_kept``.

    A promise that was moved in time and is still open is not honoured yet; it stays among those counted.
    """
    due = promises.is_due & is_inside(promises.first_due_ts, window=window)
    cuts = cut(
        promises.mutate(counts=due, hit=due & promises.is_honoured),
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
    name="promise_honoured",
    version=1,
    unit="share",
    needs=("promises", "weeks"),
    measure=measure,
    title={"ko": "약속 이행률", "en": "Promises honoured"},
    meaning={
        "ko": "처음 약속한 날이 지난 약속 가운데, 그날까지 지켰거나 그날이 오기 전에 새 날짜를 알리고 그 날짜를 지킨 비율입니다.",
        "en": "Of the promises whose first date has passed, the share kept by then, "
        "or moved to a new date before then and kept by that one.",
    },
    better="higher",
    source="interval: Wilson 1927",
)
