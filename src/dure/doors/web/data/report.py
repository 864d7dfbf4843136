"""What a load says of itself: what came in, what did not and why, what of it is real and what derived."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext_lazy as _

from dure.doors.web.addresses import address
from dure.doors.web.data.uploads import upload_of
from dure.doors.web.listing import Words
from dure.doors.web.templatetags.dure import language
from dure.sources.csv_file import FileError, MappingError, in_korean, repairable

#: What each fact of a load became; the address of the rows is made with the load's source or stream.
FACTS: dict[str, Words] = {
    "Heard": _("Voices heard"),
    "Moved": _("Moves of work"),
    "Reached": _("Stages of the loop reached"),
    "Handed": _("Handoffs between teams"),
    "Contacted": _("Contacts"),
    "Shipped": _("Releases"),
}
NOTES: dict[str, Words] = {
    "real": _("Real, as recorded"),
    "derived": _("Derived"),
    "unknown": _("Not recorded, and not made up"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A load and what its report says."""

    load: Any

    @property
    def stream(self) -> str:
        return str(self.load.mapping.get("stream", {}).get("key") or self.load.source)

    @property
    def name(self) -> str:
        title = self.load.mapping.get("stream", {}).get("title") or {}
        return str(title.get(language()) or self.load.source)

    @property
    def n_rows(self) -> int | None:
        return self.load.report.get("n_rows")

    @property
    def n_cases(self) -> int:
        return int(self.load.report.get("n_cases") or self.load.report.get("facts", {}).get("Heard", 0))

    @property
    def n_aside(self) -> int:
        return int(self.load.report.get("n_aside") or self.load.report.get("facts", {}).get("KeptAside", 0))

    @property
    def n_no_change(self) -> int:
        return int(self.load.report.get("n_no_change") or 0)

    @property
    def facts(self) -> Iterator[tuple[Words, int, str]]:
        """What came in: the words, how many, and the address of the rows where there is one."""
        hrefs = {
            "Heard": address("/voices/", source=self.load.source),
            "Moved": address("/items/", stream=self.stream),
            "Reached": address("/loop/", source=self.load.source),
            "Handed": address("/items/", stream=self.stream, teams=2),
        }
        for kind, words in FACTS.items():
            if n := self.load.report.get("facts", {}).get(kind):
                yield words, n, hrefs.get(kind, "")

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows were kept aside, in the reader's language, the most frequent first."""
        return [(reason_words(reason), n) for reason, n in self.load.report.get("reasons", {}).items()]

    @property
    def unmapped(self) -> dict[str, int]:
        return dict(self.load.report.get("unmapped_states") or {})

    @property
    def notes(self) -> list[tuple[Words, list[str]]]:
        """What is real and what is derived, in the reader's language."""
        said = self.load.report.get("notes") or self.load.mapping.get("notes") or []
        parts = {what: [note[language()] for note in said if note.get("what") == what] for what in NOTES}
        return [(NOTES[what], notes) for what, notes in parts.items() if notes]


def reason_words(reason: str) -> str:
    """A reason in the reader's language."""
    return in_korean(reason) if language() == "ko" else reason


def aside_csv(load: Any, rows: Iterable[Any]) -> str:
    """The rows kept aside, to be mended in a spreadsheet and loaded again.

    They stand under the file's own header where the file is still here; else as they were, one in a cell.
    """
    path = upload_of(load.file_name)
    if path is not None:
        try:
            with TemporaryDirectory() as folder:
                repairable(rows, path=path, mapping=load.mapping, to=Path(folder) / "aside.csv")
                return (Path(folder) / "aside.csv").read_text(encoding="utf-8")
        except (FileError, MappingError):
            pass
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", "column", "value", "reason", "row"])
    writer.writerows([row.line, row.column, row.value, row.reason, row.row] for row in rows)
    return "\ufeff" + out.getvalue()
