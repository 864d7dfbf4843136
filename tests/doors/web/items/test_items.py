"""Work items, narrowed by the address: the rows behind every number of flow."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import Role
from dure.records.work.actions import finish, reopen_work, start, wait
from tests.cast import Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

TITLES = {"done", "asked", "begun", "old", "other"}


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


@pytest.fixture
def work(corner: Corner) -> dict[str, Any]:
    """Five items, each somewhere else on its way."""

    def at(days: float) -> dict[str, Any]:
        return {"by": corner.yujin, "at": after(days=days), "now": after(days=days)}

    def add(title: str, *, days: float, **named: Any) -> Any:
        return _added(corner, title, at=after(days=days), **named)

    done = add("done", days=-20)
    start(done, **at(-19))
    wait(done, waits_on="customer", **at(-18))
    finish(done, **at(-15))
    asked = add("asked", days=-5)
    start(asked, **at(-5))
    wait(asked, waits_on="vendor", **at(-4))
    begun = add("begun", days=-3, voices=[corner.hear("느립니다", at=after(days=-3), now=after(days=-3))])
    start(begun, **at(-2))
    start(begun, team=corner.cx, **at(-1))
    old = add("old", days=-120)
    start(old, **at(-100))
    add("other", days=-1, stream=corner.product, kind="debt")
    return {"done": done, "begun": begun}


def _added(corner: Corner, title: str, *, at: datetime, **named: Any) -> Any:
    from dure.records.work.actions import add_work

    about = {"stream": corner.flow, "kind": "defect", "team": corner.data, **named}
    return add_work(title, by=corner.yujin, at=at, now=at, **about)


def listed(viewer: Client, **asked: str) -> set[str]:
    page = viewer.get("/items/", asked).content.decode()
    return {title for title in TITLES if f"data-row-link>{title}</a>" in page}


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get("/items/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, TITLES),
        ({"stream": "product"}, {"other"}),
        ({"state": "open"}, {"asked", "begun", "old"}),
        ({"state": "done"}, {"done"}),
        ({"waits_on": "vendor"}, {"asked"}),
        ({"kind": "debt"}, {"other"}),
        ({"team": "operation"}, {"begun"}),
        ({"done_week": "2026-W08"}, {"done"}),  # 16 February, a Monday in Seoul
        ({"done_week": "2026-W07"}, set()),
        ({"waited_on": "customer"}, {"done"}),
        ({"age": "0-7"}, {"asked", "begun"}),
        ({"age": "90+"}, {"old"}),
        ({"teams": "2"}, {"begun"}),
        ({"handed": "data → operation"}, {"begun"}),
        ({"handed": "operation → data"}, set()),
        ({"way": "straight_back"}, set()),
        ({"way": "queued"}, set()),
        ({"stage": "외부 업체 기다림"}, {"asked"}),
        ({"side": "customer"}, {"begun"}),
        ({"stream": "data", "state": "open", "age": "90+"}, {"old"}),
        ({"q": "beg"}, {"begun"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    viewer: Client, work: Any, asked: dict[str, str], found: set[str]
) -> None:
    assert listed(viewer, **asked) == found


def test_what_went_to_and_fro_is_found_by_its_way(viewer: Client, work: Any, corner: Corner) -> None:
    """Data, CX, data, finance, CX: straight back once, and to CX again by way of finance."""
    item = work["begun"]
    for n, team in enumerate((corner.data, corner.finance)):
        start(item, team=team, by=corner.yujin, at=after(days=-0.5 + n / 10), now=after(days=-0.5 + n / 10))
    assert listed(viewer, way="straight_back") == listed(viewer, way="came_again") == {"begun"}
    start(item, team=corner.cx, by=corner.yujin, at=after(days=-0.1), now=after(days=-0.1))
    assert listed(viewer, handed="재무 → CX") == TITLES  # a pair nobody knows narrows nothing
    assert listed(viewer, handed="finance → operation") == {"begun"}


def test_a_reopened_item_is_no_longer_done_in_its_week(viewer: Client, work: Any, corner: Corner) -> None:
    reopen_work(work["done"], by=corner.yujin, at=after(days=-1), now=after(days=-1))
    assert listed(viewer, done_week="2026-W08") == set()


@pytest.mark.parametrize(
    "asked", [{"done_week": "2026-W77"}, {"age": "7"}, {"teams": "many"}, {"waited_on": "nobody"}]
)
def test_a_choice_that_means_nothing_is_left_out_and_said(
    viewer: Client, work: Any, asked: dict[str, str]
) -> None:
    assert listed(viewer, **asked) == TITLES
    assert "This choice is not known and is left out" in words_of(viewer.get("/items/", asked))


def test_a_row_leads_to_the_item_and_to_the_voice_it_answers(viewer: Client, work: Any) -> None:
    page = viewer.get("/items/?q=begun").content.decode()
    assert f'href="/work/{work["begun"].pk}/"' in page
    assert f'href="/voice/{work["begun"].voices.get().voice_id}/"' in page


def test_where_there_is_no_work_the_list_says_what_begins_it(viewer: Client) -> None:
    assert "Here stands all work that was begun for a voice." in words_of(viewer.get("/items/"))


def test_the_list_asks_the_database_as_often_for_many_items_as_for_few(
    viewer: Client, work: Any, corner: Corner
) -> None:
    viewer.get("/items/")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/items/")
        assert len(asked) == 8
        for n in range(9):
            corner.add_work(corner.hear(f"말 {n}"), title=f"일 {n}")
