"""Facts as the lake's table of moves, for someone with a log and no server."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from dure.facts.arrivals import Arrival, Handed, Heard, KeptAside, Moved, Reached, Shipped
from dure.facts.loop import HANDED_OFF, HEARD
from dure.facts.shapes import MOVES

_KEPT_ASIDE_SHOWN = 200


@dataclass(slots=True)
class Gathered:
    """What a source handed over: moves as columns, and what it could not read."""

    columns: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, int] = field(default_factory=dict)
    facts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    aside: list[KeptAside] = field(default_factory=list)
    first_at: datetime | None = None
    last_at: datetime | None = None
    n_released: int = 0

    def case_id(self, ref: str) -> int:
        """A number for a case, in the order of their coming."""
        return self.ids.setdefault(ref, len(self.ids) + 1)


def gathered(facts: Iterable[Arrival | KeptAside]) -> Gathered:
    """Everything a source says, with its moves as columns of :data:`dure.facts.shapes.MOVES`."""
    found = Gathered()
    for fact in facts:
        found.facts[type(fact).__name__] += 1
        if isinstance(fact, KeptAside):
            found.reasons[fact.reason] += 1
            if len(found.aside) < _KEPT_ASIDE_SHOWN:
                found.aside.append(fact)
            continue
        found.first_at = min(found.first_at or fact.at, fact.at)
        found.last_at = max(found.last_at or fact.at, fact.at)
        _add(found, fact)
    return found


def moves_table(
    found: Gathered, *, stream: str, source: str, side: str | None, recorded_at: datetime
) -> pa.Table:
    """The moves in the shape of the lake; ``seq`` is the order in which the source told them."""
    n = len(found.columns["ts"])
    everywhere = {"recorded_ts": recorded_at, "stream": stream, "side": side, "source": source}
    arrays = [
        pa.array(range(n), field.type)
        if field.name == "seq"
        else pa.array(found.columns[field.name], field.type)
        if field.name in found.columns
        else pa.repeat(pa.scalar(everywhere.get(field.name), field.type), n)
        for field in MOVES
    ]
    return pa.table(arrays, schema=MOVES)


def _add(found: Gathered, fact: Arrival) -> None:
    if isinstance(fact, Moved):
        _row(
            found, fact, thing="work", stage=fact.stage, state=fact.state, waits_on=fact.waits_on,
            asked=fact.asked, kind=fact.kind or None, team=fact.team,
        )  # fmt: skip
        if fact.loop:
            _row(found, fact, thing="voice", stage=fact.loop)
    elif isinstance(fact, Heard):
        _row(found, fact, thing="voice", stage=HEARD, kind=fact.kind)
    elif isinstance(fact, Reached):
        _row(found, fact, thing="voice", stage=fact.loop)
    elif isinstance(fact, Handed):
        _row(found, fact, thing="voice", stage=HANDED_OFF)
    elif isinstance(fact, Shipped):
        found.n_released += len(fact.cases)


_SAID = ("thing", "stage", "state", "waits_on", "asked", "kind", "team")


def _row(found: Gathered, fact: Arrival, **said: Any) -> None:
    columns = found.columns
    columns["ts"].append(fact.at)
    columns["case_id"].append(found.case_id(fact.ref))
    for name in _SAID:
        columns[name].append(said.get(name))
