"""A list: what the address asks for is what is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.doors.web import listing
from dure.doors.web.listing import Column, Filter, Listing, Shown
from dure.facts.roles import SYSTEM
from dure.records.people.actions import add_account
from dure.records.people.queries import accounts

pytestmark = pytest.mark.django_db

LIST = Listing(
    columns=(
        Column(name="name", title="Name", sort=("name",)),
        Column(name="value", title="Value", sort=("annual_minor",), may_be_empty=True),
        Column(name="country", title="Country"),
    ),
    order="name",
    filters=(
        Filter(
            name="side",
            title="Side",
            choices=lambda: [("customer", "Customer"), ("coworker", "Coworker")],
            narrow=lambda rows, value: rows.filter(side=value),
        ),
    ),
    search=lambda rows, query: rows.filter(name__icontains=query),
    n_per_page=2,
)


@pytest.fixture(autouse=True)
def village() -> None:
    for name, side, value in [
        ("한빛물산", "customer", 300),
        ("Acme", "customer", None),
        ("새벽식품", "customer", 100),
        ("데이터 팀", "coworker", None),
        ("Blue", "customer", 200),
    ]:
        add_account(name, side=side, annual_minor=value, by=SYSTEM)


def shown(**asked: str) -> Shown:
    return LIST.shown(accounts(), asked=asked)


def names(**asked: str) -> list[str]:
    return [account.name for account in shown(**asked).rows]


def test_a_list_begins_in_its_own_order() -> None:
    assert names() == ["Acme", "Blue"]


def test_an_order_in_the_address_is_followed_both_ways() -> None:
    assert names(sort="name") == ["Acme", "Blue"]
    assert names(sort="-name") == ["한빛물산", "새벽식품"]


@pytest.mark.parametrize("sort", ["value", "-value"])
def test_what_is_not_known_stands_last_whichever_the_order(sort: str) -> None:
    assert [a.annual_minor for p in "12" for a in shown(sort=sort, page=p).rows][-1] is None
    assert names(sort=sort, page="3") == [{"value": "데이터 팀", "-value": "Acme"}[sort]]


def test_an_order_by_a_column_without_one_is_left_out() -> None:
    assert shown(sort="country").sort == "name"
    assert shown(sort="annual_minor").sort == "name"


def test_a_filter_and_a_search_narrow_together() -> None:
    assert names(side="customer", q="a") == ["Acme"]
    assert shown(side="coworker").is_narrowed
    assert not shown().is_narrowed


def test_a_choice_that_does_not_exist_is_left_out_and_said() -> None:
    answer = shown(side="martian")
    assert answer.count == 5
    assert answer.unknown == ["side=martian"]


@pytest.mark.parametrize(
    ("asked", "page"), [("2", 2), ("0", 1), ("-1", 1), ("999", 3), ("x", 1), ("9" * 30, 1)]
)
def test_a_page_beyond_the_list_is_the_nearest_one(asked: str, page: int) -> None:
    assert shown(page=asked).page == page


def test_the_foot_says_which_rows_of_how_many() -> None:
    answer = shown(page="3")
    assert (answer.first, answer.last, answer.count) == (5, 5, 5)
    assert (shown(q="zzz").first, shown(q="zzz").last) == (0, 0)


def test_a_list_without_end_is_counted_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED_UP_TO", 3)
    answer = shown()
    assert not answer.is_counted
    assert (answer.n_shown, answer.n_pages) == (3, 2)


def test_page_numbers_far_off_are_a_gap() -> None:
    answer = Listing(columns=LIST.columns, order="name", n_per_page=1).shown(accounts(), asked={"page": "3"})
    assert answer.pages_near == [1, 2, 3, 4, 5]
    answer = Listing(columns=LIST.columns, order="name", n_per_page=1).shown(accounts(), asked={"page": "1"})
    assert answer.pages_near == [1, 2, None, 5]


def test_a_list_asks_the_database_for_the_count_the_page_s_numbers_and_their_rows() -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = shown(side="customer", q="a", sort="-value")
        assert [a.name for a in answer.rows] == ["Acme"]
        assert (answer.count, answer.n_pages, answer.last, len(answer.heads)) == (1, 1, 1, 3)
    assert len(asked) == 3


def test_a_nul_in_the_address_is_in_no_word_and_breaks_no_database() -> None:
    assert [a.name for a in shown(q="Ac\0me").rows] == ["Acme"]
