"""Who answers: the engine behind Ibis, chosen by the environment; one file beside this for each."""

import os
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, TypeAlias, cast, runtime_checkable

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa

from dure.lake.tables import Lake

#: Where the rows of a table come from: a lake, Parquet files, or a table in memory.
Rows: TypeAlias = pa.Table | Path | list[str]

#: Engines merge nested selects themselves; when Ibis does it first, a third of the time is spent there.
ibis.options.sql.fuse_selects = False


class Stopped(Exception):
    """The running query was stopped from outside."""


class Engine(Protocol):
    """What measuring asks of an engine; it forgets everything when it is closed."""

    def read(self, rows: Rows, *, name: str, shape: pa.Schema) -> ir.Table:
        """Rows as a table of this shape, its moments in UTC without a zone (see :mod:`dure.facts.moments`).

        A column that the rows lack (they may be older than it) is null; one that the shape lacks is left out.
        """

    def keep(self, query: ir.Table, *, name: str) -> ir.Table:
        """The query's rows, computed once and kept under this name."""

    def answer(self, query: ir.Table) -> pa.Table:
        """The query's rows.

        Raises:
            Stopped: :meth:`stop` was called meanwhile.
        """

    def stop(self) -> None:
        """Stop the running query; called from another thread."""

    def close(self) -> None:
        """Forget everything."""


@runtime_checkable
class Compiling(Protocol):
    """What an engine has beside that if it takes text, so that nothing need be composed twice in a process.

    The text speaks of tables by the names under which they were read and kept.
    """

    def compiled(self, query: ir.Table) -> str:
        """The query as text."""

    def moment(self, at: datetime) -> str:
        """A moment as the text of a query says it."""

    def keep_text(self, query: str, *, name: str) -> None:
        """What ``keep`` does."""

    def answer_text(self, query: str) -> pa.Table:
        """What ``answer`` does."""


#: The engines by the beginning of their name; each file holds ``opened(name, *, memory, threads)``.
_ENGINES: Final = {"duckdb": "dure.lake.duck", "spark+connect://": "dure.lake.spark"}


def opened_engine(name: str | None = None, *, memory: str = "2GB", threads: int | None = None) -> Engine:
    """A fresh engine.

    Args:
        name: which one; else the environment's DURE_ENGINE, else ``"duckdb"``.
        memory: above this it spills to disk instead, such as ``"2GB"``.

    Raises:
        ValueError: the engine is not one of ours, or cannot be reached.
    """
    name = name or os.environ.get("DURE_ENGINE") or "duckdb"
    home = next((home for start, home in _ENGINES.items() if name.startswith(start)), None)
    if home is None:
        raise ValueError(
            f"DURE_ENGINE is {name!r}, which dure does not know: set it to duckdb, "
            "to spark+connect://host:port, or leave it out"
        )
    return cast(Engine, import_module(home).opened(name, memory=memory, threads=threads))


@lru_cache(maxsize=64)
def seen_schema(shape: pa.Schema) -> sch.Schema:
    """A shape as a query sees it: its moments without a zone."""
    kinds = sch.Schema.from_pyarrow(shape).items()
    return ibis.schema({c: "timestamp(6)" if kind.is_timestamp() else kind for c, kind in kinds})


def rows_of(lake: Lake, table: str) -> Rows:
    """Where the rows of one of the lake's tables stand now."""
    return lake.files(table)
