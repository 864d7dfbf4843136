"""Waiting by whom it waits on: where the time goes. Source: science B1, B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share


def measure(*, waits: ir.Table, window: Window) -> ir.Table:
    """Item-days of waiting inside the window, in all and on whom (cut ``waits_on``); n counts the waits.

    ``coverage`` is the share of the waiting time of which the record says on whom.
    """
    cuts = cut(
        waits,
        by=("waits_on", "stage", "team"),
        days=_.days.sum(),
        n=_.n_waits.sum(),
        known_days=_.days.sum(where=_.waits_on.notnull()).fill_null(0.0),
    )
    cuts = cuts.filter((cuts.cut == "all") | (cuts.n > 0))
    return numbers(cuts, value=_.days, n=_.n, coverage=share(_.known_days, n=_.days))


METRIC = Metric(
    name="waiting_by",
    version=1,
    unit="days",
    needs=("waits",),
    measure=measure,
    title={"ko": "누구를 기다렸나", "en": "Waiting, by whom it waits on"},
    meaning={
        "ko": "기간 안에 일이 멈추어 기다린 날수를 모두 더한 값입니다. 고객, 다른 팀, 외부 업체, 다른 일, 증거 가운데 무엇을 기다렸는지 나누어 봅니다.",
        "en": "All the days that items spent waiting in the period, added up: on the customer, another team, a vendor, "
        "another item, or evidence.",
    },
    better="lower",
    source="Flow Framework; BPI Challenge 2013",
)
