"""Cases kept in the lake: made when it is compacted, found again when numbers are asked for.

Beside the tables of what happened stand, under ``kept/``, tables of what follows from it case by case
(see :mod:`dure.facts.kept_cases`). They can be deleted at any time: numbers then come from moves alone.

The last commit of a run names the files of all tables of that run, the version of moves they rest on
and a fingerprint of how they were made. So a reader sees one whole run or none, whatever crashed.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake

from dure.facts.derived import DERIVED
from dure.facts.kept_cases import HELD, known
from dure.facts.known import KNOWN
from dure.facts.shapes import MOVES
from dure.lake.engine import Engine, opened_engine, seen_schema
from dure.lake.tables import Lake

KEPT: Final = "kept"
_TABLES: Final = (*HELD, "known")
_STAMP: Final = "dure.kept"

#: So many rows are put in order at a time.
ROWS_AT_ONCE: Final = 2_000_000

#: Below this, moves alone answer as soon.
FEW_MOVES: Final = 50_000

#: Cases are kept anew when so much of what was kept has come since.
_STALE: Final = 0.1

#: As for the lake's own files (see :mod:`dure.lake.compaction`).
_KEEP_HOURS: Final = 168

StageMap: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Keeping:
    """One run's files, by table, and what they rest on."""

    files: Mapping[str, list[str]]
    n_moves: int = 0  # of how many rows
    fresh: list[str] = field(default_factory=list)  # files of moves that came since
    last_ts: datetime | None = None  # when the last of its rows was recorded
    n_cases: Mapping[str, int] = field(default_factory=dict)  # by source; "" = several, or unknown

    def is_whole(self, *, as_of: datetime, sources: Collection[str]) -> bool:
        """Whether every kept case holds."""
        is_past = self.last_ts is None or self.last_ts <= as_of
        return not self.fresh and is_past and (not sources or set(self.n_cases) <= set(sources))

    def serves(self, sources: Collection[str]) -> bool:
        """Whether most of what is kept is of these sources; a few cases are sooner computed from moves."""
        asked = sum(n for source, n in self.n_cases.items() if source in sources)
        return not sources or asked * 2 >= sum(self.n_cases.values())


def kept(lake: Lake, *, stage_map: StageMap) -> Keeping | None:
    """The cases kept in the lake, or None where there are none that were made like this from these moves."""
    moves, last = lake.opened("moves"), _opened(lake, "known")
    if moves is None or last is None:
        return None
    stamp = json.loads(last.history(1)[0].get(_STAMP, "{}"))
    if stamp.get("fingerprint") != fingerprint(stage_map):
        return None
    before, now = set(stamp["moves"]), {Path(path).name: path for path in moves.file_uris()}
    if not before <= set(now):
        return None  # they were compacted since
    return Keeping(
        files={"known": last.file_uris()}
        | {name: [f"{_path(lake, name)}/{file}" for file in stamp["files"][name]] for name in HELD},
        fresh=[path for name, path in now.items() if name not in before],
        last_ts=datetime.fromisoformat(stamp["last_ts"]) if stamp["last_ts"] else None,
        n_moves=stamp["n_moves"],
        n_cases=stamp["n_cases"],
    )


def keep_cases_when_due(lake: Lake, *, stage_map: StageMap) -> int:
    """Keep cases anew where what is kept holds no more, or too much has come since; else do nothing.

    Returns:
        How many steps were kept.
    """
    n_moves = lake.n_rows("moves")
    keeping = kept(lake, stage_map=stage_map) if n_moves >= FEW_MOVES else None
    is_due = keeping is None or n_moves > keeping.n_moves * (1 + _STALE)
    return keep_cases(lake, stage_map=stage_map) if n_moves >= FEW_MOVES and is_due else 0


def keep_cases(
    lake: Lake, *, stage_map: StageMap, memory: str = "2GB", rows_at_once: int = ROWS_AT_ONCE
) -> int:
    """Keep every case's rows in order, as they are now; readers go on meanwhile with what was kept before.

    Args:
        stage_map: what people say a stage means now; when that changes, what is kept holds no more.
        memory: above this the engine spills to disk.
        rows_at_once: how many rows of moves are put in order at a time.

    Returns:
        How many steps are kept.
    """
    moves = lake.opened("moves")
    if moves is None:
        return 0
    files = moves.file_uris()
    engine = opened_engine(memory=memory)
    try:
        with TemporaryDirectory() as desk:
            parts = _Parts(engine, files=files, stage_map=stage_map, desk=Path(desk))
            written = {"steps": _written(lake, "steps", parts.steps(max(1, moves.count() // rows_at_once)))}
            for name in ("labels", "cases", "arrivals"):
                written[name] = _written(lake, name, parts.read(name))
            stamp = {
                "fingerprint": fingerprint(stage_map),
                "moves": [Path(path).name for path in files],
                "last_ts": parts.last_ts.isoformat() if parts.last_ts else None,
                "n_moves": moves.count(),
                "n_cases": parts.n_cases,
            }
            _written(lake, "known", parts.read("known"), stamp=stamp | {"files": written})
            return parts.n_steps
    finally:
        engine.close()


def fingerprint(stage_map: StageMap) -> str:
    """Of the stage map, and of how cases are made: when either changes, what was kept is made anew."""
    said = sorted(json.dumps(dict(row), sort_keys=True, default=str) for row in stage_map)
    return sha256("\n".join([_how_made(), *said]).encode()).hexdigest()


class _Parts:
    """The tables to keep, made part by part: the steps as they are written, the others on the way."""

    def __init__(self, engine: Engine, *, files: list[str], stage_map: StageMap, desk: Path) -> None:
        self.engine, self.desk = engine, desk
        rows = pa.Table.from_pylist([dict(row) for row in stage_map], schema=KNOWN["stage_map"])
        self.given = {
            "moves": engine.read(files, name="moves", shape=MOVES),
            "stage_map": engine.read(rows, name="stage_map", shape=KNOWN["stage_map"]),
        }
        self.given["labels"] = engine.keep(_made("labels", self.given), name="labels")
        self.n_steps = 0
        self.last_ts: datetime | None = None
        self.n_cases: Counter[str] = Counter()
        self._put("labels", self.given["labels"], n_part=0)

    def steps(self, n_parts: int) -> Iterator[pa.RecordBatch]:
        for n_part, part in enumerate(self._parts(n_parts)):
            given = self.given | {"moves": part}
            given["steps"] = self.engine.keep(_made("steps", given), name="steps")
            for name in ("cases", "arrivals", "known"):
                self._put(name, _made(name, given), n_part=n_part)
            rows = self._rows("steps", given["steps"].order_by(["case_id", "start_ts", "seq"]))
            self.n_steps += len(rows)
            yield from rows.to_batches()

    def read(self, name: str) -> Iterator[pa.RecordBatch]:
        for path in sorted(self.desk.glob(f"{name}.*")):
            yield from pq.ParquetFile(path).iter_batches()

    def _parts(self, n_parts: int) -> Iterator[ir.Table]:
        moves = self.given["moves"]
        ends = moves.filter(moves.thing == "work").agg(low=moves.case_id.min(), high=moves.case_id.max())
        low, high = (column[0].as_py() for column in self.engine.answer(ends).columns)
        if low is None:
            return
        width = (high - low) // n_parts + 1
        for first in range(low, high + 1, width):
            yield moves.filter((moves.case_id >= first) & (moves.case_id < first + width))

    def _put(self, name: str, query: ir.Table, *, n_part: int) -> None:
        rows = self._rows(name, query.order_by(query.columns[0]))
        if name == "known":
            last = [self.last_ts, pc.max(rows["known_ts"]).as_py()]
            self.last_ts = max((ts for ts in last if ts is not None), default=None)
            self.n_cases.update(
                {str(n["values"] or ""): n["counts"] for n in pc.value_counts(rows["source"]).to_pylist()}
            )
        pq.write_table(rows, self.desk / f"{name}.{n_part:06}")

    def _rows(self, name: str, query: ir.Table) -> pa.Table:
        return self.engine.answer(query).select(kept_shapes()[name].names).cast(kept_shapes()[name])


def _made(name: str, given: Mapping[str, ir.Table]) -> ir.Table:
    if name == "known":
        return known(given["moves"])
    return DERIVED[name].shape(**{need: given[need] for need in DERIVED[name].needs})


def _composed() -> Iterator[tuple[str, ir.Table]]:
    shapes = {"moves": MOVES, "stage_map": KNOWN["stage_map"]}
    tables = {name: ibis.table(seen_schema(shape), name=name) for name, shape in shapes.items()}
    for name in _TABLES:
        query = _made(name, tables)
        tables[name] = ibis.table(query.schema(), name=name)
        yield name, query


@lru_cache(maxsize=1)
def _how_made() -> str:
    return "\n".join(ibis.duckdb.compile(query) for _, query in _composed())


def _shape(schema: sch.Schema) -> pa.Schema:
    """As it lies in the lake: moments in UTC."""
    utc = pa.timestamp("us", tz="UTC")
    return pa.schema(
        [(f.name, utc if pa.types.is_timestamp(f.type) else f.type) for f in schema.to_pyarrow()]
    )


@lru_cache(maxsize=1)
def kept_shapes() -> Mapping[str, pa.Schema]:
    """What the kept tables look like, by name."""
    return {name: _shape(query.schema()) for name, query in _composed()}


def _written(
    lake: Lake, name: str, batches: Iterator[pa.RecordBatch], *, stamp: Mapping[str, Any] | None = None
) -> list[str]:
    """The names of the table's files, which are now these rows and no others."""
    shape = kept_shapes()[name]
    rows = pa.RecordBatchReader.from_batches(shape, (batch.cast(shape) for batch in batches))
    said = CommitProperties(custom_metadata={_STAMP: json.dumps(stamp)}) if stamp else None
    write_deltalake(
        _path(lake, name), rows, mode="overwrite", schema_mode="overwrite", commit_properties=said
    )
    delta = DeltaTable(_path(lake, name))
    delta.vacuum(retention_hours=_KEEP_HOURS, dry_run=False, enforce_retention_duration=False)
    return [Path(path).name for path in delta.file_uris()]


def _opened(lake: Lake, name: str) -> DeltaTable | None:
    path = _path(lake, name)
    return DeltaTable(path) if DeltaTable.is_deltatable(path) else None


def _path(lake: Lake, name: str) -> str:
    return lake.place(f"{KEPT}/{name}")
