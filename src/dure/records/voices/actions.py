"""Hearing a voice, acknowledging it, bringing it further, reopening it."""

from typing import Any

from dure.facts.loop import ACKNOWLEDGED, ASKED, HEARD, REOPENED
from dure.facts.roles import Role
from dure.language.script import language_of
from dure.records.ledger.actions import Doing, act, enter
from dure.records.people.models import Account, Person
from dure.records.voices.models import Asking, Voice, VoiceState
from dure.records.voices.rules import checked_words, is_advance


@act("voices.hear", least=Role.MEMBER)
def hear(
    doing: Doing, words: str, *, account: Account | None = None, person: Person | None = None, **fields: Any
) -> Voice:
    """Takes down what a person said. The customer's clock starts here."""
    words = checked_words(words)
    voice = Voice.objects.create(
        words=words, account=account, person=person, heard_at=doing.at, language=language_of(words), **fields
    )
    doing.about("voice", voice.pk)
    _enter(doing, voice, stage=HEARD, current=None)
    if person and doing.by.person_id:
        doing.note("contacts", from_id=person.pk, to_id=doing.by.person_id, channel=voice.channel, account_id=voice.account_id, source=voice.source)
    return voice


@act("voices.acknowledge", least=Role.MEMBER)
def acknowledge(doing: Doing, voice: Voice) -> Voice:
    """Says to the person: we have heard you, and somebody looks after it."""
    doing.about("voice", voice.pk)
    advance(doing, voice, stage=ACKNOWLEDGED)
    return voice


@act("voices.ask_again", least=Role.MEMBER)
def ask_again(doing: Doing, voice: Voice, *, words: str = "") -> Asking:
    """Takes down that the person asked again: a mark on the clock, not a stage."""
    asking = Asking.objects.create(voice=voice, asked_at=doing.at, words=words)
    doing.about("voice", voice.pk)
    doing.note("moves", **_move(voice, stage=ASKED, doing=doing))
    return asking


@act("voices.reopen", least=Role.MEMBER)
def reopen(doing: Doing, voice: Voice) -> Voice:
    """Begins another round: what we told did not solve it."""
    doing.about("voice", voice.pk)
    begin_round(doing, voice)
    return voice


def advance(doing: Doing, voice: Voice, *, stage: str) -> None:
    """Brings a voice to a later stage of the loop, as part of an act; a stage already passed changes nothing."""
    current = _current(voice)
    if current is None or is_advance(current.stage, stage=stage):
        _enter(doing, voice, stage=stage, current=current)


def begin_round(doing: Doing, voice: Voice) -> None:
    """Puts a voice back to the beginning of the loop, as part of an act."""
    current = _current(voice)
    _enter(doing, voice, stage=REOPENED, current=current, round=current.round + 1 if current else 1)


def _current(voice: Voice) -> VoiceState | None:
    return VoiceState.objects.select_for_update().filter(voice=voice, left_at__isnull=True).first()


def _enter(
    doing: Doing, voice: Voice, *, stage: str, current: VoiceState | None, round: int | None = None
) -> None:
    state = VoiceState(voice=voice, stage=stage, round=round or (current.round if current else 1))
    enter(doing, current, state)
    doing.note("moves", **_move(voice, stage=stage, doing=doing))


def _move(voice: Voice, *, stage: str, doing: Doing) -> dict[str, Any]:
    account = voice.account
    return {
        "thing": "voice",
        "case_id": voice.pk,
        "stream": voice.stream or None,
        "stage": stage,
        "kind": voice.kind,
        "account_id": voice.account_id,
        "side": account.side if account else None,
        "segment": (account.segment or None) if account else None,
        "by_id": doing.by.person_id,
        "source": voice.source,
    }
