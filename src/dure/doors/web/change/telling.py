"""All that the page of a change says: read once, worked out from the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from dure.doors.web.acts.act import Group, Offer, offered
from dure.doors.web.acts.changes import BY_NAME, GivenOfChange, acts_on
from dure.doors.web.change.notice import Notice, notice
from dure.doors.web.change.timeline import Timeline, timeline
from dure.kit.plans import Plan
from dure.records.changes import queries
from dure.records.changes.rules import AGREED, DONE, OPEN, STARTED, UNSOLVED, missing_first, ratio_to_plan
from dure.records.people.queries import people_of


@dataclass
class Told:
    """One change, for somebody who looks at ``now``. ``tried`` is an act that could not be done."""

    state: Any
    now: datetime
    role: int
    me: int | None
    tried: Offer | None = None

    @property
    def change(self) -> Any:
        return self.state.change

    @property
    def is_open(self) -> bool:
        return self.state.stage in OPEN

    @cached_property
    def given(self) -> GivenOfChange:
        return GivenOfChange(self.me, steps_now=self.steps)

    @cached_property
    def steps(self) -> list[queries.StepNow]:
        return queries.steps_now([self.change.pk])[self.change.pk]

    @cached_property
    def plan(self) -> Plan:
        return queries.plan_of(self.change, steps=self.steps, now=self.now if self.is_open else None)

    @property
    def range_on(self) -> tuple[date, date] | None:
        """The days between which it is done nine times in ten, where the reader is; none of them lies behind."""
        found = self.plan.range
        return (timezone.localdate(max(found[0], self.now)), timezone.localdate(found[1])) if found else None

    @cached_property
    def agreements(self) -> list[Any]:
        found = missing_first(queries.agreements([self.change.pk]))
        for state in found:
            state.offers = self._offers("agreement", state.agreement, stage=state.stage)
        return found

    @property
    def missing(self) -> list[Any]:
        return [state for state in self.agreements if state.stage != AGREED]

    @cached_property
    def conflicts(self) -> list[Any]:
        found: list[Any] = list(queries.conflicts_of([self.change.pk]))
        for state in found:
            state.offers = self._offers("conflict", state.conflict, stage=state.stage)
        return found

    @property
    def n_unsettled(self) -> int:
        return sum(state.stage == UNSOLVED for state in self.conflicts)

    @cached_property
    def timeline(self) -> Timeline:
        zone = timezone.get_current_timezone_name()
        drawn = timeline(self.steps, plan=self.plan, now=self.now, due_at=self.change.due_at, zone=zone)
        for row in drawn.rows:
            row.offers.extend(self._offers("step", row.now.step, stage=row.now.stage))
        return drawn

    @cached_property
    def history(self) -> list[Any]:
        """Every stage of the change and every answer to it, the newest first."""
        states = [*queries.states_of(self.change.pk), *queries.answers_of(self.change.pk)]
        return sorted(states, key=lambda state: state.entered_at, reverse=True)

    @cached_property
    def accounts(self) -> list[Any]:
        return queries.accounts_of([self.change.pk])[self.change.pk]

    @cached_property
    def voices(self) -> list[Any]:
        return queries.voices_of(self.change.pk)

    @cached_property
    def notices(self) -> list[Notice]:
        return list(self._notices()) if self.is_open else []

    def _notices(self) -> Iterator[Notice]:
        for voice in self.voices:
            one = notice(
                self.change,
                plan=self.plan,
                person=voice.person,
                account=voice.account,
                voice=voice,
                now=self.now,
            )
            voice.change, act = self.change, BY_NAME["notice"][1]
            if self.role >= act.least:
                blank = {"words": one.words}
                one.offer = self._tried("notice", voice) or self.offer(
                    "notice", voice, data=None, initial=blank
                )
            yield one
        answered = {voice.account_id for voice in self.voices}
        for account in self.accounts:
            if account.pk not in answered:
                person = people_of(account.pk, day=timezone.localdate(self.now)).first()
                yield notice(self.change, plan=self.plan, person=person, account=account, now=self.now)

    # What was first planned against what came (000-06).

    @cached_property
    def began_at(self) -> datetime | None:
        states = queries.states_of(self.change.pk)
        return next((state.entered_at for state in states if state.stage == STARTED), None)

    @cached_property
    def first_end_at(self) -> datetime | None:
        """When it was to end by the plan with which it began."""
        kept = [
            one
            for one in queries.forecasts_of(self.change.pk)
            if self.began_at and one.made_at >= self.began_at
        ]
        return kept[0].ends_at if kept else None

    @property
    def done_at(self) -> datetime | None:
        return self.state.entered_at if self.state.stage == DONE else None

    @property
    def ratio(self) -> float | None:
        """How long it took, in lengths of the plan with which it began."""
        if not (self.began_at and self.first_end_at and self.done_at):
            return None
        first, actual = ((at - self.began_at).total_seconds() for at in (self.first_end_at, self.done_at))
        return ratio_to_plan(planned=first, actual=actual)

    # Acts.

    @property
    def groups(self) -> list[Group]:
        offers = self._offers("change", self.change, stage=self.state.stage)
        offers = [one for one in offers if one.act.name != "start" or not self.missing or one is self.tried]
        for offer in offers:
            offer.is_next = offer.act.name == self._next
        return [Group(title=self.change.title, key="change", offers=offers)] if offers else []

    @property
    def _next(self) -> str:
        if self.state.stage != "planned":
            return "finish" if self.steps and all(one.done_at for one in self.steps) else ""
        return (
            "ask"
            if not self.agreements
            else ("add-step" if not self.steps else "" if self.missing else "start")
        )

    @property
    def is_tried_shown(self) -> bool:
        """Whether the act that could not be done is still offered, with its fault in its form."""
        offers = [offer for group in self.groups for offer in group.offers]
        offers += [offer for state in (*self.agreements, *self.conflicts) for offer in state.offers]
        offers += [offer for row in self.timeline.rows for offer in row.offers]
        return any(one is self.tried for one in (*offers, *(one.offer for one in self.notices)))

    def things(self, about: str) -> dict[int, Any]:
        """The things of this change that acts can be done on, by number."""
        if about == "notice":
            for voice in self.voices:
                voice.change = self.change
            return {voice.pk: voice for voice in self.voices}
        found = {
            "change": [self.change],
            "agreement": [state.agreement for state in queries.agreements([self.change.pk])],
            "step": [one.step for one in self.steps],
            "conflict": [state.conflict for state in queries.conflicts_of([self.change.pk])],
        }[about]
        return {thing.pk: thing for thing in found}

    def offer(self, name: str, thing: Any, *, data: Any, initial: dict[str, Any] | None = None) -> Offer:
        """An act on one of its things, as a form."""
        act = BY_NAME[name][1]
        offer = offered(
            act, thing, href=f"/change/{self.change.pk}/{name}/{thing.pk}/", given=self.given, data=data
        )
        offer.form.initial.update(initial or self._initial(name, thing))
        return offer

    def _offers(self, about: str, thing: Any, *, stage: str) -> list[Offer]:
        acts = acts_on(about, stage=stage, change_stage=self.state.stage)
        return [
            self._tried(act.name, thing) or self.offer(act.name, thing, data=None)
            for act in acts
            if self.role >= act.least
        ]

    def _tried(self, name: str, thing: Any) -> Offer | None:
        tried = self.tried
        return tried if tried and (tried.act.name, tried.thing.pk) == (name, thing.pk) else None

    def _initial(self, name: str, thing: Any) -> dict[str, Any]:
        if name == "describe":
            return {key: getattr(thing, key) for key in ("what", "reason", "customer_does")}
        if name == "plan-anew":
            last = next(one.last for one in self.steps if one.step.pk == thing.pk)
            return {
                "optimistic": last.optimistic_days, "likely": last.likely_days, "pessimistic": last.pessimistic_days,
                "after": [str(pk) for pk in last.after], "not_before_at": last.not_before_at, "due_at": last.due_at,
            }  # fmt: skip
        return {}
