"""Handovers: how often work changes hands. Source: science B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share
from dure.kit.stats import Z95


def measure(*, path_cuts: ir.Table, window: Window) -> ir.Table:
    """The mean number of handovers of the items done; ``coverage`` is the share that ever had an owner.

    The interval is that of a mean, and left out under 30 items, where it would say too much.
    """
    n = path_cuts.n_owned
    reach = (n >= 30).ifelse(path_cuts.handovers_spread / n.cast("float64").sqrt() * Z95, None)
    return numbers(
        path_cuts.mutate(reach=reach),
        value=_.handovers,
        n=_.n_owned,
        coverage=share(_.n_owned, n=_.n_done),
        low=(_.handovers > _.reach).ifelse(_.handovers - _.reach, _.reach * 0),
        high=_.handovers + _.reach,
    )


METRIC = Metric(
    name="handovers",
    version=1,
    unit="handovers",
    needs=("path_cuts",),
    measure=measure,
    title={"ko": "담당이 바뀐 횟수", "en": "Handovers"},
    meaning={
        "ko": "완료된 일 하나가 한 팀에서 다른 팀으로 넘어간 평균 횟수입니다. 담당이 비어 있던 동안은 팀으로 세지 않습니다.",
        "en": "How many times, on average, an item went from one team to another before it was done. "
        "A time without an owner is not a team.",
    },
    better="lower",
    source="BPI Challenge 2013, Dudok & van den Brand",
    leads=("flow_time", "loop_time"),
)
