"""Text that people read must stand in {% translate %} or {% blocktranslate %}."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

from tests.house.violations import Violation

READ_ALOUD = {
    "title",
    "placeholder",
    "alt",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "label",
}
#: Elements whose text nobody reads as a sentence. ``translate="no"`` says the same of one element (HTML's own way).
NOT_SENTENCES = {"script", "style", "code", "kbd", "pre"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
A_LETTER = re.compile(r"[^\W\d_]{2,}")
#: Our own name, and what string.Template puts in; neither is translated.
OUR_NAME = re.compile(r"\b(dure|두레)\b|\$\{?\w+\}?")

#: A part that is included inside a tag is read as text; of its attributes, only what is read aloud is words.
ATTRIBUTE = re.compile(r"""([\w:.-]+)=("[^"]*"|'[^']*')""")

#: Stands where the template puts something; it is no letter.
PUT_IN = "\ufffc"


def bare_sentences(root: Path) -> Iterator[Violation]:
    """Words in templates that no translation will ever reach."""
    for file in sorted((root / "src/dure").rglob("*.html")):
        if "vendor" not in file.parts:
            reader = _Reader()
            reader.feed(_without_tags(file.read_text(encoding="utf-8")))
            reader.close()
            for line, words in reader.bare:
                path = file.relative_to(root).as_posix()
                mend = 'put it in {% translate "..." %} or {% blocktranslate %}, or say translate="no" on its element'
                yield Violation(path, line, f"bare text {words!r}", mend)


def _without_tags(text: str) -> str:
    """The template with all that Django puts in, and all that is translated, blanked; lines stay where they are."""
    kept: list[str] = []
    inside = ""
    for token in Lexer(text).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
            continue
        if (
            token.token_type == TokenType.BLOCK
            and not inside
            and _holds_no_sentence(token.contents, word=word)
        ):
            inside = word
        elif token.token_type == TokenType.BLOCK and word == f"end{inside}":
            inside = ""
        kept.append(PUT_IN + "\n" * token.contents.count("\n"))
    return "".join(kept)


def _holds_no_sentence(contents: str, *, word: str) -> bool:
    """Whether what follows is translated or a remark; a block named ``*_class`` fills an attribute."""
    return word in {"blocktranslate", "blocktrans", "comment", "verbatim"} or (
        word == "block" and contents.endswith("_class")
    )


class _Reader(HTMLParser):
    """Reads what is left of a template and keeps the words a person would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bare: list[tuple[int, str]] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.silent or given.get("translate") == "no" or tag in NOT_SENTENCES:
            self.silent += [tag] if tag not in VOID else []
            return
        for name in READ_ALOUD & given.keys():
            self._read(given[name] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = list(self.silent)
        self.handle_starttag(tag, attrs)
        self.silent = before

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._read(data)

    def _read(self, text: str) -> None:
        text = ATTRIBUTE.sub(lambda a: a[0] if a[1] in READ_ALOUD else _blank(a), text)
        if first := A_LETTER.search(OUR_NAME.sub(_blank, text)):
            above = text.count("\n", 0, first.start())
            self.bare.append((self.getpos()[0] + above, " ".join(text.replace(PUT_IN, " ").split())))


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", PUT_IN, found[0])
