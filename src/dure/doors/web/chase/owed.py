"""All that somebody owes somebody: agreements, answers to handoffs, promises, and work that waits on a colleague."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from dure.doors.web.chase.size import FAULT, UNMOVABLE, USUAL, size
from dure.doors.web.chase.usual import Past, Usual, past
from dure.facts.origins import TOLD_HERE
from dure.kit.chasing import Owed
from dure.records.changes import queries as changes
from dure.records.handoffs import queries as handoffs
from dure.records.promises import queries as promises
from dure.records.work import queries as work


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One thing somebody waits for: of whom, what, where it stands, and how it is weighed."""

    kind: str
    key: str
    whom: Any
    title: str
    href: str
    accounts: list[Any]
    due_at: datetime | None
    usual: Usual
    owed: Owed
    is_synthetic: bool


def whom_key(whom: Any) -> str:
    """A team or a person as one word: ``team-3``."""
    return f"{type(whom).__name__.lower()}-{whom.pk}"


@dataclass
class Debts:
    """Everything that is owed at ``now``; each kind is read with a handful of queries."""

    now: datetime

    @cached_property
    def all(self) -> list[Debt]:
        return [*self._agreements(), *self._handoffs(), *self._promises(), *self._work()]

    @cached_property
    def n_unowned(self) -> int:
        """The open promises nobody sees to: there is nobody to remind."""
        return (
            promises.open_promises()
            .filter(promise__source__in=TOLD_HERE, promise__owner__isnull=True)
            .count()
        )

    def _agreements(self) -> Iterator[Debt]:
        states = list(changes.missing_agreements())
        accounts = changes.accounts_of({state.agreement.change_id for state in states})
        times = past(
            (f"team-{team}" if team else f"person-{person}", asked, at)
            for team, person, asked, at in changes.answer_times()
        )
        for state in states:
            one, change = state.agreement, state.agreement.change
            yield self._debt(
                "agreement", pk=one.pk, whom=one.team or one.person, title=change.title,
                href=f"/change/{change.pk}/#agreements", accounts=accounts[change.pk], since_at=state.entered_at,
                due_at=one.due_at or change.due_at, past=times, source=change.source,
                severity=UNMOVABLE if change.is_fixed else USUAL,
            )  # fmt: skip

    def _handoffs(self) -> Iterator[Debt]:
        states = list(handoffs.unanswered_here())
        due = promises.due_of_voices({s.handoff.voice_id for s in states if s.handoff.voice_id})
        times = past((f"team-{team}", asked, at) for team, asked, at in handoffs.answer_times())
        for state in states:
            one = state.handoff
            account = one.voice.account if one.voice else None
            yield self._debt(
                "handoff", pk=one.pk, whom=one.to_team, title=one.ask,
                href=f"/voice/{one.voice_id}/#acts-handoff-{one.pk}" if one.voice_id else "/handoffs/",
                accounts=[account] if account else [], n_people=1, since_at=state.entered_at,
                due_at=one.due_at or due.get(one.voice_id or 0), past=times, source=one.source,
            )  # fmt: skip

    def _promises(self) -> Iterator[Debt]:
        rows = promises.open_promises().filter(promise__source__in=TOLD_HERE, promise__owner__isnull=False)
        times = past((f"person-{owner}", made, kept) for owner, made, kept in promises.keeping_times())
        for state in rows:
            one = state.promise
            yield self._debt(
                "promise", pk=one.pk, whom=one.owner, title=one.words,
                href=f"/voice/{one.voice_id}/" if one.voice_id else "/promises/",
                accounts=[one.account] if one.account else [], n_people=1, since_at=one.made_at,
                due_at=state.due_at, past=times, source=one.source,
                severity=UNMOVABLE if one.is_fixed else USUAL,
            )  # fmt: skip

    def _work(self) -> Iterator[Debt]:
        states = list(work.waiting_here())
        voices = work.voice_ids_of([state.item_id for state in states])
        due = promises.due_of_voices({pk for ids in voices.values() for pk in ids})
        teams = work.teams_now([state.waits_for_id for state in states if state.waits_for_id])
        times = past((f"team-{team}", began, at) for team, began, at in work.wait_times())
        for state in states:
            item, dates = state.item, [due[pk] for pk in voices[state.item_id] if pk in due]
            whom = teams.get(state.waits_for_id or 0) or state.team or item.stream.technical_owner
            if whom is None:
                continue
            yield self._debt(
                "work", pk=item.pk, whom=whom, title=item.title, href=f"/work/{item.pk}/",
                accounts=[item.account] if item.account else [], n_people=len(voices[item.pk]),
                since_at=state.entered_at, due_at=min(dates, default=None), past=times, source=item.source,
                severity=FAULT if item.kind in ("defect", "risk") else USUAL,
            )  # fmt: skip

    def _debt(
        self, kind: str, *, pk: int, whom: Any, title: str, href: str, accounts: list[Any], since_at: datetime,
        due_at: datetime | None, past: Past, source: str, n_people: int = 0, severity: int = USUAL,
    ) -> Debt:  # fmt: skip
        age = (self.now - since_at).total_seconds() / 3_600
        usual = past.usual_of(whom_key(whom), age_hours=age)
        owed = Owed(
            key=f"{kind}-{pk:09}",
            size=size(accounts, n_people=n_people, severity=severity),
            lead_hours=usual.lead_hours,
            due_in_hours=None if due_at is None else (due_at - self.now).total_seconds() / 3_600,
            since_at=since_at,
            usual_hours=usual.most_hours,
        )
        return Debt(
            kind=kind, key=f"{kind}-{pk}", whom=whom, title=title, href=href, accounts=accounts, due_at=due_at,
            usual=usual, owed=owed, is_synthetic=source == "village",
        )  # fmt: skip
