"""What a queue costs: how busy a place is, how long work waits there, and what lifting the constraint brings.

Where more work comes than can be done, the wait has no end: that is said with :data:`UNBOUNDED`, never
with a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Final


class Unbounded(Enum):
    """The wait of work where more comes than can be done: it grows without end."""

    UNBOUNDED = "unbounded"


#: Compare with ``is``: ``queue_wait(...) is UNBOUNDED``.
UNBOUNDED: Final = Unbounded.UNBOUNDED


def utilisation(arrival_rate: float, *, service_time: float, n_servers: float = 1) -> float:
    """How busy a place is: ``lambda / (c * mu)``, as a share; 1 and more is more work than can be done.

    Args:
        arrival_rate: how many come per unit of time.
        service_time: how long one takes to be worked on, in that same unit of time.
        n_servers: how many people work there, as full-time equivalents.

    Raises:
        ValueError: a negative rate or time, or nobody to do the work.

    >>> utilisation(4, service_time=0.4, n_servers=2)
    0.8
    """
    if arrival_rate < 0 or service_time < 0 or n_servers <= 0:
        raise ValueError(
            "utilisation: the rate and the time are 0 or more, and n_servers above 0; "
            f"got {arrival_rate=}, {service_time=}, {n_servers=}"
        )
    return arrival_rate * service_time / n_servers


def queue_wait(
    rho: float,
    *,
    service_time: float,
    n_servers: float = 1,
    arrival_cv: float = 1,
    service_cv: float = 1,
) -> float | Unbounded:
    """The mean wait before work begins, in the unit of ``service_time``; UNBOUNDED from ``rho`` = 1 on.

    With one server it is Kingman's ``V * U * T``, with more Sakasegawa's approximation. Less than one
    full-time person is one server who takes longer.

    Args:
        rho: the utilisation, see :func:`utilisation`.
        service_time: how long one takes to be worked on.
        n_servers: how many people work there, as full-time equivalents.
        arrival_cv: standard deviation of the time between arrivals, over its mean; 1 = at random.
        service_cv: standard deviation of the service time, over its mean.

    Raises:
        ValueError: a negative figure, or nobody to do the work.

    Source: Kingman 1961; Sakasegawa 1977; Hopp & Spearman, Factory Physics.

    >>> round(queue_wait(0.8, service_time=0.2), 4), round(queue_wait(0.9, service_time=0.225), 4)
    (0.8, 2.025)
    >>> round(queue_wait(0.8, service_time=0.4, n_servers=2), 4)
    0.7237
    >>> queue_wait(1.0, service_time=0.2) is UNBOUNDED
    True
    """
    if min(rho, service_time, arrival_cv, service_cv) < 0 or n_servers <= 0:
        raise ValueError("queue_wait: no figure may be below 0, and n_servers must be above 0")
    if rho >= 1:
        return UNBOUNDED
    c, tau = max(n_servers, 1), service_time / min(n_servers, 1)
    variability = (arrival_cv**2 + service_cv**2) / 2
    return variability * rho ** (sqrt(2 * (c + 1)) - 1) / (c * (1 - rho)) * tau


@dataclass(frozen=True, slots=True)
class Constraint:
    """The places that hold up the whole (several where they tie), and how much passes through it."""

    names: tuple[str, ...]
    throughput: float


def constraint(capacities: Mapping[str, float]) -> Constraint:
    """The place of the smallest capacity, which is the throughput of the whole.

    Args:
        capacities: how many each place can do per unit of time, places in a row.

    Raises:
        ValueError: there is no place, or a capacity is below 0.

    >>> constraint({"intake": 20, "analyse": 12, "fix": 7, "review": 9, "release": 15})
    Constraint(names=('fix',), throughput=7)
    """
    if not capacities or min(capacities.values()) < 0:
        raise ValueError(
            f"constraint: needs one place or more, with capacities of 0 or more; got {dict(capacities)}"
        )
    least = min(capacities.values())
    return Constraint(tuple(name for name, n in capacities.items() if n == least), least)


@dataclass(frozen=True, slots=True)
class Lift:
    """What the whole gains when one place can do more, and which place then holds it up."""

    before: Constraint
    after: Constraint
    gain: float


def lifted(capacities: Mapping[str, float], *, place: str, to: float) -> Lift:
    """What raising one place's capacity brings: the gain ends where the next place becomes the constraint.

    Args:
        capacities: how many each place can do per unit of time.
        place: the place whose capacity changes.
        to: its new capacity.

    Raises:
        KeyError: there is no such place.
        ValueError: as :func:`constraint`.

    >>> row = {"intake": 20, "analyse": 12, "fix": 7, "review": 9, "release": 15}
    >>> lift = lifted(row, place="fix", to=10)
    >>> lift.after, lift.gain
    (Constraint(names=('review',), throughput=9), 2)
    """
    if place not in capacities:
        raise KeyError(f"no place {place!r}; there are {', '.join(capacities)}")
    before, after = constraint(capacities), constraint({**capacities, place: to})
    return Lift(before, after, after.throughput - before.throughput)
