"""How good forecasts are: the dates we would have told, and whether they held; and dates that several must meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from dure.kit.stats import wilson
from dure.kit.throughput import LEAST_WEEKS, P85, WORKDAYS, Forecast, Week, basis, when_done


@dataclass(frozen=True, slots=True)
class Kept:
    """Of ``n`` past dates that have come, how many were kept; dates of neighbouring weeks share most of their weeks."""

    n_kept: int
    n: int
    n_items: int

    @property
    def share(self) -> float | None:
        return self.n_kept / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the share."""
        return wilson(self.n_kept, n=self.n)


@lru_cache(maxsize=256)
def back_tested(weeks: tuple[Week, ...], *, n_items: int, sure: float = P85) -> Kept:
    """The dates we would have told in each past week, and how many of those that have come were kept.

    Each is told from the weeks before it alone. A date counts once it has come, whether or not the work was
    done before it: counting early successes sooner would flatter. A gap after a date leaves it out.

    >>> steady = tuple(Week(f"2026-W{i + 1:02}", n) for i, n in enumerate((2, 3, 1, 2, 3, 2, 3, 1, 2, 3, 2, 1)))
    >>> told = back_tested(steady, n_items=4)
    >>> told.n_kept, told.n, [round(end, 2) for end in told.interval]
    (3, 4, [0.3, 0.95])
    """
    kept = [
        is_kept
        for told_at in range(LEAST_WEEKS, len(weeks))
        if (is_kept := _is_kept(weeks, told_at, n_items=n_items, sure=sure)) is not None
    ]
    return Kept(n_kept=sum(kept), n=len(kept), n_items=n_items)


def _is_kept(weeks: tuple[Week, ...], told_at: int, *, n_items: int, sure: float) -> bool | None:
    before = basis(weeks[:told_at])
    promised = None if before.reason else when_done(before, n_items=n_items).n_weeks(sure)
    if not promised:
        return None
    n_days, n_done = promised * WORKDAYS, 0
    for week in weeks[told_at:]:
        if week.n_done is None:
            return None
        n_days, n_done = n_days - min(week.n_workdays, WORKDAYS), n_done + week.n_done
        if n_days <= 0:
            return n_done >= n_items
    return None


def joint(probabilities: Iterable[float]) -> float:
    """How likely all are done, if none knows of the others: the product, which is less than each (merge bias).

    >>> round(joint([0.8, 0.8]), 2)
    0.64
    """
    return prod(probabilities)


def joint_forecast(forecasts: Sequence[Forecast]) -> Forecast:
    """When the last of several streams is done: the product of their probabilities, week by week.

    >>> a, b = Forecast(4, (0.5, 0.8, 1.0)), Forecast(3, (0.6, 0.8, 0.9, 1.0))
    >>> [round(p, 2) for p in joint_forecast([a, b]).within]
    [0.3, 0.64, 0.9, 1.0]
    """
    n_weeks = max((len(one.within) for one in forecasts), default=0)
    within = tuple(joint(one.probability(k) for one in forecasts) for k in range(1, n_weeks + 1))
    return Forecast(sum(one.n_items for one in forecasts), within)
