"""What follows what, by logs a reader can check by hand."""

from tests.metrics.tables import day, moves, rows_of, window, work

TO_31 = window(day(1), day(31))


def pairs(rows, cut="stage"):
    return {row["slice"]: (row["value"], row["n"]) for row in rows if row["cut"] == cut}


def test_each_stage_is_followed_by_the_next_with_the_median_of_the_minutes_between() -> None:
    cases = [
        *work(1, (day(1), "new"), (day(2), "active"), (day(3), "done")),
        *work(2, (day(1), "new"), (day(4), "active"), (day(4, hour=10), "done")),
        *work(3, (day(1), "new"), (day(1, hour=11), "active")),
    ]
    assert pairs(rows_of("journey_follows", moves(cases), over=TO_31)) == {
        "new → active": (24 * 60, 3),
        "active → done": ((24 * 60 + 60) / 2, 2),
    }


def test_a_case_without_an_end_is_followed_by_nothing() -> None:
    assert pairs(rows_of("journey_follows", moves(work(1, (day(1), "new"))), over=TO_31)) == {}


def test_rows_of_one_moment_follow_each_other_as_they_were_recorded() -> None:
    case = work(1, (day(1), "new"), (day(1), "active"), (day(1), "done"))
    found = pairs(rows_of("journey_follows", moves(case), over=TO_31))
    assert found == {"new → active": (0, 1), "active → done": (0, 1)}


def test_a_clock_that_ran_backwards_gives_the_order_of_the_moments_and_never_a_negative_time() -> None:
    case = work(1, (day(3), "done"), (day(1), "new"), (day(2), "active"))
    found = pairs(rows_of("journey_follows", moves(case), over=TO_31))
    assert found == {"new → active": (1440, 1), "active → done": (1440, 1)}


def test_the_same_stage_again_follows_itself() -> None:
    case = work(1, (day(1), "active", {"team": "a"}), (day(2), "active", {"team": "b"}))
    assert pairs(rows_of("journey_follows", moves(case), over=TO_31)) == {"active → active": (1440, 1)}


def test_a_window_of_no_length_knows_nothing() -> None:
    case = work(1, (day(1), "new"), (day(2), "active"))
    assert one_or_none(rows_of("journey_follows", moves(case), over=window(day(2), day(2)))) == "no_data"


def one_or_none(rows):
    (row,) = rows
    return row["reason"]


def test_the_whole_of_a_stream_is_the_median_over_all_that_went_on() -> None:
    case = work(1, (day(1), "new"), (day(2), "active"), (day(5), "done"))
    rows = [r for r in rows_of("journey_follows", moves(case), over=TO_31) if r["stream"] == "desk"]
    whole = next(r for r in rows if r["cut"] == "all")
    assert (whole["value"], whole["n"]) == (2 * 1440, 2)
