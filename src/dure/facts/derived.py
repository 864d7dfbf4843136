"""The tables derived from moves, by name: what a metric may ask for in ``needs``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import ibis.expr.types as ir
from ibis import _

from dure.facts import calendar, flow_tables, loop_tables, owner_paths, promise_tables
from dure.facts.cuts import cut
from dure.facts.moments import is_inside
from dure.facts.numbers import Window


@dataclass(frozen=True, slots=True)
class Derived:
    """A table made of other tables: ``shape`` takes the tables of ``needs`` as keywords, and ``window``.

    A ``kept`` one is computed once and read by all who need it; the others are read through.
    """

    name: str
    needs: tuple[str, ...]
    shape: Callable[..., ir.Table]
    kept: bool = True


def _items(*, steps: ir.Table, labels: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    return calendar.with_week(flow_tables.items(steps, labels=labels), "done_ts", weeks=all_weeks)


def _visits(*, spans: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    return calendar.with_week(flow_tables.visits(spans), "ts", weeks=all_weeks)


def _undone(*, spans: ir.Table, items: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    return calendar.with_week(flow_tables.undone(spans, items=items), "ts", weeks=all_weeks)


def _in_progress(*, spans: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    return flow_tables.in_progress(spans, items=items, window=window)


def _milestones(*, moves: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    return calendar.with_week(loop_tables.milestones(moves, window=window), "first_heard_ts", weeks=all_weeks)


def _promises(*, moves: ir.Table, all_weeks: ir.Table, window: Window) -> ir.Table:
    return calendar.with_week(promise_tables.promises(moves, window=window), "first_due_ts", weeks=all_weeks)


def _weeks(*, items, milestones, promises, all_weeks, window: Window) -> ir.Table:
    seen = items.select("stream", "first_ts").union(milestones.select("stream", first_ts="first_heard_ts"))
    return calendar.tracked(seen.union(promises.select("stream", first_ts="made_ts")), weeks=all_weeks)


def _flow_times(*, items: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """The flow times of each cut in order, so that every quantile of them is one look-up."""
    done = is_inside(items.done_ts, window=window)
    counts = done & ~items.is_left_truncated
    return cut(
        items.mutate(is_done=done, days=counts.ifelse(items.flow_days, None)),
        by=("kind", "team", "segment", "side"),
        weeks=weeks,
        n_done=_.is_done.cast("int64").sum(),
        ordered=_.days.collect(order_by=_.days),
    )


DERIVED: Final = {
    table.name: table
    for table in (
        Derived("all_weeks", (), lambda *, window: calendar.whole(window)),
        Derived("labels", ("moves",), lambda *, moves, window: flow_tables.labels(moves)),
        Derived("steps", ("moves", "labels"), lambda *, moves, labels, window: flow_tables.steps(moves, labels=labels)),
        Derived(
            "spans", ("steps", "labels"), lambda *, steps, labels, window: flow_tables.spans(steps, labels=labels), kept=False
        ),
        Derived("visits", ("spans", "all_weeks"), _visits),
        Derived("items", ("steps", "labels", "all_weeks"), _items),
        Derived("undone", ("spans", "items", "all_weeks"), _undone),
        Derived("in_progress", ("spans", "items"), _in_progress),
        Derived("arrivals", ("spans",), lambda *, spans, window: owner_paths.arrivals(spans)),
        Derived(
            "paths",
            ("items", "arrivals", "front_line"),
            lambda *, items, arrivals, front_line, window: owner_paths.paths(
                items, arrivals=arrivals, front_line=front_line
            ),
        ),
        Derived("milestones", ("moves", "all_weeks"), _milestones),
        Derived(
            "stage_waits",
            ("milestones",),
            lambda *, milestones, window: loop_tables.stage_waits(milestones, window=window),
        ),
        Derived("promises", ("moves", "all_weeks"), _promises),
        Derived("weeks", ("items", "milestones", "promises", "all_weeks"), _weeks),
        Derived("flow_times", ("items", "weeks"), _flow_times),
    )
}
