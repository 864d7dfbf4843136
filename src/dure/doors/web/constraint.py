"""The constraint: which station holds up the whole, by which signals, or that no single one does (science B3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured
from dure.doors.web.names import Words

SIGNALS = ("queue_growth", "waiting_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What the signals say of one station; rank 1 is the worst, and None stands for a signal without a value."""

    key: str
    name: Words
    href: str
    growth_per_week: float | None
    growth_rank: int | None
    waiting_share: float | None
    waiting_rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the signals say together. ``named`` is empty where no single station is the constraint."""

    named: tuple[Station, ...] = ()
    stations: tuple[Station, ...] = ()
    reason: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.stations)

    @property
    def first(self) -> Station | None:
        return self.named[0] if self.named else None

    def is_named(self, key: str) -> bool:
        return key in {station.key for station in self.named}


def verdict(
    measured: Measured,
    *,
    basis: str,
    name: Callable[[str], Words],
    href: Callable[[str], str],
    among: frozenset[str] | None = None,
    at_most: int = 8,
) -> Verdict:
    """The constraint among the stations of one basis, with the worst stations and their signals.

    Args:
        basis: stage or team.
        among: the stations of which the record can speak. Where the signals point to another, the record
            ends there rather than the flow, and no constraint is named.
    """
    keys = [
        key
        for key in measured.slices("bottleneck", cut=f"{basis}.waiting_share")
        if among is None or key in among
    ]
    stations = {key: _station(measured, basis=basis, key=key, name=name(key), href=href(key)) for key in keys}
    said = measured.slices("bottleneck", cut=f"{basis}.verdict")
    reason = next((row.reason for row in said.values() if row.value is None), "")
    outside = [key for key in said if key and key not in stations]
    worst = sorted(stations.values(), key=lambda s: (s.waiting_rank or 999, s.growth_rank or 999))
    return Verdict(
        named=tuple(stations[key] for key in said if key in stations),
        stations=tuple(worst[:at_most]),
        reason="record_ends" if outside else reason,
    )


def _station(measured: Measured, *, basis: str, key: str, name: Words, href: str) -> Station:
    found: Mapping[str, float | None] = {
        signal: measured.value("bottleneck", cut=f"{basis}.{signal}", slice=key)
        for signal in (*SIGNALS, *(f"{signal}.rank" for signal in SIGNALS))
    }
    ranks = {signal: int(rank) if (rank := found[f"{signal}.rank"]) else None for signal in SIGNALS}
    return Station(
        key=key, name=name, href=href,
        growth_per_week=found["queue_growth"], growth_rank=ranks["queue_growth"],
        waiting_share=found["waiting_share"], waiting_rank=ranks["waiting_share"],
    )  # fmt: skip


def stream_verdict(measured: Measured, *, stream: str) -> Verdict:
    """The constraint of a value stream: among its teams, or, where they do not agree on one, among the tool's states."""
    by_team = verdict(
        measured,
        basis="team",
        name=_team_name,
        href=lambda team: address("/items/", stream=stream, team=team),
    )
    if by_team.first:
        return by_team
    by_stage = verdict(
        measured,
        basis="stage",
        name=lambda stage: stage,
        href=lambda stage: address("/items/", stream=stream, stage=stage),
    )
    return by_stage if by_stage.first or not by_team.is_known else by_team


def _team_name(key: str) -> str:
    """The team's name as its key tells it: an import's team is ``source/name``."""
    return key.partition("/")[2] or key
