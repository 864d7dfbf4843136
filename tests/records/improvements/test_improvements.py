"""The five focusing steps: one constraint at a time, argued with numbers, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest

from dure.facts.refusals import Refused
from dure.facts.roles import SYSTEM
from dure.records.improvements.actions import (
    close_improvement,
    drop_attempt,
    finish_attempt,
    go_on,
    open_improvement,
    plan_attempt,
    repeat,
)
from dure.records.improvements.models import Attempt, CitedNumber, Improvement
from dure.records.improvements.queries import (
    citing,
    count_citing,
    ended_states,
    named_constraints,
    open_improvement_of,
    steps_of,
)
from dure.records.outcomes.actions import keep_numbers
from tests.cast import NOW, Corner, after, last_entry
from tests.records.every_act import NUMBER

TODAY = NOW.date()
TRY = {
    "words": "아침 한 시간은 새 일을 받지 않는다.",
    "due_on": TODAY + timedelta(days=7),
    "metric": "bottleneck",
    "cut": "team.waiting_share",
    "slice": "data",
    "to_value": 0.3,
    "stop_on": TODAY + timedelta(days=21),
}


def number(
    metric: str, value: float | None, *, cut: str = "all", slice: str = "", **said: Any
) -> dict[str, Any]:
    return {**NUMBER, "stream": "data", "metric": metric, "value": value, "cut": cut, "slice": slice, **said}


def measured(*, constraint: str = "data", share: float = 0.6, growth: float = 1.5) -> None:
    """The signals as the job keeps them: one place is named, or none."""
    verdict = (
        number("bottleneck", 2.0, cut="team.verdict", slice=constraint)
        if constraint
        else number("bottleneck", None, cut="team.verdict", reason="no_single_constraint")
    )
    keep_numbers(
        [
            verdict,
            number("bottleneck", share, cut="team.waiting_share", slice="data", n=9),
            number("bottleneck", 1.0, cut="team.waiting_share.rank", slice="data"),
            number("bottleneck", growth, cut="team.queue_growth", slice="data", n=9),
            number("bottleneck", 0.4, cut="team.waiting_share", slice="finance"),
            number("flow_time", 6.0, n=30),
        ],
        by=SYSTEM,
        at=NOW,
        now=NOW,
    )


def lead(corner: Corner, **more: Any) -> dict[str, Any]:
    return {"by": corner.sera, "at": NOW, "now": NOW, **more}


@pytest.fixture
def found(corner: Corner) -> Improvement:
    """The data team, as the signals name it."""
    measured()
    return open_improvement("data", **lead(corner))


@pytest.fixture
def tried(corner: Corner, found: Improvement) -> Attempt:
    go_on(found, **lead(corner))
    return plan_attempt(found, **TRY, team=corner.data, **lead(corner))


def way_of(improvement: Improvement) -> list[str]:
    return [state.stage for state in steps_of(improvement.pk)]


def test_what_the_signals_name_is_taken_up_with_the_numbers_it_rests_on(found: Improvement) -> None:
    assert (found.basis, found.station, found.is_by_hand) == ("team", "data", False)
    cited = {(c.metric, c.cut): (c.value, c.n) for c in CitedNumber.objects.filter(improvement=found)}
    assert cited == {
        ("bottleneck", "team.verdict"): (2.0, 3),
        ("bottleneck", "team.waiting_share"): (0.6, 9),
        ("bottleneck", "team.queue_growth"): (1.5, 9),
        ("flow_time", "all"): (6.0, 30),
    }
    assert way_of(found) == ["identify"]


def test_the_numbers_stay_as_they_were_when_it_was_found(found: Improvement) -> None:
    measured(share=0.1, growth=-3.0)
    assert CitedNumber.objects.get(improvement=found, cut="team.waiting_share").value == 0.6


def test_where_the_signals_name_no_single_place_a_person_names_one_and_says_why(corner: Corner) -> None:
    measured(constraint="")
    assert named_constraints("data") == []
    with pytest.raises(Refused, match="name no single constraint: choose the place yourself and say why"):
        open_improvement("data", **lead(corner))
    with pytest.raises(Refused, match="do not name this place: say why"):
        open_improvement("data", basis="team", station="finance", **lead(corner))
    by_hand = open_improvement(
        "data", basis="team", station="finance", **lead(corner, why="월말마다 여기서 멈춘다.")
    )
    assert by_hand.is_by_hand
    assert last_entry().why == "월말마다 여기서 멈춘다."


def test_of_two_places_that_tie_one_is_chosen_without_a_reason(corner: Corner) -> None:
    tie = [number("bottleneck", 2.0, cut="team.verdict", slice=team) for team in ("data", "finance")]
    keep_numbers(tie, by=SYSTEM, at=NOW, now=NOW)
    with pytest.raises(Refused, match="several places alike"):
        open_improvement("data", **lead(corner))
    assert not open_improvement("data", basis="team", station="finance", **lead(corner)).is_by_hand


def test_a_second_constraint_of_a_stream_is_refused_with_the_one_that_is_taken_up(
    corner: Corner, found: Improvement
) -> None:
    with pytest.raises(Refused, match="One constraint at a time: “data” is taken up already"):
        open_improvement("data", basis="team", station="finance", **lead(corner, why="여기다."))
    open_improvement("loop", basis="stage", station="acknowledged", **lead(corner, why="여기서 기다린다."))


def test_a_stream_that_is_not_there_and_a_team_of_the_loop_are_refused(corner: Corner) -> None:
    with pytest.raises(Refused, match="no value stream"):
        open_improvement("elsewhere", basis="team", station="data", **lead(corner, why="x"))
    with pytest.raises(Refused, match="the loop has stages only"):
        open_improvement("loop", basis="team", station="data", **lead(corner, why="x"))
    with pytest.raises(Refused, match="the loop has stages only"):
        open_improvement("loop", basis="stage", station="nowhere", **lead(corner, why="x"))


def test_nothing_is_tried_before_the_constraint_is_named(corner: Corner, found: Improvement) -> None:
    with pytest.raises(Refused, match="nothing is tried yet"):
        plan_attempt(found, **TRY, team=corner.data, **lead(corner))


def test_what_is_tried_says_who_by_when_and_which_number_moves_from_where_to_where(tried: Attempt) -> None:
    assert (tried.step, tried.team.key) == ("exploit", "data")
    assert (tried.from_value, tried.from_n, tried.to_value) == (0.6, 9, 0.3)
    assert last_entry().facts["moves"][0]["thing"] == "attempt"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": " "}, "Write what will be done"),
        ({"team": None}, "Say who must act"),
        ({"due_on": TODAY - timedelta(days=1)}, "must not lie behind"),
        ({"stop_on": TODAY}, "cannot come before that"),
        ({"to_value": 0.6}, "stands there already"),
        ({"slice": "nobody"}, "no such number"),
    ],
    ids=["without words", "without anybody", "a day gone by", "stopped before done", "no move", "no number"],
)
def test_an_attempt_without_what_it_needs_is_refused(
    corner: Corner, found: Improvement, said: dict[str, Any], sentence: str
) -> None:
    go_on(found, **lead(corner))
    with pytest.raises(Refused, match=sentence):
        plan_attempt(found, **{**TRY, "team": corner.data, **said}, **lead(corner))


def test_a_number_not_known_then_may_be_hoped_for_all_the_same(corner: Corner, found: Improvement) -> None:
    keep_numbers([number("flow_time", None, reason="too_few")], by=SYSTEM, at=NOW, now=NOW)
    go_on(found, **lead(corner))
    hoped = {**TRY, "metric": "flow_time", "cut": "all", "slice": "", "to_value": 3.0}
    assert plan_attempt(found, **hoped, person=corner.persons["yujin"], **lead(corner)).from_value is None


def test_the_steps_are_gone_one_by_one_and_a_reason_is_needed_to_leave_their_order(
    corner: Corner, tried: Attempt
) -> None:
    improvement = tried.improvement
    with pytest.raises(Refused, match="This skips a step: say why"):
        go_on(improvement, to="elevate", **lead(corner))
    go_on(improvement, **lead(corner))
    with pytest.raises(Refused, match="Nothing was tried in this step"):
        go_on(improvement, **lead(corner))
    with pytest.raises(Refused, match="Going back"):
        go_on(improvement, to="exploit", **lead(corner))
    go_on(improvement, **lead(corner, why="모두 이미 따르고 있다."))
    with pytest.raises(Refused, match="close it with its result"):
        go_on(improvement, to="repeat", **lead(corner))
    go_on(improvement, to="exploit", **lead(corner, why="아직 쓰지 않은 시간이 있다."))
    assert way_of(improvement) == ["identify", "exploit", "subordinate", "elevate", "exploit"]


def test_what_was_tried_and_failed_stays_with_what_was_learned(corner: Corner, tried: Attempt) -> None:
    with pytest.raises(Refused, match="what was learned"):
        finish_attempt(tried, worked=False, **lead(corner))
    measured(share=0.7)
    finish_attempt(tried, worked=False, **lead(corner, why="오히려 늦어졌다."))
    ended = tried.states.last()
    assert (ended.stage, ended.worked, ended.value, ended.why) == ("done", False, 0.7, "오히려 늦어졌다.")
    with pytest.raises(Refused, match="has been said already"):
        drop_attempt(tried, **lead(corner, why="x"))


def test_what_is_given_up_says_why(corner: Corner, tried: Attempt) -> None:
    with pytest.raises(Refused, match="Say why it is given up"):
        drop_attempt(tried, **lead(corner))
    drop_attempt(tried, **lead(corner, why="사람이 없다."))
    assert tried.states.last().stage == "dropped"


def test_an_improvement_ends_with_its_result_once_nothing_in_it_is_open(
    corner: Corner, tried: Attempt
) -> None:
    improvement = tried.improvement
    with pytest.raises(Refused, match=r"still open \(1\)"):
        close_improvement(improvement, result="lifted", **lead(corner, why="끝"))
    finish_attempt(tried, worked=True, **lead(corner))
    with pytest.raises(Refused, match="Say what came of it"):
        close_improvement(improvement, result="", **lead(corner, why="끝"))
    with pytest.raises(Refused, match="what was learned"):
        close_improvement(improvement, result="lifted", **lead(corner))
    measured(constraint="finance", share=0.2)
    close_improvement(improvement, result="lifted", **lead(corner, why="줄이 사라졌다."))
    (state,) = ended_states("data")
    assert (state.result, state.why) == ("lifted", "줄이 사라졌다.")
    shares = CitedNumber.objects.filter(improvement=improvement, cut="team.waiting_share")
    assert [(c.cited_when, c.value) for c in shares] == [("found", 0.6), ("ended", 0.2)]
    assert open_improvement_of("data") is None
    with pytest.raises(Refused, match="has ended"):
        go_on(improvement, **lead(corner))


def test_then_it_begins_again_with_what_holds_things_up_now(corner: Corner, found: Improvement) -> None:
    with pytest.raises(Refused, match="Close this improvement"):
        repeat(found, **lead(corner))
    close_improvement(found, result="not_lifted", **lead(corner, why="다른 곳이었다."))
    measured(constraint="finance")
    again = repeat(found, **lead(corner))
    assert (again.station, again.follows) == ("finance", found)
    assert open_improvement_of("data") == again


def test_decisions_that_cite_a_number_are_found_by_it(corner: Corner, found: Improvement) -> None:
    assert [state.improvement for state in citing("data", metrics=["flow_time"])] == [found]
    assert list(citing("data", metrics=["flow_debt"])) == []
    assert count_citing("data") == {"bottleneck": 1, "flow_time": 1}
    assert list(citing("loop", metrics=["flow_time"])) == []


def test_a_step_cannot_be_dated_before_the_one_it_leaves(corner: Corner, found: Improvement) -> None:
    with pytest.raises(Refused, match="cannot have happened before"):
        go_on(found, **lead(corner, at=after(days=-1)))
