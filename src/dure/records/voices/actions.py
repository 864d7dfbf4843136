"""Hearing a voice, acknowledging it, bringing it further, reopening it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dure.facts.arrivals import Heard, Reached
from dure.facts.loop import ACKNOWLEDGED, ASKED, HEARD, REOPENED, ROUTED
from dure.facts.roles import Role
from dure.language.script import language_of
from dure.records.ledger.actions import Doing, act, enter, hold, insert_rows, reserve_ids
from dure.records.people.models import Account, Person
from dure.records.voices.models import Asking, Voice, VoiceState
from dure.records.voices.queries import known, last_states
from dure.records.voices.rules import check_after_hearing, check_answered, checked_words, is_advance


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
        doing.note(
            "contacts",
            from_id=person.pk,
            to_id=doing.by.person_id,
            channel=voice.channel,
            account_id=voice.account_id,
            source=voice.source,
        )
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
    check_after_hearing(doing.at, heard_at=voice.heard_at)
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


def route(doing: Doing, voice: Voice, *, stream: str) -> None:
    """Notes the value stream a voice came to, as part of an act; the first it came to stays."""
    if voice.stream:
        return
    voice.stream = stream
    voice.save(update_fields=["stream"])
    doing.note("moves", **_move(voice, stage=ROUTED, doing=doing))


def begin_round(doing: Doing, voice: Voice) -> None:
    """Puts an answered voice back to the beginning of the loop, as part of an act."""
    current = _current(voice)
    check_answered(current.stage if current else HEARD)
    _enter(doing, voice, stage=REOPENED, current=current, round=current.round + 1 if current else 1)


def _current(voice: Voice) -> VoiceState | None:
    hold(voice)
    return VoiceState.objects.filter(voice=voice, left_at__isnull=True).first()


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


@act("voices.take_in", least=Role.MEMBER)
def take_in(
    doing: Doing,
    heard: Sequence[Heard],
    *,
    reached: Sequence[Reached],
    source: str,
    stream: str,
    side: str,
    accounts: Mapping[str, int],
    persons: Mapping[str, int],
) -> None:
    """Brings in voices heard elsewhere, and how far round the loop they came there.

    A voice already known is not brought in again; a stage it has passed adds nothing.
    """
    met = known({h.ref for h in heard} | {r.ref for r in reached}, source=source)
    new = [h for h in heard if h.ref not in met]
    ids = reserve_ids(doing, Voice, n=len(new))
    met |= {h.ref: (i, h.kind, accounts.get(h.account or "")) for h, i in zip(new, ids, strict=True)}
    insert_rows(
        doing,
        Voice,
        columns=_VOICE_COLUMNS,
        rows=[_voice_row(h, met[h.ref], source, stream, persons) for h in new],
    )
    entered = _entered(new, reached=reached, ids={ref: found[0] for ref, found in met.items()})
    _insert_states(doing, entered, last=last_states(list(entered)))
    about = {voice_id: (kind, account_id) for voice_id, kind, account_id in met.values()}
    rows = [(at, stage, voice) for voice, states in entered.items() for at, stage, _ in states]
    doing.note_many(
        "moves",
        columns={
            "ts": [at for at, _, _ in rows],
            "recorded_ts": doing.now,
            "thing": "voice",
            "case_id": [voice for _, _, voice in rows],
            "stream": stream,
            "stage": [stage for _, stage, _ in rows],
            "kind": [about[voice][0] for _, _, voice in rows],
            "account_id": [about[voice][1] for _, _, voice in rows],
            "side": side,
            "source": source,
        },
    )
    doing.about("source", 0)


_VOICE_COLUMNS = (
    "id", "account_id", "person_id", "kind", "channel", "title", "words", "language", "heard_at", "stream", "source", "ref",
)  # fmt: skip


def _voice_row(
    h: Heard, found: tuple[int, str, int | None], source: str, stream: str, persons: Mapping[str, int]
) -> tuple[Any, ...]:
    voice_id, kind, account = found
    person, language = persons.get(h.person or ""), language_of(h.words)
    return (
        voice_id,
        account,
        person,
        kind,
        h.channel,
        h.title[:300],
        h.words,
        language,
        h.at,
        stream,
        source,
        h.ref,
    )


def _entered(
    new: Sequence[Heard], *, reached: Sequence[Reached], ids: Mapping[str, int]
) -> dict[int, list[tuple[datetime, str, int]]]:
    """The stages each voice enters by this load, in order of time: (at, stage, round)."""
    marks: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    for h in new:
        marks[ids[h.ref]].append((h.at, -1, HEARD))
    for r in reached:
        if r.ref in ids:
            marks[ids[r.ref]].append((r.at, r.position, r.loop))
    last = last_states(list(marks))
    return {
        voice: states
        for voice, found in marks.items()
        if (states := _advances(sorted(found), last=last.get(voice)))
    }


def _advances(
    marks: Sequence[tuple[datetime, int, str]], *, last: VoiceState | None
) -> list[tuple[datetime, str, int]]:
    """The marks that bring a voice further than where it stands; what lies before that adds nothing."""
    stage, round, since = (
        (last.stage, last.round, last.entered_at) if last else ("", 0, datetime.min.replace(tzinfo=UTC))
    )
    states: list[tuple[datetime, str, int]] = []
    for at, _, mark in marks:
        if last and at < since:
            continue
        if not stage or (mark == REOPENED and stage != REOPENED and (not last or at > since)):
            round += 1
        elif mark == REOPENED or not is_advance(stage, stage=mark):
            continue
        stage = mark
        states.append((at, mark, round))
    return states


def _insert_states(
    doing: Doing,
    entered: Mapping[int, Sequence[tuple[datetime, str, int]]],
    *,
    last: Mapping[int, VoiceState],
) -> None:
    for voice, state in last.items():
        if voice in entered:
            state.left_at = entered[voice][0][0]
    VoiceState.objects.bulk_update([s for v, s in last.items() if v in entered], ["left_at"], batch_size=500)
    rows = []
    for voice, states in entered.items():
        ends: list[datetime | None] = [at for at, _, _ in states[1:]]
        rows += [
            (voice, stage, round, at, left, "")
            for (at, stage, round), left in zip(states, [*ends, None], strict=True)
        ]
    insert_rows(
        doing, VoiceState, columns=("voice_id", "stage", "round", "entered_at", "left_at", "why"), rows=rows
    )
