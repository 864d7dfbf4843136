"""Numbers, computed: what they share is computed once, and they come back as rows to keep."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Timer
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dure.facts.calendar import with_week
from dure.facts.cuts import NUMBER
from dure.facts.derived import DERIVED
from dure.facts.known import KNOWN
from dure.facts.moments import moment
from dure.facts.numbers import Metric, Window
from dure.facts.shapes import MEASUREMENTS, TABLES
from dure.lake.engine import Engine, Rows, Stopped, opened_engine, rows_of
from dure.lake.tables import Lake

Progress = Callable[[int, int, str], None]

#: Rows of the tables of :data:`dure.facts.known.KNOWN`, by the table's name.
Known: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]


class TookTooLong(Exception):
    """The numbers were not ready when their time was up."""


def measured(
    metrics: Iterable[Metric],
    *,
    window: Window,
    lake: Lake | None = None,
    tables: Mapping[str, Rows] | None = None,
    sources: Collection[str] = (),
    known: Known | None = None,
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
        known: what people have set up, as rows of the tables of :data:`dure.facts.known.KNOWN`; a table left
            out is empty, and what it would say is not declared.
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
        with _time_limit(engine, seconds=limit_seconds, progress=progress or _silent) as told:
            desk = _Desk(
                engine,
                window=window,
                lake=lake,
                tables=tables or {},
                sources=sources,
                known=known or {},
            )
            stamp = _Stamp(as_of=window.as_of, recorded_at=recorded_at or window.as_of, first_seq=first_seq)
            answers = list(_answers(desk, asked, stamp=stamp, progress=told))
    finally:
        engine.close()
    return pa.concat_tables(answers) if answers else MEASUREMENTS.empty_table()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What every row of one run carries."""

    as_of: datetime
    recorded_at: datetime
    first_seq: int


class _Desk:
    """The tables asked for so far, each made once."""

    def __init__(
        self,
        engine: Engine,
        *,
        window: Window,
        lake: Lake | None,
        tables: Mapping[str, Rows],
        sources: Collection[str],
        known: Known,
    ) -> None:
        self.engine, self.window, self.lake, self.given = engine, window, lake, tables
        self.sources, self.known = list(sources), known
        self.made: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        if name not in self.made:
            made = self._known if name in KNOWN else self._read if name in TABLES else self._derived
            self.made[name] = made(name)
        return self.made[name]

    def _known(self, name: str) -> ir.Table:
        rows = pa.Table.from_pylist([dict(row) for row in self.known.get(name, ())], schema=KNOWN[name])
        return self.engine.read(rows, name=name, shape=KNOWN[name])

    def _read(self, name: str) -> ir.Table:
        rows = self.given.get(name)
        if rows is None:
            rows = rows_of(self.lake, name) if self.lake else []
        seen = self.engine.read(rows, name=name, shape=TABLES[name])
        seen = seen.filter((seen.recorded_ts <= moment(self.window.as_of)).fill_null(True))
        return (
            seen.filter(seen.source.isin(self.sources)) if self.sources and "source" in seen.columns else seen
        )

    def _derived(self, name: str) -> ir.Table:
        if name not in DERIVED:
            raise ValueError(
                f"no table is called {name!r}: there are {', '.join([*TABLES, *KNOWN, *DERIVED])}"
            )
        table = DERIVED[name]
        needs = {need: self.table(need) for need in table.needs}
        shaped = table.shape(**needs, window=self.window) if table.windowed else table.shape(**needs)
        if table.dated:
            shaped = with_week(shaped, table.dated, weeks=self.table("all_weeks"))
        return self.engine.keep(shaped, name=f"kept_{name}") if table.kept else shaped


def _answers(desk: _Desk, metrics: list[Metric], *, stamp: _Stamp, progress: Progress) -> Iterator[pa.Table]:
    needed = list(dict.fromkeys(need for metric in metrics for need in metric.needs))
    total = len(needed) + len(metrics)
    for n_done, name in enumerate(needed):
        progress(n_done, total, name)
        desk.table(name)
    seq = stamp.first_seq
    for n_done, metric in enumerate(metrics, start=len(needed)):
        progress(n_done, total, metric.name)
        shown = metric.measure(**{need: desk.table(need) for need in metric.needs}, window=desk.window)
        rows = desk.engine.answer(_stamped(shown, metric=metric, stamp=stamp, seq=seq)).cast(MEASUREMENTS)
        seq += len(rows)
        yield rows.sort_by("seq")
    progress(total, total, "")


def _stamped(shown: ir.Table, *, metric: Metric, stamp: _Stamp, seq: int) -> ir.Table:
    """A metric's answer in the shape of measurements; the engine adds the columns, for Arrow would import pandas."""
    rows = shown.mutate(
        ts=moment(stamp.as_of),
        recorded_ts=moment(stamp.recorded_at),
        seq=ibis.row_number().over(order_by=list(NUMBER.names[:3])) + seq,
        metric=ibis.literal(metric.name),
        version=ibis.literal(metric.version),
    )
    return rows.select(*MEASUREMENTS.names)


@contextmanager
def _time_limit(engine: Engine, *, seconds: float | None, progress: Progress) -> Iterator[Progress]:
    """Stops the running query when the time is up, and the next one when it was up between two."""
    is_up = Event()

    def stop() -> None:
        is_up.set()
        engine.stop()

    def checked(n_done: int, total: int, name: str) -> None:
        if is_up.is_set():
            raise Stopped(name)
        progress(n_done, total, name)

    timer = Timer(seconds, stop) if seconds is not None else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield checked
    except Stopped as stopped:
        raise TookTooLong(
            f"the numbers were not ready after {seconds} s: ask for a shorter window"
        ) from stopped
    finally:
        if timer:
            timer.cancel()


def _silent(n_done: int, total: int, name: str) -> None:
    return None
