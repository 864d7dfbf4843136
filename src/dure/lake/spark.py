"""Any Spark Connect endpoint: the engine when one machine is outgrown."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dure.lake.engine import Rows, Stopped, seen_schema

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

#: How long to wait for an answer to the first word.
PATIENCE: Final = timedelta(seconds=10)

#: What both ends must agree on; with ANSI's rules a share of nothing would be an error, not null.
_SETTINGS: Final = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "false"}


def opened(name: str, *, memory: str, threads: int | None) -> "Spark":
    """A session of its own at ``spark+connect://host:port``; how much memory it has is the cluster's affair.

    Raises:
        ValueError: the client is not installed, or nobody answers.
    """
    address = name.replace("spark+connect://", "sc://", 1)
    try:
        import grpc  # noqa: F401
        from pyspark.sql.connect.session import SparkSession
    except ImportError as missing:
        raise ValueError(
            f"DURE_ENGINE is {name!r}, and the client of Spark is not installed here ({missing.name}): "
            "pip install 'dure[spark]'"
        ) from missing
    _knock(address, name=name)
    return Spark(SparkSession.builder.remote(address).create())


def _knock(address: str, *, name: str) -> None:
    """Whether anybody is there at all; the client itself would try for minutes."""
    import grpc
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client import DefaultChannelBuilder

    try:
        channel = DefaultChannelBuilder(address).toChannel()
    except (PySparkException, ValueError) as fault:
        raise ValueError(f"DURE_ENGINE is {name!r}: write spark+connect://host:port ({fault})") from fault
    try:
        grpc.channel_ready_future(channel).result(timeout=PATIENCE.total_seconds())
    except grpc.FutureTimeoutError as silence:
        place = address.removeprefix("sc://").split("/")[0]
        raise ValueError(
            f"nobody answers at {place}, which DURE_ENGINE names: start the Spark Connect server there, or leave "
            "DURE_ENGINE out to count on this machine"
        ) from silence
    finally:
        channel.close()


class Spark:
    """See :class:`dure.lake.engine.Engine`."""

    def __init__(self, session: "SparkSession") -> None:
        from dure.lake.spark_sql import Backend

        for setting, value in _SETTINGS.items():
            session.conf.set(setting, value)
        self.session = session
        self.backend = Backend()
        self.backend.do_connect(session)
        self.is_stopped = False
        self._kept: list[DataFrame] = []

    def read(self, rows: Rows, *, name: str, shape: pa.Schema) -> ir.Table:
        with self._stoppable():
            self._source(rows, shape=shape).createOrReplaceTempView(name)
        return ibis.table(seen_schema(shape), name=name)

    def keep(self, query: ir.Table, *, name: str) -> ir.Table:
        with self._stoppable():
            kept = _stored(self.session.sql(self.backend.compile(query)))
            kept.createOrReplaceTempView(name)
        self._kept.append(kept)  # the server forgets it with this
        return ibis.table(query.schema(), name=name)

    def answer(self, query: ir.Table) -> pa.Table:
        with self._stoppable():
            return self.session.sql(self.backend.compile(query)).toArrow()

    def stop(self) -> None:
        self.is_stopped = True
        self.session.interruptAll()

    def close(self) -> None:
        self._kept.clear()
        self.session.stop()

    def _source(self, rows: Rows, *, shape: pa.Schema) -> "DataFrame":
        """The rows in this shape. Files of the lake have it, but for columns that are younger than the file."""
        if isinstance(rows, pa.Table):
            return self._sent(rows, shape=shape)
        if isinstance(rows, list):
            return self.session.read.schema(_struct(shape)).parquet(*rows) if rows else self._nothing(shape)
        found = self.session.read.parquet(str(rows))
        return found.selectExpr(*(_column(field, known=field.name in found.columns) for field in shape))

    def _sent(self, rows: pa.Table, *, shape: pa.Schema) -> "DataFrame":
        known = [field for field in shape if field.name in rows.schema.names]
        if not rows.num_rows or not known:
            return self._nothing(shape)
        sent = rows.select([field.name for field in known]).cast(pa.schema(known))
        return self.session.createDataFrame(sent).selectExpr(*(_column(f, known=f in known) for f in shape))

    def _nothing(self, shape: pa.Schema) -> "DataFrame":
        """No rows, in a way no optimiser sees through: Sail's workers cannot read what it makes of emptiness."""
        one = self.session.createDataFrame(pa.table({"is_there": [False]})).filter("is_there")
        return one.selectExpr(*(_column(field, known=False) for field in shape))

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Whatever fails after :meth:`stop` failed because of it."""
        from pyspark.errors import PySparkException

        try:
            yield
        except PySparkException as fault:
            if self.is_stopped:
                raise Stopped from fault
            raise


def _stored(rows: "DataFrame") -> "DataFrame":
    """The rows, held by the cluster's workers.

    Sail's writers cannot run an aggregate in the stage that writes ("no UDF found for min"), which happens where
    it takes so few rows to need no exchange; then one is asked for.
    """
    from pyspark.errors import AnalysisException

    try:
        return rows.localCheckpoint(eager=True)
    except AnalysisException:
        return rows.repartition(2).localCheckpoint(eager=True)


def _column(field: pa.Field, *, known: bool) -> str:
    return f"CAST({f'`{field.name}`' if known else 'NULL'} AS {_SQL_KIND[str(field.type)]}) AS `{field.name}`"


def _struct(shape: pa.Schema) -> str:
    return ", ".join(f"`{field.name}` {_SQL_KIND[str(field.type)]}" for field in shape)


_SQL_KIND: Final[Mapping[str, str]] = {
    "timestamp[us, tz=UTC]": "TIMESTAMP",
    "int32": "INT",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "string": "STRING",
}
