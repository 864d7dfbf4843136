"""When will it be done, how many by then: weekly counts of the past, drawn again. Source: science B5.

Vacanti, When Will It Be Done?; Magennis. Answers are exact (a convolution of the empirical distribution)
where that takes an instant, else 10,000 seeded draws; both are the same question asked of the same weeks.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import ceil, isfinite
from typing import Final

from dure.kit import weekly_sums, xmr
from dure.kit.weekly_sums import N_DRAWS, SEED

#: Fewer complete weeks than this refuse a date; more than a half year speaks of another time.
LEAST_WEEKS: Final = 6
MOST_WEEKS: Final = 26
WORKDAYS: Final = 5
#: How sure: the middle, what to promise by, and what hardly ever fails.
P50, P85, P95 = 0.5, 0.85, 0.95
#: Beyond five years nothing is said.
HORIZON: Final = 260
MOST_ITEMS: Final = 1_000_000

#: Above so many multiplications the weeks are drawn instead.
_EXACT_UP_TO = 400_000
_SURE = 0.9999
_ROUNDING = 1e-9


class CannotBeCountedError(ValueError):
    """A count that cannot be: a negative or too large number of items, or a factor below 1."""


@dataclass(frozen=True, slots=True)
class Week:
    """A complete week: how many items were done in it, None where nobody counted; and its workdays."""

    label: str
    n_done: int | None
    n_workdays: int = WORKDAYS


@dataclass(frozen=True, slots=True)
class Basis:
    """The weeks a forecast draws from, and which were left out and why.

    ``reason`` says why there is no forecast: too_few_weeks, too_few_since_change, nothing_done; else empty.
    """

    weeks: tuple[Week, ...]
    n_gaps: int = 0
    since: str = ""
    reason: str = ""

    @property
    def n_short(self) -> int:
        """How many of the weeks had fewer than five workdays, and are drawn less often for it."""
        return sum(week.n_workdays < WORKDAYS for week in self.weeks)

    @property
    def per_week(self) -> float:
        """How many are done in a week of five workdays, on average."""
        days = sum(min(week.n_workdays, WORKDAYS) for week in self.weeks)
        return sum((week.n_done or 0) * min(week.n_workdays, WORKDAYS) for week in self.weeks) / days

    @property
    def weights(self) -> dict[int, int]:
        """How often each weekly count is drawn: by the workdays of the weeks that had it."""
        found: dict[int, int] = {}
        for week in self.weeks:
            found[week.n_done or 0] = found.get(week.n_done or 0, 0) + min(week.n_workdays, WORKDAYS)
        return dict(sorted(found.items()))


def basis(weeks: Sequence[Week]) -> Basis:
    """The last half year of complete weeks, from the last real change on; gaps and weeks without a workday left out.

    Args:
        weeks: complete weeks in order, the running one left out; a week without work done is a real 0.

    Raises:
        CannotBeCountedError: a week's count is negative.

    >>> basis([Week("2026-W10", 3)] * 5).reason, basis([Week("2026-W10", 0)] * 9).reason
    ('too_few_weeks', 'nothing_done')
    >>> basis([Week("2026-W10", None), *[Week("2026-W11", n) for n in (2, 3, 0, 4, 1, 3)]]).n_gaps
    1
    """
    for week in weeks:
        if week.n_done is not None and week.n_done < 0:
            raise CannotBeCountedError(f"{week.label}: {week.n_done} items cannot have been done in a week")
    worked = [week for week in weeks if week.n_workdays > 0]
    held = xmr.regimes([week.n_done for week in worked])[-1].start
    last = worked[max(held, len(worked) - MOST_WEEKS) :]
    used = tuple(week for week in last if week.n_done is not None)
    n_gaps = len(last) - len(used)
    reason = ""
    if len(used) < LEAST_WEEKS:
        reason = "too_few_since_change" if held else "too_few_weeks"
    elif not any(week.n_done for week in used):
        reason = "nothing_done"
    return Basis(weeks=used, n_gaps=n_gaps, since=worked[held].label if held else "", reason=reason)


def to_do(n_items: float, *, growth: float = 1.0) -> int:
    """How many items are to be done, with what is still to be found among them; rounded up.

    Raises:
        CannotBeCountedError: fewer than none, more than a million, or a factor below 1 or above 10.

    >>> to_do(10, growth=1.1), to_do(7.2), to_do(0)
    (11, 8, 0)
    """
    if not isfinite(n_items) or not 0 <= n_items <= MOST_ITEMS:
        raise CannotBeCountedError(f"{n_items:g} items: give a number from 0 to {MOST_ITEMS:,}")
    if not isfinite(growth) or not 1 <= growth <= 10:
        raise CannotBeCountedError(f"growth {growth:g}: give a factor from 1 (nothing is added) to 10")
    return ceil(round(n_items * growth, 9))


@dataclass(frozen=True, slots=True)
class Forecast:
    """How likely ``n_items`` are done within 1, 2, 3 ... weeks of five workdays.

    ``seed`` is None where the answer is exact.
    """

    n_items: int
    within: tuple[float, ...]
    seed: int | None = None

    def n_weeks(self, sure: float) -> int | None:
        """The fewest weeks within which it is done with at least this probability; None beyond the horizon."""
        if self.n_items == 0:
            return 0
        n = bisect_left(self.within, sure - _ROUNDING) + 1
        return n if n <= len(self.within) else None

    def probability(self, n_weeks: int) -> float:
        """How likely it is done within so many weeks."""
        if self.n_items == 0:
            return 1.0
        return self.within[min(n_weeks, len(self.within)) - 1] if n_weeks > 0 and self.within else 0.0


@lru_cache(maxsize=1024)
def when_done(basis: Basis, *, n_items: int) -> Forecast:
    """How likely ``n_items`` are done within 1, 2, 3 ... weeks, until that is all but sure.

    The worked example:

    >>> weeks = [Week(f"2026-W{10 + i}", n) for i, n in enumerate((2, 3, 0, 4, 1, 3))]
    >>> told = when_done(basis(weeks), n_items=8)
    >>> [round(told.probability(k), 4) for k in (2, 3, 4, 5, 6, 7)]
    [0.0278, 0.3472, 0.6698, 0.8615, 0.949, 0.9829]
    >>> told.n_weeks(P50), told.n_weeks(P85), told.n_weeks(P95)
    (4, 5, 7)
    """
    _check_answers(basis)
    if n_items == 0 or n_items > HORIZON * max(basis.weights):
        return Forecast(n_items, ())
    n_likely = min(HORIZON, n_items / basis.per_week)
    if n_items * len(basis.weights) * n_likely <= _EXACT_UP_TO:
        still = weekly_sums.below(basis.weights, size=n_items)
        return Forecast(n_items, tuple(_rising(1 - chance for chance in still)))
    return drawn(basis, n_items=n_items)


def drawn(basis: Basis, *, n_items: int, n_draws: int = N_DRAWS, seed: int = SEED) -> Forecast:
    """The same by drawing weeks with replacement: what :func:`when_done` does where counts are large."""
    _check_answers(basis)
    n_weeks = min(HORIZON, ceil(3 * n_items / basis.per_week) + 8)
    needed = [0] * (n_weeks + 1)
    for sums in weekly_sums.drawn(basis.weights, n_weeks=n_weeks, n_draws=n_draws, seed=seed):
        needed[bisect_left(sums, n_items)] += 1
    within = (n / n_draws for n in accumulate(needed[:n_weeks]))
    return Forecast(n_items, tuple(_rising(within)), seed=seed)


def _rising(within: Iterable[float]) -> Iterator[float]:
    for n, probability in enumerate(within):
        if n == HORIZON:
            return
        yield probability
        if probability >= _SURE:
            return


def _check_answers(basis: Basis) -> None:
    if basis.reason:
        raise ValueError(f"no forecast: {basis.reason}")


@lru_cache(maxsize=256)
def how_many(basis: Basis, *, n_weeks: int, sure: float) -> int:
    """How many at least are done within so many weeks, with this probability.

    >>> weeks = [Week(f"2026-W{10 + i}", n) for i, n in enumerate((2, 3, 0, 4, 1, 3))]
    >>> [how_many(basis(weeks), n_weeks=4, sure=sure) for sure in (P50, P85, P95)]
    [9, 6, 4]
    """
    _check_answers(basis)
    size = n_weeks * max(basis.weights) + 1
    if size * len(basis.weights) * n_weeks > _EXACT_UP_TO:
        draws = weekly_sums.drawn(basis.weights, n_weeks=n_weeks)
        return sorted(sums[-1] for sums in draws)[int(round((1 - sure) * N_DRAWS, 6))]
    at_least = accumulate(reversed(weekly_sums.after(basis.weights, n_weeks=n_weeks)))
    return size - 1 - next(n for n, chance in enumerate(at_least) if chance >= sure - _ROUNDING)
