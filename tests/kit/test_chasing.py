"""Whom to remind first: B9's example to the letter, and its edges."""

from datetime import UTC, datetime, timedelta

import pytest

from dure.kit.chasing import Owed, chase_interval, index_of, ranked, size_of

ASKED = datetime(2026, 3, 3, tzinfo=UTC)


def owed(key: str, size: float, lead: float, due: float | None, **named: object) -> Owed:
    return Owed(
        **{"key": key, "size": size, "lead_hours": lead, "due_in_hours": due, "since_at": ASKED, **named}
    )  # type: ignore[arg-type]


def test_the_example_is_ranked_b_c_a() -> None:
    found = ranked([owed("A", 5, 2, 10), owed("B", 3, 1, 2), owed("C", 8, 4, -1)])
    assert [one.owed.key for one in found] == ["B", "C", "A"]
    assert [one.index for one in found] == pytest.approx([2.4214, 2.0, 0.4502], abs=5e-5)


def test_neither_size_alone_nor_the_date_alone_gives_that_order() -> None:
    three = [owed("A", 5, 2, 10), owed("B", 3, 1, 2), owed("C", 8, 4, -1)]
    assert [o.key for o in sorted(three, key=lambda o: -o.size)] == ["C", "A", "B"]
    assert [o.key for o in sorted(three, key=lambda o: o.due_in_hours or 0)] == ["C", "B", "A"]


def test_nothing_owed_is_an_empty_list() -> None:
    assert ranked([]) == []


def test_a_lead_time_of_nothing_counts_as_a_quarter_of_an_hour() -> None:
    assert index_of(owed("a", 1, 0, -1), mean_lead_hours=1) == pytest.approx(4.0)


def test_without_a_date_the_usual_time_of_theirs_is_the_slack() -> None:
    undated = owed("a", 1, 2, None, usual_hours=30)
    assert undated.slack_hours == 30
    assert index_of(undated, mean_lead_hours=2) == pytest.approx(0.5 * 2.718281828 ** (-30 / 4))


def test_what_is_late_grows_by_a_tenth_a_day_up_to_three_times() -> None:
    late = [index_of(owed("a", 1, 1, -24.0 * days), mean_lead_hours=1) for days in (0, 1, 10, 20, 300)]
    assert late == pytest.approx([1.0, 1.1, 2.0, 3.0, 3.0])


def test_of_two_equals_the_older_comes_first_then_the_key() -> None:
    older = owed("z", 1, 1, 5, since_at=ASKED - timedelta(days=1))
    found = ranked([owed("b", 1, 1, 5), owed("a", 1, 1, 5), older])
    assert [one.owed.key for one in found] == ["z", "a", "b"]


@pytest.mark.parametrize(
    ("slacks", "interval"),
    [
        ([], timedelta(hours=1)),
        ([0], timedelta(hours=1)),
        ([8], timedelta(hours=2)),
        ([8, 400], timedelta(hours=2)),
        ([400], timedelta(days=2)),
    ],
)
def test_a_person_is_left_in_peace_for_a_quarter_of_the_least_slack(
    slacks: list[float], interval: timedelta
) -> None:
    assert chase_interval(slacks) == interval


def test_ten_times_the_revenue_weighs_one_more_and_an_unknown_one_nothing() -> None:
    assert size_of(annual_euros=None, n_waiting=0) == 1
    ten = size_of(annual_euros=9_999_000, n_waiting=0) - size_of(annual_euros=999_000, n_waiting=0)
    assert ten == pytest.approx(1)
    assert size_of(annual_euros=-5, n_waiting=-1) == 1
