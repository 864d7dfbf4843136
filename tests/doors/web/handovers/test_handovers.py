"""Who hands to whom: the strongest ways drawn, all of them counted, each leading to its items."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import Role
from tests.cast import Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db


def way(pair: str, n: int, *, days: float | None = 1.0, n_cases: int | None = None):
    """One way with its wait and how many items went it."""
    return (
        number("data", "handover_map", days, cut="pair", slice=pair, n=n),
        number("data", "handover_map", n_cases or n, cut="pair_cases", slice=pair, n=n),
    )


NUMBERS = (
    number("data", "handover_map", 1.0, n=60),
    *way("data → operation", 30, n_cases=28),
    *way("operation → data", 20, days=4.0),
    *way("data → finance", 5, days=None),
)


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login_and_an_unknown_stream_is_not_found(
    client: Client, viewer: Client
) -> None:
    assert client.get("/handovers/").status_code == 302
    assert viewer.get("/handovers/?stream=nowhere").status_code == 404


def test_the_first_sentence_says_who_hands_most_to_whom_and_where_it_lies_longest(viewer: Client) -> None:
    keep(*NUMBERS)
    words = words_of(viewer.get("/handovers/?stream=data"))
    assert "Work goes most often from 데이터 to CX : 30 times, 50% of all handovers." in words
    assert "It lies longest on the way from CX to 데이터 : half of it for more than 4 d." in words


def test_every_figure_leads_to_exactly_the_items_that_went_that_way(viewer: Client) -> None:
    keep(*NUMBERS)
    page = viewer.get("/handovers/?stream=data").content.decode()
    href = "/items/?stream=data&amp;handed=data+%E2%86%92+operation"
    assert f'<a href="{href}">28</a>' in page
    assert f'<a href="{href}" tabindex="-1">' in page


def test_what_is_not_drawn_is_said(viewer: Client) -> None:
    keep(*NUMBERS)
    words = words_of(viewer.get("/handovers/?stream=data"))
    assert "3 ways are drawn, of 60 handovers in all." in words
    assert "The other 5 (8%), by weaker ways or between other teams, are not drawn." in words


def test_a_map_of_many_teams_stays_readable(viewer: Client) -> None:
    ways = [one for n in range(30) for one in way(f"team{n:02} → team{(n * 7 + 1) % 30:02}", 100 - n)]
    keep(number("data", "handover_map", 1.0, n=9000), *ways)
    page = viewer.get("/handovers/?stream=data").content.decode()
    assert page.count("map-band") <= 24
    assert page.count('<th scope="col" class="text-end">team') == 12


def test_where_no_median_is_reached_it_says_why(viewer: Client) -> None:
    keep(*NUMBERS)
    assert "Fewer than half have got this far" in words_of(viewer.get("/handovers/?stream=data"))


def test_where_work_never_changed_hands_it_says_so(viewer: Client) -> None:
    keep(number("data", "handovers", 0.0))
    assert "Work has not gone from one team to another here." in words_of(
        viewer.get("/handovers/?stream=data")
    )


def test_before_anything_is_computed_it_says_how_to_compute_it(viewer: Client) -> None:
    assert "dure measure" in words_of(viewer.get("/handovers/?stream=data"))


def test_the_page_needs_few_questions(viewer: Client) -> None:
    keep(*NUMBERS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        viewer.get("/handovers/")
    assert len(asked) <= 8
