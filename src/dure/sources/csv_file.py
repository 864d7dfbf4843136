"""Any delimited or XLSX export, read by a declared mapping. The mapping language: docs/mappings.md."""

from pathlib import Path
from typing import Any

from dure.facts.origins import Source
from dure.sources.mapped.grid import grid
from dure.sources.mapped.mapping import checked
from dure.sources.mapped.reading import Reading


def read(path: Path, mapping: dict[str, Any]) -> Reading:
    """The facts of a file, in the order of its cases; the answer's ``tally`` counts along.

    Args:
        path: delimited text or a workbook, plain, in a .gz or in a .zip.
        mapping: a dict as read from TOML, see docs/mappings.md.

    Raises:
        MappingFault: the mapping cannot mean what it says; nothing has been read.
        FileFault: the file cannot be read at all. A bad row never raises, it is kept aside.
    """
    rules = checked(mapping)
    return Reading(grid(path, rule=rules.file), mapping=rules)


SOURCE = Source(name="csv_file", title={"ko": "파일 (CSV, XLSX)", "en": "File (CSV, XLSX)"}, read=read)
