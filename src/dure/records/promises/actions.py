"""Promising, moving a date in time, keeping, breaking, withdrawing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dure.facts.loop import BROKEN, KEPT, MADE, MOVED, PROMISED, WITHDRAWN
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, enter, hold
from dure.records.people.models import Person
from dure.records.promises.models import Promise, PromiseState
from dure.records.promises.rules import OPEN, check_new_due, check_range, checked_promise
from dure.records.voices.actions import advance
from dure.records.voices.models import Voice


@act("promises.promise", least=Role.MEMBER)
def promise(
    doing: Doing,
    voice: Voice,
    *,
    words: str,
    due_at: datetime,
    owner: Person | None = None,
    is_fixed: bool = False,
    expected: tuple[date, date] | None = None,
    basis: Mapping[str, Any] | None = None,
) -> Promise:
    """Promises something by a moment, as the answer to a voice.

    Args:
        expected: the days between which the forecast expected it, and ``basis`` on what that rested; None
            where there was no data to expect anything from.
    """
    if due_at <= doing.at:
        raise Refused(gettext_noop("A promise needs a due date that lies ahead."), field="due_at")
    from_on, to_on = expected or (None, None)
    check_range(from_on, to_on)
    made = Promise.objects.create(
        voice=voice,
        account=voice.account,
        to=voice.person,
        owner=owner,
        words=checked_promise(words),
        is_fixed=is_fixed,
        made_at=doing.at,
        first_due_at=due_at,
        expected_from_on=from_on,
        expected_to_on=to_on,
        basis=dict(basis or {}) if expected else {},
        source=voice.source,
    )
    _enter(doing, made, stage=MADE, due_at=due_at, current=None)
    advance(doing, voice, stage=PROMISED)
    return made


@act("promises.move", least=Role.MEMBER)
def move_promise(doing: Doing, promise: Promise, *, new_due_at: datetime) -> Promise:
    """Moves a promise's date, with the reason and before the old one has passed (B7)."""
    current = _open(promise)
    check_new_due(due_at=current.due_at, new_due_at=new_due_at, at=doing.now, why=doing.why)
    _enter(doing, promise, stage=MOVED, due_at=new_due_at, current=current)
    return promise


@act("promises.keep", least=Role.MEMBER)
def keep_promise(doing: Doing, promise: Promise) -> Promise:
    """Says a promise is kept; after its due moment it is kept late, and counted so."""
    return _close(doing, promise, stage=KEPT)


@act("promises.break", least=Role.MEMBER)
def break_promise(doing: Doing, promise: Promise) -> Promise:
    """Says openly that a promise will not be kept, and why."""
    if not doing.why:
        raise Refused(gettext_noop("Say why the promise is broken: the person will be told."), field="why")
    return _close(doing, promise, stage=BROKEN)


@act("promises.withdraw", least=Role.MEMBER)
def withdraw_promise(doing: Doing, promise: Promise) -> Promise:
    """Takes a promise back because the customer no longer wants it; it counts neither way."""
    if not doing.why:
        raise Refused(
            gettext_noop("Say what the customer told you: only they can withdraw a promise."), field="why"
        )
    return _close(doing, promise, stage=WITHDRAWN)


def _open(promise: Promise) -> PromiseState:
    hold(promise)
    current = PromiseState.objects.filter(promise=promise, left_at__isnull=True).first()
    if current is None or current.stage not in OPEN:
        raise Refused(gettext_noop("This promise is already closed."))
    return current


def _close(doing: Doing, promise: Promise, *, stage: str) -> Promise:
    current = _open(promise)
    _enter(doing, promise, stage=stage, due_at=current.due_at, current=current)
    return promise


def _enter(
    doing: Doing, promise: Promise, *, stage: str, due_at: datetime, current: PromiseState | None
) -> None:
    enter(doing, current, PromiseState(promise=promise, stage=stage, due_at=due_at))
    doing.about("promise", promise.pk)
    account = promise.account
    doing.note(
        "moves",
        thing="promise",
        case_id=promise.pk,
        stream=(promise.voice.stream or None) if promise.voice else None,
        stage=stage,
        due_ts=due_at,
        account_id=promise.account_id,
        side=account.side if account else None,
        segment=(account.segment or None) if account else None,
        by_id=doing.by.person_id,
        source=promise.source,
    )
