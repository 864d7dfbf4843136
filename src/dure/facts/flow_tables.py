"""Work, as tables derived from moves: what a move says, from when to when, and item by item.

A work row says much and says it often: the nine words of a row (stream, stage, state ...) come from a
small set of combinations. ``labels`` numbers them, so that the one costly pass (ordering each case's
moves) carries a number instead of nine texts: 2.2 s instead of 5 s on ten million moves. The number
holds the state too, so that what asks for states alone need not look the label up.
"""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ACTIVE, CANCELED, DONE, FLOW_STATES, NEW, WAITING
from dure.facts.moments import days_between, days_inside, horizon, is_inside, moment
from dure.facts.numbers import Window

#: Everything a work row says that is not a moment or an id.
WORDS: Final = ("stream", "stage", "state", "waits_on", "asked", "kind", "team", "side", "segment")

#: The states in which an item is in progress: it counts in the load, and its clock runs.
IN_PROGRESS: Final = (ACTIVE, WAITING)


#: A label is a number times this, plus the number of its state (its place in FLOW_STATES; 7 = unmapped).
_STATES: Final = 8
_UNMAPPED: Final = 7


def labels(moves: ir.Table, *, stage_map: ir.Table) -> ir.Table:
    """The combinations of words that work rows carry, numbered: label, :data:`WORDS`, said_state, said_waits_on.

    What a stage means is what the map says now, so that a changed map counts over the whole history and
    no row is rewritten. Where the map is silent the row's own word stands.
    """
    distinct = moves.filter(_.thing == "work").select(*WORDS).distinct()
    number = ibis.row_number().over(order_by=list(WORDS))
    numbered = distinct.mutate(number=number).rename(said_state="state", said_waits_on="waits_on")
    meant = stage_map.select(
        map_stream="stream", map_stage="stage", map_state="state", map_waits_on="waits_on"
    )
    of_row = (numbered.stream == meant.map_stream) & (numbered.stage == meant.map_stage)
    joined = numbered.left_join(meant, of_row)
    told = joined.mutate(
        state=ibis.coalesce(joined.map_state, joined.said_state), waits_on=_meant_waits_on(joined)
    )
    place = told.state.cases(*((state, n) for n, state in enumerate(FLOW_STATES)), else_=_UNMAPPED)
    return told.select(
        *WORDS, "said_state", "said_waits_on", label=(told.number * _STATES + place).cast("int32")
    )


def _meant_waits_on(joined: ir.Table) -> ir.StringValue:
    """On whom a row waits: a map that makes its stage a wait may leave that to the row; no other state waits."""
    of_map = ibis.ifelse(
        joined.map_state == WAITING,
        ibis.coalesce(joined.map_waits_on.nullif(""), joined.said_waits_on),
        ibis.null("string"),
    )
    return ibis.ifelse(joined.map_state.isnull(), joined.said_waits_on, of_map)


#: The words of a row as they were said, where the map may mean others.
_SAID: Final = {"state": "said_state", "waits_on": "said_waits_on"}
SAID_WORDS: Final = tuple(_SAID.get(word, word) for word in WORDS)


def _is(label: ir.IntegerValue, *states: str) -> ir.BooleanValue:
    """Whether a label's state is one of these, which follow each other in FLOW_STATES.

    From-to, for a list of two took an engine four times as long.
    """
    places = sorted(FLOW_STATES.index(state) for state in states)
    assert places == list(range(places[0], places[-1] + 1))
    return (label % _STATES).between(places[0], places[-1])


def _was(label_before: ir.IntegerValue, *states: str) -> ir.BooleanValue:
    """Whether the state before was one of these; false where nothing was before."""
    return _is(label_before, *states).fill_null(False)


def steps(moves: ir.Table, *, labels: ir.Table) -> ir.Table:
    """One row per work row: case_id, seq, start_ts, end_ts (null while it lasts), label, label_before, label_after.

    Rows of the same moment follow each other by ``seq``.
    """
    work = moves.filter((_.thing == "work") & _.case_id.notnull())
    numbered = work.join(
        labels, [work[word].identical_to(labels[said]) for word, said in zip(WORDS, SAID_WORDS, strict=True)]
    ).select(work.case_id, work.seq, labels.label, start_ts=work.ts)
    in_order = ibis.window(group_by="case_id", order_by=["start_ts", "seq"])
    return numbered.mutate(
        end_ts=numbered.start_ts.lead().over(in_order),
        label_before=numbered.label.lag().over(in_order),
        label_after=numbered.label.lead().over(in_order),
    )


def spans(steps: ir.Table, *, labels: ir.Table) -> ir.Table:
    """Steps with their words: case_id, seq, start_ts, end_ts, label, :data:`WORDS`, state_before, team_before, is_first."""
    before = labels.select(label_before="label", state_before="state", team_before="team")
    said = steps.join(labels.drop(*_SAID.values()), "label")
    return said.left_join(before, said.label_before == before.label_before).select(
        "case_id",
        "seq",
        "start_ts",
        "end_ts",
        "label",
        *WORDS,
        "state_before",
        "team_before",
        is_first=_.label_before.isnull(),
    )


def visits(steps: ir.Table, *, labels: ir.Table) -> ir.Table:
    """Comings into and goings out of progress: case_id, stream, ts, change (+1 or -1).

    The load at a moment is the sum of the changes up to and with that moment.
    """
    now, before = _is(steps.label, *IN_PROGRESS), _was(steps.label_before, *IN_PROGRESS)
    turns = steps.filter(now != before).mutate(change=ibis.ifelse(now, 1, -1))
    return turns.join(labels, "label").select("case_id", "stream", "change", ts="start_ts")


def progress_days(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    """Item-days in progress inside the window, by stream: stream, days."""
    held = steps.filter(_is(steps.label, *IN_PROGRESS) & (steps.start_ts < moment(horizon(window))))
    by_label = held.group_by("label").agg(days=days_inside(held.start_ts, held.end_ts, window=window).sum())
    return by_label.join(labels, "label").group_by("stream").agg(days=_.days.sum())


def _enters_done(steps: ir.Table) -> ir.BooleanValue:
    """Whether a step is an entry to done: resolved and then closed is one entry, not two."""
    return _is(steps.label, DONE) & ~_was(steps.label_before, DONE)


def undone(steps: ir.Table, *, items: ir.Table) -> ir.Table:
    """Entries to done that did not last, because the item was reopened: case_id, stream, ts."""
    reopened = items.filter(items.n_reopened > 0).select("case_id", "stream", "done_ts")
    entries = steps.filter(_enters_done(steps)).join(reopened, "case_id")
    lasting = (entries.start_ts == entries.done_ts).fill_null(False)
    return entries.filter(~lasting).select("case_id", "stream", ts="start_ts")


def in_progress(steps: ir.Table, *, labels: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    """What was active or waiting at the end of the window: what its span said then, and its age.

    case_id, stream, stage, state, waits_on, kind, team, side, segment, age_days, is_left_truncated.
    """
    now = moment(horizon(window))
    here = (steps.start_ts <= now) & (steps.end_ts.isnull() | (steps.end_ts > now))
    held = (
        steps.filter(_is(steps.label, *IN_PROGRESS) & here).select("case_id", "label").join(labels, "label")
    )
    began = items.select("case_id", "is_left_truncated", began_ts="start_ts")
    return held.join(began, "case_id").select(
        "case_id", "stream", "stage", "state", "waits_on", "kind", "team", "side", "segment", "is_left_truncated",
        age_days=days_between(began.began_ts, now),
    )  # fmt: skip


def waits(steps: ir.Table, *, labels: ir.Table, items: ir.Table, window: Window) -> ir.Table:
    """Waiting inside the window, by stream, stage, team, waits_on and asked.

    days, n_waits (waits that touch the window), n_begun and n_ended in it. Every stream has a row of
    zeros, so that a stream without waiting is known to have none.
    """
    held = steps.filter(_is(steps.label, WAITING) & (steps.start_ts < moment(horizon(window))))
    days = days_inside(held.start_ts, held.end_ts, window=window)
    held = held.mutate(days=days, ended=is_inside(held.end_ts, window=window)).filter((_.days > 0) | _.ended)
    words = ["stream", "stage", "team", "waits_on", "asked"]
    by_label = held.group_by("label").agg(
        days=held.days.sum(),
        n_waits=held.count(),
        n_begun=is_inside(held.start_ts, window=window).cast("int64").sum(),
        n_ended=held.ended.cast("int64").sum(),
    )
    told = by_label.join(labels, "label").group_by(words)
    sums = told.agg(**{name: _[name].sum() for name in ("days", "n_waits", "n_begun", "n_ended")})
    nothing = items.select("stream").distinct()
    zeros = [
        ibis.literal(0).cast(kind).name(name) for name, kind in sums.schema().items() if name not in words
    ]
    nulls = [ibis.null(sums.schema()[word]).name(word) for word in words[1:]]
    return sums.union(nothing.select("stream", *nulls, *zeros))


def items(cases: ir.Table, *, labels: ir.Table) -> ir.Table:
    """One row per work case.

    case_id, the words of its last row (stream, stage, state, kind, team, side, segment), first_ts,
    start_ts (first in progress), done_ts (last entry to done; null unless it is done now),
    canceled_ts, active_days, waiting_days, flow_days (the two together, of done items),
    reopen_gap_days (done, but not for good), n_reopened, is_left_truncated.

    An item is left-truncated when its beginning was not recorded, so that its flow time is too short to
    count: it is done without a start, or it was under way on the first day its stream was watched,
    while the stream knows New. (Under way at first sight on a later day is how tools let people open
    an item: 6,502 of 24,918 in the real year.) Source: science B1.
    """
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
    return _truncated(told, streams=_streams(cases, labels=labels)).drop(*_ON_THE_WAY)


_ON_THE_WAY: Final = (
    "label", "first_label", "last_label", "first_state", "last_ts", "entered_done_ts", "done_days", "n_done",
)  # fmt: skip


def cases(steps: ir.Table) -> ir.Table:
    """One row per work case, by itself: what :func:`items` says of it before its words and its stream are known.

    case_id, first_ts, last_ts, first_label, last_label, start_ts, entered_done_ts, n_done (entries to it),
    active_days, waiting_days, done_days.
    """
    days = days_between(steps.start_ts, steps.end_ts)
    done_again = _enters_done(steps)
    return steps.group_by("case_id").agg(
        first_ts=steps.start_ts.min(),
        last_ts=steps.start_ts.max(),
        first_label=steps.label.max(where=steps.label_before.isnull()),
        last_label=steps.label.max(where=steps.end_ts.isnull()),
        start_ts=steps.start_ts.min(where=_is(steps.label, *IN_PROGRESS)),
        entered_done_ts=steps.start_ts.max(where=done_again),
        n_done=done_again.sum(),
        active_days=days.sum(where=_is(steps.label, ACTIVE)).fill_null(0.0),
        waiting_days=days.sum(where=_is(steps.label, WAITING)).fill_null(0.0),
        done_days=days.sum(where=_is(steps.label, DONE)).fill_null(0.0),
    )


def _truncated(items: ir.Table, *, streams: ir.Table) -> ir.Table:
    known = items.join(streams, items.stream.identical_to(streams.stream_key)).drop("stream_key")
    at_first = days_between(known.watched_ts, known.first_ts) < 1
    found_under_way = known.knows_new & at_first & known.first_state.notin([NEW, CANCELED])
    never_begun = known.done_ts.notnull() & known.start_ts.isnull()
    truncated = found_under_way.fill_null(False) | never_begun
    return known.mutate(is_left_truncated=truncated).drop("watched_ts", "knows_new")


def _streams(cases: ir.Table, *, labels: ir.Table) -> ir.Table:
    """Since when each stream is watched, and whether anything in it begins as New."""
    first = cases.group_by(label="first_label").agg(first_ts=_.first_ts.min())
    return (
        first.join(labels, "label")
        .group_by(stream_key="stream")
        .agg(watched_ts=_.first_ts.min(), knows_new=(_.state == NEW).any())
    )
