"""Asking the person whether it is solved, measuring what came of it; the numbers we show, kept and signed."""

from collections.abc import Iterable
from typing import Any

from dure.facts.loop import MEASURED, TOLD
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, insert_rows
from dure.records.outcomes.models import Measurement, Outcome, Signature
from dure.records.outcomes.queries import signature_of
from dure.records.outcomes.rules import SCALES, check_is_score, check_may_sign, checked_value
from dure.records.voices.actions import advance, begin_round
from dure.records.voices.models import Voice
from dure.records.voices.queries import stage_of
from dure.records.work.models import Stream


@act("outcomes.confirm", least=Role.MEMBER)
def confirm_solved(doing: Doing, voice: Voice, *, words: str = "") -> Outcome:
    """The person says: solved for me. The loop is closed."""
    outcome = _note(doing, voice, kind="solved", value=1, words=words)
    advance(doing, voice, stage=MEASURED)
    return outcome


@act("outcomes.deny", least=Role.MEMBER)
def deny_solved(doing: Doing, voice: Voice, *, words: str = "") -> Outcome:
    """The person says: not solved for me. The voice goes round again, with their words as the reason."""
    doing.why = doing.why or words.strip()
    if not doing.why:
        raise Refused(gettext_noop("Write what the person said is not solved."), field="words")
    outcome = _note(doing, voice, kind="solved", value=0, words=words)
    begin_round(doing, voice)
    return outcome


@act("outcomes.measure", least=Role.MEMBER)
def measure(doing: Doing, voice: Voice, *, kind: str, value: float, words: str = "") -> Outcome:
    """Notes a score, effort, use or a renewal. It closes the loop only once the person has been told."""
    check_is_score(kind)
    outcome = _note(doing, voice, kind=kind, value=checked_value(kind, value=value), words=words)
    if stage_of(voice) == TOLD:
        advance(doing, voice, stage=MEASURED)
    return outcome


@act("outcomes.sign", least=Role.MEMBER)
def sign_definition(doing: Doing, stream: Stream, *, metric: str, version: int, part: str) -> Signature:
    """An owner of a stream agrees to what one number means there, in this version (003-27)."""
    owner = stream.business_owner_id if part == "business" else stream.technical_owner_id
    is_on_behalf = check_may_sign(doing.by, part=part, owner_id=owner, why=doing.why)
    about: dict[str, Any] = {"stream": stream, "metric": metric, "version": version, "part": part}
    if signature_of(**about) is not None:
        raise Refused(gettext_noop("This is signed already."))
    signature = Signature.objects.create(
        **about,
        by_id=doing.by.person_id,
        by_name=doing.by.name,
        is_on_behalf=is_on_behalf,
        why=doing.why,
        signed_at=doing.at,
    )
    doing.about("stream", stream.pk)
    return signature


@act("outcomes.withdraw_signature", least=Role.MEMBER)
def withdraw_signature(doing: Doing, signature: Signature) -> Signature:
    """An owner no longer stands by a definition; the number is a draft again. It stays on record that they did."""
    stream = signature.stream
    owner = stream.business_owner_id if signature.part == "business" else stream.technical_owner_id
    check_may_sign(doing.by, part=signature.part, owner_id=owner, why=doing.why)
    signature.withdrawn_at = doing.at
    signature.save(update_fields=["withdrawn_at"])
    doing.about("stream", stream.pk)
    return signature


@act("outcomes.keep_numbers", least=Role.ADMIN)
def keep_numbers(doing: Doing, rows: Iterable[dict[str, Any]]) -> int:
    """Replaces the numbers we show by newly computed ones.

    Those that changed go to the lake, so that any number can be shown as it was on any day.
    """
    new = [Measurement(**row) for row in rows]
    shown = {_key(m): _said(m) for m in Measurement.objects.all()}
    changed = [m for m in new if shown.get(_key(m)) != _said(m)]
    Measurement.objects.all().delete()
    insert_rows(doing, Measurement, columns=(*_NUMBER, "as_of"), rows=[[*_said_all(m), m.as_of] for m in new])
    columns: dict[str, Any] = {name: [getattr(m, name) for m in changed] for name in _NUMBER}
    doing.note_many(
        "measurements", columns={**columns, "ts": [m.as_of for m in changed], "recorded_ts": doing.now}
    )
    doing.about("measurements", len(changed))
    return len(new)


_NUMBER = ("metric", "version", "stream", "cut", "slice", "value", "n", "coverage", "low", "high", "reason")


def _key(m: Measurement) -> tuple[Any, ...]:
    return (m.metric, m.version, m.stream, m.cut, m.slice)


def _said(m: Measurement) -> tuple[Any, ...]:
    return (m.value, m.n, m.coverage, m.low, m.high, m.reason)


def _said_all(m: Measurement) -> list[Any]:
    return [getattr(m, name) for name in _NUMBER]


def _note(doing: Doing, voice: Voice, *, kind: str, value: float, words: str) -> Outcome:
    low, high = SCALES[kind] or (None, None)
    outcome = Outcome.objects.create(
        voice=voice,
        account=voice.account,
        person=voice.person,
        kind=kind,
        value=value,
        scale_low=low,
        scale_high=high,
        words=words,
        measured_at=doing.at,
        source=voice.source,
    )
    doing.about("outcome", outcome.pk)
    doing.note(
        "answers",
        person_id=voice.person_id,
        account_id=voice.account_id,
        voice_id=voice.pk,
        question=kind,
        value=value,
        scale_low=low,
        scale_high=high,
        source=voice.source,
    )
    return outcome
