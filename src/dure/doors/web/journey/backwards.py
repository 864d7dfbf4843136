"""A journey walked backwards: from what came of it, touch by touch, to the person's first word (003-43)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.doors.web.templatetags.dure import language
from dure.facts.loop import ASKED, REOPENED
from dure.facts.touch_tables import COLUMNS
from dure.records.journeys.rules import Event, Point, Stage
from dure.records.outcomes.queries import outcomes_by
from dure.records.promises.queries import states_to
from dure.records.voices.queries import askings_by, paths_by

#: How far back a walk goes.
N_TOUCHES = 60

OUTCOMES = {
    "solved": (_("Not solved for them"), _("Solved for them")),
    "renewal": (_("Did not renew"), _("Renewed")),
    "nps": _("Would recommend us: %(value)g of 10"),
    "csat": _("Satisfied: %(value)g of 5"),
    "ces": _("Made it easy: %(value)g of 7"),
    "use": _("Use: %(value)g"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One touch: when, what, about which voice; and what marks it."""

    at: datetime
    name: str
    stage: str
    text: str
    href: str
    is_bad: bool = False
    is_worst: bool = False
    is_last: bool = False
    is_aside: bool = False
    waited: timedelta | None = None


@dataclass(slots=True)
class Walk:
    """The touches before an outcome, the latest first."""

    touches: list[Touch] = field(default_factory=list)
    worst: Touch | None = None
    n_unknown: int = 0
    is_cut: bool = False

    @property
    def first(self) -> Touch | None:
        return self.touches[-1] if self.touches else None

    @property
    def took(self) -> timedelta | None:
        return self.touches[0].at - self.touches[-1].at if len(self.touches) > 1 else None


def outcome_words(outcome: Any) -> str | Promise:
    """What came of it, in words."""
    words = OUTCOMES.get(outcome.kind, outcome.kind)
    if isinstance(words, tuple):
        return words[bool(outcome.value)]
    return str(words) % {"value": outcome.value}


def walked(person: Any, *, outcome: Any, stages: Sequence[Stage], points: Sequence[Point]) -> Walk:
    """The way to an outcome, or (without one) to now: what can be named, the latest first."""
    until = outcome.measured_at if outcome else None
    told = sorted(_happened(person), key=lambda one: one[0])
    told = [one for one in told if until is None or one[0] <= until]
    by_event = {event: point for point in points for event in point.events}
    names = {stage.key: _said(stage) for stage in stages}
    about = reverse("voice", args=[outcome.voice_id]) if outcome and outcome.voice_id else ""
    touches, n_unknown = [], 0
    for at, events, text, href, is_bad in told:
        point = next((by_event[event] for event in events if event in by_event), None)
        if point is None:
            n_unknown += 1
            continue
        touches.append(
            Touch(
                at=at,
                name=_said(point),
                stage=names[point.stage],
                text=text,
                href=href,
                is_bad=is_bad,
                is_aside=bool(about) and href != about,
            )
        )
    return _marked(touches[-N_TOUCHES:], n_unknown=n_unknown, is_cut=len(touches) > N_TOUCHES)


def _marked(touches: list[Touch], *, n_unknown: int, is_cut: bool) -> Walk:
    if not touches:
        return Walk(n_unknown=n_unknown)
    waits = [None, *(b.at - a.at for a, b in pairwise(touches))]
    waited = [replace(one, waited=wait) for one, wait in zip(touches, waits, strict=True)]
    worst = _worst(waited)
    last = len(waited) - 1
    marked = [replace(one, is_worst=n == worst, is_last=n == last) for n, one in enumerate(waited)]
    found = marked[worst] if worst is not None else None
    return Walk(touches=marked[::-1], worst=found, n_unknown=n_unknown, is_cut=is_cut)


def _worst(touches: list[Touch]) -> int | None:
    """The latest touch with a bad word; where there is none, the one after the longest wait."""
    bad = [n for n, one in enumerate(touches) if one.is_bad]
    if bad:
        return bad[-1]
    waits = [(one.waited, n) for n, one in enumerate(touches) if one.waited]
    return max(waits)[1] if waits else None


def _happened(person: Any) -> Iterable[tuple[datetime, list[Event], str, str, bool]]:
    """Everything the database holds of a person's touches: when, the events it may be known by, what of, where, bad."""
    for state in paths_by(person.pk):
        yield (state.entered_at, _events("voice", state.stage, state.voice.channel), str(state.voice),
               reverse("voice", args=[state.voice_id]), state.stage == REOPENED)  # fmt: skip
    for asking in askings_by(person.pk):
        yield (asking.asked_at, _events("voice", ASKED, asking.voice.channel), asking.words or str(asking.voice),
               reverse("voice", args=[asking.voice_id]), True)  # fmt: skip
    for kept in states_to(person.pk):
        href = reverse("voice", args=[kept.promise.voice_id]) if kept.promise.voice_id else ""
        yield (
            kept.entered_at,
            _events("promise", kept.stage, ""),
            str(kept.promise),
            href,
            kept.stage == "broken",
        )
    for one in outcomes_by(person.pk):
        href = reverse("voice", args=[one.voice_id]) if one.voice_id else ""
        yield (one.measured_at, [Event("answers", "question", one.kind)], str(outcome_words(one)), href,
               _is_bad(one.value, low=one.scale_low, high=one.scale_high))  # fmt: skip


def _events(thing: str, stage: str, channel: str) -> list[Event]:
    """The events a move may be known by, the more exact before the less, as in the numbers."""
    step = f"{thing} {stage}"
    values = {"step_channel": f"{step} {channel}", "step": step}
    return [Event("moves", column, values[column]) for column in COLUMNS["moves"] if column in values]


def _is_bad(value: float, *, low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and (value - low) < 0.5 * (high - low)


def _said(row: Any) -> str:
    return str(row.name_en if language() == "en" else row.name_ko)
