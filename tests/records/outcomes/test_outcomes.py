"""Outcomes: the person says whether it is solved; scores are kept as given, never clipped."""

from typing import Any

import pytest

from dure.facts.loop import HEARD, MEASURED, REOPENED, TOLD
from dure.facts.refusals import Refused
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.actions import confirm_solved, deny_solved, measure
from dure.records.outcomes.models import Outcome
from dure.records.outcomes.queries import outcomes_of
from dure.records.outcomes.rules import SCALES, checked_value
from dure.records.voices.models import Voice, VoiceState
from dure.records.voices.queries import stage_of
from tests.cast import Corner, after
from tests.records.rows import all_rows


def by(corner: Corner, **moment: float) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": after(**moment), "now": after(**moment)}


@pytest.fixture
def told(corner: Corner) -> Voice:
    voice = corner.hear()
    tell(draft(voice, words="됩니다.", **by(corner, hours=1)), **by(corner, hours=1))
    return voice


def test_solved_for_me_closes_the_loop(corner: Corner, told: Voice) -> None:
    confirm_solved(told, words="네, 됩니다.", **by(corner, days=1))
    assert stage_of(told) == MEASURED
    assert [(o.kind, o.value, o.words) for o in outcomes_of(told.pk)] == [("solved", 1, "네, 됩니다.")]


def test_solved_is_solved_even_where_nobody_had_told_them(corner: Corner) -> None:
    voice = corner.hear()
    confirm_solved(voice, **by(corner, days=1))
    assert stage_of(voice) == MEASURED


def test_not_solved_reopens_the_voice_with_their_words_as_the_reason(corner: Corner, told: Voice) -> None:
    deny_solved(told, words="또 느립니다.", **by(corner, days=1))
    state = VoiceState.objects.get(voice=told, left_at__isnull=True)
    assert (state.stage, state.round, state.why) == (REOPENED, 2, "또 느립니다.")
    assert Outcome.objects.get().value == 0


@pytest.mark.parametrize("words", ["", "  "])
def test_not_solved_needs_what_they_said(corner: Corner, told: Voice, words: str) -> None:
    before = all_rows()
    with pytest.raises(Refused, match="not solved"):
        deny_solved(told, words=words, **by(corner, days=1))
    assert all_rows() == before


def test_a_reason_does_for_the_words_where_there_are_none(corner: Corner, told: Voice) -> None:
    deny_solved(told, words="  ", why="전화로 또 느리다고 하심", **by(corner, days=1))
    assert VoiceState.objects.get(voice=told, left_at__isnull=True).why == "전화로 또 느리다고 하심"


def test_not_solved_is_said_of_something_that_was_shipped_or_told(corner: Corner) -> None:
    voice = corner.hear()
    before = all_rows()
    with pytest.raises(Refused, match="nothing to reopen"):
        deny_solved(voice, words="안 돼요", **by(corner, days=1))
    assert all_rows() == before


def test_a_closed_voice_can_be_reopened_by_the_person(corner: Corner, told: Voice) -> None:
    confirm_solved(told, **by(corner, days=1))
    deny_solved(told, words="어제는 됐는데 오늘 또 느립니다.", **by(corner, days=2))
    assert stage_of(told) == REOPENED


def test_a_score_after_telling_closes_the_loop(corner: Corner, told: Voice) -> None:
    measure(told, kind="csat", value=5, **by(corner, days=1))
    assert stage_of(told) == MEASURED


def test_a_score_before_telling_is_kept_and_closes_nothing(corner: Corner) -> None:
    voice = corner.hear(kind="survey")
    measure(voice, kind="nps", value=2, **by(corner))
    assert stage_of(voice) == HEARD
    assert Outcome.objects.get().value == 2


@pytest.mark.parametrize(("kind", "scale"), [(kind, scale) for kind, scale in SCALES.items() if scale])
def test_a_score_off_its_scale_is_refused_and_never_clipped(kind: str, scale: tuple[float, float]) -> None:
    low, high = scale
    assert (checked_value(kind, value=low), checked_value(kind, value=high)) == scale
    for value in (low - 1, high + 1):
        with pytest.raises(Refused, match="off the scale"):
            checked_value(kind, value=value)


def test_an_unknown_score_is_refused_with_the_ones_there_are(corner: Corner, told: Voice) -> None:
    before = all_rows()
    with pytest.raises(Refused, match="nps, csat, ces"):
        measure(told, kind="happiness", value=5, **by(corner, days=1))
    assert all_rows() == before


@pytest.mark.parametrize("value", [0, 1])
def test_whether_it_is_solved_is_no_score_of_ours(corner: Corner, told: Voice, value: int) -> None:
    with pytest.raises(Refused, match="the person says"):
        measure(told, kind="solved", value=value, **by(corner, days=1))
    assert stage_of(told) == TOLD
