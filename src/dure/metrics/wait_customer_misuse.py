"""Waiting for a customer who was not asked anything: the clock stopped without a reason. Source: science B4."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import NO_DATA, cut, numbers
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share


def measure(*, waits: ir.Table, window: Window) -> ir.Table:
    """The share of waiting-for-customer time that no question came before; n counts the waits judged.

    ``coverage`` is the share of that time of which the record says whether a question was asked; where
    it never says, the reason is ``not_recorded``. No interval: the share is one of time, not of cases.
    """
    on_customer = (waits.waits_on == "customer").fill_null(False)
    days = on_customer.ifelse(waits.days, 0.0)
    cuts = cut(
        waits.mutate(days=days, is_judged=on_customer & waits.asked.notnull()),
        by=("team",),
        all_days=_.days.sum(),
        known_days=_.days.sum(where=_.is_judged).fill_null(0.0),
        unasked_days=_.days.sum(where=_.is_judged & ~_.asked).fill_null(0.0),
        n=_.n_waits.sum(where=_.is_judged),
    )
    cuts = cuts.filter((cuts.cut == "all") | (cuts.all_days > 0))
    return numbers(
        cuts,
        value=share(_.unasked_days, n=_.known_days),
        n=_.n,
        coverage=share(_.known_days, n=_.all_days),
        reason=(_.all_days > 0).ifelse("not_recorded", NO_DATA),
    )


METRIC = Metric(
    name="wait_customer_misuse",
    version=1,
    unit="share",
    needs=("waits",),
    measure=measure,
    title={"ko": "묻지 않은 고객 대기", "en": "Waiting for a customer who was not asked"},
    meaning={
        "ko": "‘고객 대기’로 둔 시간 가운데 그에 앞서 고객에게 아무것도 묻지 않은 시간의 비율입니다. 까닭 없이 시계를 멈춘 것입니다.",
        "en": "Of the time kept as waiting for the customer, the share before which the customer was asked nothing: "
        "the clock was stopped without a reason.",
    },
    better="lower",
    source="BPI Challenge 2013, wait-user",
    leads=("loop_time", "csat"),
)
