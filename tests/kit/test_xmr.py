"""Is a change real: the worked example, and what is no signal (science B6)."""

import pytest

from dure.kit.xmr import limits, reading, regimes, signals

BASELINE = [5, 6, 4, 7, 5, 6]


def test_the_worked_example_holds_to_the_letter() -> None:
    usual = limits(BASELINE)
    assert usual is not None
    assert (usual.mean, usual.moving_range, usual.n) == (5.5, 1.8, 6)
    assert (round(usual.low, 3), round(usual.high, 3)) == (0.712, 10.288)
    assert [s.kind for s in signals([12], usual=usual)] == ["outside"]
    assert list(signals([10], usual=usual)) == []


def test_six_values_are_needed_for_limits() -> None:
    assert limits(BASELINE[:5]) is None
    assert reading(BASELINE[:5]).verdict == "not_enough"
    assert reading([]).verdict == "not_enough"


def test_a_value_on_the_limit_is_no_signal() -> None:
    usual = limits([4, 6, 4, 6, 4, 6], floor=None)
    assert usual is not None
    assert list(signals([usual.high, usual.low], usual=usual)) == []


def test_values_all_equal_are_no_variation_and_no_storm_of_signals() -> None:
    assert reading([3] * 20).verdict == "no_variation"
    flat = limits([3] * 6)
    assert flat is not None
    assert not flat.varies
    assert list(signals([4, 3, 4, 2], usual=flat)) == []


def test_counts_have_no_limit_below_zero() -> None:
    usual = limits([0, 3, 0, 2, 0, 1])
    assert usual is not None
    assert usual.low == 0


def test_eight_in_a_row_on_one_side_are_a_change_and_seven_are_none() -> None:
    assert reading([*BASELINE, 5, *[6] * 7]).verdict == "none"
    told = reading([*BASELINE, 5, *[6] * 8])
    assert (told.verdict, told.since, told.rises) == ("change", 7, True)


def test_a_gap_breaks_the_run_of_eight() -> None:
    assert reading([*BASELINE, 5, *[6] * 5, None, *[6] * 5]).verdict == "none"


def test_a_gap_is_no_zero_and_no_moving_range_reaches_across_it() -> None:
    usual = limits([5, 6, None, 4, 7, 5, 6])
    assert usual is not None
    assert (usual.mean, usual.n) == (5.5, 6)
    assert usual.moving_range == (1 + 3 + 2 + 1) / 4


def test_what_stood_out_once_is_told_as_once_and_does_not_move_the_limits() -> None:
    told = reading([*BASELINE, 5, 14, 6, 5, 4])
    assert (told.verdict, told.since) == ("once", 7)
    assert len(told.regimes) == 1


def test_limits_are_drawn_anew_after_a_lasting_change() -> None:
    told = reading([*BASELINE, 5, 6, 12, 13, 11, 12, 13, 12, 11])
    assert [(r.start, r.end) for r in told.regimes] == [(0, 8), (8, 15)]
    assert told.limits is not None
    assert told.limits.mean == 12.166666666666666
    assert told.was == pytest.approx(38 / 7)  # the frozen baseline of the first regime: seven of fifteen


def test_a_change_too_young_has_no_limits_yet() -> None:
    told = reading([*BASELINE, 5, 6, 12, 13, 11])
    assert (told.verdict, told.since, told.limits) == ("change", 8, None)


def test_a_frozen_baseline_is_twelve_values_and_no_more() -> None:
    values = [5, 6, 4, 7, 5, 6] * 6
    usual = regimes(values)[0].limits
    assert usual is not None
    assert usual.n == 12


@pytest.mark.parametrize("values", [[None] * 20, [1.0, None] * 10])
def test_values_without_neighbours_have_no_limits(values: list[float | None]) -> None:
    assert reading(values).verdict == "not_enough"
