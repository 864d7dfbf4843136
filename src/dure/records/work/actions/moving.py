"""Adding work, starting, waiting, finishing, reopening, cancelling."""

from collections.abc import Collection, Iterable
from typing import Any

from dure.facts.loop import ACTIVE, CANCELED, DONE, NEW, SHIPPED, STARTED, WAITING
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, enter, hold
from dure.records.people.models import Team
from dure.records.voices.actions import advance, route
from dure.records.voices.models import Voice
from dure.records.work.models import Stream, StreamState, WorkItem, WorkState, WorkVoice
from dure.records.work.queries import current_state, has_open_work, voices_of
from dure.records.work.rules import check_closed, check_kind, check_open, check_wait


@act("work.add", least=Role.MEMBER)
def add_work(
    doing: Doing,
    title: str,
    *,
    stream: Stream,
    kind: str,
    voices: Iterable[Voice] = (),
    team: Team | None = None,
    **fields: Any,
) -> WorkItem:
    """Adds a work item about one or more voices; it is new until somebody starts it."""
    if not title.strip():
        raise Refused(gettext_noop("Give the work a title."), field="title")
    check_kind(kind)
    voices = list(voices)
    account = voices[0].account if voices else None
    item = WorkItem.objects.create(
        title=title.strip(), stream=stream, kind=kind, created_at=doing.at, **{"account": account, **fields}
    )
    WorkVoice.objects.bulk_create([WorkVoice(item=item, voice=voice) for voice in voices])
    for voice in voices:
        route(doing, voice, stream=stream.key)
    _enter(doing, item, state=NEW, team=team, current=None)
    return item


@act("work.start", least=Role.MEMBER)
def start(doing: Doing, item: WorkItem, *, team: Team | None = None) -> WorkItem:
    """Starts work, or takes it up again after a wait."""
    current = _open(item)
    _enter(doing, item, state=ACTIVE, team=team, current=current)
    for voice in voices_of(item):
        advance(doing, voice, stage=STARTED)
    return item


@act("work.wait", least=Role.MEMBER)
def wait(
    doing: Doing,
    item: WorkItem,
    *,
    waits_on: str,
    waits_for: WorkItem | None = None,
    asked: bool | None = None,
) -> WorkItem:
    """Holds work, and says on whom it waits: the customer, a team, a vendor, another item, evidence."""
    check_wait(waits_on=waits_on, has_item=waits_for is not None and waits_for.pk != item.pk)
    current = _open(item)
    _enter(doing, item, state=WAITING, current=current, waits_on=waits_on, waits_for=waits_for, asked=asked)
    return item


@act("work.finish", least=Role.MEMBER)
def finish(doing: Doing, item: WorkItem) -> WorkItem:
    """Finishes work. Where the stream ships without releases, the voices it answers are served by it."""
    _enter(doing, item, state=DONE, current=_open(item))
    if not item.stream.waits_for_release:
        ship_voices(doing, item)
    return item


@act("work.reopen", least=Role.MEMBER)
def reopen_work(doing: Doing, item: WorkItem) -> WorkItem:
    """Takes closed work up again."""
    current = _locked(item)
    check_closed(current.state)
    _enter(doing, item, state=ACTIVE, current=current)
    return item


@act("work.cancel", least=Role.MEMBER)
def cancel(doing: Doing, item: WorkItem) -> WorkItem:
    """Gives work up, with the reason. The people who asked for it must still be told."""
    if not doing.why:
        raise Refused(
            gettext_noop("Say why the work is given up: the people who asked will be told."), field="why"
        )
    _enter(doing, item, state=CANCELED, current=_open(item))
    return item


def ship_voices(doing: Doing, item: WorkItem, *, besides: Collection[int] = ()) -> None:
    """Brings the voices an item answers to "shipped", as part of an act, unless other work on them is open.

    ``besides`` names voices that wait for more than this.
    """
    for voice in voices_of(item):
        if voice.pk not in besides and not has_open_work(voice.pk, besides=item.pk):
            advance(doing, voice, stage=SHIPPED)


def _locked(item: WorkItem) -> WorkState:
    hold(item)
    return current_state(item)


def _open(item: WorkItem) -> WorkState:
    current = _locked(item)
    check_open(current.state)
    return current


def _enter(
    doing: Doing,
    item: WorkItem,
    *,
    state: str,
    current: WorkState | None,
    team: Team | None = None,
    **fields: Any,
) -> None:
    stage = _stage_of(item.stream, state=state, waits_on=fields.get("waits_on", ""))
    owner = team or (current.team if current else None)
    enter(doing, current, WorkState(item=item, state=state, stage=stage, team=owner, **fields))
    doing.about("work", item.pk)
    account = item.account
    doing.note(
        "moves",
        thing="work",
        case_id=item.pk,
        stream=item.stream.key,
        stage=stage,
        state=state,
        waits_on=fields.get("waits_on") or None,
        asked=fields.get("asked"),
        kind=item.kind or None,
        team=owner.key if owner else None,
        account_id=item.account_id,
        side=account.side if account else None,
        segment=(account.segment or None) if account else None,
        by_id=doing.by.person_id,
        source=item.source,
    )


def _stage_of(stream: Stream, *, state: str, waits_on: str) -> str:
    """The stream's own word for a flow state; the flow state itself where the stream has none that fits."""
    named = [s for s in stream.states.all() if s.state == state]
    exact = [s for s in named if s.waits_on == waits_on]
    for_any = [s for s in named if not s.waits_on]
    return (exact or for_any or [StreamState(stage=state)])[0].stage
