"""People, accounts, teams: sides, dated ties, names that change."""

from datetime import date
from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.roles import Actor, Role
from dure.records.people.actions import (
    add_account,
    add_accounts,
    add_person,
    add_team,
    end_tie,
    give_login,
    look,
    prefer,
    rename_team,
    tie,
)
from dure.records.people.models import Account, Person
from dure.records.people.queries import team_name_on, ties_on
from dure.records.voices.models import Voice
from tests.cast import NOW, Corner, after


def done(corner: Corner, **moments: Any) -> dict[str, Any]:
    return {"by": corner.sera, "at": NOW, "now": NOW} | moments


def test_a_person_who_leaves_an_account_stays_a_person_with_what_they_said(corner: Corner) -> None:
    voice = corner.hear()
    job = tie(corner.person, relation="employee", account=corner.account, **done(corner))
    end_tie(job, to_on=date(2026, 3, 3), **done(corner))
    assert Voice.objects.get(pk=voice.pk).person == corner.person
    assert not ties_on(date(2026, 3, 4)).filter(pk=job.pk).exists()
    assert ties_on(date(2026, 3, 3)).filter(pk=job.pk).exists()


def test_side_and_relation_are_independent(corner: Corner) -> None:
    partner = add_person("Yumin Seo", side="customer", **done(corner))
    tie(partner, relation="partner", account=corner.account, **done(corner))
    tie(partner, relation="contractor", team=corner.cx, **done(corner))
    assert {t.relation for t in ties_on(NOW.date()).filter(person=partner)} == {"partner", "contractor"}


def test_a_team_of_the_house_can_be_an_account(corner: Corner) -> None:
    ours = add_account("재무팀 (사내)", side="coworker", team=corner.finance, **done(corner))
    assert (ours.side, ours.team) == ("coworker", corner.finance)


def test_a_renamed_team_keeps_its_key_and_its_old_name_for_old_days(corner: Corner) -> None:
    team = add_team("op", name="Operation", purpose="고객을 돕습니다.", **done(corner, at=after(days=-20)))
    rename_team(team, name="CX", **done(corner))
    assert (team.key, team.name) == ("op", "CX")
    assert team_name_on(team, day=after(days=-1).date()) == "Operation"
    assert team_name_on(team, day=NOW.date()) == "CX"


def test_a_rename_in_the_small_hours_of_seoul_counts_for_that_day_there(corner: Corner) -> None:
    early = NOW.replace(hour=16)  # one o'clock at night on 4 March in Seoul
    team = add_team("op", name="Operation", purpose="고객을 돕습니다.", **done(corner, at=after(days=-20)))
    rename_team(team, name="CX", **done(corner, at=early, now=early))
    assert team_name_on(team, day=date(2026, 3, 3)) == "Operation"
    assert team_name_on(team, day=date(2026, 3, 4)) == "CX"


@pytest.mark.parametrize("name", ["", "  "])
def test_nobody_goes_without_a_name(corner: Corner, name: str) -> None:
    for add in (add_account, add_person):
        with pytest.raises(Refused, match="name"):
            add(name, **done(corner))
    with pytest.raises(Refused, match="name"):
        rename_team(corner.cx, name=name, **done(corner))
    assert corner.cx.name == "CX"


def test_a_team_without_a_purpose_is_refused(corner: Corner) -> None:
    with pytest.raises(Refused, match="purpose"):
        add_team("op", name="Operation", purpose=" ", **done(corner))


def test_nobody_stands_on_a_third_side(corner: Corner) -> None:
    for add in (add_account, add_person):
        with pytest.raises(Refused, match="customer, coworker"):
            add("누군가", side="both", **done(corner))


@pytest.mark.parametrize("ends", [set(), {"account", "team"}])
def test_a_tie_goes_to_one_account_or_one_team(corner: Corner, ends: set[str]) -> None:
    both = {"account": corner.account, "team": corner.cx}
    with pytest.raises(Refused, match="one of them"):
        tie(corner.person, relation="employee", **{end: both[end] for end in ends}, **done(corner))


def test_a_tie_does_not_end_before_it_begins(corner: Corner) -> None:
    days = {"from_on": date(2026, 3, 3), "to_on": date(2026, 3, 2)}
    with pytest.raises(Refused, match="before the first"):
        tie(corner.person, relation="employee", account=corner.account, **days, **done(corner))


def test_of_many_accounts_none_is_added_where_one_is_refused(corner: Corner) -> None:
    n_before = Account.objects.count()
    with pytest.raises(Refused):
        add_accounts([{"name": "가온물산"}, {"name": " "}], **done(corner))
    assert Account.objects.count() == n_before


def test_a_person_is_never_lost_with_an_account(corner: Corner) -> None:
    spare = add_account("문 닫은 회사", **done(corner))
    person = add_person("누군가", **done(corner))
    tie(person, relation="employee", account=spare, **done(corner))
    Account.objects.filter(pk=spare.pk).delete()
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_login_is_its_own_and_an_administrator_may_help(corner: Corner) -> None:
    named = {"username": "yujin", "password": "a-long-word", "role": Role.VIEWER}
    login = give_login(corner.persons["yujin"], **named, **done(corner))
    for act in (prefer, look):
        with pytest.raises(Refused, match="another person's own"):
            act(login, **done(corner, by=Actor(corner.persons["jiwoo"].pk, Role.LEAD, "한지우")))
    assert prefer(login, theme="dark", **done(corner)).theme == "dark"
    assert prefer(login, theme="light", **done(corner, by=login.actor)).theme == "light"
