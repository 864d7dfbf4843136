"""The words in which the story tells what holds things up, what was tried, and what came of it."""

from dataclasses import dataclass, field
from typing import Any

from dure.demo.cast import SOURCE
from dure.demo.change_words import ChangeWords
from dure.demo.script import Now
from dure.facts.roles import SYSTEM
from dure.records.improvements import actions as improvements
from dure.records.outcomes.actions import keep_numbers

#: What the story cites of a number: metric, cut, slice, value, n.
Cited = tuple[str, str, str, float, int]


@dataclass(slots=True)
class ImprovementWords(ChangeWords):
    """Knows the improvements told so far. Each is a thread; what is tried in it goes by a name of its own."""

    improvements: dict[str, Any] = field(default_factory=dict)
    attempts: dict[str, Any] = field(default_factory=dict)

    def _numbers(self, now: Now, *, cited: list[Cited]) -> None:
        """The numbers of the loop as they were that day: measured once on the story itself, and written down."""
        kept = [
            {
                "metric": metric, "version": 1, "stream": "loop", "cut": cut, "slice": slice, "value": value, "n": n,
                "as_of": now.doing["at"],
            }
            for metric, cut, slice, value, n in cited
        ]  # fmt: skip
        keep_numbers(kept, **{**now.doing, "by": SYSTEM})

    def _taken_up(self, now: Now, *, stream: str, station: str, why: str = "", after: str = "") -> None:
        """A constraint was taken up: what the signals named, or with a reason another; after a thread's or anew."""
        named = {"basis": "stage", "station": station, "why": why, **now.doing}
        if after:
            begun = improvements.repeat(self.improvements[after], **named)
        else:
            begun = improvements.open_improvement(stream, source=SOURCE, **named)
        self.improvements[now.ref] = begun

    def _tried(
        self,
        now: Now,
        *,
        name: str,
        words: str,
        team: str,
        person: str,
        due: int,
        stop: int,
        number: list[str],
        to: float,
    ) -> None:
        """Something was planned: who does it by when, and which number is to move to where until when."""
        metric, cut, slice = number
        self.attempts[name] = improvements.plan_attempt(
            self.improvements[now.ref],
            words=words,
            team=self.house.teams[team],
            person=self.house.people[person],
            due_on=self.house.at(due, "12:00").date(),
            stop_on=self.house.at(stop, "12:00").date(),
            metric=metric,
            cut=cut,
            slice=slice,
            to_value=to,
            **now.doing,
        )

    def _tried_out(self, now: Now, *, name: str, why: str, worked: bool | None = None) -> None:
        """It was done; it worked, or did not, or one cannot say."""
        improvements.finish_attempt(self.attempts[name], worked=worked, why=why, **now.doing)

    def _went_on(self, now: Now, *, to: str = "", why: str = "") -> None:
        """On to the next of the five steps, or with a reason to another."""
        improvements.go_on(self.improvements[now.ref], to=to, why=why, **now.doing)

    def _ended(self, now: Now, *, result: str, why: str) -> None:
        """It ended with a result, whatever that was."""
        improvements.close_improvement(self.improvements[now.ref], result=result, why=why, **now.doing)
