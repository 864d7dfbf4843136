"""Telling the village: every step of its story is an act of the records, at the moment it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from dure.demo.cast import COWORKERS, SOURCE
from dure.demo.house import House, build, changes
from dure.demo.script import Step, Thread
from dure.demo.story import STORY
from dure.records.handoffs import actions as handoffs
from dure.records.messages import actions as messages
from dure.records.outcomes import actions as outcomes
from dure.records.promises import actions as promises
from dure.records.releases import actions as releases
from dure.records.voices import actions as voices
from dure.records.voices.queries import has_voices
from dure.records.work import actions as work

TEAM_OF = {card.key: card.team for card in COWORKERS}


def tell_village(now: datetime, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Tells the ninety days that end at ``now``, all of them or none; where they are told already, nothing.

    Args:
        now: the moment the story ends. Nothing in it lies later, save what is promised.
        progress: called with the number of acts told and the number there are.

    Returns:
        How many acts of the story were told; 0 where the village stood already.
    """
    if has_voices(SOURCE):
        return 0
    with transaction.atomic():
        house = House(now=now)
        build(house)
        acts = _timeline(house)
        for n_told, do in enumerate(acts, start=1):
            do()
            if progress:
                progress(n_told, len(acts))
    return len(acts)


def _timeline(house: House) -> list[Callable[[], Any]]:
    """Every act of the story up to now, the earliest first; acts of one moment in the order they are written."""
    teller = Teller(house)
    steps: list[tuple[Step, Callable[[], Any]]] = list(changes(house))
    steps += [(step, partial(teller.tell, thread, step)) for thread in STORY for step in thread.steps]
    timed = [(house.at(step.day, step.clock), do) for step, do in steps]
    return [do for at, do in sorted(timed, key=lambda pair: pair[0]) if at <= house.now]


@dataclass(slots=True)
class Teller:
    """Knows which act each word of the script is, and what has come of each thread so far."""

    house: House
    voices: dict[str, Any] = field(default_factory=dict)
    promises: dict[str, Any] = field(default_factory=dict)
    handoffs: dict[str, Any] = field(default_factory=dict)
    items: dict[str, Any] = field(default_factory=dict)

    def tell(self, thread: Thread, step: Step) -> None:
        """Does what the step says."""
        doing = {"by": self.house.actors[step.who], **self.house.timed(step.day, step.clock)}
        try:
            getattr(self, f"_{step.act}")(thread, step, doing, **step.named)
        except Exception as error:
            error.add_note(f"in the village's story: {thread.ref}, {step.day} working days ago at {step.clock}, {step.act}")
            raise

    def _heard(self, thread: Thread, step: Step, doing: dict[str, Any], *, person: str, **said: Any) -> None:
        self.voices[thread.ref] = voices.hear(
            said.pop("words"), account=self.house.accounts[thread.account],
            person=self.house.people[person] if person else None, source=SOURCE, ref=thread.ref, **said, **doing,
        )

    def _acknowledged(self, thread: Thread, step: Step, doing: dict[str, Any]) -> None:
        voices.acknowledge(self.voices[thread.ref], **doing)

    def _asked_again(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str) -> None:
        voices.ask_again(self.voices[thread.ref], words=words, **doing)

    def _promised(
        self, thread: Thread, step: Step, doing: dict[str, Any], *, due: int, by: str, words: str, is_fixed: bool
    ) -> None:
        self.promises[thread.ref] = promises.promise(
            self.voices[thread.ref], words=words, due_at=self.house.at(due, by), owner=self.house.people[step.who],
            is_fixed=is_fixed, **doing,
        )

    def _moved(self, thread: Thread, step: Step, doing: dict[str, Any], *, due: int, by: str, why: str) -> None:
        promises.move_promise(self.promises[thread.ref], new_due_at=self.house.at(due, by), why=why, **doing)

    def _kept(self, thread: Thread, step: Step, doing: dict[str, Any]) -> None:
        promises.keep_promise(self.promises[thread.ref], **doing)

    def _broken(self, thread: Thread, step: Step, doing: dict[str, Any], *, why: str) -> None:
        promises.break_promise(self.promises[thread.ref], why=why, **doing)

    def _withdrawn(self, thread: Thread, step: Step, doing: dict[str, Any], *, why: str) -> None:
        promises.withdraw_promise(self.promises[thread.ref], why=why, **doing)

    def _handed(self, thread: Thread, step: Step, doing: dict[str, Any], *, to: str, ask: str, due: int | None) -> None:
        self.handoffs[thread.ref] = handoffs.hand_off(
            self.voices[thread.ref], from_team=self.house.teams[TEAM_OF[step.who]], to_team=self.house.teams[to], ask=ask,
            due_at=None if due is None else self.house.at(due, "18:00"), **doing,
        )

    def _accepted(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str) -> None:
        handoffs.accept_handoff(self.handoffs[thread.ref], why=words, **doing)

    def _bounced(self, thread: Thread, step: Step, doing: dict[str, Any], *, why: str) -> None:
        handoffs.bounce_handoff(self.handoffs[thread.ref], why=why, **doing)

    def _added(
        self, thread: Thread, step: Step, doing: dict[str, Any], *, stream: str, team: str, also: tuple[str, ...], **fields: Any
    ) -> None:
        own = [thread.ref] if thread.ref in self.voices else []
        self.items[thread.ref] = work.add_work(
            fields.pop("title"), stream=self.house.streams[stream], team=self.house.teams[team],
            voices=[self.voices[ref] for ref in [*own, *also]], handoff=self.handoffs.get(thread.ref),
            source=SOURCE, ref=thread.ref, **fields, **doing,
        )

    def _started(self, thread: Thread, step: Step, doing: dict[str, Any]) -> None:
        work.start(self.items[thread.ref], **doing)

    def _waiting(
        self, thread: Thread, step: Step, doing: dict[str, Any], *, on: str, asked: bool | None, item: str, why: str
    ) -> None:
        work.wait(
            self.items[thread.ref], waits_on=on, asked=asked, waits_for=self.items[item] if item else None, why=why, **doing
        )

    def _finished(self, thread: Thread, step: Step, doing: dict[str, Any]) -> None:
        work.finish(self.items[thread.ref], **doing)

    def _work_reopened(self, thread: Thread, step: Step, doing: dict[str, Any], *, why: str) -> None:
        work.reopen_work(self.items[thread.ref], why=why, **doing)

    def _canceled(self, thread: Thread, step: Step, doing: dict[str, Any], *, why: str) -> None:
        work.cancel(self.items[thread.ref], why=why, **doing)

    def _shipped(
        self, thread: Thread, step: Step, doing: dict[str, Any], *, name: str, stream: str, items: tuple[str, ...], notes: str
    ) -> None:
        releases.ship(
            name, stream=self.house.streams[stream], items=[self.items[ref] for ref in items], notes=notes, source=SOURCE, **doing
        )

    def _drafted(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str, channel: str) -> None:
        messages.draft(self.voices[thread.ref], words=words, channel=channel, **doing)

    def _told(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str, channel: str) -> None:
        messages.tell(messages.draft(self.voices[thread.ref], words=words, channel=channel, **doing), **doing)

    def _confirmed(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str) -> None:
        outcomes.confirm_solved(self.voices[thread.ref], words=words, **doing)

    def _denied(self, thread: Thread, step: Step, doing: dict[str, Any], *, words: str) -> None:
        outcomes.deny_solved(self.voices[thread.ref], words=words, **doing)

    def _measured(self, thread: Thread, step: Step, doing: dict[str, Any], *, kind: str, value: float, words: str) -> None:
        outcomes.measure(self.voices[thread.ref], kind=kind, value=value, words=words, **doing)
