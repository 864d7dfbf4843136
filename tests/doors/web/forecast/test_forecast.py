"""When will it be done, on a stream's page: the dates, what they rest on, and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import SYSTEM, Role
from dure.kit.weeks import labels_between
from dure.records.people.actions import add_calendar, add_team
from tests.cast import NOW, Corner
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

HISTORY = (2, 3, 0, 4, 1, 3)
TODAY = NOW.date()


def weeks(*counts: int | None, stream: str = "data") -> list[dict[str, object]]:
    """So many done in each of the last complete weeks; None leaves the week out, as one that nobody tracked."""
    last = TODAY - timedelta(days=TODAY.weekday() + 7)
    first = last - timedelta(weeks=len(counts) - 1)
    labels = labels_between(
        *(f"{day.isocalendar().year}-W{day.isocalendar().week:02}" for day in (first, last))
    )
    return [
        number(stream, "flow_velocity", float(n), cut="week", slice=label)
        for label, n in zip(labels, counts, strict=True)
        if n is not None
    ]


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_a_stranger_is_sent_to_the_login_and_an_unknown_stream_is_not_found(
    client: Client, viewer: Client
) -> None:
    assert client.get("/forecast/?stream=data").status_code == 302
    assert viewer.get("/forecast/?stream=nowhere").status_code == 404


def test_the_worked_example_gives_its_dates_to_the_letter(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    words = words_of(viewer.get("/forecast/?stream=data&what=own&n=8"))
    half, on, sure = (TODAY + timedelta(weeks=n) for n in (4, 5, 7))
    assert (
        f"8 items are done by {_said(on)} with 85% certainty (within 5 weeks), and as likely as not by {_said(half)}"
        in words
    )
    assert _said(sure) in words
    assert "6 complete weeks" in words
    assert "Computed exactly" in words


def test_how_many_by_a_date_is_told_for_whole_weeks_of_work(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    by = TODAY + timedelta(weeks=4, days=1)
    words = words_of(viewer.get(f"/forecast/?stream=data&what=own&n=8&by={by}"))
    assert "4 whole weeks of work lie between." in words
    for line in (
        "9 or more with 50% certainty",
        "6 or more with 85% certainty",
        "4 or more with 95% certainty",
    ):
        assert line in words
    assert "All 8 are done by then with a probability of 67%." in words


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((3, 4, 2), "Not enough history: a date needs six complete weeks in which work was counted. 3 more complete weeks"),
        ((0,) * 8, "nothing was done in any of these weeks"),
        ((3, 4, None, 2, None, 4, 3), "a date needs six complete weeks"),
        ((5, 6, 4, 7, 5, 6, 5, 6, 20, 21, 22), "the pace really changed, and fewer than six complete weeks"),
    ],
)  # fmt: skip
def test_too_little_history_is_refused_with_its_reason(
    viewer: Client, counts: tuple[int | None, ...], why: str
) -> None:
    keep(*weeks(*counts))
    words = words_of(viewer.get("/forecast/?stream=data&what=own&n=8"))
    assert "No date can be told." in words
    assert why in words
    assert "85% certainty" not in words


def test_a_stream_without_numbers_says_so(viewer: Client) -> None:
    assert "The numbers of this stream have not been computed yet" in words_of(
        viewer.get("/forecast/?stream=data")
    )


def test_a_week_nobody_tracked_is_left_out_and_the_page_says_so(viewer: Client) -> None:
    keep(*weeks(2, None, 3, 0, 4, 1, 3))
    assert "1 week was not tracked. It is left out: not known is not zero." in words_of(
        viewer.get("/forecast/?stream=data&what=own&n=8")
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("what=own&n=-3", "Give a number of items from 0 to 1,000,000."),
        ("what=own&n=99999999999999", "Give a number of items from 0 to 1,000,000."),
        ("what=own&n=many", "Give a number of items from 0 to 1,000,000."),
        ("what=own&n=5&growth=0.5", "Give a factor from 1 (nothing is added) to 10"),
        ("what=item&item=4711", "Give the number of an item of this stream that is not done"),
        ("what=own&n=5&by=someday", "Give a day such as 2026-12-24."),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(viewer: Client, asked: str, why: str) -> None:
    keep(*weeks(*HISTORY))
    assert why in words_of(viewer.get(f"/forecast/?stream=data&{asked}"))


def test_a_day_that_has_passed_is_no_date_to_ask_about(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    assert "That day does not lie ahead" in words_of(
        viewer.get("/forecast/?stream=data&what=own&n=8&by=2020-01-01")
    )


def test_nothing_to_do_is_done_today(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    assert "it is done today" in words_of(viewer.get("/forecast/?stream=data"))
    assert "it is done today" in words_of(viewer.get("/forecast/?stream=data&what=own&n=0"))


def test_far_too_much_has_no_date(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    words = words_of(viewer.get("/forecast/?stream=data&what=own&n=1000000"))
    assert "More than five years away at this pace" in words


def test_an_item_is_forecast_by_its_place_in_line(viewer: Client, corner: Corner) -> None:
    keep(*weeks(*HISTORY))
    for title in ("먼저", "나중", "끝"):
        item = corner.add_work(title=title)
    words = words_of(viewer.get(f"/forecast/?stream=data&what=item&item={item.pk}"))
    assert "끝 stands as number 3 in line, if the oldest is done first." in words
    assert "3 items are done by" in words


def test_holidays_put_a_date_off(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    plain = viewer.get("/forecast/?stream=data&what=own&n=8").context["promise"].on
    closed = [str(TODAY + timedelta(days=n)) for n in range(1, 8)]
    office = {str(day): [["09:00", "18:00"]] for day in range(5)}
    calendar = add_calendar("A week off", hours=office, days_off=closed, by=SYSTEM)
    add_team("off", name="쉬는 팀", purpose="쉽니다.", calendar=calendar, by=SYSTEM)
    later = viewer.get("/forecast/?stream=data&what=own&n=8").context["promise"].on
    assert later == plain + timedelta(days=7)


def test_the_page_asks_the_database_equally_often_however_much_is_forecast(viewer: Client) -> None:
    keep(*weeks(*HISTORY))
    found = []
    for n in (1, 500):
        with CaptureQueriesContext(connection) as asked:
            viewer.get(f"/forecast/?stream=data&what=own&n={n}")
        found.append(len(asked))
    assert found[0] == found[1] <= 10


def test_the_page_is_written_in_korean(corner: Corner) -> None:
    keep(*weeks(*HISTORY))
    words = words_of(visitor_of(corner.jiwoo, language="ko").get("/forecast/?stream=data&what=own&n=8"))
    assert "8건은 85% 확률로" in words


def _said(on: date) -> str:
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[on.month - 1]
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[on.weekday()]
    return f"{weekday} {on.day} {month}" + ("" if on.year == TODAY.year else f" {on.year}")
