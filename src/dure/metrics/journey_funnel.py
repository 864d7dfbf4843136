"""The funnel of a journey: how many went on from each stage to the next. Source: science B36."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, pair, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, touches: ir.Table, touchpoints: ir.Table, window: Window) -> ir.Table:
    """Of those who came as far as one stage within the window, the share who came as far as the next.

    Cuts: ``stage`` (slice a stage: the share of all travellers who came that far, ``n`` how many they are,
    ``coverage`` the share of these who were seen in the stage itself rather than only beyond it), ``step``
    (slice ``verify → buy``; ``n`` are those who came as far as the first), ``leak`` (the step with the smallest
    share, its value being the share that was lost), and the whole way. A stage may be skipped; coming back
    counts once. A stage in which nobody was ever seen is no step: its reason is ``not_recorded``.
    """
    seen = touches.group_by(["who", "journey_stage", "place"]).agg(n_touches=_.count())
    furthest = seen.group_by("who").agg(furthest=_.place.max())
    stages = touchpoints.group_by("journey_stage").agg(place=_.place.min())
    seen_in = seen.group_by("journey_stage").agg(n_seen=_.who.nunique())
    came = stages.join(furthest, furthest.furthest >= stages.place).group_by("journey_stage")
    counted = stages.left_join(came.agg(n=_.count()), "journey_stage").select("journey_stage", "place", "n")
    counted = counted.left_join(seen_in, "journey_stage").select("journey_stage", "place", "n", "n_seen")
    n_all = furthest.count().as_scalar()
    rows = counted.mutate(stream=ibis.literal(JOURNEY), n_all=n_all, n_seen=counted.n_seen.fill_null(0))
    steps = _steps(rows.filter(rows.n_seen > 0))
    answer = union([_of_stages(rows), *_of_steps(steps)])
    return with_stream(answer, JOURNEY)


def _steps(rows: ir.Table) -> ir.Table:
    """Each stage in use with the one in use before it, and the first of all."""
    order = ibis.window(group_by="stream", order_by="place")
    whole = ibis.window(group_by="stream")
    told = rows.mutate(before=_.journey_stage.lag().over(order), n_before=_.n.lag().over(order))
    told = told.mutate(n_first=told.n.max().over(whole), n_last=told.n.min().over(whole))
    told = told.mutate(n_stages=told.n.count().over(whole), rate=share(told.n, n=told.n_before))
    worst = ibis.window(group_by="stream", order_by=[told.rate.asc(nulls_first=False), told.place])
    return told.mutate(nth=ibis.row_number().over(worst))


def _of_stages(rows: ir.Table) -> ir.Table:
    is_used = rows.n_seen > 0
    told = rows.mutate(
        cut=ibis.literal("stage"),
        slice=rows.journey_stage,
        n_came=is_used.ifelse(rows.n, 0),
        reached=is_used.ifelse(share(rows.n, n=rows.n_all), None),
    )
    return numbers(
        told,
        value=_.reached,
        n=_.n_came,
        coverage=share(_.n_seen, n=_.n_came),
        reason=ibis.literal("not_recorded"),
    )


def _of_steps(steps: ir.Table) -> list[ir.Table]:
    on = steps.filter(steps.before.notnull())
    named = on.mutate(cut=ibis.literal("step"), slice=pair(on.before, on.journey_stage))
    leak = named.filter(named.nth == 0).mutate(cut=ibis.literal("leak"), lost=_.n_before - _.n)
    whole = steps.group_by("stream").agg(
        n_first=_.n_first.max(), n_last=_.n_last.min(), n_stages=_.n_stages.max()
    )
    whole = whole.filter(whole.n_stages > 1).mutate(cut=ibis.literal("all"), slice=ibis.literal(""))
    return [
        _rate(named, hits="n", of="n_before"),
        _rate(leak, hits="lost", of="n_before"),
        _rate(whole, hits="n_last", of="n_first"),
    ]


def _rate(rows: ir.Table, *, hits: str, of: str) -> ir.Table:
    n, all_of_them = rows[hits], rows[of]
    return numbers(
        rows,
        value=share(n, n=all_of_them),
        n=all_of_them,
        low=wilson_low(n, n=all_of_them),
        high=wilson_high(n, n=all_of_them),
    )


METRIC = Metric(
    name="journey_funnel",
    version=1,
    unit="share",
    needs=("touches", "touchpoints"),
    measure=measure,
    title={"ko": "여정 깔때기", "en": "Journey funnel"},
    meaning={
        "ko": "여정의 한 단계까지 온 사람 가운데 다음 단계까지 간 사람의 비율입니다. 단계를 건너뛰어도 되고, 되돌아온 것은 한 번만 셉니다.",
        "en": "Of those who came as far as one stage of the journey, the share who came as far as the next. "
        "A stage may be skipped, and coming back counts once.",
    },
    better="higher",
    source="interval: Wilson 1927",
)
