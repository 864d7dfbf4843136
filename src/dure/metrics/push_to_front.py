"""Push-to-front: what the front line settles by itself. Source: science B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import NO_DATA, numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, path_cuts: ir.Table, window: Window) -> ir.Table:
    """The share of the items done that never left the front line; ``coverage``: of those that had an owner.

    Which teams are the front line is declared, never guessed: without it the reason is
    ``front_line_not_declared``.
    """
    return numbers(
        path_cuts,
        value=share(_.n_front_only, n=_.n_judged),
        n=_.n_judged,
        coverage=share(_.n_judged, n=_.n_done),
        low=wilson_low(_.n_front_only, n=_.n_judged),
        high=wilson_high(_.n_front_only, n=_.n_judged),
        reason=(_.n_owned > 0).ifelse("front_line_not_declared", NO_DATA),
    )


METRIC = Metric(
    name="push_to_front",
    version=1,
    unit="share",
    needs=("path_cuts",),
    measure=measure,
    title={"ko": "일선 해결률", "en": "Settled by the front line"},
    meaning={
        "ko": "완료된 일 가운데 일선 팀을 한 번도 떠나지 않은 일의 비율입니다. 어느 팀이 일선인지 정해 두어야 계산합니다.",
        "en": "Of the items done, the share that never left the front line. "
        "It is computed once you have said which teams are the front line.",
    },
    better="higher",
    source="BPI Challenge 2013, push-to-front",
    leads=("loop_time", "ces"),
)
