"""Numbers, computed: what they share is computed once, and they come back as rows to keep."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Timer
from typing import Any, TypeAlias, cast

import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa

from dure.facts.calendar import whole
from dure.facts.cuts import NUMBER
from dure.facts.derived import DERIVED
from dure.facts.numbers import Metric, Window
from dure.facts.shapes import MEASUREMENTS, MOVES, TABLES
from dure.lake.composing import GIVEN, NOTHING, Composed, Held, Texts, kept_name, needs_of
from dure.lake.engine import Compiling, Engine, Rows, Stopped, opened_engine, rows_of
from dure.lake.keeping import Keeping, kept, kept_shapes
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
        self.engine, self.window, self.lake, self.given, self.known = engine, window, lake, tables, known
        asked = tuple(sorted(sources))
        self.made: dict[str, ir.Table | None] = {}
        self.keeping = _keeping(lake, known=known, sources=asked) if "moves" not in tables else None
        self.held = _held(self.keeping, window=window, sources=asked)
        self.composed = Composed(window=window, sources=asked, named=self._named, held=self.held)
        self.texts = (
            Texts(engine, window=window, sources=asked, held=self.held)
            if isinstance(engine, Compiling)
            else None
        )

    def make(self, name: str) -> None:
        """The table and all it rests on stand in the engine.

        Raises:
            ValueError: nobody makes a table of that name.
        """
        if given := self.held.stands_in(name):
            if given not in self.made:
                self.made[given] = self.engine.read(
                    self._rows(given), name=given, shape=self.held.shapes[given]
                )
            return
        if name not in self.composed.derived:
            raise ValueError(f"no table is called {name!r}: there are {', '.join([*GIVEN, *DERIVED])}")
        table = self.composed.derived[name]
        for need in needs_of(table):
            self.make(need)
        if table.kept and kept_name(name) not in self.made:
            self.made[kept_name(name)] = self._keep(name)

    def answer(self, metric: Metric) -> pa.Table:
        """What the metric says of tables that stand."""
        if self.texts and isinstance(self.engine, Compiling):
            return self.engine.answer_text(self.texts.answer(metric))
        return self.engine.answer(self.composed.answer(metric))

    def _keep(self, name: str) -> ir.Table | None:
        if self.texts and isinstance(self.engine, Compiling):
            self.engine.keep_text(self.texts.table(name), name=kept_name(name))
            return None
        return self.engine.keep(self.composed.kept(name), name=kept_name(name))

    def _named(self, name: str, schema: sch.Schema) -> ir.Table:
        return cast(ir.Table, self.made[name])

    def _rows(self, name: str) -> Rows:
        if name in TABLES:
            rows = self.given.get(name)
            return rows if rows is not None else rows_of(self.lake, name) if self.lake else []
        if self.keeping and name not in GIVEN:
            return self.keeping.fresh if name == "fresh" else self.keeping.files[name.removeprefix("held_")]
        known = whole(self.window) if name == "all_weeks" else [dict(r) for r in self.known.get(name, ())]
        return pa.Table.from_pylist(known, schema=GIVEN[name])


def _keeping(lake: Lake | None, *, known: Known, sources: tuple[str, ...]) -> Keeping | None:
    keeping = kept(lake, stage_map=known.get("stage_map", ())) if lake else None
    return keeping if keeping and keeping.serves(sources) else None


def _held(keeping: Keeping | None, *, window: Window, sources: tuple[str, ...]) -> Held:
    if keeping is None:
        return NOTHING
    shapes = {f"held_{name}": shape for name, shape in kept_shapes().items()}
    is_whole = keeping.is_whole(as_of=window.as_of, sources=sources)
    return Held(is_all=is_whole, is_some=not is_whole, shapes={**GIVEN, **shapes, "fresh": MOVES})


def _answers(desk: _Desk, metrics: list[Metric], *, stamp: _Stamp, progress: Progress) -> Iterator[pa.Table]:
    needed = list(dict.fromkeys(need for metric in metrics for need in metric.needs))
    total = len(needed) + len(metrics)
    for n_done, name in enumerate(needed):
        progress(n_done, total, name)
        desk.make(name)
    seq = stamp.first_seq
    for n_done, metric in enumerate(metrics, start=len(needed)):
        progress(n_done, total, metric.name)
        rows = _stamped(desk.answer(metric), metric=metric, stamp=stamp, seq=seq)
        seq += len(rows)
        yield rows
    progress(total, total, "")


def _stamped(answer: pa.Table, *, metric: Metric, stamp: _Stamp, seq: int) -> pa.Table:
    """A metric's answer in the shape of measurements, in the order of its slices."""
    in_order = answer.sort_by([(name, "ascending") for name in NUMBER.names[:3]])
    said = {
        "ts": stamp.as_of,
        "recorded_ts": stamp.recorded_at,
        "metric": metric.name,
        "version": metric.version,
    }
    n = len(answer)
    columns = {
        name: pa.repeat(pa.scalar(word, MEASUREMENTS.field(name).type), n) for name, word in said.items()
    }
    columns["seq"] = pa.array(range(seq, seq + n), pa.int64())
    return pa.table(
        [columns[f.name] if f.name in columns else in_order[f.name].cast(f.type) for f in MEASUREMENTS],
        schema=MEASUREMENTS,
    )


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
