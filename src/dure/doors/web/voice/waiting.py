"""One sentence: what is waiting on whom, since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.voices import them
from dure.doors.web.names import WAITS_ON
from dure.doors.web.voice.story import Story
from dure.facts.loop import ACCEPTED, DONE, HEARD, MEASURED, NEW, OFFERED, REOPENED, SHIPPED, TOLD, WAITING
from dure.records.promises.rules import OPEN as OPEN_PROMISE
from dure.records.promises.rules import is_late
from dure.records.work.rules import OPEN as OPEN_WORK


@dataclass(frozen=True, slots=True)
class Waiting:
    """The sentence, since when it holds, and its tone."""

    says: Any
    since: datetime | None
    tone: str = "care"


def waiting(story: Story, *, now: datetime) -> Waiting:
    """What holds the voice up now: the end of the loop first, then what stands still, then what moves."""
    for look in (_by_stage, _by_promise_that_is_late, _by_handoff, _by_work, _by_promise):
        if found := look(story, now):
            return found
    return Waiting(_("Waiting on us: nothing is promised, handed off or being worked on now."), _since(story))


def _since(story: Story) -> datetime | None:
    return story.current.entered_at if story.current else None


def _by_stage(story: Story, now: datetime) -> Waiting | None:
    who, since = them(story.voice), _since(story)
    if story.stage == SHIPPED and TOLD in story.unrecorded:
        return Waiting(
            _("The work has shipped. Whether the customer was told is not recorded."), since, "calm"
        )
    if story.stage == SHIPPED:
        return Waiting(
            format_lazy(_("Waiting on us: it has shipped, and {who} has not been told."), who=who), since
        )
    if story.stage == TOLD:
        return Waiting(
            format_lazy(_("Waiting on {who}: told, and has yet to say whether it is solved."), who=who),
            since,
            "busy",
        )
    if story.stage == MEASURED:
        return Waiting(_("The loop is closed: we know what came of it."), since, "good")
    if story.stage == HEARD and not story.work and not story.handoffs:
        return Waiting(
            format_lazy(_("Waiting on us: {who} does not know yet that we have heard it."), who=who), since
        )
    if story.stage == REOPENED and not _open_work(story):
        return Waiting(
            format_lazy(_("Waiting on us: it was not solved for {who}, and a new round has begun."), who=who),
            since,
            "bad",
        )
    return None


def _by_promise_that_is_late(story: Story, now: datetime) -> Waiting | None:
    for state in story.now_of(story.promises):
        if is_late(stage=state.stage, due_at=state.due_at, now=now):
            owner = state.promise.owner or _("us")
            return Waiting(
                format_lazy(_("Waiting on {owner}: the promise was due and is late."), owner=owner),
                state.due_at,
                "bad",
            )
    return None


def _by_handoff(story: Story, now: datetime) -> Waiting | None:
    if story.is_imported:  # a file says that a case went over, never that the team answered
        return None
    for state in story.now_of(story.handoffs):
        if state.stage == OFFERED:
            team = state.handoff.to_team
            return Waiting(
                format_lazy(_("Waiting on {team}: the handoff is not answered."), team=team), state.entered_at
            )
    return None


def _open_work(story: Story) -> list[Any]:
    return [state for state in story.now_of(story.work) if state.state in OPEN_WORK]


def _by_work(story: Story, now: datetime) -> Waiting | None:
    still = sorted(
        _open_work(story), key=lambda state: (state.state != WAITING, state.state != NEW, state.entered_at)
    )
    if still:
        return _work_waits(still[0])
    for state in story.now_of(story.work):
        if state.state == DONE and state.item.stream.waits_for_release and not story.is_shipped(state):
            return Waiting(_("Waiting on a release: the work is done and has not shipped."), state.entered_at)
    return None


def _work_waits(state: Any) -> Waiting:
    team = state.team or _("us")
    if state.state == NEW:
        return Waiting(
            format_lazy(_("Waiting on {team}: the work has not begun."), team=team), state.entered_at
        )
    if state.state != WAITING:
        return Waiting(
            format_lazy(_("{team} is working on it."), team=state.team or _("Somebody")),
            state.entered_at,
            "busy",
        )
    whom = WAITS_ON.get(state.waits_on, state.waits_on or state.stage)
    return Waiting(format_lazy(_("The work is waiting on {whom}."), whom=whom), state.entered_at)


def _by_promise(story: Story, now: datetime) -> Waiting | None:
    for state in story.now_of(story.promises):
        if state.stage in OPEN_PROMISE:
            owner = state.promise.owner or _("us")
            return Waiting(
                format_lazy(_("Waiting on {owner} to keep the promise."), owner=owner),
                state.entered_at,
                "busy",
            )
    taken = [state for state in story.now_of(story.handoffs) if state.stage == ACCEPTED]
    if taken and all(state.entered_at < taken[-1].entered_at for state in story.work):
        says = format_lazy(
            _("{team} has taken it on; no work has been added yet."), team=taken[-1].handoff.to_team
        )
        return Waiting(says, taken[-1].entered_at)
    return None
