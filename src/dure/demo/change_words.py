"""The words in which the story tells of changes that several teams must agree on."""

from dataclasses import dataclass, field
from typing import Any

from dure.demo.cast import SOURCE
from dure.demo.house import House
from dure.records.changes import actions as changes


@dataclass(slots=True)
class ChangeWords:
    """Knows what has come of every change so far: its agreements by team, its steps by title, its latest conflict."""

    house: House
    voices: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    agreements: dict[tuple[str, str], Any] = field(default_factory=dict)
    steps: dict[tuple[str, str], Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)

    def _change_opened(
        self, now: Any, *, due: int, accounts: tuple[str, ...], voices: tuple[str, ...], **named: Any
    ) -> None:
        """A change was opened, wished until ``due`` working days ago; a negative number lies ahead."""
        self.changes[now.ref] = changes.open_change(
            named.pop("title"),
            accounts=[self.house.accounts[key] for key in accounts],
            voices=[self.voices[ref] for ref in voices],
            owner=self.house.people[now.who],
            due_at=self.house.at(due, "18:00"),
            source=SOURCE,
            **named,
            **now.doing,
        )

    def _agreement_asked(self, now: Any, *, of: str, due: int | None = None) -> None:
        """A team, or one of the coworkers, was asked to agree."""
        whom = {"team": self.house.teams[of]} if of in self.house.teams else {"person": self.house.people[of]}
        due_at = None if due is None else self.house.at(due, "18:00")
        asked = changes.ask_to_agree(self.changes[now.ref], due_at=due_at, **whom, **now.doing)
        self.agreements[now.ref, of] = asked

    def _agreed(self, now: Any, *, of: str, words: str = "") -> None:
        """They agreed."""
        changes.agree(self.agreements[now.ref, of], why=words, **now.doing)

    def _refused(self, now: Any, *, of: str, why: str) -> None:
        """They did not agree, and said why."""
        changes.refuse(self.agreements[now.ref, of], why=why, **now.doing)

    def _step_added(
        self, now: Any, *, title: str, team: str, days: tuple[float, ...] = (), after: tuple[str, ...] = ()
    ) -> None:
        """A step was planned: shortest, likeliest and longest in workdays; none where nobody knows."""
        estimates = dict(zip(("optimistic", "likely", "pessimistic"), days, strict=False))
        self.steps[now.ref, title] = changes.add_step(
            self.changes[now.ref],
            title=title,
            team=self.house.teams[team],
            after=[self.steps[now.ref, one] for one in after],
            **estimates,
            **now.doing,
        )

    def _step_planned_anew(
        self, now: Any, *, title: str, days: tuple[float, ...], why: str, after: tuple[str, ...] = ()
    ) -> None:
        """A step got other estimates, with the reason."""
        o, m, p = days
        before = [self.steps[now.ref, one] for one in after]
        estimates = {"optimistic": o, "likely": m, "pessimistic": p}
        changes.estimate_step(self.steps[now.ref, title], after=before, why=why, **estimates, **now.doing)

    def _conflict_noted(self, now: Any, *, between: tuple[str, str], what: str) -> None:
        """Two teams could not both have what they needed."""
        team, other = (self.house.teams[key] for key in between)
        self.conflicts[now.ref] = changes.note_conflict(
            self.changes[now.ref], team=team, other_team=other, what=what, **now.doing
        )

    def _conflict_resolved(self, now: Any, *, how: str) -> None:
        """It was settled."""
        changes.resolve_conflict(self.conflicts[now.ref], why=how, **now.doing)

    def _change_started(self, now: Any) -> None:
        """All had agreed, and it began."""
        changes.start_change(self.changes[now.ref], **now.doing)

    def _step_started(self, now: Any, *, title: str) -> None:
        """A team began its step."""
        changes.start_step(self.steps[now.ref, title], **now.doing)

    def _step_finished(self, now: Any, *, title: str) -> None:
        """A team finished its step."""
        changes.finish_step(self.steps[now.ref, title], **now.doing)

    def _change_finished(self, now: Any) -> None:
        """The change was closed."""
        changes.finish_change(self.changes[now.ref], **now.doing)
