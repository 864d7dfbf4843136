"""The plan of several teams: B10's example to the letter, then real calendars."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dure.kit.calendars import calendar
from dure.kit.clock import zone_named
from dure.kit.critical_path import planned
from dure.kit.plans import CircleFoundError, Plan, Task, expected_days, spread_days
from dure.kit.workdays import days_off, plus_workdays, round_the_clock, workdays_between

KOREA = calendar(country="KR")
NEW_YORK = calendar(zone="America/New_York", country="US", hours=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",)))  # fmt: skip
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)  # 09:00 in Seoul


def seoul(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=zone_named("Asia/Seoul"))


def new_york(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=zone_named("America/New_York"))


def step(name: str, days: float | None, *after: str, **named: Any) -> Task:
    return Task(name=name, days=days, after=after, **{"calendar": KOREA, **named})


def b10(**named: Any) -> Plan:
    steps = [
        step("data_confirm", 2),
        step("segment_change", 3, "data_confirm"),
        step("legal", 2),
        step("qa", 1, "segment_change", "legal"),
    ]
    return planned(steps, begin_at=MONDAY, **named)


def test_the_example_ends_on_day_six_and_only_legal_has_slack() -> None:
    plan = b10()
    assert plan.ends_at is not None
    assert workdays_between(MONDAY, plan.ends_at, KOREA) == pytest.approx(6)
    slacks = {name: slot.slack_days for name, slot in plan.slots.items()}
    assert slacks == pytest.approx({"data_confirm": 0, "segment_change": 0, "legal": 3, "qa": 0})
    assert plan.paths == (("data_confirm", "segment_change", "qa"),)


def test_the_three_estimates_of_the_example_give_their_mean_and_spread() -> None:
    assert expected_days(1, likely=2, pessimistic=6) == 2.5
    assert spread_days(1, pessimistic=6) == pytest.approx(0.8333, abs=1e-4)


def test_steps_that_wait_for_each_other_are_named_in_their_circle() -> None:
    circle = [step("a", 1, "c"), step("b", 1, "a"), step("c", 1, "b"), step("d", 1)]
    with pytest.raises(CircleFoundError, match="circle") as caught:
        planned(circle, begin_at=MONDAY)
    assert caught.value.names[0] == caught.value.names[-1]
    assert set(caught.value.names) == {"a", "b", "c"}


def test_a_step_that_waits_for_itself_is_a_circle_of_one() -> None:
    with pytest.raises(CircleFoundError, match="a → a"):
        planned([step("a", 1, "a")], begin_at=MONDAY)


def test_what_depends_on_an_unknown_length_is_unknown_and_the_rest_is_not() -> None:
    plan = planned(
        [step("known", 2), step("unknown", None, "known"), step("then", 1, "unknown"), step("aside", 4)],
        begin_at=MONDAY,
    )
    assert plan.slots["unknown"].starts_at == seoul(2026, 3, 11)
    assert plan.slots["unknown"].ends_at is None
    assert plan.slots["then"].starts_at is None
    assert (plan.ends_at, plan.range, plan.paths) == (None, None, ())
    assert plan.ends_no_earlier_at == seoul(2026, 3, 12, 18)
    assert {slot.slack_days for slot in plan.slots.values()} == {None}
    assert plan.missing == ("unknown",)


def test_every_path_that_is_equally_long_is_listed() -> None:
    plan = planned(
        [step("a", 1), step("b", 2, "a"), step("c", 2, "a"), step("d", 1, "b", "c")], begin_at=MONDAY
    )
    assert set(plan.paths) == {("a", "b", "d"), ("a", "c", "d")}


def test_two_ends_on_the_same_day_are_two_paths() -> None:
    assert set(planned([step("a", 2), step("b", 2)], begin_at=MONDAY).paths) == {("a",), ("b",)}


def test_paths_by_the_thousand_are_cut_short() -> None:
    tasks = [step("0", 1)]
    for n in range(1, 12):
        before = [t.name for t in tasks[-2:] if n > 1] or ["0"]
        tasks += [step(f"{n}a", 1, *before), step(f"{n}b", 1, *before)]
    assert len(planned(tasks, begin_at=MONDAY).paths) == 100


def test_over_seollal_a_step_in_korea_waits_and_one_in_new_york_goes_on() -> None:
    friday = seoul(2026, 2, 13)  # Seollal is 16 to 18 February 2026; Presidents' Day is the 16th
    plan = planned([step("korea", 2), step("us", 2, calendar=NEW_YORK)], begin_at=friday)
    assert plan.slots["korea"].ends_at == seoul(2026, 2, 19, 18)
    assert plan.slots["us"].starts_at == new_york(2026, 2, 13)
    assert plan.slots["us"].ends_at == new_york(2026, 2, 17, 17)
    assert plan.slots["us"].slack_days == pytest.approx(1.0, abs=0.2)


def test_before_thanksgiving_a_korean_step_has_the_days_the_americans_are_away() -> None:
    # Done on Thursday or on Friday evening in Seoul: New York begins on Friday either way.
    late = planned(
        [step("korea", 4), step("us", 1, "korea", calendar=NEW_YORK)], begin_at=seoul(2026, 11, 23)
    )
    assert late.slots["korea"].ends_at == seoul(2026, 11, 26, 18)
    assert late.slots["us"].starts_at == new_york(2026, 11, 27)  # 26 November is Thanksgiving
    assert late.slots["korea"].slack_days == pytest.approx(1.0)
    assert late.paths == (("us",),)
    assert late.slots["us"].decided_by == ("korea",)


def test_a_day_on_which_the_clocks_change_is_one_workday() -> None:
    every_day = calendar(
        zone="America/New_York", hours=dict.fromkeys(("sat", "sun", "mon"), ("00:00-24:00",))
    )
    start = new_york(2026, 3, 7, 0)
    end = plus_workdays(start, 2, every_day)
    assert end.astimezone(zone_named("America/New_York")).date() == date(2026, 3, 9)
    assert (end - start) == timedelta(hours=47)
    assert workdays_between(start, end, every_day) == pytest.approx(2)


def test_a_fixed_begin_and_a_deadline_hold() -> None:
    plan = planned(
        [step("a", 1, not_before_at=seoul(2026, 3, 12)), step("b", 2, "a", due_at=seoul(2026, 3, 13, 18))],
        begin_at=MONDAY,
    )
    assert plan.slots["a"].starts_at == seoul(2026, 3, 12)
    assert plan.slots["b"].slack_days == pytest.approx(-1)
    assert plan.slots["a"].slack_days == pytest.approx(-1)


def test_a_whole_that_must_be_done_before_it_can_be_says_by_how_many_days() -> None:
    plan = b10(due_at=seoul(2026, 3, 12, 18))  # two workdays before its end
    assert plan.slots["qa"].slack_days == pytest.approx(-2)
    assert plan.slots["legal"].slack_days == pytest.approx(1)


def test_what_is_done_stands_and_what_is_late_ends_no_earlier_than_now() -> None:
    now = seoul(2026, 3, 13, 12)
    plan = planned(
        [
            step("a", 2, started_at=MONDAY, done_at=seoul(2026, 3, 9, 15)),
            step("b", 2, "a", started_at=seoul(2026, 3, 10)),
            step("c", 1, "b"),
        ],
        begin_at=MONDAY,
        now=now,
    )
    assert plan.slots["a"].ends_at == seoul(2026, 3, 9, 15)
    assert not plan.slots["a"].is_critical
    assert plan.slots["b"].ends_at == now
    assert plan.slots["c"].ends_at == seoul(2026, 3, 16, 12)
    assert plan.paths == (("b", "c"),)


def test_the_range_widens_with_the_spread_along_the_way() -> None:
    sure = b10().range
    assert sure == (b10().ends_at, b10().ends_at)
    wide = planned(
        [step("a", 4, sd_days=0.6), step("b", 4, "a", sd_days=0.8)], begin_at=MONDAY
    )  # together one day
    assert wide.range is not None
    assert wide.ends_at is not None
    low, high = (workdays_between(wide.ends_at, at, KOREA) for at in wide.range)
    assert (low, high) == (pytest.approx(-1.645, abs=0.01), pytest.approx(1.645, abs=0.01))


def test_no_step_is_no_plan() -> None:
    plan = planned([], begin_at=MONDAY)
    assert (plan.ends_at, plan.range, plan.paths, dict(plan.slots)) == (None, None, (), {})


def test_one_step_has_no_slack() -> None:
    assert planned([step("a", 3)], begin_at=MONDAY).slots["a"].slack_days == pytest.approx(0)


@pytest.mark.parametrize(
    ("tasks", "fault"),
    [
        ([step("a", -1)], "cannot take -1 days"),
        ([step("a", 1), step("a", 2)], "two steps are called"),
        ([step("a", 1, "z")], "'z', which is no step of this plan"),
    ],
)
def test_what_cannot_be_a_plan_is_refused_with_its_name(tasks: list[Task], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        planned(tasks, begin_at=MONDAY)


def test_a_team_without_a_calendar_works_round_the_clock() -> None:
    saturday = seoul(2026, 3, 14, 12)
    assert plus_workdays(saturday, 2, round_the_clock("Asia/Seoul")) == saturday + timedelta(days=2)


@pytest.mark.parametrize("days", [0.25, 1, 2.5, 7, 30.75])
def test_there_and_back_is_where_one_began(days: float) -> None:
    start = seoul(2026, 2, 12, 11)
    for team in (KOREA, NEW_YORK, round_the_clock("Asia/Seoul")):
        end = plus_workdays(start, days, team)
        assert workdays_between(start, end, team) == pytest.approx(days, abs=1e-4)
        assert workdays_between(plus_workdays(end, -days, team), end, team) == pytest.approx(days, abs=1e-4)


def test_the_days_off_of_two_teams_differ() -> None:
    week = (date(2026, 11, 23), date(2026, 11, 29))
    assert days_off(*week, KOREA) == [(date(2026, 11, 28), date(2026, 11, 29))]
    assert days_off(*week, NEW_YORK) == [
        (date(2026, 11, 26), date(2026, 11, 26)),
        (date(2026, 11, 28), date(2026, 11, 29)),
    ]
