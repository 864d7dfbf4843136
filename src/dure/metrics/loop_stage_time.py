"""How long each stage of the loop takes to reach. Source: science B7."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, with_loop
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, survival


def measure(*, stage_waits: ir.Table, window: Window) -> ir.Table:
    """For each stage, the Kaplan-Meier median of the days since the stage reached before it.

    Cuts: ``stage``, and ``stage_side`` and ``stage_segment`` with slices such as
    ``told customer``. Stages may be skipped; ``coverage`` is the share of waits that are over.
    """
    waits = stage_waits.filter(is_inside(stage_waits.start_ts, window=window))
    each = waits.mutate(
        cut=ibis.literal(["stage", "stage_side", "stage_segment"], type="array<string>").unnest()
    )
    slices = [
        ("stage", each.stage),
        *((f"stage_{column}", _of(each, column)) for column in ("side", "segment")),
    ]
    rows = each.mutate(slice=each.cut.cases(*slices))
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


def _of(waits: ir.Table, column: str) -> ir.StringValue:
    return waits.stage + " " + waits[column].fill_null("unknown")


METRIC = Metric(
    name="loop_stage_time",
    version=1,
    unit="days",
    needs=("stage_waits",),
    measure=measure,
    title={"ko": "단계별 걸린 시간(중앙값)", "en": "Time to reach each stage (median)"},
    meaning={
        "ko": "순환의 앞 단계에서 각 단계에 이르기까지 걸린 날수의 중앙값입니다. 아직 이르지 못한 목소리도 기다린 만큼 셈에 넣습니다.",
        "en": "Half of the voices reach the stage at most this many days after the stage before it. "
        "Voices still on their way count with the time they have waited.",
    },
    better="lower",
    source="Kaplan & Meier 1958; interval Brookmeyer & Crowley 1982, log-log",
)
