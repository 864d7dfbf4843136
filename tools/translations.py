"""Gather the English sentences, keep the Korean ones beside them, and compile; no GNU gettext needed.

``python tools/translations.py`` takes every marked sentence of ``src/dure`` into ``locale/ko`` and compiles it.
``--check`` writes nothing and fails where a sentence is missing, untranslated, uncertain or not compiled.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/dure"
PO = SOURCE / "locale/ko/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")

#: One date for ever: a catalogue that changes with every run makes needless conflicts.
BORN = datetime(2026, 11, 22, tzinfo=UTC)
HEADER = "# dure in Korean. Write as to a colleague: 해요체 is too light, 합니다체 in sentences, nouns on buttons."

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def marked(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The marked sentences of one file, each with its context."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # What is not a sentence comes back as X; without their indents the lines are Python enough to be read.
        text = re.sub(r"^\s+", "", templatize(text), flags=re.MULTILINE)
    for _, sentence, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield sentence, context


def gathered() -> Catalog:
    """Every marked sentence with the files it stands in, in their order."""
    catalog = Catalog(locale="ko", header_comment=HEADER, creation_date=BORN, revision_date=BORN, fuzzy=False)
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        for sentence, context in marked(path):
            catalog.add(sentence, locations=[(str(path.relative_to(ROOT)), None)], context=context)
    return catalog


def kept() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="ko")


def renew() -> None:
    """Writes the sentences found now, with the Korean kept, and the compiled catalogue."""
    catalog, before = gathered(), kept() if PO.exists() else Catalog(locale="ko")
    for message in catalog:
        old = before.get(message.id, context=message.context) if message.id else None
        if old:
            message.string = old.string
    with PO.open("wb") as file:
        write_po(file, catalog, omit_header=False, sort_by_file=True, width=120, include_lineno=False)
    MO.write_bytes(compiled(kept()))


def compiled(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def faults() -> list[str]:
    """What is wrong with the catalogue, a sentence each."""
    catalog, found = kept(), gathered()
    wanted = {(m.id, m.context) for m in found if m.id}
    there = {(m.id, m.context): m for m in catalog if m.id}
    wrong = [f"not in django.po: {key[0]!r}" for key in sorted(wanted - there.keys(), key=str)]
    wrong += [f"no longer used: {key[0]!r}" for key in sorted(there.keys() - wanted, key=str)]
    wrong += [f"no Korean: {m.id!r}" for m in there.values() if not all(m.string if m.pluralizable else [m.string])]
    wrong += [f"uncertain (fuzzy): {m.id!r}" for m in there.values() if m.fuzzy]
    wrong += [f"{m.id!r}: {e}" for m in there.values() for e in m.check()]
    if not MO.exists() or strings(MO) != {key: m.string for key, m in there.items() if m.string}:
        wrong.append("django.mo is not what django.po says")
    return wrong


def strings(path: Path) -> dict[tuple[object, str | None], object]:
    """The sentences of a compiled catalogue."""
    with path.open("rb") as file:
        return {(m.id, m.context): m.string for m in read_mo(file) if m.id}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something is wrong")
    if not parser.parse_args().check:
        renew()
    if wrong := faults():
        sys.exit("\n".join([*wrong, "mend src/dure/locale/ko/LC_MESSAGES/django.po, then: python tools/translations.py"]))
