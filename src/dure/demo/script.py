"""The words the story is written in: each says what somebody did, how many working days ago, at what time.

Times are Seoul's. Only what concerns a voice stands in its thread; a release stands in a thread of its own.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody did something: ``day`` working days ago (negative: ahead), at ``clock``."""

    act: str
    day: int
    clock: str
    who: str
    named: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """One voice and everything that came of it; ``ref`` is also what its promise and its work go by."""

    ref: str
    account: str
    steps: tuple[Step, ...]


def thread(ref: str, account: str, *steps: Step) -> Thread:
    """One voice's way round the loop."""
    return Thread(ref, account, steps)


def heard(
    day: int, clock: str, who: str, *, person: str, words: str, title: str, kind: str = "ticket", channel: str = "mail"
) -> Step:
    """``who`` took down what ``person`` said. Channels: in_person video phone chat mail event portal other."""
    return Step("heard", day, clock, who, {"person": person, "words": words, "title": title, "kind": kind, "channel": channel})


def acknowledged(day: int, clock: str, who: str) -> Step:
    """The person was told that they have been heard."""
    return Step("acknowledged", day, clock, who)


def asked_again(day: int, clock: str, who: str, *, words: str) -> Step:
    """The person asked again before we told them."""
    return Step("asked_again", day, clock, who, {"words": words})


def promised(day: int, clock: str, who: str, *, due: int, words: str, by: str = "18:00", is_fixed: bool = False) -> Step:
    """Something was promised until ``due`` working days ago (negative: ahead), at the time ``by``."""
    return Step("promised", day, clock, who, {"due": due, "by": by, "words": words, "is_fixed": is_fixed})


def moved(day: int, clock: str, who: str, *, due: int, why: str, by: str = "18:00") -> Step:
    """The promise got another date, in time and with the reason."""
    return Step("moved", day, clock, who, {"due": due, "by": by, "why": why})


def kept(day: int, clock: str, who: str) -> Step:
    """The promise was kept (or kept late)."""
    return Step("kept", day, clock, who)


def broken(day: int, clock: str, who: str, *, why: str) -> Step:
    """The promise was called broken, openly."""
    return Step("broken", day, clock, who, {"why": why})


def withdrawn(day: int, clock: str, who: str, *, why: str) -> Step:
    """The customer no longer wanted what was promised."""
    return Step("withdrawn", day, clock, who, {"why": why})


def handed(day: int, clock: str, who: str, *, to: str, ask: str, due: int | None = None) -> Step:
    """The voice was handed from ``who``'s team to another."""
    return Step("handed", day, clock, who, {"to": to, "ask": ask, "due": due})


def accepted(day: int, clock: str, who: str, *, words: str) -> Step:
    """The receiver accepted the latest handoff, in their own words."""
    return Step("accepted", day, clock, who, {"words": words})


def bounced(day: int, clock: str, who: str, *, why: str) -> Step:
    """The receiver gave the latest handoff back."""
    return Step("bounced", day, clock, who, {"why": why})


def added(day: int, clock: str, who: str, *, stream: str, kind: str, title: str, team: str, also: tuple[str, ...] = ()) -> Step:
    """Work was taken in about this thread's voice, and about the voices of the threads in ``also``."""
    return Step("added", day, clock, who, {"stream": stream, "kind": kind, "title": title, "team": team, "also": also})


def started(day: int, clock: str, who: str) -> Step:
    """Work began, or was taken up after a wait."""
    return Step("started", day, clock, who)


def waiting(day: int, clock: str, who: str, *, on: str, asked: bool | None = None, item: str = "", why: str = "") -> Step:
    """Work waits on the customer, a team, a vendor, another item or evidence."""
    return Step("waiting", day, clock, who, {"on": on, "asked": asked, "item": item, "why": why})


def finished(day: int, clock: str, who: str) -> Step:
    """Work was finished; where the stream has no releases, it is out with it."""
    return Step("finished", day, clock, who)


def work_reopened(day: int, clock: str, who: str, *, why: str) -> Step:
    """Finished work was taken up again."""
    return Step("work_reopened", day, clock, who, {"why": why})


def canceled(day: int, clock: str, who: str, *, why: str) -> Step:
    """Work was given up."""
    return Step("canceled", day, clock, who, {"why": why})


def shipped(day: int, clock: str, who: str, *, name: str, stream: str, items: tuple[str, ...], notes: str) -> Step:
    """A release went out with the work of these threads."""
    return Step("shipped", day, clock, who, {"name": name, "stream": stream, "items": items, "notes": notes})


def drafted(day: int, clock: str, who: str, *, words: str, channel: str = "mail") -> Step:
    """Words to the person were written and not yet sent."""
    return Step("drafted", day, clock, who, {"words": words, "channel": channel})


def told(day: int, clock: str, who: str, *, words: str, channel: str = "mail") -> Step:
    """The person was told, in words they understand."""
    return Step("told", day, clock, who, {"words": words, "channel": channel})


def confirmed(day: int, clock: str, who: str, *, words: str = "") -> Step:
    """The person said: solved for me."""
    return Step("confirmed", day, clock, who, {"words": words})


def denied(day: int, clock: str, who: str, *, words: str) -> Step:
    """The person said: not solved for me. The voice goes round again."""
    return Step("denied", day, clock, who, {"words": words})


def measured(day: int, clock: str, who: str, *, kind: str, value: float, words: str = "") -> Step:
    """A score was given: nps 0-10, csat 1-5, ces 1-7."""
    return Step("measured", day, clock, who, {"kind": kind, "value": value, "words": words})
