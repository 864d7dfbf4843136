"""Cells by the name or the place of their column, or by a template of several."""

import re
from collections.abc import Callable, Sequence

from dure.sources._mapped.faults import did_you_mean

Row = Sequence[str]
Cell = Callable[[Row], str | None]
_SLOT = re.compile(r"\{([^{}]+)\}")


def column_names(header: Sequence[str]) -> list[str]:
    """A different name for each column: a repeated name carries its turn, an empty one its place.

    >>> column_names(["id", "category", "category", ""])
    ['id', 'category', 'category#2', '#4']
    """
    seen: dict[str, int] = {}
    names = []
    for place, raw in enumerate(header, start=1):
        name = raw.strip()
        seen[name] = seen.get(name, 0) + 1
        names.append(f"#{place}" if not name else name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def column_place(column: str, *, names: Sequence[str]) -> int:
    """The index of a column named like a header, ``name#2`` for its second, or ``#3`` for the third of all.

    Raises:
        LookupError: no column is called so; the message names the nearest one.

    >>> column_place("category#2", names=["id", "category", "category#2"])
    2
    >>> column_place("#1", names=["id", "category"])
    0
    """
    if column in names:
        return names.index(column)
    if column.startswith("#") and column[1:].isdigit() and 1 <= int(column[1:]) <= len(names):
        return int(column[1:]) - 1
    raise LookupError(f"the file has no column {column!r}: {did_you_mean(column, names)}")


def columns_in(template: str) -> list[str]:
    """The columns a cell is made of.

    >>> columns_in("{category} / {category#2}"), columns_in("number")
    (['category', 'category#2'], ['number'])
    """
    return _SLOT.findall(template) if "{" in template else [template]


def cell(wanted: str | Sequence[str], *, names: Sequence[str], missing: frozenset[str]) -> Cell:
    """A function from a row to the wanted text, or None where the row does not say.

    ``wanted`` is a column, a template such as ``"Site {location}"``, or several of them: the first of
    which no column is missing wins.

    >>> title = cell(["{a} / {b}", "{a}"], names=["a", "b"], missing=frozenset({"?"}))
    >>> title(["mail", "?"]), title(["mail", "slow"]), title(["?", "slow"])
    ('mail', 'mail / slow', None)
    """
    if not isinstance(wanted, str):
        return _first_of([cell(each, names=names, missing=missing) for each in wanted])
    if "{" not in wanted:
        return _plain(column_place(wanted, names=names), missing)
    places = [column_place(column, names=names) for column in columns_in(wanted)]
    return _filled(_SLOT.sub("{}", wanted), [_plain(place, missing) for place in places])


def _plain(place: int, missing: frozenset[str]) -> Cell:
    def text(row: Row) -> str | None:
        value = row[place].strip()
        return None if not value or value in missing else value

    return text


def _filled(pattern: str, cells: list[Cell]) -> Cell:
    def text(row: Row) -> str | None:
        values = [each(row) for each in cells]
        return None if None in values else pattern.format(*values)

    return text


def _first_of(cells: list[Cell]) -> Cell:
    def text(row: Row) -> str | None:
        return next((value for each in cells if (value := each(row)) is not None), None)

    return text
