"""Working calendars that people set up: split shifts, holidays of a country, days off and added. Source: science B8."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.kit.business_time import plus_business_hours
from dure.records.people.actions import add_calendar, change_calendar, give_calendar, tie
from dure.records.people.models import Calendar
from dure.records.people.queries import capacities, clock_of, open_hours, teams
from tests.cast import Corner, after

WEEK = {str(day): [["09:00", "18:00"]] for day in range(5)}


def by(corner: Corner) -> dict[str, Any]:
    return {"by": corner.sera, "at": after(), "now": after()}


def test_four_hours_from_friday_before_seollal_end_on_thursday_at_eleven(corner: Corner) -> None:
    seoul = add_calendar("서울 본사", zone="Asia/Seoul", hours=WEEK, holiday_country="KR", **by(corner))
    asked = datetime(2026, 2, 13, 7, tzinfo=UTC)
    assert plus_business_hours(asked, 4, clock_of(seoul)) == datetime(2026, 2, 19, 2, tzinfo=UTC)


def test_a_day_the_government_adds_is_off_and_a_day_made_up_for_is_worked(corner: Corner) -> None:
    days = {"days_off": ["2025-01-27"], "days_on": ["2026-02-21"]}
    clock = clock_of(add_calendar("본사", hours=WEEK, holiday_country="KR", **days, **by(corner)))
    assert not clock.is_workday(date(2025, 1, 27))
    assert clock.is_workday(date(2026, 2, 21))


def test_a_day_may_have_two_shifts(corner: Corner) -> None:
    calendar = add_calendar("교대", hours=WEEK, **by(corner))
    change_calendar(calendar, hours={"0": [["09:00", "12:00"], ["13:00", "18:00"]]}, **by(corner))
    assert len(clock_of(Calendar.objects.get(name="교대")).shifts_on(date(2026, 3, 2))) == 2


def test_the_holidays_of_the_united_states_are_known_too(corner: Corner) -> None:
    clock = clock_of(
        add_calendar("Austin", zone="America/Chicago", hours=WEEK, holiday_country="US", **by(corner))
    )
    assert not clock.is_workday(date(2026, 7, 3))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"zone": "Asia/Nowhere"}, "zone"),
        ({"holiday_country": "XX"}, "holiday_country"),
        ({"hours": WEEK | {"1": [["18:00", "09:00"]]}}, "tue"),
        ({"hours": WEEK | {"2": [["nine", "five"]]}}, "wed"),
        ({"hours": WEEK | {"3": [["09:00", "13:00"], ["12:00", "18:00"]]}}, "thu"),
        ({"days_off": ["next Monday"]}, "days_off"),
        ({"days_on": ["2026-02-30"]}, "days_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(corner: Corner, said: dict[str, Any], field: str) -> None:
    told = {"name": "본사", "hours": WEEK, **said}
    with pytest.raises(Refused) as refused:
        add_calendar(told.pop("name"), **told, **by(corner))
    assert refused.value.field == field
    assert not Calendar.objects.exists()


def test_a_calendar_is_given_to_a_team(corner: Corner) -> None:
    calendar = add_calendar("본사", hours=WEEK, **by(corner))
    give_calendar(corner.data, calendar=calendar, **by(corner))
    assert teams().get(key="data").calendar == calendar


def test_the_numbers_learn_who_works_where_and_when(corner: Corner) -> None:
    """Two persons in one team, one of whom has left; the team works on Monday mornings only."""
    monday = add_calendar("오전", zone="UTC", hours={"0": [["09:00", "12:00"]]}, **by(corner))
    give_calendar(corner.data, calendar=monday, **by(corner))
    for name, to_on in (("yujin", None), ("sera", date(2026, 1, 31))):
        tie(corner.persons[name], relation="employee", team=corner.data, to_on=to_on, **by(corner))
    assert capacities(["live"], day=date(2026, 3, 3)) == [{"team": "data", "n_people": 1.0}]
    start, end = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert open_hours(["live"], start=start, end=end) == [
        {"team": "data", "start_ts": start, "end_ts": datetime(2026, 3, 2, 12, tzinfo=UTC)},
        {"team": "data", "start_ts": datetime(2026, 3, 9, 9, tzinfo=UTC), "end_ts": end},
    ]
