"""Takes a file (or a repository) in: facts out of a source, into the records, chunk by chunk."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from dure.facts.arrivals import Arrival, Contacted, Handed, Heard, KeptAside, Moved, Reached, Shipped
from dure.facts.origins import Source
from dure.facts.roles import Actor
from dure.kit.plugins import found
from dure.records.handoffs.actions import take_in as take_in_handoffs
from dure.records.ledger.actions import note_load
from dure.records.ledger.queries import load_of
from dure.records.people.actions import take_in as take_in_people
from dure.records.people.actions import take_in_contacts
from dure.records.people.queries import known as known_people
from dure.records.releases.actions import take_in as take_in_releases
from dure.records.voices.actions import take_in as take_in_voices
from dure.records.voices.queries import known as known_voices
from dure.records.work.actions import add_stream
from dure.records.work.actions import take_in as take_in_work
from dure.records.work.queries import known as known_work
from dure.records.work.queries import stream_named

if TYPE_CHECKING:
    from dure.records.ledger.models import Load
    from dure.records.work.models import Stream

#: Arrivals a transaction holds. Small enough for flat memory, large enough that commits cost nothing.
CHUNK = 20_000
#: Rows kept aside of one load; the rest are counted. A file with more has the wrong mapping.
ASIDE = 10_000

Progress = Callable[[int, float | None], None]


def sources() -> dict[str, Source]:
    """Every place we can listen, by name."""
    return cast(dict[str, Source], found("dure.sources", attribute="SOURCE"))


@dataclass(slots=True)
class _Taking:
    """A load under way: what it is about, and what it has brought in so far."""

    mapping: dict[str, Any]
    stream: "Stream"
    by: Actor
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    aside: list[KeptAside] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)

    @property
    def source(self) -> str:
        return str(self.mapping["name"])

    @property
    def side(self) -> str:
        return str(self.mapping.get("stream", {}).get("side") or "customer")


def load(
    path: Path,
    *,
    mapping: dict[str, Any],
    by: Actor,
    now: datetime,
    source: str = "csv_file",
    progress: Progress | None = None,
) -> "tuple[Load, bool]":
    """Takes a file in by a mapping. The same file by the same mapping adds nothing.

    Args:
        path: the file, or the repository.
        mapping: what its columns and states mean (docs/mappings.md).
        progress: called with the number of facts so far and the share read, where it is known.

    Returns:
        The load with its report, and whether it is new (False: this file had been taken in before).

    Raises:
        ValueError: the mapping or the file cannot be read at all; nothing has been taken in.
    """
    listening = sources()[source]
    digest = _digest(path, mapping=mapping, fingerprint=listening.fingerprint)
    if before := load_of(digest, source=mapping["name"]):
        return before, False
    reading = listening.read(path, mapping)
    taking = _Taking(mapping=mapping, stream=_stream(mapping, by=by, now=now), by=by, now=now)
    for chunk in _chunks(reading):
        with transaction.atomic():
            _take_in(taking, chunk)
        if progress:
            share = getattr(reading, "share_read", None)
            progress(sum(taking.counts.values()), share() if share else None)
    report = _report(taking, tally=getattr(reading, "tally", None))
    return (
        note_load(
            source=taking.source,
            file_name=path.name or str(path),
            digest=digest,
            mapping=mapping,
            report=report,
            aside=taking.aside,
            by=by,
            now=now,
        ),
        True,
    )


def _digest(path: Path, *, mapping: dict[str, Any], fingerprint: Callable[[Path], str] | None) -> str:
    # In the order of names: a mapping that went through a database comes back with its keys in another order.
    digest = sha256(json.dumps(mapping, sort_keys=True, default=str).encode())
    if fingerprint:
        digest.update(fingerprint(path).encode())
    else:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _stream(mapping: dict[str, Any], *, by: Actor, now: datetime) -> "Stream":
    told = mapping.get("stream", {})
    key = str(told.get("key") or mapping["name"])
    if (stream := stream_named(key)) is not None:
        return stream
    title = told.get("title") or {}
    states = [
        {"stage": stage, "state": rule["flow"], "waits_on": rule.get("waits_on", "")}
        for stage, rule in (
            (s, {"flow": r} if isinstance(r, str) else r) for s, r in mapping.get("states", {}).items()
        )
        if "flow" in rule
    ]
    names = {"name_ko": title.get("ko", key), "name_en": title.get("en", key)}
    return add_stream(key, states=states, source=mapping["name"], by=by, now=now, **names)


def _chunks(reading: Iterable[Arrival | KeptAside]) -> Iterator[list[Arrival | KeptAside]]:
    facts = iter(reading)
    while chunk := list(islice(facts, CHUNK)):
        yield chunk


def _take_in(taking: _Taking, chunk: list[Arrival | KeptAside]) -> None:
    kinds: dict[type, list[Any]] = {
        kind: [] for kind in (Heard, Moved, Reached, Handed, Contacted, Shipped, KeptAside)
    }
    for fact in chunk:
        kinds[type(fact)].append(fact)
    taking.counts.update({kind.__name__: len(facts) for kind, facts in kinds.items()})
    taking.cases.update(moved.ref for moved in kinds[Moved])
    taking.aside += kinds[KeptAside][: max(0, ASIDE - len(taking.aside))]
    about: dict[str, Any] = {"source": taking.source, "by": taking.by, "now": taking.now}
    people = _people(taking, kinds)
    if kinds[Contacted]:
        take_in_contacts(columns=_contact_columns(kinds[Contacted], people), **about)
    _take_in_cases(taking, kinds, people=people, about=about)


def _take_in_cases(
    taking: _Taking, kinds: dict[type, list[Any]], *, people: dict[str, dict[str, int]], about: dict[str, Any]
) -> None:
    stream = taking.stream
    reached = kinds[Reached] + [Reached(m.ref, m.at, m.position, m.loop) for m in kinds[Moved] if m.loop]
    reached += [Reached(h.ref, h.at, h.position, "handed_off") for h in kinds[Handed]]
    named = {"accounts": people["accounts"], "persons": people["persons"]}
    if kinds[Heard] or reached:
        take_in_voices(kinds[Heard], reached=reached, stream=stream.key, side=taking.side, **named, **about)
    refs = {fact.ref for kind in (Moved, Handed) for fact in kinds[kind]}
    voices = known_voices(refs, source=taking.source)
    if kinds[Handed]:
        ids = {ref: met[0] for ref, met in voices.items()}
        take_in_handoffs(kinds[Handed], stream=stream.key, voices=ids, teams=people["teams"], **about)
    if kinds[Moved]:
        teams, persons = people["teams"], people["persons"]
        take_in_work(
            kinds[Moved],
            stream=stream,
            side=taking.side,
            voices=voices,
            teams=teams,
            persons=persons,
            **about,
        )
    if kinds[Shipped]:
        cases = {case for release in kinds[Shipped] for case in release.cases}
        items = {ref: met[0] for ref, met in known_work(cases, source=taking.source).items()}
        take_in_releases(kinds[Shipped], stream=stream, items=items, **about)


def _people(taking: _Taking, kinds: dict[type, list[Any]]) -> dict[str, dict[str, int]]:
    """The ids of everybody the chunk names, those not yet known brought in first."""
    names: dict[str, set[str]] = {
        "accounts": {f.account for f in [*kinds[Heard], *kinds[Contacted]] if f.account},
        "persons": {f.person for f in [*kinds[Heard], *kinds[Moved]] if f.person}
        | {name for f in kinds[Contacted] for name in (f.from_person, f.to_person)},
        "teams": {f.team for f in kinds[Moved] if f.team}
        | {team for f in kinds[Handed] for team in (f.from_team, f.to_team) if team},
    }
    known = known_people(taking.source, names=names)
    new = {kind: sorted(names[kind] - known[kind].keys()) for kind in names}
    if not any(new.values()):
        return known
    purpose = f"Named in the import {taking.source}; its purpose is still to be written."
    take_in_people(
        source=taking.source,
        side=taking.side,
        accounts=new["accounts"],
        persons=new["persons"],
        teams=dict.fromkeys(new["teams"], purpose),
        by=taking.by,
        now=taking.now,
    )
    return known_people(taking.source, names=names)


def _contact_columns(contacts: list[Contacted], people: dict[str, dict[str, int]]) -> dict[str, list[Any]]:
    return {
        "ts": [c.at for c in contacts],
        "from_id": [people["persons"][c.from_person] for c in contacts],
        "to_id": [people["persons"][c.to_person] for c in contacts],
        "account_id": [people["accounts"].get(c.account or "") for c in contacts],
        "channel": [c.channel for c in contacts],
        "minutes": [c.minutes for c in contacts],
    }


def _report(taking: _Taking, *, tally: Any) -> dict[str, Any]:
    """What came in, what did not, and why."""
    facts = {kind: n for kind, n in taking.counts.items() if n}
    report: dict[str, Any] = {
        "facts": facts,
        "n_cases": len(taking.cases),
        "n_aside": facts.get("KeptAside", 0),
    }
    if tally is not None:
        report |= {
            "n_rows": tally.n_rows,
            "n_cases": tally.n_cases,
            "n_no_change": tally.n_no_change,
            "n_aside": tally.n_aside,
            "unmapped_states": dict(tally.unmapped_states),
        }
    reasons = Counter(row.reason for row in taking.aside)
    return {
        **report,
        "reasons": dict(reasons.most_common(20)),
        "notes": list(taking.mapping.get("notes", [])),
    }
