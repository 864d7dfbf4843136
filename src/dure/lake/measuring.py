"""Numbers, computed: what they share is computed once, and they come back as rows to keep."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Timer

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from dure.facts.cuts import NUMBER
from dure.facts.derived import DERIVED
from dure.facts.numbers import Metric, Window
from dure.facts.shapes import MEASUREMENTS, TABLES
from dure.lake.engine import Rows, front_line, opened_engine, readable, rows_of
from dure.lake.tables import Lake

Progress = Callable[[int, int, str], None]


class TookTooLong(Exception):
    """The numbers were not ready when their time was up."""


def measured(
    metrics: Iterable[Metric],
    *,
    window: Window,
    lake: Lake | None = None,
    tables: Mapping[str, Rows] | None = None,
    sources: Collection[str] = (),
    front_teams: Iterable[str] = (),
    first_seq: int = 0,
    recorded_at: datetime | None = None,
    memory: str = "2GB",
    limit_seconds: float | None = None,
    progress: Progress | None = None,
) -> pa.Table:
    """Every metric over the window, as rows in the shape of ``measurements``.

    Args:
        metrics: what to compute; a metric whose tables are empty says so in its rows, it does not fail.
        lake: where the rows stand; ``tables`` go before it, name by name.
        tables: rows that stand elsewhere: a table in memory, a Parquet file, or a list of them.
        sources: read only what came from these; none = all.
        front_teams: the keys of the teams that are the front line; none = not declared.
        first_seq: the ``seq`` of the first row, such as ``lake.next_seq("measurements")``.
        recorded_at: when we learned these numbers; else the window's ``as_of``.
        memory: above this the engine spills to disk.
        limit_seconds: when to give up.
        progress: is told (steps done, of how many, what comes next).

    Raises:
        TookTooLong: the time limit has passed.
        ValueError: a metric asks for a table that nobody makes.
    """
    asked = sorted(metrics, key=lambda metric: metric.name)
    engine = opened_engine(memory=memory)
    try:
        with _time_limit(engine, seconds=limit_seconds):
            desk = _Desk(engine, window=window, lake=lake, tables=tables or {}, sources=sources, front_teams=front_teams)
            results = list(_answers(desk, asked, progress=progress or _silent))
    finally:
        engine.disconnect()
    return _rows(results, window=window, first_seq=first_seq, recorded_at=recorded_at or window.as_of)


class _Desk:
    """The tables asked for so far, each made once."""

    def __init__(self, engine: Backend, *, window, lake, tables, sources, front_teams) -> None:
        self.engine, self.window, self.lake, self.given = engine, window, lake, tables
        self.sources = list(sources)
        self.made: dict[str, ir.Table] = {"front_line": front_line(engine, teams=front_teams)}

    def table(self, name: str) -> ir.Table:
        if name not in self.made:
            self.made[name] = self._read(name) if name in TABLES else self._derived(name)
        return self.made[name]

    def _read(self, name: str) -> ir.Table:
        rows = self.given.get(name)
        if rows is None:
            rows = rows_of(self.lake, name) if self.lake else []
        seen = readable(self.engine, table=name, rows=rows, as_of=self.window.as_of)
        return seen.filter(seen.source.isin(self.sources)) if self.sources and "source" in seen.columns else seen

    def _derived(self, name: str) -> ir.Table:
        if name not in DERIVED:
            raise ValueError(f"no table is called {name!r}: there are {', '.join([*TABLES, *DERIVED])}")
        table = DERIVED[name]
        shaped = table.shape(**{need: self.table(need) for need in table.needs}, window=self.window)
        return self.engine.create_table(f"kept_{name}", shaped, temp=True) if table.kept else shaped


def _answers(desk: _Desk, metrics: list[Metric], *, progress: Progress) -> Iterator[tuple[Metric, pa.Table]]:
    needed = list(dict.fromkeys(need for metric in metrics for need in metric.needs))
    total = len(needed) + len(metrics)
    for n_done, name in enumerate(needed):
        progress(n_done, total, name)
        desk.table(name)
    for n_done, metric in enumerate(metrics, start=len(needed)):
        progress(n_done, total, metric.name)
        shown = metric.measure(**{need: desk.table(need) for need in metric.needs}, window=desk.window)
        yield metric, desk.engine.to_pyarrow(shown.order_by("stream", "cut", "slice").select(*NUMBER.names))
    progress(total, total, "")


def _rows(results, *, window: Window, first_seq: int, recorded_at: datetime) -> pa.Table:
    parts = [
        answer.append_column("metric", pa.array([metric.name] * len(answer), pa.string())).append_column(
            "version", pa.array([metric.version] * len(answer), pa.int64())
        )
        for metric, answer in results
    ]
    if not parts:
        return MEASUREMENTS.empty_table()
    whole = pa.concat_tables(parts)
    n = len(whole)
    stamp = MEASUREMENTS.field("ts").type
    columns = {name: whole[name] for name in whole.schema.names} | {
        "ts": pa.array([window.as_of] * n, stamp),
        "recorded_ts": pa.array([recorded_at] * n, stamp),
        "seq": pa.array(range(first_seq, first_seq + n), pa.int64()),
    }
    return pa.table([columns[f.name].cast(f.type) for f in MEASUREMENTS], schema=MEASUREMENTS)


@contextmanager
def _time_limit(engine: Backend, *, seconds: float | None) -> Iterator[None]:
    timer = Timer(seconds, engine.con.interrupt) if seconds else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    except duckdb.InterruptException as stopped:
        raise TookTooLong(f"the numbers were not ready after {seconds} s: ask for a shorter window") from stopped
    finally:
        if timer:
            timer.cancel()


def _silent(n_done: int, total: int, name: str) -> None:
    return None
