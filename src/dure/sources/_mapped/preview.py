"""A first look at a file: its columns, and what a mapping would make of its first rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dure.facts.arrivals import Arrival, KeptAside
from dure.sources._mapped.columns import column_place
from dure.sources._mapped.grid import AS_FOUND, FileRule, Grid, Line, grid
from dure.sources._mapped.mapping import checked
from dure.sources._mapped.reading import Reading

_MISSING_LIKE = ("?", "-", "N/A", "n/a", "NULL", "null", "None", "nan", "NaN")
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a person sees it: its address in a mapping, its header, and what stands in it."""

    name: str
    header: str
    examples: tuple[str, ...]
    n_distinct: int
    n_missing: int
    n_looked_at: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows, and what the mapping makes of them."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    arrivals: tuple[Arrival, ...]
    aside: tuple[KeptAside, ...]
    unmapped_states: dict[str, int]


def first_rows(
    path: Path, *, rule: FileRule = AS_FOUND, n: int = _LOOKED_AT
) -> tuple[list[str], list[list[str]]]:
    """The column names of a file and its first whole rows."""
    with grid(path, rule=rule) as table:
        return table.names, list(islice(_whole(table), n))


def distinct_values(path: Path, *, column: str, rule: FileRule = AS_FOUND, most: int = 500) -> list[str]:
    """The different values of a column in all rows of a file, in the order of their first coming.

    Raises:
        LookupError: the file has no such column.
    """
    with grid(path, rule=rule) as table:
        place = column_place(column, names=table.names)
        return list(
            islice(dict.fromkeys(value for row in _whole(table) if (value := row[place].strip())), most)
        )


def _whole(table: Grid) -> Iterator[list[str]]:
    return (row for _, row in table.lines if isinstance(row, list) and len(row) == len(table.names))


def columns(path: Path, *, rule: FileRule = AS_FOUND) -> list[Column]:
    """The columns of a file, each with up to five different examples from its first 2,000 rows.

    Raises:
        FileError: the file cannot be read.
    """
    names, rows = first_rows(path, rule=rule)
    return [_column(name, [row[place].strip() for row in rows]) for place, name in enumerate(names)]


def _column(name: str, values: list[str]) -> Column:
    said = [value for value in values if value and value not in _MISSING_LIKE]
    distinct = list(dict.fromkeys(said))
    header = name.split("#")[0]
    return Column(
        name=name, header=header, examples=tuple(distinct[:5]), n_distinct=len(distinct),
        n_missing=len(values) - len(said), n_looked_at=len(values),
    )  # fmt: skip


def preview(path: Path, mapping: dict[str, Any], rows: int = 20) -> Preview:
    """What a mapping makes of the first ``rows`` lines of a file; nothing is kept.

    Raises:
        MappingError: the mapping cannot mean what it says, or names a column the file has not.
        FileError: the file cannot be read.
    """
    rules = checked(mapping)
    seen: list[list[str]] = []
    with grid(path, rule=rules.file) as table:
        table.lines = _watched(islice(table.lines, rows), seen)
        reading = Reading(table, mapping=rules)
        facts = list(reading)
    return Preview(
        names=tuple(table.names), rows=tuple(tuple(row) for row in seen),
        arrivals=tuple(fact for fact in facts if not isinstance(fact, KeptAside)),
        aside=tuple(fact for fact in facts if isinstance(fact, KeptAside)),
        unmapped_states=dict(reading.tally.unmapped_states.most_common()),
    )  # fmt: skip


def _watched(lines: Iterator[Line], seen: list[list[str]]) -> Iterator[Line]:
    for line, row in lines:
        if isinstance(row, list):
            seen.append(row)
        yield line, row
