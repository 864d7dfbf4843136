"""Revisits: work that comes to a team that has had it before, straight back or not. Source: science B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share


def measure(*, paths: ir.Table, revisits: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """The mean number of revisits of the items done; ``coverage`` is the share that ever had an owner."""
    again = revisits.select("n_revisits", revisit_case="case_id")
    told = paths.left_join(again, paths.case_id == again.revisit_case).drop("revisit_case")
    done = told.filter(is_inside(told.done_ts, window=window))
    cuts = cut(
        done,
        by=("kind", "team", "segment", "side"),
        weeks=weeks,
        n_done=_.count(),
        n_owned=(_.n_owners > 0).sum(),
        n_revisits=_.n_revisits.sum(where=_.n_owners > 0),
    )
    return numbers(
        cuts,
        value=share(_.n_revisits, n=_.n_owned),
        n=_.n_owned,
        coverage=share(_.n_owned, n=_.n_done),
    )


METRIC = Metric(
    name="revisits",
    version=1,
    unit="handovers",
    needs=("paths", "revisits", "weeks"),
    measure=measure,
    title={"ko": "다시 온 횟수", "en": "Revisits"},
    meaning={
        "ko": "완료된 일 하나가 이미 거쳐 간 팀으로 다시 온 평균 횟수입니다. 바로 되돌아온 것과 다른 팀을 거쳐 돌아온 것을 모두 셉니다.",
        "en": "How many times, on average, an item came to a team that had had it before, straight back or by way of others.",
    },
    better="lower",
    source="BPI Challenge 2013",
)
