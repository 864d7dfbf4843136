"""Working calendars, set up in the browser."""

import pytest
from django.test import Client

from dure.facts.roles import Role
from dure.records.people.models import Calendar, Team
from tests.cast import Corner
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-12:00, 13:00 ~ 18:00")
SEOUL = {"name": "서울 본사", "zone": "Asia/Seoul", "holiday_country": "KR", **WEEK}


@pytest.fixture
def lead(corner: Corner) -> Client:
    return visitor_of(corner.sera, role=Role.LEAD)


def test_without_a_calendar_the_page_says_what_that_means(lead: Client) -> None:
    assert "only the clock on the wall is counted" in words_of(lead.get("/calendars/"))


def test_a_calendar_with_split_shifts_is_added_and_given_to_its_teams(lead: Client, corner: Corner) -> None:
    answer = lead.post("/calendars/new/", {**SEOUL, "days_off": "2026-05-04", "teams": [corner.data.pk]})
    assert answer.status_code == 302
    calendar = Calendar.objects.get()
    assert calendar.hours["0"] == [["09:00", "12:00"], ["13:00", "18:00"]]
    assert "5" not in calendar.hours
    assert Team.objects.get(calendar=calendar) == corner.data
    words = words_of(lead.get("/calendars/"))
    assert "holidays of South Korea" in words
    assert "2 teams have no calendar" in words


def test_a_calendar_is_changed_and_taken_from_a_team(lead: Client, corner: Corner) -> None:
    lead.post("/calendars/new/", {**SEOUL, "teams": [corner.data.pk]})
    calendar = Calendar.objects.get()
    lead.post(f"/calendars/{calendar.pk}/", {**SEOUL, "zone": "Asia/Kolkata", "holiday_country": "IN"})
    assert Calendar.objects.get().zone == "Asia/Kolkata"
    assert not Team.objects.filter(calendar=calendar).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"tue": "nine to five"}, "Write hours as 09:00-12:00, 13:00-18:00"),
        ({"wed": "22:00-06:00"}, "a shift past midnight goes on the next day"),
        ({"days_on": "05/04/2026"}, "“05/04/2026” is no day: write it as 2026-05-04."),
        (dict.fromkeys(WEEK, ""), "a calendar without working hours measures nothing"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    lead: Client, said: dict[str, str], words: str
) -> None:
    answer = lead.post("/calendars/new/", {**SEOUL, **said})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not Calendar.objects.exists()


def test_two_calendars_do_not_bear_one_name(lead: Client) -> None:
    lead.post("/calendars/new/", SEOUL)
    assert "There is a calendar of this name already." in words_of(lead.post("/calendars/new/", SEOUL))


def test_a_viewer_sees_and_a_member_does_not_change(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo, role=Role.VIEWER).get("/calendars/").status_code == 200
    assert visitor_of(corner.jiwoo, role=Role.MEMBER).get("/calendars/new/").status_code == 403
