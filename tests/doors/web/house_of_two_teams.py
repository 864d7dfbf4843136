"""A small house for the tests of pages: one account, one person who speaks, two teams, one stream, three logins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client, override_settings
from django.utils import timezone

from dure.facts.roles import SYSTEM, Actor, Role
from dure.records.people.actions import add_account, add_person, add_team, give_login, tie
from dure.records.voices.actions import hear
from dure.records.work.actions import add_stream

SAID = "월말 재고 보고서를 여는 데 40분씩 걸립니다."


@dataclass
class House:
    """Everybody, and the moment it is now."""

    now: datetime
    account: Any
    sangcheol: Any
    jiwoo: Any
    support: Any
    data: Any
    product: Any
    logins: dict[Role, Any]

    @property
    def by(self) -> Actor:
        """Jiwoo, who looks after the account."""
        return self.logins[Role.MEMBER].actor

    def ago(self, **length: float) -> dict[str, Any]:
        """Done by Jiwoo some time ago, and recorded then."""
        at = self.now - timedelta(**length)
        return {"by": self.by, "at": at, "now": at}

    def voice(self, words: str = SAID, *, days: float = 9, **named: Any) -> Any:
        """What Sangcheol said some days ago."""
        about = {"account": self.account, "person": self.sangcheol, "channel": "phone", **named}
        return hear(words, **about, **self.ago(days=days))

    def client(self, role: Role = Role.MEMBER, *, language: str = "en") -> Client:
        """A browser of somebody with a role."""
        client = Client(headers={"accept-language": language})
        client.force_login(self.logins[role])
        return client


def house() -> House:
    """Builds the house."""
    jiwoo = add_person("한지우", side="coworker", by=SYSTEM)
    support = add_team("support", name="고객지원", purpose="Answers first.", by=SYSTEM)
    tie(jiwoo, relation="employee", team=support, by=SYSTEM)
    people = {role: jiwoo if role == Role.MEMBER else add_person(role.name, by=SYSTEM) for role in Role}
    return House(
        now=timezone.now(),
        account=add_account("한울상사", segment="mid_market", by=SYSTEM),
        sangcheol=add_person("윤상철", by=SYSTEM),
        jiwoo=jiwoo,
        support=support,
        data=add_team("data", name="데이터", purpose="Answers for the numbers.", by=SYSTEM),
        product=add_stream(
            "product", name_ko="제품", name_en="Product", waits_for_release=True, by=SYSTEM,
            states=[{"stage": "Doing", "state": "active"}],
        ),
        logins=_logins(people),
    )  # fmt: skip


def _logins(people: dict[Role, Any]) -> dict[Role, Any]:
    # A password's hash is made to be slow, and no test here logs in by its password.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        return {
            role: give_login(person, username=role.name, password="a long enough word", role=role, by=SYSTEM)
            for role, person in people.items()
        }
