"""The constraint: which station holds up the whole, by which signals, or that no single one does (science B3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured
from dure.doors.web.names import Words
from dure.doors.web.numbers import REASONS

#: The signals by the last part of their cut, the higher the worse: what each is called, and its unit.
SIGNALS: dict[str, tuple[Words, str]] = {
    "utilisation": (pgettext_lazy("signal", "How busy it is"), "share"),
    "queue_growth": (pgettext_lazy("signal", "Queue growth"), "items_per_week"),
    "waiting_share": (pgettext_lazy("signal", "Share of all waiting"), "share"),
    "starvation": (pgettext_lazy("signal", "Next place idle meanwhile"), "share"),
}

#: The cuts of the bottleneck that a verdict is read from.
CUTS = tuple(
    f"{basis}.{part}"
    for basis in ("team", "stage")
    for part in ("verdict", *SIGNALS, *(f"{signal}.rank" for signal in SIGNALS))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one signal says of one station; rank 1 is the worst. Without a value, ``why`` says so."""

    signal: str
    value: float | None
    rank: int | None
    why: Words = ""

    @property
    def unit(self) -> str:
        return SIGNALS[self.signal][1]

    @property
    def is_first(self) -> bool:
        return self.rank == 1 and bool(self.value and self.value > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What the signals say of one station, in the order of the verdict's signals."""

    key: str
    name: Words
    href: str
    readings: tuple[Reading, ...]
    people: tuple[Words, ...] = ()  # who stands there

    @property
    def n_first(self) -> int:
        """How many signals rank it first."""
        return sum(reading.is_first for reading in self.readings)

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands among the others, the worst first."""
        ranks = {reading.signal: reading.rank or 9999 for reading in self.readings}
        return -self.n_first, ranks.get("waiting_share", 9999), min(ranks.values(), default=9999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the signals say together. ``named`` is empty where no single station is the constraint.

    ``signals`` are those that can be computed of any station (name, words); ``silent`` the others, with why.
    """

    named: tuple[Station, ...] = ()
    stations: tuple[Station, ...] = ()
    signals: tuple[tuple[str, Words], ...] = ()
    silent: tuple[tuple[Words, Words], ...] = ()
    n_more: int = 0
    reason: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.stations)

    @property
    def first(self) -> Station | None:
        return self.named[0] if self.named else None

    @property
    def firsts(self) -> list[tuple[Words, Station]]:
        """Which station each signal ranks first; a signal that ranks none is left out."""
        return [
            (words, station)
            for signal, words in self.signals
            for station in self.stations
            if any(reading.signal == signal and reading.is_first for reading in station.readings)
        ]

    def is_named(self, key: str) -> bool:
        return key in {station.key for station in self.named}


def verdict(
    measured: Measured,
    *,
    basis: str,
    name: Callable[[str], Words],
    href: Callable[[str], str],
    who: Mapping[str, tuple[Words, ...]] | None = None,
    among: frozenset[str] | None = None,
    at_most: int = 8,
) -> Verdict:
    """The constraint among the stations of one basis, with the worst stations and their signals.

    Args:
        basis: stage or team.
        who: who stands at each station, where that is known.
        among: the stations of which the record can speak. Where the signals point to another, the record
            ends there rather than the flow, and no constraint is named.
        at_most: so many stations are shown; one that a signal ranks first always is.
    """
    keys = [
        key
        for key in measured.slices("bottleneck", cut=f"{basis}.waiting_share")
        if among is None or key in among
    ]
    known = [signal for signal in SIGNALS if _computed(measured, basis=basis, signal=signal, keys=keys)]
    stations = {
        key: Station(key=key, name=name(key), href=href(key),
                     readings=tuple(_reading(measured, basis=basis, signal=signal, key=key) for signal in known),
                     people=(who or {}).get(key, ()))
        for key in keys
    }  # fmt: skip
    said = measured.slices("bottleneck", cut=f"{basis}.verdict")
    reason = next((row.reason for row in said.values() if row.value is None), "")
    outside = [key for key in said if key and key not in stations]
    worst = sorted(stations.values(), key=lambda station: (station.place, station.key))
    n_shown = max(at_most, sum(station.n_first > 0 for station in worst[: 2 * at_most]))
    return Verdict(
        named=tuple(stations[key] for key in said if key in stations),
        stations=tuple(worst[:n_shown]),
        signals=tuple((signal, SIGNALS[signal][0]) for signal in known),
        silent=tuple(_silent(measured, basis=basis, known=known)),
        n_more=max(0, len(worst) - n_shown),
        reason="record_ends" if outside else reason,
    )


def _computed(measured: Measured, *, basis: str, signal: str, keys: list[str]) -> bool:
    rows = measured.slices("bottleneck", cut=f"{basis}.{signal}")
    return any(key in rows and rows[key].value is not None for key in keys)


def _reading(measured: Measured, *, basis: str, signal: str, key: str) -> Reading:
    row = measured.row("bottleneck", cut=f"{basis}.{signal}", slice=key)
    rank = measured.value("bottleneck", cut=f"{basis}.{signal}.rank", slice=key)
    why = REASONS.get(row.reason, row.reason) if row and row.value is None else ""
    return Reading(signal=signal, value=row.value if row else None, rank=int(rank) if rank else None, why=why)


def _silent(measured: Measured, *, basis: str, known: list[str]) -> Iterable[tuple[Words, Words]]:
    """The signals that no station has, each with the reason most of them give."""
    for signal, (words, _unit) in SIGNALS.items():
        rows = measured.slices("bottleneck", cut=f"{basis}.{signal}").values()
        reasons = [row.reason for row in rows if row.value is None]
        if signal not in known and reasons:
            yield words, REASONS.get(max(reasons, key=reasons.count), REASONS["no_data"])


def stream_verdict(measured: Measured, *, stream: str) -> Verdict:
    """The constraint of a value stream: among its teams, or, where they do not agree on one, among the tool's states."""
    by_team = verdict(
        measured,
        basis="team",
        name=team_name,
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


def team_name(key: str) -> str:
    """The team's name as its key tells it: an import's team is ``source/name``."""
    return key.partition("/")[2] or key
