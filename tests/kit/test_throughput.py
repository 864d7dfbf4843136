"""When will it be done: the worked example, what is refused, and how often the dates held (science B5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.kit.past_dates import back_tested, joint, joint_forecast
from dure.kit.throughput import (
    HORIZON,
    P50,
    P85,
    P95,
    CannotBeCountedError,
    Week,
    basis,
    drawn,
    how_many,
    to_do,
    when_done,
)  # fmt: skip

HISTORY = (2, 3, 0, 4, 1, 3)


def weeks(*counts: int | None, n_workdays: int = 5) -> tuple[Week, ...]:
    return tuple(Week(f"2026-W{n:02}", count, n_workdays) for n, count in enumerate(counts, start=1))


def test_the_worked_example_holds_to_the_letter() -> None:
    told = when_done(basis(weeks(*HISTORY)), n_items=8)
    within = [round(told.probability(k), 4) for k in range(2, 8)]
    assert within == [0.0278, 0.3472, 0.6698, 0.8615, 0.9490, 0.9829]
    assert [told.n_weeks(sure) for sure in (P50, P85, P95)] == [4, 5, 7]
    assert told.seed is None
    assert [how_many(basis(weeks(*HISTORY)), n_weeks=4, sure=sure) for sure in (P50, P85, P95)] == [9, 6, 4]


def test_ten_thousand_draws_agree_with_the_exact_answer_within_two_hundredths() -> None:
    exact, told = (
        when_done(basis(weeks(*HISTORY)), n_items=8),
        drawn(basis(weeks(*HISTORY)), n_items=8),
    )
    assert told.seed is not None
    assert all(abs(exact.probability(k) - told.probability(k)) <= 0.02 for k in range(1, 12))
    assert drawn(basis(weeks(*HISTORY)), n_items=8) == told


@settings(max_examples=15, deadline=None)
@given(counts=st.lists(st.integers(0, 12), min_size=6, max_size=26), n_items=st.integers(1, 40))
def test_drawing_and_computing_agree_for_any_history(counts: list[int], n_items: int) -> None:
    history = basis(weeks(*counts))
    if not history.reason:
        exact, told = when_done(history, n_items=n_items), drawn(history, n_items=n_items)
        assert all(
            abs(exact.probability(k) - told.probability(k)) <= 0.02 for k in range(1, len(told.within) + 1)
        )


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((), "too_few_weeks"),
        ((3, 4, 2, 3, 4), "too_few_weeks"),
        ((0,) * 12, "nothing_done"),
        ((None,) * 12, "too_few_weeks"),
        ((3, 4, 2, 3, 4, None, None), "too_few_weeks"),
        ((5, 6, 4, 7, 5, 6, 5, 6, 20, 21, 22), "too_few_since_change"),
    ],
)
def test_too_little_history_is_refused_with_its_reason(counts: tuple[int | None, ...], reason: str) -> None:
    found = basis(weeks(*counts))
    assert found.reason == reason
    with pytest.raises(ValueError, match=reason):
        when_done(found, n_items=3)


def test_a_week_nobody_counted_is_left_out_and_a_week_without_work_done_is_a_zero() -> None:
    found = basis(weeks(2, None, 3, 0, 4, 1, 3))
    assert (found.n_gaps, len(found.weeks)) == (1, 6)
    assert when_done(found, n_items=8) == when_done(basis(weeks(*HISTORY)), n_items=8)


def test_only_the_last_half_year_is_asked() -> None:
    assert len(basis(weeks(*[2, 3, 2, 1] * 20)).weeks) == 26


def test_after_a_real_change_only_the_weeks_since_are_asked() -> None:
    found = basis(weeks(5, 6, 4, 7, 5, 6, 5, 6, 12, 13, 11, 12, 14, 12))
    assert (found.since, [week.n_done for week in found.weeks]) == ("2026-W09", [12, 13, 11, 12, 14, 12])


def test_nothing_left_to_do_is_done_today() -> None:
    told = when_done(basis(weeks(*HISTORY)), n_items=to_do(0))
    assert [told.n_weeks(sure) for sure in (P50, P85, P95)] == [0, 0, 0]


def test_a_part_of_an_item_is_an_item() -> None:
    assert (to_do(7.2), to_do(8, growth=1.05), to_do(10, growth=1.1)) == (8, 9, 11)


@pytest.mark.parametrize(
    ("n_items", "growth"),
    [(-1, 1), (1_000_001, 1), (float("inf"), 1), (float("nan"), 1), (5, 0.9), (5, 11)],
)
def test_counts_that_cannot_be_are_refused(n_items: float, growth: float) -> None:
    with pytest.raises(CannotBeCountedError, match=r"give a (number|factor)"):
        to_do(n_items, growth=growth)


def test_a_week_with_fewer_than_no_items_done_is_refused_by_its_name() -> None:
    with pytest.raises(CannotBeCountedError, match="2026-W03: -4 items"):
        basis(weeks(2, 3, -4, 1, 2, 3))


def test_a_holiday_week_is_drawn_as_often_as_it_has_workdays_and_one_without_any_never() -> None:
    seven = (*weeks(2, 3, 0, 4, 1, 3), Week("2026-W07", 9, 1), Week("2026-W08", 0, 0))
    found = basis(seven)
    assert (found.n_short, len(found.weeks)) == (1, 7)
    assert found.weights == {0: 5, 1: 5, 2: 5, 3: 10, 4: 5, 9: 1}


def test_what_lies_beyond_five_years_has_no_date() -> None:
    told = when_done(basis(weeks(0, 0, 0, 0, 0, 1)), n_items=1_000_000)
    assert told.n_weeks(P50) is None
    assert told.probability(HORIZON) == 0


def test_many_items_are_drawn_instead_of_computed_and_the_seed_is_kept() -> None:
    told = when_done(basis(weeks(480, 510, 395, 612, 530, 488, 450, 470)), n_items=20_000)
    assert told.seed is not None
    assert told.n_weeks(P50) in (40, 41)


def test_a_past_date_counts_once_it_has_come() -> None:
    told = back_tested(weeks(*[3] * 6, 3, 3, 0, 3), n_items=6)
    # Told after weeks 6, 7 and 8, each for two weeks later; the weeks after the last are not over.
    assert (told.n_kept, told.n) == (1, 3)
    assert told.interval is not None
    assert [round(end, 2) for end in told.interval] == [0.06, 0.79]


def test_without_a_past_date_that_has_come_there_is_no_rate() -> None:
    told = back_tested(weeks(*HISTORY), n_items=8)
    assert (told.n, told.share, told.interval) == (0, None, None)


def test_two_streams_at_four_in_five_meet_a_joint_date_in_two_of_three() -> None:
    assert joint([0.8, 0.8]) == pytest.approx(0.64)
    each = when_done(basis(weeks(*HISTORY)), n_items=8)
    both = joint_forecast([each, each])
    assert both.probability(5) == pytest.approx(each.probability(5) ** 2)
    assert both.n_weeks(P85) == 6 > each.n_weeks(P85)


def test_a_change_longer_ago_than_half_a_year_counts_too() -> None:
    found = basis(weeks(*[20, 22, 19, 21] * 3, *[3, 2, 4, 3] * 10))
    assert (found.since, len(found.weeks)) == ("2026-W13", 26)
