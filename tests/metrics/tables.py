"""Moves a reader can check by hand, and the numbers that come of them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pyarrow as pa

from dure.facts.numbers import Metric, Window
from dure.facts.shapes import MOVES
from dure.kit.plugins import found
from dure.lake import Known, measured

METRICS = cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def day(n: float, *, hour: float = 9) -> datetime:
    """The ``n``-th of January 2026, at nine."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n - 1, hours=hour)


def moves(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows in the shape of moves; what they leave out is null, seq counts them, and they are known at once."""
    full = [{"seq": n, "recorded_ts": row["ts"], "source": "live"} | row for n, row in enumerate(rows)]
    return pa.Table.from_pylist(full, schema=MOVES)


def work(case: int, *steps: tuple[Any, ...], stream: str = "desk", **words: Any) -> list[dict[str, Any]]:
    """One case's moves: (moment, state) or (moment, state, {more})."""
    common = {"thing": "work", "case_id": case, "stream": stream, **words}
    return [
        common | {"ts": step[0], "state": step[1], "stage": step[1]} | (step[2] if len(step) > 2 else {})
        for step in steps
    ]


def told(thing: str, case: int, *steps: tuple[Any, ...], **words: Any) -> list[dict[str, Any]]:
    """A voice's or a promise's moves: (moment, stage) or (moment, stage, due)."""
    common = {"thing": thing, "case_id": case, **words}
    return [
        common | {"ts": step[0], "stage": step[1], "due_ts": step[2] if len(step) > 2 else None}
        for step in steps
    ]


def window(start: datetime, end: datetime, *, as_of: datetime | None = None, zone: str = "UTC") -> Window:
    return Window(start=start, end=end, as_of=as_of or end, zone=zone)


def rows_of(
    metric: str, table: pa.Table, *, over: Window, known: Known | None = None, **tables: pa.Table
) -> list[dict[str, Any]]:
    """What one metric says of these moves, and of what else it is handed."""
    answer = measured([METRICS[metric]], window=over, tables={"moves": table, **tables}, known=known)
    return answer.to_pylist()


def front_line(*teams: str) -> Known:
    """These teams meet the customer first."""
    return {"front_line": [{"team": team} for team in teams]}


def one(
    metric: str, table: pa.Table, *, over: Window, cut: str = "all", slice: str = "", **more: Any
) -> dict[str, Any]:
    """The one row of this cut and slice."""
    rows = [r for r in rows_of(metric, table, over=over, **more) if (r["cut"], r["slice"]) == (cut, slice)]
    assert len(rows) == 1, rows
    return rows[0]
