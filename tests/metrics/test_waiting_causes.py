"""Why work waited, by the worked example of science B3: 29 hours from Monday 10:00 to Tuesday 15:00."""

from datetime import datetime, timedelta

import pytest

from tests.metrics.tables import day, moves, rows_of, window, work

OVER = window(day(1, hour=0), day(31, hour=0))
WORKER = 7


def at(n: int, hour: float) -> datetime:
    """The ``n``-th of January 2026 (the fifth is a Monday) at this hour."""
    return day(n, hour=hour)


def open_hours(*teams: str, since: float = 9, until: float = 18) -> dict:
    """These teams work on weekdays, 9 to 18 by default."""
    days = [d for d in range(1, 31) if day(d).weekday() < 5]
    return {
        "open_hours": [
            {"team": team, "start_ts": at(d, since), "end_ts": at(d, until)} for team in teams for d in days
        ]
    }


def queued(case, waits, begun, over, *, team="fix", by=WORKER, **words):
    """A case that waits in the team's queue, is begun by somebody and done."""
    own = {"team": team, "waits_on": "team"}
    return work(
        case, (waits, "waiting", own | words), (begun, "active", {"team": team, "by_id": by}), (over, "done")
    )


def active(case, begun, over, *, team="fix", by=WORKER):
    return work(case, (begun, "active", {"team": team, "by_id": by}), (over, "done", {"team": team}))


#: The wait; the worker on an earlier case on Monday 10-12, and on a later one on Tuesday 9-11.
CASE = queued(1, at(5, 10), at(6, 15), at(6, 16))
EARLIER = queued(2, at(5, 9), at(5, 10), at(5, 12))
LATER = queued(3, at(5, 17), at(6, 9), at(6, 11))


def hours(rows, *, known=None, over=OVER, only=None, cut="cause"):
    """The hours of each cause; ``only`` leaves the other cases' own waiting out."""
    told = rows_of("waiting_causes", moves(r for case in rows for r in case), over=over, known=known)
    return {
        r["slice"]: None if r["value"] is None else r["value"] * 24
        for r in told
        if r["cut"] == cut and r["stream"] == "desk"
    }


def split(*others, known=None, over=OVER):
    """The causes of CASE's wait alone: those of all cases less those of the others without it."""
    whole, rest = hours([CASE, *others], known=known, over=over), hours(others, known=known, over=over)
    return {cause: (whole[cause] or 0) - (rest[cause] or 0) for cause in whole}


def test_the_worked_example_comes_out_to_the_hour() -> None:
    causes = split(EARLIER, LATER, known=open_hours("fix"))
    assert causes == pytest.approx(
        {"batching": 0, "unavailability": 15, "contention": 2, "prioritisation": 2, "extraneous": 10, "customer": 0},
        abs=1e-6,
    )  # fmt: skip
    assert sum(causes.values()) == pytest.approx(29)


def test_work_on_two_cases_at_once_is_counted_once() -> None:
    twice = queued(4, at(5, 8.5), at(5, 11), at(5, 12))
    assert split(EARLIER, LATER, twice, known=open_hours("fix"))["contention"] == pytest.approx(2)


def test_where_earlier_and_later_work_overlap_the_earlier_counts() -> None:
    both = queued(4, at(5, 11.5), at(5, 11.75), at(5, 13))
    causes = split(EARLIER, both, known=open_hours("fix"))
    assert (causes["contention"], causes["prioritisation"]) == pytest.approx((2, 1))


def test_work_left_active_overnight_is_no_work_in_the_night() -> None:
    overnight = queued(4, at(5, 9), at(5, 16), at(6, 10))
    causes = split(overnight, known=open_hours("fix"))
    assert (causes["unavailability"], causes["contention"]) == pytest.approx((15, 3))


def test_without_a_calendar_the_night_cannot_be_told_apart_and_it_says_so() -> None:
    causes = split(EARLIER, LATER)
    assert (causes["unavailability"], causes["extraneous"]) == pytest.approx((0, 25))
    known = hours([CASE], cut="known")
    assert (known["worker"], known["hours"]) == (24.0, 0.0)


def test_others_work_is_no_contention() -> None:
    somebody_else = queued(2, at(5, 9), at(5, 10), at(5, 12), by=8)
    assert split(somebody_else, known=open_hours("fix"))["contention"] == pytest.approx(0)


def test_what_is_begun_together_waited_for_the_last_of_it() -> None:
    begun = at(6, 15)
    batch = [queued(n, at(5, 10 + n), begun, at(6, 16)) for n in range(3)]
    causes = hours(batch, known=open_hours("fix"))
    assert causes["batching"] == pytest.approx(2 + 1 + 0)
    assert sum(v for v in causes.values() if v) == pytest.approx(29 + 28 + 27)


def test_the_customers_waiting_is_a_class_apart() -> None:
    asked = work(9, (at(5, 10), "waiting", {"waits_on": "customer", "team": "fix"}), (at(6, 10), "done"))
    causes = hours([CASE, asked], known=open_hours("fix"))
    assert causes["customer"] == pytest.approx(24)
    assert sum(v for v in causes.values() if v) == pytest.approx(24 + 29)


def test_what_waits_on_a_vendor_is_outside_our_hands() -> None:
    vendor = work(9, (at(5, 10), "waiting", {"waits_on": "vendor", "team": "fix"}), (at(6, 10), "done"))
    assert hours([CASE, vendor])["extraneous"] == pytest.approx(29 + 24)


def test_waiting_that_nobody_of_ours_could_end_is_not_split() -> None:
    asked = work(9, (at(5, 10), "waiting", {"waits_on": "customer"}), (at(6, 10), "done"))
    rows = rows_of("waiting_causes", moves(asked), over=OVER)
    why = {r["slice"]: r["reason"] for r in rows if r["cut"] == "cause"}
    assert why.pop("customer") is None
    assert set(why.values()) == {"no_queue_recorded"}


def test_without_a_person_no_cause_is_given() -> None:
    """Only how long work stood in the waiting state is honest then."""
    nobody = queued(1, at(5, 10), at(6, 15), at(6, 16), by=None)
    rows = rows_of("waiting_causes", moves(nobody), over=OVER, known=open_hours("fix"))
    assert {r["reason"] for r in rows if r["cut"] == "cause" and r["slice"] != "customer"} == {
        "no_service_times"
    }
    whole = next(r for r in rows if r["cut"] == "all")
    assert (whole["value"] * 24, whole["coverage"]) == pytest.approx((29, 0))


def test_what_was_never_begun_is_not_explained() -> None:
    given_up = work(5, (at(5, 10), "waiting", {"team": "fix"}), (at(5, 20), "canceled"))
    causes = hours([CASE, given_up], known=open_hours("fix"))
    assert causes["extraneous"] == pytest.approx(14 + 10)


def test_a_wait_across_the_windows_edges_counts_inside_it() -> None:
    over = window(at(5, 12), at(6, 12), as_of=at(20, 0))
    rows = rows_of("waiting_causes", moves(CASE), over=over, known=open_hours("fix"))
    assert next(r["value"] for r in rows if r["cut"] == "all") == pytest.approx(1)
    unbegun = {r["slice"]: r["reason"] for r in rows if r["cut"] == "cause"}
    assert unbegun["contention"] in (None, "no_service_times")


def test_on_the_day_clocks_go_forward_the_missing_hour_is_not_waited() -> None:
    """New York, 8 March 2026: from 12:00 the day before to 12:00 is 23 hours."""
    noon = datetime.fromisoformat("2026-03-07T12:00-05:00"), datetime.fromisoformat("2026-03-08T12:00-04:00")
    over = window(noon[0] - timedelta(days=2), noon[1] + timedelta(days=2))
    causes = hours([queued(1, *noon, noon[1] + timedelta(hours=1))], over=over)
    assert sum(v for v in causes.values() if v) == pytest.approx(23)


def test_a_machine_with_a_thousand_cases_in_hand_is_not_taken_for_a_person() -> None:
    many = [
        queued(n, at(5, 9) + timedelta(seconds=n), at(7, 9) + timedelta(minutes=2 * n), at(12, 9))
        for n in range(600)
    ]
    rows = rows_of("waiting_causes", moves(r for c in many for r in c), over=OVER, known=open_hours("fix"))
    found = {(r["cut"], r["slice"]): r for r in rows}
    assert found["cause", "contention"]["value"] == 0
    assert found["all", ""]["coverage"] == 0
