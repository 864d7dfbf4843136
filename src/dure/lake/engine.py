"""Who answers: the engine behind Ibis, and what it reads."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from dure.facts.moments import moment
from dure.facts.shapes import TABLES
from dure.lake.tables import Lake

#: Where the rows of a table come from: a lake, Parquet files, or a table in memory.
Rows: TypeAlias = pa.Table | Path | list[str]


#: Engines merge nested selects themselves; when Ibis does it first, a third of the time is spent there.
ibis.options.sql.fuse_selects = False


def opened_engine(name: str | None = None, *, memory: str = "2GB", threads: int | None = None) -> Backend:
    """A fresh engine that forgets everything when it is closed.

    Args:
        name: which one; else the environment's DURE_ENGINE, else ``"duckdb"``.
        memory: above this it spills to disk instead, such as ``"2GB"``.

    Raises:
        ValueError: the engine is not one of ours, or not one of ours yet.
    """
    name = name or os.environ.get("DURE_ENGINE") or "duckdb"
    if name.startswith("spark+connect://"):
        raise ValueError(
            f"DURE_ENGINE is {name!r}: Spark is not supported yet, set it to duckdb or leave it out"
        )
    if name != "duckdb":
        raise ValueError(
            f"DURE_ENGINE is {name!r}, which dure does not know: set it to duckdb or leave it out"
        )
    settings = {
        "memory_limit": memory,
        "preserve_insertion_order": False,
        **({"threads": threads} if threads else {}),
    }
    engine = ibis.duckdb.connect(**settings)
    engine.raw_sql("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    return engine


def rows_of(lake: Lake, table: str) -> Rows:
    """Where the rows of one of the lake's tables stand now."""
    return lake.files(table)


def readable(engine: Backend, *, table: str, rows: Rows, as_of: datetime) -> ir.Table:
    """The rows of ``table`` that were known at ``as_of``, in its declared shape.

    Moments come without a zone, in UTC (see :mod:`dure.facts.moments`). A column that the rows lack
    (they may be older than it) is null; one that the shape lacks is left out.
    """
    source, names = _source(engine, table=table, rows=rows)
    columns = ", ".join(_column(f, known=f.name in names) for f in TABLES[table])
    engine.raw_sql(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT {columns} FROM {source}")  # noqa: S608 - our own names
    seen = engine.table(table)
    return seen.filter((seen.recorded_ts <= moment(as_of)).fill_null(True))


def kept(engine: Backend, query: ir.Table, *, name: str) -> ir.Table:
    """The query's rows, computed once and kept in the engine under this name until it is closed.

    Counts are kept as whole numbers of 64 bits, which Ibis takes them for; the engine's own sums are wider.
    """
    columns = ", ".join(
        f'"{c}"::BIGINT AS "{c}"' if kind.is_int64() else f'"{c}"' for c, kind in query.schema().items()
    )
    engine.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {columns} FROM ({engine.compile(query)})")  # noqa: S608 - our own query
    return engine.table(name)


def answered(engine: Backend, query: ir.Table) -> pa.Table:
    """The query's rows. (Ibis' own way to Arrow imports pandas, which takes longer than most answers.)"""
    return engine.raw_sql(engine.compile(query)).to_arrow_table()


def _source(engine: Backend, *, table: str, rows: Rows) -> tuple[str, set[str]]:
    if isinstance(rows, pa.Table):
        engine.con.register(f"given_{table}", rows)
        return f"given_{table}", set(rows.schema.names)
    paths = [str(rows)] if isinstance(rows, Path) else rows
    if not paths:
        return _source(engine, table=table, rows=TABLES[table].empty_table())
    names = set().union(*(pq.read_schema(path).names for path in paths))
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}], union_by_name = true, hive_partitioning = false)", names


def _column(field: pa.Field, *, known: bool) -> str:
    kind = _SQL_KIND[str(field.type)]
    if not known:
        return f"NULL::{kind} AS {field.name}"
    if kind == "TIMESTAMP":
        return f"make_timestamp(epoch_us({field.name}::TIMESTAMPTZ)) AS {field.name}"
    return f"{field.name}::{kind} AS {field.name}"


_SQL_KIND: Final[Mapping[str, str]] = {
    "timestamp[us, tz=UTC]": "TIMESTAMP",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "string": "VARCHAR",
}
