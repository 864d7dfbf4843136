"""The acts one may do on a voice from here, by its state."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts import handoffs, messages, outcomes, promises, voices, work
from dure.doors.web.acts.act import Act, Given, Group, Offer, offered
from dure.doors.web.voice import promising
from dure.doors.web.voice.story import Story
from dure.facts.loop import ACKNOWLEDGED, HEARD, MEASURED, OFFERED, REOPENED, SHIPPED, TOLD
from dure.records.messages.rules import DRAFT
from dure.records.promises.rules import OPEN as OPEN_PROMISE
from dure.records.promises.rules import is_late
from dure.records.voices.rules import place

#: On what each act is done: the name of the thing, and its acts.
ABOUT: dict[str, tuple[Act, ...]] = {
    "voice": (
        *voices.ACTS,
        *promising.ANSWERS,
        *handoffs.ANSWERS,
        *work.ANSWERS,
        *messages.ANSWERS,
        *outcomes.ACTS,
    ),
    "promise": promises.ACTS,
    "handoff": handoffs.ACTS,
    "work": tuple(work.ACTS.values()),
    "message": messages.ACTS,
}
BY_NAME = {act.name: (about, act) for about, acts in ABOUT.items() for act in acts}


def things(story: Story, *, about: str) -> dict[int, Any]:
    """The things of a voice that acts can be done on, by number."""
    if about == "voice":
        return {story.voice.pk: story.voice}
    states = {
        "promise": story.promises,
        "handoff": story.handoffs,
        "work": story.work,
        "message": story.messages,
    }[about]
    found = [state.item if about == "work" else getattr(state, about) for state in states]
    return {thing.pk: thing for thing in found}


def offer_of(story: Story, *, name: str, thing_id: int, given: Given, data: Any) -> Offer | None:
    """One act with its filled form, whether or not it is offered now; None where the voice has no such thing."""
    about, act = BY_NAME.get(name, ("", None))
    thing = things(story, about=about).get(thing_id) if act else None
    return (
        offered(act, thing, href=href(story, act=act, thing=thing), given=given, data=data)
        if act and thing
        else None
    )


def href(story: Story, *, act: Act, thing: Any) -> str:
    """Where an act on a thing of a voice is sent."""
    return f"/voice/{story.voice.pk}/{act.name}/{thing.pk}/"


def groups(
    story: Story, *, now: datetime, role: int, given: Given, tried: Offer | None = None
) -> list[Group]:
    """The acts a role may do, under the thing they are done on; the one that is tried keeps its form and its faults.

    Args:
        story: the voice.
        now: the moment by which a promise is late.
        role: of the person who looks.
        given: what the forms let one choose from.
        tried: an act that could not be done.
    """
    found = []
    for group, thing, acts in _by_thing(story, now=now):
        for act in acts:
            if role >= act.least:
                group.offers.append(_offer(story, act=act, thing=thing, given=given, tried=tried))
        group.offers.sort(key=lambda offer: not offer.is_next)
        found += [group] if group.offers else []
    return found


def _offer(story: Story, *, act: Act, thing: Any, given: Given, tried: Offer | None) -> Offer:
    is_next = act.name == _next(story)
    if tried and (tried.act.name, tried.thing.pk) == (act.name, thing.pk):
        tried.is_next = is_next
        return tried
    return offered(act, thing, href=href(story, act=act, thing=thing), given=given, is_next=is_next)


def _by_thing(story: Story, *, now: datetime) -> Iterator[tuple[Group, Any, Iterable[Act]]]:
    yield (
        Group(title=_("This voice"), key="voice"),
        story.voice,
        [BY_NAME[name][1] for name in _on_voice(story)],
    )
    for state in story.now_of(story.messages):
        if state.stage == DRAFT:
            yield Group(title=_("The draft"), key=f"message-{state.message_id}"), state.message, messages.ACTS
    for state in story.now_of(story.promises):
        if state.stage in OPEN_PROMISE:
            late = is_late(stage=state.stage, due_at=state.due_at, now=now)
            title = format_lazy(_("Promise: {words}"), words=state.promise.words)
            acts = [act for act in promises.ACTS if not (late and act.name == "move-date")]
            yield Group(title=title, key=f"promise-{state.promise_id}"), state.promise, acts
    for state in story.now_of(story.handoffs):
        if state.stage == OFFERED and not story.is_imported:
            title = format_lazy(_("Handoff to {team}"), team=state.handoff.to_team)
            yield Group(title=title, key=f"handoff-{state.handoff_id}"), state.handoff, handoffs.ACTS
    for state in story.now_of(story.work):
        title = format_lazy(_("Work #{number}: {title}"), number=state.item_id, title=state.item.title)
        acts = work.next_acts(state.item, state=state.state, is_shipped=story.is_shipped(state))
        yield (
            Group(title=title, key=f"work-{state.item_id}", href=f"/work/{state.item_id}/"),
            state.item,
            acts,
        )


def _on_voice(story: Story) -> Iterator[str]:
    """The names of the acts on the voice itself that its stage leaves open."""
    stage = story.stage
    is_open = bool(stage) and place(stage) < place(SHIPPED)
    if stage in (HEARD, REOPENED):
        yield "acknowledge"
    if is_open:
        yield from ("promise", "hand-off", "add-work")
    if stage != MEASURED:
        yield "draft"
    if stage in (SHIPPED, TOLD):
        yield from ("solved", "not-solved")
    if stage in (TOLD, MEASURED):
        yield "measure"
    if bool(stage) and place(stage) < place(TOLD):
        yield "ask-again"
    if stage in (SHIPPED, TOLD, MEASURED):
        yield "reopen"


def _next(story: Story) -> str:
    """The act that would bring the voice on, as far as its stage says."""
    has_draft = any(state.stage == DRAFT for state in story.now_of(story.messages))
    if story.stage == SHIPPED:
        return "tell" if has_draft else "draft"
    if story.stage == ACKNOWLEDGED and not story.promises:
        return "promise"
    return {HEARD: "acknowledge", REOPENED: "acknowledge", TOLD: "solved"}.get(story.stage, "")
