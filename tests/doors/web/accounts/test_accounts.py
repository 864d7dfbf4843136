"""The page of accounts: everybody we serve, and where something is open."""

from typing import Any

import pytest
from django.test import Client

from dure.demo.crowd import add_crowd
from dure.records.people.models import Account
from tests.cast import NOW
from tests.doors.web.visiting import noon, visitor, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db

ACCOUNTS = "/accounts/"


@pytest.fixture
def jiwoo(village: Any) -> Client:
    return visitor("jiwoo")


def shown(client: Client, **asked: Any) -> list[str]:
    return [one.name for one in client.get(ACCOUNTS, asked).context["list"].rows]


def test_firms_outside_and_teams_inside_are_counted_in_the_first_sentence(jiwoo: Client) -> None:
    said = words_of(jiwoo.get(ACCOUNTS))
    assert "We serve 7 accounts outside and 2 teams inside. A promise is late for 1 of them." in said


def test_a_team_inside_is_an_account_like_any_other(jiwoo: Client) -> None:
    assert shown(jiwoo, side="coworker") == ["영업팀 (사내)", "재무팀 (사내)"]
    assert "재무팀 (사내)" in shown(jiwoo)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"segment": "enterprise"}, ["Nordlicht Energie GmbH", "미르은행"]),
        ({"country": "JP"}, ["Aoba Precision K.K."]),
        ({"needs": "late"}, ["Kestrel Freight Inc."]),
        ({"q": "은행"}, ["미르은행"]),
        ({"q": "nord", "country": "DE"}, ["Nordlicht Energie GmbH"]),
        ({"q": "없는 이름"}, []),
    ],
)
def test_accounts_are_narrowed_by_choices_and_words(
    jiwoo: Client, asked: dict[str, str], names: list[str]
) -> None:
    assert shown(jiwoo, **asked) == names


def test_accounts_of_one_owner_are_found_by_the_owner(jiwoo: Client) -> None:
    owner = Account.objects.get(name="한울상사").owner_id
    assert shown(jiwoo, owner=owner) == ["새벽마켓", "온담병원", "한울상사"]


def test_open_voices_are_those_not_told_yet_and_lead_to_their_list(jiwoo: Client) -> None:
    answer = jiwoo.get(ACCOUNTS, {"sort": "-open"})
    first = answer.context["list"].rows[0]
    listed = jiwoo.get("/voices/", {"account": first.pk, "stage": "open"}).context["list"]
    assert first.n_open == listed.count > 0
    assert f"/voices/?account={first.pk}&amp;stage=open" in answer.content.decode()


def test_accounts_that_wait_for_our_word_are_those_with_open_voices(jiwoo: Client) -> None:
    rows = jiwoo.get(ACCOUNTS).context["list"].rows
    assert shown(jiwoo, needs="open") == [one.name for one in rows if one.n_open]


def test_the_account_with_the_late_promise_comes_first_when_sorted_by_it(jiwoo: Client) -> None:
    assert shown(jiwoo, sort="-late")[0] == "Kestrel Freight Inc."


def test_amounts_are_ordered_within_their_currency_never_across(jiwoo: Client) -> None:
    rows = jiwoo.get(ACCOUNTS, {"sort": "-value"}).context["list"].rows
    amounts = [(one.currency, one.annual_minor) for one in rows if one.annual_minor]
    assert amounts == sorted(amounts, reverse=True)


def test_amounts_carry_their_currency_and_cents_where_it_has_them(jiwoo: Client) -> None:
    said = words_of(jiwoo.get(ACCOUNTS))
    assert "₩48,000,000" in said
    assert "US$88,000.00" in said


def test_made_up_accounts_say_so_in_both_languages(jiwoo: Client) -> None:
    assert "Synthetic data" in words_of(jiwoo.get(ACCOUNTS))
    assert "가상 데이터" in words_of(jiwoo.get(ACCOUNTS, headers={"accept-language": "ko"}))


def test_an_account_is_added_and_shown(jiwoo: Client) -> None:
    answer = jiwoo.post(
        f"{ACCOUNTS}new/", {"name": "가온물산", "side": "customer", "country": "kr"}, follow=True
    )
    account = Account.objects.get(name="가온물산")
    assert answer.redirect_chain == [(f"/account/{account.pk}/", 302)]
    assert (account.country, account.source) == ("KR", "live")


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("country", "Korea"), ("side", "both"), ("owner", "999999")]
)
def test_a_field_that_must_be_mended_is_named_and_nothing_is_added(
    jiwoo: Client, field: str, value: str
) -> None:
    n = Account.objects.count()
    answer = jiwoo.post(f"{ACCOUNTS}new/", {"name": "가온물산", "side": "customer", field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Account.objects.count() == n


def test_a_viewer_sees_accounts_and_may_not_add_one(village: Any) -> None:
    client = visitor("eunchae")
    assert "New account" not in words_of(client.get(ACCOUNTS))
    assert client.get(f"{ACCOUNTS}new/").status_code == 403


@pytest.mark.parametrize("n", [0, 500])
def test_the_page_asks_as_often_for_hundreds_of_accounts(
    village: Any, n: int, django_assert_num_queries: Any
) -> None:
    if n:
        add_crowd(n, on=NOW.date())
    client = visitor("jiwoo")
    with django_assert_num_queries(10):
        client.get(ACCOUNTS)
