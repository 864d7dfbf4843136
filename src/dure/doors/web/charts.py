"""A chart and its table, from the same figures, so that they cannot disagree.

The page draws the chart with ECharts (``static/charts.js``); the table below it is the chart's equal: it
carries the links to the rows behind every figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dure.kit.wording import quantity

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures along the chart's axis; None where a figure is not known."""

    name: Words
    values: Sequence[float | None]
    hrefs: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What is usual along the axis: the mean and the limits around it; None where they are not known."""

    low: Sequence[float | None]
    mean: Sequence[float | None]
    high: Sequence[float | None]

    def lines(self) -> list[tuple[str, list[float | None]]]:
        """Each line with its name."""
        return [
            (_("Usual, from"), list(self.low)),
            (_("Usual, mean"), list(self.mean)),
            (_("Usual, to"), list(self.high)),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Figures along one axis. ``says`` is the sentence a reader who does not see the chart needs.

    ``kind`` is line or bar; ``flat`` lays bars on their side, for long labels. ``usual`` are the limits of the
    first series, and ``change`` says whether a change in it is real.
    """

    key: str
    title: Words
    says: Words
    axis: Words
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "items"
    kind: str = "bar"
    is_stacked: bool = False
    is_flat: bool = False
    marks: Sequence[tuple[str, float]] = ()
    usual: Band | None = None
    change: Words = ""

    @property
    def drawing_id(self) -> str:
        return f"{self.key}-drawing"

    def drawing(self) -> dict[str, Any]:
        """What ``charts.js`` needs, as JSON."""
        return {
            "kind": self.kind,
            "stacked": self.is_stacked,
            "flat": self.is_flat,
            "unit": self.unit,
            "says": str(self.says),
            "labels": list(self.labels),
            "series": [
                {"name": str(s.name), "values": list(s.values), "hrefs": list(s.hrefs)} for s in self.series
            ],
            "marks": [list(mark) for mark in self.marks],
            "usual": self.usual.lines() if self.usual else [],
        }

    def table(self, *, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """One row for each label: its figures as (words, href); "–" where a figure is not known."""
        return [
            (label, [_cell(s, i, unit=self.unit, language=language) for s in self.series])
            for i, label in enumerate(self.labels)
        ]


def _cell(series: Series, i: int, *, unit: str, language: str) -> tuple[str, str]:
    value = series.values[i]
    words = "–" if value is None else quantity(value, unit=unit, language=language)
    return words, series.hrefs[i] if i < len(series.hrefs) else ""
