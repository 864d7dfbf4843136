"""The sentences people read, and their Korean. `make messages` runs this file.

Sentences are collected as Django collects them (its ``templatize`` and gettext's keywords), but by Babel, so that
no gettext tools are needed to work on the project.
"""

import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tests.house.violations import Violation

LOCALE = "src/dure/locale/ko/LC_MESSAGES"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
MEND = "run `make messages`, then write the Korean in django.po and run it again"


def sentences(root: Path) -> Catalog:
    """Every sentence in templates and Python files that is marked for translation, with where it stands."""
    catalog = Catalog(project="dure", fuzzy=False)
    for file in sorted((root / "src/dure").rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not {"migrations", "vendor"} & set(file.parts):
            place = file.relative_to(root).as_posix()
            for line, said, _, context in extract("python", _as_python(file), KEYWORDS, [], {}):
                catalog.add(said, locations=[(place, line)], context=context)
    return catalog


def _as_python(file: Path) -> BytesIO:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        from django.utils.translation.template import templatize

        # What is left of the text has no meaning as Python; its indentation would be read as if it had.
        text = "\n".join(line.strip() for line in templatize(text, origin=file.name).split("\n"))
    return BytesIO(text.encode())


def translations(root: Path) -> Catalog:
    """The Korean catalogue as written; empty where there is none yet."""
    file = root / LOCALE / "django.po"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return read_po(StringIO(text), locale="ko", domain="django")


def untranslated(root: Path) -> Iterator[Violation]:
    """Sentences without Korean, with a doubtful (fuzzy) one, or with one that loses a ``%(place)s``."""
    korean = translations(root)
    for message in sentences(root):
        if not message.id:
            continue
        path, line = message.locations[0]
        said = korean.get(message.id, message.context)
        if said is None or not _is_whole(said):
            yield Violation(path, line, f"no Korean for {message.id!r}", MEND)
        elif said.fuzzy:
            yield Violation(
                path, line, f"doubtful Korean for {message.id!r}", "check it and take `fuzzy` away"
            )
        else:
            for error in said.check(korean):
                yield Violation(
                    path, line, f"{message.id!r}: {error}", "keep the same places in both languages"
                )


def _is_whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def stale_compiled(root: Path) -> Iterator[Violation]:
    """A compiled catalogue that says something else than the written one."""
    file = root / LOCALE / "django.mo"
    written = {
        (m.context, m.id): m.string for m in translations(root) if m.id and _is_whole(m) and not m.fuzzy
    }
    with file.open("rb") if file.exists() else BytesIO(_compiled(Catalog(locale="ko"))) as compiled:
        shipped = {(m.context, m.id): m.string for m in read_mo(compiled) if m.id}
    if written != shipped:
        yield Violation(
            f"{LOCALE}/django.mo", 1, "is not compiled from django.po as it stands", "make messages"
        )


def _compiled(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def collect(root: Path) -> Catalog:
    """Brings django.po up to date with the sentences and compiles it; returns the catalogue."""
    catalog = translations(root)
    catalog.update(sentences(root), no_fuzzy_matching=True)
    folder = root / LOCALE
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as out:
        write_po(out, catalog, width=110, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    (folder / "django.mo").write_bytes(_compiled(catalog))
    return catalog


if __name__ == "__main__":
    house = Path(__file__).parents[2]
    collect(house)
    left = list(untranslated(house))
    print(*left, f"{len(left)} sentences have no Korean yet", sep="\n")
    sys.exit(bool(left))
