"""The cast of the village as the tests meet it: all of it, or one small corner quick to set up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dure.demo.cast import ACCOUNTS, COWORKERS, PEOPLE, STATE_MAP, TEAMS
from dure.demo.village import tell_village
from dure.facts.roles import SYSTEM, Actor, Role
from dure.records.ledger.models import Entry
from dure.records.people import actions as people
from dure.records.people.models import Account, Person, Team
from dure.records.voices import actions as voices
from dure.records.voices.models import Voice
from dure.records.work import actions as work
from dure.records.work.models import Stream, WorkItem

#: A Tuesday noon in Seoul, a working day: what the tests call now.
NOW = datetime(2026, 3, 3, 3, tzinfo=UTC)

CARDS = {card.key: card for card in (*ACCOUNTS, *COWORKERS, *PEOPLE, *TEAMS)}


def after(**time: float) -> datetime:
    """A moment after (or, with a negative number, before) now: ``after(days=2)``."""
    return NOW + timedelta(**time)


def actor(role: Role, *, person: Person | None = None) -> Actor:
    """Somebody who acts with a role; without a person, one the village does not know."""
    return Actor(
        person_id=person.pk if person else None, role=role, name=person.name if person else role.name.lower()
    )


@dataclass(slots=True)
class Corner:
    """One account, one person of theirs, three of ours, three teams and two value streams."""

    account: Account
    person: Person
    jiwoo: Actor
    yujin: Actor
    sera: Actor
    cx: Team
    data: Team
    finance: Team
    #: Finishing is shipping here.
    flow: Stream
    #: Finished work waits for a release here.
    product: Stream
    persons: dict[str, Person] = field(default_factory=dict)

    def hear(self, words: str = "월말 보고서가 40분 걸립니다.", **named: Any) -> Voice:
        """Their word, heard now unless said otherwise."""
        said = {"by": self.jiwoo, "account": self.account, "person": self.person, "at": NOW, "now": NOW}
        return voices.hear(words, **said | named)

    def add_work(
        self, *about: Voice, stream: Stream | None = None, title: str = "보고서를 빠르게"
    ) -> WorkItem:
        """Work about voices, new since now."""
        return work.add_work(
            title,
            stream=stream or self.flow,
            kind="defect",
            voices=about,
            team=self.data,
            by=self.yujin,
            at=NOW,
            now=NOW,
        )


def small_corner(*, side: str = "customer") -> Corner:
    """Sets up a corner. With ``side="coworker"`` the very same people stand inside the house (000-01)."""
    first: dict[str, Any] = {"by": SYSTEM, "at": after(days=-30), "now": after(days=-30)}
    teams = {
        key: people.add_team(key, name=CARDS[key].name, purpose=CARDS[key].purpose, **first)
        for key in ("operation", "data", "finance")
    }
    account = people.add_account(CARDS["hanul"].name, side=side, segment=CARDS["hanul"].segment, **first)
    person = people.add_person(CARDS["yoon"].name, side=side, **first)
    people.tie(person, relation="employee", account=account, **first)
    ours = {
        key: people.add_person(CARDS[key].name, side="coworker", **first)
        for key in ("jiwoo", "yujin", "sera")
    }
    streams = {
        key: work.add_stream(
            key, states=STATE_MAP, name_ko=key, name_en=key, waits_for_release=key == "product", **first
        )
        for key in ("data", "product")
    }
    return Corner(
        account=account,
        person=person,
        jiwoo=actor(Role.MEMBER, person=ours["jiwoo"]),
        yujin=actor(Role.MEMBER, person=ours["yujin"]),
        sera=actor(Role.ADMIN, person=ours["sera"]),
        cx=teams["operation"],
        data=teams["data"],
        finance=teams["finance"],
        flow=streams["data"],
        product=streams["product"],
        persons=ours,
    )


def last_entry() -> Entry:
    """The newest entry of the ledger."""
    return Entry.objects.latest("id")


@pytest.fixture
def corner(db: None) -> Corner:
    """A small corner of the village, new for each test."""
    return small_corner()


@pytest.fixture(scope="module")
def village(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """The whole village, told once for a file of tests and gone after it; gives the moment its story ends.

    Tests change it freely: each is rolled back to the village as it was told.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        tell_village(NOW)
        yield NOW
        transaction.set_rollback(True)
