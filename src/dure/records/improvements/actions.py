"""Taking up a constraint, trying something about it, going on, and ending with the measured result."""

from datetime import date

from django.db import IntegrityError, transaction

from dure.facts.loop import LOOP as LOOP_STAGES
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.improvements import queries
from dure.records.improvements.models import Attempt, AttemptState, CitedNumber, Improvement, ImprovementState
from dure.records.improvements.rules import (
    BASES,
    DONE,
    DROPPED,
    IDENTIFY,
    LOOP,
    PLANNED,
    REPEAT,
    check_found,
    check_is_open,
    check_is_planned,
    check_is_trying,
    check_moves,
    check_result,
    check_step,
    checked_attempt,
    next_step,
)
from dure.records.ledger.actions import Doing, act, enter, hold
from dure.records.people.models import Person, Team
from dure.records.work.queries import stream_named


@act("improvements.open", least=Role.LEAD)
def open_improvement(
    doing: Doing, stream: str, *, basis: str = "", station: str = "", source: str = "live"
) -> Improvement:
    """Takes up the constraint of a stream (or of the ``loop``): the one the signals name, or one named by hand.

    The numbers it rests on are kept as they stand. Basis and station are left out to take what the
    signals name.
    """
    return _open(doing, stream, basis=basis, station=station, source=source, follows=None)


@act("improvements.repeat", least=Role.LEAD)
def repeat(doing: Doing, improvement: Improvement, *, basis: str = "", station: str = "") -> Improvement:
    """Begins again at the first step, with the constraint that holds things up now."""
    if queries.step_of(improvement) != REPEAT:
        raise Refused(gettext_noop("Close this improvement with its result first."))
    return _open(
        doing,
        improvement.stream,
        basis=basis,
        station=station,
        source=improvement.source,
        follows=improvement,
    )


@act("improvements.plan", least=Role.MEMBER)
def plan_attempt(
    doing: Doing,
    improvement: Improvement,
    *,
    words: str,
    due_on: date,
    metric: str,
    to_value: float,
    stop_on: date,
    cut: str = "all",
    slice: str = "",
    team: Team | None = None,
    person: Person | None = None,
) -> Attempt:
    """Plans what is tried in the step it stands in: who, by when, and which number moves to where until when."""
    step = _held(improvement).stage
    check_is_trying(step)
    words = checked_attempt(
        words, has_who=bool(team or person), due_on=due_on, stop_on=stop_on, on=doing.at.date()
    )
    number = queries.number_now(improvement.stream, metric=metric, cut=cut, slice=slice)
    if number is None:
        raise Refused(
            gettext_noop("There is no such number here: choose one that is measured."), field="metric"
        )
    check_moves(from_value=number.value, to_value=to_value)
    attempt = Attempt.objects.create(
        improvement=improvement,
        step=step,
        words=words,
        team=team,
        person=person,
        planned_at=doing.at,
        due_on=due_on,
        metric=metric,
        cut=cut,
        slice=slice,
        from_value=number.value,
        from_n=number.n,
        to_value=to_value,
        stop_on=stop_on,
        source=improvement.source,
    )
    _enter_attempt(doing, attempt, current=None, stage=PLANNED)
    return attempt


@act("improvements.finish", least=Role.MEMBER)
def finish_attempt(doing: Doing, attempt: Attempt, *, worked: bool | None = None) -> Attempt:
    """Says that it is done, and whether the number moved as hoped; the number is kept as it stands."""
    if worked is False and not doing.why:
        raise Refused(
            gettext_noop("Say what was learned: what did not work is worth as much as what did."), field="why"
        )
    return _end_attempt(doing, attempt, stage=DONE, worked=worked)


@act("improvements.drop", least=Role.MEMBER)
def drop_attempt(doing: Doing, attempt: Attempt) -> Attempt:
    """Gives up what was planned, with the reason; it stays where all can see it."""
    if not doing.why:
        raise Refused(gettext_noop("Say why it is given up."), field="why")
    return _end_attempt(doing, attempt, stage=DROPPED, worked=None)


@act("improvements.go_on", least=Role.LEAD)
def go_on(doing: Doing, improvement: Improvement, *, to: str = "") -> Improvement:
    """Goes on to the next step, or with a reason to another one."""
    current = _held(improvement)
    check_is_open(current.stage)
    to = to or next_step(current.stage)
    n_tried = queries.n_tried(improvement, step=current.stage)
    check_step(step=current.stage, to=to, n_tried=n_tried, why=doing.why)
    _enter(doing, improvement, current=current, step=to)
    return improvement


@act("improvements.close", least=Role.LEAD)
def close_improvement(doing: Doing, improvement: Improvement, *, result: str) -> Improvement:
    """Ends an improvement with what came of it; the numbers it rested on are kept as they stand now."""
    current = _held(improvement)
    check_is_open(current.stage)
    check_result(result, n_planned=queries.n_planned(improvement), why=doing.why)
    _cite(improvement, cited_when="ended")
    _enter(doing, improvement, current=current, step=REPEAT, result=result)
    return improvement


def _open(
    doing: Doing, stream: str, *, basis: str, station: str, source: str, follows: Improvement | None
) -> Improvement:
    _check_place(stream, basis=basis, station=station)
    _check_none_open(stream)
    named = queries.named_constraints(stream)
    if not station and len(named) == 1:
        basis, station = named[0]
    is_named = (basis, station) in named
    check_found(is_named=is_named, n_named=len(named), station=station, why=doing.why)
    improvement = Improvement.objects.create(
        stream=stream,
        basis=basis,
        station=station,
        found_at=doing.at,
        is_by_hand=not is_named,
        follows=follows,
        source=source,
    )
    _enter(doing, improvement, current=None, step=IDENTIFY)
    _cite(improvement, cited_when="found")
    return improvement


def _check_place(stream: str, *, basis: str, station: str) -> None:
    if stream != LOOP and stream_named(stream) is None:
        raise Refused(gettext_noop('There is no value stream "%(stream)s".'), field="stream", stream=stream)
    is_no_stage = stream == LOOP and (basis != "stage" or station not in LOOP_STAGES[1:])
    if (basis or station) and (basis not in BASES or is_no_stage):
        raise Refused(
            gettext_noop("Choose a team or a stage of this stream; the loop has stages only."), field="basis"
        )


def _check_none_open(stream: str) -> None:
    there = queries.open_improvement_of(stream)
    if there is not None:
        raise Refused(
            gettext_noop(
                "One constraint at a time: “%(station)s” is taken up already. "
                "Close that improvement with its result first."
            ),
            station=there.station,
        )


def _held(improvement: Improvement) -> ImprovementState:
    hold(improvement)
    return ImprovementState.objects.get(improvement=improvement, left_at__isnull=True)


def _enter(
    doing: Doing, improvement: Improvement, *, current: ImprovementState | None, step: str, result: str = ""
) -> None:
    state = ImprovementState(improvement=improvement, stream=improvement.stream, stage=step, result=result)
    try:
        with transaction.atomic():
            enter(doing, current, state)
    except IntegrityError:  # somebody else took one up at the same moment
        _check_none_open(improvement.stream)
        raise
    doing.about("improvement", improvement.pk)
    doing.note(
        "moves",
        thing="improvement",
        case_id=improvement.pk,
        stream=improvement.stream,
        stage=step,
        team=improvement.station if improvement.basis == "team" else None,
        by_id=doing.by.person_id,
        source=improvement.source,
    )


def _cite(improvement: Improvement, *, cited_when: str) -> None:
    rows = queries.numbers_of(improvement.stream, basis=improvement.basis, station=improvement.station)
    CitedNumber.objects.bulk_create(
        CitedNumber(improvement=improvement, cited_when=cited_when, **queries.as_cited(row)) for row in rows
    )


def _end_attempt(doing: Doing, attempt: Attempt, *, stage: str, worked: bool | None) -> Attempt:
    hold(attempt)
    current = AttemptState.objects.get(attempt=attempt, left_at__isnull=True)
    check_is_planned(current.stage)
    _enter_attempt(doing, attempt, current=current, stage=stage, worked=worked)
    return attempt


def _enter_attempt(
    doing: Doing, attempt: Attempt, *, current: AttemptState | None, stage: str, worked: bool | None = None
) -> None:
    stream = attempt.improvement.stream
    number = queries.number_now(stream, metric=attempt.metric, cut=attempt.cut, slice=attempt.slice)
    state = AttemptState(
        attempt=attempt, stage=stage, worked=worked,
        value=number.value if number else None, n=number.n if number else 0,
    )  # fmt: skip
    enter(doing, current, state)
    doing.about("attempt", attempt.pk)
    doing.note(
        "moves",
        thing="attempt",
        case_id=attempt.pk,
        stream=stream,
        stage=stage,
        team=attempt.team.key if attempt.team else None,
        by_id=doing.by.person_id,
        source=attempt.source,
    )
