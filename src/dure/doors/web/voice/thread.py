"""The thread of a voice: everything that happened to it, merged into one line of time, with the clock of each step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.names import CHANNELS, OUTCOMES, WAITS_ON
from dure.doors.web.stages import STAGES, told
from dure.doors.web.voice.story import Story
from dure.facts import loop
from dure.facts.origins import is_imported
from dure.records.messages.rules import SENT

#: A longest wait shorter than this is nothing to point at.
WORTH_SAYING = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. ``brings`` is the stage of the loop it may have brought the voice to."""

    at: datetime
    title: Any
    tone: str = "calm"
    text: str = ""
    language: str = ""
    who: str = ""
    href: str = ""
    due_at: datetime | None = None
    promise: Any = None
    brings: str = ""
    stage: str = ""
    took: timedelta | None = None
    total: timedelta = timedelta(0)
    is_longest: bool = False


def thread(story: Story, *, stops_at: datetime) -> list[Event]:
    """The events in the order of time; a stage reached by an act stands with that act, not beside it.

    Args:
        story: the voice.
        stops_at: when the customer's clock stopped, or now; what came later is no longer their wait.
    """
    acts = [
        *_promises(story),
        *_handoffs(story),
        *_work(story),
        *_releases(story),
        *_messages(story),
        *_outcomes(story),
    ]
    events, alone = _with_stages(acts, path=story.path)
    line = sorted([*_stages(alone, story=story), *_askings(story), *events], key=lambda event: event.at)
    return list(_clocked(line, first_at=story.voice.heard_at, stops_at=stops_at))


def _with_stages(events: list[Event], *, path: list[Any]) -> tuple[list[Event], list[Any]]:
    """Gives each event the stage it brought the voice to; what no event brought is left over."""
    alone = []
    for state in path:
        at = next(
            (
                i
                for i, e in enumerate(events)
                if e.brings == state.stage and e.at == state.entered_at and not e.stage
            ),
            None,
        )
        if at is None:
            alone.append(state)
        else:
            events[at] = replace(events[at], stage=state.stage)
    return events, alone


def _clocked(line: list[Event], *, first_at: datetime, stops_at: datetime) -> Iterator[Event]:
    gaps = [None, *(b.at - a.at for a, b in pairwise(line))]
    waits = {i: gap for i, gap in enumerate(gaps) if gap and gap >= WORTH_SAYING and line[i].at <= stops_at}
    longest = max(waits, key=waits.__getitem__) if len(line) > 2 and waits else None
    for i, event in enumerate(line):
        yield replace(event, took=gaps[i], total=event.at - first_at, is_longest=i == longest)


def _stages(states: Iterable[Any], *, story: Story) -> Iterator[Event]:
    for state in states:
        name, tone = told("voice", stage=state.stage)
        channel = CHANNELS.get(story.voice.channel, story.voice.channel)
        title = _STAGE_SAYS.get(state.stage, name)
        if state.stage == loop.HEARD:
            title = format_lazy(_("First word ({channel})"), channel=channel)
        if state.stage == loop.ACKNOWLEDGED and story.is_first_touch:
            title = _("First touched; whether they were told is not recorded")
        who = str(story.voice.person or "") if state.stage == loop.HEARD else str(state.by or "")
        yield Event(at=state.entered_at, title=title, tone=tone, text=state.why, who=who, stage=state.stage)


_STAGE_SAYS = {
    loop.ACKNOWLEDGED: _("We said that we have heard it"),
    loop.PROMISED: _("A promise was made"),
    loop.HANDED_OFF: _("It went to another team"),
    loop.STARTED: _("Work began"),
    loop.SHIPPED: _("The answer went out"),
    loop.TOLD: _("They were told"),
    loop.MEASURED: _("We know what came of it"),
    loop.REOPENED: _("It came back: a new round"),
}


def _askings(story: Story) -> Iterator[Event]:
    for one in story.askings:
        yield Event(
            at=one.asked_at,
            title=_("They asked again"),
            tone="bad",
            text=one.words,
            language=story.voice.language,
            who=str(story.voice.person or ""),
        )


_PROMISE_SAYS = {
    loop.MADE: _("Promised: {words}"),
    loop.MOVED: _("The date of the promise moved: {words}"),
    loop.KEPT: _("Promise kept: {words}"),
    loop.BROKEN: _("Promise broken: {words}"),
    loop.WITHDRAWN: _("Promise withdrawn: {words}"),
}


def _promises(story: Story) -> Iterator[Event]:
    for state in story.promises:
        made, is_open = state.promise, state.stage in (loop.MADE, loop.MOVED)
        yield Event(
            at=state.entered_at,
            title=format_lazy(_PROMISE_SAYS[state.stage], words=made.words),
            tone=told("promise", stage=state.stage)[1],
            text=state.why,
            who=str(state.by or ""),
            due_at=state.due_at if is_open else None,
            promise=made if state.stage == loop.MADE else None,
            brings=loop.PROMISED if state.stage == loop.MADE else "",
        )


def _handoffs(story: Story) -> Iterator[Event]:
    for state in story.handoffs:
        handed = state.handoff
        says = {
            loop.OFFERED: _("Handed from {a} to {b}") if handed.from_team else _("Handed to {b}"),
            loop.ACCEPTED: _("{b} accepted the handoff"),
            loop.BOUNCED: _("{b} sent the handoff back"),
        }[state.stage]
        yield Event(
            at=state.entered_at,
            title=format_lazy(says, a=handed.from_team or "", b=handed.to_team),
            tone="busy" if state.stage == loop.OFFERED else told("handoff", stage=state.stage)[1],
            text=handed.ask if state.stage == loop.OFFERED else state.why,
            who=str(state.by or ""),
            due_at=handed.due_at if state.stage == loop.OFFERED else None,
            brings=loop.HANDED_OFF if state.stage == loop.OFFERED else "",
        )


def _work(story: Story) -> Iterator[Event]:
    # Finishing ships where no release follows. A handoff says itself that only the team changed.
    brings = {loop.ACTIVE: loop.STARTED} | ({} if story.releases else {loop.DONE: loop.SHIPPED})
    handed_at = {state.entered_at for state in story.handoffs}
    stood_in: dict[int, str] = {}
    for state in story.work:
        before, stood_in[state.item_id] = stood_in.get(state.item_id), state.stage
        if before == state.stage and state.entered_at in handed_at:
            continue
        yield Event(
            at=state.entered_at,
            title=_work_title(state, is_first=before is None),
            tone=told("work", stage=state.state)[1],
            text=state.why,
            who=" · ".join(str(one) for one in (state.team, state.by) if one),
            href=f"/work/{state.item_id}/",
            brings=brings.get(state.state, ""),
        )


def _work_title(state: Any, *, is_first: bool) -> Any:
    flow: Any = STAGES["work"][state.state][0]
    if is_imported(state.item.source):
        flow = format_lazy("{flow} ({stage})", flow=flow, stage=state.stage)
    elif state.state == loop.WAITING and state.waits_for:
        flow = format_lazy(
            _("waiting on work #{number}, {title}"), number=state.waits_for_id, title=state.waits_for.title
        )
    elif state.state == loop.WAITING and state.waits_on:
        flow = format_lazy(_("waiting on {whom}"), whom=WAITS_ON.get(state.waits_on, state.waits_on))
    if is_first:
        return format_lazy(_("Work #{number} added: {title}"), number=state.item_id, title=state.item.title)
    return format_lazy(_("Work #{number}: {flow}"), number=state.item_id, flow=flow)


def _releases(story: Story) -> Iterator[Event]:
    for one in story.releases:
        title = format_lazy(_("Shipped in {name}"), name=one.release.name)
        yield Event(
            at=one.release.shipped_at, title=title, tone="good", text=one.release.notes, brings=loop.SHIPPED
        )


def _messages(story: Story) -> Iterator[Event]:
    sent = {state.message_id for state in story.messages if state.stage == SENT}
    for state in story.messages:
        is_sent, message = state.stage == SENT, state.message
        title = _("Told by {channel}") if is_sent else _("Draft written ({channel})")
        yield Event(
            at=state.entered_at,
            title=format_lazy(title, channel=CHANNELS.get(message.channel, message.channel)),
            tone="good" if is_sent else "calm",
            text=message.words if is_sent or message.pk not in sent else "",
            language=story.voice.language,
            who=str(state.by or ""),
            brings=loop.TOLD if is_sent else "",
        )


def _outcomes(story: Story) -> Iterator[Event]:
    for one in story.outcomes:
        is_denied = one.kind == "solved" and not one.value
        if one.kind == "solved":
            title: Any = _("Not solved for them") if is_denied else _("Solved for them")
        else:
            title = format_lazy("{kind}: {value:g}", kind=OUTCOMES.get(one.kind, one.kind), value=one.value)
        yield Event(
            at=one.measured_at,
            title=title,
            tone="bad" if is_denied else "good",
            text=one.words,
            language=story.voice.language,
            who=str(one.person or ""),
            brings=loop.REOPENED if is_denied else loop.MEASURED,
        )
