"""The bottleneck: where work piles up, or that there is no single such place. Source: science B3."""

from typing import Final

import ibis
import ibis.expr.types as ir
from ibis import _

from dure.facts.cuts import numbers, union
from dure.facts.loop import WAITING
from dure.facts.moments import days_inside, horizon, is_inside, moment, window_days
from dure.facts.numbers import Metric, Window

#: What the queues of a station are told by. Utilisation needs service times, which moves do not hold.
_SIGNALS: Final = ("queue_growth", "waiting_share")


def measure(*, spans: ir.Table, stage_waits: ir.Table, window: Window) -> ir.Table:
    """The constraint among the teams, among the stages of a tool, and among the stages of the loop.

    For each of these (``team``, ``stage``; the loop has only ``stage``) there are the cuts

    - ``team.queue_growth``: waits begun less waits ended, per week; and ``team.queue_growth.rank``;
    - ``team.waiting_share``: the share of all waiting days that is spent there; and its rank;
    - ``team.verdict``: the station that both signals rank first, its value being how many agree; two
      that tie are both named. Where they disagree there is one row without a slice, whose reason is
      ``no_single_constraint``; with fewer than two stations it is ``one_station``.
    """
    waits = spans.filter((spans.state == WAITING) & (spans.start_ts < moment(horizon(window))))
    by_team = _stations(waits, basis="team", window=window)
    by_stage = _stations(waits, basis="stage", window=window)
    loop = stage_waits.mutate(start_ts="entered_ts", end_ts="reached_ts")
    by_loop_stage = _stations(loop, basis="stage", window=window)
    signals = _ranked(union([by_team, by_stage, by_loop_stage]))
    shown = union([_shown(signals, name) for name in _SIGNALS] + [_shown(signals, name, rank=True) for name in _SIGNALS])
    verdicts = _verdicts(signals)
    return union(
        [
            numbers(shown, value=_.value, n=_.n),
            numbers(verdicts, value=_.value, n=_.n, reason=_.why),
        ]
    )


def _stations(waits: ir.Table, *, basis: str, window: Window) -> ir.Table:
    weeks = ibis.literal((window_days(window) / 7) or None, type="float64")
    days = days_inside(waits.start_ts, waits.end_ts, window=window)
    came, went = is_inside(waits.start_ts, window=window), is_inside(waits.end_ts, window=window)
    stations = waits.mutate(days=days, came=came, went=went, station=waits[basis]).filter(_.station.notnull())
    return stations.group_by(["stream", "station"]).agg(
        basis=ibis.literal(basis),
        n=_.came.cast("int64").sum(),
        queue_growth=(_.came.cast("int64") - _.went.cast("int64")).sum() / weeks,
        days=_.days.sum(),
    )


def _ranked(stations: ir.Table) -> ir.Table:
    """Stations with each signal and its rank (1 = worst, ties share one); a queue that shrinks is never first."""
    group = ibis.window(group_by=["stream", "basis"])
    shares = stations.mutate(waiting_share=stations.days / stations.days.sum().over(group).nullif(0.0))
    ranks = {
        f"{name}_rank": 1 + ibis.rank().over(ibis.window(group_by=["stream", "basis"], order_by=shares[name].desc()))
        for name in _SIGNALS
    }
    ranked = shares.mutate(**ranks, n_stations=shares.station.count().over(group))
    firsts = [((ranked[f"{name}_rank"] == 1) & (ranked[name] > 0)).fill_null(False).cast("int64") for name in _SIGNALS]
    return ranked.mutate(n_agree=sum(firsts[1:], firsts[0]))


def _shown(signals: ir.Table, name: str, *, rank: bool = False) -> ir.Table:
    column = f"{name}_rank" if rank else name
    return signals.select(
        "stream",
        cut=signals.basis + f".{name}" + (".rank" if rank else ""),
        slice="station",
        value=signals[column].cast("float64"),
        n="n",
    )


def _verdicts(signals: ir.Table) -> ir.Table:
    named = signals.filter((signals.n_agree >= 2) & (signals.n_stations >= 2))
    constraints = named.select(
        "stream", cut=named.basis + ".verdict", slice="station", value=named.n_agree.cast("float64"), n="n", why=ibis.null("string")
    )
    groups = signals.group_by(["stream", "basis"]).agg(n_stations=_.n_stations.max(), n=_.n.sum())
    none = groups.anti_join(named, ["stream", "basis"])
    return constraints.union(
        none.select(
            "stream",
            cut=none.basis + ".verdict",
            slice=ibis.literal(""),
            value=ibis.null("float64"),
            n="n",
            why=ibis.ifelse(none.n_stations < 2, "one_station", "no_single_constraint"),
        )
    )


METRIC = Metric(
    name="bottleneck",
    version=1,
    unit="signals",
    needs=("spans", "stage_waits"),
    measure=measure,
    title={"ko": "병목", "en": "Bottleneck"},
    meaning={
        "ko": "대기 줄이 가장 빨리 늘고 기다린 시간도 가장 많은 곳입니다. 두 신호가 같은 곳을 가리킬 때만 병목이라 하고, 엇갈리면 하나로 꼽을 수 없다고 말합니다.",
        "en": "Where the queue grows fastest and most of the waiting is. It is called the bottleneck only where both signals "
        "name the same place; where they differ there is no single one.",
    },
    source="Goldratt, theory of constraints; signals listed in Emerging Markets Journal 2020-0012",
)
