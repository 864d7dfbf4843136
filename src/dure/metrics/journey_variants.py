"""The paths most people and cases take. Source: variants of process mining."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import ARROW, numbers, union, with_stream
from dure.facts.moments import is_inside
from dure.facts.numbers import Metric, Window
from dure.facts.touch_tables import JOURNEY
from dure.kit.estimates import share, wilson_high, wilson_low

#: How many paths are told one by one; the rest are told together.
_TOLD: Final = 50

#: A path longer than this many letters is cut short in its name, and then numbered.
_LETTERS: Final = 240


def measure(*, touches: ir.Table, steps: ir.Table, labels: ir.Table, window: Window) -> ir.Table:
    """The share of travellers (or of cases) that took each path in the window; ``n`` is how many.

    A journey's path are its touchpoints, or the stages it was in, the same in a row counted once; a case's
    path are the stages of work as they were entered. Cuts: ``touchpoint``, ``journey_stage`` and ``stage`` for the
    50 most common paths; with ``.rest`` behind them for all others together, and ``.variants`` for how many
    paths there are (``n``) for each traveller (1 = everybody went their own way). The whole is the share that
    the 50 cover, in the finest cut there is.
    """
    moved_on = (touches.touchpoint != touches.touchpoint_before).fill_null(True)
    order = ibis.window(group_by="who", order_by="n_touch")
    stage_before = touches.mutate(stage_before=touches.journey_stage.lag().over(order))
    moved_stage = (stage_before.journey_stage != stage_before.stage_before).fill_null(True)
    inside = steps.filter(is_inside(steps.start_ts, window=window)).join(labels, "label")
    in_order = ibis.window(group_by="case_id", order_by=["start_ts", "seq"])
    entered = inside.mutate(n_step=ibis.row_number().over(in_order))
    parts = [
        _paths(touches.filter(moved_on), "touchpoint", who="who", nth="n_touch"),
        _paths(stage_before.filter(moved_stage), "journey_stage", who="who", nth="n_touch"),
        _paths(entered, "stage", who="case_id", nth="n_step"),
    ]
    ranked = _ranked(union(parts))
    return with_stream(union([_common(ranked), _rest(ranked), _spread(ranked), _whole(ranked)]), JOURNEY)


def _paths(rows: ir.Table, name: str, *, who: str, nth: str) -> ir.Table:
    """How many took each path: stream, cut, path, n_steps, n. Texts in order sort by number, on every engine."""
    numbered = rows.mutate(said=(rows[nth] + 1_000_000_000).cast("string") + rows[name].fill_null("?"))
    each = numbered.group_by(["stream", who]).agg(said=_.said.collect(), n_steps=_.count())
    path = each.said.sort().map(lambda one: one.substr(10)).join(ARROW)
    paths = each.mutate(path=path, cut=ibis.literal(name))
    return paths.group_by(["stream", "cut", "path"]).agg(n=_.count(), n_steps=_.n_steps.max())


def _ranked(paths: ir.Table) -> ir.Table:
    whole = ibis.window(group_by=["stream", "cut"])
    common_first = ibis.window(group_by=["stream", "cut"], order_by=[paths.n.desc(), paths.path])
    ranked = paths.mutate(n_all=paths.n.sum().over(whole), nth=ibis.row_number().over(common_first))
    return ranked.mutate(is_told=ranked.nth < _TOLD)


def _common(ranked: ir.Table) -> ir.Table:
    told = ranked.filter(ranked.is_told)
    short = told.path.left(_LETTERS) + " … #" + (told.nth + 1).cast("string")
    named = told.mutate(slice=(told.path.length() > _LETTERS).ifelse(short, told.path))
    return _shares(named)


def _rest(ranked: ir.Table) -> ir.Table:
    others = ranked.filter(~ranked.is_told).group_by(["stream", "cut"])
    summed = others.agg(n=_.n.sum(), n_all=_.n_all.max())
    return _shares(summed.mutate(cut=summed.cut + ".rest", slice=ibis.literal("")))


def _spread(ranked: ir.Table) -> ir.Table:
    counted = ranked.group_by(["stream", "cut"]).agg(n=_.count(), n_all=_.n_all.max())
    named = counted.mutate(cut=counted.cut + ".variants", slice=ibis.literal(""))
    return numbers(named, value=share(named.n, n=named.n_all), n=named.n)


def _whole(ranked: ir.Table) -> ir.Table:
    finest = ranked.filter(ranked.cut != "journey_stage")
    summed = finest.group_by("stream").agg(n=_.n.sum(where=_.is_told), n_all=_.n_all.max())
    return _shares(summed.mutate(cut=ibis.literal("all"), slice=ibis.literal("")))


def _shares(rows: ir.Table) -> ir.Table:
    return numbers(
        rows,
        value=share(_.n, n=_.n_all),
        n=_.n,
        low=wilson_low(_.n, n=_.n_all),
        high=wilson_high(_.n, n=_.n_all),
    )


METRIC = Metric(
    name="journey_variants",
    version=1,
    unit="share",
    needs=("touches", "steps", "labels"),
    measure=measure,
    title={"ko": "자주 지나는 길", "en": "Common paths"},
    meaning={
        "ko": "가장 많은 사람(또는 건)이 지난 길과 그 비율입니다. 많은 순으로 50가지를 보이고 나머지는 한데 묶습니다.",
        "en": "The paths that most people (or cases) took, and their share. The 50 most common are told one by one, the rest together.",
    },
    source="van der Aalst, Process Mining, 2016: variants; interval: Wilson 1927",
)
