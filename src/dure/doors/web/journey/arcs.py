"""The strongest ways between two stages of a journey, as arcs over the columns of its map."""

from collections.abc import Mapping
from typing import Any

from dure.doors.web.measured import Row
from dure.facts.cuts import ARROW

#: More would be a hairball.
N_ARCS = 6


def strongest_arcs(rows: Mapping[str, Row], *, places: Mapping[str, int]) -> list[dict[str, Any]]:
    """The arcs of the strongest ways, onwards above and back below.

    Args:
        rows: what follows what among the stages, by the pair.
        places: each stage's column.
    """
    ways = [(row, slice.partition(ARROW)) for slice, row in rows.items() if row.value is not None]
    between = [(row, a, b) for row, (a, _arrow, b) in ways if a != b and {a, b} <= set(places)]
    strongest = sorted(between, key=lambda one: -one[0].n)[:N_ARCS]
    most = max((row.n for row, _a, _b in strongest), default=1)
    return [_arc(row, places[a], places[b], most=most, n_stages=len(places)) for row, a, b in strongest]


def _arc(row: Row, start: int, end: int, *, most: int, n_stages: int) -> dict[str, Any]:
    """An arc between two columns; the drawing is 1000 wide."""
    column = 1000 / n_stages
    x1, x2 = (round(column * (place + 0.5)) for place in (start, end))
    lift = 34 + 26 * (abs(end - start) - 1)
    is_on = end > start
    base, top = (96, 96 - lift) if is_on else (104, 104 + lift)
    return {
        "d": f"M{x1} {base} C{x1} {top}, {x2} {top}, {x2} {base}",
        "x": (x1 + x2) // 2,
        "y": base - 0.75 * lift - 5 if is_on else base + 0.75 * lift + 13,
        "width": round(1.5 + 5 * row.n / most, 1),
        "n": row.n,
        "minutes": row.value,
        "is_on": is_on,
    }
