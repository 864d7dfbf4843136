"""Handovers: how often work changes hands. Source: science B4."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share
from dure.kit.stats import Z95


def measure(*, paths: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """The mean number of handovers of the items done; ``coverage`` is the share that ever had an owner.

    The interval is that of a mean, and left out under 30 items, where it would say too much.
    """
    done = is_inside(paths.done_ts, window=window)
    cuts = cut(
        paths.mutate(is_done=done, handovers=done.ifelse(paths.n_handovers, None)),
        by=("kind", "team", "segment", "side"),
        weeks=weeks,
        n_done=_.is_done.cast("int64").sum(),
        n=_.handovers.count(),
        mean=_.handovers.mean(),
        spread=_.handovers.std(how="sample"),
    )
    reach = ibis.ifelse(cuts.n >= 30, cuts.spread / cuts.n.cast("float64").sqrt() * Z95, ibis.null())
    cuts = cuts.mutate(reach=reach)
    return numbers(
        cuts,
        value=_["mean"],
        n=_.n,
        coverage=share(_.n, n=_.n_done),
        low=ibis.greatest(0.0, _["mean"] - _.reach),
        high=_["mean"] + _.reach,
    )


METRIC = Metric(
    name="handovers",
    version=1,
    unit="handovers",
    needs=("paths", "weeks"),
    measure=measure,
    title={"ko": "담당이 바뀐 횟수", "en": "Handovers"},
    meaning={
        "ko": "완료된 일 하나가 한 팀에서 다른 팀으로 넘어간 평균 횟수입니다. 담당이 비어 있던 동안은 팀으로 세지 않습니다.",
        "en": "How many times, on average, an item went from one team to another before it was done. "
        "A time without an owner is not a team.",
    },
    better="lower",
    source="BPI Challenge 2013, Dudok & van den Brand",
)
