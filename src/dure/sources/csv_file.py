"""Any delimited or XLSX export, read by a declared mapping. The mapping language: docs/mappings.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dure.facts.arrivals import KeptAside
from dure.facts.origins import Source
from dure.sources._mapped.aside import Kept, write_aside, write_repairable
from dure.sources._mapped.faults import FileError, MappingError
from dure.sources._mapped.grid import grid
from dure.sources._mapped.guess import Suggestion, suggested_mapping
from dure.sources._mapped.mapping import Mapping, checked, read_mapping
from dure.sources._mapped.preview import Column, Preview, columns, distinct_values, preview
from dure.sources._mapped.reading import Reading, Tally
from dure.sources._mapped.reasons import in_korean
from dure.sources._mapped.shipped import mapping_called, shipped_mappings

__all__ = [
    "SOURCE",
    "Column",
    "FileError",
    "Mapping",
    "MappingError",
    "Preview",
    "Reading",
    "Suggestion",
    "Tally",
    "checked",
    "columns",
    "distinct_values",
    "in_korean",
    "mapping_called",
    "preview",
    "read",
    "read_mapping",
    "repairable",
    "shipped_mappings",
    "suggested_mapping",
    "write_aside",
]  # fmt: skip


def read(path: Path, mapping: dict[str, Any]) -> Reading:
    """The facts of a file, in the order of its cases; the answer's ``tally`` counts along.

    Args:
        path: delimited text or a workbook, plain, in a .gz or in a .zip.
        mapping: a dict as read from TOML, see docs/mappings.md.

    Raises:
        MappingError: the mapping cannot mean what it says; nothing has been read.
        FileError: the file cannot be read at all. A bad row never raises, it is kept aside.
    """
    rules = checked(mapping)
    return Reading(grid(path, rule=rules.file), mapping=rules)


def repairable(rows: Iterable[KeptAside | Kept], *, path: Path, mapping: dict[str, Any], to: Path) -> int:
    """Write the rows of a file that were kept aside under its own header; says how many.

    Once mended, what was written loads with the same mapping.

    Raises:
        FileError: the file at ``path`` can no longer be read.
    """
    return write_repairable(rows, path=path, rule=checked(mapping).file, to=to)


SOURCE = Source(name="csv_file", title={"ko": "파일 (CSV, XLSX)", "en": "File (CSV, XLSX)"}, read=read)
