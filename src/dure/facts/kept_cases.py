"""Cases whose rows stand in order in the lake already, and those that have moved since.

Putting each case's moves in order costs more than all that follows, and of yesterday's cases few move
today. So the lake keeps what :data:`HELD` names. A kept case holds while all its rows were recorded by
``as_of``, come from the sources asked for, and none has come since; the others are computed from moves,
by the same functions. Which tables stand in is decided by :mod:`dure.lake.keeping`.
"""

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from dure.facts import flow_tables, owner_paths
from dure.facts.derived import DERIVED, Derived
from dure.facts.moments import moment
from dure.facts.numbers import Window
from dure.facts.shapes import MOVES

#: The derived tables that the lake keeps.
HELD: Final = ("labels", "steps", "cases", "arrivals")

#: The least number of a label that is not in the lake.
_NEW: Final = 1 << 30


def known(moves: ir.Table) -> ir.Table:
    """One row per work case: case_id, known_ts (when its last row was recorded), source (null if there are several)."""
    work = moves.filter(moves.thing == "work")
    sources = work.source.fill_null("")
    each = work.mutate(said_source=sources).group_by("case_id")
    found = each.agg(
        known_ts=ibis._.recorded_ts.max(), low=ibis._.said_source.min(), high=ibis._.said_source.max()
    )
    return found.select(
        "case_id", "known_ts", source=ibis.ifelse(found.low == found.high, found.low, ibis.null())
    )


def not_holding(known: ir.Table, *, window: Window, sources: Sequence[str]) -> ir.Table:
    """The cases of which the kept rows are not what is asked for."""
    differs = (known.known_ts > moment(window.as_of)).fill_null(False)
    if sources:
        differs |= known.source.isnull() | known.source.notin(list(sources))
    return known.filter(differs).select("case_id")


def moved(fresh: ir.Table, *, held_known: ir.Table) -> ir.Table:
    """The cases that are to be computed from moves: case_id."""
    return fresh.filter(fresh.thing == "work").select("case_id").union(held_known).distinct()


def moved_moves(moves: ir.Table, *, moved: ir.Table) -> ir.Table:
    """Their rows."""
    return moves.filter(moves.thing == "work").semi_join(moved, "case_id").select(*MOVES.names)


def labels(moved_moves: ir.Table, *, stage_map: ir.Table, held_labels: ir.Table) -> ir.Table:
    """The kept labels, and numbers above them for combinations that are new."""
    said = flow_tables.labels(moved_moves, stage_map=stage_map)
    same = [said[word].identical_to(held_labels[word]) for word in flow_tables.SAID_WORDS]
    new = said.anti_join(held_labels, same)
    return held_labels.union(new.mutate(label=(new.label + _NEW).cast("int32")).select(*held_labels.columns))


def moved_steps(moved_moves: ir.Table, *, labels: ir.Table) -> ir.Table:
    """Their steps."""
    return flow_tables.steps(moved_moves, labels=labels)


def _mended(held: ir.Table, *, moved: ir.Table, anew: ir.Table) -> ir.Table:
    return held.anti_join(moved, "case_id").union(anew.select(*held.columns))


def steps(held_steps: ir.Table, *, moved: ir.Table, moved_steps: ir.Table) -> ir.Table:
    """All steps: those that hold, and those of the cases that moved."""
    return _mended(held_steps, moved=moved, anew=moved_steps)


def cases(held_cases: ir.Table, *, moved: ir.Table, moved_steps: ir.Table) -> ir.Table:
    """All cases, likewise."""
    return _mended(held_cases, moved=moved, anew=flow_tables.cases(moved_steps))


def arrivals(
    held_arrivals: ir.Table, *, moved: ir.Table, moved_steps: ir.Table, labels: ir.Table
) -> ir.Table:
    """All arrivals, likewise."""
    return _mended(held_arrivals, moved=moved, anew=owner_paths.arrivals(moved_steps, labels=labels))


_MENDED: Final = (
    Derived("moved", ("fresh", "held_known"), moved),
    Derived("moved_moves", ("moves", "moved"), moved_moves),
    Derived("labels", ("moved_moves", "stage_map", "held_labels"), labels),
    Derived("moved_steps", ("moved_moves", "labels"), moved_steps),
    Derived("steps", ("held_steps", "moved", "moved_steps"), steps, kept=False),
    Derived("cases", ("held_cases", "moved", "moved_steps"), cases, kept=False),
    Derived("arrivals", ("held_arrivals", "moved", "moved_steps", "labels"), arrivals, kept=False),
)

#: The derived tables where some cases hold: what :data:`HELD` names is mended, the others are as ever.
MENDED: Final = DERIVED | {table.name: table for table in _MENDED}
