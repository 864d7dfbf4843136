"""Obstacles: where people lose time on their way. Source: science B36."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, pair, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY, minutes_between

#: The same three times within so many minutes is no use but trouble (science B36).
_REPEAT_MINUTES: Final = 1.0

#: Nothing for so long, and a visit is over (the habit of web analytics).
_VISIT_MINUTES: Final = 30.0

#: A wait is long where it is longer than 95 % of those for the same; under so many, nobody can say.
_WAITS_TO_COMPARE: Final = 20
_LATE: Final = 0.95

#: How many obstacles, and of each how many people, are told one by one.
_TOLD: Final = 20


def measure(*, touches: ir.Table, window: Window) -> ir.Table:
    """People affected times the median of the minutes each lost, for each place where people lose time.

    Cuts: ``repeat`` (the same touch three times or more within 60 s), ``error_exit`` (an error, and no touch
    for 30 minutes: the visit was for nothing), ``long_wait`` (a wait for us within one case, above the 95th
    percentile of those for the same pair; lost is what goes beyond their median), ``back_and_forth`` (from one
    touch to another and back, in one case or in one visit). Their own time between two visits is no wait.
    ``n`` are the people; value over n is the median they lost. The 20 with the greatest values are told; and with
    ``.who`` behind the cut, of each the 20 people who lost most: slice ``place | who`` (see
    :func:`dure.facts.touch_tables.traveller`), value their minutes, n how many times. The whole is the greatest value.
    """
    lost = union([_repeats(touches), _errors(touches), _waits(touches), _back_and_forth(touches)])
    people = lost.group_by(["stream", "cut", "slice", "who"]).agg(minutes=_.minutes.sum(), n_times=_.count())
    places = people.group_by(["stream", "cut", "slice"]).agg(n=_.count(), minutes=_.minutes.median())
    places = places.mutate(score=places.n * places.minutes)
    worst = ibis.window(
        group_by="stream", order_by=[places.score.desc(), places.n.desc(), places.cut, places.slice]
    )
    told = places.mutate(nth=ibis.row_number().over(worst)).filter(_.nth < _TOLD)
    whole = told.group_by("stream").agg(score=_.score.max(), n=_.n.sum())
    answer = [
        numbers(told, value=_.score, n=_.n),
        numbers(_people(people, told), value=_.minutes, n=_.n_times),
        numbers(whole.mutate(cut=ibis.literal("all"), slice=ibis.literal("")), value=_.score, n=_.n),
    ]
    return with_stream(union(answer), JOURNEY)


def _people(people: ir.Table, told: ir.Table) -> ir.Table:
    known = people.semi_join(told, ["stream", "cut", "slice"])
    most = ibis.window(
        group_by=["stream", "cut", "slice"], order_by=[ibis.desc(known.minutes), ibis.asc(known.who)]
    )
    first = known.mutate(nth=ibis.row_number().over(most)).filter(_.nth < _TOLD)
    return first.mutate(cut=first.cut + ".who", slice=first.slice + " | " + first.who.cast("string"))


def _lost(rows: ir.Table, cut: str, *, place: ir.StringValue, minutes: ir.FloatingValue) -> ir.Table:
    return rows.select("stream", "who", cut=ibis.literal(cut), slice=place, minutes=minutes)


def _repeats(touches: ir.Table) -> ir.Table:
    same = (touches.touchpoint == touches.touchpoint_before) & (touches.touchpoint == touches.two_before)
    lasted = minutes_between(touches.ts_two_before, touches.ts)
    again = touches.filter(same.fill_null(False) & (lasted <= _REPEAT_MINUTES))
    minutes = minutes_between(again.ts_before, again.ts)
    return _lost(again, "repeat", place=again.touchpoint, minutes=minutes)


def _errors(touches: ir.Table) -> ir.Table:
    since = minutes_between(touches.ts_before, touches.ts)
    so_far = ibis.cumulative_window(group_by="who", order_by="n_touch")
    begun = touches.mutate(begins=(since > _VISIT_MINUTES).fill_null(True))
    begun = begun.mutate(begun_ts=begun.begins.ifelse(begun.ts, None))
    visits = begun.mutate(begun_ts=begun.begun_ts.max().over(so_far))
    silence = minutes_between(visits.ts, visits.ts_after)
    left = visits.filter(visits.is_error & (silence > _VISIT_MINUTES).fill_null(True))
    return _lost(left, "error_exit", place=left.touchpoint, minutes=minutes_between(left.begun_ts, left.ts))


def _in_cases(touches: ir.Table) -> ir.Table:
    """The touches of each case apart, with the touch before and the one before that; what belongs to none together."""
    order = ibis.window(group_by=["who", "case"], order_by="n_touch")
    kept = touches.select(
        "stream", "who", "n_touch", "ts", "touchpoint", "is_ours", case=touches.case_id.fill_null(-1)
    )
    return kept.mutate(
        before=kept.touchpoint.lag().over(order),
        ts_before=kept.ts.lag().over(order),
        two_before=kept.touchpoint.lag(2).over(order),
        ts_two_before=kept.ts.lag(2).over(order),
    )


def _waits(touches: ir.Table) -> ir.Table:
    within = _in_cases(touches)
    on = within.filter((within.before != within.touchpoint) & within.is_ours & (within.case >= 0))
    waits = on.mutate(place=pair(on.before, on.touchpoint), wait=minutes_between(on.ts_before, on.ts))
    usual = waits.group_by("place").agg(usual=_.wait.median(), late=_.wait.quantile(_LATE), n_waits=_.count())
    known = waits.join(usual.filter(usual.n_waits >= _WAITS_TO_COMPARE), "place")
    long = known.filter(known.wait > known.late)
    return _lost(long, "long_wait", place=long.place, minutes=long.wait - long.usual)


def _back_and_forth(touches: ir.Table) -> ir.Table:
    within = _in_cases(touches)
    minutes = minutes_between(within.ts_two_before, within.ts)
    is_one = (within.case >= 0) | (minutes <= _VISIT_MINUTES)
    back = (within.touchpoint == within.two_before) & (within.touchpoint != within.before)
    came = within.mutate(minutes=minutes).filter((back & is_one).fill_null(False))
    return _lost(came, "back_and_forth", place=pair(came.before, came.touchpoint), minutes=came.minutes)


METRIC = Metric(
    name="obstacles",
    version=1,
    unit="person_minutes",
    needs=("touches",),
    measure=measure,
    title={"ko": "걸림돌", "en": "Obstacles"},
    meaning={
        "ko": "같은 일을 되풀이하거나, 오류를 보고 떠나거나, 남들보다 오래 기다리거나, 오락가락한 곳입니다. 겪은 사람 수에 잃은 시간의 중앙값을 곱해 큰 순서로 봅니다.",
        "en": "Where people do the same again and again, leave after an error, wait longer than nearly all others, or go to and fro; "
        "ranked by how many people it meets, times the median of the minutes each lost.",
    },
    better="lower",
    source="dure: people affected times median minutes lost",
)
