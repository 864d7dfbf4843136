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

    A traveller enters at the earliest stage they were ever seen in, and has come as far as the furthest one
    they were seen in from then on: who was only ever seen in support did not come through the stages before.
    To the last stage one can come from anywhere (anybody may ask for support), so it counts for those who came as
    far as the stage before it. Cuts: ``stage`` (slice a stage: the share of all travellers who came through it,
    ``n`` how many they are, ``coverage`` the share of these who were seen in it rather than skipping it), ``step``
    (slice ``verify → buy``; ``n`` are those who came as far as the first), ``leak`` (the step with the smallest
    share, its value being the share that was lost), and the whole way. Coming back counts once. A stage in which
    nobody was ever seen is no step: its reason is ``not_recorded``.
    """
    n_all = touches.who.nunique().as_scalar()
    stages = touchpoints.group_by("journey_stage").agg(place=_.place.min())
    seen = touches.group_by(["who", "journey_stage", "place"]).agg(first_ts=_.ts.min(), last_ts=_.ts.max())
    ways = _ways(seen, last_place=stages.place.max().as_scalar())
    through = stages.join(ways, [stages.place >= ways.entered, stages.place <= ways.furthest])
    marks = seen.select("who", "journey_stage", is_seen=ibis.literal(1))
    came = through.left_join(marks, ["who", "journey_stage"]).select("journey_stage", "is_seen")
    came = came.group_by("journey_stage").agg(n=_.count(), n_seen=_.is_seen.count())
    counted = stages.left_join(came, "journey_stage").select("journey_stage", "place", "n", "n_seen")
    rows = counted.mutate(stream=ibis.literal(JOURNEY), n_all=n_all, n_seen=counted.n_seen.fill_null(0))
    steps = _steps(rows.filter(rows.n_seen > 0), ways=ways)
    return with_stream(union([_of_stages(rows), *_of_steps(steps)]), JOURNEY)


def _ways(seen: ir.Table, *, last_place: ir.IntegerScalar) -> ir.Table:
    """Where each traveller came in, and how far they came from then on: who, entered, furthest."""
    first = seen.group_by("who").agg(entered=_.place.min())
    known = (
        seen.join(first, "who")
        .select("who", "place", "first_ts", "last_ts", "entered")
        .mutate(last=last_place)
    )
    since = known.filter(known.place == known.entered).select("who", since_ts="first_ts")
    later = known.join(since, "who").filter(_.last_ts >= _.since_ts)
    before_last = later.place < later["last"]
    ways = later.group_by("who").agg(
        entered=_.entered.min(),
        reached=later.place.max(where=before_last),
        furthest=later.place.max(),
        last=later["last"].max(),
    )
    nearly = ways.reached.max().over(ibis.window(group_by="last"))
    return ways.select(
        "who",
        "entered",
        furthest=((ways.reached < nearly) & (ways.furthest == ways["last"]))
        .fill_null(False)
        .ifelse(ways.reached, ways.furthest),
    )


def _steps(rows: ir.Table, *, ways: ir.Table) -> ir.Table:
    """Each stage in use with the one before it, how many came as far as that, and how many of these came on."""
    order = ibis.window(group_by="stream", order_by="place")
    whole = ibis.window(group_by="stream")
    told = rows.mutate(
        before=rows.journey_stage.lag().over(order),
        place_before=rows.place.lag().over(order),
        place_first=rows.place.min().over(whole),
        place_last=rows.place.max().over(whole),
    )
    each = told.cross_join(ways).group_by(["stream", "journey_stage", "place", "before"])
    was_there = (_.entered <= _.place_before) & (_.furthest >= _.place_before)
    began = _.entered <= _.place_first
    counted = each.agg(
        n_before=was_there.sum(),
        n=(was_there & (_.furthest >= _.place)).sum(),
        n_first=began.sum(),
        n_last=(began & (_.furthest >= _.place_last)).sum(),
    )
    counted = counted.mutate(rate=share(counted.n, n=counted.n_before))
    worst = ibis.window(group_by="stream", order_by=[counted.rate.asc(nulls_first=False), counted.place])
    return counted.filter(counted.before.notnull()).mutate(nth=ibis.row_number().over(worst))


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
    named = steps.mutate(cut=ibis.literal("step"), slice=pair(steps.before, steps.journey_stage))
    leak = named.filter(named.nth == 0).mutate(cut=ibis.literal("leak"), lost=_.n_before - _.n)
    whole = steps.group_by("stream").agg(n_first=_.n_first.max(), n_last=_.n_last.max())
    whole = whole.mutate(cut=ibis.literal("all"), slice=ibis.literal(""))
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
