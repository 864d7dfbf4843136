"""Where work piles up (science B3)."""

from datetime import timedelta

import pytest

from tests.metrics.tables import MONDAY, moves, rows_of, told, window, work

FOUR_WEEKS = window(MONDAY, MONDAY + timedelta(weeks=4), as_of=MONDAY + timedelta(weeks=9))

#: Items a week that each station can take; twenty arrive at the first.
CAPACITIES = {"analyse": 12, "fix": 7, "review": 9, "release": 15}


def line(capacities, *, arrivals, weeks=4):
    """Items through stations in turn, each with one worker: they wait in its queue until there is room for them."""
    free = dict.fromkeys(capacities, 0.0)
    rows = []
    for n in range(arrivals * weeks):
        at, steps = n * 7 / arrivals, []
        for by, (name, per_week) in enumerate(capacities.items()):
            begun = max(at, free[name])
            free[name] = begun + 7 / per_week
            steps += [(at, "waiting", name, None), (begun, "active", name, by)]
            at = free[name]
        steps.append((at, "done", name, by))
        rows += [(n, *step) for step in steps]
    return moves(
        row
        for case, at, state, team, by in rows
        for row in work(
            case,
            (MONDAY + timedelta(days=at), state, {"team": team, "stage": f"{team} {state}", "by_id": by}),
        )
    )


def staffed(capacities, *, n_people=1.0):
    """Each team has so many people, who work around the clock."""
    always = {"start_ts": MONDAY - timedelta(weeks=9), "end_ts": MONDAY + timedelta(weeks=30)}
    return {
        "capacity": [{"team": team, "n_people": n_people} for team in capacities],
        "open_hours": [{"team": team, **always} for team in capacities],
    }


def verdict(table, basis="team", stream="desk", known=None):
    rows = rows_of("bottleneck", table, over=FOUR_WEEKS, known=known)
    return [
        (r["slice"], r["value"], r["reason"])
        for r in rows
        if r["cut"] == f"{basis}.verdict" and r["stream"] == stream
    ]


def signal(name, table, *, known=None, over=FOUR_WEEKS, stream="desk"):
    """One signal by station: its value, or why there is none."""
    rows = rows_of("bottleneck", table, over=over, known=known)
    return {
        r["slice"]: r["reason"] if r["value"] is None else r["value"]
        for r in rows
        if r["cut"] == name and r["stream"] == stream
    }


def test_all_four_signals_name_the_narrowest_station() -> None:
    assert verdict(line(CAPACITIES, arrivals=12), known=staffed(CAPACITIES)) == [("fix", 4, None)]


def test_where_nobody_said_how_many_work_there_the_three_others_do() -> None:
    assert verdict(line(CAPACITIES, arrivals=12)) == [("fix", 3, None)]


def test_once_it_is_widened_the_next_narrowest_is() -> None:
    """Ten a week pass through fix now, and review can take nine."""
    widened = CAPACITIES | {"fix": 10}
    assert verdict(line(widened, arrivals=10), known=staffed(widened)) == [("review", 4, None)]


def test_utilisation_is_what_comes_over_what_can_be_done() -> None:
    """Twelve a week come, and fix can do seven; after it only seven come to review, which can do nine."""
    busy = signal("team.utilisation", line(CAPACITIES, arrivals=12), known=staffed(CAPACITIES))
    assert busy["fix"] == pytest.approx(12 / 7, abs=0.03)
    assert busy["review"] == pytest.approx(7 / 9, abs=0.05)
    assert busy["release"] == pytest.approx(7 / 15, abs=0.05)


def test_twice_the_people_are_half_as_busy() -> None:
    table = line(CAPACITIES, arrivals=12)
    one, two = (
        signal("team.utilisation", table, known=staffed(CAPACITIES, n_people=n))["fix"] for n in (1.0, 2.0)
    )
    assert two == pytest.approx(one / 2)


def test_what_cannot_be_computed_says_why() -> None:
    table, known = line(CAPACITIES, arrivals=12), staffed(CAPACITIES)
    assert set(signal("team.utilisation", table).values()) == {"people_not_declared"}
    no_hours = {"capacity": known["capacity"]}
    assert set(signal("team.utilisation", table, known=no_hours).values()) == {"hours_not_declared"}
    nobody = moves(row | {"by_id": None} for row in table.to_pylist())
    assert set(signal("team.utilisation", nobody, known=known).values()) == {"no_service_times"}
    assert signal("team.starvation", table)["release"] == "no_next_station"


def test_a_signal_known_of_one_place_alone_ranks_nobody() -> None:
    known = staffed(["release"])
    table = line(CAPACITIES, arrivals=12)
    assert signal("team.utilisation.rank", table, known=known)["release"] == "known_of_one"
    assert verdict(table, known=known) == [("fix", 3, None)]


def test_the_next_place_starves_while_the_constraint_has_a_queue() -> None:
    """Review can do nine a week and gets seven: it is idle for two ninths of the time."""
    starved = signal("team.starvation", line(CAPACITIES, arrivals=12), known=staffed(CAPACITIES))
    assert starved["fix"] == pytest.approx(2 / 9, abs=0.03)


def test_who_stood_idle_more_than_a_quarter_ago_does_not_count() -> None:
    """Thirteen weeks of 168 hours are looked at, however long the window is."""
    long_ago = window(MONDAY, MONDAY + timedelta(weeks=20))
    rows = rows_of("bottleneck", line(CAPACITIES, arrivals=12), over=long_ago)
    found = next(r for r in rows if (r["cut"], r["slice"]) == ("team.starvation", "fix"))
    assert found["n"] == 13 * 168


def test_a_place_is_not_idle_outside_its_hours() -> None:
    """Review works on one day in seven only: what it does not do in the others is no starving."""
    table, known = line(CAPACITIES, arrivals=12), staffed(CAPACITIES)
    days = [MONDAY + timedelta(weeks=n) for n in range(4)]
    known["open_hours"] = [
        {"team": "review", "start_ts": at, "end_ts": at + timedelta(days=1)} for at in days
    ]
    rows = rows_of("bottleneck", table, over=FOUR_WEEKS, known=known)
    found = next(r for r in rows if (r["cut"], r["slice"]) == ("team.starvation", "fix"))
    assert found["n"] == 4 * 24


def test_two_places_with_two_signals_each_contradict_each_other() -> None:
    """One is the busiest and has most of the waiting; the other's queue grows, and what comes after it is idle."""
    long = [work(n, (MONDAY - timedelta(days=30), "waiting", {"team": "long"})) for n in range(20)]
    growing = [work(90 + n, (MONDAY + timedelta(days=27), "waiting", {"team": "growing"})) for n in range(3)]
    passing = [
        work(
            50 + n,
            (MONDAY, "active", {"team": team, "by_id": n}),
            (MONDAY + timedelta(days=worked), "active", {"team": after}),
            (MONDAY + timedelta(days=until), "done", {"team": after}),
        )
        for n, (team, worked, after, until) in enumerate([("long", 27, "a", 90), ("growing", 0.1, "b", 1)])
    ]
    after_long = work(60, (MONDAY - timedelta(days=30), "active", {"team": "a"}))
    table = moves(r for c in (*long, *growing, *passing, after_long) for r in c)
    assert verdict(table, known=staffed(["long", "growing"])) == [("", None, "no_single_constraint")]


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
