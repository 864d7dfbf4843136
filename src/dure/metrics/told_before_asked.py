"""Told before asked: did we speak first. Source: science B7."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.calendar import with_week
from dure.facts.cuts import cut, numbers, with_loop
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, milestones: ir.Table, loop_weeks: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    """Voices that were told before they asked, over those that were told or asked in the window.

    What decides is which came first; neither yet, and the voice is not counted. Told in the moment of
    asking counts as told.
    """
    first_ts = ibis.least(
        milestones.told_ts.fill_null(milestones.asked_ts), milestones.asked_ts.fill_null(milestones.told_ts)
    )
    decided = with_week(milestones.mutate(first_ts=first_ts), "first_ts", weeks=all_weeks)
    counts = is_inside(decided.first_ts, window=window)
    told_first = (decided.told_ts == decided.first_ts).fill_null(False)
    cuts = cut(
        decided.mutate(counts=counts, hit=counts & told_first),
        by=("stream", "kind", "segment", "side"),
        weeks=loop_weeks,
        n=_.counts.sum(),
        n_told=_.hit.sum(),
    )
    answer = numbers(
        cuts,
        value=share(_.n_told, n=_.n),
        n=_.n,
        low=wilson_low(_.n_told, n=_.n),
        high=wilson_high(_.n_told, n=_.n),
    )
    return with_loop(answer)


METRIC = Metric(
    name="told_before_asked",
    version=1,
    unit="share",
    needs=("milestones", "loop_weeks", "all_weeks"),
    measure=measure,
    title={"ko": "먼저 알린 비율", "en": "Told before asked"},
    meaning={
        "ko": "고객이 다시 묻기 전에 우리가 먼저 결과를 알린 비율입니다. 아직 알리지도, 고객이 묻지도 않은 목소리는 세지 않습니다.",
        "en": "The share of voices in which we told the customer before they had to ask again. "
        "A voice neither told nor asked about is not counted yet.",
    },
    better="higher",
    source="interval: Wilson 1927",
    leads=("ces", "nps"),
)
