"""Which pages there are: read from the pages themselves, so that a new one is checked without an edit here."""

import re
from dataclasses import dataclass

from dure.doors.web.pages import pages

#: The other side of a form, which answers POST alone, and what is downloaded: they show nothing of their own.
WITHOUT_A_FACE = {"logout", "language", "theme", "data_aside"}


@dataclass(frozen=True)
class Seen:
    """One page to look at: its name, its address with places such as <int:pk>, and whether it needs a login."""

    name: str
    address: str
    is_public: bool

    def at(self, samples: dict[str, int | str]) -> str:
        """The address with an id in each place.

        Raises:
            KeyError: ``samples`` holds no id for a place of this page; add one in ``samples.py``.
        """
        return re.sub(
            r"<(?:\w+:)?(\w+)>", lambda place: str(samples[f"{self.name}.{place[1]}"]), self.address
        )


def seen_pages() -> list[Seen]:
    """Every address that shows a page."""
    found = [(one, pattern) for one in pages() for pattern in one.patterns]
    return [
        Seen(pattern.name, f"/{one.name}/{pattern.pattern}", hasattr(pattern.callback, "is_public"))
        for one, pattern in found
        if getattr(pattern.callback, "answers_get", True) and pattern.name not in WITHOUT_A_FACE
    ]
