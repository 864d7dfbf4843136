"""Intervals and survival for small lists, in plain Python: what a reader can check by hand.

The same formulas stand as Ibis expressions in :mod:`dure.kit.estimates`; tests hold the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, floor, log, sqrt
from typing import Final

#: The normal quantile of a two-sided 95 % interval.
Z95: Final = 1.959963984540054

#: The normal quantile of a two-sided 90 % interval.
Z90: Final = 1.6448536269514722

#: A survival share this close to one half counts as one half: products of fractions round.
HALF: Final = 0.5 + 1e-9


def wilson(n_hits: int, *, n: int) -> tuple[float, float] | None:
    """The 95 % Wilson score interval of a share; None where there is nothing to divide by.

    Args:
        n_hits: how many of ``n`` answered yes.
        n: how many there were.

    Source: Wilson 1927; Brown, Cai & DasGupta 2001.

    >>> low, high = wilson(4, n=7)
    >>> round(low, 4), round(high, 4)
    (0.2505, 0.8418)
    >>> wilson(0, n=0) is None
    True
    """
    if n == 0:
        return None
    share, z2 = n_hits / n, Z95 * Z95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def quantile(values: Iterable[float], *, at: float) -> float | None:
    """The value below which the share ``at`` lies, interpolated between neighbours (Hyndman & Fan type 7).

    >>> quantile([7, 2], at=0.5)
    4.5
    >>> quantile([], at=0.5) is None
    True
    """
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * at
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def quantile_interval(values: Iterable[float], *, at: float) -> tuple[float, float] | None:
    """The 95 % interval of a quantile from the order statistics; None where n is too small for one.

    It asks nothing of the shape of the distribution. Source: Campbell & Gardner 1988 (BMJ 296:1454).

    >>> quantile_interval(range(1, 101), at=0.5)
    (40.0, 61.0)
    >>> quantile_interval([1, 2, 3], at=0.5) is None
    True
    """
    ordered = sorted(values)
    n = len(ordered)
    reach = Z95 * sqrt(n * at * (1 - at))
    first, last = floor(n * at - reach + 0.5), floor(1 + n * at + reach + 0.5)
    return (float(ordered[first - 1]), float(ordered[last - 1])) if first >= 1 and last <= n else None


@dataclass(frozen=True, slots=True)
class Survival:
    """How long until it happened, the still waiting counted in: median with interval, and how many were seen."""

    median: float | None
    low: float | None
    high: float | None
    n: int
    n_reached: int


def kaplan_meier(observations: Sequence[tuple[float, bool]]) -> Survival:
    """The median time of (time, reached) pairs where some are still waiting, with its log-log 95 % interval.

    The median is the first time at which at most half remain. What happens at a moment happens before
    what is censored at it. Source: Kaplan & Meier 1958; Brookmeyer & Crowley 1982.

    Example: the leukaemia trial of Freireich (1963), treated with 6-MP; 9 of 21 relapsed.

    >>> weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    >>> still_well = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    >>> kaplan_meier([(w, True) for w in weeks] + [(w, False) for w in still_well])
    Survival(median=23, low=13, high=None, n=21, n_reached=9)
    """
    curve = list(_steps(observations))
    return Survival(
        median=next((t for t, share, _, _ in curve if share <= HALF), None),
        low=next((t for t, _, lower, _ in curve if lower <= HALF), None),
        high=next((t for t, _, _, upper in curve if upper <= HALF), None),
        n=len(observations),
        n_reached=sum(reached for _, reached in observations),
    )


def _steps(observations: Sequence[tuple[float, bool]]) -> Iterable[tuple[float, float, float, float]]:
    log_share, variance, n_left = 0.0, 0.0, len(observations)
    for t in sorted({time for time, _ in observations}):
        n_here = sum(time == t for time, _ in observations)
        n_reached = sum(reached for time, reached in observations if time == t)
        if n_reached == n_left:
            yield t, 0.0, 0.0, 1.0
            return
        log_share += log(1 - n_reached / n_left)
        variance += n_reached / (n_left * (n_left - n_reached))
        n_left -= n_here
        yield t, exp(log_share), *_band(log_share, variance=variance)


def _band(log_share: float, *, variance: float) -> tuple[float, float]:
    if log_share == 0:
        return 1.0, 1.0
    reach = Z95 * sqrt(variance) / -log_share
    return exp(log_share * exp(reach)), exp(log_share * exp(-reach))
