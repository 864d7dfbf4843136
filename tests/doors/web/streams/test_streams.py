"""The value streams side by side."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.demo.cast import STATE_MAP
from dure.facts.roles import SYSTEM, Role
from dure.records.work.actions import add_stream
from tests.cast import Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

NUMBERS = [
    number(stream, metric, value)
    for stream, days in (("data", 2.0), ("product", 12.0))
    for metric, value in (
        ("flow_time", days), ("flow_time_p85", days * 3), ("flow_load", 4.0), ("flow_velocity", 30.0), ("flow_efficiency", 0.4)
    )
]  # fmt: skip


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get("/streams/").status_code == 302


def test_the_slowest_stream_is_named_and_every_number_leads_to_its_items(viewer: Client) -> None:
    keep(*NUMBERS)
    page = viewer.get("/streams/").content.decode()
    assert (
        'Work takes longest in <a href="/stream/product/#flow-time">product</a>: half of it needs more than 12 d.'
        in page
    )
    assert '<a href="/items/?stream=data&amp;state=open">4</a>' in page
    assert '<a href="/items/?stream=data&amp;state=done">30</a>' in page


def test_what_is_not_computed_yet_says_how_it_comes(viewer: Client) -> None:
    words = words_of(viewer.get("/streams/"))
    assert "The numbers are not there yet." in words
    assert "dure measure" in words


def test_the_constraint_of_a_stream_stands_beside_it(viewer: Client) -> None:
    keep(
        *NUMBERS,
        number("data", "bottleneck", 0.7, cut="team.waiting_share", slice="data"),
        number("data", "bottleneck", 0.3, cut="team.waiting_share", slice="operation"),
        number("data", "bottleneck", 2.0, cut="team.verdict", slice="data"),
        number("product", "bottleneck", 0.5, cut="team.waiting_share", slice="data"),
        number("product", "bottleneck", None, cut="team.verdict", reason="no_single_constraint"),
    )
    page = viewer.get("/streams/").content.decode()
    assert '<a href="/items/?stream=data&amp;team=data">data</a>' in page
    assert "no single one" in page


def test_the_page_asks_the_database_as_often_for_many_streams_as_for_two(viewer: Client) -> None:
    keep(*NUMBERS)
    viewer.get("/streams/")
    for round in range(2):
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/streams/")
        assert len(asked) == 6
        for n in range(5):
            key = f"s{round}-{n}"
            add_stream(
                key,
                states=STATE_MAP,
                name_ko=key,
                name_en=key,
                by=SYSTEM,
                at=after(days=-1),
                now=after(days=-1),
            )


def test_the_stream_with_most_customer_evidence_comes_first_and_is_pointed_at(
    viewer: Client, corner: Corner
) -> None:
    corner.add_work(corner.hear("숫자가 틀립니다."), stream=corner.product)
    page = viewer.get("/streams/").content.decode()
    assert '<a href="/stream/product/">product</a> first:' in page
    assert '<a href="/voices/?stream=product&amp;stage=open">1 voice</a>' in page
    assert page.index("/stream/product/") < page.index("/stream/data/")
