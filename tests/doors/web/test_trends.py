"""Is a change real: the sentence and the limits of every line over weeks (science B6)."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from dure.doors.web.trends import Trend, changed

WEEKS = [f"2026-W{n:02}" for n in range(1, 41)]
BASELINE = [5.0, 6.0, 4.0, 7.0, 5.0, 6.0]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def trend(*values: float | None, unit: str = "items", better: str | None = None) -> Trend:
    return Trend(WEEKS[: len(values)], values, unit, "en", better=better)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([*BASELINE, 5, 6, 12, 13, 11], "A real change since 2026-W09: from 5.5 to 12 on average."),
        (BASELINE, "No change shown: every week lies within what is usual, 0.7 to 10.3."),
        ([*BASELINE, 5, 14, 6, 5], "No lasting change: 2026-W08 stood out, the rest is as usual, 0.7 to 10.3."),
        ([5, 6, None, 4], "Not enough weeks to tell a change: 3 have a value, and 6 are needed."),
        ([], "Not enough weeks to tell a change: 0 have a value, and 6 are needed."),
        ([4.0] * 10, "No variation: the first weeks were all alike, so what is usual cannot be told from what is not."),
    ],
)  # fmt: skip
def test_a_line_says_whether_a_change_in_it_is_real(values: list[float | None], says: str) -> None:
    assert trend(*values).says == says


@pytest.mark.parametrize(
    ("better", "verdict"),
    [("higher", "improving"), ("lower", "worse"), (None, "rising")],
)
def test_what_is_better_decides_whether_a_rise_is_an_improvement(better: str | None, verdict: str) -> None:
    assert trend(*BASELINE, 5, 6, 12, 13, 11, better=better).verdict == verdict


def test_without_a_real_change_a_measure_is_flat_and_without_weeks_unknown() -> None:
    assert trend(*BASELINE, 10, better="lower").verdict == "flat"
    assert trend(1, 9, 1, better="lower").verdict == "unknown"


def test_limits_are_drawn_for_the_weeks_in_which_they_held() -> None:
    band = trend(*BASELINE, 5, 6, 12, 13, 11).band
    assert band is not None
    assert {round(value, 1) for value in band.high if value is not None} == {10.3}
    assert band.mean[8:] == [None, None, None]


def test_a_share_has_no_limit_above_the_whole() -> None:
    band = trend(0.9, 0.6, 1.0, 0.7, 0.95, 0.8, unit="share").band
    assert band is not None
    assert max(value for value in band.high if value is not None) == 1.0


def test_of_several_lines_only_those_that_changed_are_named() -> None:
    rising, still = trend(*BASELINE, 5, 6, 12, 13, 11), trend(*BASELINE)
    assert changed({"Feature": rising, "Debt": still}).startswith("Feature: A real change since 2026-W09")
    assert changed({"Debt": still}) == "No change shown in any of them."
