"""Flow distribution: on which kinds of work the effort went. Source: science B1."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers
from dure.facts.loop import KINDS
from dure.facts.numbers import Metric, Window
from dure.kit.estimates import share, wilson_high, wilson_low


def measure(*, done_cuts: ir.Table, in_progress: ir.Table, window: Window) -> ir.Table:
    """The share of each kind among the items done (cut ``kind``), and among those in progress (``kind_load``).

    The cut ``week_kind`` has slices such as ``2026-W05 debt``. The four shares of a cut sum to 1, unless
    items carry a kind that is none of the four.
    """
    done = done_cuts.filter(done_cuts.cut.isin(["all", "week"]))
    done = done.select("stream", "cut", "slice", n="n_done", **{f"n_{kind}": f"n_{kind}" for kind in KINDS})
    load = in_progress.group_by("stream").agg(
        n=_.count(), **{f"n_{kind}": (_.kind == kind).fill_null(False).sum() for kind in KINDS}
    )
    load = load.mutate(cut=ibis.literal("load"), slice=ibis.literal("")).select(*done.columns)
    rows = _by_kind(done.union(load))
    return numbers(
        rows,
        value=share(_.n_kind, n=_.n),
        n=_.n,
        low=wilson_low(_.n_kind, n=_.n),
        high=wilson_high(_.n_kind, n=_.n),
    )


def _by_kind(cuts: ir.Table) -> ir.Table:
    each = cuts.mutate(kind=ibis.literal(list(KINDS), type="array<string>").unnest())
    return each.select(
        "stream",
        "n",
        cut=each.cut.cases(("all", "kind"), ("load", "kind_load"), else_="week_kind"),
        slice=ibis.ifelse(each.cut == "week", each.slice + " " + each.kind, each.kind),
        n_kind=each.kind.cases(*((kind, each[f"n_{kind}"]) for kind in KINDS)),
    )


METRIC = Metric(
    name="flow_distribution",
    version=1,
    unit="share",
    needs=("done_cuts", "in_progress"),
    measure=measure,
    title={"ko": "일의 구성", "en": "Flow distribution"},
    meaning={
        "ko": "완료된 일 가운데 기능, 결함, 위험, 부채가 각각 차지하는 비율입니다. 진행 중인 일의 구성도 함께 냅니다.",
        "en": "Of the items done, the share of features, defects, risks and debt; also for the items in progress.",
    },
    source="Flow Framework, flowframework.org/flow-metrics",
)
