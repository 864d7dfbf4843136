"""Messages: drafted, then told by a person. Telling stops the customer's clock."""

from typing import Any

import pytest

from dure.facts.loop import HEARD, TOLD
from dure.facts.refusals import Refused
from dure.records.messages.actions import draft, tell
from dure.records.messages.queries import drafts, messages_of
from dure.records.promises.actions import promise, withdraw_promise
from dure.records.voices.models import VoiceState
from dure.records.voices.queries import stage_of
from tests.cast import Corner, after, last_entry
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": after(**moment), "now": after(**moment)}


def test_a_draft_changes_nothing_for_the_customer(corner: Corner) -> None:
    voice = corner.hear()
    message = draft(voice, words="이제 6분이면 됩니다.", **by(corner, hours=1))
    assert stage_of(voice) == HEARD
    assert drafts().get().message == message
    assert message.to == corner.person


def test_telling_stops_the_clock_and_is_a_contact_with_the_person(corner: Corner) -> None:
    voice = corner.hear()
    tell(draft(voice, words="됩니다.", channel="phone", **by(corner, hours=1)), **by(corner, hours=2))
    assert VoiceState.objects.get(voice=voice, left_at__isnull=True).entered_at == after(hours=2)
    assert stage_of(voice) == TOLD
    contact = last_entry().facts["contacts"][0]
    assert (contact["from_id"], contact["to_id"], contact["channel"]) == (
        corner.jiwoo.person_id,
        corner.person.pk,
        "phone",
    )


@pytest.mark.parametrize("words", ["", "  "])
def test_a_message_without_words_is_refused_and_leaves_nothing(corner: Corner, words: str) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="told"):
        draft(voice, words=words, **by(corner, hours=1))
    assert all_rows() == before


def test_a_message_is_sent_once(corner: Corner) -> None:
    message = tell(draft(corner.hear(), words="됩니다.", **by(corner, hours=1)), **by(corner, hours=1))
    before = all_rows()
    with pytest.raises(Refused, match="already been sent"):
        tell(message, **by(corner, hours=2))
    assert all_rows() == before


def test_whoever_withdrew_their_wish_is_told_all_the_same(corner: Corner) -> None:
    voice = corner.hear()
    made = promise(voice, words="고치겠습니다.", due_at=after(days=3), **by(corner, hours=1))
    withdraw_promise(made, why="외주로 넘긴다고 하셨습니다.", **by(corner, days=1))
    tell(draft(voice, words="네, 거두겠습니다.", **by(corner, days=1)), **by(corner, days=1))
    assert stage_of(voice) == TOLD


def test_a_voice_may_be_told_more_than_once_and_stands_at_the_first_telling(corner: Corner) -> None:
    voice = corner.hear()
    for day in (1, 2):
        tell(draft(voice, words=f"소식 {day}", **by(corner, days=day)), **by(corner, days=day))
    assert VoiceState.objects.get(voice=voice, stage=TOLD).entered_at == after(days=1)
    assert [state.message.words for state in messages_of(voice.pk)] == ["소식 1", "소식 2"]


def test_nobody_is_told_before_it_was_written(corner: Corner) -> None:
    message = draft(corner.hear(), words="됩니다.", **by(corner, hours=2))
    with pytest.raises(Refused, match="cannot have happened before"):
        tell(message, by=corner.jiwoo, at=after(hours=1), now=after(hours=3))
