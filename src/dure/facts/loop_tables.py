"""Voices, as tables derived from moves: when each reached which stage of the loop. Source: science B7."""

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ASKED, HEARD, LOOP, REOPENED
from dure.facts.moments import days_between, horizon, moment
from dure.facts.numbers import Window


def rounds(moves: ir.Table, *, window: Window) -> ir.Table:
    """The rows of every voice's current round, up to the end of the window.

    case_id, ts, seq, stage (that a reopening is heard again, it is called ``heard``), round (1, and 1
    more for each reopening), first_heard_ts (the first word of all), kind, side, segment, stream.
    """
    said = moves.filter((_.thing == "voice") & (_.ts < moment(horizon(window))))
    so_far = ibis.cumulative_window(group_by="case_id", order_by=["ts", "seq"])
    whole = ibis.window(group_by="case_id")
    said = said.mutate(round=1 + (said.stage == REOPENED).cast("int64").sum().over(so_far))
    said = said.mutate(last_round=said["round"].max().over(whole), first_heard_ts=said.ts.min().over(whole))
    stage = ibis.ifelse(said.stage == REOPENED, HEARD, said.stage)
    return said.filter(said["round"] == said.last_round).select(
        "case_id", "ts", "seq", "round", "first_heard_ts", "stream", "kind", "side", "segment", stage=stage
    )


def milestones(rounds: ir.Table) -> ir.Table:
    """One row per voice, as it stood at the end of the window.

    case_id, first_heard_ts (the first word), round, the moment of each stage in the current round
    (heard_ts ... measured_ts; a reopened round is heard when it is reopened), asked_ts (the customer
    asked before being told), is_open (not told in this round), and stream ('loop'), stream_key, kind,
    side, segment.
    """
    moments = {f"{stage}_ts": rounds.ts.min(where=rounds.stage == stage) for stage in (*LOOP, ASKED)}
    words = {word: rounds[word].max() for word in ("kind", "side", "segment")}
    voices = rounds.group_by("case_id").agg(
        first_heard_ts=rounds.first_heard_ts.min(),
        round=rounds["round"].max(),
        **moments,
        **words,
        stream_key=rounds.stream.max(),
    )
    return voices.mutate(is_open=voices.told_ts.isnull(), stream=ibis.literal("loop"))


def stage_waits(rounds: ir.Table, *, milestones: ir.Table, window: Window) -> ir.Table:
    """One row per voice and stage it reached or waits for next.

    case_id, stage, start_ts (the last reached stage before it), end_ts (null while it waits), days,
    reached, and the voice's stream ('loop'), stream_key, kind, side, segment. A stage that was skipped
    has no row; the wait for what came after it begins at the last stage that was reached. A row out of
    order (told before shipped) counts as no wait.
    """
    place = rounds.stage.cases(*((stage, n) for n, stage in enumerate(LOOP)))
    reached = rounds.mutate(n_stage=place).filter(_.n_stage.notnull())
    reached = reached.group_by(["case_id", "n_stage"]).agg(end_ts=_.ts.min())
    latest = reached.group_by("case_id").agg(n_stage=_.n_stage.max() + 1, end_ts=ibis.null("timestamp(6)"))
    waits = reached.union(latest.filter(latest.n_stage < len(LOOP)).cast(reached.schema()))
    before = ibis.window(group_by="case_id", order_by="n_stage", preceding=(None, 1))
    waits = waits.mutate(start_ts=waits.end_ts.max().over(before)).filter(_.start_ts.notnull())
    days = days_between(waits.start_ts, waits.end_ts.fill_null(moment(horizon(window))))
    waits = waits.mutate(
        stage=waits.n_stage.cases(*enumerate(LOOP)),
        days=ibis.greatest(days, 0.0),
        reached=waits.end_ts.notnull(),
    )
    voice = milestones.select("case_id", "stream", "stream_key", "kind", "side", "segment")
    return waits.join(voice, "case_id").drop("n_stage")


def loop_days(milestones: ir.Table, *, window: Window) -> ir.Table:
    """Each voice with ``days`` from its first word until it was told (or until now), and ``reached``.

    The clock of a reopened voice has run since its first word: what was said at first did not close it.
    """
    until = milestones.told_ts.fill_null(moment(horizon(window)))
    return milestones.mutate(
        days=ibis.greatest(days_between(milestones.first_heard_ts, until), 0.0), reached=~milestones.is_open
    )
