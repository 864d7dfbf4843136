"""Bringing in work that moved elsewhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dure.facts.arrivals import Moved
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, insert_rows, reserve_ids
from dure.records.work.models import Stream, WorkItem, WorkState, WorkVoice
from dure.records.work.queries import history_of, known, meanings_of
from dure.records.work.rules import Meaning, meant

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
        doing,
        moved,
        ids={ref: found[0] for ref, found in met.items()},
        teams=teams,
        persons=persons,
        meanings=meanings_of(stream),
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
    meanings: Mapping[str, Meaning],
) -> list[Moved]:
    """Writes the states that are new, each item's in the order of time, and says which they were.

    A page reads what the stream's map means by a stage; the lake keeps what the row itself said.
    """
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
                flow, waits_on = meant(meanings.get(state.stage), own=(state.state, state.waits_on or ""))
                rows.append(
                    (item, state.stage, flow, team, waits_on, state.asked, state.at, left, person, "")
                )
            elif state.left_at != left:
                state.left_at = left
                relinked.append(state)
        new += fresh
    WorkState.objects.bulk_update(relinked, ["left_at"], batch_size=500)
    insert_rows(doing, WorkState, columns=_STATE_COLUMNS, rows=rows)
    return new
