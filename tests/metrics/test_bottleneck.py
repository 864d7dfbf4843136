"""Where work piles up (science B3)."""

from datetime import timedelta

from tests.metrics.tables import MONDAY, moves, rows_of, told, window, work

FOUR_WEEKS = window(MONDAY, MONDAY + timedelta(weeks=4), as_of=MONDAY + timedelta(weeks=9))

#: Items a week that each station can take; twenty arrive at the first.
CAPACITIES = {"analyse": 12, "fix": 7, "review": 9, "release": 15}


def line(capacities, *, arrivals, weeks=4):
    """Items through stations in turn: each waits in a station's queue until there is room for it there."""
    free = dict.fromkeys(capacities, 0.0)
    rows = []
    for n in range(arrivals * weeks):
        at, steps = n * 7 / arrivals, []
        for name, per_week in capacities.items():
            begun = max(at, free[name])
            free[name] = begun + 7 / per_week
            steps += [(at, "waiting", name), (begun, "active", name)]
            at = free[name]
        steps.append((at, "done", name))
        rows += [(n, *step) for step in steps]
    return moves(
        row
        for case, at, state, team in rows
        for row in work(
            case, (MONDAY + timedelta(days=at), state, {"team": team, "stage": f"{team} {state}"})
        )
    )


def verdict(table, basis="team", stream="desk"):
    rows = rows_of("bottleneck", table, over=FOUR_WEEKS)
    return [
        (r["slice"], r["value"], r["reason"])
        for r in rows
        if r["cut"] == f"{basis}.verdict" and r["stream"] == stream
    ]


def test_the_narrowest_station_is_the_constraint() -> None:
    assert verdict(line(CAPACITIES, arrivals=12)) == [("fix", 2, None)]


def test_once_it_is_widened_the_next_narrowest_is() -> None:
    assert verdict(line(CAPACITIES | {"fix": 10}, arrivals=12)) == [("review", 2, None)] or verdict(
        line(CAPACITIES | {"fix": 10}, arrivals=10)
    ) == [("review", 2, None)]


def test_signals_that_disagree_name_no_constraint() -> None:
    """One team's queue is long and steady, the other's short and growing."""
    long = [work(n, (MONDAY - timedelta(days=30), "waiting", {"team": "long"})) for n in range(20)]
    growing = [work(99, (MONDAY + timedelta(days=20), "waiting", {"team": "growing"}))]
    assert verdict(moves(r for c in (*long, *growing) for r in c)) == [("", None, "no_single_constraint")]


def test_two_stations_that_tie_are_both_named() -> None:
    cases = [work(n, (MONDAY, "waiting", {"team": f"team{n}"})) for n in range(2)]
    assert verdict(moves(r for c in cases for r in c)) == [("team0", 2, None), ("team1", 2, None)]


def test_one_station_alone_is_no_bottleneck() -> None:
    assert verdict(moves(work(1, (MONDAY, "waiting", {"team": "only"})))) == [("", None, "one_station")]


def test_the_loop_has_a_verdict_of_its_own_and_stages_nobody_reaches_are_not_in_use() -> None:
    voices = [
        told(
            "voice",
            n,
            (MONDAY + timedelta(days=n), "heard"),
            (MONDAY + timedelta(days=n + 1), "acknowledged"),
        )
        for n in range(9)
    ]
    shipped = told(
        "voice", 99, (MONDAY, "heard"), (MONDAY, "acknowledged"), (MONDAY, "promised"), (MONDAY, "told")
    )
    table = moves(r for v in (*voices, shipped) for r in v)
    assert verdict(table, basis="stage", stream="loop") == [("promised", 2, None)]
