"""DuckDB: the engine of one machine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake.fs import DeltaStorageHandler
from ibis.backends.duckdb import Backend
from pyarrow.fs import PyFileSystem

from dure.lake.engine import Rows, Stopped, seen_schema


def opened(name: str = "duckdb", *, memory: str, threads: int | None) -> "Duck":
    """A DuckDB in memory that spills to disk above ``memory``."""
    settings = {
        "memory_limit": memory,
        "preserve_insertion_order": False,
        **({"threads": threads} if threads else {}),
    }
    return Duck(ibis.duckdb.connect(**settings))


class Duck:
    """See :class:`dure.lake.engine.Engine`."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        backend.raw_sql("SET TimeZone = 'UTC'; SET enable_progress_bar = false")

    def read(self, rows: Rows, *, name: str, shape: pa.Schema) -> ir.Table:
        source, names = self._source(rows, name=name, shape=shape)
        columns = ", ".join(_column(f, known=f.name in names) for f in shape)
        with _stoppable():
            self.backend.raw_sql(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {columns} FROM {source}")  # noqa: S608 - our own names
        return ibis.table(seen_schema(shape), name=name)

    def compiled(self, query: ir.Table) -> str:
        """Counts are whole numbers of 64 bits, which Ibis takes them for; the engine's own sums are wider."""
        text, kinds = self.backend.compile(query), query.schema()
        if not any(kind.is_int64() for kind in kinds.values()):
            return text
        columns = ", ".join(
            f'"{c}"::BIGINT AS "{c}"' if kind.is_int64() else f'"{c}"' for c, kind in kinds.items()
        )
        return f"SELECT {columns} FROM ({text})"  # noqa: S608 - our own query

    def moment(self, at: datetime) -> str:
        at = at.astimezone(UTC)
        seconds = at.second + at.microsecond / 1e6
        return f"MAKE_TIMESTAMP({at.year}, {at.month}, {at.day}, {at.hour}, {at.minute}, {seconds})"

    def keep(self, query: ir.Table, *, name: str) -> ir.Table:
        self.keep_text(self.compiled(query), name=name)
        return ibis.table(query.schema(), name=name)

    def keep_text(self, query: str, *, name: str) -> None:
        with _stoppable():
            self.backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def answer(self, query: ir.Table) -> pa.Table:
        return self.answer_text(self.compiled(query))

    def answer_text(self, query: str) -> pa.Table:
        """Ibis' own way to Arrow imports pandas, which takes longer than most answers."""
        with _stoppable():
            return self.backend.raw_sql(query).to_arrow_table()

    def stop(self) -> None:
        self.backend.con.interrupt()

    def close(self) -> None:
        self.backend.disconnect()

    def _source(self, rows: Rows, *, name: str, shape: pa.Schema) -> tuple[str, set[str]]:
        if isinstance(rows, pa.Table):
            self.backend.con.register(f"given_{name}", rows)
            return f"given_{name}", set(rows.schema.names)
        paths = [str(rows)] if isinstance(rows, Path) else rows
        if not paths:
            return self._source(shape.empty_table(), name=name, shape=shape)
        if "://" in paths[0]:
            self.backend.con.register(f"given_{name}", _stored(paths, shape=shape))
            return f"given_{name}", set(shape.names)
        names = set().union(*(pq.read_schema(path).names for path in paths))
        quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        return f"read_parquet([{quoted}], union_by_name = true, hive_partitioning = false)", names


def _stored(addresses: list[str], *, shape: pa.Schema) -> ds.Dataset:
    """Files of an object store, read with the lake's own client: DuckDB's needs an extension from the network."""
    home = addresses[0].rpartition("/")[0]
    store = PyFileSystem(DeltaStorageHandler(home))
    names = [address.removeprefix(f"{home}/") for address in addresses]
    return ds.dataset(names, schema=shape, format="parquet", filesystem=store)


@contextmanager
def _stoppable() -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as stopped:
        raise Stopped from stopped


def _column(field: pa.Field, *, known: bool) -> str:
    kind = _SQL_KIND[str(field.type)]
    if not known:
        return f"NULL::{kind} AS {_quoted(field)}"
    if kind == "TIMESTAMP":
        return f"make_timestamp(epoch_us({_quoted(field)}::TIMESTAMPTZ)) AS {_quoted(field)}"
    return f"{_quoted(field)}::{kind} AS {_quoted(field)}"


def _quoted(field: pa.Field) -> str:
    return f'"{field.name}"'


_SQL_KIND: Final[Mapping[str, str]] = {
    "timestamp[us, tz=UTC]": "TIMESTAMP",
    "int64": "BIGINT",
    "int32": "INTEGER",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "string": "VARCHAR",
}
