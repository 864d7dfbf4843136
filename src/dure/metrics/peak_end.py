"""The worst and the last moment: what a journey is remembered by. Source: science B36, Kahneman."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union, with_stream
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, touches: ir.Table, judgements: ir.Table, window: Window) -> ir.Table:
    """At which touch journeys had their worst moment (cut ``worst``), and at which they stand last (``last``).

    The worst moment of a journey is the touch judged worst, the latest of these where several are; journeys
    without a bad word have none, and are left out of ``worst``. Values are shares of the journeys, ``n`` is how
    many. The whole is the share of the journeys in which anything bad was said.
    """
    bad = judgements.filter(judgements.good == 0)
    worst_touch = bad.group_by(["stream", "who"]).agg(n_touch=_.n_touch.max())
    worst = worst_touch.join(touches, ["who", "n_touch"]).select(touches.stream, touches.touchpoint)
    last = touches.filter(touches.ts_after.isnull()).select("stream", "touchpoint")
    n_all = touches.who.nunique().name("n_all").as_table()
    whole = worst.group_by("stream").agg(n=_.count()).cross_join(n_all)
    parts = [
        _by_touch(worst, "worst", n_all=worst.count().name("n_all").as_table()),
        _by_touch(last, "last", n_all=n_all),
        whole.select("stream", "n", "n_all", cut=ibis.literal("all"), slice=ibis.literal("")),
    ]
    every = union([part.select("stream", "cut", "slice", "n", "n_all") for part in parts])
    answer = numbers(
        every,
        value=share(_.n, n=_.n_all),
        n=_.n,
        low=wilson_low(_.n, n=_.n_all),
        high=wilson_high(_.n, n=_.n_all),
    )
    return with_stream(answer, JOURNEY)


def _by_touch(rows: ir.Table, cut: str, *, n_all: ir.Table) -> ir.Table:
    counted = rows.group_by(["stream", "touchpoint"]).agg(n=_.count()).cross_join(n_all)
    return counted.select("stream", "n", "n_all", cut=ibis.literal(cut), slice=counted.touchpoint)


METRIC = Metric(
    name="peak_end",
    version=1,
    unit="share",
    needs=("touches", "judgements"),
    measure=measure,
    title={"ko": "최악의 순간과 마지막 순간", "en": "Worst and last moment"},
    meaning={
        "ko": "여정은 가장 나빴던 순간과 마지막 순간으로 기억에 남습니다. 어느 접점이 그 순간이었는지의 비율이며, 평균으로는 보이지 않습니다.",
        "en": "A journey is remembered by its worst and its last moment. The share of journeys that had theirs at each touch; a mean would hide it.",
    },
    source="Kahneman, Fredrickson, Schreiber & Redelmeier 1993",
)
