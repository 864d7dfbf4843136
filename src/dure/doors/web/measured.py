"""The numbers of one stream as the jobs computed them, found by metric, cut and slice."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from django.utils.functional import Promise

from dure.doors.web.numbers import Number
from dure.doors.web.templatetags.dure import language
from dure.facts.numbers import Metric
from dure.kit.plugins import found


@cache
def definitions() -> dict[str, Metric]:
    """What every number means, by its name."""
    return cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))


def in_tongue(words: Mapping[str, str]) -> str:
    """The wording in the reader's language."""
    return words[language()]


class Row(Protocol):
    """A measurement as the database keeps it."""

    metric: str
    cut: str
    slice: str
    value: float | None
    n: int
    coverage: float | None
    low: float | None
    high: float | None
    reason: str
    as_of: datetime


class Measured:
    """A stream's numbers, read once; ``cited`` counts the decisions that cite each, told at ``cited_at``."""

    def __init__(
        self, rows: Iterable[Row], *, cited: Mapping[str, int] | None = None, cited_at: str = ""
    ) -> None:
        self._cited, self._cited_at = cited or {}, cited_at
        self._rows: Mapping[tuple[str, str, str], Row] = {(r.metric, r.cut, r.slice): r for r in rows}

    def __bool__(self) -> bool:
        return bool(self._rows)

    @property
    def as_of(self) -> datetime | None:
        """The moment up to which the numbers speak."""
        return max((row.as_of for row in self._rows.values()), default=None)

    def row(self, metric: str, *, cut: str = "all", slice: str = "") -> Row | None:
        return self._rows.get((metric, cut, slice))

    def value(self, metric: str, *, cut: str = "all", slice: str = "") -> float | None:
        row = self.row(metric, cut=cut, slice=slice)
        return row.value if row else None

    def slices(self, metric: str, *, cut: str) -> dict[str, Row]:
        """The rows of one cut by their slice, in the order of slices."""
        return {key[2]: row for key, row in sorted(self._rows.items()) if key[:2] == (metric, cut)}

    def number(
        self, metric: str, *, cut: str = "all", slice: str = "", title: str | Promise = "", **named: Any
    ) -> Number:
        """A number for :mod:`parts/number.html`, with its definition; one for which there is no row is not known."""
        row, defined = self.row(metric, cut=cut, slice=slice), definitions()[metric]
        named = {
            "title": title or in_tongue(defined.title), "unit": defined.unit, "meaning": in_tongue(defined.meaning),
            "n_decisions": self._cited.get(metric, 0), "decisions_href": self._cited_at, **named,
        }  # fmt: skip
        if row is None:
            return Number(value=None, reason="no_data" if self else "not_computed", **named)
        return Number(
            value=row.value, n=row.n, coverage=row.coverage, low=row.low, high=row.high, as_of=row.as_of,
            reason=row.reason, **named,
        )  # fmt: skip
