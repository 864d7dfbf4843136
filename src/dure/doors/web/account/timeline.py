"""What happened with an account, the newest first: its last voices, its promises, what came of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.stages import told
from dure.facts.loop import KEPT, MADE, PROMISED
from dure.records.outcomes.queries import recent_outcomes_of
from dure.records.promises.queries import recent_states_of
from dure.records.promises.rules import is_kept_in_time
from dure.records.voices.queries import latest_ids, paths_of

N_VOICES, N_EVENTS = 12, 16

OUTCOMES = {
    "nps": _("Would recommend us: %(value)g of 10"),
    "csat": _("Satisfied: %(value)g of 5"),
    "ces": _("Made it easy: %(value)g of 7"),
    "use": _("Use: %(value)g"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, for ``parts/moment_item.html``."""

    at: datetime
    title: str
    text: str
    who: str
    href: str
    pill: str | Lazy
    tone: str


def timeline(account_id: int) -> list[Event]:
    """The last things that happened with an account."""
    events = [*_voices(account_id), *_promises(account_id), *_outcomes(account_id)]
    return list(islice(sorted(events, key=lambda one: one.at, reverse=True), N_EVENTS))


def _voices(account_id: int) -> Iterator[Event]:
    for state in paths_of(latest_ids(account_id, n=N_VOICES)):
        if state.stage != PROMISED:  # the promise itself stands in the timeline, with its words
            yield _event(state, thing="voice", title=str(state.voice), voice_id=state.voice_id)


def _promises(account_id: int) -> Iterator[Event]:
    for state in recent_states_of(account_id)[:N_EVENTS]:
        yield _event(
            state,
            thing="promise",
            title=state.promise.words,
            voice_id=state.promise.voice_id,
            stage=_read(state),
        )


def _read(state: Any) -> str:
    is_late = state.stage == KEPT and not is_kept_in_time(
        stage=KEPT, kept_at=state.entered_at, due_at=state.due_at
    )
    return "kept_late" if is_late else state.stage


def _event(state: Any, *, thing: str, title: str, voice_id: int | None, stage: str = "") -> Event:
    pill, tone = told(thing, stage=stage or state.stage)
    return Event(
        at=state.entered_at, title=title, text=state.why, who=state.by.name if state.by else "",
        href=_voice(voice_id), pill=_("Promised") if state.stage == MADE else pill, tone=tone,
    )  # fmt: skip


def _outcomes(account_id: int) -> Iterator[Event]:
    for one in recent_outcomes_of(account_id)[:N_EVENTS]:
        yield Event(
            at=one.measured_at, title=_said(one), text=one.words, who=one.person.name if one.person else "",
            href=_voice(one.voice_id), pill=_("Outcome"), tone="bad" if one.kind == "solved" and not one.value else "good",
        )  # fmt: skip


def _said(one: Any) -> str:
    if one.kind in ("solved", "renewal"):
        words: dict[tuple[str, bool], str | Lazy] = {
            ("solved", True): _("Solved for them"),
            ("solved", False): _("Not solved for them"),
            ("renewal", True): _("Renewed"),
            ("renewal", False): _("Did not renew"),
        }
        return str(words[one.kind, bool(one.value)])
    return (
        str(OUTCOMES[one.kind]) % {"value": one.value}
        if one.kind in OUTCOMES
        else f"{one.kind} {one.value:g}"
    )


def _voice(voice_id: int | None) -> str:
    return reverse("voice", args=[voice_id]) if voice_id else ""
