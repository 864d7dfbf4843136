"""Who hands work to whom, and how long it lies there until the receiver begins. Source: science B4."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ACTIVE, DONE
from dure.facts.moments import days_between, horizon, is_inside, moment
from dure.facts.numbers import Window


def handings(arrivals: ir.Table, *, steps: ir.Table, labels: ir.Table, window: Window) -> ir.Table:
    """One row per handover inside the window: case_id, seq, stream, from_team, to_team, ts, days, reached.

    ``days``: from the handover until the receiving team works on it or finishes it (``reached``), or
    until it is handed on or the window's end without that.
    """
    now = moment(horizon(window))
    in_order = ibis.window(group_by="case_id", order_by=["ts", "seq"])
    stays = arrivals.mutate(left_ts=arrivals.ts.lead().over(in_order))
    inside = is_inside(stays.ts, window=window) & (stays.ts <= now)
    handed = stays.filter(stays.team_before.notnull() & inside)
    streams = steps.select("seq", "label").join(labels.select("label", "stream"), "label")
    handed = handed.join(streams.select("seq", "stream"), "seq")
    begun = _begun(handed, steps=steps, labels=labels)
    told = handed.left_join(begun, handed.seq == begun.begun_seq)
    reached = (told.begun_ts <= now).fill_null(False)
    until = ibis.ifelse(reached, told.begun_ts, ibis.least(told.left_ts.fill_null(now), now))
    days = days_between(told.ts, until)
    return told.select(
        *("case_id", "seq", "stream", "ts"),
        from_team="team_before",
        to_team="team",
        days=ibis.ifelse(days > 0, days, 0.0),
        reached=reached,
    )


def _begun(handed: ir.Table, *, steps: ir.Table, labels: ir.Table) -> ir.Table:
    """When its receiver first worked on it or finished it, within that stay: begun_seq, begun_ts."""
    taken_up = labels.state.isin([ACTIVE, DONE]) & labels.team.notnull()
    worked = steps.join(labels.filter(taken_up).select("label", worker="team"), "label").select(
        "case_id", "worker", worked_seq="seq", worked_ts="start_ts"
    )
    stays = handed.select("case_id", "seq", "team", "ts", "left_ts")
    met = stays.join(worked, [stays.case_id == worked.case_id, stays.team == worked.worker])
    within = (met.worked_ts >= met.ts) & (met.left_ts.isnull() | (met.worked_ts < met.left_ts))
    at_once = met.worked_seq == met.seq  # a stay that is over in the moment it began has no other moment
    return met.filter(within | at_once).group_by(begun_seq="seq").agg(begun_ts=_.worked_ts.min())
