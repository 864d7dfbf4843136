"""The business-time clock (science B8), with its worked examples."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kit.business_time import (
    Calendar,
    Spent,
    business_hours,
    calendar,
    hours_spent,
    is_working,
    plus_business_days,
    plus_business_hours,
)
from dure.kit.clock import utc_of

KOREA = calendar(country="KR")
NEW_YORK = calendar(zone="America/New_York", hours={"sat": ["00:00-24:00"], "sun": ["00:00-24:00"]})
SPLIT = calendar(
    hours={"mon": ["09:00-12:00", "13:00-18:00"], "wed": ["22:00-24:00"], "thu": ["00:00-06:00"]},
    country="KR",
)
INSTANTS = st.datetimes(
    min_value=datetime.fromisoformat("2023-01-01"), max_value=datetime.fromisoformat("2028-01-01")
).map(lambda moment: moment.replace(tzinfo=UTC))
CALENDARS = st.sampled_from([KOREA, NEW_YORK, SPLIT])


def seoul(text: str) -> datetime:
    return utc_of(datetime.fromisoformat(text), zone="Asia/Seoul")


@pytest.mark.parametrize(
    ("start", "hours", "end", "used"),
    [
        ("2026-02-13 16:00", 4, "2026-02-19 11:00", KOREA),
        ("2026-02-13 16:00", 4, "2026-02-16 11:00", calendar()),
        ("2026-03-07 10:00", 0, "2026-03-09 09:00", KOREA),
        ("2026-03-07 10:00", 1, "2026-03-09 10:00", KOREA),
        ("2026-03-06 18:00", 0, "2026-03-09 09:00", KOREA),
        ("2026-03-06 18:00", 1, "2026-03-09 10:00", KOREA),
        ("2026-03-06 17:00", 1, "2026-03-06 18:00", KOREA),
        ("2026-03-06 10:00", 0, "2026-03-06 10:00", KOREA),
        (
            "2026-03-06 16:00",
            4,
            "2026-03-09 12:00",
            calendar(hours={"mon": ["09:00-17:00"], "fri": ["09:00-17:00"]}),
        ),
        (
            "2026-03-06 16:00",
            4,
            "2026-03-09 11:00",
            calendar(hours={"mon": ["08:00-17:00"], "fri": ["08:00-17:00"]}),
        ),
    ],
)
def test_hours_of_work_from_a_moment_end_at(start: str, hours: float, end: str, used: Calendar) -> None:
    assert plus_business_hours(seoul(start), hours, used) == seoul(end)


def test_a_holiday_the_government_adds_can_be_added() -> None:
    once = date(2026, 3, 9)
    assert plus_business_hours(seoul("2026-03-06 17:00"), 2, calendar(days_off=[once])) == seoul(
        "2026-03-10 10:00"
    )
    assert date(2025, 1, 27).weekday() == 0
    assert not KOREA.is_workday(date(2025, 1, 27))


def test_a_holiday_can_be_worked_and_a_weekend_too() -> None:
    liberation, saturday = date(2026, 3, 2), date(2026, 3, 7)
    assert not KOREA.is_workday(liberation)
    worked = calendar(country="KR", not_off=[liberation], workdays=[saturday])
    assert business_hours(seoul("2026-03-02 00:00"), seoul("2026-03-03 00:00"), worked) == 9
    assert business_hours(seoul("2026-03-07 00:00"), seoul("2026-03-08 00:00"), worked) == 9


def test_lunch_and_a_night_shift_are_counted_as_they_are() -> None:
    assert business_hours(seoul("2026-03-09 11:00"), seoul("2026-03-09 14:00"), SPLIT) == 2
    assert business_hours(seoul("2026-03-11 23:00"), seoul("2026-03-12 07:00"), SPLIT) == 7


@pytest.mark.parametrize(("on", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-03-15", 24)])
def test_a_day_of_24_hours_counts_its_instants_when_clocks_change(on: str, hours: float) -> None:
    day = date.fromisoformat(on)
    start, end = (
        utc_of(datetime.combine(each, datetime.min.time()), zone="America/New_York")
        for each in (day, day + timedelta(days=1))
    )
    assert business_hours(start, end, NEW_YORK) == hours


def test_a_moment_is_measured_alike_in_any_zone() -> None:
    start, end = seoul("2026-03-06 17:00"), seoul("2026-03-09 10:00")
    local = [moment.astimezone(None) for moment in (start, end)]
    assert business_hours(*local, KOREA) == business_hours(start, end, KOREA) == 2  # type: ignore[call-arg]


def test_nobody_works_at_closing_time() -> None:
    assert is_working(seoul("2026-03-06 09:00"), KOREA)
    assert not is_working(seoul("2026-03-06 18:00"), KOREA)
    assert not is_working(seoul("2026-02-17 10:00"), KOREA)


@pytest.mark.parametrize(
    ("on", "n_days", "wanted"),
    [
        ("2026-02-13", 1, "2026-02-19"),
        ("2026-02-19", -1, "2026-02-13"),
        ("2026-02-14", 0, "2026-02-19"),
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-15", 1, "2026-02-19"),
    ],
)
def test_workdays_from_a_day_are(on: str, n_days: int, wanted: str) -> None:
    assert plus_business_days(date.fromisoformat(on), n_days, KOREA) == date.fromisoformat(wanted)


def test_without_a_calendar_the_clock_on_the_wall_counts_and_says_so() -> None:
    start, end = seoul("2026-03-06 17:00"), seoul("2026-03-09 10:00")
    assert hours_spent(start, end, None) == Spent(hours=65, in_business_time=False)
    assert hours_spent(start, end, KOREA) == Spent(hours=2, in_business_time=True)


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ({}, "measures nothing"),
        ({"monday": ["09:00-18:00"]}, "no such weekday 'monday'; use mon, tue"),
        ({"mon": ["9-18"]}, "hours of mon: '9-18' is no shift; write it as '09:00-18:00'"),
        (
            {"mon": ["22:00-06:00"]},
            "passes midnight; split it into '22:00-24:00' and, on the next day, '00:00-06:00'",
        ),
        ({"mon": ["09:00-13:00", "12:00-18:00"]}, "hours of mon: shifts overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_the_way_to_mend_them(
    hours: dict[str, list[str]], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        calendar(hours=hours)


def test_a_country_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no holidays known for 'XX'"):
        calendar(country="XX")


@given(CALENDARS, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_hours_add_up(used: Calendar, moments: list[datetime]) -> None:
    first, middle, last = moments
    parts = business_hours(first, middle, used) + business_hours(middle, last, used)
    assert parts == pytest.approx(business_hours(first, last, used), abs=1e-9)
    assert 0 <= business_hours(first, last, used) <= (last - first) / timedelta(hours=1) + 1e-9


@given(CALENDARS, INSTANTS, st.floats(min_value=0, max_value=500))
def test_hours_added_are_hours_measured(used: Calendar, start: datetime, hours: float) -> None:
    end = plus_business_hours(start, hours, used)
    assert end >= start
    assert business_hours(start, end, used) == pytest.approx(hours, abs=1e-8)


@given(CALENDARS, INSTANTS, INSTANTS)
def test_hours_backwards_are_negative(used: Calendar, one: datetime, other: datetime) -> None:
    assert business_hours(one, other, used) == -business_hours(other, one, used)


@given(CALENDARS, INSTANTS)
def test_a_team_at_work_gains_time_at_once(used: Calendar, moment: datetime) -> None:
    assert is_working(moment, used) == (business_hours(moment, moment + timedelta(microseconds=1), used) > 0)


def test_25_000_measurements_take_less_than_a_second() -> None:
    start = datetime(2016, 3, 1, tzinfo=UTC)
    spans = [(start + timedelta(hours=n), start + timedelta(hours=n, days=n % 90)) for n in range(25_000)]
    began = time.perf_counter()
    total = sum(business_hours(first, last, KOREA) for first, last in spans)
    assert time.perf_counter() - began < 1
    assert total > 0
