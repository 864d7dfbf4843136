"""What follows what, how often, and how long after. Source: directly-follows graphs of process mining."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import NO_DATA, numbers, pair, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY, minutes_between
from dure.kit.estimates import medians


def measure(*, touches: ir.Table, stage_follows: ir.Table, window: Window) -> ir.Table:
    """The median minutes from each touch, or stage of work, to the very next; ``n`` is how often it was so.

    Journeys (stream ``journey``) have the cuts ``touchpoint`` and ``journey_stage``, a value stream has the cut
    ``stage``; slices are pairs such as ``heard → promised``. Rows of one moment follow each other as they were
    recorded, 0 minutes apart. A last touch, and a case that has gone no further, are followed by nothing.
    """
    on = touches.filter(touches.touchpoint_before.notnull())
    minutes = minutes_between(on.ts_before, on.ts)
    stages = touches.select("touchpoint", stage_before="journey_stage").distinct()
    on = on.mutate(minutes=minutes).join(stages, on.touchpoint_before == stages.touchpoint, rname="{name}_of")
    by = {
        "touchpoint": pair(on.touchpoint_before, on.touchpoint),
        "journey_stage": pair(on.stage_before, on.journey_stage),
        "all": ibis.literal(""),
    }
    parts = [on.select("stream", "minutes", cut=ibis.literal(cut), slice=name) for cut, name in by.items()]
    work = stage_follows
    parts += [
        work.select("stream", "minutes", cut=ibis.literal("stage"), slice=pair(work.stage, work.stage_after)),
        work.select("stream", "minutes", cut=ibis.literal("all"), slice=ibis.literal("")),
    ]
    found = medians(union(parts), of="minutes", by=["stream", "cut", "slice"])
    return with_stream(numbers(found, value=_.minutes, n=_.n, reason=NO_DATA), JOURNEY)


METRIC = Metric(
    name="journey_follows",
    version=1,
    unit="minutes",
    needs=("touches", "stage_follows"),
    measure=measure,
    title={"ko": "다음 접점까지 걸린 시간(중앙값)", "en": "Time to the next touch (median)"},
    meaning={
        "ko": "어느 접점(또는 업무 단계) 바로 다음에 무엇이 왔는지, 몇 번 그랬는지, 그 사이 시간의 중앙값이 얼마인지입니다.",
        "en": "What came right after each touch (or stage of work), how many times, and the median time between the two.",
    },
    source="van der Aalst, Process Mining, 2016: directly-follows graph",
)
