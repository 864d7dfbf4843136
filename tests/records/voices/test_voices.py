"""A voice: heard in the person's words, brought further round the loop, never walked back."""

from itertools import product
from typing import Any

import pytest

from dure.facts.loop import ACKNOWLEDGED, HEARD, LOOP, PROMISED, REOPENED, SHIPPED, STARTED, TOLD
from dure.facts.refusals import Refused
from dure.records.messages.actions import draft, tell
from dure.records.people.actions import add_account
from dure.records.promises.actions import promise
from dure.records.voices.actions import acknowledge, ask_again, reopen
from dure.records.voices.models import Asking, Voice, VoiceState
from dure.records.voices.queries import count_by_stage, stage_of, voices_in
from dure.records.voices.rules import is_advance, place
from dure.records.work.actions import finish, start
from tests.cast import NOW, Corner, after, last_entry
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": after(**moment), "now": after(days=30)}


def told(corner: Corner, voice: Voice, **moment: float) -> Voice:
    tell(draft(voice, words="이제 6분이면 됩니다.", **by(corner, **moment)), **by(corner, **moment))
    return voice


def path_of(voice: Voice) -> list[tuple[str, int]]:
    return list(VoiceState.objects.filter(voice=voice).values_list("stage", "round"))


def test_a_voice_begins_as_heard_at_the_moment_it_was_said(corner: Corner) -> None:
    voice = corner.hear(at=after(days=-1))
    assert voice.heard_at == after(days=-1)
    assert path_of(voice) == [(HEARD, 1)]


@pytest.mark.parametrize(("words", "language"), [("느려요", "ko"), ("It is slow", "en"), ("12:30", "")])
def test_a_voice_knows_the_language_it_was_said_in(corner: Corner, words: str, language: str) -> None:
    assert corner.hear(words).language == language


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_voice_without_words_is_refused_and_leaves_nothing(corner: Corner, words: str) -> None:
    before = all_rows()
    with pytest.raises(Refused, match="own words"):
        corner.hear(words)
    assert all_rows() == before


def test_a_voice_may_come_from_nobody_we_know(corner: Corner) -> None:
    voice = corner.hear(account=None, person=None)
    assert last_entry().facts["moves"][0].get("account_id") is None
    assert "contacts" not in last_entry().facts
    assert stage_of(voice) == HEARD


def test_the_same_case_of_a_source_is_one_voice(corner: Corner) -> None:
    from django.db import IntegrityError

    corner.hear(source="desk", ref="INC-1")
    with pytest.raises(IntegrityError):
        corner.hear(source="desk", ref="INC-1")


def test_acknowledging_twice_changes_the_voice_once(corner: Corner) -> None:
    voice = corner.hear()
    acknowledge(voice, **by(corner, hours=1))
    acknowledge(voice, **by(corner, hours=2))
    assert path_of(voice) == [(HEARD, 1), (ACKNOWLEDGED, 1)]


def test_a_voice_skips_stages_and_never_walks_back(corner: Corner) -> None:
    voice = corner.hear()
    item = corner.add_work(voice)
    start(item, **by(corner, hours=1))
    promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(corner, hours=2))
    acknowledge(voice, **by(corner, hours=3))
    assert path_of(voice) == [(HEARD, 1), (STARTED, 1)]


def test_a_voice_leaves_a_stage_at_the_moment_it_enters_the_next(corner: Corner) -> None:
    voice = corner.hear()
    acknowledge(voice, **by(corner, hours=1))
    heard, acknowledged = VoiceState.objects.filter(voice=voice)
    assert (heard.left_at, acknowledged.entered_at, acknowledged.left_at) == (
        after(hours=1),
        after(hours=1),
        None,
    )


def test_a_stage_cannot_begin_before_the_one_it_leaves(corner: Corner) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="cannot have happened before"):
        acknowledge(voice, **by(corner, hours=-1))
    assert all_rows() == before


def test_asking_again_is_a_mark_on_the_clock_and_not_a_stage(corner: Corner) -> None:
    voice = corner.hear()
    ask_again(voice, words="언제 되나요?", **by(corner, days=1))
    assert path_of(voice) == [(HEARD, 1)]
    assert Asking.objects.get().asked_at == after(days=1)
    assert last_entry().facts["moves"][0]["stage"] == "asked"


def test_nobody_asks_again_before_they_were_heard(corner: Corner) -> None:
    voice = corner.hear()
    with pytest.raises(Refused, match="first heard"):
        ask_again(voice, **by(corner, days=-1))


def test_a_reopened_voice_begins_its_next_round(corner: Corner) -> None:
    voice = told(corner, corner.hear(), days=1)
    reopen(voice, **by(corner, days=2))
    acknowledge(voice, **by(corner, days=3))
    told(corner, voice, days=4)
    reopen(voice, **by(corner, days=5))
    assert path_of(voice) == [
        (HEARD, 1),
        (TOLD, 1),
        (REOPENED, 2),
        (ACKNOWLEDGED, 2),
        (TOLD, 2),
        (REOPENED, 3),
    ]


def test_a_voice_nothing_came_of_cannot_be_reopened(corner: Corner) -> None:
    voice = corner.hear()
    promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(corner, hours=2))
    with pytest.raises(Refused, match="nothing to reopen"):
        reopen(voice, **by(corner, days=1))
    assert stage_of(voice) == PROMISED


def test_reopening_twice_in_a_row_is_one_round(corner: Corner) -> None:
    voice = told(corner, corner.hear(), days=1)
    reopen(voice, **by(corner, days=2))
    with pytest.raises(Refused, match="nothing to reopen"):
        reopen(voice, **by(corner, days=2))
    assert path_of(voice)[-1] == (REOPENED, 2)


def test_a_shipped_voice_may_be_reopened_before_anybody_told_them(corner: Corner) -> None:
    voice = corner.hear()
    finish(corner.add_work(voice), **by(corner, days=1))
    reopen(voice, **by(corner, days=2))
    assert path_of(voice) == [(HEARD, 1), (SHIPPED, 1), (REOPENED, 2)]


def test_voices_are_counted_and_found_by_the_stage_they_stand_in(corner: Corner) -> None:
    other = add_account("새벽마켓", segment="growth", by=corner.jiwoo, at=NOW, now=NOW)
    first, second = corner.hear("하나"), corner.hear("둘", account=other)
    acknowledge(first, **by(corner, hours=1))
    assert count_by_stage() == {ACKNOWLEDGED: 1, HEARD: 1}
    assert count_by_stage(voice__account__segment="growth") == {HEARD: 1}
    assert voices_in(HEARD).get() == second


def test_every_later_stage_is_an_advance_and_no_earlier_one() -> None:
    for now, then in product((*LOOP, REOPENED), LOOP):
        assert is_advance(now, stage=then) == (place(then) > place(now))
    assert not any(is_advance(stage, stage=HEARD) for stage in (*LOOP, REOPENED))
