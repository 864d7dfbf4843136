"""Work, as tables derived from moves: what a move says, from when to when, and item by item.

A work row says much and says it often: the nine words of a row (stream, stage, state ...) come from a
small set of combinations. ``labels`` numbers them, so that the one costly pass (ordering each case's
moves) carries a number instead of nine texts: 2.2 s instead of 5 s on ten million moves.
"""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ACTIVE, CANCELED, DONE, NEW, WAITING
from dure.facts.moments import days_between, horizon, moment
from dure.facts.numbers import Window

#: Everything a work row says that is not a moment or an id.
WORDS: Final = ("stream", "stage", "state", "waits_on", "asked", "kind", "team", "side", "segment")

#: The states in which an item is in progress: it counts in the load, and its clock runs.
IN_PROGRESS: Final = (ACTIVE, WAITING)


def labels(moves: ir.Table) -> ir.Table:
    """The combinations of words that work rows carry, numbered: label, then :data:`WORDS`."""
    distinct = moves.filter(_.thing == "work").select(*WORDS).distinct()
    return distinct.mutate(label=ibis.row_number().over(order_by=list(WORDS)).cast("int32"))


def steps(moves: ir.Table, *, labels: ir.Table) -> ir.Table:
    """One row per work row: case_id, seq, start_ts, end_ts (null while it lasts), label, label_before.

    Rows of the same moment follow each other by ``seq``.
    """
    work = moves.filter(_.thing == "work")
    numbered = work.join(labels, [work[word].identical_to(labels[word]) for word in WORDS]).select(
        work.case_id, work.seq, labels.label, start_ts=work.ts
    )
    in_order = ibis.window(group_by="case_id", order_by=["start_ts", "seq"])
    return numbered.mutate(
        end_ts=numbered.start_ts.lead().over(in_order), label_before=numbered.label.lag().over(in_order)
    )


def spans(steps: ir.Table, *, labels: ir.Table) -> ir.Table:
    """Steps with their words: case_id, seq, start_ts, end_ts, label, :data:`WORDS`, state_before, team_before, is_first."""
    before = labels.select(label_before="label", state_before="state", team_before="team")
    said = steps.join(labels, "label")
    return said.left_join(before, said.label_before == before.label_before).select(
        "case_id", "seq", "start_ts", "end_ts", "label", *WORDS, "state_before", "team_before", is_first=_.label_before.isnull()
    )


def visits(spans: ir.Table) -> ir.Table:
    """Comings into and goings out of progress: case_id, stream, ts, change (+1 or -1).

    The load at a moment is the sum of the changes up to and with that moment.
    """
    now, before = spans.state.isin(IN_PROGRESS).fill_null(False), spans.state_before.isin(IN_PROGRESS).fill_null(False)
    return spans.filter(now != before).select(
        "case_id", "stream", ts="start_ts", change=ibis.ifelse(now, 1, -1)
    )


def enters_done(spans: ir.Table) -> ir.BooleanValue:
    """Whether a span is an entry to done: resolved and then closed is one entry, not two."""
    return (spans.state == DONE) & (spans.state_before.fill_null("") != DONE)


def undone(spans: ir.Table, *, items: ir.Table) -> ir.Table:
    """Entries to done that did not last, because the item was reopened: case_id, stream, ts."""
    reopened = items.filter(items.n_reopened > 0).select("case_id", "done_ts")
    entries = spans.filter(enters_done(spans)).join(reopened, "case_id")
    lasting = (entries.start_ts == entries.done_ts).fill_null(False)
    return entries.filter(~lasting).select("case_id", "stream", ts="start_ts")


def in_progress(spans: ir.Table, *, items: ir.Table, window: Window) -> ir.Table:
    """What was active or waiting at the end of the window: what its span said then, and its age.

    case_id, stream, stage, state, waits_on, kind, team, side, segment, age_days, is_left_truncated.
    """
    now = moment(horizon(window))
    here = (spans.start_ts <= now) & (spans.end_ts.isnull() | (spans.end_ts > now))
    held = spans.filter(spans.state.isin(IN_PROGRESS) & here)
    began = items.select("case_id", "is_left_truncated", began_ts="start_ts")
    return held.join(began, "case_id").select(
        "case_id", "stream", "stage", "state", "waits_on", "kind", "team", "side", "segment", "is_left_truncated",
        age_days=days_between(began.began_ts, now),
    )  # fmt: skip


def items(steps: ir.Table, *, labels: ir.Table) -> ir.Table:
    """One row per work case.

    case_id, the words of its last row (stream, stage, state, kind, team, side, segment), first_ts,
    start_ts (first in progress), done_ts (last entry to done; null unless it is done now),
    canceled_ts, active_days, waiting_days, flow_days (the two together, of done items),
    reopen_gap_days (done, but not for good), n_reopened, is_left_truncated.

    An item is left-truncated when it is first seen past New although its stream knows New, or is done
    without a start: its beginning was not recorded, so its flow time is too short to count.
    Source: science B1.
    """
    cases = _cases(spans(steps, labels=labels))
    last = labels.select("label", "stream", "stage", "state", "kind", "team", "side", "segment")
    first = labels.select(first_label="label", first_state="state")
    told = cases.join(first, "first_label").join(last, cases.last_label == last.label)
    is_done = told.state == DONE
    since_done = ibis.ifelse(is_done, days_between(told.entered_done_ts, told.last_ts), 0.0)
    told = told.mutate(
        done_ts=ibis.ifelse(is_done, told.entered_done_ts, ibis.null()),
        canceled_ts=ibis.ifelse(told.state == CANCELED, told.last_ts, ibis.null()),
        flow_days=ibis.ifelse(is_done, told.active_days + told.waiting_days, ibis.null()),
        reopen_gap_days=told.done_days - since_done,
        n_reopened=told.n_done - is_done.cast("int64"),
    )
    return _truncated(told).drop(*_ON_THE_WAY)


_ON_THE_WAY: Final = (
    "label", "first_label", "last_label", "first_state", "last_ts", "entered_done_ts", "done_days", "n_done",
)  # fmt: skip


def _cases(spans: ir.Table) -> ir.Table:
    days = days_between(spans.start_ts, spans.end_ts)
    done_again = enters_done(spans)
    return spans.group_by("case_id").agg(
        first_ts=spans.start_ts.min(),
        last_ts=spans.start_ts.max(),
        first_label=spans.label.max(where=spans.is_first),
        last_label=spans.label.max(where=spans.end_ts.isnull()),
        start_ts=spans.start_ts.min(where=spans.state.isin(IN_PROGRESS)),
        entered_done_ts=spans.start_ts.max(where=done_again),
        n_done=done_again.cast("int64").sum(),
        active_days=days.sum(where=spans.state == ACTIVE).fill_null(0.0),
        waiting_days=days.sum(where=spans.state == WAITING).fill_null(0.0),
        done_days=days.sum(where=spans.state == DONE).fill_null(0.0),
    )


def _truncated(items: ir.Table) -> ir.Table:
    stream = ibis.window(group_by="stream")
    knows_new = (items.first_state == NEW).cast("int8").max().over(stream) == 1
    late_sight = knows_new & items.first_state.notin([NEW, CANCELED])
    return items.mutate(is_left_truncated=(late_sight | (items.done_ts.notnull() & items.start_ts.isnull())).fill_null(False))
