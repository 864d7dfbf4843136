"""An improvement as a board of five columns: each step with what was tried in it, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.doors.web.acts.act import Given, Offer, offered
from dure.doors.web.acts.improvements import ON_ATTEMPTS
from dure.doors.web.constraints.cited import said, title_of, unit_of
from dure.doors.web.focusing import RESULTS, STEPS
from dure.doors.web.measured import Row
from dure.doors.web.names import Words
from dure.facts.roles import Role
from dure.records.improvements.rules import (
    DROPPED,
    ELEVATE,
    EXPLOIT,
    IDENTIFY,
    LIFTED,
    NOT_LIFTED,
    OPEN,
    PLANNED,
    REPEAT,
    SUBORDINATE,
)
from dure.records.improvements.rules import (
    STEPS as STEP_ORDER,
)

HINTS: dict[str, Words] = {
    IDENTIFY: _("Name the one place that holds up the whole, with the numbers that say so."),
    EXPLOIT: _("Get all out of it that is in it, before anything is bought."),
    SUBORDINATE: _("Let everything else go at its pace."),
    ELEVATE: _("Add to it: people, tools, money."),
    REPEAT: _("See what came of it, and look for what holds things up now."),
}
RESULT_TONES = {LIFTED: "good", NOT_LIFTED: "bad"}


@dataclass(slots=True, kw_only=True)
class Tried:
    """One attempt as a card: where it stands, its hypothesis in words, and what may be done with it."""

    attempt: Any
    state: Any
    words: Words
    tone: str
    number: Words
    from_words: str
    to_words: str
    now_words: str
    offers: list[Offer] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Column:
    """One of the five steps."""

    step: str
    title: Words
    hint: Words
    states: list[Any]
    tried: list[Tried]
    is_current: bool

    @property
    def is_reached(self) -> bool:
        return bool(self.states)


def columns(states: Iterable[Any], *, tried: Iterable[Tried]) -> list[Column]:
    """The five columns of one improvement; a step gone through twice has two states."""
    states, tried = list(states), list(tried)
    current = states[-1].stage if states else ""
    return [
        Column(
            step=step,
            title=STEPS[step],
            hint=HINTS[step],
            states=[state for state in states if state.stage == step],
            tried=[one for one in tried if one.attempt.step == step],
            is_current=step == current,
        )
        for step in STEP_ORDER
    ]


def reading_of(state: Any, *, due_on: date, on: date) -> tuple[Words, str]:
    """Where an attempt stands, as a word and a tone."""
    if state.stage == PLANNED:
        return (_("Overdue"), "bad") if due_on < on else (pgettext_lazy("attempt", "Planned"), "busy")
    if state.stage == DROPPED:
        return pgettext_lazy("attempt", "Given up"), "calm"
    return {
        True: (pgettext_lazy("attempt", "It worked"), "good"),
        False: (pgettext_lazy("attempt", "It did not work"), "bad"),
        None: (pgettext_lazy("attempt", "Done, not known yet"), "calm"),
    }[state.worked]


def tried_in(attempts: Iterable[Any], *, now: Iterable[Row], on: date, station: Words) -> list[Tried]:
    """The attempts as cards, with the number as it was, as it is hoped for, and as it is (or was at the end)."""
    current = {(row.metric, row.cut, row.slice): row.value for row in now}
    return [_card(one, current=current, on=on, station=station) for one in attempts]


def _card(
    attempt: Any, *, current: dict[tuple[str, str, str], float | None], on: date, station: Words
) -> Tried:
    state = list(attempt.states.all())[-1]
    words, tone = reading_of(state, due_on=attempt.due_on, on=on)
    unit = unit_of(attempt.metric, cut=attempt.cut)
    is_open = state.stage == PLANNED
    value = current.get((attempt.metric, attempt.cut, attempt.slice)) if is_open else state.value
    return Tried(
        attempt=attempt,
        state=state,
        words=words,
        tone=tone,
        number=title_of(attempt.metric, cut=attempt.cut, slice=attempt.slice, station=station),
        from_words=said(attempt.from_value, unit=unit),
        to_words=said(attempt.to_value, unit=unit),
        now_words=said(value, unit=unit),
    )


def with_offers(
    tried: Iterable[Tried], *, href: str, role: int, given: Given, may_act: bool, kept: Offer | None = None
) -> None:
    """Adds to each planned attempt what may be done with it; the act that was refused keeps its form."""
    for one in tried:
        if not may_act or role < Role.MEMBER or one.state.stage != PLANNED:
            continue
        for act in ON_ATTEMPTS:
            is_kept = kept is not None and (kept.act.name, kept.thing.pk) == (act.name, one.attempt.pk)
            place = f"{href}{act.name}/{one.attempt.pk}/"
            one.offers.append(
                kept if is_kept and kept else offered(act, one.attempt, href=place, given=given)
            )


def result_of(state: Any) -> tuple[Words, str]:
    """How an improvement ended, as a word and a tone; the step it stands in where it has not."""
    if state.stage in OPEN:
        return STEPS[state.stage], "busy"
    return RESULTS.get(state.result, ""), RESULT_TONES.get(state.result, "calm")
