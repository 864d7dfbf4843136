"""The bottleneck: where work piles up, or that there is no single such place. Source: science B3."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union
from dure.facts.loop import MEASURED
from dure.facts.moments import days_inside, is_inside, length_days
from dure.facts.numbers import Metric, Window

#: What the queue of a station tells. Utilisation needs service times, which moves do not hold.
_SIGNALS: Final = ("queue_growth", "waiting_share")

_SUMS: Final = ("days", "n_waits", "n_begun", "n_ended")


def measure(*, waits: ir.Table, stage_waits: ir.Table, window: Window) -> ir.Table:
    """The constraint among the teams, among the stages of a tool, and among the stages of the loop.

    For each of these (``team``, ``stage``; the loop has only ``stage``) there are the cuts

    - ``team.queue_growth``: waits begun less waits ended, per week; and ``team.queue_growth.rank``;
    - ``team.waiting_share``: the share of all waiting days that is spent there; and its rank;
    - ``team.verdict``: the station that both signals rank first, its value being how many agree; two
      that tie are both named. Where they disagree there is one row without a slice, whose reason is
      ``no_single_constraint``; with fewer than two stations it is ``one_station``.

    A stage of the loop that no voice ever reached is not in use: it is no station. Nor is the way from
    told to measured: the customer's clock has stopped by then.
    """
    signals = _ranked(_work_stations(waits).union(_loop_stations(stage_waits, window=window)), window=window)
    verdicts = _verdicts(signals)
    return union(
        [
            numbers(_shown(signals, "signal"), value=_.shown, n=_.n_waits),
            numbers(_shown(signals, "rank"), value=_.shown, n=_.n_waits),
            numbers(verdicts, value=_.n_agree, n=_.n_waits, reason=_.why),
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


def _ranked(stations: ir.Table, *, window: Window) -> ir.Table:
    """One row per station and signal, with its rank (1 = worst; ties share one) and whether it is first.

    A queue that does not grow is never first.
    """
    weeks = (length_days(window) / 7).nullif(0.0)
    group = ibis.window(group_by=["stream", "basis"])
    told = stations.mutate(
        queue_growth=(stations.n_begun - stations.n_ended) / weeks,
        waiting_share=stations.days / stations.days.sum().over(group).nullif(0.0),
        n_stations=stations.station.count().over(group),
    )
    each = told.mutate(name=ibis.literal(list(_SIGNALS), type="array<string>").unnest())
    each = each.mutate(signal=each.name.cases(*((name, each[name]) for name in _SIGNALS)))
    worst_first = ibis.window(
        group_by=["stream", "basis", "name"], order_by=each.signal.desc(nulls_first=False)
    )
    ranked = each.mutate(rank=(ibis.rank().over(worst_first) + 1).cast("float64"))
    return ranked.mutate(is_first=((ranked["rank"] == 1) & (ranked.signal > 0)).fill_null(False))


def _shown(signals: ir.Table, column: str) -> ir.Table:
    name = signals.basis + "." + signals.name + ("" if column == "signal" else f".{column}")
    return signals.select("stream", "n_waits", cut=name, slice="station", shown=column)


def _verdicts(signals: ir.Table) -> ir.Table:
    stations = signals.group_by(["stream", "basis", "station"]).agg(
        n_agree=_.is_first.sum(), n_stations=_.n_stations.max(), n_waits=_.n_waits.max()
    )
    stations = stations.mutate(is_constraint=(stations.n_agree >= 2) & (stations.n_stations >= 2))
    stations = stations.mutate(
        found=stations.is_constraint.any().over(ibis.window(group_by=["stream", "basis"]))
    )
    named = stations.mutate(slice=stations.is_constraint.ifelse(stations.station, "")).filter(
        _.is_constraint | ~_.found
    )
    verdicts = named.group_by(["stream", "basis", "slice"]).agg(
        n_agree=_.n_agree.max(where=_.is_constraint), n_waits=_.n_waits.sum(), n_stations=_.n_stations.max()
    )
    return verdicts.mutate(
        cut=verdicts.basis + ".verdict",
        why=(verdicts.n_stations < 2).ifelse("one_station", "no_single_constraint"),
    )


METRIC = Metric(
    name="bottleneck",
    version=1,
    unit="signals",
    needs=("waits", "stage_waits"),
    measure=measure,
    title={"ko": "병목", "en": "Bottleneck"},
    meaning={
        "ko": "대기 줄이 가장 빨리 늘고 기다린 시간도 가장 많은 곳입니다. 두 신호가 같은 곳을 가리킬 때만 병목이라 하고, 엇갈리면 하나로 꼽을 수 없다고 말합니다.",
        "en": "Where the queue grows fastest and most of the waiting is. It is called the bottleneck only where both signals "
        "name the same place; where they differ there is no single one.",
    },
    source="Goldratt, theory of constraints; signals listed in Emerging Markets Journal 2020-0012",
)
