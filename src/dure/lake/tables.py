"""The lake's tables: made, appended to exactly once, and listed as files for a reader.

Everything that touches the disk goes through the functions imported by name here, so that a test can
make any of them fail. delta-rs does not survive a fork: a table is opened when it is used, never
at import.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError

from dure.facts.shapes import TABLES

#: Plain Parquet files and a log: no deletion vectors, so that a plain list of files stays right.
_CONFIGURATION: Final = {"delta.enableDeletionVectors": "false", "delta.checkpointInterval": "50"}


class Lake:
    """The five tables of :data:`dure.facts.shapes.TABLES` under one folder, on a disk or in an object store.

    Args:
        root: the folder, or an address such as ``s3://bucket/lake``, whose keys stand in the environment (see
            docs/scale-out.md); it is made when the first row is written.

    >>> import tempfile
    >>> lake = Lake(tempfile.mkdtemp())
    >>> row = pa.Table.from_pylist([{"seq": 1, "question": "nps", "value": 9.0}], schema=TABLES["answers"])
    >>> lake.append("answers", row, app_id="survey", version=1), lake.append("answers", row, app_id="survey", version=1)
    (True, False)
    >>> lake.watermark("answers", app_id="survey"), lake.n_rows("answers")
    (1, 1)
    """

    def __init__(self, root: Path | str) -> None:
        self.root = root if "://" in str(root) else Path(root)

    def place(self, name: str) -> str:
        """Where something of this name stands in the lake."""
        return f"{str(self.root).rstrip('/')}/{name}"

    def opened(self, table: str) -> DeltaTable | None:
        """The table as it is now, or None while nothing has been written to it."""
        path = self._path(table)
        return DeltaTable(path) if DeltaTable.is_deltatable(path) else None

    def append(
        self, table: str, rows: pa.Table | Iterable[pa.RecordBatch], *, app_id: str, version: int
    ) -> bool:
        """Write the rows and the watermark in one commit, unless this version of ``app_id`` is in already.

        Args:
            table: a name of :data:`dure.facts.shapes.TABLES`.
            rows: a table or batches in that table's shape; batches are written as they come.
            app_id: who writes, such as ``"ledger"`` or ``"import:7"``.
            version: how far that writer has come; it only grows.

        Returns:
            Whether the rows were written: False where ``version`` or a later one is in already.

        Raises:
            ValueError: there is no such table, or the rows have another shape.
        """
        delta = self.opened(table) or self._made(table)
        if version <= _watermark(delta, app_id):
            return False
        try:
            write_deltalake(
                delta,
                pa.RecordBatchReader.from_batches(TABLES[table], _batches(rows, table=table)),
                mode="append",
                commit_properties=CommitProperties(app_transactions=[Transaction(app_id, version)]),
            )
        except CommitFailedError:
            if version > self.watermark(table, app_id=app_id):
                raise
            return False  # the same writer, running twice, was faster: its rows are in
        return True

    def watermark(self, table: str, *, app_id: str) -> int:
        """How far ``app_id`` has come in this table: its last version, or -1 where it wrote nothing yet."""
        delta = self.opened(table)
        return _watermark(delta, app_id) if delta else -1

    def files(self, table: str) -> list[str]:
        """The Parquet files that make up the table now; empty while nothing has been written to it."""
        delta = self.opened(table)
        return delta.file_uris() if delta else []

    def n_rows(self, table: str) -> int:
        """How many rows the table holds, from its log alone."""
        delta = self.opened(table)
        return delta.count() if delta else 0

    def next_seq(self, table: str) -> int:
        """A ``seq`` above every one in the table, from its log alone."""
        delta = self.opened(table)
        if not delta:
            return 0
        highest = pa.table(delta.get_add_actions(flatten=True)).to_pydict().get("max.seq", [])
        return 1 + max((seq for seq in highest if seq is not None), default=-1)

    def _made(self, table: str) -> DeltaTable:
        return DeltaTable.create(
            self._path(table), TABLES[table], mode="ignore", configuration=_CONFIGURATION
        )

    def _path(self, table: str) -> str:
        if table not in TABLES:
            raise ValueError(f"the lake has no table {table!r}: it has {', '.join(TABLES)}")
        return self.place(table)


def _watermark(delta: DeltaTable, app_id: str) -> int:
    version = delta.transaction_version(app_id)
    return -1 if version is None else version


def _batches(rows: pa.Table | Iterable[pa.RecordBatch], *, table: str) -> Iterator[pa.RecordBatch]:
    shape = TABLES[table]
    for batch in rows.to_batches() if isinstance(rows, pa.Table) else rows:
        if batch.schema.names != shape.names:
            raise ValueError(
                f"rows for {table} have the columns {batch.schema.names}: they must be {shape.names}"
            )
        yield batch.cast(shape)
