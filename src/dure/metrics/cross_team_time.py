"""Time of work that crosses teams: how long it takes where more than one team had it. Source: science B4."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import quantile, quantile_high, quantile_low, share


def measure(*, crossings: ir.Table, window: Window) -> ir.Table:
    """The median flow time of done items that several teams owned; cut ``teams`` sets ``one`` beside ``several``.

    ``coverage`` is the share whose beginning was recorded. Items without any owner are left out.
    """
    several = crossings.filter(_.teams == "several").mutate(cut=ibis.literal("all"), slice=ibis.literal(""))
    beside = crossings.mutate(cut=ibis.literal("teams"), slice="teams")
    return numbers(
        several.union(beside),
        value=quantile(_.ordered, at=0.5),
        n=_.ordered.length(),
        coverage=share(_.ordered.length(), n=_.n_done),
        low=quantile_low(_.ordered, at=0.5),
        high=quantile_high(_.ordered, at=0.5),
    )


METRIC = Metric(
    name="cross_team_time",
    version=1,
    unit="days",
    needs=("crossings",),
    measure=measure,
    title={"ko": "여러 팀을 거친 일의 처리 시간(중앙값)", "en": "Time of work that crosses teams (median)"},
    meaning={
        "ko": "완료된 일 가운데 둘 이상의 팀을 거친 일이 시작해서 완료되기까지 걸린 날수의 중앙값입니다. 한 팀 안에서 끝난 일과 나란히 봅니다.",
        "en": "Half of the items done that more than one team owned took at most this many days. "
        "It stands beside the items that stayed with one team.",
    },
    better="lower",
    source="science B4; interval by order statistics, Campbell & Gardner 1988",
    leads=("loop_time",),
)
