"""The loop drawn: eight stations on a closed course, and the voices as drops that stand before the next one."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, hypot

WIDTH, HEIGHT = 1000, 480
TOP, BOTTOM = 110, 370
ACROSS = (110, 370, 630, 890)
#: How far the course bends out beyond the last station.
BEND = 104

Point = tuple[float, float]

#: From heard, along the top to handed off, and back along the bottom to measured.
STATIONS: list[Point] = [*((x, TOP) for x in ACROSS), *((x, BOTTOM) for x in reversed(ACROSS))]

#: Nearer than this to a station no drop stands.
GATE = 24.0
#: At most so many drops in one reach; beyond, a drop stands for more voices.
MOST_DROPS = 96
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Drops:
    """How drops stand: this far apart, in so many rows, and how thick each is. Few are drawn larger than many."""

    spacing: float
    n_rows: int
    width: float


FEW, MANY = Drops(15.0, 3, 10.5), Drops(9.0, 5, 6.5)
#: Up to so many drops in the fullest reach they are few.
N_FEW = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """The water between two stations: its path, and the path of the drops in it (zero-length strokes)."""

    course: str
    drops: str
    drop_width: float


def voices_per_drop(counts: Sequence[int]) -> int:
    """How many voices one drop stands for, so that the fullest reach still fits: 1, 2, 5, 10, 20 ...

    >>> voices_per_drop([3, 84]), voices_per_drop([24904]), voices_per_drop([])
    (1, 500, 1)
    """
    most, size = max(counts, default=0), 1
    while True:
        for step in _STEPS:
            if most <= step * size * MOST_DROPS:
                return step * size
        size *= 10


def stretches(counts: Sequence[int]) -> list[Stretch]:
    """The eight reaches of the loop, the last one leading back to the first station.

    Args:
        counts: how many voices stand in each reach.
    """
    per_drop = voices_per_drop(counts)
    n_drops = [ceil(count / per_drop) for count in counts]
    look = FEW if max(n_drops, default=0) <= N_FEW else MANY
    return [
        Stretch(_course(n), "".join(f"M{x:.1f} {y:.1f}h0" for x, y in _spots(n, look)[:wanted]), look.width)
        for n, wanted in enumerate(n_drops)
    ]


def _course(n: int) -> str:
    (x0, y0), (x1, y1) = STATIONS[n], STATIONS[(n + 1) % 8]
    if y0 == y1:
        return f"M{x0:g} {y0:g}L{x1:g} {y1:g}"
    return f"M{x0:g} {y0:g}C{_bent(x0):g} {y0:g} {_bent(x0):g} {y1:g} {x1:g} {y1:g}"


def _bent(x: float) -> float:
    return x + (BEND if x > WIDTH / 2 else -BEND)


def _at(n: int) -> Callable[[float], Point]:
    (x0, y0), (x1, y1) = STATIONS[n], STATIONS[(n + 1) % 8]
    out = x0 if y0 == y1 else _bent(x0)

    def point(t: float) -> Point:
        if y0 == y1:
            return x0 + (x1 - x0) * t, y0
        s = 1 - t
        x = s**3 * x0 + 3 * s * t * out + t**3 * x1
        return x, s**3 * y0 + 3 * s**2 * t * y0 + 3 * s * t**2 * y1 + t**3 * y1

    return point


@cache
def _spots(n: int, look: Drops) -> list[Point]:
    """The places for drops in a reach, the nearest to the next station first, each rank between those before it."""
    point = _at(n)
    line = [point(i / 400) for i in range(401)][::-1]
    spots: list[Point] = []
    gone, due, rank = 0.0, GATE, 0
    for (xa, ya), (xb, yb) in itertools.pairwise(line):
        step = hypot(xb - xa, yb - ya)
        gone += step
        if gone >= due:
            across = (-(yb - ya) / step, (xb - xa) / step)
            spots += [
                _spot((xb, yb), across, row + rank % 2 / 2, look) for row in range(look.n_rows - rank % 2)
            ]
            due, rank = due + look.spacing * 0.88, rank + 1
    return spots


def _spot(middle: Point, across: Point, row: float, look: Drops) -> Point:
    off = (row - (look.n_rows - 1) / 2) * look.spacing
    return middle[0] + across[0] * off, middle[1] + across[1] * off
