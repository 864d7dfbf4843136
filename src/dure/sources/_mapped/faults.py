"""What goes wrong with a mapping or a file, said so that one can mend it."""

from collections.abc import Iterable
from difflib import get_close_matches


class MappingError(ValueError):
    """A mapping says something it cannot mean: which mapping, table and key, and how to mend it."""

    def __init__(self, message: str, *, mapping: str, table: str, key: str = "") -> None:
        self.mapping, self.table, self.key, self.message = mapping, table, key, message
        place = f"[{table}] {key}".strip() if table else key
        super().__init__(f"mapping {mapping}: {place}: {message}")


class FileError(ValueError):
    """A file that cannot be read at all: which, why, and how to mend it."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or the list of known words where none is near.

    >>> did_you_mean("colums", ["columns", "states"])
    "did you mean 'columns'?"
    >>> did_you_mean("xyz", ["b", "a"])
    'known: a, b'
    """
    known = list(known)
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
