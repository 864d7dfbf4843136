"""What a stage means is what the map says now, over the whole history (B1)."""

import pytest

from tests.metrics.tables import day, moves, one, rows_of, window, work

IN_REVIEW = {"stage": "In review"}
REVIEWED = moves(
    work(
        1,
        (day(5), "new"),
        (day(6), "active"),
        (day(8), "active", IN_REVIEW),
        (day(12), "active"),
        (day(13), "done"),
    )
)
TO_14 = window(day(1, hour=0), day(14, hour=0))


def mapped(stage: str, *, state: str, waits_on: str = "", stream: str = "desk"):
    return {"stage_map": [{"stream": stream, "stage": stage, "state": state, "waits_on": waits_on}]}


def test_without_a_map_the_rows_say_what_they_mean_themselves() -> None:
    assert one("flow_efficiency", REVIEWED, over=TO_14)["value"] == 1


def test_a_stage_mapped_to_waiting_waits_in_the_past_too() -> None:
    review_waits = mapped("In review", state="waiting", waits_on="team")
    assert one("flow_efficiency", REVIEWED, over=TO_14, known=review_waits)["value"] == pytest.approx(3 / 7)
    waits = {
        r["slice"]: r["value"]
        for r in rows_of("waiting_by", REVIEWED, over=TO_14, known=review_waits)
        if r["cut"] == "waits_on"
    }
    assert waits["team"] == pytest.approx(4)


def test_a_map_of_another_stream_says_nothing_here() -> None:
    elsewhere = mapped("In review", state="waiting", stream="platform")
    assert one("flow_efficiency", REVIEWED, over=TO_14, known=elsewhere)["value"] == 1


def test_a_stage_mapped_to_done_ends_the_clock_when_it_was_first_reached() -> None:
    reviewed_is_done = mapped("In review", state="done")
    table = moves(work(1, (day(6), "active"), (day(8), "active", IN_REVIEW), (day(13), "done")))
    assert one("flow_time", table, over=TO_14, known=reviewed_is_done)["value"] == pytest.approx(2)


def test_a_map_that_leaves_open_on_whom_a_stage_waits_leaves_that_to_the_row() -> None:
    held = moves(work(1, (day(6), "active"), (day(8), "waiting", {"stage": "On hold", "waits_on": "vendor"})))
    on_hold = mapped("On hold", state="waiting")
    by_whom = {
        r["slice"] for r in rows_of("waiting_by", held, over=TO_14, known=on_hold) if r["cut"] == "waits_on"
    }
    assert "vendor" in by_whom


def test_a_stage_mapped_to_work_waits_on_nobody() -> None:
    held = moves(work(1, (day(6), "active"), (day(8), "waiting", {"stage": "On hold", "waits_on": "vendor"})))
    worked = mapped("On hold", state="active")
    waits = [r for r in rows_of("waiting_by", held, over=TO_14, known=worked) if r["cut"] == "waits_on"]
    assert not sum(r["value"] or 0 for r in waits)


def test_a_stage_no_map_knows_and_no_row_explains_is_neither_work_nor_waiting() -> None:
    table = moves(work(1, (day(6), "active"), (day(8), None, {"stage": "??"}), (day(10), "done")))
    assert one("flow_time", table, over=TO_14)["value"] == pytest.approx(2)
