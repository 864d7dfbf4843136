"""What a source is: a name people know, and a way to read its payload."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dure.facts.arrivals import Arrival, KeptAside


@dataclass(frozen=True, slots=True)
class Source:
    """One place we listen. A file in ``dure/sources`` holds exactly one, named ``SOURCE``.

    ``read`` takes a path and a mapping (a dict as read from TOML) and yields arrivals in the order of
    the payload, with each row it could not read as :class:`KeptAside`; it never raises for a bad row.
    """

    name: str
    title: dict[str, str] = field(hash=False)
    read: Callable[[Path, dict[str, Any]], Iterator[Arrival | KeptAside]]
    #: What tells whether the payload is the same as last time, where it is not a file (its bytes tell that).
    fingerprint: Callable[[Path], str] | None = None


#: Where things are told act by act. Of what comes from anywhere else we know only what its file says.
TOLD_HERE: Final = ("live", "village")

#: The source of all that is made up.
VILLAGE: Final = "village"


def is_imported(source: str) -> bool:
    """Whether a thing came in by a file, so that what is missing was not recorded, rather than not done.

    >>> is_imported("service_desk"), is_imported("live")
    (True, False)
    """
    return source not in TOLD_HERE
