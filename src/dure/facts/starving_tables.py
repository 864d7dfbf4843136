"""Whether the next station stands idle while this one has a queue, looked at on every full hour of the window.

Looking at full hours keeps the tables as small as stations x hours, however many moves there are; what
comes and goes between two of them is not seen.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import union
from dure.facts.loop import ACTIVE, FLOW_STATES, LOOP, WAITING
from dure.facts.numbers import Window
from dure.facts.service_tables import hours
from dure.facts.stretches import HOUR_US, clipped, length_us, since_start

_KEYS = ("stream", "basis", "station")


def starvation(
    steps: ir.Table, *, labels: ir.Table, stage_waits: ir.Table, open_hours: ir.Table, window: Window
) -> ir.Table:
    """One row per station that has a next one: stream, basis, station, next_station, share, n, reason.

    ``share``: of the hours in which the next station could work (its team's open hours; all, where
    nobody told them), how many it stood idle while something waited here. A team stands idle while
    nothing is active with it; a stage of a tool or of the loop while nothing stands in it. The next
    station is the one that most go on to; in the loop, the next that is in use. ``n`` counts the hours.
    """
    stays = _work_stays(steps, labels=labels, window=window).union(_loop_stays(stage_waits, window=window))
    nexts = _work_nexts(steps, labels=labels, window=window).union(_loop_nexts(stage_waits, window=window))
    changes = union(
        [
            _here(stays.filter(stays.waits > 0)),
            _there(stays, nexts=nexts),
            _at_work(nexts, open_hours=open_hours, window=window),
        ]
    )
    idle = _idle_hours(changes, n_hours=length_us(window) // HOUR_US + 1)
    return nexts.left_join(idle, list(_KEYS)).select(
        *_KEYS,
        "next_station",
        share=ibis.ifelse(idle.n_seen > 0, idle.n_idle.cast("float64") / idle.n_open.nullif(0), ibis.null()),
        n=idle.n_open.fill_null(0).cast("int64"),
        reason=ibis.literal("next_never_active"),
    )


def _first_hour(us: ir.IntegerValue, *, window: Window) -> ir.IntegerValue:
    """The number of the first full hour from a time on."""
    return (clipped(us, window=window) / HOUR_US).ceil().cast("int64")


def _turns(rows: ir.Table, *, by: Sequence[str], window: Window) -> ir.Table:
    """Comings and goings by full hour: columns ``by``, hour, change. ``rows`` have ``by``, start and end."""
    came = rows.select(*by, hour=_first_hour(rows.start, window=window), left=_first_hour(rows.end, window=window))
    came = came.filter(came.hour < came.left)
    started = came.group_by([*by, "hour"]).agg(change=_.count())
    ended = came.group_by([*by, "left"]).agg(change=-_.count()).select(*by, hour="left", change="change")
    return started.union(ended)


def _work_stays(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    """Turns by stream, basis, station, waits (1: a queue there), works (1: what it does keeps it from idling)."""
    spans = steps.select(
        "label", start=since_start(steps.start_ts, window=window), end=since_start(steps.end_ts, window=window)
    )
    in_progress = labels.filter(labels.state.isin([ACTIVE, WAITING]))
    found = [_stays_by(spans, labels=in_progress, basis=basis, window=window) for basis in ("team", "stage")]
    return union(found)


def _stays_by(spans: ir.Table, *, labels: ir.Table, basis: str, window: Window) -> ir.Table:
    """By number first: comparing numbers ten million times is much cheaper than comparing names."""
    named = labels.filter(labels[basis].notnull()).select("label", "stream", "state", station=basis)
    stations = named.select("stream", "state", "station").distinct()
    stations = stations.mutate(place=ibis.row_number().over(order_by=["stream", "state", "station"]))
    numbered = named.join(stations, ["stream", "state", "station"]).select("label", "place")
    turns = _turns(spans.join(numbered, "label"), by=["place"], window=window)
    told = turns.join(stations, "place")
    waits = (told.state == WAITING).cast("int64")
    works = (told.state == ACTIVE).cast("int64") if basis == "team" else waits * 0 + 1
    return told.select("stream", "station", "hour", "change", basis=ibis.literal(basis), waits=waits, works=works).select(
        *_KEYS, "waits", "works", "hour", "change"
    )  # fmt: skip


def _loop_stays(stage_waits: ir.Table, *, window: Window) -> ir.Table:
    start, end = (since_start(stage_waits[ts], window=window) for ts in ("start_ts", "end_ts"))
    rows = stage_waits.select("stream", station="stage", start=start, end=end)
    turns = _turns(rows, by=["stream", "station"], window=window)
    one = ibis.literal(1, type="int64")
    return turns.mutate(basis=ibis.literal("stage"), waits=one, works=one).select(
        *_KEYS, "waits", "works", "hour", "change"
    )


def _work_nexts(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    """The station that most went on to in the window, by stream, basis and station; of two, the first by name."""
    start = since_start(steps.start_ts, window=window)
    inside = steps.filter((start >= 0) & (start < length_us(window)) & (steps.label != steps.label_before))
    pairs = inside.group_by(["label_before", "label"]).agg(n=_.count())
    words = labels.filter(labels.state.isin(FLOW_STATES))
    before = words.select(label_before="label", was_waiting=words.state == WAITING, from_team="team", from_stage="stage")
    after = words.filter(words.state.isin([ACTIVE, WAITING])).select(
        "label", "stream", "team", "stage", is_open=ibis.literal(True)
    )
    told = pairs.join(before, "label_before").join(after, "label")
    found = [_most_often(told, basis=basis) for basis in ("team", "stage")]
    return union(found)


def _most_often(pairs: ir.Table, *, basis: str) -> ir.Table:
    ways = pairs.filter(pairs[f"from_{basis}"] != pairs[basis])
    ways = ways if basis == "team" else ways.filter(ways.was_waiting)
    counted = ways.group_by(["stream", f"from_{basis}", basis]).agg(n=_.n.sum())
    best = ibis.window(group_by=["stream", f"from_{basis}"], order_by=[counted.n.desc(), counted[basis]])
    first = counted.mutate(place=ibis.row_number().over(best)).filter(_.place == 0)
    return first.select(
        "stream", basis=ibis.literal(basis), station=first[f"from_{basis}"], next_station=first[basis]
    )


def _loop_nexts(stage_waits: ir.Table, *, window: Window) -> ir.Table:
    used = stage_waits.group_by(["stream", "stage"]).agg(in_use=_.reached.any()).filter(_.in_use)
    placed = used.mutate(place=used.stage.cases(*((stage, n) for n, stage in enumerate(LOOP))))
    in_order = ibis.window(group_by="stream", order_by="place")
    following = placed.mutate(next_station=placed.stage.lead().over(in_order))
    return following.filter(following.next_station.notnull()).select(
        "stream", basis=ibis.literal("stage"), station="stage", next_station="next_station"
    )


def _here(queues: ir.Table) -> ir.Table:
    nothing = ibis.literal(0, type="int64")
    return queues.select(*_KEYS, "hour", queue=queues.change, busy=nothing, at_work=nothing)


def _there(stays: ir.Table, *, nexts: ir.Table) -> ir.Table:
    working = stays.filter(stays.works > 0).select("stream", "basis", "hour", "change", next_station="station")
    joined = nexts.join(working, ["stream", "basis", "next_station"])
    nothing = ibis.literal(0, type="int64")
    return joined.select(*_KEYS, "hour", queue=nothing, busy=joined.change, at_work=nothing)


def _at_work(nexts: ir.Table, *, open_hours: ir.Table, window: Window) -> ir.Table:
    """When the next station is at work: by its team's hours, or from the first hour on where nobody told them."""
    open_turns = _turns(hours(open_hours, window=window), by=["team"], window=window)
    told = open_turns.select("hour", "change", hours_team="team")
    at_team = ibis.ifelse(nexts.basis == "team", nexts.next_station, ibis.null("string"))
    known = nexts.mutate(at_team=at_team).join(told, _.at_team == told.hours_team)
    nothing, one = (ibis.literal(n, type="int64") for n in (0, 1))
    named = known.select(*_KEYS).distinct()
    always = nexts.anti_join(named, list(_KEYS)).select(*_KEYS, hour=nothing, queue=nothing, busy=nothing, at_work=one)
    return always.union(known.select(*_KEYS, "hour", queue=nothing, busy=nothing, at_work=known.change))


def _idle_hours(changes: ir.Table, *, n_hours: int) -> ir.Table:
    """By station: n_open (hours the next could work), n_idle (of these, idle with a queue here), n_seen (ever busy)."""
    summed = changes.group_by([*_KEYS, "hour"]).agg(
        **{name: changes[name].sum().cast("int64") for name in ("queue", "busy", "at_work")}
    )
    so_far = ibis.cumulative_window(group_by=list(_KEYS), order_by="hour")
    in_order = ibis.window(group_by=list(_KEYS), order_by="hour")
    level = summed.mutate(
        hours=ibis.least(_.hour.lead().over(in_order).fill_null(n_hours), n_hours) - ibis.least(_.hour, n_hours),
        **{f"{name}_now": summed[name].sum().over(so_far) for name in ("queue", "busy", "at_work")},
    )
    can = level.at_work_now > 0
    return level.group_by(list(_KEYS)).agg(
        n_open=level.hours.sum(where=can).fill_null(0),
        n_idle=level.hours.sum(where=can & (level.queue_now > 0) & (level.busy_now == 0)).fill_null(0),
        n_seen=level.busy_now.max(),
    )
