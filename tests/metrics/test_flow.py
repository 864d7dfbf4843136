"""The worked example of science B1, and its edges."""

import pytest

from tests.metrics.tables import day, moves, one, rows_of, window, work

F1 = work(
    1,
    (day(5), "new"),
    (day(6), "active"),
    (day(8), "waiting"),
    (day(12), "active"),
    (day(13), "done"),
    kind="feature",
)
D1 = work(2, (day(7), "new"), (day(8), "waiting"), (day(9), "active"), (day(10), "done"), kind="defect")
B1 = work(3, (day(9), "active"), (day(11), "canceled"), kind="debt")
R1 = work(4, (day(10), "active"), kind="risk")
FOUR = moves([*F1, *D1, *B1, *R1])
TO_14 = window(day(1, hour=0), day(14, hour=0))


def test_velocity_counts_the_two_items_done() -> None:
    assert one("flow_velocity", FOUR, over=TO_14)["value"] == 2


def test_flow_times_are_seven_and_two_days() -> None:
    assert one("flow_time", FOUR, over=TO_14, cut="kind", slice="feature")["value"] == pytest.approx(7)
    assert one("flow_time", FOUR, over=TO_14, cut="kind", slice="defect")["value"] == pytest.approx(2)
    assert one("flow_time", FOUR, over=TO_14)["value"] == pytest.approx(4.5)
    assert one("flow_time_p85", FOUR, over=TO_14)["value"] == pytest.approx(6.25)


def test_efficiency_of_the_stream_is_a_ratio_of_sums() -> None:
    assert one("flow_efficiency", FOUR, over=TO_14)["value"] == pytest.approx(4 / 9)
    assert one("flow_efficiency", FOUR, over=TO_14, cut="kind", slice="feature")["value"] == pytest.approx(
        3 / 7
    )
    assert one("flow_efficiency", FOUR, over=TO_14, cut="kind", slice="defect")["value"] == pytest.approx(0.5)


@pytest.mark.parametrize(("moment", "load"), [(day(10, hour=0), 3), (day(10), 3), (day(13), 1), (day(5), 0)])
def test_load_at_a_moment_is_half_open(moment, load) -> None:
    over = window(day(1), moment, as_of=day(14))
    assert one("flow_load", FOUR, over=over)["value"] == load


def test_the_four_kinds_share_what_was_done() -> None:
    shares = {
        r["slice"]: r["value"] for r in rows_of("flow_distribution", FOUR, over=TO_14) if r["cut"] == "kind"
    }
    assert shares == {"feature": 0.5, "defect": 0.5, "risk": 0.0, "debt": 0.0}
    assert one("flow_debt", FOUR, over=TO_14)["value"] == 0


def test_canceled_work_counts_in_the_load_only_until_it_is_canceled() -> None:
    table = moves(B1)
    assert one("flow_velocity", table, over=TO_14)["value"] == 0
    assert one("flow_time", table, over=TO_14) | {} == one("flow_time", table, over=TO_14)
    assert one("flow_time", table, over=TO_14)["reason"] == "no_data"
    assert one("flow_load", table, over=window(day(1), day(10), as_of=day(14)))["value"] == 1
    assert one("flow_load", table, over=TO_14)["value"] == 0


def test_a_reopened_item_counts_once_in_the_week_it_was_last_done() -> None:
    table = moves(
        [
            *work(9, (day(1), "active")),
            *work(1, (day(6), "active"), (day(7), "done"), (day(13), "active"), (day(15), "done")),
        ]
    )
    over = window(day(1, hour=0), day(26, hour=0))
    assert one("flow_velocity", table, over=over)["value"] == 1
    assert one("flow_velocity", table, over=over, cut="week", slice="2026-W02")["value"] == 0
    assert one("flow_velocity", table, over=over, cut="week", slice="2026-W03")["value"] == 1
    assert one("flow_velocity", table, over=over, cut="restated_week", slice="2026-W02")["value"] == 1


def test_time_between_done_and_reopened_is_not_flow_time() -> None:
    table = moves(work(1, (day(6), "active"), (day(7), "done"), (day(13), "active"), (day(15), "done")))
    assert one("flow_time", table, over=window(day(1), day(26)))["value"] == pytest.approx(3)


def test_resolved_and_then_closed_is_done_once_at_the_first_of_the_two() -> None:
    table = moves(
        work(
            1,
            (day(6), "active"),
            (day(7), "done", {"stage": "Resolved"}),
            (day(12), "done", {"stage": "Closed"}),
        )
    )
    assert one("flow_time", table, over=window(day(1), day(10), as_of=day(20)))["value"] == pytest.approx(1)


def test_done_without_anyone_at_work_has_efficiency_nought_and_is_flagged() -> None:
    row = one("flow_efficiency", moves(work(1, (day(6), "waiting"), (day(7), "done"))), over=TO_14)
    assert (row["value"], row["coverage"]) == (0, 0)


def test_work_of_no_length_takes_no_time() -> None:
    table = moves(work(1, (day(6), "active"), (day(6), "done")))
    assert one("flow_time", table, over=TO_14)["value"] == 0


def test_work_under_way_when_watching_began_is_left_out_of_times_and_shown_in_coverage() -> None:
    under_way = work(2, (day(5, hour=8), "active"), (day(9), "done"))
    row = one("flow_time", moves([*F1, *under_way]), over=TO_14)
    assert (row["n"], row["coverage"], row["value"]) == (1, 0.5, pytest.approx(7))


def test_work_opened_straight_into_progress_on_a_later_day_counts() -> None:
    opened = work(2, (day(8), "active"), (day(9), "done"))
    row = one("flow_time", moves([*F1, *opened]), over=TO_14)
    assert (row["n"], row["coverage"], row["value"]) == (2, 1, pytest.approx(4))


def test_done_without_a_start_has_no_flow_time() -> None:
    row = one("flow_time", moves(work(2, (day(8), "new"), (day(9), "done"))), over=TO_14)
    assert (row["n"], row["coverage"], row["reason"]) == (0, 0, "no_data")


def test_a_stream_that_knows_no_new_begins_with_its_first_state() -> None:
    assert one("flow_time", moves(work(2, (day(8), "active"), (day(9), "done"))), over=TO_14)["coverage"] == 1


def test_ignored_time_is_neither_load_nor_flow_time() -> None:
    steps = work(1, (day(6), "active"), (day(7), "ignore"), (day(9), "active"), (day(10), "done"))
    assert one("flow_time", moves(steps), over=TO_14)["value"] == pytest.approx(2)
    assert one("flow_load", moves(steps), over=window(day(1), day(8), as_of=day(14)))["value"] == 0


def test_the_running_week_is_left_out_and_an_empty_one_is_nought() -> None:
    table = moves(
        [*work(1, (day(4), "active"), (day(6), "done")), *work(2, (day(20), "active"), (day(27), "done"))]
    )
    weeks = {
        r["slice"]: r["value"]
        for r in rows_of("flow_velocity", table, over=window(day(1), day(28)))
        if r["cut"] == "week"
    }
    assert weeks == {"2026-W02": 1, "2026-W03": 0, "2026-W04": 0}


def test_weeks_are_those_of_the_zone() -> None:
    table = moves([*work(9, (day(1), "active")), *work(1, (day(3), "active"), (day(4, hour=16), "done"))])
    over = window(day(1, hour=0), day(20), zone="Asia/Seoul")
    assert one("flow_velocity", table, over=over, cut="week", slice="2026-W02")["value"] == 1


def test_a_score_as_of_a_day_knows_only_what_was_recorded_by_then() -> None:
    late = [row | {"recorded_ts": day(20)} for row in D1]
    table = moves([*F1, *late])
    assert one("flow_velocity", table, over=window(day(1), day(14), as_of=day(14)))["value"] == 1
    assert one("flow_velocity", table, over=window(day(1), day(14), as_of=day(21)))["value"] == 2


def test_age_looks_at_what_is_not_finished() -> None:
    assert one("flow_age", FOUR, over=TO_14)["value"] == pytest.approx(3.625)
    assert one("flow_load", FOUR, over=TO_14, cut="age", slice="0-7")["value"] == 1


def test_rows_of_one_moment_follow_each_other_by_their_number() -> None:
    steps = work(1, (day(6), "active"), (day(7), "waiting"), (day(7), "active"), (day(9), "done"))
    assert one("flow_efficiency", moves(steps), over=TO_14)["value"] == 1


def test_the_load_of_a_week_counts_what_came_before_it() -> None:
    table = moves([*work(1, (day(6), "active"), (day(13), "done")), *work(2, (day(7), "active"))])
    weeks = {
        r["slice"]: r["value"]
        for r in rows_of("flow_load", table, over=window(day(1), day(28)))
        if r["cut"] == "week"
    }
    assert weeks == {"2026-W03": 1, "2026-W04": 1}
