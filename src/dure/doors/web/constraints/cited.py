"""The numbers an improvement cites: what they are called, in which unit, and how they read before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy

from dure.doors.web.constraint import SIGNALS
from dure.doors.web.measured import Row, definitions, in_tongue
from dure.doors.web.names import Words
from dure.doors.web.templatetags.dure import UNKNOWN, language
from dure.kit import wording

VERDICT = "verdict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number with what it was when it was cited, when it ended, and what it is now; None where not known."""

    title: Words
    unit: str
    found: float | None
    ended: float | None
    now: float | None
    n: int

    @property
    def found_words(self) -> str:
        return said(self.found, unit=self.unit)

    @property
    def ended_words(self) -> str:
        return said(self.ended, unit=self.unit)

    @property
    def now_words(self) -> str:
        return said(self.now, unit=self.unit)


def unit_of(metric: str, *, cut: str) -> str:
    """The unit in which a number is read."""
    signal = cut.rpartition(".")[2]
    if metric == "bottleneck":
        return SIGNALS[signal][1] if signal in SIGNALS else "items"
    defined = definitions().get(metric)
    return defined.unit if defined else "items"


def title_of(metric: str, *, cut: str, slice: str, station: Words = "") -> Words:
    """What a number is called; a number of the place itself is told with the place."""
    signal = cut.rpartition(".")[2]
    if metric == "bottleneck" and signal in SIGNALS:
        name = SIGNALS[signal][0]
    else:
        defined = definitions().get(metric)
        name = in_tongue(defined.title) if defined else metric
    if slice:
        return format_lazy("{name}: {place}", name=name, place=station or slice)
    return name


def said(value: float | None, *, unit: str) -> str:
    """A value with its unit, as a reader reads it."""
    return UNKNOWN if value is None else wording.quantity(value, unit=unit, language=language())


def readings(cited: Iterable[Any], *, now: Iterable[Row], station: Words) -> list[Reading]:
    """The cited numbers in their order, each with what it was and what it is."""
    current = {(row.metric, row.cut, row.slice): row.value for row in now}
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in cited:
        if one.cut.endswith(f".{VERDICT}"):
            continue
        key = (one.metric, one.cut, one.slice)
        found.setdefault(key, {"found": None, "ended": None, "n": one.n})[one.cited_when] = one.value
    return [
        Reading(
            title=title_of(metric, cut=cut, slice=slice, station=station),
            unit=unit_of(metric, cut=cut),
            now=current.get((metric, cut, slice)),
            **values,
        )
        for (metric, cut, slice), values in found.items()
    ]
