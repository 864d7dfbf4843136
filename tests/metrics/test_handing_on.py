"""Handing on and waiting, by the worked examples of science B4."""

import pytest

from tests.metrics.tables import day, front_line, moves, one, rows_of, window, work

TO_31 = window(day(1), day(31))


def passed(case, *teams):
    """An item owned by these teams in turn, a day each, then done."""
    steps = [(day(1 + n), "active", {"team": team}) for n, team in enumerate(teams)]
    return work(case, *steps, (day(2 + len(teams)), "done", {"team": teams[-1]}))


PATH = moves(passed(1, "L1", "L2", "L2", "L1", "L2", "L3", "L2"))


def test_repeats_are_collapsed_before_handovers_are_counted() -> None:
    assert one("handovers", PATH, over=TO_31)["value"] == 5


def test_three_of_four_chances_went_straight_back() -> None:
    row = one("ping_pong", PATH, over=TO_31)
    assert (row["value"], row["n"]) == (0.75, 4)


def test_a_time_without_an_owner_is_no_team() -> None:
    assert one("handovers", moves(passed(1, "L1", None, "L1")), over=TO_31)["value"] == 0


def test_never_owned_is_missing_not_nought() -> None:
    row = one("handovers", moves(passed(1, None)), over=TO_31)
    assert (row["value"], row["n"], row["coverage"], row["reason"]) == (None, 0, 0.0, "no_data")


def test_two_owners_leave_no_chance_to_go_back() -> None:
    assert one("ping_pong", moves(passed(1, "L1", "L2")), over=TO_31)["reason"] == "no_data"


def test_a_reopened_case_continues_the_same_path() -> None:
    first = work(1, (day(1), "active", {"team": "L1"}), (day(2), "done", {"team": "L1"}))
    again = work(1, (day(3), "active", {"team": "L2"}), (day(4), "done", {"team": "L2"}))
    assert one("handovers", moves([*first, *again]), over=TO_31)["value"] == 1


def test_six_of_ten_never_left_the_front_line() -> None:
    cases = (
        [passed(n, "L1") for n in range(5)]
        + [passed(5, "L1", "L1b")]
        + [passed(n, "L1", "L2") for n in range(6, 10)]
    )
    row = one("push_to_front", moves(r for c in cases for r in c), over=TO_31, known=front_line("L1", "L1b"))
    assert (row["value"], row["n"]) == (0.6, 10)
    assert row["low"] == pytest.approx(0.3127, abs=1e-4)


def test_without_a_declared_front_line_it_says_so() -> None:
    row = one("push_to_front", moves(passed(1, "L1")), over=TO_31)
    assert (row["value"], row["reason"]) == (None, "front_line_not_declared")


def asked(case, hours, was_asked):
    wait = {"waits_on": "customer", "asked": was_asked}
    return work(case, (day(2), "waiting", wait), (day(2, hour=9 + hours), "done"))


def test_twenty_of_fifty_waiting_hours_had_no_question_before_them() -> None:
    row = one("wait_customer_misuse", moves([*asked(1, 30, True), *asked(2, 20, False)]), over=TO_31)
    assert row["value"] == pytest.approx(0.4)


def test_where_it_is_not_recorded_whether_one_asked_it_says_so() -> None:
    row = one("wait_customer_misuse", moves(asked(1, 30, None)), over=TO_31)
    assert (row["value"], row["coverage"], row["reason"]) == (None, 0.0, "not_recorded")


def test_waiting_is_told_apart_by_whom_it_waits_on_and_clipped_to_the_window() -> None:
    steps = [
        *work(
            1,
            (day(2), "waiting", {"waits_on": "customer"}),
            (day(4), "waiting", {"waits_on": "vendor"}),
            (day(20), "done"),
        ),
        *work(2, (day(3), "waiting"), (day(4), "done")),
    ]
    over = window(day(1), day(9), as_of=day(31))
    days = {
        r["slice"]: r["value"]
        for r in rows_of("waiting_by", moves(steps), over=over)
        if r["cut"] == "waits_on"
    }
    assert days == pytest.approx({"customer": 2, "vendor": 5, "unknown": 1})
    assert one("waiting_by", moves(steps), over=over)["coverage"] == pytest.approx(7 / 8)


def test_three_times_it_came_to_a_team_that_had_had_it() -> None:
    """L1, L2, L1, L2, L3, L2: the third, the fourth and the last stay."""
    assert one("revisits", PATH, over=TO_31)["value"] == 3


def test_an_item_that_never_came_back_counts_as_nought() -> None:
    both = moves([*passed(1, "L1", "L2", "L1"), *passed(2, "L1", "L2")])
    assert one("revisits", both, over=TO_31)["value"] == 0.5


def handed(case, at, to, *, begun=None, from_="L1"):
    """An item that L1 works on, that is handed over and begun some days later."""
    steps = [(day(1), "active", {"team": from_}), (day(at), "waiting", {"team": to})]
    if begun is not None:
        steps.append((day(begun), "active", {"team": to}))
    return work(case, *steps)


def test_who_hands_to_whom_how_often_and_how_long_it_lies_there() -> None:
    cases = [handed(1, 2, "L2", begun=4), handed(2, 3, "L2", begun=7), handed(3, 3, "L3", begun=3.5)]
    table = moves(r for c in cases for r in c)
    to_l2 = one("handover_map", table, over=TO_31, cut="pair", slice="L1 → L2")
    assert (to_l2["n"], to_l2["value"], to_l2["coverage"]) == (2, pytest.approx(2), 1)
    assert one("handover_map", table, over=TO_31, cut="pair", slice="L1 → L3")["value"] == pytest.approx(0.5)
    assert one("handover_map", table, over=TO_31, cut="from", slice="L1")["n"] == 3
    assert one("handover_map", table, over=TO_31)["n"] == 3


def test_an_item_that_is_handed_over_twice_is_two_handovers_of_one_item() -> None:
    table = moves(passed(1, "L1", "L2", "L1", "L2"))
    found = one("handover_map", table, over=TO_31, cut="pair_cases", slice="L1 → L2")
    assert (found["value"], found["n"]) == (1, 2)


def test_what_the_receiver_has_not_begun_counts_with_the_time_it_has_lain_there() -> None:
    cases = [handed(1, 2, "L2", begun=4), handed(2, 2, "L2"), handed(3, 2, "L2")]
    row = one("handover_map", moves(r for c in cases for r in c), over=TO_31, cut="pair", slice="L1 → L2")
    assert (row["value"], row["reason"]) == (None, "not_reached")
    assert row["coverage"] == pytest.approx(1 / 3)


def test_handed_on_before_anybody_began_is_not_begun() -> None:
    case = work(
        1,
        (day(1), "active", {"team": "L1"}),
        (day(2), "waiting", {"team": "L2"}),
        (day(5), "active", {"team": "L3"}),
        (day(6), "active", {"team": "L2"}),
    )
    row = one("handover_map", moves(case), over=TO_31, cut="pair", slice="L1 → L2")
    assert (row["n"], row["coverage"]) == (1, 0)
    assert one("handover_map", moves(case), over=TO_31, cut="pair", slice="L2 → L3")["value"] == 0


def test_work_that_crosses_teams_stands_beside_work_that_stays_with_one() -> None:
    table = moves([*passed(1, "L1", "L2"), *passed(2, "L1"), *passed(3, "L1", "L2", "L3"), *passed(4, None)])
    rows = {
        (r["cut"], r["slice"]): (r["value"], r["n"]) for r in rows_of("cross_team_time", table, over=TO_31)
    }
    assert rows == {
        ("all", ""): (pytest.approx(3.5), 2),
        ("teams", "several"): (pytest.approx(3.5), 2),
        ("teams", "one"): (pytest.approx(2), 1),
    }
