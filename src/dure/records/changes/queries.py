"""Reading changes: who must agree, which steps, and the plan that follows from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from dure.facts.origins import TOLD_HERE
from dure.kit.calendars import Calendar
from dure.kit.critical_path import planned
from dure.kit.plans import Plan, Task, expected_days, spread_days
from dure.kit.workdays import round_the_clock, workdays_between
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
from dure.records.changes.rules import AGREED, ASKED, DONE, OPEN, STARTED, UNSOLVED
from dure.records.people.models import Account, Person, Team
from dure.records.people.queries import calendar_of
from dure.records.voices.models import Voice


@dataclass(frozen=True)
class StepNow:
    """A step as it stands: its estimates, the first one first, its state, and when it began and ended."""

    step: Step
    estimates: list[Estimate] = field(default_factory=list)
    states: list[StepState] = field(default_factory=list)

    @property
    def last(self) -> Estimate:
        return self.estimates[-1]

    @property
    def stage(self) -> str:
        return self.states[-1].stage

    @property
    def started_at(self) -> datetime | None:
        return next((state.entered_at for state in self.states if state.stage == STARTED), None)

    @property
    def done_at(self) -> datetime | None:
        return self.states[-1].entered_at if self.stage == DONE else None

    @property
    def first_days(self) -> float | None:
        """The expected length by the first estimate that was one (000-06)."""
        return next((days for one in self.estimates if (days := expected(one)) is not None), None)

    @property
    def actual_days(self) -> float | None:
        """How many of its team's workdays it took; None until it is done."""
        if not (self.started_at and self.done_at):
            return None
        return workdays_between(self.started_at, self.done_at, worked_by(self.step.team))


def worked_by(team: Team) -> Calendar:
    """When a team works, as a plan reckons with it; one without a calendar works round the clock (science B8)."""
    return calendar_of(team) or round_the_clock(timezone.get_default_timezone_name())


def expected(estimate: Estimate) -> float | None:
    """The PERT mean of an estimate; None where nobody knows."""
    o, m, p = estimate.optimistic_days, estimate.likely_days, estimate.pessimistic_days
    return None if o is None or m is None or p is None else expected_days(o, likely=m, pessimistic=p)


def current_states() -> QuerySet[ChangeState]:
    """Where every change stands now, with its owner and its work."""
    return ChangeState.objects.filter(left_at__isnull=True).select_related("change__owner", "change__item")


def state_of(change_id: int) -> ChangeState | None:
    """Where one change stands now."""
    return current_states().filter(change_id=change_id).first()


def states_of(change_id: int) -> QuerySet[ChangeState]:
    """Every stage of a change, oldest first."""
    return ChangeState.objects.filter(change_id=change_id).select_related("by")


def changes_titled(words: str) -> QuerySet[Change]:
    """The changes whose title holds these words, the newest first."""
    return Change.objects.filter(title__icontains=words).order_by("-opened_at", "-id")


def agreements(change_ids: Collection[int]) -> QuerySet[AgreementState]:
    """The answer of everybody who must agree to some changes, in the order they were asked."""
    states = AgreementState.objects.filter(left_at__isnull=True, agreement__change_id__in=change_ids)
    named = states.select_related("agreement__team", "agreement__person", "agreement__change", "by")
    return named.order_by("agreement_id")


def answers_of(change_id: int) -> QuerySet[AgreementState]:
    """Every answer that anybody gave to a change, oldest first."""
    states = AgreementState.objects.filter(agreement__change_id=change_id)
    return states.select_related("agreement__team", "agreement__person", "by")


def missing_agreements() -> QuerySet[AgreementState]:
    """Those who have not agreed to a change that is open, the longest asked first."""
    still = ChangeState.objects.filter(left_at__isnull=True, stage__in=OPEN).values("change")
    states = AgreementState.objects.filter(left_at__isnull=True, agreement__change__in=still).exclude(
        stage=AGREED
    )
    named = states.select_related("agreement__team", "agreement__person", "agreement__change")
    return named.filter(agreement__change__source__in=TOLD_HERE).order_by("entered_at", "id")


def answer_times() -> list[tuple[int | None, int | None, datetime, datetime]]:
    """How long those who were asked took to answer: (team, person, asked, answered)."""
    answered = AgreementState.objects.filter(stage=ASKED, left_at__isnull=False)
    rows = answered.values_list("agreement__team_id", "agreement__person_id", "entered_at", "left_at")
    return [(team_id, person_id, asked_at, at) for team_id, person_id, asked_at, at in rows if at]


def missing_names(states: Iterable[AgreementState]) -> list[str]:
    """The names of those who have not agreed."""
    return [str(state.agreement) for state in states if state.stage != AGREED]


def steps_now(change_ids: Collection[int]) -> dict[int, list[StepNow]]:
    """The steps of some changes as they stand, in the order they were written down."""
    found: dict[int, StepNow] = {}
    by_change: dict[int, list[StepNow]] = defaultdict(list)
    for step in Step.objects.filter(change_id__in=change_ids).select_related(
        "team__calendar", "handoff", "item"
    ):
        found[step.pk] = StepNow(step)
        by_change[step.change_id].append(found[step.pk])
    for estimate in Estimate.objects.filter(step_id__in=found).select_related("by"):
        found[estimate.step_id].estimates.append(estimate)
    for state in StepState.objects.filter(step_id__in=found):
        found[state.step_id].states.append(state)
    return by_change


def plan_of(change: Change, *, steps: Iterable[StepNow], now: datetime | None) -> Plan:
    """The plan as it follows from the last estimates and from what has happened; steps go by their titles.

    Raises:
        CircleFoundError: steps wait for each other.
    """
    steps = list(steps)
    titles = {one.step.pk: one.step.title for one in steps}
    tasks = [task_of(one, titles=titles) for one in steps]
    due_at = change.due_at if change.is_fixed else None
    return planned(tasks, begin_at=change.begin_at, now=now, due_at=due_at)


def task_of(one: StepNow, *, titles: Mapping[int, str]) -> Task:
    """A step as the plan reckons with it."""
    last, days = one.last, expected(one.last)
    is_known = last.optimistic_days is not None and last.pessimistic_days is not None
    spread = spread_days(last.optimistic_days, pessimistic=last.pessimistic_days) if is_known else 0.0  # type: ignore[arg-type]
    return Task(
        name=one.step.title,
        calendar=worked_by(one.step.team),
        days=days,
        sd_days=spread,
        after=tuple(titles[pk] for pk in last.after if pk in titles),
        not_before_at=last.not_before_at,
        due_at=last.due_at,
        started_at=one.started_at,
        done_at=one.done_at,
    )


def conflicts_of(change_ids: Collection[int]) -> QuerySet[ConflictState]:
    """Where every conflict of some changes stands, the open ones first."""
    states = ConflictState.objects.filter(left_at__isnull=True, conflict__change_id__in=change_ids)
    named = states.select_related(
        "conflict__team", "conflict__other_team", "conflict__step", "conflict__other_step", "by"
    )
    return named.order_by("-stage", "entered_at", "id")


def n_open_conflicts(change_ids: Collection[int]) -> dict[int, int]:
    """How many conflicts of each of some changes are not resolved."""
    counts: dict[int, int] = defaultdict(int)
    for change_id in (
        conflicts_of(change_ids).filter(stage=UNSOLVED).values_list("conflict__change_id", flat=True)
    ):
        counts[change_id] += 1
    return counts


def forecasts_of(change_id: int) -> list[Forecast]:
    """What was forecast of a change, the first forecast first."""
    return list(Forecast.objects.filter(change_id=change_id))


def accounts_of(change_ids: Collection[int]) -> dict[int, list[Account]]:
    """The accounts that each of some changes touches, by name."""
    found: dict[int, list[Account]] = defaultdict(list)
    rows = ChangeAccount.objects.filter(change_id__in=change_ids).select_related("account")
    for row in rows.order_by("account__name"):
        found[row.change_id].append(row.account)
    return found


def voices_of(change_id: int) -> list[Voice]:
    """The voices a change answers."""
    rows = ChangeVoice.objects.filter(change_id=change_id).select_related("voice__account", "voice__person")
    return [row.voice for row in rows.order_by("voice_id")]


def agreement_with(change: Change, *, team: Team | None, person: Person | None) -> Agreement | None:
    """The place on the list of a team or a person, if they were asked."""
    return Agreement.objects.filter(change=change, team=team, person=person).first()


def titles_of_changes(thing: str, *, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """The change each of some things (``change``, ``agreement`` or ``conflict``) belongs to, and its title."""
    if thing == "change":
        return {pk: (pk, title) for pk, title in Change.objects.filter(pk__in=ids).values_list("pk", "title")}
    model = {"agreement": Agreement, "conflict": Conflict}[thing]
    rows = model._base_manager.filter(pk__in=ids).values_list("pk", "change_id", "change__title")
    return {pk: (change_id, title) for pk, change_id, title in rows}


def plan_answering(voice_id: int, *, now: datetime) -> tuple[Change, Plan] | None:
    """The newest open change that answers a voice, with its plan; None where there is none whose end is known."""
    answering = ChangeVoice.objects.filter(voice_id=voice_id).values("change")
    states = current_states().filter(change__in=answering, stage__in=OPEN).order_by("-change_id")
    for state in states:
        plan = plan_of(state.change, steps=steps_now([state.change_id])[state.change_id], now=now)
        if plan.ends_at is not None:
            return state.change, plan
    return None
