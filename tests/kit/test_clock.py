"""Instants are UTC; days and weeks belong to a zone (science B0)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dure.kit.clock import Interval, day_of, elapsed_hours, midnight, utc_of, week_of, zone_named

NEW_YORK = "America/New_York"


def test_a_sunday_afternoon_in_utc_is_the_next_week_in_seoul() -> None:
    moment = datetime(2026, 1, 4, 16, tzinfo=UTC)
    assert week_of(moment, zone="UTC") == "2026-W01"
    assert week_of(moment, zone="Asia/Seoul") == "2026-W02"
    assert day_of(moment, zone="Asia/Seoul") == date(2026, 1, 5)


def test_24_hours_on_the_wall_are_23_when_clocks_go_forward() -> None:
    noons = [utc_of(datetime.fromisoformat(f"2026-03-0{day} 12:00"), zone=NEW_YORK) for day in (7, 8)]
    assert elapsed_hours(*noons) == 23
    wall = [datetime(2026, 3, day, 12, tzinfo=zone_named(NEW_YORK)) for day in (7, 8)]
    assert elapsed_hours(*wall) == 23


def test_24_hours_on_the_wall_are_25_when_clocks_go_back() -> None:
    noons = [utc_of(datetime.fromisoformat(f"2026-{day} 12:00"), zone=NEW_YORK) for day in ("10-31", "11-01")]
    assert elapsed_hours(*noons) == 25


def test_a_day_that_begins_without_midnight_begins_at_its_first_instant() -> None:
    assert midnight(date(2018, 11, 4), zone="America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    hour = Interval(start=start, end=start + timedelta(hours=1))
    assert start in hour
    assert hour.end not in hour
    assert hour.overlap_with(Interval(start=hour.end, end=hour.end + timedelta(hours=1))) == timedelta(0)


@pytest.mark.parametrize("name", ["Seoul", "", "../etc/passwd"])
def test_a_zone_nobody_knows_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(ValueError, match="use an IANA name such as 'Asia/Seoul'"):
        zone_named(name)
