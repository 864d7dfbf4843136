"""Brings the ledger into the lake, each entry once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dure.facts.shapes import TABLES
from dure.kit.arrow import table_of, unpacked
from dure.lake import Lake
from dure.records.ledger.queries import batches_of, entries_after, last_entry_id

if TYPE_CHECKING:
    from dure.records.ledger.models import Entry

APP = "ledger"
#: Entries read at a time, and the most that may pass without a row for a table before its watermark is moved.
STEP = 2_000
#: Room for the rows of one entry between two numbers of the ledger.
ROWS_PER_ENTRY = 1 << 20


def drain(lake: Lake, *, progress: Callable[[str, int], None] | None = None) -> dict[str, int]:
    """Brings into every table of the lake what the ledger has and it has not.

    The watermark (the number of the last entry) travels inside the commit that holds the rows: a drain
    that dies adds all of a step or nothing, and the next one goes on from there.

    Returns:
        The number of rows each table gained.
    """
    gained = {}
    for table in TABLES:
        gained[table] = 0
        for rows, upto in _steps(table, after=lake.watermark(table, app_id=APP)):
            lake.append(table, rows, app_id=APP, version=upto)
            gained[table] += rows.num_rows
            if progress:
                progress(table, gained[table])
    return gained


def _steps(table: str, *, after: int) -> Iterator[tuple[pa.Table, int]]:
    """Rows for one table with the number of the entry they reach to; an empty step only where many gave none."""
    end, marked = last_entry_id(), after
    while after < end and (entries := entries_after(after, limit=STEP)):
        after = entries[-1].pk
        rows = _rows(table, entries)
        if rows.num_rows or after - marked >= STEP:
            marked = after
            yield rows, after


def _rows(table: str, entries: "list[Entry]") -> pa.Table:
    schema = TABLES[table]
    noted = [row for entry in entries for row in _noted(table, entry)]
    parts = [table_of(noted, schema=schema)]
    within: dict[int, int] = {}
    for batch in batches_of([entry.pk for entry in entries], table=table):
        first = within.get(batch.entry_id, ROWS_PER_ENTRY // 2)
        within[batch.entry_id] = first + batch.n_rows
        parts.append(_numbered(unpacked(bytes(batch.rows)), first=batch.entry_id * ROWS_PER_ENTRY + first))
    return pa.concat_tables(parts)


def _noted(table: str, entry: "Entry") -> Iterator[dict[str, Any]]:
    for place, row in enumerate(entry.facts.get(table, [])):
        moments = {name: datetime.fromisoformat(row[name]) for name in ("ts", "due_ts") if name in row}
        yield {**row, **moments, "recorded_ts": entry.recorded_at, "seq": entry.pk * ROWS_PER_ENTRY + place}


def _numbered(rows: pa.Table, *, first: int) -> pa.Table:
    seq = pa.array(range(first, first + rows.num_rows), type=pa.int64())
    return rows.set_column(rows.schema.get_field_index("seq"), "seq", seq)
