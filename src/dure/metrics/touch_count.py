"""Touches: how often people met us, at each touchpoint."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY


def measure(*, touches: ir.Table, window: Window) -> ir.Table:
    """How many touches there were in the window; ``n`` is how many travellers had them.

    Cuts: ``touchpoint`` and ``journey_stage``, and the whole.
    """
    by = {"touchpoint": touches.touchpoint, "journey_stage": touches.journey_stage, "all": ibis.literal("")}
    each = union(
        [touches.select("stream", "who", cut=ibis.literal(cut), slice=name) for cut, name in by.items()]
    )
    counted = each.group_by(["stream", "cut", "slice"]).agg(n_touches=_.count(), n=_.who.nunique())
    return with_stream(numbers(counted, value=_.n_touches, n=_.n), JOURNEY)


METRIC = Metric(
    name="touch_count",
    version=1,
    unit="touches",
    needs=("touches",),
    measure=measure,
    title={"ko": "접점 횟수", "en": "Touches"},
    meaning={
        "ko": "접점마다 고객이 우리를 만난 횟수입니다. n은 만난 사람 수입니다(사람을 모르면 고객사 수).",
        "en": "How often customers met us at each touchpoint; n is how many people they were (accounts, where no person is known).",
    },
    source="dure: touchpoint catalogue",
)
