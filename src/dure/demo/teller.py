"""The words the story is told in. Each is one act of the records; what it takes is what a line of the story says."""

from dataclasses import dataclass, field
from typing import Any

from dure.demo.cast import COWORKERS, SOURCE
from dure.demo.improvement_words import ImprovementWords
from dure.demo.script import Now, Step, Thread
from dure.records.handoffs import actions as handoffs
from dure.records.messages import actions as messages
from dure.records.outcomes import actions as outcomes
from dure.records.promises import actions as promises
from dure.records.releases import actions as releases
from dure.records.voices import actions as voices
from dure.records.work import actions as work

TEAM_OF = {card.key: card.team for card in COWORKERS}


@dataclass(slots=True)
class Teller(ImprovementWords):
    """Knows which act each word is, and what has come of every thread so far.

    A thread has one voice and one work item; "the promise" and "the handoff" are its latest.
    """

    promises: dict[str, Any] = field(default_factory=dict)
    handoffs: dict[str, Any] = field(default_factory=dict)
    items: dict[str, Any] = field(default_factory=dict)

    def tell(self, thread: Thread, *, step: Step) -> None:
        """Does what the step says, at its moment."""
        doing = {"by": self.house.actors[step.who], **self.house.timed(step.day, step.at)}
        try:
            getattr(self, f"_{step.did}")(Now(thread, step.who, doing), **step.named)
        except Exception as error:
            error.add_note(
                f'in the village\'s story: "{thread.ref}", day {step.day} at {step.at}, {step.did}'
            )
            raise

    def _heard(
        self,
        now: Now,
        *,
        title: str,
        words: str,
        person: str = "",
        kind: str = "ticket",
        channel: str = "mail",
    ) -> None:
        """A person said something (or, without a person, their use did)."""
        self.voices[now.ref] = voices.hear(
            words,
            account=self.house.accounts[now.thread.account],
            person=self.house.people[person] if person else None,
            title=title,
            kind=kind,
            channel=channel,
            source=SOURCE,
            ref=now.ref,
            **now.doing,
        )

    def _acknowledged(self, now: Now) -> None:
        """They were told that they have been heard."""
        voices.acknowledge(self.voices[now.ref], **now.doing)

    def _asked_again(self, now: Now, *, words: str) -> None:
        """They asked again before we told them."""
        voices.ask_again(self.voices[now.ref], words=words, **now.doing)

    def _promised(
        self,
        now: Now,
        *,
        words: str,
        due: int,
        due_clock: str = "18:00",
        is_fixed: bool = False,
        expected: dict[str, Any] | None = None,
    ) -> None:
        """Something was promised until ``due`` working days ago; a negative number lies ahead.

        ``expected`` is what the forecast of a stream said that day: from and to in working days ago, how many
        items were in line, over how many weeks, and how many of how many such dates had been kept.
        """
        self.promises[now.ref] = promises.promise(
            self.voices[now.ref],
            words=words,
            due_at=self.house.at(due, due_clock),
            owner=self.house.people[now.who],
            is_fixed=is_fixed,
            **(self._expectation(expected) if expected else {}),
            **now.doing,
        )

    def _expectation(self, told: dict[str, Any]) -> dict[str, Any]:
        on = [self.house.at(told[end], "18:00").date() for end in ("from", "to")]
        n_kept, n = told["kept"]
        rests_on = {
            "streams": [told["stream"]],
            "n_items": told["n_items"],
            "n_weeks": told["n_weeks"],
            "n_kept": n_kept,
            "n": n,
        }
        return {"expected": (on[0], on[1]), "basis": rests_on}

    def _moved(self, now: Now, *, due: int, why: str, due_clock: str = "18:00") -> None:
        """The promise got another date, in time and with the reason."""
        due_at = self.house.at(due, due_clock)
        promises.move_promise(self.promises[now.ref], new_due_at=due_at, why=why, **now.doing)

    def _kept(self, now: Now) -> None:
        """The promise was kept, or kept late."""
        promises.keep_promise(self.promises[now.ref], **now.doing)

    def _broken(self, now: Now, *, why: str) -> None:
        """The promise was called broken, openly."""
        promises.break_promise(self.promises[now.ref], why=why, **now.doing)

    def _withdrawn(self, now: Now, *, why: str) -> None:
        """The customer no longer wanted what was promised."""
        promises.withdraw_promise(self.promises[now.ref], why=why, **now.doing)

    def _handed(self, now: Now, *, to: str, ask: str, due: int | None = None) -> None:
        """The voice was handed to a team, from the team of whoever handed it."""
        self.handoffs[now.ref] = handoffs.hand_off(
            self.voices[now.ref],
            from_team=self.house.teams[TEAM_OF[now.who]],
            to_team=self.house.teams[to],
            ask=ask,
            due_at=None if due is None else self.house.at(due, "18:00"),
            **now.doing,
        )

    def _accepted(self, now: Now, *, words: str) -> None:
        """The receiver took the handoff, saying in their own words what is asked."""
        handoffs.accept_handoff(self.handoffs[now.ref], why=words, **now.doing)

    def _bounced(self, now: Now, *, why: str) -> None:
        """The receiver gave the handoff back."""
        handoffs.bounce_handoff(self.handoffs[now.ref], why=why, **now.doing)

    def _added(
        self, now: Now, *, stream: str, team: str, kind: str, title: str, also: tuple[str, ...] = ()
    ) -> None:
        """Work was taken in about this thread's voice, and about those of the threads in ``also``."""
        about = [ref for ref in (now.ref, *also) if ref in self.voices]
        self.items[now.ref] = work.add_work(
            title,
            stream=self.house.streams[stream],
            kind=kind,
            team=self.house.teams[team],
            voices=[self.voices[ref] for ref in about],
            handoff=self.handoffs.get(now.ref),
            source=SOURCE,
            ref=now.ref,
            **now.doing,
        )

    def _started(self, now: Now) -> None:
        """Work began, or was taken up after a wait."""
        work.start(self.items[now.ref], **now.doing)

    def _waiting(self, now: Now, *, on: str, why: str, asked: bool | None = None, item: str = "") -> None:
        """Work waits on the customer, a team, a vendor, another thread's item, or evidence."""
        waits_for = self.items[item] if item else None
        work.wait(self.items[now.ref], waits_on=on, asked=asked, waits_for=waits_for, why=why, **now.doing)

    def _finished(self, now: Now) -> None:
        """Work was finished; where the stream has no releases, it is out with it."""
        work.finish(self.items[now.ref], **now.doing)

    def _work_reopened(self, now: Now, *, why: str) -> None:
        """Finished work was taken up again."""
        work.reopen_work(self.items[now.ref], why=why, **now.doing)

    def _canceled(self, now: Now, *, why: str) -> None:
        """Work was given up."""
        work.cancel(self.items[now.ref], why=why, **now.doing)

    def _shipped(self, now: Now, *, stream: str, name: str, items: tuple[str, ...], notes: str) -> None:
        """A release went out with the work of these threads."""
        releases.ship(
            name,
            stream=self.house.streams[stream],
            items=[self.items[ref] for ref in items],
            notes=notes,
            source=SOURCE,
            **now.doing,
        )

    def _drafted(self, now: Now, *, words: str, channel: str = "mail") -> None:
        """Words to the person were written and not yet sent."""
        messages.draft(self.voices[now.ref], words=words, channel=channel, **now.doing)

    def _told(self, now: Now, *, words: str, channel: str = "mail") -> None:
        """They were told, in words they understand."""
        message = messages.draft(self.voices[now.ref], words=words, channel=channel, **now.doing)
        messages.tell(message, **now.doing)

    def _confirmed(self, now: Now, *, words: str) -> None:
        """They said: solved for me."""
        outcomes.confirm_solved(self.voices[now.ref], words=words, **now.doing)

    def _denied(self, now: Now, *, words: str) -> None:
        """They said: not solved for me. The voice goes round again."""
        outcomes.deny_solved(self.voices[now.ref], words=words, **now.doing)

    def _measured(self, now: Now, *, kind: str, value: float, words: str = "") -> None:
        """They gave a score: nps 0 to 10, csat 1 to 5, ces 1 to 7."""
        outcomes.measure(self.voices[now.ref], kind=kind, value=value, words=words, **now.doing)
