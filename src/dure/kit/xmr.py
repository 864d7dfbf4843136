"""Is a change real: individual values and their moving range (XmR), on a frozen baseline. Source: science B6.

Wheeler, Understanding Variation. A value outside what is usual, or eight in a row on one side of the mean,
is a signal; all else is the usual coming and going, and explaining it explains nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Fewer values than this have no limits.
LEAST: Final = 6
#: More values than this add nothing to a baseline.
BEST: Final = 12
#: So many in a row on one side of the mean are no chance.
RUN: Final = 8
#: A value outside begins a lasting change when at least so many, itself counted, stay on its side until now.
STAYS: Final = 3
#: Limits are the mean and this many mean moving ranges (3 / d2 for pairs, d2 = 1.128).
REACH: Final = 2.66

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is usual, as a baseline of ``n`` values has it: from ``low`` to ``high`` around ``mean``."""

    mean: float
    moving_range: float
    low: float
    high: float
    n: int

    @property
    def varies(self) -> bool:
        """Whether the baseline varied at all; where it did not, being outside means nothing."""
        return self.moving_range > 0


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign that something changed: value ``at`` shows it, ``since`` is where it began (both as indices)."""

    at: int
    since: int
    kind: str  # outside | run
    is_above: bool


@dataclass(frozen=True, slots=True)
class Regime:
    """A stretch ``[start, end)`` of the values in which one way of working held; limits are None if it is young."""

    start: int
    end: int
    limits: Limits | None
    #: The values outside its limits that did not stay there.
    outside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a series says. ``verdict`` is change, once, none, no_variation or not_enough.

    ``since`` is the index at which the last lasting change began, or the last value that stood out once;
    ``was`` is the mean that was usual before it and ``now`` the mean since, the latter also where nothing changed.
    """

    verdict: str
    regimes: tuple[Regime, ...]
    n: int
    since: int | None = None
    was: float | None = None
    now: float | None = None

    @property
    def limits(self) -> Limits | None:
        """The limits that hold now; None where the last change is too young for new ones."""
        return self.regimes[-1].limits if self.regimes else None

    @property
    def rises(self) -> bool | None:
        """Whether the last lasting change went up; None without one."""
        return None if self.was is None or self.now is None else self.now > self.was


def limits(baseline: Values, *, floor: float | None = 0.0) -> Limits | None:
    """The limits of a baseline, kept as they are from then on; None for fewer than six values.

    Args:
        baseline: the values that say what is usual; None is a gap, and no moving range reaches across it.
        floor: what no value can lie below, such as 0 for counts; None for none.

    >>> usual = limits([5, 6, 4, 7, 5, 6])
    >>> usual.mean, usual.moving_range, round(usual.low, 3), round(usual.high, 3)
    (5.5, 1.8, 0.712, 10.288)
    >>> limits([5, 6, 4, 7, 5]) is None
    True
    """
    known = [value for value in baseline if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(baseline) if a is not None and b is not None]
    if len(known) < LEAST or not ranges:
        return None
    mean, moving_range = sum(known) / len(known), sum(ranges) / len(ranges)
    low = mean - REACH * moving_range
    return Limits(
        mean=mean,
        moving_range=moving_range,
        low=low if floor is None else max(floor, low),
        high=mean + REACH * moving_range,
        n=len(known),
    )


def signals(values: Values, *, usual: Limits) -> Iterator[Signal]:
    """The signals of a series against frozen limits, in the order in which they show.

    A value on a limit is no signal. A gap, or a value on the mean, breaks a run. A baseline without
    variation knows no outside.

    >>> usual = limits([5, 6, 4, 7, 5, 6])
    >>> [s.kind for s in signals([12], usual=usual)], [s.kind for s in signals([10, None], usual=usual)]
    (['outside'], [])
    >>> list(signals([6] * 8, usual=usual))
    [Signal(at=7, since=0, kind='run', is_above=True)]
    """
    side, begun = 0, 0
    for i, value in enumerate(values):
        here = 0 if value is None else (value > usual.mean) - (value < usual.mean)
        if here != side:
            side, begun = here, i
        if value is not None and usual.varies and not usual.low <= value <= usual.high:
            yield Signal(at=i, since=i, kind="outside", is_above=here > 0)
        if side and i - begun + 1 == RUN:
            yield Signal(at=i, since=begun, kind="run", is_above=side > 0)


def regimes(values: Values, *, floor: float | None = 0.0) -> tuple[Regime, ...]:
    """The series cut where a lasting change began, each stretch with its own frozen limits.

    A change lasts if eight in a row say so, or if a value outside is followed by nothing but values of
    its side, at least three in all. What stood out once cuts nothing.

    >>> [(r.start, r.end) for r in regimes([5, 6, 4, 7, 5, 6, 5, 6, 12, 13, 11, 12, 13, 12])]
    [(0, 8), (8, 14)]
    >>> [(r.start, r.outside) for r in regimes([5, 6, 4, 7, 5, 6, 12, 5, 6, 4])]
    [(0, (6,))]
    """
    found: list[Regime] = []
    start = 0
    while True:
        left = values[start:]
        usual = limits(_baseline(left), floor=floor)
        shown = list(signals(left, usual=usual)) if usual else []
        since = next((s.since for s in shown if s.since and usual and _lasts(s, left, usual)), None)
        end = len(values) if since is None else start + since
        outside = tuple(start + s.at for s in shown if s.kind == "outside" and start + s.at < end)
        found.append(Regime(start=start, end=end, limits=usual, outside=outside))
        if since is None:
            return tuple(found)
        start = end


def _baseline(values: Values) -> Values:
    """The first values, up to twelve known ones, but six at least and not more than half."""
    n_known = sum(value is not None for value in values)
    wanted, n = min(BEST, max(LEAST, n_known // 2)), 0
    for i, value in enumerate(values):
        n += value is not None
        if n == wanted:
            return values[: i + 1]
    return values


def _lasts(signal: Signal, values: Values, usual: Limits) -> bool:
    if signal.kind == "run":
        return True
    after = [value for value in values[signal.at :] if value is not None]
    return len(after) >= STAYS and all((value > usual.mean) == signal.is_above for value in after)


def reading(values: Values, *, floor: float | None = 0.0) -> Reading:
    """What a series says: whether a change in it is real, since when, and from what to what.

    >>> reading([5, 6, 4, 7, 5, 6, 5, 4]).verdict, reading([5, 6, 4]).verdict, reading([5] * 9).verdict
    ('none', 'not_enough', 'no_variation')
    >>> told = reading([5, 6, 4, 7, 5, 6, 5, 6, 12, 13, 11])
    >>> told.verdict, told.since, told.was, told.now, told.rises
    ('change', 8, 5.5, 12.0, True)
    """
    found, n = regimes(values, floor=floor), sum(value is not None for value in values)
    last = found[-1]
    if len(found) > 1:
        before = found[-2].limits
        was, now = before.mean if before else None, _mean(values, last)
        return Reading("change", found, n, since=last.start, was=was, now=now)
    if last.limits is None:
        return Reading("not_enough", found, n)
    if last.outside:
        return Reading("once", found, n, since=last.outside[-1], now=last.limits.mean)
    verdict = "none" if last.limits.varies else "no_variation"
    return Reading(verdict, found, n, now=last.limits.mean)


def _mean(values: Values, regime: Regime) -> float | None:
    known = [value for value in values[regime.start : regime.end] if value is not None]
    return sum(known) / len(known) if known else None
