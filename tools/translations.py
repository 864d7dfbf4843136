"""Gather the English sentences, keep the Korean beside them, and compile; no GNU gettext needed.

``make messages`` runs this file: it takes every marked sentence of ``src/dure`` into ``locale/ko``, compiles it, and
says what has no Korean yet. Sentences are found as Django finds them (its ``templatize``, gettext's words).
That nothing is missing is tested by ``tests/house/test_translations.py``, with the functions below.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LOCALE = "src/dure/locale/ko/LC_MESSAGES"
HEADER = (
    "# dure in Korean. Write as to a colleague: 해요체 is too light, 합니다체 in sentences, nouns on buttons."
)

#: One date for ever: a catalogue that changes with every run makes needless conflicts.
BORN = datetime(2026, 11, 22, tzinfo=UTC)

KEYWORDS = {
    **dict.fromkeys(("_", "_l", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def sentences(root: Path) -> Catalog:
    """Every marked sentence in the templates and Python files under ``root``, with where it stands."""
    catalog = Catalog(locale="ko", header_comment=HEADER, creation_date=BORN, revision_date=BORN, fuzzy=False)
    for file in sorted((root / "src/dure").rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not {"migrations", "vendor"} & set(file.parts):
            place = file.relative_to(root).as_posix()
            for line, said, _, context in extract("python", _as_python(file), KEYWORDS, [], {}):
                catalog.add(said, locations=[(place, line)], context=context)
    return catalog


def _as_python(file: Path) -> BytesIO:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # What is no sentence comes back as X; without their indents the lines are Python enough to be read.
        text = "\n".join(line.strip() for line in templatize(text, origin=file.name).split("\n"))
    return BytesIO(text.encode())


def translations(root: Path) -> Catalog:
    """The Korean catalogue as written; empty where there is none yet."""
    file = root / LOCALE / "django.po"
    return read_po(StringIO(file.read_text(encoding="utf-8") if file.exists() else ""), locale="ko")


def is_whole(message: Message) -> bool:
    """Whether a message has its Korean, in every number it needs."""
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as Django reads it."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def collect(root: Path) -> Catalog:
    """Writes the sentences found now, with the Korean kept, and the compiled catalogue; returns it."""
    catalog, before = sentences(root), translations(root)
    for message in catalog:
        if message.id and (old := before.get(message.id, message.context)):
            message.string, message.flags = old.string, message.flags | (old.flags & {"fuzzy"})
    folder = root / LOCALE
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as out:
        write_po(out, catalog, width=120, include_lineno=False, sort_by_file=True)
    (folder / "django.mo").write_bytes(compiled(catalog))
    return catalog


if __name__ == "__main__":
    left = [
        m.id for m in collect(Path(__file__).resolve().parents[1]) if m.id and (m.fuzzy or not is_whole(m))
    ]
    print(*left, f"{len(left)} sentences have no Korean yet: write it in {LOCALE}/django.po", sep="\n")
    sys.exit(bool(left))
