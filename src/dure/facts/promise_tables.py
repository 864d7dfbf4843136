"""Promises, as a table derived from moves: what was due when, and what became of it. Source: science B7."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import BROKEN, KEPT, MADE, MOVED, WITHDRAWN
from dure.facts.moments import days_between, moment
from dure.facts.numbers import Window


def promises(moves: ir.Table, *, window: Window) -> ir.Table:
    """One row per promise, as known at ``as_of``.

    case_id, made_ts, first_due_ts, last_due_ts, kept_ts, broken_ts, withdrawn_ts, n_moves,
    is_moved_in_time (moved at least once, and each time before the due moment then in force),
    is_due (its first due has passed, and it was not withdrawn), is_strictly_kept, is_honoured,
    late_days (past the due in force, until kept or until now; 0 where in time), stream ('loop'),
    stream_key, kind, team, side, segment. Done at the due moment is in time.
    """
    told = _in_order(moves)
    agreed = told.is_agreed
    rows = told.group_by("case_id").agg(
        made_ts=told.ts.min(where=told.stage == MADE),
        first_due_ts=told.due_ts.min(where=told.stage == MADE),
        last_due_ts=told.due_now.max(where=told.seq == told.last_seq),
        kept_ts=told.ts.max(where=told.stage == KEPT),
        broken_ts=told.ts.max(where=told.stage == BROKEN),
        withdrawn_ts=told.ts.max(where=told.stage == WITHDRAWN),
        n_moves=(told.stage == MOVED).cast("int64").sum(),
        n_moves_in_time=agreed.cast("int64").sum(),
        **{
            word: told[word].max(where=told.seq == told.last_seq)
            for word in ("stream", "kind", "team", "side", "segment")
        },
    )
    return _judged(rows, window=window)


def _in_order(moves: ir.Table) -> ir.Table:
    """Promise rows with the due in force before (due_before) and after (due_now) each of them."""
    rows = moves.filter(_.thing == "promise")
    numbered = rows.mutate(
        n_dues=(rows.due_ts.notnull() & rows.stage.isin([MADE, MOVED])).cast("int64")
        .sum().over(ibis.cumulative_window(group_by="case_id", order_by=["ts", "seq"]))
    )  # fmt: skip
    in_force = numbered.mutate(
        due_now=numbered.due_ts.max(where=numbered.stage.isin([MADE, MOVED])).over(
            ibis.window(group_by=["case_id", "n_dues"])
        )
    )
    order = ibis.window(group_by="case_id", order_by=["ts", "seq"])
    in_force = in_force.mutate(due_before=in_force.due_now.lag().over(order))
    return in_force.mutate(
        is_agreed=(
            (in_force.stage == MOVED) & in_force.due_ts.notnull() & (in_force.ts < in_force.due_before)
        ).fill_null(False),
        last_seq=in_force.seq.last().over(order),
    )


def _judged(rows: ir.Table, *, window: Window) -> ir.Table:
    now = moment(window.as_of)
    stands = rows.kept_ts.notnull() & (rows.broken_ts.isnull() | (rows.broken_ts < rows.kept_ts))
    strict = (stands & (rows.kept_ts <= rows.first_due_ts)).fill_null(False)
    in_time = (rows.n_moves > 0) & (rows.n_moves_in_time == rows.n_moves)
    late = days_between(rows.last_due_ts, rows.kept_ts.fill_null(now))
    return rows.mutate(
        is_due=((rows.first_due_ts < now) & rows.withdrawn_ts.isnull()).fill_null(False),
        is_moved_in_time=in_time,
        is_strictly_kept=strict,
        is_honoured=strict | (in_time & stands & (rows.kept_ts <= rows.last_due_ts)).fill_null(False),
        late_days=ibis.greatest(late, 0.0),
        stream_key=rows.stream,
        stream=ibis.literal("loop"),
    ).drop("n_moves_in_time")
