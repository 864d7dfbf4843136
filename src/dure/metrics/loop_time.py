"""Loop time: from a person's first word until they are told. Source: science B7."""

import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, sliced, with_loop
from dure.facts.loop_tables import loop_days
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, survival


def measure(*, milestones: ir.Table, window: Window) -> ir.Table:
    """The Kaplan-Meier median of the voices first heard in the window, those not yet told counted in.

    ``coverage`` is the share that has been told. Where fewer than half have been, the median is not
    reached and the reason is ``not_reached``.
    """
    heard = milestones.filter(is_inside(milestones.first_heard_ts, window=window))
    rows = sliced(loop_days(heard, window=window), by=("stream", "kind", "segment", "side", "week"))
    medians = survival(rows, by=("stream", "cut", "slice"))
    answer = numbers(
        medians,
        value=_.value,
        n=_.n,
        coverage=share(_.n_reached, n=_.n),
        low=_.low,
        high=_.high,
        reason="not_reached",
    )
    return with_loop(answer)


METRIC = Metric(
    name="loop_time",
    version=1,
    unit="days",
    needs=("milestones",),
    measure=measure,
    title={"ko": "순환 시간(중앙값)", "en": "Loop time (median)"},
    meaning={
        "ko": "고객이 처음 말한 때부터 결과를 알려 드린 때까지 걸린 날수의 중앙값입니다. 아직 알려 드리지 못한 목소리도 기다린 만큼 셈에 넣고, "
        "다시 열린 목소리의 시계는 처음 말한 때부터 계속 갑니다.",
        "en": "Half of the voices are told at most this many days after the first word. Voices not yet told count with the "
        "time they have waited; the clock of a reopened voice has run since its first word.",
    },
    better="lower",
    source="Kaplan & Meier 1958; interval Brookmeyer & Crowley 1982, log-log",
    leads=("csat", "renewal"),
)
