"""Voices, as tables derived from moves: when each reached which stage of the loop. Source: science B7."""

from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ASKED, HEARD, LOOP, REOPENED, TOLD
from dure.facts.moments import days_between, horizon, moment
from dure.facts.numbers import Window

#: The columns of :func:`milestones` that hold the moment of each stage.
REACHED_TS: Final = tuple(f"{stage}_ts" for stage in LOOP)


def milestones(moves: ir.Table, *, window: Window) -> ir.Table:
    """One row per voice, as it stood at the end of the window.

    case_id, first_heard_ts (the first word), round (1, and 1 more for each reopening), the moment of
    each stage in the current round (heard_ts ... measured_ts; a reopened round is heard when it is
    reopened), asked_ts (the customer asked before being told), is_open (not told in this round), and
    stream ('loop'), stream_key, kind, side, segment.
    """
    said = moves.filter((_.thing == "voice") & (_.ts < moment(horizon(window))))
    so_far = ibis.cumulative_window(group_by="case_id", order_by=["ts", "seq"])
    said = said.mutate(round=1 + (said.stage == REOPENED).cast("int64").sum().over(so_far))
    whole = ibis.window(group_by="case_id")
    said = said.mutate(last_round=said["round"].max().over(whole), last_seq=said.seq.max().over(whole))
    now = said["round"] == said.last_round
    latest = said.seq == said.last_seq
    voices = said.group_by("case_id").agg(
        first_heard_ts=said.ts.min(),
        round=said.last_round.max(),
        **{f"{stage}_ts": said.ts.min(where=now & (said.stage == stage)) for stage in LOOP if stage != HEARD},
        heard_ts=said.ts.min(where=now & said.stage.isin([HEARD, REOPENED])),
        asked_ts=said.ts.min(where=now & (said.stage == ASKED)),
        **{word: said[word].max(where=latest) for word in ("stream", "kind", "side", "segment")},
    )
    voices = voices.mutate(heard_ts=voices.heard_ts.fill_null(voices.first_heard_ts), is_open=voices.told_ts.isnull())
    return voices.mutate(stream_key=voices.stream, stream=ibis.literal("loop"))


def stage_waits(milestones: ir.Table, *, window: Window) -> ir.Table:
    """One row per voice and stage it reached or waits for next.

    case_id, stage, entered_ts (the last reached stage before it), reached_ts (null while it waits),
    days, reached, and the voice's stream, stream_key, kind, side, segment. A stage that was skipped
    has no row; the wait for what came after it begins at the last stage that was reached.
    """
    waits = [_wait_for(milestones, n=n) for n in range(1, len(LOOP))]
    rows = reduce(lambda a, b: a.union(b), waits)
    close = moment(horizon(window))
    until = rows.reached_ts.fill_null(close)
    return rows.mutate(
        days=ibis.greatest(days_between(rows.entered_ts, until), 0.0), reached=rows.reached_ts.notnull()
    )


def _wait_for(voices: ir.Table, *, n: int) -> ir.Table:
    reached = voices[REACHED_TS[n]]
    entered = reduce(ibis.greatest, [voices[column] for column in REACHED_TS[1:n]], voices.heard_ts)
    nothing_later = ibis.and_(*[voices[column].isnull() for column in REACHED_TS[n:]])
    is_next = voices[REACHED_TS[n - 1]].notnull() & nothing_later
    return voices.filter(reached.notnull() | is_next).select(
        "case_id", "stream", "stream_key", "kind", "side", "segment",
        stage=ibis.literal(LOOP[n]), entered_ts=entered, reached_ts=reached,
    )  # fmt: skip


def loop_days(milestones: ir.Table, *, window: Window) -> ir.Table:
    """Each voice with ``days`` from its first word until it was told (or until now), and ``reached``.

    The clock of a reopened voice has run since its first word: what was said at first did not close it.
    """
    until = milestones[f"{TOLD}_ts"].fill_null(moment(horizon(window)))
    return milestones.mutate(
        days=ibis.greatest(days_between(milestones.first_heard_ts, until), 0.0), reached=~milestones.is_open
    )
