"""What if: how long work waits, by load, staff and variability (science B3)."""

import pytest
from django.test import Client

from dure.facts.roles import Role
from tests.cast import Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login(client: Client) -> None:
    assert client.get("/whatif/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("load=80&tau=0.2&ca2=1&cs2=1", "19 h 12 min"),  # 0.8 days
        ("load=90&tau=0.2&ca2=1&cs2=1", "1 d 19 h"),  # 1.8 days
        ("load=80&tau=1&ca2=0&cs2=0", "under 1 min"),  # nothing varies, nothing waits
    ],
)
def test_the_wait_is_that_of_kingman(viewer: Client, asked: str, wait: str) -> None:
    assert f"work waits {wait} on average" in words_of(viewer.get(f"/whatif/?{asked}"))


@pytest.mark.parametrize("load", ["100", "150", "9999"])
def test_more_work_than_can_be_done_is_unbounded_and_no_number(viewer: Client, load: str) -> None:
    answer = viewer.get(f"/whatif/?load={load}")
    assert "The wait is unbounded." in words_of(answer)
    assert answer.context["wait"] is None


def test_a_second_person_shares_the_load(viewer: Client) -> None:
    answer = viewer.get("/whatif/?load=90&staff=2")
    assert "Each is busy 45% of the time" in words_of(answer)


@pytest.mark.parametrize("asked", ["load=much", "load=nan", "staff=0", "tau=-1", "ca2=inf"])
def test_what_no_slider_can_say_is_kept_within_it(viewer: Client, asked: str) -> None:
    answer = viewer.get(f"/whatif/?{asked}")
    assert answer.status_code == 200
    assert all(knob.low <= value <= knob.high for knob, value, _before in answer.context["knobs"])


def test_the_sliders_begin_with_what_is_measured_and_say_so(viewer: Client) -> None:
    assert "Nothing is measured here" in words_of(viewer.get("/whatif/?stream=data"))
    keep(number("data", "flow_time", 4.0), number("data", "flow_efficiency", 0.5))
    answer = viewer.get("/whatif/?stream=data")
    assert "The days of work are measured" in words_of(answer)
    assert answer.context["case"].tau == 2.0


def test_the_busiest_team_is_where_the_sliders_begin(viewer: Client) -> None:
    keep(
        number("data", "bottleneck", 0.93, cut="team.utilisation", slice="data"),
        number("data", "bottleneck", 0.4, cut="team.utilisation", slice="finance"),
    )
    answer = viewer.get("/whatif/?stream=data")
    assert answer.context["case"].load == 93
    assert "The sliders begin where data stands, as measured" in words_of(answer)
