"""The journey of a log as tables: what follows what, common paths, the funnel, obstacles. How it looks is told elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import pyarrow as pa

from dure.facts.cuts import ARROW
from dure.facts.touch_tables import JOURNEY

Row = dict[str, Any]

METRICS: Final = ("journey_follows", "journey_variants", "obstacles")

_NAMED: Final = {"from": pa.string(), "to": pa.string(), "n": pa.int64(), "median_minutes": pa.float64()}
_SHARE: Final = {"n": pa.int64(), "share": pa.float64(), "low": pa.float64(), "high": pa.float64()}


@dataclass(frozen=True)
class JourneyReport:
    """Everything a journey report needs. ``rows`` are measurements, ``steps`` the stages of the funnel in order."""

    name: str
    stream: str
    title: Mapping[str, str]
    first_at: datetime
    last_at: datetime
    n_cases: int
    n_rows: int
    n_aside: int
    n_software: int
    reasons: Mapping[str, int]
    rows: tuple[Row, ...]
    steps: tuple[str, ...] = ()
    unknown_steps: tuple[str, ...] = ()

    def slices(self, metric: str, cut: str, *, stream: str) -> list[Row]:
        """The rows of one cut that have a value."""
        found = [
            row for row in self.rows if (row["metric"], row["cut"], row["stream"]) == (metric, cut, stream)
        ]
        return [row for row in found if row["value"] is not None]

    @cached_property
    def tables(self) -> dict[str, pa.Table]:
        """The tables by their names; each with its columns even where it is empty."""
        return {
            "follows": self._follows(),
            "variants": self._variants(),
            "funnel": self._funnel(),
            "obstacles": self._obstacles(),
        }

    @cached_property
    def n_variants(self) -> int:
        """How many different paths there are."""
        return next(
            (row["n"] for row in self.slices("journey_variants", "stage.variants", stream=self.stream)), 0
        )

    def _follows(self) -> pa.Table:
        rows = sorted(
            self.slices("journey_follows", "stage", stream=self.stream), key=lambda r: (-r["n"], r["slice"])
        )
        told = [(*r["slice"].split(ARROW, 1), r["n"], r["value"]) for r in rows]
        return _table(told, _NAMED)

    def _variants(self) -> pa.Table:
        rows = self.slices("journey_variants", "stage", stream=self.stream)
        rest = self.slices("journey_variants", "stage.rest", stream=self.stream)
        named = [(r["slice"], r) for r in sorted(rows, key=lambda r: (-r["n"], r["slice"]))]
        named += [("…", r) for r in rest]
        told = [(name, r["n"], r["value"], r["low"], r["high"]) for name, r in named]
        return _table(told, {"path": pa.string(), **_SHARE})

    def _funnel(self) -> pa.Table:
        rows = {r["slice"]: r for r in self.slices("journey_funnel", "step", stream=JOURNEY)}
        leak = next((r["slice"] for r in self.slices("journey_funnel", "leak", stream=JOURNEY)), "")
        place = {step: n for n, step in enumerate(self.steps)}
        in_order = sorted(rows, key=lambda slice: place.get(slice.split(ARROW)[-1], 99))
        told = [
            (*slice.split(ARROW, 1), r["n"], round(r["n"] * r["value"]), r["value"], r["low"], r["high"], slice == leak and r["value"] < 1)
            for slice, r in ((slice, rows[slice]) for slice in in_order)
        ]  # fmt: skip
        columns = {"from": pa.string(), "to": pa.string(), "came": pa.int64(), "went_on": pa.int64(), "share": pa.float64(),
                   "low": pa.float64(), "high": pa.float64(), "is_biggest_leak": pa.bool_()}  # fmt: skip
        return _table(told, columns)

    def _obstacles(self) -> pa.Table:
        kinds = ("repeat", "error_exit", "long_wait", "back_and_forth")
        rows = [row for kind in kinds for row in self.slices("obstacles", kind, stream=JOURNEY)]
        worst = sorted(rows, key=lambda r: (-r["value"], r["slice"]))
        told = [(r["cut"], r["slice"], r["n"], r["value"] / r["n"], r["value"]) for r in worst]
        columns = {"kind": pa.string(), "place": pa.string(), "cases": pa.int64(),
                   "median_minutes_lost": pa.float64(), "case_minutes_lost": pa.float64()}  # fmt: skip
        return _table(told, columns)


def _table(rows: Sequence[tuple[Any, ...]], columns: Mapping[str, pa.DataType]) -> pa.Table:
    schema = pa.schema(list(columns.items()))
    return pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], schema=schema)
