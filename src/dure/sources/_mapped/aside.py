"""Rows kept aside, written so that a person can mend them in a spreadsheet and load them again."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from dure.facts.arrivals import KeptAside
from dure.sources._mapped.grid import FileRule, grid

REASON_COLUMNS = ("kept_aside_line", "kept_aside_column", "kept_aside_reason")


class Kept(Protocol):
    """A row kept aside, as a fact or as a record."""

    line: int
    column: str
    reason: str
    row: str


def write_repairable(rows: Iterable[KeptAside | Kept], *, path: Path, rule: FileRule, to: Path) -> int:
    """Write the rows of the file at ``path`` that were kept aside, for a person to mend; says how many."""
    with grid(path, rule=rule) as table:
        return write_aside(rows, header=table.header, delimiter=table.delimiter, to=to)


def write_aside(rows: Iterable[KeptAside | Kept], *, header: Sequence[str], delimiter: str, to: Path) -> int:
    """Write the rows under the file's own header, with line, column and reason beside each.

    The reader leaves the three added columns out of account, so the mended file loads with the same
    mapping. It carries a byte-order mark, because a spreadsheet would else break Korean text.

    Args:
        header: the header of the file the rows come from (``Reading.table.header``).
        delimiter: its delimiter (``Reading.table.delimiter``).

    Returns:
        How many rows were written.
    """
    n_written = 0
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerow([*header, *REASON_COLUMNS])
        for kept in rows:
            out.writerow([*_refitted(kept.row, len(header), delimiter), kept.line, kept.column, kept.reason])
            n_written += 1
    return n_written


def _refitted(row: str, width: int, delimiter: str) -> list[str]:
    """The cells of a row, filled up to the header's width; what stands beyond it goes into the last cell."""
    cells = next(csv.reader(row.splitlines(keepends=True), delimiter=delimiter), [])
    if len(cells) > width:
        return [*cells[: width - 1], delimiter.join(cells[width - 1 :])]
    return [*cells, *[""] * (width - len(cells))]
