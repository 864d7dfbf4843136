"""Setting up value streams: what they are called and for, who owns them, what their stages mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, insert_rows
from dure.records.people.models import Team
from dure.records.work.models import Stream, StreamState, StreamTeam, WorkState
from dure.records.work.queries import meanings_of, stream_named
from dure.records.work.rules import Meaning, changed_stages, checked_stages, checked_targets, meant

#: What :func:`describe_stream` may change.
DESCRIBED = (
    "name_ko", "name_en", "purpose_ko", "purpose_en", "vision_ko", "vision_en", "business_owner", "technical_owner",
    "waits_for_release",
)  # fmt: skip


@act("work.add_stream", least=Role.LEAD)
def add_stream(
    doing: Doing,
    key: str,
    *,
    states: Iterable[Mapping[str, Any]],
    teams: Iterable[Team] = (),
    targets: Mapping[str, float] | None = None,
    **fields: Any,
) -> Stream:
    """Adds a value stream with the map of its stages."""
    if stream_named(key) is not None:
        raise Refused(gettext_noop("There is a stream with this short name already."), field="key")
    stream = Stream(key=key, targets=checked_targets(targets or {}), **fields)
    _check_named(stream)
    stream.save()
    _write_map(doing, stream, states=checked_stages(states))
    _write_teams(doing, stream, teams=teams)
    doing.about("stream", stream.pk)
    return stream


@act("work.describe_stream", least=Role.LEAD)
def describe_stream(
    doing: Doing, stream: Stream, *, teams: Iterable[Team] | None = None, **fields: Any
) -> Stream:
    """Changes what a stream is called, what it is for, who owns it and which teams work in it.

    The key stays the same, so that addresses, numbers and history keep working.
    """
    for name, value in fields.items():
        if name not in DESCRIBED:
            raise TypeError(f"describe_stream does not change {name!r}")
        setattr(stream, name, value)
    _check_named(stream)
    stream.save(update_fields=list(fields))
    if teams is not None:
        _write_teams(doing, stream, teams=teams)
    doing.about("stream", stream.pk)
    return stream


@act("work.set_targets", least=Role.LEAD)
def set_targets(doing: Doing, stream: Stream, *, targets: Mapping[str, float]) -> Stream:
    """Sets how much of the work is meant to be of each kind; nothing at all takes the target away."""
    stream.targets = checked_targets(targets)
    stream.save(update_fields=["targets"])
    doing.about("stream", stream.pk)
    return stream


@act("work.map_stages", least=Role.LEAD)
def map_stages(doing: Doing, stream: Stream, *, states: Iterable[Mapping[str, Any]]) -> int:
    """Says anew what each stage of a stream means, over its whole history.

    The lake's rows stay as they came: the numbers read the map beside them. Here each state whose
    meaning changed is followed at once by one with the new meaning, so that pages and numbers agree.

    Returns:
        How many states took on another meaning.
    """
    stages = checked_stages(states)
    before = meanings_of(stream)
    after = {one["stage"]: Meaning(one["state"], one["waits_on"]) for one in stages}
    changed = changed_stages(before, after)
    if changed and not doing.why:
        raise Refused(gettext_noop("Say why the stages mean something else now."), field="why")
    StreamState.objects.filter(stream=stream).delete()
    _write_map(doing, stream, states=stages)
    doing.about("stream", stream.pk)
    return _follow(doing, stream, stages=changed, meanings=after)


def _check_named(stream: Stream) -> None:
    for name in ("name_ko", "name_en"):
        setattr(stream, name, str(getattr(stream, name)).strip())
        if not getattr(stream, name):
            raise Refused(gettext_noop("Give the stream a name in both languages."), field=name)


def _write_map(doing: Doing, stream: Stream, *, states: Sequence[Mapping[str, Any]]) -> None:
    StreamState.objects.bulk_create(
        [StreamState(stream=stream, place=place, **state) for place, state in enumerate(states)]
    )


def _write_teams(doing: Doing, stream: Stream, *, teams: Iterable[Team]) -> None:
    StreamTeam.objects.filter(stream=stream).delete()
    StreamTeam.objects.bulk_create([StreamTeam(stream=stream, team=team) for team in teams])


_FOLLOWING = (
    "item_id", "stage", "state", "team_id", "waits_on", "waits_for_id", "asked", "entered_at", "left_at", "by_id", "why",
)  # fmt: skip


def _follow(doing: Doing, stream: Stream, *, stages: Iterable[str], meanings: Mapping[str, Meaning]) -> int:
    """Gives the states of some stages the meaning the map has now, each by a state that follows it at once.

    A stage the map is silent about means what its first row said, which is why that row is kept.
    """
    own: dict[tuple[Any, ...], tuple[str, str]] = {}
    outdated: list[int] = []
    rows: list[tuple[Any, ...]] = []
    states = WorkState.objects.filter(item__stream=stream, stage__in=list(stages))
    for state in states.order_by("entered_at", "id").iterator(chunk_size=5_000):
        spell = (state.item_id, state.entered_at, state.stage, state.team_id)
        said = own.setdefault(spell, (state.state, state.waits_on))
        flow, waits_on = meant(meanings.get(state.stage), own=said)
        if state.left_at == state.entered_at or (flow, waits_on) == (state.state, state.waits_on):
            continue
        outdated.append(state.pk)
        rows.append((
            state.item_id, state.stage, flow, state.team_id, waits_on, state.waits_for_id, state.asked, state.entered_at,
            state.left_at, doing.by.person_id, doing.why,
        ))  # fmt: skip
    for first in range(0, len(outdated), 500):
        WorkState.objects.filter(pk__in=outdated[first : first + 500]).update(left_at=F("entered_at"))
    insert_rows(doing, WorkState, columns=_FOLLOWING, rows=rows)
    return len(rows)
