"""Promises and the loop, by the worked examples of science B7."""

from datetime import timedelta

import pytest

from tests.metrics.tables import day, moves, one, rows_of, told, window

TO_20 = window(day(1), day(20))


def promise(case, *steps, due=None):
    return told("promise", case, (day(2), "made", due or day(10)), *steps)


TEN = moves(
    row
    for case in (
        *(promise(n, (day(9), "kept")) for n in range(4)),
        promise(4, (day(9), "moved", day(15)), (day(14), "kept")),
        promise(5, (day(12), "kept")),
        promise(6),
        *(promise(n, due=day(25)) for n in range(7, 10)),
    )
    for row in case
)


def test_strictly_kept_is_four_of_seven() -> None:
    row = one("promise_kept", TEN, over=TO_20)
    assert (row["value"], row["n"]) == (pytest.approx(4 / 7), 7)
    assert (row["low"], row["high"]) == (pytest.approx(0.2505, abs=1e-4), pytest.approx(0.8418, abs=1e-4))


def test_honoured_is_five_of_seven() -> None:
    assert one("promise_honoured", TEN, over=TO_20)["value"] == pytest.approx(5 / 7)


def test_what_was_kept_took_seven_eighths_of_what_was_first_said() -> None:
    row = one("estimate_ratio", TEN, over=TO_20)
    assert (row["value"], row["n"], row["coverage"]) == (0.875, 6, pytest.approx(6 / 7))


def test_without_a_promise_kept_there_is_no_actual_to_compare() -> None:
    row = one("estimate_ratio", moves(promise(1)), over=TO_20)
    assert (row["value"], row["n"], row["coverage"]) == (None, 0, 0.0)
    assert row["reason"] == "no_data"


def test_promises_not_yet_due_say_nothing() -> None:
    row = one("promise_kept", moves(promise(1, due=day(25))), over=TO_20)
    assert (row["value"], row["n"], row["reason"]) == (None, 0, "no_data")


def test_a_promise_kept_on_its_due_moment_is_kept() -> None:
    assert one("promise_kept", moves(promise(1, (day(10), "kept"))), over=TO_20)["value"] == 1


def test_a_promise_moved_after_its_due_moment_is_not_honoured() -> None:
    late = moves(promise(1, (day(11), "moved", day(15)), (day(14), "kept")))
    assert one("promise_honoured", late, over=TO_20)["value"] == 0


def test_each_move_must_come_before_the_due_then_in_force() -> None:
    twice = moves(promise(1, (day(9), "moved", day(12)), (day(11), "moved", day(16)), (day(15), "kept")))
    assert one("promise_honoured", twice, over=TO_20)["value"] == 1
    late = moves(promise(1, (day(9), "moved", day(12)), (day(13), "moved", day(16)), (day(15), "kept")))
    assert one("promise_honoured", late, over=TO_20)["value"] == 0


def test_a_promise_the_customer_withdrew_is_left_out() -> None:
    table = moves([*promise(1, (day(5), "withdrawn")), *promise(2, (day(9), "kept"))])
    assert one("promise_kept", table, over=TO_20)["n"] == 1


def voice(case, *steps, **words):
    return told("voice", case, *steps, **words)


def test_voices_not_yet_told_count_in_the_median_with_the_time_they_have_waited() -> None:
    """Told after 2 and 4 days; three have waited 10: half are told by no day yet, so the mean of 3 would lie."""
    heard = [voice(n, (day(10), "heard")) for n in range(3)]
    closed = [
        voice(8, (day(10), "heard"), (day(12), "told")),
        voice(9, (day(10), "heard"), (day(14), "told")),
    ]
    row = one("loop_time", moves(r for v in (*heard, *closed) for r in v), over=TO_20)
    assert (row["value"], row["n"], row["coverage"], row["reason"]) == (None, 5, 0.4, "not_reached")


def test_the_median_loop_time_is_reached_once_half_are_told() -> None:
    cases = [voice(n, (day(5), "heard"), (day(5 + n), "told")) for n in (1, 2, 3)] + [
        voice(9, (day(5), "heard"))
    ]
    assert one("loop_time", moves(r for v in cases for r in v), over=TO_20)["value"] == pytest.approx(2)


def test_the_clock_of_a_reopened_voice_has_run_since_its_first_word() -> None:
    table = moves(voice(1, (day(2), "heard"), (day(3), "told"), (day(8), "reopened"), (day(9), "told")))
    assert one("loop_time", table, over=TO_20)["value"] == pytest.approx(7)


def test_a_reopened_voice_is_open_until_it_is_told_again() -> None:
    table = moves(voice(1, (day(2), "heard"), (day(3), "told"), (day(8), "reopened")))
    assert one("loop_time", table, over=TO_20)["reason"] == "not_reached"


def test_a_skipped_stage_leaves_the_wait_to_the_next_one() -> None:
    table = moves(
        voice(1, (day(2), "heard"), (day(3), "acknowledged"), (day(7), "shipped"), (day(8), "told"))
    )
    stages = {
        r["slice"]: r["value"] for r in rows_of("loop_stage_time", table, over=TO_20) if r["cut"] == "stage"
    }
    assert stages == pytest.approx({"acknowledged": 1, "shipped": 4, "told": 1, "measured": None})


def test_a_voice_waits_for_the_stage_after_the_last_it_reached() -> None:
    row = one(
        "loop_stage_time", moves(voice(1, (day(2), "heard"))), over=TO_20, cut="stage", slice="acknowledged"
    )
    assert (row["value"], row["n"], row["coverage"], row["reason"]) == (None, 1, 0.0, "not_reached")


def test_told_before_asked_counts_whichever_came_first() -> None:
    cases = [
        voice(1, (day(2), "heard"), (day(5), "told"), (day(6), "asked")),
        voice(2, (day(2), "heard"), (day(4), "asked"), (day(5), "told")),
        voice(3, (day(2), "heard"), (day(5), "asked")),
        voice(4, (day(2), "heard")),
    ]
    row = one("told_before_asked", moves(r for v in cases for r in v), over=TO_20)
    assert (row["value"], row["n"]) == (pytest.approx(1 / 3), 3)


def test_sides_are_told_apart() -> None:
    table = moves(
        [
            *voice(1, (day(2), "heard"), (day(3), "told"), side="customer"),
            *voice(2, (day(2), "heard"), (day(7), "told"), side="coworker"),
        ]
    )
    assert one("loop_time", table, over=TO_20, cut="side", slice="coworker")["value"] == pytest.approx(5)


def test_what_happens_after_the_window_is_not_yet_known_in_it() -> None:
    table = moves(voice(1, (day(2), "heard"), (day(18), "told")))
    over = window(day(1), day(10), as_of=day(10) + timedelta(days=30))
    assert one("loop_time", table, over=over)["reason"] == "not_reached"


def test_a_voice_counts_for_the_stream_its_work_came_to_even_where_that_was_known_later() -> None:
    routed = [
        {"ts": day(2), "thing": "voice", "case_id": 1, "stage": "heard"},
        {"ts": day(3), "thing": "voice", "case_id": 1, "stage": "routed", "stream": "data"},
        {"ts": day(6), "thing": "voice", "case_id": 1, "stage": "told", "stream": "data"},
    ]
    row = one("loop_time", moves(routed), over=TO_20, cut="stream", slice="data")
    assert (row["value"], row["n"]) == (pytest.approx(4), 1)
