"""Who worked on what, from when to when, on the clock of their team: what utilisation and causes of waiting need.

Work is somebody's only where the row that began it says whose (``by_id``). A person in a team is one
worker: whoever works in two teams is two. A tool lets one person hold many items active at a time, and
overnight; so overlaps are counted once, and time outside the team's hours is no work.
"""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.loop import ACTIVE
from dure.facts.numbers import Window
from dure.facts.stretches import clipped, covered, laid_out, length_us, since_start

#: Waiting that somebody of ours could end: on a team, or on nobody that the record names.
OURS: Final = "team"
#: Waiting on the customer's answer.
THEIRS: Final = "customer"

#: Whoever works: a person in a team.
WORKER: Final = ("by_id", "team")


def services(moves: ir.Table, *, steps: ir.Table, labels: ir.Table, window: Window) -> ir.Table:
    """One row per span of work by a known person that was begun by the end of the window.

    case_id, seq, by_id, team ("" = unknown), stream, start_ts, label_before, start and end (see
    :mod:`dure.facts.stretches`; one that lasts ends at the horizon), is_over.
    """
    begun = moves.filter((_.thing == "work") & _.by_id.notnull()).select("seq", "by_id")
    active = labels.filter(_.state == ACTIVE)
    named = active.select("label", "stream", team=active.team.fill_null(""))
    spans = steps.join(begun, "seq").join(named, "label")
    end = since_start(spans.end_ts, window=window)
    last = length_us(window)
    told = spans.select(
        *("case_id", "seq", "by_id", "team", "stream", "start_ts", "label_before"),
        start=since_start(spans.start_ts, window=window),
        end=ibis.least(end, last),
        is_over=spans.end_ts.notnull() & (end <= last),
    )
    return told.filter(told.start < last)


def hours(open_hours: ir.Table, *, window: Window) -> ir.Table:
    """When teams are at work inside the window: team, start, end."""
    start, end = (since_start(open_hours[ts], window=window) for ts in ("start_ts", "end_ts"))
    inside = open_hours.select("team", start=clipped(start, window=window), end=clipped(end, window=window))
    return inside.filter(inside.start < inside.end)


def on_team_clock(rows: ir.Table, *columns: str, hours: ir.Table, window: Window) -> ir.Table:
    """``rows`` (with team) and each time as the team's worked microseconds until then, such as ``worked_start``.

    A team whose hours nobody has told is taken to work around the clock; ``has_hours`` says which.
    """
    times = [rows.select("team", at=clipped(rows[name], window=window)) for name in columns]
    points = times[0].union(*times[1:], distinct=True) if len(times) > 1 else times[0].distinct()
    told = hours.select(hours_team="team").distinct()
    read = covered(points.semi_join(told, points.team == told.hours_team), stretches=hours, by=["team"])
    rows = rows.left_join(told, rows.team == told.hours_team)
    rows = rows.mutate(has_hours=rows.hours_team.notnull()).drop("hours_team")
    for name in columns:
        at = read.select(
            **{f"{name}_team": read.team, f"{name}_at": read["at"], f"{name}_covered": read.covered}
        )
        wall = clipped(rows[name], window=window)
        rows = rows.left_join(at, [rows.team == at[f"{name}_team"], wall == at[f"{name}_at"]])
        worked = rows[f"{name}_covered"].fill_null(clipped(rows[name], window=window))
        rows = rows.mutate(**{f"worked_{name}": worked}).drop(f"{name}_team", f"{name}_at", f"{name}_covered")
    return rows


def service_hours(services: ir.Table, *, open_hours: ir.Table, window: Window) -> ir.Table:
    """Services on the clock of their team: their columns, worked_start, worked_end and has_hours."""
    return on_team_clock(services, "start", "end", hours=hours(open_hours, window=window), window=window)


def watched(steps: ir.Table, *, labels: ir.Table, stage_waits: ir.Table, window: Window) -> ir.Table:
    """Since when each stream is watched inside the window: stream, since (microseconds from the window's start)."""
    begun = steps.filter(steps.label_before.isnull()).group_by("label").agg(first_ts=_.start_ts.min())
    of_work = begun.join(labels.select("label", "stream"), "label").select("stream", "first_ts")
    of_loop = stage_waits.select("stream", first_ts="start_ts")
    first = of_work.union(of_loop).group_by("stream").agg(first_ts=_.first_ts.min())
    since = clipped(since_start(first.first_ts, window=window), window=window)
    return first.select("stream", since=since)


def team_loads(
    service_hours: ir.Table,
    *,
    watched: ir.Table,
    steps: ir.Table,
    labels: ir.Table,
    waits: ir.Table,
    capacity: ir.Table,
    open_hours: ir.Table,
    window: Window,
) -> ir.Table:
    """How busy each team is since anything is known, whatever the stream: team, utilisation, n (services ended), reason.

    Work that came (begun, and what the queue before the team grew by) times the worked time of one,
    over the people times their open hours: lambda / (c * mu), science B3.
    """
    asked = _begun(steps, labels=labels, window=window).union(_queued(waits))
    asked = asked.group_by("team").agg(n_asked=_.n.sum())
    at_work = hours(open_hours, window=window).mutate(since=watched.since.min().as_scalar())
    at_work = at_work.filter(at_work.end > at_work.since)
    long = at_work.end - ibis.greatest(at_work.start, at_work.since)
    open_us = at_work.group_by(hours_team="team").agg(open_us=long.sum())
    people = capacity.group_by(capacity_team="team").agg(n_people=_.n_people.sum())
    worked = _worked(service_hours, window=window)
    known = (
        asked.left_join(worked, asked.team == worked.worked_team)
        .left_join(people, _.team == people.capacity_team)
        .left_join(open_us, _.team == open_us.hours_team)
    )
    asked_for = ibis.ifelse(known.n_asked > 0, known.n_asked, 0).cast("float64")
    offered = asked_for * known.busy_us / known.n_ended.nullif(0)
    can = known.n_people.nullif(0.0) * known.open_us
    return known.select(
        "team",
        utilisation=offered / can,
        n=known.n_ended.fill_null(0),
        reason=ibis.cases(
            (known.n_people.fill_null(0.0) <= 0, "people_not_declared"),
            (known.open_us.isnull(), "hours_not_declared"),
            else_="no_service_times",
        ),
    )


def _begun(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    start = since_start(steps.start_ts, window=window)
    inside = steps.filter((start >= 0) & (start < length_us(window)))
    by_label = inside.group_by("label").agg(n=_.count())
    active = labels.filter((labels.state == ACTIVE) & labels.team.notnull()).select("label", "team")
    return by_label.join(active, "label").group_by("team").agg(n=_.n.sum().cast("int64"))


def _queued(waits: ir.Table) -> ir.Table:
    before_us = waits.filter(waits.team.notnull() & (waits.waits_on.fill_null(OURS) == OURS))
    return before_us.group_by("team").agg(n=(_.n_begun - _.n_ended).sum().cast("int64"))


def _worked(service_hours: ir.Table, *, window: Window) -> ir.Table:
    """The time each team's people worked, overlaps counted once, and how many services ended in the window."""
    spans = service_hours.select(*WORKER, start="worked_start", end="worked_end")
    busy = laid_out(spans, by=WORKER).group_by("team").agg(busy_us=_.own.sum())
    over = service_hours.is_over & (service_hours.end >= 0)
    ended = service_hours.filter(over).group_by(ended_team="team").agg(n_ended=_.count())
    joined = busy.left_join(ended, busy.team == ended.ended_team)
    return joined.select("busy_us", "n_ended", worked_team="team")
