"""Good and bad memories: what people said after a touch. Source: science B36."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY
from dure.kit.estimates import share, wilson_high, wilson_low

#: Of each touchpoint, how many people are named as evidence.
_TOLD: Final = 20


def measure(*, touches: ir.Table, judgements: ir.Table, window: Window) -> ir.Table:
    """Of what people said next after a touch, the share that was good; ``n`` are the good and the bad.

    What was neither is not counted. Where only bad words are recorded (asking again, reopening) and never an
    answer, there is no share: its reason is ``not_recorded``. A touchpoint nobody judged has no value either: it
    is never good or bad because somebody typed so in. ``coverage`` is the share of the touches anything was said
    about. Cuts: ``touchpoint`` and ``journey_stage``, and the whole; ``touchpoint.who`` has the evidence, of each
    touchpoint the 20 latest words: slice ``told | who`` (see :func:`dure.facts.touch_tables.traveller`), 1 for
    good and 0 for bad, ``n`` how many words of theirs.
    """
    said = judgements.group_by(["who", "n_touch"]).agg(good=_.good.min())
    known = touches.left_join(said, ["who", "n_touch"]).select(
        "stream", "touchpoint", "journey_stage", good=said.good
    )
    by = {"touchpoint": known.touchpoint, "journey_stage": known.journey_stage, "all": ibis.literal("")}
    each = union(
        [known.select("stream", "good", cut=ibis.literal(cut), slice=name) for cut, name in by.items()]
    )
    counted = each.group_by(["stream", "cut", "slice"]).agg(
        n_touches=_.count(),
        n_said=_.good.count(),
        n_good=(_.good == 1).fill_null(False).sum(),
        n_bad=(_.good == 0).fill_null(False).sum(),
    )
    can_be_good = (judgements.good > 0).any().fill_null(False).as_scalar()
    counted = counted.mutate(n=counted.n_good + counted.n_bad, can_be_good=can_be_good)
    shares = numbers(
        counted,
        value=_.can_be_good.ifelse(share(_.n_good, n=_.n), None),
        n=_.n,
        reason="not_recorded",
        coverage=share(_.n_said, n=_.n_touches),
        low=wilson_low(_.n_good, n=_.n),
        high=wilson_high(_.n_good, n=_.n),
    )
    return with_stream(shares.union(_evidence(judgements)), JOURNEY)


def _evidence(judgements: ir.Table) -> ir.Table:
    told = judgements.filter(judgements.good != 0.5)
    each = told.group_by(["stream", "touchpoint", "who"]).agg(
        ts=_.ts_touch.max(), n=_.count(), good=_.good.min()
    )
    latest = ibis.window(group_by=["stream", "touchpoint"], order_by=[each.ts.desc(), each.who])
    first = each.mutate(nth=ibis.row_number().over(latest)).filter(_.nth < _TOLD)
    named = first.mutate(
        cut=ibis.literal("touchpoint.who"), slice=first.touchpoint + " | " + first.who.cast("string")
    )
    return numbers(named, value=_.good, n=_.n)


METRIC = Metric(
    name="touch_memory",
    version=1,
    unit="share",
    needs=("touches", "judgements"),
    measure=measure,
    title={"ko": "좋은 기억으로 남은 비율", "en": "Share of good memories"},
    meaning={
        "ko": "접점 바로 뒤에 나온 반응 가운데 좋은 것의 비율입니다. 추천 9점 이상과 해결됨은 좋은 반응, 추천 6점 이하와 미해결, 다시 물음은 나쁜 반응입니다.",
        "en": "Of what people said right after a touch, the share that was good: NPS 9 or 10, solved, a high score. "
        "NPS up to 6, not solved, a low score and asking again are bad.",
    },
    better="higher",
    source="Kahneman, peak-end rule; interval: Wilson 1927",
)
