"""Flow distribution: on which kinds of work the effort went. Source: science B1."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import cut, numbers, union
from dure.facts.loop import KINDS
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, items: ir.Table, in_progress: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """The share of each kind among the items done (cut ``kind``), and among those in progress (``kind_load``).

    The cut ``week_kind`` has slices such as ``2026-W05 debt``. The four shares of a cut sum to 1, unless
    items carry a kind that is none of the four.
    """
    done = items.mutate(counts=is_inside(items.done_ts, window=window))
    cuts = cut(done, weeks=weeks, **_counts())
    load = cut(in_progress.mutate(counts=True), **_counts()).mutate(cut=ibis.literal("load"))
    rows = union([_of_kind(union([cuts, load]), kind) for kind in KINDS])
    return numbers(
        rows,
        value=share(_.n_kind, n=_.n),
        n=_.n,
        low=wilson_low(_.n_kind, n=_.n),
        high=wilson_high(_.n_kind, n=_.n),
    )


def _counts() -> dict[str, ir.Value]:
    kinds = {kind: (_.counts & (_.kind == kind)).fill_null(False).cast("int64").sum() for kind in KINDS}
    return {"n": _.counts.cast("int64").sum(), **kinds}


def _of_kind(cuts: ir.Table, kind: str) -> ir.Table:
    name = cuts.cut.cases(("all", "kind"), ("load", "kind_load"), else_="week_kind")
    return cuts.select(
        "stream",
        cut=name,
        slice=ibis.ifelse(cuts.cut == "week", cuts.slice + f" {kind}", kind),
        n=cuts.n.fill_null(0),
        n_kind=cuts[kind].fill_null(0),
    )


METRIC = Metric(
    name="flow_distribution",
    version=1,
    unit="share",
    needs=("items", "in_progress", "weeks"),
    measure=measure,
    title={"ko": "일의 구성", "en": "Flow distribution"},
    meaning={
        "ko": "완료된 일 가운데 기능, 결함, 위험, 부채가 각각 차지하는 비율입니다. 진행 중인 일의 구성도 함께 냅니다.",
        "en": "Of the items done, the share of features, defects, risks and debt; also for the items in progress.",
    },
    source="Flow Framework, flowframework.org/flow-metrics",
)
