"""Why work waited before somebody of ours began it, wait by wait.

Of each wait, in this order: *batching* is the time until the last of those begun together was there;
*unavailability* the time outside the team's hours; *contention* the time the worker was at work that
was there earlier or as early; *prioritisation* at work that came later; *extraneous* the rest. Hours
go before work, for a tool lets work stay active overnight.

Source: Lashkevich, Milani, Chapela-Campa, Suvorau & Dumas, "Why am I waiting?", CAiSE 2023; science B3.
"""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import WAITING
from dure.facts.moments import DAY_US
from dure.facts.numbers import Window
from dure.facts.service_tables import OURS, WORKER, hours, on_team_clock
from dure.facts.stretches import HOUR_US, clipped, covered, laid_out, length_us, since_start

CAUSES: Final = ("batching", "unavailability", "contention", "prioritisation", "extraneous")

#: Whoever has more in hand in one week is a machine or a shared login: nobody's order of work can be read
#: from it, and comparing its work pair by pair would grow with the square of it.
MOST_IN_HAND: Final = 500

_WEEK_US: Final = 7 * 24 * HOUR_US
_MINUTE_US: Final = HOUR_US // 60


def started_waits(steps: ir.Table, *, labels: ir.Table, services: ir.Table, window: Window) -> ir.Table:
    """The waits that ended, inside the window, when a known person began: one row each.

    case_id, wait_seq, stream, by_id and team (who began), service_seq, start (it could be begun from
    then on), since (after the wait for its batch), end (see :mod:`dure.facts.stretches`).
    """
    ours = labels.filter((labels.state == WAITING) & (labels.waits_on.fill_null(OURS) == OURS))
    queued = steps.semi_join(ours, "label").select(
        *("case_id", "start_ts", "end_ts"), wait_seq="seq", label_before="label"
    )
    begun = services.select(
        *("case_id", "label_before", "by_id", "team", "stream"), service_seq="seq", end_ts="start_ts"
    )
    met = queued.join(begun, ["case_id", "end_ts", "label_before"])
    waits = met.group_by(["case_id", "wait_seq", "stream", "start_ts", "end_ts"]).agg(
        by_id=_.by_id.min(), team=_.team.min(), service_seq=_.service_seq.min()
    )
    start, end = (since_start(waits[ts], window=window) for ts in ("start_ts", "end_ts"))
    inside = waits.mutate(start=start, end=end).filter((_.end > 0) & (_.start < length_us(window)))
    return _with_batches(inside.drop("start_ts", "end_ts"))


def _with_batches(waits: ir.Table) -> ir.Table:
    """``since``: what one person begins in the same minute was begun when the last of it was there."""
    together = [*WORKER, "stream", "minute"]
    whole = ibis.window(group_by=together)
    timed = waits.mutate(minute=(waits.end / _MINUTE_US).floor().cast("int64"))
    timed = timed.mutate(n_together=timed.case_id.count().over(whole), ready=timed.start.max().over(whole))
    ready = ibis.ifelse(timed.n_together > 1, ibis.least(timed.ready, timed.end), timed.start)
    return timed.mutate(since=ready).drop("minute", "n_together", "ready")


def waiting_splits(
    started_waits: ir.Table, *, service_hours: ir.Table, open_hours: ir.Table, window: Window
) -> ir.Table:
    """The days of the started waits by cause, for each stream and team that began them.

    stream, team, n (waits), days, told_days (whose worker and hours are known), hours_days (whose
    hours are known), and one column of days for each of :data:`CAUSES`; causes add up to days.
    """
    told = on_team_clock(started_waits, "since", "end", hours=hours(open_hours, window=window), window=window)
    told = _with_busy(told, service_hours=service_hours)
    told = _with_ahead(told, service_hours=_enabled(service_hours, waits=started_waits), window=window)
    start, since, end = (clipped(told[name], window=window) for name in ("start", "since", "end"))
    worked = told.worked_end - told.worked_since
    ahead = ibis.least(told.ahead, told.busy)
    us = {
        "days": end - start,
        "told_days": ibis.ifelse(told.has_hours & ~told.is_crowded, end - start, 0),
        "hours_days": ibis.ifelse(told.has_hours, end - start, 0),
        "batching": since - start,
        "unavailability": end - since - worked,
        "contention": ibis.ifelse(told.is_crowded, 0, ahead),
        "prioritisation": ibis.ifelse(told.is_crowded, 0, told.busy - ahead),
        "extraneous": ibis.ifelse(told.is_crowded, worked, worked - told.busy),
    }
    sums = {name: (value.sum() / float(DAY_US)).name(name) for name, value in us.items()}
    return told.group_by(["stream", "team"]).agg(n=_.count(), **sums)


def _with_busy(waits: ir.Table, *, service_hours: ir.Table) -> ir.Table:
    """``busy``: the worked time of the wait in which its worker was at any work."""
    spans = service_hours.select(*WORKER, start="worked_start", end="worked_end")
    points = waits.select(*WORKER, at="worked_since").union(waits.select(*WORKER, at="worked_end"))
    read = covered(points, stretches=spans, by=WORKER)
    for name in ("since", "end"):
        at = read.select(
            at_by_id="by_id", at_team="team", **{f"at_{name}": read["at"], f"busy_{name}": read.covered}
        )
        same = [
            waits.by_id == at.at_by_id,
            waits.team == at.at_team,
            waits[f"worked_{name}"] == at[f"at_{name}"],
        ]
        waits = waits.left_join(at, same).drop("at_by_id", "at_team", f"at_{name}")
    return waits.mutate(busy=waits.busy_end - waits.busy_since).drop("busy_end", "busy_since")


def _enabled(service_hours: ir.Table, *, waits: ir.Table) -> ir.Table:
    """Services with ``enabled``, since when they could be begun: since their wait began, else since their own start."""
    waited = waits.select(waited_seq="service_seq", waited_since="start")
    joined = service_hours.left_join(waited, service_hours.seq == waited.waited_seq)
    return joined.mutate(enabled=joined.waited_since.fill_null(joined.start)).drop(
        "waited_seq", "waited_since"
    )


def _with_ahead(waits: ir.Table, *, service_hours: ir.Table, window: Window) -> ir.Table:
    """``ahead``: the worked time in which the worker was at what had been there before; ``is_crowded``, see MOST_IN_HAND.

    Only what was in the worker's hands when the wait began is looked at, week by week: pairs grow with
    what one person has in hand, not with the length of history.
    """
    week = (clipped(waits.start, window=window) / _WEEK_US).floor().cast("int64")
    waits = waits.mutate(week=week)
    weeks = waits.select("week").distinct()
    held = service_hours.join(
        weeks,
        [service_hours.enabled < (weeks.week + 1) * _WEEK_US, service_hours.end > weeks.week * _WEEK_US],
    )
    in_hand = held.select(
        "week", held_by="by_id", held_team="team", held_case="case_id", enabled="enabled",
        held_start="worked_start", held_end="worked_end",
    )  # fmt: skip
    crowds = in_hand.group_by(["held_by", "held_team", "week"]).agg(n_in_hand=_.count())
    same = lambda rows: [waits.by_id == rows.held_by, waits.team == rows.held_team, waits.week == rows.week]  # noqa: E731 - said twice
    crowded = waits.join(crowds.filter(crowds.n_in_hand > MOST_IN_HAND), same(crowds)).select("wait_seq")
    pairs = waits.anti_join(crowded, "wait_seq")
    pairs = pairs.join(
        in_hand,
        [pairs.by_id == in_hand.held_by, pairs.team == in_hand.held_team, pairs.week == in_hand.week],
    ).filter(
        (_.enabled <= _.start)
        & (_.held_case != _.case_id)
        & (_.held_start < _.worked_end)
        & (_.held_end > _.worked_since)
    )
    spans = pairs.select(
        ahead_seq="wait_seq",
        start=ibis.greatest(pairs.held_start, pairs.worked_since),
        end=ibis.least(pairs.held_end, pairs.worked_end),
    )
    ahead = laid_out(spans, by=["ahead_seq"]).group_by("ahead_seq").agg(ahead=_.own.sum().cast("int64"))
    crowd = crowded.select(crowded_seq="wait_seq").distinct()
    told = waits.left_join(ahead, waits.wait_seq == ahead.ahead_seq).left_join(
        crowd, _.wait_seq == crowd.crowded_seq
    )
    return told.mutate(ahead=told.ahead.fill_null(0), is_crowded=told.crowded_seq.notnull())
