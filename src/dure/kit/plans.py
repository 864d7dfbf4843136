"""A plan of steps: what each is, when it is, and which chains of steps decide the end. Source: science B10."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Final

from dure.kit.calendars import Calendar
from dure.kit.stats import Z90
from dure.kit.workdays import plus_workdays

Names = tuple[str, ...]
#: A slack below this share of a day is none: shares of days round.
NO_SLACK: Final = 1e-4
#: The normal quantile of 85 %.
SURE: Final = 1.0364333894937898
#: Steps that part and meet again make paths by the thousand; nobody reads more.
MOST_PATHS: Final = 100


class CircleFoundError(ValueError):
    """Steps that wait for each other in a circle; ``names`` are the steps, the first one again at the end."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"these steps wait for each other in a circle: {' → '.join(names)}")
        self.names = tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step: ``days`` workdays of its team, after others; None where nobody knows how long it takes.

    ``sd_days`` is how far the days may be off. ``not_before_at`` and ``due_at`` are fixed from outside.
    ``started_at`` and ``done_at`` say what has already happened.
    """

    name: str
    calendar: Calendar
    days: float | None
    after: Names = ()
    sd_days: float = 0.0
    not_before_at: datetime | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a step is, at the earliest and at the latest; None where it cannot be known.

    ``slack_days`` are workdays of its team; below zero a fixed date is missed by so many. ``decided_by`` are the
    steps whose ends decide when it begins. ``sd_days`` is how far its end may be off, along the longest way to it.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    latest_start_at: datetime | None = None
    latest_end_at: datetime | None = None
    slack_days: float | None = None
    decided_by: Names = ()
    sd_days: float = 0.0
    is_done: bool = False

    @property
    def is_critical(self) -> bool:
        """Whether any delay of it delays the whole."""
        return self.slack_days is not None and self.slack_days < NO_SLACK and not self.is_done


@dataclass(frozen=True)
class Plan:
    """The slots of all steps by name, in an order in which they can be done."""

    tasks: Mapping[str, Task]
    slots: Mapping[str, Slot]

    @cached_property
    def ends_at(self) -> datetime | None:
        """When the last step ends; None where a step's length is missing, or where there is no step."""
        ends = [slot.ends_at for slot in self.slots.values()]
        return None if None in ends else max((end for end in ends if end), default=None)

    @property
    def ends_no_earlier_at(self) -> datetime | None:
        """The last end that is known: before it the whole cannot be done."""
        return max((slot.ends_at for slot in self.slots.values() if slot.ends_at), default=None)

    @cached_property
    def range(self) -> tuple[datetime, datetime] | None:
        """When nine plans in ten like this one end (5 % to 95 %): each last step's end and its spread, in its days.

        Where several ways meet, the true end tends to lie late in this range: the spread of one way knows
        nothing of the others.
        """
        low, high = self.end_by(-Z90), self.end_by(Z90)
        return (low, high) if low and high else None

    def end_by(self, z: float) -> datetime | None:
        """The end, later by so many standard deviations: 0 as likely as not, :data:`SURE` in 85 of 100 plans."""
        return (
            None if self.ends_at is None else max((self._moved(name, z) for name in self.slots), default=None)
        )

    def _moved(self, name: str, z: float) -> datetime:
        slot = self.slots[name]
        assert slot.ends_at is not None
        return (
            plus_workdays(slot.ends_at, z * slot.sd_days, self.tasks[name].calendar)
            if slot.sd_days
            else slot.ends_at
        )

    @property
    def missing(self) -> Names:
        """The steps of which nobody has said how long they take."""
        return tuple(n for n, task in self.tasks.items() if task.days is None and task.done_at is None)

    @property
    def paths(self) -> tuple[Names, ...]:
        """Every critical path from its first step to its last; several (at most 100) where several are equally long."""
        inner = {before for n, slot in self.slots.items() if slot.is_critical for before in slot.decided_by}
        ends = [n for n, slot in self.slots.items() if slot.is_critical and n not in inner]
        return tuple(islice((path for end in ends for path in self._ways_to(end)), MOST_PATHS))

    def _ways_to(self, name: str) -> Iterable[Names]:
        before = [one for one in self.slots[name].decided_by if self.slots[one].is_critical]
        if not before:
            yield (name,)
        for one in before:
            for way in self._ways_to(one):
                yield (*way, name)


def expected_days(optimistic: float, *, likely: float, pessimistic: float) -> float:
    """The PERT mean of three estimates: (o + 4m + p) / 6.

    >>> expected_days(1, likely=2, pessimistic=6)
    2.5
    """
    return (optimistic + 4 * likely + pessimistic) / 6


def spread_days(optimistic: float, *, pessimistic: float) -> float:
    """The PERT standard deviation: (p - o) / 6.

    >>> round(spread_days(1, pessimistic=6), 4)
    0.8333
    """
    return (pessimistic - optimistic) / 6
