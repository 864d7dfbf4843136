"""Opening a change, asking all who must agree, planning its steps, and doing it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.kit.plans import CircleFoundError
from dure.records.changes import rules
from dure.records.changes.models import (
    Agreement,
    AgreementState,
    Change,
    ChangeAccount,
    ChangeState,
    ChangeVoice,
    Conflict,
    ConflictState,
    Estimate,
    Forecast,
    Step,
    StepState,
)
from dure.records.changes.queries import agreement_with, agreements, missing_names, plan_of, steps_now
from dure.records.changes.rules import (
    AGREED,
    ANNOUNCED,
    ASKED,
    DONE,
    DROPPED,
    OPEN,
    PLANNED,
    REFUSED,
    STARTED,
)
from dure.records.ledger.actions import Doing, act, enter, hold
from dure.records.people.models import Account, Person, Team
from dure.records.voices.models import Voice


@act("changes.open", least=Role.MEMBER)
def open_change(
    doing: Doing,
    title: str,
    *,
    accounts: Iterable[Account] = (),
    voices: Iterable[Voice] = (),
    begin_at: datetime | None = None,
    due_at: datetime | None = None,
    is_fixed: bool = False,
    **fields: Any,
) -> Change:
    """Opens a change: what it is, for whom, by when it is wished. Who must agree and its steps follow."""
    _check_due(doing, due_at=due_at, is_fixed=is_fixed)
    change = Change.objects.create(
        title=rules.checked_title(title), opened_at=doing.at, begin_at=begin_at or doing.at, due_at=due_at,
        is_fixed=is_fixed, **fields,
    )  # fmt: skip
    voices = list(voices)
    touched = {account.pk for account in accounts} | {v.account_id for v in voices if v.account_id}
    ChangeAccount.objects.bulk_create([ChangeAccount(change=change, account_id=pk) for pk in sorted(touched)])
    ChangeVoice.objects.bulk_create([ChangeVoice(change=change, voice=voice) for voice in voices])
    _enter(doing, change, stage=PLANNED, current=None)
    return change


@act("changes.describe", least=Role.MEMBER)
def describe_change(doing: Doing, change: Change, *, what: str, reason: str, customer_does: str) -> Change:
    """Says in plain words what changes, why, and what the customer must do: their notice is made of it."""
    _stands(change, allowed=OPEN)
    change.what, change.reason, change.customer_does = what.strip(), reason.strip(), customer_does.strip()
    change.save(update_fields=["what", "reason", "customer_does"])
    doing.about("change", change.pk)
    return change


@act("changes.move", least=Role.MEMBER)
def move_change(doing: Doing, change: Change, *, due_at: datetime) -> Change:
    """Moves the date by which a change is wished, with the reason; a fixed date stays (000-52)."""
    _stands(change, allowed=OPEN)
    if change.is_fixed:
        raise Refused(gettext_noop("This date is fixed: it cannot be moved."), field="due_at")
    doing.why = rules.checked_words(doing.why)
    _check_due(doing, due_at=due_at, is_fixed=False)
    change.due_at = due_at
    change.save(update_fields=["due_at"])
    doing.about("change", change.pk)
    return change


@act("changes.ask", least=Role.MEMBER)
def ask_to_agree(
    doing: Doing,
    change: Change,
    *,
    team: Team | None = None,
    person: Person | None = None,
    due_at: datetime | None = None,
) -> Agreement:
    """Asks a team or a person to agree; who refused or withdrew is asked once more. Nobody leaves the list."""
    rules.check_one_side(has_team=team is not None, has_person=person is not None)
    _stands(change, allowed=OPEN)
    asked = agreement_with(change, team=team, person=person)
    if asked:
        return _answer(doing, asked, stage=ASKED)
    if due_at and due_at <= doing.at:
        raise Refused(gettext_noop("The date must lie ahead."), field="due_at")
    asked = Agreement.objects.create(change=change, team=team, person=person, due_at=due_at)
    _enter_agreement(doing, asked, stage=ASKED, current=None)
    return asked


@act("changes.agree", least=Role.MEMBER)
def agree(doing: Doing, agreement: Agreement) -> Agreement:
    """Notes that they agree, in their words where they gave any (``why``)."""
    return _answer(doing, agreement, stage=AGREED)


@act("changes.refuse", least=Role.MEMBER)
def refuse(doing: Doing, agreement: Agreement) -> Agreement:
    """Notes that they do not agree, and why."""
    doing.why = rules.checked_words(doing.why)
    return _answer(doing, agreement, stage=REFUSED)


@act("changes.withdraw", least=Role.MEMBER)
def withdraw_agreement(doing: Doing, agreement: Agreement) -> Agreement:
    """Notes that they no longer agree, and why: they are missing again."""
    doing.why = rules.checked_words(doing.why)
    return _answer(doing, agreement, stage=rules.WITHDRAWN)


@act("changes.add_step", least=Role.MEMBER)
def add_step(
    doing: Doing, change: Change, *, title: str, team: Team, after: Collection[Step] = (), **named: Any
) -> Step:
    """Adds a step that a team does, with three estimates in its own workdays, or none while nobody knows.

    ``named``: optimistic, likely, pessimistic (workdays), not_before_at, due_at, handoff, item.
    """
    _stands(change, allowed=OPEN)
    title = rules.checked_title(title)
    if Step.objects.filter(change=change, title=title).exists():
        raise Refused(gettext_noop("There is a step of this name already."), field="title")
    tied = {key: named.pop(key, None) for key in ("handoff", "item")}
    step = Step.objects.create(change=change, title=title, team=team, **tied)
    _estimate(doing, step, after=after, **named)
    _enter_step(doing, step, stage=rules.WAITING, current=None)
    _keep_forecast(doing, change)
    return step


@act("changes.estimate", least=Role.MEMBER)
def estimate_step(doing: Doing, step: Step, *, after: Collection[Step] = (), **named: Any) -> Step:
    """Plans a step anew: its estimates, what it comes after, its fixed dates. What was said before is kept."""
    doing.why = rules.checked_words(doing.why)
    _stands(step.change, allowed=OPEN)
    _estimate(doing, step, after=after, **named)
    doing.about("step", step.pk)
    _keep_forecast(doing, step.change)
    return step


@act("changes.start_step", least=Role.MEMBER)
def start_step(doing: Doing, step: Step) -> Step:
    """Says that a team has begun its step; the steps it comes after must be done."""
    _stands(step.change, allowed=(STARTED, ANNOUNCED))
    now = {one.step.pk: one for one in steps_now([step.change_id])[step.change_id]}
    rules.check_before([now[pk].step.title for pk in now[step.pk].last.after if now[pk].stage != DONE])
    _enter_step(doing, step, stage=STARTED, current=_step_state(step, at=rules.WAITING))
    return step


@act("changes.finish_step", least=Role.MEMBER)
def finish_step(doing: Doing, step: Step) -> Step:
    """Says that a step is done; the forecast is made anew from it."""
    _stands(step.change, allowed=(STARTED, ANNOUNCED))
    _enter_step(doing, step, stage=DONE, current=_step_state(step, at=STARTED))
    _keep_forecast(doing, step.change)
    return step


@act("changes.start", least=Role.MEMBER)
def start_change(doing: Doing, change: Change) -> Change:
    """Starts a change to which everybody who must agree has agreed."""
    current = _stands(change, allowed=(PLANNED,))
    check_agreed(change)
    _enter(doing, change, stage=STARTED, current=current)
    _keep_forecast(doing, change)
    return change


def announce(doing: Doing, change: Change) -> None:
    """Marks a change as announced, as part of the act that drafts its notices; nobody may be missing."""
    current = _stands(change, allowed=OPEN)
    check_agreed(change)
    if current.stage != ANNOUNCED:
        if current.stage == PLANNED:
            raise Refused(gettext_noop("This change has not been started yet."))
        _enter(doing, change, stage=ANNOUNCED, current=current)


@act("changes.finish", least=Role.MEMBER)
def finish_change(doing: Doing, change: Change) -> Change:
    """Closes a change whose steps are all done."""
    current = _stands(change, allowed=(STARTED, ANNOUNCED))
    check_agreed(change)
    steps = steps_now([change.pk])[change.pk]
    rules.check_all_done([one.step.title for one in steps if one.stage != DONE])
    _enter(doing, change, stage=DONE, current=current)
    return change


@act("changes.drop", least=Role.MEMBER)
def drop_change(doing: Doing, change: Change) -> Change:
    """Gives a change up, with the reason."""
    doing.why = rules.checked_words(doing.why)
    _enter(doing, change, stage=DROPPED, current=_stands(change, allowed=OPEN))
    return change


@act("changes.note_conflict", least=Role.MEMBER)
def note_conflict(
    doing: Doing,
    change: Change,
    *,
    team: Team,
    other_team: Team,
    what: str,
    step: Step | None = None,
    other_step: Step | None = None,
) -> Conflict:
    """Writes down what two teams cannot both have."""
    _stands(change, allowed=OPEN)
    if team == other_team:
        raise Refused(gettext_noop("A conflict needs two teams."), field="other_team")
    rules.check_after(
        [one.pk for one in (step, other_step) if one],
        known=Step.objects.filter(change=change).values_list("pk", flat=True),
    )
    conflict = Conflict.objects.create(
        change=change, team=team, other_team=other_team, step=step, other_step=other_step,
        what=rules.checked_words(what, field="what"),
    )  # fmt: skip
    enter(doing, None, ConflictState(conflict=conflict, stage=rules.UNSOLVED))
    doing.about("conflict", conflict.pk)
    return conflict


@act("changes.resolve_conflict", least=Role.MEMBER)
def resolve_conflict(doing: Doing, conflict: Conflict) -> Conflict:
    """Says how a conflict was settled (``why``)."""
    doing.why = rules.checked_words(doing.why)
    hold(conflict)
    current = ConflictState.objects.get(conflict=conflict, left_at__isnull=True)
    if current.stage != rules.UNSOLVED:
        raise Refused(gettext_noop("This conflict is already resolved."))
    enter(doing, current, ConflictState(conflict=conflict, stage=rules.RESOLVED))
    doing.about("conflict", conflict.pk)
    return conflict


def check_agreed(change: Change) -> None:
    """Refuses to go on while anybody who must agree has not.

    Raises:
        Refused: with their names and how many they are.
    """
    states = list(agreements([change.pk]))
    rules.check_all_agreed(missing=missing_names(states), n_asked=len(states))


def _check_due(doing: Doing, *, due_at: datetime | None, is_fixed: bool) -> None:
    if due_at and due_at <= doing.at:
        raise Refused(gettext_noop("The date must lie ahead."), field="due_at")
    if is_fixed and not due_at:
        raise Refused(gettext_noop("A fixed date needs a date."), field="due_at")


def _stands(change: Change, *, allowed: Collection[str]) -> ChangeState:
    hold(change)
    current = ChangeState.objects.get(change=change, left_at__isnull=True)
    rules.check_stage(current.stage, allowed=allowed)
    return current


def _answer(doing: Doing, agreement: Agreement, *, stage: str) -> Agreement:
    _stands(agreement.change, allowed=OPEN)
    current = AgreementState.objects.get(agreement=agreement, left_at__isnull=True)
    rules.check_answer(current.stage, answer=stage)
    _enter_agreement(doing, agreement, stage=stage, current=current)
    return agreement


def _estimate(
    doing: Doing,
    step: Step,
    *,
    after: Collection[Step],
    optimistic: float | None = None,
    likely: float | None = None,
    pessimistic: float | None = None,
    not_before_at: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    rules.check_estimates(optimistic=optimistic, likely=likely, pessimistic=pessimistic)
    ids = sorted(one.pk for one in after)
    known = Step.objects.filter(change=step.change).values_list("pk", flat=True)
    rules.check_after(ids, known=known, own=step.pk)
    Estimate.objects.create(
        step=step, optimistic_days=optimistic, likely_days=likely, pessimistic_days=pessimistic, after=ids,
        not_before_at=not_before_at, due_at=due_at, made_at=doing.at, by_id=doing.by.person_id, why=doing.why,
    )  # fmt: skip


def _keep_forecast(doing: Doing, change: Change) -> None:
    """Keeps what the plan says as of this act, so that the first can be compared with what came (000-06)."""
    try:
        plan = plan_of(change, steps=steps_now([change.pk])[change.pk], now=doing.at)
    except CircleFoundError as circle:
        raise rules.refused_circle(circle) from circle
    low_at, high_at = plan.range or (None, None)
    Forecast.objects.create(
        change=change, made_at=doing.at, ends_at=plan.ends_at, low_at=low_at, high_at=high_at
    )


def _step_state(step: Step, *, at: str) -> StepState:
    current = StepState.objects.get(step=step, left_at__isnull=True)
    if current.stage != at:
        waits = gettext_noop("This step has not been started yet.")
        raise Refused(
            waits if current.stage == rules.WAITING else gettext_noop("This step has already been started.")
        )
    return current


def _enter(doing: Doing, change: Change, *, stage: str, current: ChangeState | None) -> None:
    enter(doing, current, ChangeState(change=change, stage=stage))
    doing.about("change", change.pk)
    _note(doing, "change", case_id=change.pk, stage=stage, due_ts=change.due_at, source=change.source)


def _enter_agreement(
    doing: Doing, agreement: Agreement, *, stage: str, current: AgreementState | None
) -> None:
    enter(doing, current, AgreementState(agreement=agreement, stage=stage))
    doing.about("agreement", agreement.pk)
    team, source = agreement.team, agreement.change.source
    key = team.key if team else None
    _note(
        doing,
        "agreement",
        case_id=agreement.pk,
        stage=stage,
        team=key,
        due_ts=agreement.due_at,
        source=source,
    )


def _enter_step(doing: Doing, step: Step, *, stage: str, current: StepState | None) -> None:
    enter(doing, current, StepState(step=step, stage=stage))
    doing.about("step", step.pk)
    _note(doing, "step", case_id=step.pk, stage=stage, team=step.team.key, source=step.change.source)


def _note(doing: Doing, thing: str, **columns: Any) -> None:
    doing.note("moves", thing=thing, by_id=doing.by.person_id, **columns)
