"""Little's law (science B2): exact on any spans, and a signal where the window is not closed."""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.metrics.tables import MONDAY, moves, one, rows_of, window, work

SPANS = [(0, 4), (1, 3), (2, 7), (5, 8)]


def table(spans):
    cases = [
        work(n, (MONDAY + timedelta(days=a), "active"), (MONDAY + timedelta(days=b), "done"))
        for n, (a, b) in enumerate(spans)
    ]
    return moves(row for case in cases for row in case)


def parts(spans, days):
    over = window(MONDAY, MONDAY + timedelta(days=days), as_of=MONDAY + timedelta(days=900))
    return {r["slice"] or "gap": r["value"] for r in rows_of("littles_law", table(spans), over=over)}


def test_a_window_that_begins_and_ends_empty_has_the_mean_completed_time() -> None:
    said = parts(SPANS, 8)
    assert said["load_items"] == pytest.approx(1.75)
    assert said["arrivals_per_day"] == pytest.approx(0.5)
    assert said["days_inside"] == pytest.approx(3.5)
    assert said["mean_flow_days"] == pytest.approx(3.5)
    assert said["open_window_days"] == pytest.approx(0)


def test_a_window_that_ends_amid_work_has_not() -> None:
    said = parts(SPANS, 6)
    assert said["load_items"] == pytest.approx(11 / 6)
    assert said["arrivals_per_day"] == pytest.approx(4 / 6)
    assert said["days_inside"] == pytest.approx(2.75)
    assert said["mean_flow_days"] == pytest.approx(3)
    assert said["open_window_days"] == pytest.approx(-0.25)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-5, 15), st.floats(0, 9)).map(lambda s: (s[0], s[0] + s[1])),
        min_size=1,
        max_size=12,
    ),
    st.floats(0.5, 20),
)
def test_load_is_arrivals_times_days_on_any_spans(spans, days) -> None:
    gap = parts(spans, days)["gap"]
    assume(gap is not None)  # nothing in the window
    assert gap < 1e-9


def test_a_window_before_everything_has_no_items_and_no_time() -> None:
    over = window(MONDAY - timedelta(days=9), MONDAY - timedelta(days=2), as_of=MONDAY + timedelta(days=9))
    assert one("littles_law", table(SPANS), over=over)["reason"] == "no_data"
