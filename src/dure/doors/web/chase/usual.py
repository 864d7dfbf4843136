"""How long those who owe something usually still take: the median (P50) and what nearly all take (P85), of their past.

What has waited for a week is compared with what waited a week at least: the rest of those waits is what is left.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from dure.kit.stats import quantile

#: Fewer than this many of one's own say nothing; then those of all are taken, and without them a day and three.
LEAST_TIMES: Final = 3
NO_HISTORY_HOURS: Final = (24.0, 72.0)


@dataclass(frozen=True, slots=True)
class Usual:
    """P50 and P85 of what is still left, in hours, and whose they are: ``own``, ``all`` or ``default`` (ours)."""

    lead_hours: float
    most_hours: float
    basis: str


@dataclass(slots=True)
class Past:
    """The times that one kind of thing took, by who owed it."""

    hours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def usual_of(self, whom: str, *, age_hours: float) -> Usual:
        """What one team or person usually still takes, for a thing that has waited so long."""
        everybody = [one for hours in self.hours.values() for one in hours]
        for basis, hours in (("own", self.hours.get(whom, [])), ("all", everybody)):
            left = [one - age_hours for one in hours if one > age_hours]
            if len(left) >= LEAST_TIMES:
                lead, most = (quantile(left, at=at) or 0.0 for at in (0.5, 0.85))
                return Usual(lead, most, basis)
        return Usual(*NO_HISTORY_HOURS, "default")


def past(times: Iterable[tuple[str, datetime, datetime]]) -> Past:
    """What was asked and answered: (of whom, when, until when)."""
    found = Past()
    for whom, start, end in times:
        found.hours[whom].append((end - start).total_seconds() / 3_600)
    return found
