"""Keeping the lake quick: small files become few, in the order of their cases, and old ones go."""

from collections.abc import Callable
from typing import Any, Final

from dure.facts.shapes import TABLES
from dure.lake.tables import Lake

#: What each table is most often read by; its rows lie in this order (see docs/decisions/lake-layout.md).
CLUSTERED_BY: Final = {
    "moves": "case_id",
    "contacts": "account_id",
    "answers": "account_id",
    "usage": "account_id",
    "measurements": "metric",
}

#: A week: longer than any reader that still holds a list of the files of before.
KEEP_HOURS: Final = 168

#: Files are rewritten when there are more than this many of them.
_MANY_FILES: Final = 8

Progress = Callable[[int, int, str], None]


def compact(
    lake: Lake,
    *,
    keep_hours: int = KEEP_HOURS,
    many_files: int = _MANY_FILES,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Rewrite each table that has come to consist of many files, in clustered order, and drop what nobody reads.

    Readers and writers go on meanwhile: a reader keeps the files it listed until ``keep_hours`` later,
    and a writer's commit and this one do not meet, for this one changes no row.

    Args:
        keep_hours: files that left the table longer ago than this are deleted (the file system's clock).
        many_files: a table of at most this many files is left as it is.
        progress: is told (tables done, of how many, which comes next).

    Returns:
        By table, how many files were rewritten.
    """
    rewritten = {}
    for n_done, table in enumerate(TABLES):
        if progress:
            progress(n_done, len(TABLES), table)
        rewritten[table] = _compact_table(lake, table, keep_hours=keep_hours, many_files=many_files)
    return rewritten


def _compact_table(lake: Lake, table: str, *, keep_hours: int, many_files: int) -> int:
    delta = lake.opened(table)
    if delta is None or len(delta.file_uris()) <= many_files:
        return 0
    done: dict[str, Any] = delta.optimize.z_order([CLUSTERED_BY[table]])
    delta.create_checkpoint()
    delta.vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
    return int(done["numFilesRemoved"])
