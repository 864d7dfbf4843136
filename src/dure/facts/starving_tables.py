"""Whether the next station stands idle while this one has a queue, looked at on every full hour of the last weeks.

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

#: A quarter: the question is who starves now, and all hours of a year take four times as long to look at.
WEEKS_LOOKED_AT = 13


#: Three counts in one number of 53 bits, which is a float's, for engines add up floats twice as quickly as whole
#: numbers, and one column sooner than three: how many wait here (the upper 25 bits), how many the next station is
#: busy with (the middle 24), and how many of its hours are open now (the lower 4).
_BUSY = 1 << 4
_QUEUE = _BUSY << 24


def stations(labels: ir.Table, *, stage_waits: ir.Table) -> ir.Table:
    """Every place work or voices stand in, numbered: place, stream, basis, station, waits, works.

    ``waits``: what stands in it is a queue; ``works``: what stands in it keeps it from being idle. A
    number stands for the names, for comparing numbers ten million times is much cheaper.
    """
    in_progress = labels.filter(labels.state.isin([ACTIVE, WAITING]))
    is_wait = in_progress.state == WAITING
    of_teams = in_progress.select(
        "stream", basis=ibis.literal("team"), station="team", waits=is_wait, works=~is_wait
    )
    of_stages = in_progress.select(
        "stream", basis=ibis.literal("stage"), station="stage", waits=is_wait, works=ibis.literal(True)
    )
    of_loop = stage_waits.select(
        "stream",
        basis=ibis.literal("loop"),
        station="stage",
        waits=ibis.literal(True),
        works=ibis.literal(True),
    )
    every = of_teams.union(of_stages).union(of_loop).filter(_.station.notnull()).distinct()
    number = ibis.row_number().over(order_by=[*_KEYS, "waits", "works"])
    return every.mutate(place=number)


def stays(
    steps: ir.Table, *, labels: ir.Table, stage_waits: ir.Table, stations: ir.Table, window: Window
) -> ir.Table:
    """How many came to a place less how many left it, by full hour: place, hour, change."""
    spans = steps.select(
        "label",
        start=since_start(steps.start_ts, window=window),
        end=since_start(steps.end_ts, window=window),
    )
    spans = spans.filter(spans.end > _looked_from(window) * HOUR_US)
    named = labels.filter(labels.state.isin([ACTIVE, WAITING])).mutate(waits=_.state == WAITING)
    parts = []
    for basis in ("team", "stage"):
        places = stations.filter(stations.basis == basis).rename(**{basis: "station"})
        of_label = named.join(places, ["stream", basis, "waits"]).select("label", "place")
        parts.append(_turns(spans.join(of_label, "label"), by=["place"], window=window))
    start, end = (since_start(stage_waits[ts], window=window) for ts in ("start_ts", "end_ts"))
    voices = stage_waits.select("stream", station="stage", start=start, end=end)
    of_loop = stations.filter(stations.basis == "loop").select("stream", "station", "place")
    parts.append(_turns(voices.join(of_loop, ["stream", "station"]), by=["place"], window=window))
    return union(parts)


def next_stations(steps: ir.Table, *, labels: ir.Table, stage_waits: ir.Table, window: Window) -> ir.Table:
    """The station that most went on to in the window: stream, basis, station, next_station; of two, the first by name."""
    return _work_nexts(steps, labels=labels, window=window).union(_loop_nexts(stage_waits))


def starvation(
    stays: ir.Table,
    *,
    stations: ir.Table,
    next_stations: ir.Table,
    watched: ir.Table,
    open_hours: ir.Table,
    window: Window,
) -> ir.Table:
    """One row per station that has a next one: stream, basis, station, next_station, share, n, reason.

    ``share``: of the hours looked at, and since the stream is watched, in which the next station could work (its team's
    open hours; all, where nobody told them), how many it stood idle while something waited here. A team stands idle while
    nothing is active with it; a stage of a tool or of the loop while nothing stands in it. The next
    station is the one that most go on to; in the loop, the next that is in use. ``n`` counts the hours.
    """
    since = watched.select("stream", first_hour=_first_hour(watched.since, window=window))
    pairs = next_stations.join(since, "stream")
    pairs = pairs.mutate(pair=ibis.row_number().over(order_by=[*_KEYS, "next_station"]))
    queues = stations.filter(stations.waits).join(pairs, list(_KEYS)).select("place", "pair")
    after = stations.filter(stations.works).rename(next_station="station")
    workers = after.join(pairs, ["stream", "basis", "next_station"]).select("place", "pair")
    here = stays.join(queues, "place")
    there = stays.join(workers, "place")
    changes = union(
        [
            here.select("pair", "hour", change=here.change * _QUEUE),
            there.select("pair", "hour", change=there.change * _BUSY),
            _at_work(pairs, open_hours=open_hours, window=window),
        ]
    )
    idle = _idle_hours(changes, n_hours=_n_hours(window))
    return pairs.left_join(idle, "pair").select(
        "stream",
        "station",
        "next_station",
        basis=ibis.ifelse(pairs.basis == "loop", "stage", pairs.basis),
        share=ibis.ifelse(idle.n_seen > 0, idle.n_idle.cast("float64") / idle.n_open.nullif(0), ibis.null()),
        n=idle.n_open.fill_null(0).cast("int64"),
        reason=ibis.literal("next_never_active"),
    )


def _first_hour(us: ir.IntegerValue, *, window: Window) -> ir.IntegerValue:
    """The number of the first full hour from a time on, of those that are looked at."""
    hour = (clipped(us, window=window) / HOUR_US).ceil().cast("int64")
    return ibis.greatest(hour, _looked_from(window))


def _looked_from(window: Window) -> ir.IntegerScalar:
    """The number of the first hour that is looked at."""
    return ibis.greatest(_n_hours(window) - WEEKS_LOOKED_AT * 168, ibis.literal(0, type="int64"))


def _n_hours(window: Window) -> ir.IntegerScalar:
    """How many full hours there are from the window's start to its horizon, both ends counted."""
    return (length_us(window) / HOUR_US).floor().cast("int64") + 1


def _turns(rows: ir.Table, *, by: Sequence[str], window: Window) -> ir.Table:
    """Comings and goings by full hour: columns ``by``, hour, change. ``rows`` have ``by``, start and end."""
    came = rows.select(
        *by, hour=_first_hour(rows.start, window=window), left=_first_hour(rows.end, window=window)
    )
    came = came.filter(came.hour < came.left)
    started = came.group_by([*by, "hour"]).agg(change=_.count())
    ended = came.group_by([*by, "left"]).agg(change=-_.count()).select(*by, hour="left", change="change")
    return started.union(ended)


def _work_nexts(steps: ir.Table, *, labels: ir.Table, window: Window) -> ir.Table:
    start = since_start(steps.start_ts, window=window)
    inside = steps.filter((start >= 0) & (start < length_us(window)) & (steps.label != steps.label_before))
    words = labels.filter(labels.state.isin(FLOW_STATES))
    places = words.select("stream", "team", "stage", "state").distinct()
    places = places.mutate(place=ibis.row_number().over(order_by=["stream", "team", "stage", "state"]))
    same = [words[word].identical_to(places[word]) for word in ("stream", "team", "stage", "state")]
    numbers = words.join(places, same).select(words.label, places.place)
    before = numbers.select(label_before="label", place_before="place")
    pairs = inside.join(numbers, "label").join(before, "label_before")
    pairs = pairs.group_by(["place_before", "place"]).agg(n=_.count())
    was = places.select(
        place_before="place", was_waiting=places.state == WAITING, from_team="team", from_stage="stage"
    )
    now = places.filter(places.state.isin([ACTIVE, WAITING])).select("place", "stream", "team", "stage")
    told = pairs.join(was, "place_before").join(now, "place")
    return union([_most_often(told, basis=basis) for basis in ("team", "stage")])


def _most_often(pairs: ir.Table, *, basis: str) -> ir.Table:
    ways = pairs.filter(pairs[f"from_{basis}"] != pairs[basis])
    ways = ways if basis == "team" else ways.filter(ways.was_waiting)
    counted = ways.group_by(["stream", f"from_{basis}", basis]).agg(n=_.n.sum())
    best = ibis.window(group_by=["stream", f"from_{basis}"], order_by=[counted.n.desc(), counted[basis]])
    first = counted.mutate(place=ibis.row_number().over(best)).filter(_.place == 0)
    return first.select(
        "stream", basis=ibis.literal(basis), station=first[f"from_{basis}"], next_station=first[basis]
    )


def _loop_nexts(stage_waits: ir.Table) -> ir.Table:
    used = stage_waits.group_by(["stream", "stage"]).agg(in_use=_.reached.any()).filter(_.in_use)
    placed = used.mutate(place=used.stage.cases(*((stage, n) for n, stage in enumerate(LOOP))))
    in_order = ibis.window(group_by="stream", order_by="place")
    following = placed.mutate(next_station=placed.stage.lead().over(in_order))
    return following.filter(following.next_station.notnull()).select(
        "stream", basis=ibis.literal("loop"), station="stage", next_station="next_station"
    )


def _at_work(pairs: ir.Table, *, open_hours: ir.Table, window: Window) -> ir.Table:
    """When the next station is at work: by its team's hours, or from the first hour on where nobody told them."""
    open_turns = _turns(hours(open_hours, window=window), by=["team"], window=window)
    told = open_turns.select("hour", "change", hours_team="team")
    at_team = ibis.ifelse(pairs.basis == "team", pairs.next_station, ibis.null("string"))
    known = pairs.mutate(at_team=at_team).join(told, _.at_team == told.hours_team)
    one = ibis.literal(1, type="int64")
    always = pairs.anti_join(known.select("pair").distinct(), "pair")
    hour = ibis.greatest(known.hour, known.first_hour)
    return always.select("pair", hour="first_hour", change=one).union(
        known.select("pair", hour=hour, change=known.change)
    )


def _idle_hours(changes: ir.Table, *, n_hours: ir.IntegerScalar) -> ir.Table:
    """By pair: n_open (hours the next could work), n_idle (of these, idle with a queue here), n_seen (ever busy)."""
    summed = changes.group_by(["pair", "hour"]).agg(change=changes.change.sum().cast("int64"))
    so_far = ibis.cumulative_window(group_by="pair", order_by="hour")
    in_order = ibis.window(group_by="pair", order_by="hour")
    level = summed.mutate(
        hours=ibis.least(_.hour.lead().over(in_order).fill_null(n_hours), n_hours)
        - ibis.least(_.hour, n_hours),
        now=summed.change.cast("float64").sum().over(so_far).cast("int64"),
    )
    level = level.mutate(
        queue_now=(level.now >= _QUEUE).cast("int64"),
        busy_now=((level.now % _QUEUE) >= _BUSY).cast("int64"),
        at_work_now=level.now % _BUSY,
    )
    can = level.at_work_now > 0
    return level.group_by("pair").agg(
        n_open=level.hours.sum(where=can).fill_null(0),
        n_idle=level.hours.sum(where=can & (level.queue_now > 0) & (level.busy_now == 0)).fill_null(0),
        n_seen=level.busy_now.max(),
    )
