"""The mappings that come with the package, and mappings by name or by path."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from dure.sources._mapped.faults import FileError
from dure.sources._mapped.mapping import read_mapping


def shipped_mappings(*, source: str | None = None) -> dict[str, Path]:
    """The shipped mappings by name, of all sources or of one.

    >>> sorted(shipped_mappings(source="csv_file"))
    ['plain', 'service_desk']
    """
    home = Path(str(files("dure.sources"))) / "mappings"
    found = {path.stem: path for path in sorted(home.glob("*.toml"))}
    return {
        name: path
        for name, path in found.items()
        if source in (None, read_mapping(path).get("source", "csv_file"))
    }


def mapping_called(name: str) -> dict[str, Any]:
    """The shipped mapping of this name, or the one in the file at this path.

    Raises:
        FileError: neither exists; the message lists the shipped ones.

    >>> mapping_called("plain")["columns"]["case"]
    'case'
    """
    shipped = shipped_mappings()
    if name in shipped:
        return read_mapping(shipped[name])
    if not Path(name).is_file():
        raise FileError(f"{name}: no such mapping file, and none shipped by this name ({', '.join(shipped)})")
    return read_mapping(Path(name))
