"""Handoffs: offered with an ask, accepted in the receiver's own words, or bounced with a reason."""

from typing import Any

import pytest

from dure.facts.loop import ACCEPTED, BOUNCED, HANDED_OFF
from dure.facts.refusals import Refused
from dure.records.handoffs.actions import accept_handoff, bounce_handoff, hand_off
from dure.records.handoffs.models import Handoff, HandoffState
from dure.records.handoffs.queries import handoffs_of, unanswered_handoffs
from dure.records.voices.queries import stage_of
from tests.cast import Corner, after, last_entry
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": after(**moment), "now": after(**moment)}


@pytest.fixture
def offered(corner: Corner) -> Handoff:
    return hand_off(
        corner.hear(),
        from_team=corner.cx,
        to_team=corner.data,
        ask="10분 안으로 줄여 주세요.",
        due_at=after(days=4),
        **by(corner),
    )


def test_a_handoff_brings_its_voice_to_handed_off_and_waits_for_an_answer(
    corner: Corner, offered: Handoff
) -> None:
    assert offered.voice is not None
    assert stage_of(offered.voice) == HANDED_OFF
    assert unanswered_handoffs().get().handoff == offered


def test_its_move_names_the_team_the_side_and_when_an_answer_is_due(corner: Corner, offered: Handoff) -> None:
    move = last_entry().facts["moves"][0]
    assert (move["thing"], move["team"], move["side"], move["segment"]) == (
        "handoff",
        "data",
        "customer",
        "mid_market",
    )
    assert move["due_ts"] == after(days=4).isoformat()


@pytest.mark.parametrize("ask", ["", "  "])
def test_a_handoff_that_asks_nothing_is_refused_and_leaves_nothing(corner: Corner, ask: str) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="what you ask"):
        hand_off(voice, to_team=corner.data, ask=ask, **by(corner))
    assert all_rows() == before


def test_a_handoff_is_accepted_in_the_receivers_own_words(corner: Corner, offered: Handoff) -> None:
    accept_handoff(offered, why=" 월말에 느린 까닭을 없앤다. ", **by(corner, days=1))
    state = HandoffState.objects.get(handoff=offered, left_at__isnull=True)
    assert (state.stage, state.why) == (ACCEPTED, "월말에 느린 까닭을 없앤다.")
    assert not unanswered_handoffs().exists()


@pytest.mark.parametrize(
    ("act", "match"), [(accept_handoff, "own words"), (bounce_handoff, "why it comes back")]
)
def test_a_handoff_is_not_answered_without_a_word(
    corner: Corner, offered: Handoff, act: Any, match: str
) -> None:
    before = all_rows()
    with pytest.raises(Refused, match=match):
        act(offered, why="  ", **by(corner, days=1))
    assert all_rows() == before


@pytest.mark.parametrize("answer", [accept_handoff, bounce_handoff])
@pytest.mark.parametrize("again", [accept_handoff, bounce_handoff])
def test_a_handoff_is_answered_once(corner: Corner, offered: Handoff, answer: Any, again: Any) -> None:
    answer(offered, why="한 번", **by(corner, days=1))
    before = all_rows()
    with pytest.raises(Refused, match="already been answered"):
        again(offered, why="두 번", **by(corner, days=2))
    assert all_rows() == before


def test_a_handoff_is_not_answered_before_it_was_offered(corner: Corner, offered: Handoff) -> None:
    with pytest.raises(Refused, match="cannot have happened before"):
        accept_handoff(offered, why="빨라야 한다", by=corner.yujin, at=after(hours=-1), now=after(days=1))


def test_after_a_bounce_the_voice_can_be_handed_to_another_team(corner: Corner, offered: Handoff) -> None:
    voice = offered.voice
    assert voice is not None
    bounce_handoff(offered, why="재무팀 일입니다.", **by(corner, days=1))
    hand_off(voice, to_team=corner.finance, ask="청구서 이름을 바꿔 주세요.", **by(corner, days=2))
    assert [(s.stage, s.handoff.to_team.key) for s in handoffs_of(voice.pk)] == [
        (BOUNCED, "data"),
        ("offered", "finance"),
    ]
    assert stage_of(voice) == HANDED_OFF
