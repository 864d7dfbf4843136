"""Reading work and value streams."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from dure.facts.loop import ACTIVE, DONE, FLOW_STATES, WAITING
from dure.facts.origins import TOLD_HERE
from dure.records.people.models import Team
from dure.records.voices.models import Voice
from dure.records.work.models import Stream, StreamState, StreamTeam, WorkItem, WorkState, WorkVoice
from dure.records.work.rules import OPEN, Meaning


def streams() -> QuerySet[Stream]:
    """Every value stream with its owners."""
    return Stream.objects.select_related("business_owner", "technical_owner").order_by("key")


def current_states() -> QuerySet[WorkState]:
    """Where every item stands now."""
    return WorkState.objects.filter(left_at__isnull=True).select_related(
        "item__account", "item__stream", "team"
    )


def open_states() -> QuerySet[WorkState]:
    """Where every item that is not done or cancelled stands now, the longest there first."""
    return current_states().filter(state__in=OPEN).order_by("entered_at", "id")


def current_state(item: WorkItem) -> WorkState:
    """The state an item stands in now."""
    return WorkState.objects.select_related("team").get(item=item, left_at__isnull=True)


def items() -> QuerySet[WorkItem]:
    """Every item with its stream, its account and the state it stands in (``state``, ``state_since``)."""
    current = WorkState.objects.filter(item=OuterRef("pk"), left_at__isnull=True)
    return WorkItem.objects.select_related("stream", "account").annotate(
        state=Subquery(current.values("state")[:1]),
        stage=Subquery(current.values("stage")[:1]),
        waits_on=Subquery(current.values("waits_on")[:1]),
        state_since=Subquery(current.values("entered_at")[:1]),
    )


def count_by_state(stream_id: int) -> dict[str, int]:
    """How many items of a stream stand in each flow state now."""
    rows = WorkState.objects.filter(left_at__isnull=True, item__stream_id=stream_id).values_list("state")
    return dict(rows.annotate(n=Count("id")).order_by("state"))


def done_in(start: datetime, end: datetime) -> QuerySet[Any]:
    """The ids of items that are done and left their last open state in ``[start, end)``."""
    open_states = WorkState.objects.exclude(state=DONE)
    later = open_states.filter(item=OuterRef("item")).filter(Q(left_at__gte=end) | Q(left_at__isnull=True))
    return open_states.filter(~Exists(later), left_at__gte=start, left_at__lt=end).values("item")


def begun_in(start: datetime | None, end: datetime | None) -> QuerySet[Any]:
    """The ids of items in progress now that first were so in ``[start, end)``; None leaves an end open."""
    in_progress = WorkState.objects.filter(left_at__isnull=True, state__in=(ACTIVE, WAITING)).values("item")
    worked = _lasting(WorkState.objects.filter(state__in=(ACTIVE, WAITING), item__in=in_progress))
    begun = worked.values("item").annotate(begun_at=Min("entered_at"))
    begun = begun.filter(begun_at__gte=start) if start else begun
    return (begun.filter(begun_at__lt=end) if end else begun).values("item")


def passed(**where: Any) -> QuerySet[Any]:
    """The ids of items that ever stood in a state such as ``stage="In review"`` or ``waits_on="customer"``."""
    return _lasting(WorkState.objects.filter(**where)).values("item")


def _lasting(states: QuerySet[WorkState]) -> QuerySet[WorkState]:
    """Those of some states that lasted at all: one that a changed map gave another meaning lasts no longer."""
    return states.exclude(left_at=F("entered_at"))


def owned_by(*, at_least: int) -> QuerySet[Any]:
    """The ids of items that so many different teams have owned, one after another."""
    owned = (
        WorkState.objects.filter(team__isnull=False)
        .values("item")
        .annotate(n_teams=Count("team", distinct=True))
    )
    return owned.filter(n_teams__gte=at_least).values("item")


def items_of(voice_id: int) -> QuerySet[WorkItem]:
    """The work done about a voice, oldest first."""
    return (
        items()
        .filter(pk__in=WorkVoice.objects.filter(voice_id=voice_id).values("item"))
        .order_by("created_at", "id")
    )


def voices_of(item: WorkItem) -> list[Voice]:
    """The voices an item answers."""
    links = WorkVoice.objects.filter(item=item).select_related("voice__account").order_by("voice_id")
    return [link.voice for link in links]


def has_open_work(voice_id: int, *, besides: int) -> bool:
    """Whether other work on a voice is still open."""
    others = WorkVoice.objects.filter(voice_id=voice_id).exclude(item_id=besides).values("item")
    return WorkState.objects.filter(item__in=others, left_at__isnull=True, state__in=OPEN).exists()


def states_of(item_id: int) -> QuerySet[WorkState]:
    """Every state of an item, oldest first."""
    return WorkState.objects.filter(item_id=item_id).select_related("team", "by", "waits_for")


def known(refs: Collection[str], *, source: str) -> dict[str, tuple[int, str, int | None]]:
    """The items of a source that we know, by the source's own id: (id, kind, account id)."""
    rows = WorkItem.objects.filter(source=source, ref__in=refs).values_list("ref", "id", "kind", "account_id")
    return {ref: (item_id, kind, account_id) for ref, item_id, kind, account_id in rows}


def history_of(item_ids: Collection[int]) -> dict[int, list[WorkState]]:
    """Every state of some items, each item's in the order of time."""
    history: dict[int, list[WorkState]] = defaultdict(list)
    for state in WorkState.objects.filter(item_id__in=item_ids).order_by("entered_at", "id"):
        history[state.item_id].append(state)
    return history


def stream_named(key: str) -> Stream | None:
    """The value stream with this key."""
    return Stream.objects.filter(key=key).first()


def stage_map() -> list[dict[str, Any]]:
    """What each stage of each stream means now: stream, stage, state, waits_on (empty = not said)."""
    rows = StreamState.objects.order_by("stream__key", "place", "id")
    told = rows.values_list("stream__key", "stage", "state", "waits_on")
    return [dict(zip(("stream", "stage", "state", "waits_on"), row, strict=True)) for row in told]


def meanings_of(stream: Stream) -> dict[str, Meaning]:
    """What each stage of one stream means now, in the order of its stages."""
    rows = StreamState.objects.filter(stream=stream)
    return {row.stage: Meaning(row.state, row.waits_on) for row in rows}


def unmapped_stages(stream: Stream) -> list[tuple[str, str, int]]:
    """The stages work of a stream went through that its map does not know: (stage, what rows say, items)."""
    mapped = StreamState.objects.filter(stream=stream).values("stage")
    unknown = WorkState.objects.filter(item__stream=stream).exclude(stage__in=mapped)
    counted = _lasting(unknown.exclude(stage__in=FLOW_STATES)).values("stage")
    rows = counted.annotate(said=Max("state"), n=Count("item", distinct=True)).order_by("-n", "stage")
    return list(rows.values_list("stage", "said", "n"))


def teams_in(stream: Stream) -> list[Team]:
    """The teams that work in a stream, with their calendars, by name."""
    ids = StreamTeam.objects.filter(stream=stream).values("team")
    return list(Team.objects.filter(pk__in=ids).select_related("calendar").order_by("name", "id"))


def sources() -> list[str]:
    """Where our value streams come from: our own work, and each import."""
    return list(Stream.objects.order_by("source").values_list("source", flat=True).distinct())


def times_of(source: str) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment at which work of a source moved."""
    moves = WorkState.objects.filter(item__source=source)
    times = moves.aggregate(first=Min("entered_at"), last=Max("entered_at"))
    return times["first"], times["last"]


def open_work_touching(account_id: int) -> QuerySet[WorkState]:
    """Where the open work stands that is done for an account, or answers a voice of it."""
    answering = WorkVoice.objects.filter(voice__account_id=account_id).values("item")
    return (
        open_states()
        .filter(Q(item__account_id=account_id) | Q(item__in=answering))
        .select_related("waits_for")
    )


def titles_of_items(ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """The first voice each of some items answers, and its title."""
    first = WorkVoice.objects.filter(item=OuterRef("pk")).order_by("id").values("voice_id")[:1]
    rows = (
        WorkItem.objects.filter(pk__in=ids)
        .annotate(voice_id=Subquery(first))
        .values_list("pk", "voice_id", "title")
    )
    return {pk: (voice_id, title) for pk, voice_id, title in rows}


def work_about(voice_id: int) -> QuerySet[WorkState]:
    """Every state of all work done about a voice, oldest first."""
    items = WorkVoice.objects.filter(voice_id=voice_id).values("item")
    states = WorkState.objects.filter(item__in=items).order_by("entered_at", "id")
    return states.select_related("item__stream", "item__account", "team", "by", "waits_for")


def item_numbered(item_id: int) -> WorkItem | None:
    """One item with its stream, its account, the handoff that asked for it and the state it stands in."""
    asked_by = ("handoff__from_team", "handoff__to_team")
    return items().select_related("stream", "account", *asked_by).filter(pk=item_id).first()


def waiting_for(item_id: int) -> QuerySet[WorkState]:
    """The items that wait for this one now."""
    return current_states().filter(state=WAITING, waits_for_id=item_id).order_by("entered_at", "id")


def items_titled(words: str) -> QuerySet[WorkItem]:
    """The items whose title holds these words, the newest first."""
    return (
        WorkItem.objects.filter(title__icontains=words)
        .select_related("stream")
        .order_by("-created_at", "-id")
    )


def waiting_here() -> QuerySet[WorkState]:
    """The work told of here that waits on anybody but the customer, the longest waiting first."""
    rows = current_states().filter(state=WAITING, item__source__in=TOLD_HERE).exclude(waits_on="customer")
    named = rows.select_related("item__stream__technical_owner", "waits_for")
    return named.order_by("entered_at", "id")


def wait_times() -> list[tuple[int | None, datetime, datetime]]:
    """How long waits of work told of here lasted, but those on the customer: (team, began, ended)."""
    over = WorkState.objects.filter(state=WAITING, left_at__isnull=False, item__source__in=TOLD_HERE)
    rows = over.exclude(waits_on="customer").order_by().values_list("team_id", "entered_at", "left_at")
    return [(team_id, began_at, at) for team_id, began_at, at in rows if at]


def teams_now(item_ids: Collection[int]) -> dict[int, Team]:
    """The team that each of some items is with now; items with none are left out."""
    rows = WorkState.objects.filter(item_id__in=item_ids, left_at__isnull=True, team__isnull=False)
    return {state.item_id: state.team for state in rows.select_related("team") if state.team}


def voice_ids_of(item_ids: Collection[int]) -> dict[int, list[int]]:
    """The ids of the voices that each of some items answers."""
    found: dict[int, list[int]] = defaultdict(list)
    links = WorkVoice.objects.filter(item_id__in=item_ids).order_by("voice_id")
    for item_id, voice_id in links.values_list("item_id", "voice_id"):
        found[item_id].append(voice_id)
    return found


def _at_station(basis: str, station: str) -> dict[str, str]:
    return {"team__key": station} if basis == "team" else {"stage": station}


def waiting_at(stream: str, *, basis: str, station: str) -> QuerySet[WorkState]:
    """The work of a stream that waits at a team or in a stage of the tool now, the longest there first."""
    rows = current_states().filter(state=WAITING, item__stream__key=stream, **_at_station(basis, station))
    return rows.order_by("entered_at", "id")


def count_waits_ended(stream: str, *, basis: str, station: str, since: datetime, until: datetime) -> int:
    """How many waits at a team or in a stage ended in ``[since, until)``."""
    rows = WorkState.objects.filter(state=WAITING, left_at__gte=since, left_at__lt=until)
    return rows.filter(item__stream__key=stream, **_at_station(basis, station)).count()


def count_teams_at(stream: str, *, stage: str, since: datetime) -> dict[int | None, int]:
    """How often work of each team stood in a stage of the tool since a moment; None counts where no team is named."""
    rows = WorkState.objects.filter(item__stream__key=stream, stage=stage, entered_at__gte=since)
    return dict(rows.values_list("team_id").annotate(n=Count("id")).order_by("-n"))


def voices_answered_by(items: QuerySet[Any]) -> QuerySet[Any]:
    """The ids of the voices that some items (ids) answer."""
    return WorkVoice.objects.filter(item__in=items).values("voice")


def open_with_voices(sources: Collection[str], *, voices: QuerySet[Any]) -> QuerySet[WorkVoice]:
    """The links of open work of some sources to some voices (ids), with item, stream, voice and account."""
    states = WorkState.objects.filter(left_at__isnull=True, state__in=OPEN, item__source__in=sources)
    links = WorkVoice.objects.filter(item__in=states.values("item"), voice__in=voices)
    return links.select_related("item__stream", "voice__account").order_by("item_id", "voice_id")


def states_now(item_ids: Collection[int]) -> dict[int, WorkState]:
    """Where each of some items stands now."""
    return {state.item_id: state for state in current_states().filter(item_id__in=item_ids)}


def count_open(stream_ids: Collection[int]) -> dict[int, int]:
    """How many items of each stream are not done and not canceled; a stream without any is left out."""
    rows = WorkState.objects.filter(left_at__isnull=True, state__in=OPEN, item__stream_id__in=stream_ids)
    return dict(rows.order_by().values_list("item__stream_id").annotate(n=Count("id")))


def open_items_of(voice_id: int) -> QuerySet[WorkItem]:
    """The work about a voice that is not done and not canceled."""
    standing = WorkState.objects.filter(left_at__isnull=True, state__in=OPEN)
    return items_of(voice_id).filter(pk__in=standing.values("item"))


def place_in_line(item: WorkItem) -> int | None:
    """Which one an open item is, counted from the oldest open item of its stream; None where it is not open."""
    open_items = WorkState.objects.filter(
        left_at__isnull=True, state__in=OPEN, item__stream_id=item.stream_id
    )
    if not open_items.filter(item_id=item.pk).exists():
        return None
    before = Q(item__created_at__lt=item.created_at) | Q(
        item__created_at=item.created_at, item_id__lt=item.pk
    )
    return open_items.filter(before).count() + 1
