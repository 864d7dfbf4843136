"""Whom to remind first: the apparent tardiness cost, and how often the same person may be reminded. Source: science B9.

Vepsalainen & Morton 1987: ``I = w / p * exp(-max(0, due - p - now) / (k * mean p))``. It blends what a delay costs
(``w / p``, all there is once it is late) with how little time is left. The numbers of ours in it are defaults,
no science: how size is scaled, that a thing grows with its lateness, and the interval.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log10
from typing import Final

#: How many mean lead times ahead urgency is felt (Vepsalainen & Morton).
LOOK_AHEAD: Final = 2.0
#: A lead time of nothing would make an index of infinity.
LEAST_LEAD_HOURS: Final = 0.25
#: Ours: each whole day late adds a tenth, up to three times the size.
GROWTH_PER_DAY: Final = 0.1
MOST_GROWTH: Final = 3.0
#: Ours: a quarter of the slack, but neither every few minutes nor less than every other day.
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something that somebody waits for.

    ``size`` is what hangs on it (:func:`size_of`), ``lead_hours`` how long those who owe it usually take (P50),
    ``due_in_hours`` the time left, below zero when late, None where there is no date; then ``usual_hours``, what
    nearly all of theirs take (P85), stands for the slack. ``since_at`` is when it was asked: it settles a tie.
    """

    key: str
    size: float
    lead_hours: float
    due_in_hours: float | None
    since_at: datetime
    usual_hours: float = 0.0

    @property
    def slack_hours(self) -> float:
        """The time left beyond what they usually take; never below zero."""
        if self.due_in_hours is None:
            return max(0.0, self.usual_hours)
        return max(0.0, self.due_in_hours - max(self.lead_hours, LEAST_LEAD_HOURS))


@dataclass(frozen=True, slots=True)
class Ranked:
    """What is owed, and its index: the cost per hour of leaving it."""

    owed: Owed
    index: float


def ranked(owed: Iterable[Owed]) -> list[Ranked]:
    """All that is owed, the most pressing first; of two equals the one that waits longer, then by key.

    >>> from datetime import UTC
    >>> asked = datetime(2026, 3, 3, tzinfo=UTC)
    >>> three = [("A", 5, 2, 10), ("B", 3, 1, 2), ("C", 8, 4, -1)]
    >>> found = ranked([Owed(key=k, size=w, lead_hours=p, due_in_hours=d, since_at=asked) for k, w, p, d in three])
    >>> [(one.owed.key, round(one.index, 4)) for one in found]
    [('B', 2.4214), ('C', 2.0), ('A', 0.4502)]
    """
    known = list(owed)
    if not known:
        return []
    mean = sum(max(one.lead_hours, LEAST_LEAD_HOURS) for one in known) / len(known)
    found = [Ranked(one, index_of(one, mean_lead_hours=mean)) for one in known]
    return sorted(found, key=lambda one: (-one.index, one.owed.since_at, one.owed.key))


def index_of(owed: Owed, *, mean_lead_hours: float) -> float:
    """The apparent tardiness cost of one thing among others, per hour."""
    lead = max(owed.lead_hours, LEAST_LEAD_HOURS)
    return grown_size(owed) / lead * exp(-owed.slack_hours / (LOOK_AHEAD * mean_lead_hours))


def grown_size(owed: Owed) -> float:
    """The size with what lateness adds: a tenth for each whole day, three times at most.

    >>> from datetime import UTC
    >>> asked = datetime(2026, 3, 3, tzinfo=UTC)
    >>> late = [Owed(key="", size=2, lead_hours=1, due_in_hours=-24.0 * d, since_at=asked) for d in (0, 5, 50)]
    >>> [grown_size(one) for one in late]
    [2.0, 3.0, 6.0]
    """
    n_days = max(0.0, -(owed.due_in_hours or 0.0)) // 24
    return owed.size * min(1 + GROWTH_PER_DAY * n_days, MOST_GROWTH)


def chase_interval(slacks_hours: Sequence[float]) -> timedelta:
    """How long to leave a person in peace: a quarter of the least slack of all they owe, 1 hour to 2 days.

    >>> [str(chase_interval(slacks)) for slacks in ([0.0, 90.0], [20.0], [1_000.0])]
    ['1:00:00', '5:00:00', '2 days, 0:00:00']
    """
    quarter = timedelta(hours=min(slacks_hours, default=0.0) / 4)
    return min(max(quarter, SHORTEST), LONGEST)


def size_of(*, annual_euros: float | None, n_waiting: int, severity: int = 0) -> float:
    """How much hangs on a thing: 1, and the orders of magnitude of revenue and of those who wait, and its severity.

    Args:
        annual_euros: the yearly value of the accounts it touches, in euros, roughly; None where unknown, which
            adds nothing and takes nothing.
        n_waiting: how many accounts and people wait for it.
        severity: 0 usual, 1 a fault, 2 a date that cannot be moved.

    >>> size_of(annual_euros=None, n_waiting=0), round(size_of(annual_euros=999_000, n_waiting=9, severity=1), 2)
    (1.0, 6.0)
    """
    return 1 + log10(1 + max(0.0, annual_euros or 0.0) / 1_000) + log10(1 + max(0, n_waiting)) + severity
