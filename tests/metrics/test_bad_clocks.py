"""What handed-in rows may have wrong with them, and what the numbers of bottlenecks, waiting and handing on make of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.metrics.tables import day, moves, rows_of, told, window, work

OVER = window(day(1, hour=0), day(31, hour=0))
ASKED = ("bottleneck", "waiting_causes", "handover_map", "revisits")
HOURS = {
    "capacity": [{"team": "fix", "n_people": 1.0}],
    "open_hours": [
        {"team": "fix", "start_ts": day(d, hour=9), "end_ts": day(d, hour=18)} for d in range(1, 31)
    ],
}


def queued(case: int, waits: datetime, begun: datetime, over: datetime, **words: Any) -> list[dict[str, Any]]:
    own = {"team": "fix", "waits_on": "team", "by_id": 7}
    return work(
        case, (waits, "waiting", own | words), (begun, "active", own | words), (over, "done", own | words)
    )


def days_of(rows: list[dict[str, Any]], *, over: Any = OVER) -> dict[str, float | None]:
    told = rows_of("waiting_causes", moves(rows), over=over, known=HOURS)
    return {r["slice"]: r["value"] for r in told if r["cut"] == "cause"}


@pytest.mark.parametrize("name", ASKED)
def test_a_row_told_late_but_dated_earlier_takes_its_place_in_time(name: str) -> None:
    """A clock that ran backwards: the second row was written down after the third."""
    rows = queued(1, day(5), day(6), day(7))
    backwards = [rows[0], rows[2], rows[1]]
    late = [row | {"recorded_ts": day(8)} for row in backwards]
    assert figures(name, late) == figures(name, [row | {"recorded_ts": day(8)} for row in rows])


def figures(name: str, rows: list[dict[str, Any]], *, over: Any = OVER) -> list[tuple[Any, ...]]:
    found = rows_of(name, moves(rows), over=over, known=HOURS)
    return [(r["stream"], r["cut"], r["slice"], r["value"], r["n"], r["reason"]) for r in found]


def test_rows_of_the_same_moment_follow_each_other_as_they_were_written() -> None:
    """Waiting and begun in one moment is no wait, and nothing counts below nought."""
    same = queued(1, day(5), day(5), day(5))
    assert sum(value or 0 for value in days_of(same).values()) == 0
    twice = [*same, *queued(2, day(5), day(6), day(6))]
    assert sum(value or 0 for value in days_of(twice).values()) == pytest.approx(1)


def test_a_handover_in_one_moment_there_and_back_is_two_handovers_without_a_wait() -> None:
    steps = [(day(5), "active", {"team": team}) for team in ("a", "b", "a")]
    rows = rows_of("handover_map", moves(work(1, *steps)), over=OVER)
    assert {r["slice"]: (r["n"], r["value"]) for r in rows if r["cut"] == "pair"} == {
        "a → b": (1, 0),
        "b → a": (1, 0),
    }


@pytest.mark.parametrize("name", ASKED)
def test_cases_without_an_end_count_until_the_windows_end(name: str) -> None:
    open_ended = [
        *work(1, (day(5), "waiting", {"team": "fix"})),
        *work(2, (day(6), "active", {"team": "fix", "by_id": 7})),
    ]
    for _stream, _cut, _slice, value, n, reason in figures(name, open_ended):
        assert (value is None) == (reason is not None)
        assert n >= 0


def test_what_never_ends_waits_until_the_windows_end_and_no_longer() -> None:
    rows = rows_of("waiting_causes", moves(work(1, (day(21, hour=0), "waiting"))), over=OVER)
    assert next(r["value"] for r in rows if r["cut"] == "all") == pytest.approx(10)


@pytest.mark.parametrize("name", ASKED)
def test_an_unknown_state_is_neither_waiting_nor_work(name: str) -> None:
    """The load lists it as unmapped; here it must not shift a figure."""
    known = queued(1, day(5), day(6), day(7))
    odd = work(2, (day(5), "On ice", {"team": "fix", "by_id": 7}), (day(9), "Thawing", {"team": "fix"}))
    without = {(c, s): v for _x, c, s, v, _n, _r in figures(name, known) if v is not None}
    with_it = {(c, s): v for _x, c, s, v, _n, _r in figures(name, [*known, *odd]) if v is not None}
    assert with_it == without


@pytest.mark.parametrize("name", ASKED)
def test_a_window_of_no_length_has_no_figures_and_says_so(name: str) -> None:
    rows = [*queued(1, day(5), day(6), day(7)), *told("voice", 1, (day(4), "heard"), (day(5), "told"))]
    empty = window(day(6), day(6))
    for _stream, _cut, _slice, value, _n, reason in figures(name, rows, over=empty):
        assert value in (None, 0) and (value is not None or reason)


@pytest.mark.parametrize("name", ASKED)
def test_a_window_that_ends_before_anything_happened_is_answered(name: str) -> None:
    early = window(day(1), day(2), as_of=day(30))
    for _stream, _cut, _slice, value, _n, reason in figures(
        name, queued(1, day(5), day(6), day(7)), over=early
    ):
        assert value in (None, 0) and (value is not None or reason)


def test_weeks_without_work_do_not_make_a_queue_grow() -> None:
    """One wait begins in the first week and another ends in the last: in the weeks between nothing changes."""
    rows = [*queued(1, day(2), day(3), day(4)), *work(2, (day(2), "waiting", {"team": "fix"}))]
    growth = {
        r["slice"]: r["value"]
        for r in rows_of("bottleneck", moves(rows), over=OVER)
        if r["cut"] == "team.queue_growth"
    }
    watched_weeks = (day(31, hour=0) - day(2)) / timedelta(weeks=1)
    assert growth["fix"] == pytest.approx(1 / watched_weeks)


@pytest.mark.parametrize(
    ("noon", "hours"),
    [
        (datetime(2026, 3, 7, 17, tzinfo=UTC), 23),  # New York sets its clocks forward that night
        (datetime(2026, 10, 31, 16, tzinfo=UTC), 25),  # and back that night
    ],
)
def test_from_noon_to_noon_over_the_night_the_clocks_change_the_real_hours_count(
    noon: datetime, hours: int
) -> None:
    next_noon = noon + timedelta(hours=hours)
    over = window(noon - timedelta(days=9), next_noon + timedelta(days=9), zone="America/New_York")
    rows = queued(1, noon, next_noon, next_noon + timedelta(hours=1))
    waited = rows_of("waiting_causes", moves(rows), over=over)
    assert next(r["value"] for r in waited if r["cut"] == "all") * 24 == pytest.approx(hours)
    handed = work(
        1,
        (noon, "active", {"team": "a"}),
        (noon, "waiting", {"team": "b"}),
        (next_noon, "active", {"team": "b"}),
    )
    way = next(r for r in rows_of("handover_map", moves(handed), over=over) if r["cut"] == "pair")
    assert way["value"] * 24 == pytest.approx(hours)
