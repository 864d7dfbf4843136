"""Promises: made with a date, moved in time, kept, broken openly, withdrawn by the customer. Source: science B7."""

from datetime import date, timedelta
from typing import Any

import pytest

from dure.facts.loop import BROKEN, KEPT, MADE, MOVED, PROMISED, WITHDRAWN
from dure.facts.refusals import Refused
from dure.records.promises.actions import (
    break_promise,
    keep_promise,
    move_promise,
    promise,
    withdraw_promise,
)
from dure.records.promises.models import Promise
from dure.records.promises.queries import late_promises, open_promises, promise_history, promises_of
from dure.records.promises.rules import is_kept_in_time, is_late
from dure.records.voices.queries import stage_of
from tests.cast import NOW, Corner, after, last_entry
from tests.records.rows import all_rows

DUE = after(days=3)


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": after(**moment), "now": after(**moment)}


@pytest.fixture
def made(corner: Corner) -> Promise:
    return promise(
        corner.hear(),
        words="마감 전까지 고치겠습니다.",
        due_at=DUE,
        owner=corner.persons["jiwoo"],
        **by(corner),
    )


def stages(promise: Promise) -> list[str]:
    return [state.stage for state in promise_history(promise.pk)]


def test_a_promise_brings_its_voice_to_promised_and_goes_to_the_person_who_asked(
    corner: Corner, made: Promise
) -> None:
    assert made.voice is not None
    assert stage_of(made.voice) == PROMISED
    assert (made.to, made.account, made.first_due_at) == (corner.person, corner.account, DUE)
    assert promises_of(made.voice.pk).get().promise == made


@pytest.mark.parametrize("words", ["", "  "])
def test_a_promise_without_words_is_refused_and_leaves_nothing(corner: Corner, words: str) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="promised"):
        promise(voice, words=words, due_at=DUE, **by(corner))
    assert all_rows() == before


@pytest.mark.parametrize("due_at", [NOW, after(seconds=-1)])
def test_a_promise_needs_a_due_date_that_lies_ahead(corner: Corner, due_at: Any) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="lies ahead"):
        promise(voice, words="고치겠습니다.", due_at=due_at, **by(corner))
    assert all_rows() == before


def test_a_promise_moved_in_time_keeps_its_first_date_in_its_history(corner: Corner, made: Promise) -> None:
    move_promise(made, new_due_at=after(days=5), why="이력을 먼저 나눠야 합니다.", **by(corner, days=1))
    assert [(s.stage, s.due_at, s.why) for s in promise_history(made.pk)] == [
        (MADE, DUE, ""),
        (MOVED, after(days=5), "이력을 먼저 나눠야 합니다."),
    ]
    assert made.first_due_at == DUE
    assert last_entry().facts["moves"][0]["due_ts"] == after(days=5).isoformat()


def test_a_promise_may_be_moved_up_to_its_due_moment_and_not_after(corner: Corner, made: Promise) -> None:
    move_promise(made, new_due_at=after(days=5), why="까닭", **by(corner, days=3))
    before = all_rows()
    with pytest.raises(Refused, match="late now"):
        move_promise(made, new_due_at=after(days=9), why="까닭", **by(corner, days=5, seconds=1))
    assert all_rows() == before


def test_a_move_is_not_made_timely_by_dating_it_back(corner: Corner, made: Promise) -> None:
    with pytest.raises(Refused, match="late now"):
        move_promise(
            made, new_due_at=after(days=9), why="까닭", by=corner.jiwoo, at=after(days=1), now=after(days=4)
        )


@pytest.mark.parametrize("why", ["", "   "])
def test_a_move_without_a_reason_is_refused(corner: Corner, made: Promise, why: str) -> None:
    with pytest.raises(Refused, match="why the date moves"):
        move_promise(made, new_due_at=after(days=5), why=why, **by(corner, days=1))
    assert stages(made) == [MADE]


def test_a_promise_is_not_moved_to_a_moment_already_past(corner: Corner, made: Promise) -> None:
    with pytest.raises(Refused, match="lie ahead"):
        move_promise(made, new_due_at=after(hours=12), why="까닭", **by(corner, days=1))


def test_a_promise_kept_on_its_due_moment_is_kept(corner: Corner, made: Promise) -> None:
    keep_promise(made, **by(corner, days=3))
    kept = promise_history(made.pk).last()
    assert kept is not None
    assert is_kept_in_time(stage=kept.stage, kept_at=kept.entered_at, due_at=kept.due_at)


def test_a_promise_kept_after_its_due_moment_is_kept_late(corner: Corner, made: Promise) -> None:
    keep_promise(made, **by(corner, days=3, seconds=1))
    kept = promise_history(made.pk).last()
    assert kept is not None
    assert kept.stage == KEPT
    assert not is_kept_in_time(stage=kept.stage, kept_at=kept.entered_at, due_at=kept.due_at)


@pytest.mark.parametrize("act", [break_promise, withdraw_promise])
def test_a_promise_is_broken_or_withdrawn_with_a_reason_only(corner: Corner, made: Promise, act: Any) -> None:
    before = all_rows()
    with pytest.raises(Refused) as refusal:
        act(made, why=" ", **by(corner, days=1))
    assert refusal.value.field == "why"
    assert all_rows() == before


@pytest.mark.parametrize(
    ("act", "stage"), [(keep_promise, KEPT), (break_promise, BROKEN), (withdraw_promise, WITHDRAWN)]
)
def test_a_closed_promise_stays_as_it_is(corner: Corner, made: Promise, act: Any, stage: str) -> None:
    act(made, why="까닭", **by(corner, days=1))
    before = all_rows()
    for again in (keep_promise, break_promise, withdraw_promise):
        with pytest.raises(Refused, match="already closed"):
            again(made, why="까닭", **by(corner, days=2))
    with pytest.raises(Refused, match="already closed"):
        move_promise(made, new_due_at=after(days=9), why="까닭", **by(corner, days=2))
    assert all_rows() == before
    assert stages(made) == [MADE, stage]


def test_a_promise_cannot_be_kept_before_it_was_made(corner: Corner, made: Promise) -> None:
    with pytest.raises(Refused, match="cannot have happened before"):
        keep_promise(made, by=corner.jiwoo, at=after(hours=-1), now=after(days=1))


def test_late_is_a_reading_of_the_clock(corner: Corner, made: Promise) -> None:
    assert not late_promises(DUE).exists()
    assert late_promises(DUE + timedelta(seconds=1)).get().promise == made
    keep_promise(made, **by(corner, days=4))
    assert not late_promises(after(days=9)).exists()


@pytest.mark.parametrize("stage", [KEPT, BROKEN, WITHDRAWN])
def test_what_is_closed_is_never_late(stage: str) -> None:
    assert not is_late(stage=stage, due_at=DUE, now=after(days=9))


def test_open_promises_stand_with_the_nearest_first(corner: Corner, made: Promise) -> None:
    sooner = promise(corner.hear("하나 더"), words="먼저 하겠습니다.", due_at=after(days=1), **by(corner))
    assert [state.promise for state in open_promises()] == [sooner, made]


def test_a_promise_keeps_the_range_it_was_made_from_and_on_what_that_rested(corner: Corner) -> None:
    days, rests_on = (date(2026, 3, 20), date(2026, 4, 3)), {"n_items": 4, "n_weeks": 9}
    made = promise(
        corner.hear(), words="고치겠습니다.", due_at=DUE, expected=days, basis=rests_on, **by(corner)
    )
    made.refresh_from_db()
    assert (made.expected_from_on, made.expected_to_on, made.basis) == (*days, rests_on)
    assert made.has_basis


def test_a_range_that_ends_before_it_begins_is_refused_and_leaves_nothing(corner: Corner) -> None:
    voice, before = corner.hear(), all_rows()
    days = (date(2026, 4, 3), date(2026, 3, 20))
    with pytest.raises(Refused, match="ends before it begins"):
        promise(voice, words="고치겠습니다.", due_at=DUE, expected=days, basis={}, **by(corner))
    assert all_rows() == before


def test_without_a_range_there_is_no_basis_to_keep(corner: Corner) -> None:
    made = promise(corner.hear(), words="고치겠습니다.", due_at=DUE, basis={"n_weeks": 9}, **by(corner))
    assert (made.has_basis, made.basis) == (False, {})
