"""Visiting pages as one of the village, at the moment the tests call now."""

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dure.facts.roles import Actor, Role
from dure.records.people.actions import give_login
from dure.records.people.models import Person, User
from tests.cast import NOW


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """The clock stands at NOW for pages and acts; a language chosen here is not spoken in the next test."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    yield NOW
    translation.deactivate()


def visitor(name: str, *, language: str = "en") -> Client:
    """Somebody of the village with a login, by its name."""
    return _client(User.objects.get(username=name), language=language)


def visitor_of(actor: Actor, *, role: Role = Role.MEMBER, language: str = "en") -> Client:
    """Somebody of a corner, who is given a login first where they have none; the role is theirs from now on."""
    person = Person.objects.get(pk=actor.person_id)
    if User.objects.filter(person=person).update(role=role):
        return _client(User.objects.get(person=person), language=language)
    admin = Actor(person_id=None, role=Role.ADMIN, name="dure")
    given: dict[str, Any] = {
        "username": f"of-{person.pk}-{role.name}",
        "password": "a long enough word",
        "role": role,
    }
    return _client(give_login(person, by=admin, at=NOW, now=NOW, **given), language=language)


def _client(user: User, *, language: str) -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def words_of(answer: Any, *, under: str = "main") -> str:
    """What a reader sees in the page's ``main``, its white space made one."""
    reader = _Words(under)
    reader.feed(answer.content.decode())
    return " ".join(" ".join(reader.words).split()).replace(" .", ".").replace(" ,", ",")


class _Words(HTMLParser):
    def __init__(self, under: str) -> None:
        super().__init__()
        self.under, self.depth, self.words = under, 0, []  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == self.under

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.under

    def handle_data(self, data: str) -> None:
        if self.depth and data.strip():
            self.words.append(data.strip())
