"""Korean and English throughout: every sentence people read is translated."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo

from tests.house.templates import bare_sentences
from tests.house.violations import Violation, kept, lines_of, plant
from tools.translations import LOCALE, collect, is_whole, sentences, translations

MEND = "run `make messages`, then write the Korean in django.po and run it again"
PAGE = "src/dure/doors/web/planted.html"


def untranslated(root: Path) -> Iterator[Violation]:
    """Sentences without Korean, with a doubtful (fuzzy) one, or with one that loses a ``%(place)s``."""
    korean = translations(root)
    for message in sentences(root):
        if not message.id:
            continue
        path, line = message.locations[0]
        said = korean.get(message.id, message.context)
        if said is None or not is_whole(said):
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


def stale(root: Path) -> Iterator[Violation]:
    """A compiled catalogue that says something else than the written one, and sentences nobody says any more."""
    file = root / LOCALE / "django.mo"
    written = {(m.context, m.id): _plain(m.string) for m in translations(root) if m.id}
    compiled = BytesIO(file.read_bytes()) if file.exists() else None
    said_so = read_mo(compiled) if compiled else ()
    shipped = {(_plain(m.context), _plain(m.id)): _plain(m.string) for m in said_so if m.id}
    if shipped != {
        key: string
        for key, string in written.items()
        if (all(string) if isinstance(string, tuple) else string)
    }:
        yield Violation(
            f"{LOCALE}/django.mo", 1, "is not compiled from django.po as it stands", "make messages"
        )
    for _, said in written.keys() - {(m.context, m.id) for m in sentences(root)}:
        yield Violation(f"{LOCALE}/django.po", 1, f"nobody says {said!r} any more", "make messages")


def _plain(said: Any) -> Any:
    """A sentence with its plural as a tuple, a context as text: Babel reads the compiled ones as list and bytes."""
    if isinstance(said, bytes):
        return said.decode()
    return tuple(said) if isinstance(said, list) else said


def test_every_sentence_has_its_korean(house: Path) -> None:
    kept(untranslated(house))


def test_the_catalogue_is_compiled_and_holds_nothing_that_nobody_says(house: Path) -> None:
    kept(stale(house))


def test_templates_hold_no_bare_text(house: Path) -> None:
    kept(bare_sentences(house))


def test_sentences_are_collected_from_templates_and_python(tmp_path: Path) -> None:
    plant(
        tmp_path,
        PAGE,
        '{% load i18n %}\n  <p>{% translate "It\'s due today" %}</p>\n'
        "{% blocktranslate count n=n %}{{ n }} voice{% plural %}{{ n }} voices{% endblocktranslate %}\n"
        '    {% translate "May" context "month" %}{% if a %}(\n{% endif %}\n'
        "{% blocktranslate trimmed with who=a.name %}\n  {{ who }} waits\n{% endblocktranslate %}\n",
    )
    plant(
        tmp_path,
        "src/dure/facts/planted.py",
        'a = gettext_noop("No.")\nb = ngettext("a day", "%(n)s days", n)\n',
    )
    found = {(m.context, m.id) for m in sentences(tmp_path) if m.id}
    assert found == {
        (None, "It's due today"),
        (None, ("%(n)s voice", "%(n)s voices")),
        ("month", "May"),
        (None, "%(who)s waits"),
        (None, "No."),
        (None, ("a day", "%(n)s days")),
    }


def test_planted_sentences_without_korean_are_caught(tmp_path: Path) -> None:
    plant(
        tmp_path,
        PAGE,
        '{% load i18n %}\n{% translate "Told" %}\n{% translate "%(n)s due" %}\n{% translate "Kept" %}',
    )
    assert lines_of(untranslated(tmp_path), PAGE) == [2, 3, 4]
    collect(tmp_path)
    po = tmp_path / "src/dure/locale/ko/LC_MESSAGES/django.po"
    text = po.read_text(encoding="utf-8")
    for english, korean in {"Told": "알림", "%(n)s due": "오늘까지", "Kept": "지킴"}.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{korean}"')
    po.write_text(text.replace('msgid "Kept"', '#, fuzzy\nmsgid "Kept"'), encoding="utf-8")
    assert lines_of(untranslated(tmp_path), PAGE) == [3, 4]


def test_a_catalogue_changed_and_not_compiled_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, PAGE, '{% load i18n %}{% translate "Told" %}')
    collect(tmp_path)
    assert not list(stale(tmp_path))
    po = tmp_path / "src/dure/locale/ko/LC_MESSAGES/django.po"
    po.write_text(po.read_text().replace('msgid "Told"\nmsgstr ""', 'msgid "Told"\nmsgstr "알림"'))
    assert translations(tmp_path)["Told"].string == "알림"
    assert list(stale(tmp_path))
    collect(tmp_path)
    assert not list(stale(tmp_path))


@pytest.mark.parametrize(
    "bare",
    [
        "<p>Due today</p>",
        "<p>{{ n }} voices</p>",
        "<p>오늘 할 일</p>",
        '<input placeholder="Search">',
        '<a href="/" aria-label="Home {{ name }}"></a>',
        "{% if late %}Late{% endif %}",
        'hx-target="#main" aria-label="Late"',
        "<p translate='no'>{{ name }}</p><p>Late</p>",
    ],
)
def test_planted_bare_text_is_caught(bare: str, tmp_path: Path) -> None:
    plant(tmp_path, PAGE, f"{{% load i18n %}}\n{bare}\n")
    assert lines_of(bare_sentences(tmp_path), PAGE) == [2]


@pytest.mark.parametrize(
    "said",
    [
        '<p>{% translate "Due today" %}</p>',
        '<p title="{% translate "Due" %}">{{ n }} · {% blocktranslate %}voices{% endblocktranslate %}</p>',
        "<script>const said = 'hello'</script><style>p { color: red }</style>",
        '<span translate="no">Autodesk</span> <kbd>Ctrl K</kbd> <b>dure</b>',
        "{# a note to ourselves #}{% comment %}and another{% endcomment %}<!-- and one more -->",
        "{% block body_class %}plain{% endblock %}",
        'hx-target="#main" hx-status:4xx=\'target:"find .refusal" swap:innerHTML\'',
        '<a class="btn primary" href="{% url "today" %}" hx-get="/search/">→</a>',
    ],
)
def test_what_is_translated_or_no_sentence_is_let_pass(said: str, tmp_path: Path) -> None:
    plant(tmp_path, PAGE, f"{{% load i18n %}}\n{said}\n")
    assert lines_of(bare_sentences(tmp_path), PAGE) == []


def test_a_sentence_nobody_says_any_more_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, PAGE, '{% load i18n %}{% translate "Told" %}')
    collect(tmp_path)
    (tmp_path / PAGE).write_text("<br>")
    assert [v.what for v in stale(tmp_path)] == ["nobody says 'Told' any more"]
