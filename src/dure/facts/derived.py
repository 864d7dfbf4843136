"""The tables derived from moves, by name: what a metric may ask for in ``needs``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts import (
    calendar,
    flow_tables,
    handing_tables,
    loop_tables,
    owner_paths,
    promise_tables,
    service_tables,
    starving_tables,
    touch_tables,
    waiting_tables,
)
from dure.facts.cuts import cut
from dure.facts.loop import KINDS
from dure.facts.moments import is_inside
from dure.facts.numbers import Window

#: What items and paths are cut by, beside the week in which they were done.
_BY: Final = ("kind", "team", "segment", "side")


@dataclass(frozen=True, slots=True)
class Derived:
    """A table made of other tables: ``shape`` takes the tables of ``needs`` as keywords.

    ``dated`` names the moment column after which rows get their ``week``. A ``kept`` table is computed
    once and read by all who need it; the others are read through.
    """

    name: str
    needs: tuple[str, ...]
    shape: Callable[..., ir.Table]
    windowed: bool = False
    dated: str = ""
    kept: bool = True


def _weeks(*, items: ir.Table, all_weeks: ir.Table) -> ir.Table:
    return calendar.tracked(items, weeks=all_weeks)


def _loop_weeks(*, milestones: ir.Table, promises: ir.Table, all_weeks: ir.Table) -> ir.Table:
    heard = milestones.select("stream", first_ts="first_heard_ts")
    return calendar.tracked(heard.union(promises.select("stream", first_ts="made_ts")), weeks=all_weeks)


def _done_cuts(*, items: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """What the numbers of finished work need of each cut; ``ordered`` are its flow times in order."""
    done = items.mutate(is_done=is_inside(items.done_ts, window=window))
    rows = done.mutate(days=(done.is_done & ~done.is_left_truncated).ifelse(done.flow_days, None))
    return cut(
        rows,
        by=_BY,
        weeks=weeks,
        n_done=_.is_done.sum(),
        n_worked_on=(_.is_done & (_.active_days > 0)).sum(),
        active_days=_.active_days.sum(where=_.is_done),
        flow_days=_.flow_days.sum(where=_.is_done),
        ordered=_.days.collect(order_by=_.days),
        **{f"n_{kind}": (_.is_done & (_.kind == kind)).sum() for kind in KINDS},
    )


def _path_cuts(*, paths: ir.Table, weeks: ir.Table, window: Window) -> ir.Table:
    """What the numbers of handing work on need of each cut of the items done."""
    done = paths.mutate(is_done=is_inside(paths.done_ts, window=window))
    return cut(
        done,
        by=_BY,
        weeks=weeks,
        n_done=_.is_done.sum(),
        n_owned=(_.is_done & (_.n_owners > 0)).sum(),
        handovers=_.n_handovers.mean(where=_.is_done),
        handovers_spread=_.n_handovers.std(where=_.is_done, how="sample"),
        n_chances=_.n_chances.sum(where=_.is_done),
        n_returns=_.n_returns.sum(where=_.is_done),
        n_judged=(_.is_done & _.is_front_only.notnull()).sum(),
        n_front_only=(_.is_done & _.is_front_only).sum(),
    )


def _crossings(*, paths: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    """Items done by how many teams owned them: stream, teams (one or several), n_done, and ``ordered`` flow times.

    Kept, because a cluster that hands such lists from worker to worker has to send each as one message.
    """
    times = items.select("case_id", "flow_days", "is_left_truncated")
    done = paths.filter(is_inside(paths.done_ts, window=window) & (paths.n_owners > 0)).join(times, "case_id")
    rows = done.select(
        "stream",
        teams=ibis.ifelse(done.n_owners > 1, "several", "one"),
        days=done.is_left_truncated.ifelse(None, done.flow_days),
    )
    return rows.group_by(["stream", "teams"]).agg(n_done=_.count(), ordered=_.days.collect(order_by=_.days))


def _promise_cuts(*, promises: ir.Table, loop_weeks: ir.Table, window: Window) -> ir.Table:
    """Of each cut: how many promises fell due in the window, how many were kept, and how many honoured."""
    due = promises.mutate(counts=promises.is_due & is_inside(promises.first_due_ts, window=window))
    return cut(
        due,
        by=("stream", *_BY),
        weeks=loop_weeks,
        n_due=_.counts.sum(),
        n_kept=(_.counts & _.is_strictly_kept).sum(),
        n_honoured=(_.counts & _.is_honoured).sum(),
    )


#: What touches are found in, and what says which event is one.
_TOUCHED: Final = ("moves", "contacts", "answers", "usage", "touchpoints", "spoken_by", "travellers")
_JUDGED: Final = ("moves", "answers", "spoken_by", "touches")

_ALL: Final = (
    Derived("labels", ("moves", "stage_map"), flow_tables.labels),
    Derived("steps", ("moves", "labels"), flow_tables.steps),
    Derived("spans", ("steps", "labels"), flow_tables.spans, kept=False),
    Derived("cases", ("steps",), flow_tables.cases),
    Derived("items", ("cases", "labels"), flow_tables.items, dated="done_ts"),
    Derived("visits", ("steps", "labels"), flow_tables.visits, dated="ts"),
    Derived("progress_days", ("steps", "labels"), flow_tables.progress_days, windowed=True),
    Derived("undone", ("steps", "items"), flow_tables.undone, dated="ts"),
    Derived("in_progress", ("steps", "labels", "items"), flow_tables.in_progress, windowed=True),
    Derived("waits", ("steps", "labels", "items"), flow_tables.waits, windowed=True),
    Derived("arrivals", ("steps", "labels"), owner_paths.arrivals),
    Derived("paths", ("items", "arrivals", "front_line"), owner_paths.paths),
    Derived("revisits", ("arrivals",), owner_paths.revisits),
    Derived("handings", ("arrivals", "steps", "labels"), handing_tables.handings, windowed=True),
    Derived("rounds", ("moves",), loop_tables.rounds, windowed=True),
    Derived("milestones", ("rounds",), loop_tables.milestones, dated="first_heard_ts"),
    Derived("stage_waits", ("rounds", "milestones"), loop_tables.stage_waits, windowed=True),
    Derived("promises", ("moves",), promise_tables.promises, windowed=True, dated="first_due_ts"),
    Derived("watched", ("steps", "labels", "stage_waits"), service_tables.watched, windowed=True),
    Derived("services", ("moves", "steps", "labels"), service_tables.services, windowed=True),
    Derived("service_hours", ("services", "open_hours"), service_tables.service_hours, windowed=True),
    Derived(
        "team_loads",
        ("service_hours", "watched", "steps", "labels", "waits", "capacity", "open_hours"),
        service_tables.team_loads,
        windowed=True,
    ),
    Derived("stations", ("labels", "stage_waits"), starving_tables.stations),
    Derived("stays", ("steps", "labels", "stage_waits", "stations"), starving_tables.stays, windowed=True),
    Derived(
        "next_stations", ("steps", "labels", "stage_waits"), starving_tables.next_stations, windowed=True
    ),
    Derived(
        "starvation",
        ("stays", "stations", "next_stations", "watched", "open_hours"),
        starving_tables.starvation,
        windowed=True,
    ),
    Derived("started_waits", ("steps", "labels", "services"), waiting_tables.started_waits, windowed=True),
    Derived(
        "waiting_splits",
        ("started_waits", "service_hours", "open_hours"),
        waiting_tables.waiting_splits,
        windowed=True,
    ),
    Derived("touches", _TOUCHED, touch_tables.touches, windowed=True),
    Derived("judgements", _JUDGED, touch_tables.judgements, windowed=True),
    Derived("stage_follows", ("steps", "labels"), touch_tables.stage_follows, windowed=True, kept=False),
    Derived("weeks", ("items", "all_weeks"), _weeks),
    Derived("loop_weeks", ("milestones", "promises", "all_weeks"), _loop_weeks),
    Derived("done_cuts", ("items", "weeks"), _done_cuts, windowed=True),
    Derived("path_cuts", ("paths", "weeks"), _path_cuts, windowed=True),
    Derived("crossings", ("paths", "items"), _crossings, windowed=True),
    Derived("promise_cuts", ("promises", "loop_weeks"), _promise_cuts, windowed=True),
)

DERIVED: Final = {table.name: table for table in _ALL}
