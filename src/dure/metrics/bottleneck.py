"""The bottleneck: where work piles up, or that there is no single such place. Source: science B3."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import NO_DATA, numbers, union
from dure.facts.loop import MEASURED
from dure.facts.moments import DAY_US, days_inside, is_inside
from dure.facts.numbers import Metric, Window
from dure.facts.stretches import length_us

#: What tells a constraint, each with the higher the worse.
SIGNALS: Final = ("utilisation", "queue_growth", "waiting_share", "starvation")

#: So many signals must rank a station first.
AGREE: Final = 2

_SUMS: Final = ("days", "n_waits", "n_begun", "n_ended")


def measure(
    *,
    waits: ir.Table,
    stage_waits: ir.Table,
    team_loads: ir.Table,
    starvation: ir.Table,
    watched: ir.Table,
    window: Window,
) -> ir.Table:
    """The constraint among the teams, among the waiting stages of a tool, and among the stages of the loop.

    For each of these (``team``, ``stage``; the loop has only ``stage``) there are the cuts

    - ``team.utilisation``: lambda / (c * mu), 1 and more where more work comes than can be done;
    - ``team.queue_growth``: waits begun less waits ended, per week;
    - ``team.waiting_share``: the share of all waiting days that is spent there;
    - ``team.starvation``: the share of its working hours in which the next station stood idle while
      something waited here, in the last 13 weeks;
    - for each of them its rank (``team.utilisation.rank``; 1 = worst, ties share one). A signal that
      cannot be computed is null with the reason; one known of a single station ranks nobody;
    - ``team.verdict``: the station that most signals rank first, two at least, its value being how
      many. Two that the same signals rank first are both named. Else there is one row without a slice:
      ``no_single_constraint``, ``too_few_signals`` (fewer than two can be compared), ``one_station``.

    A stage of the loop that no voice ever reached is not in use: it is no station. Nor is the way from
    told to measured: the customer's clock has stopped by then.
    """
    stations = _work_stations(waits).union(_loop_stations(stage_waits, window=window))
    known = _with_weeks(stations, watched=watched, window=window)
    signals = _ranked(_told(known, team_loads=team_loads, starvation=starvation))
    return union(
        [
            numbers(_shown(signals, "signal"), value=_.shown, n=_.n, reason=_.why),
            numbers(_shown(signals, "rank"), value=_.shown, n=_.n, reason=_.why),
            numbers(_verdicts(signals), value=_.n_agree, n=_.n_waits, reason=_.why),
        ]
    )


def _work_stations(waits: ir.Table) -> ir.Table:
    each = waits.mutate(basis=ibis.literal(["team", "stage"], type="array<string>").unnest())
    each = each.mutate(station=each.basis.cases(("team", each.team), ("stage", each.stage)))
    return (
        each.filter(each.station.notnull())
        .group_by(["stream", "basis", "station"])
        .agg(**{name: each[name].sum().cast("float64") for name in _SUMS})
    )


def _loop_stations(stage_waits: ir.Table, *, window: Window) -> ir.Table:
    stage_waits = stage_waits.filter(_.stage != MEASURED)
    days = days_inside(stage_waits.start_ts, stage_waits.end_ts, window=window)
    begun, ended = (is_inside(stage_waits[ts], window=window) for ts in ("start_ts", "end_ts"))
    touched = stage_waits.mutate(
        basis=ibis.literal("stage"), station="stage", days=days, begun=begun, ended=ended
    )
    stations = touched.group_by(["stream", "basis", "station"]).agg(
        days=_.days.sum(),
        n_waits=((_.days > 0) | _.ended).sum().cast("float64"),
        n_begun=_.begun.sum().cast("float64"),
        n_ended=_.ended.sum().cast("float64"),
        in_use=_.reached.any(),
    )
    return stations.filter(stations.in_use).drop("in_use")


def _with_weeks(stations: ir.Table, *, watched: ir.Table, window: Window) -> ir.Table:
    """``weeks``: how long the stream is watched inside the window; null where no time is."""
    since = watched.select(watched_stream="stream", since="since")
    told = stations.left_join(since, stations.stream == since.watched_stream).drop("watched_stream")
    weeks = (length_us(window) - told.since.fill_null(0)) / float(7 * DAY_US)
    return told.mutate(weeks=weeks.nullif(0.0)).drop("since")


def _told(stations: ir.Table, *, team_loads: ir.Table, starvation: ir.Table) -> ir.Table:
    """The stations with the value of each signal, and why where there is none."""
    loads = team_loads.select(
        "utilisation", basis=ibis.literal("team"), station="team", n_services="n", no_utilisation="reason"
    )
    starved = starvation.select(
        "stream", "basis", "station", n_hours="n", starvation="share", no_starvation="reason"
    )
    told = stations.left_join(loads, ["basis", "station"]).drop("basis_right", "station_right")
    told = told.left_join(starved, ["stream", "basis", "station"]).drop(
        "stream_right", "basis_right", "station_right"
    )
    group = ibis.window(group_by=["stream", "basis"])
    return told.mutate(
        queue_growth=(told.n_begun - told.n_ended) / told.weeks,
        waiting_share=told.days / told.days.sum().over(group).nullif(0.0),
        n_stations=told.station.count().over(group),
        no_utilisation=told.no_utilisation.fill_null("no_service_times"),
        no_starvation=told.no_starvation.fill_null("no_next_station"),
    )


def _ranked(stations: ir.Table) -> ir.Table:
    """One row per station and signal: signal, why it is null, n, rank, is_first, n_known (stations that have it).

    What is nowhere above 0 (a queue that does not grow) ranks nobody first.
    """
    each = stations.mutate(name=ibis.literal(list(SIGNALS), type="array<string>").unnest())
    each = each.mutate(
        signal=each.name.cases(*((name, each[name]) for name in SIGNALS)),
        why=each.name.cases(
            ("utilisation", each.no_utilisation), ("starvation", each.no_starvation), else_=NO_DATA
        ),
        n=each.name.cases(
            ("utilisation", each.n_services.fill_null(0)),
            ("starvation", each.n_hours.fill_null(0)),
            else_=each.n_waits.cast("int64"),
        ),
    )
    among = ["stream", "basis", "name"]
    worst_first = ibis.window(group_by=among, order_by=each.signal.desc(nulls_first=False))
    ranked = each.mutate(
        place=ibis.rank().over(worst_first) + 1,
        n_known=each.signal.count().over(ibis.window(group_by=among)),
    )
    is_ranked = ranked.signal.notnull() & (ranked.n_known >= 2)
    first = is_ranked & (ranked.place == 1) & (ranked.signal > 0)
    return ranked.mutate(
        rank=ibis.ifelse(is_ranked, ranked.place.cast("float64"), ibis.null()),
        is_first=first.fill_null(False),
    )


def _shown(signals: ir.Table, column: str) -> ir.Table:
    name = signals.basis + "." + signals.name + ("" if column == "signal" else f".{column}")
    why = signals.why if column == "signal" else signals.signal.notnull().ifelse("known_of_one", signals.why)
    return signals.select("stream", "n", cut=name, slice="station", shown=column, why=why)


def _verdicts(signals: ir.Table) -> ir.Table:
    """The named stations, or one row that says why there is none."""
    bit = signals.name.cases(*((name, 2**n) for n, name in enumerate(SIGNALS)), else_=0)
    stations = (
        signals.mutate(bit=bit)
        .group_by(["stream", "basis", "station"])
        .agg(
            n_agree=_.is_first.cast("int64").sum(),
            which=_.bit.sum(where=_.is_first).fill_null(0),
            n_compared=(_.n_known >= 2).cast("int64").sum(),
            n_stations=_.n_stations.max(),
            n_waits=_.n_waits.max(),
        )
    )
    group = ibis.window(group_by=["stream", "basis"])
    most = stations.mutate(most=stations.n_agree.max().over(group))
    leads = (most.n_agree == most.most) & (most.n_agree >= AGREE) & (most.n_stations >= 2)
    leading = most.mutate(leads=leads, their=leads.ifelse(most.which, ibis.null()))
    agreed = leading.their.min().over(group) == leading.their.max().over(group)
    judged = leading.mutate(is_named=leading.leads & agreed.fill_null(False), found=agreed.fill_null(False))
    named = judged.filter(_.is_named | ~_.found).mutate(slice=_.is_named.ifelse(_.station, ""))
    verdicts = named.group_by(["stream", "basis", "slice"]).agg(
        n_agree=_.n_agree.max(where=_.is_named),
        n_waits=_.n_waits.sum(),
        n_stations=_.n_stations.max(),
        n_compared=_.n_compared.max(),
    )
    return verdicts.mutate(
        cut=verdicts.basis + ".verdict",
        why=ibis.cases(
            (verdicts.n_stations < 2, "one_station"),
            (verdicts.n_compared < AGREE, "too_few_signals"),
            else_="no_single_constraint",
        ),
    )


METRIC = Metric(
    name="bottleneck",
    version=2,
    unit="signals",
    needs=("waits", "stage_waits", "team_loads", "starvation", "watched"),
    measure=measure,
    title={"ko": "병목", "en": "Bottleneck"},
    meaning={
        "ko": "네 가지를 봅니다. 할 수 있는 일에 견주어 들어오는 일이 얼마나 되는지(가동률), 대기 줄이 얼마나 빨리 느는지, 기다린 시간이 얼마나 몰려 있는지, 최근 13주에 여기서 기다리는 동안 다음 곳이 얼마나 놀고 있었는지. 계산할 수 있는 신호 가운데 둘 이상이 같은 곳을 첫째로 꼽을 때만 병목이라 하고, 그렇지 않으면 하나로 꼽을 수 없다고 말합니다.",
        "en": "Four signals: how much work comes against what can be done (utilisation), how fast the queue grows, how much of "
        "the waiting is spent there, and, in the last 13 weeks, how long the next place stood idle meanwhile. It is called the bottleneck only "
        "where two or more of those that can be computed rank the same place first; else there is no single one.",
    },
    source="Goldratt, theory of constraints; signals listed in Emerging Markets Journal 2020-0012",
)
