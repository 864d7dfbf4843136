"""Work: four kinds, new, active, waiting on somebody named, done, cancelled with a reason. Source: science B1."""

from typing import Any

import pytest

from dure.facts.loop import HEARD, SHIPPED, STARTED, WAITS_ON
from dure.facts.refusals import Refused
from dure.records.voices.queries import stage_of
from dure.records.work.actions import add_work, cancel, finish, reopen_work, start, wait
from dure.records.work.queries import current_state, items_of, open_states, states_of, voices_of
from tests.cast import Corner, after, last_entry
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.yujin, "at": after(**moment), "now": after(**moment)}


def test_work_is_new_until_somebody_starts_it_and_then_its_voices_are_started(corner: Corner) -> None:
    voice = corner.hear()
    item = corner.add_work(voice)
    assert (current_state(item).state, stage_of(voice)) == ("new", HEARD)
    start(item, **by(corner, hours=1))
    assert (current_state(item).state, stage_of(voice)) == ("active", STARTED)


def test_one_item_may_answer_many_voices(corner: Corner) -> None:
    voices = [corner.hear(f"목소리 {n}") for n in range(3)]
    item = corner.add_work(*voices)
    finish(item, **by(corner, hours=1))
    assert voices_of(item) == voices
    assert [stage_of(voice) for voice in voices] == [SHIPPED] * 3
    assert items_of(voices[0].pk).get() == item


def test_work_bears_the_words_of_its_stream(corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    start(item, **by(corner, hours=1))
    wait(item, waits_on="vendor", **by(corner, hours=2))
    assert [state.stage for state in states_of(item.pk)] == ["접수", "진행 중", "외부 업체 기다림"]


def test_the_team_stays_until_another_takes_over(corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    start(item, **by(corner, hours=1))
    start(item, team=corner.finance, **by(corner, hours=2))
    wait(item, waits_on="team", **by(corner, hours=3))
    teams = [state.team.key for state in states_of(item.pk) if state.team]
    assert teams == ["data", "data", "finance", "finance"]


@pytest.mark.parametrize("title", ["", "  "])
def test_work_without_a_title_is_refused(corner: Corner, title: str) -> None:
    with pytest.raises(Refused, match="title"):
        add_work(title, stream=corner.flow, kind="defect", **by(corner))


def test_there_is_no_fifth_kind_of_work_but_it_may_not_be_known_yet(corner: Corner) -> None:
    with pytest.raises(Refused, match="feature, defect, risk, debt"):
        add_work("무엇", stream=corner.flow, kind="bug", **by(corner))
    assert add_work("무엇", stream=corner.flow, kind="", **by(corner)).kind == ""


@pytest.mark.parametrize("waits_on", [name for name in WAITS_ON if name != "item"])
@pytest.mark.parametrize("asked", [True, False, None])
def test_a_wait_says_on_whom_and_whether_a_question_came_first(
    corner: Corner, waits_on: str, asked: bool | None
) -> None:
    item = corner.add_work(corner.hear())
    wait(item, waits_on=waits_on, asked=asked, **by(corner, hours=1))
    state = current_state(item)
    assert (state.state, state.waits_on, state.asked) == ("waiting", waits_on, asked)
    assert last_entry().facts["moves"][0]["waits_on"] == waits_on


@pytest.mark.parametrize("waits_on", ["", "somebody"])
def test_a_wait_that_does_not_say_on_whom_is_refused(corner: Corner, waits_on: str) -> None:
    item = corner.add_work(corner.hear())
    before = all_rows()
    with pytest.raises(Refused, match="on whom"):
        wait(item, waits_on=waits_on, **by(corner, hours=1))
    assert all_rows() == before


def test_work_waits_for_another_item_that_is_named_and_not_for_itself(corner: Corner) -> None:
    item, other = corner.add_work(corner.hear()), corner.add_work(corner.hear("둘"))
    for waits_for in (None, item):
        with pytest.raises(Refused, match="which other item"):
            wait(item, waits_on="item", waits_for=waits_for, **by(corner, hours=1))
    wait(item, waits_on="item", waits_for=other, **by(corner, hours=1))
    assert current_state(item).waits_for == other


def test_finishing_is_shipping_where_the_stream_has_no_releases(corner: Corner) -> None:
    voice = corner.hear()
    finish(corner.add_work(voice), **by(corner, hours=1))
    assert stage_of(voice) == SHIPPED


def test_finished_work_waits_for_its_release_where_the_stream_has_them(corner: Corner) -> None:
    voice = corner.hear()
    item = corner.add_work(voice, stream=corner.product)
    start(item, **by(corner, hours=1))
    finish(item, **by(corner, hours=2))
    assert (current_state(item).state, stage_of(voice)) == ("done", STARTED)


def test_a_voice_is_shipped_when_the_last_of_its_work_is(corner: Corner) -> None:
    voice = corner.hear()
    first, second = corner.add_work(voice), corner.add_work(voice, title="두 번째")
    start(first, **by(corner, hours=1))
    finish(first, **by(corner, hours=2))
    assert stage_of(voice) == STARTED
    finish(second, **by(corner, hours=3))
    assert stage_of(voice) == SHIPPED


@pytest.mark.parametrize("close", [finish, cancel])
def test_closed_work_is_reopened_before_it_goes_on(corner: Corner, close: Any) -> None:
    item = corner.add_work(corner.hear())
    close(item, why="까닭", **by(corner, hours=1))
    before = all_rows()
    for act, named in ((start, {}), (wait, {"waits_on": "team"}), (finish, {}), (cancel, {"why": "까닭"})):
        with pytest.raises(Refused, match="reopen it first"):
            act(item, **named, **by(corner, hours=2))
    assert all_rows() == before
    reopen_work(item, **by(corner, hours=3))
    assert current_state(item).state == "active"


def test_open_work_is_not_reopened(corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    with pytest.raises(Refused, match="still open"):
        reopen_work(item, **by(corner, hours=1))


def test_work_is_given_up_with_a_reason_only(corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    before = all_rows()
    with pytest.raises(Refused, match="given up"):
        cancel(item, why=" ", **by(corner, hours=1))
    assert all_rows() == before


def test_work_is_not_started_before_it_was_added(corner: Corner) -> None:
    item = corner.add_work(corner.hear())
    before = all_rows()
    with pytest.raises(Refused, match="cannot have happened before"):
        start(item, by=corner.yujin, at=after(hours=-1), now=after(days=1))
    assert all_rows() == before


def test_open_work_stands_with_the_longest_there_first(corner: Corner) -> None:
    first, second = corner.add_work(corner.hear()), corner.add_work(corner.hear("둘"))
    start(first, **by(corner, hours=1))
    assert [state.item for state in open_states()] == [second, first]
