"""Adding work, starting, waiting, finishing, reopening, cancelling."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dure.facts.arrivals import Moved
from dure.facts.loop import ACTIVE, CANCELED, DONE, NEW, SHIPPED, STARTED, WAITING
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, enter, hold, insert_rows, reserve_ids
from dure.records.people.models import Team
from dure.records.voices.actions import advance
from dure.records.voices.models import Voice
from dure.records.work.models import Stream, StreamState, WorkItem, WorkState, WorkVoice
from dure.records.work.queries import current_state, has_open_work, history_of, known, voices_of
from dure.records.work.rules import check_closed, check_kind, check_open, check_wait


@act("work.add_stream", least=Role.LEAD)
def add_stream(doing: Doing, key: str, *, states: Iterable[dict[str, Any]], **fields: Any) -> Stream:
    """Adds a value stream with the map of its states."""
    stream = Stream.objects.create(key=key, **fields)
    rows = [StreamState(stream=stream, place=place, **state) for place, state in enumerate(states)]
    StreamState.objects.bulk_create(rows)
    doing.about("stream", stream.pk)
    return stream


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


#: What is known of a voice or an item by the source's own id: its id, its kind, its account.
Found = tuple[int, str, int | None]


@act("work.take_in", least=Role.MEMBER)
def take_in(
    doing: Doing,
    moved: Sequence[Moved],
    *,
    source: str,
    stream: Stream,
    side: str,
    voices: Mapping[str, Found],
    teams: Mapping[str, int],
    persons: Mapping[str, int],
) -> None:
    """Brings in work that moved elsewhere, state by state.

    A state already known (same item, moment, stage and team) is not brought in again; one that
    arrives late takes its place among the others.
    """
    met = _brought_in(doing, moved, source=source, stream=stream, voices=voices)
    new = _thread(
        doing, moved, ids={ref: found[0] for ref, found in met.items()}, teams=teams, persons=persons
    )
    doing.note_many(
        "moves",
        columns={
            "ts": [m.at for m in new],
            "recorded_ts": doing.now,
            "thing": "work",
            "case_id": [met[m.ref][0] for m in new],
            "stream": stream.key,
            "stage": [m.stage for m in new],
            "state": [m.state for m in new],
            "waits_on": [m.waits_on for m in new],
            "asked": [m.asked for m in new],
            "kind": [met[m.ref][1] or None for m in new],
            "team": [f"{source}/{m.team}" if m.team else None for m in new],
            "account_id": [met[m.ref][2] for m in new],
            "side": side,
            "by_id": [persons.get(m.person or "") for m in new],
            "source": source,
        },
    )
    doing.about("source", 0)


def _brought_in(
    doing: Doing, moved: Sequence[Moved], *, source: str, stream: Stream, voices: Mapping[str, Found]
) -> dict[str, Found]:
    """Writes the items that are not known yet, with the voice each answers; all of them by the source's id."""
    met = known({m.ref for m in moved}, source=source)
    last_first = sorted(moved, key=lambda m: (m.at, m.position), reverse=True)
    first = {m.ref: m for m in last_first if m.ref not in met}
    for (ref, m), item_id in zip(first.items(), reserve_ids(doing, WorkItem, n=len(first)), strict=True):
        met[ref] = (item_id, m.kind, voices[ref][2] if ref in voices else None)
    rows = [
        (met[r][0], stream.pk, m.kind, m.title[:300], met[r][2], m.at, source, r) for r, m in first.items()
    ]
    insert_rows(doing, WorkItem, columns=_ITEM_COLUMNS, rows=rows)
    links = [(met[ref][0], voices[ref][0]) for ref in first if ref in voices]
    insert_rows(doing, WorkVoice, columns=("item_id", "voice_id"), rows=links)
    return met


_ITEM_COLUMNS = ("id", "stream_id", "kind", "title", "account_id", "created_at", "source", "ref")
_STATE_COLUMNS = (
    "item_id",
    "stage",
    "state",
    "team_id",
    "waits_on",
    "asked",
    "entered_at",
    "left_at",
    "by_id",
    "why",
)


def _thread(
    doing: Doing,
    moved: Sequence[Moved],
    *,
    ids: Mapping[str, int],
    teams: Mapping[str, int],
    persons: Mapping[str, int],
) -> list[Moved]:
    """Writes the states that are new, each item's in the order of time, and says which they were."""
    arriving: dict[int, list[Moved]] = defaultdict(list)
    for m in moved:
        arriving[ids[m.ref]].append(m)
    kept = history_of(list(arriving))
    rows: list[tuple[Any, ...]] = []
    relinked: list[WorkState] = []
    new: list[Moved] = []
    for item, moves in arriving.items():
        old = kept.get(item, [])
        seen = {(s.entered_at, s.stage, s.team_id) for s in old}
        fresh = [m for m in moves if (m.at, m.stage, teams.get(m.team or "")) not in seen]
        line = [(s.entered_at, 0, n, s) for n, s in enumerate(old)] + [
            (m.at, 1, m.position, m) for m in fresh
        ]
        line.sort(key=lambda each: each[:3])
        ends: list[datetime | None] = [each[0] for each in line[1:]]
        for (_, _, _, state), left in zip(line, [*ends, None], strict=True):
            if isinstance(state, Moved):
                team, person = teams.get(state.team or ""), persons.get(state.person or "")
                asked, waits_on = state.asked, state.waits_on or ""
                rows.append(
                    (item, state.stage, state.state, team, waits_on, asked, state.at, left, person, "")
                )
            elif state.left_at != left:
                state.left_at = left
                relinked.append(state)
        new += fresh
    WorkState.objects.bulk_update(relinked, ["left_at"], batch_size=500)
    insert_rows(doing, WorkState, columns=_STATE_COLUMNS, rows=rows)
    return new
