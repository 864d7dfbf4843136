"""One value stream."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import Role
from tests.cast import Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

WEEKS = ("2026-W06", "2026-W07", "2026-W08")
NUMBERS = [
    number("data", "flow_time", 3.0), number("data", "flow_time_p85", 9.0), number("data", "flow_efficiency", 0.42),
    number("data", "flow_load", 7.0), number("data", "flow_velocity", 30.0),
    *(number("data", metric, value + n, cut="week", slice=week)
      for metric, value in (("flow_velocity", 8.0), ("flow_time", 2.0), ("flow_time_p85", 8.0), ("flow_load", 5.0))
      for n, week in enumerate(WEEKS)),
    *(number("data", "flow_distribution", share, cut="kind", slice=kind) for kind, share in (("feature", 0.75), ("debt", 0.25))),
    *(number("data", "flow_distribution", share, cut="week_kind", slice=f"{week} {kind}")
      for week in WEEKS for kind, share in (("feature", 0.75), ("debt", 0.25))),
    number("data", "flow_load", 4.0, cut="age", slice="0-7"), number("data", "flow_load", 3.0, cut="age", slice="90+"),
    number("data", "waiting_by", 60.0, cut="waits_on", slice="customer"), number("data", "waiting_by", 20.0, cut="waits_on", slice="vendor"),
    number("data", "wait_customer_misuse", None, reason="not_recorded"),
    number("data", "littles_law", 1e-12), number("data", "littles_law", 7.5, cut="part", slice="load_items"),
    number("data", "littles_law", 2.5, cut="part", slice="arrivals_per_day"), number("data", "littles_law", 3.0, cut="part", slice="days_inside"),
]  # fmt: skip


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login_and_an_unknown_stream_is_not_found(
    client: Client, viewer: Client
) -> None:
    assert client.get("/stream/data/").status_code == 302
    assert viewer.get("/stream/nowhere/").status_code == 404


def test_the_first_sentence_says_how_long_work_takes_and_how_much_of_it_is_work(viewer: Client) -> None:
    keep(*NUMBERS)
    page = viewer.get("/stream/data/").content.decode()
    done = "/items/?stream=data&amp;state=done"
    assert (
        f'Half of the work is done within <a href="{done}">3 d</a>, 85% of it within <a href="{done}">9 d</a>.'
        in page
    )
    assert f'Of that time <a href="{done}">42%</a> is work, the rest is waiting.' in page


def test_every_bar_and_every_figure_of_its_table_leads_to_the_items_behind_it(viewer: Client) -> None:
    keep(*NUMBERS)
    page = viewer.get("/stream/data/").content.decode()
    start = page.index('id="flow-velocity-drawing"')
    drawing = json.loads(page[page.index(">", start) + 1 : page.index("</script>", start)])
    assert drawing["labels"] == list(WEEKS)
    assert drawing["series"][0]["values"] == [8.0, 9.0, 10.0]
    assert drawing["series"][0]["hrefs"][2] == "/items/?stream=data&done_week=2026-W08"
    for href in ("done_week=2026-W06", "done_week=2026-W06&amp;kind=debt", "age=90%2B", "waited_on=customer"):
        assert f'<a href="/items/?stream=data&amp;{href}">' in page


def test_where_the_waiting_goes_is_said_in_words(viewer: Client) -> None:
    keep(*NUMBERS)
    words = words_of(viewer.get("/stream/data/"))
    assert "Most of the waiting, 75%, was on: the customer." in words
    assert "3 were begun more than 30 days ago." in words


def test_a_number_the_record_does_not_give_says_so(viewer: Client) -> None:
    keep(*NUMBERS)
    assert "The record does not say." in words_of(viewer.get("/stream/data/"))


def test_the_records_are_checked_by_littles_law(viewer: Client) -> None:
    keep(*NUMBERS)
    assert (
        "The records hold together: an average of 7.5 in progress = 2.5 begun a day × 3 d each"
        in words_of(viewer.get("/stream/data/"))
    )
    keep(*NUMBERS[:5], number("data", "littles_law", 0.8))
    assert "The records contradict each other" in words_of(viewer.get("/stream/data/"))


def test_a_stream_without_numbers_says_what_to_do_and_shows_its_items(viewer: Client, corner: Corner) -> None:
    corner.add_work()
    page = viewer.get("/stream/data/").content.decode()
    assert "The numbers are not there yet." in page
    assert 'href="/items/?stream=data&amp;state=new"' in page


def test_the_page_asks_the_database_as_often_for_much_work_as_for_none(
    viewer: Client, corner: Corner
) -> None:
    keep(*NUMBERS)
    viewer.get("/stream/data/")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/stream/data/")
        assert len(asked) == 9
        for n in range(9):
            corner.add_work(title=f"일 {n}")


def test_the_stream_is_told_in_korean(corner: Corner) -> None:
    keep(*NUMBERS)
    words = words_of(visitor_of(corner.jiwoo, role=Role.VIEWER, language="ko").get("/stream/data/"))
    assert "업무의 절반은 3일 안에" in words


def test_why_work_waits_is_shown_where_the_record_says_who_began_it_and_when(viewer: Client) -> None:
    causes = {
        "unavailability": 15.0,
        "contention": 2.0,
        "prioritisation": 2.0,
        "extraneous": 10.0,
        "customer": 5.0,
    }
    keep(
        *NUMBERS,
        number("data", "waiting_causes", 34.0, coverage=0.9),
        *(number("data", "waiting_causes", days, cut="cause", slice=cause) for cause, days in causes.items()),
        number("data", "waiting_causes", 0.0, cut="known", slice="hours"),
    )
    page = viewer.get("/stream/data/")
    words = words_of(page)
    assert "For 90% of the waiting before our own people the record says who began" in words
    assert "No team has a calendar" in words
    assert "In which states work waits" not in words
    assert b'"/items/?stream=data&amp;way=queued"' in page.content


def test_where_it_cannot_be_told_the_page_says_so_and_shows_the_states(viewer: Client) -> None:
    keep(
        *NUMBERS,
        number("data", "waiting_causes", None, cut="cause", slice="contention", reason="no_service_times"),
        number("data", "waiting_causes", 5.0, cut="cause", slice="customer"),
        number("data", "waiting_by", 20.0, cut="stage", slice="Awaiting vendor"),
    )
    words = words_of(viewer.get("/stream/data/"))
    assert (
        "Shown by state, for why work waits cannot be told: The record does not say who worked on what"
        in words
    )
    assert "Why work waits" not in words
