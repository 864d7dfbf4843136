"""A first look at an uploaded file, and at what a mapping would make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dure.doors.web.listing import Words
from dure.doors.web.names import WAITS_ON
from dure.doors.web.stages import told
from dure.doors.web.templatetags.dure import language
from dure.facts.arrivals import Arrival, Contacted, Handed, Heard, Moved, Reached, Shipped
from dure.sources.csv_file import Column, Preview, columns, distinct_values, preview, suggested_mapping

#: Lines of the file a preview reads, and facts of them it shows.
N_LINES, N_FACTS = 200, 14


@dataclass(frozen=True, slots=True)
class Look:
    """The columns of a file, the states found in it, and a mapping proposed for them with its doubts."""

    columns: list[Column]
    states: list[str]
    states_of: str
    suggested: dict[str, Any]
    doubts: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as a person reads it."""

    at: datetime
    ref: str
    what: Words


def first_look(path: Path, *, states_of: str = "") -> Look:
    """The columns, and the states in the column ``states_of`` (else in the one that looks like it).

    Raises:
        FileError: the file cannot be read.
    """
    seen, suggestion = columns(path), suggested_mapping(path)
    column = states_of or suggestion.mapping["columns"].get("state", "")
    missing = set(suggestion.mapping["file"]["missing"])
    is_column = column in {one.name for one in seen}
    states = (
        [state for state in distinct_values(path, column=column, most=80) if state not in missing]
        if is_column
        else []
    )
    doubts = [doubt[language()] for doubt in suggestion.doubts]
    return Look(seen, states, column if is_column else "", suggestion.mapping, doubts)


def shown(path: Path, *, mapping: dict[str, Any]) -> dict[str, Any]:
    """What a mapping makes of the first lines of a file, for the page.

    Raises:
        MappingError: the mapping cannot mean what it says.
        FileError: the file cannot be read.
    """
    seen: Preview = preview(path, mapping, rows=N_LINES)
    return {
        "n_lines": min(N_LINES, len(seen.rows)),
        "n_cases": len({fact.ref for fact in seen.arrivals if isinstance(fact, Heard)}),
        "lines": [Line(fact.at, fact.ref, what) for fact in seen.arrivals[:N_FACTS] for what in _words(fact)],
        "aside": seen.aside[:10],
        "n_aside": len(seen.aside),
        "unmapped": seen.unmapped_states,
    }


def _words(fact: Arrival) -> Iterator[Words]:
    """What happened, in a few words."""
    if isinstance(fact, Heard):
        yield _("heard: %(words)s") % {"words": fact.title or fact.words[:80] or "–"}
    elif isinstance(fact, Moved):
        state = told("work", stage=fact.state)[0]
        whom = f" ({WAITS_ON[fact.waits_on]})" if fact.waits_on else ""
        team = f" · {fact.team}" if fact.team else ""
        yield f"{fact.stage} = {state}{whom}{team}"
    elif isinstance(fact, Reached):
        yield _("reached: %(stage)s") % {"stage": told("voice", stage=fact.loop)[0]}
    elif isinstance(fact, Handed):
        yield _("handed from %(one)s to %(other)s") % {"one": fact.from_team or "–", "other": fact.to_team}
    elif isinstance(fact, Contacted):
        yield _("contact of %(one)s and %(other)s") % {"one": fact.from_person, "other": fact.to_person}
    elif isinstance(fact, Shipped):
        yield _("shipped: %(name)s") % {"name": fact.name}
