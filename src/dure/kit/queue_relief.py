"""What falls away when a queue is halved: Little's law at one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relief:
    """How long a wait at one place lasts now, how long with half the queue, and what falls away."""

    wait_days: float
    halved_wait_days: float
    waiting_days_a_week: float
    saved_days_a_week: float


def relief(n_waiting: float, *, departures_a_week: float) -> Relief | None:
    """What halving a queue saves, if as many go on as before; None where nothing waits or nothing goes on.

    Args:
        n_waiting: how many wait there.
        departures_a_week: how many go on from there each week.

    Raises:
        ValueError: a negative figure.

    Source: Little's law, W = L / lambda (science B2): half the load at the same throughput, half the time.

    >>> relief(10, departures_a_week=5)
    Relief(wait_days=14.0, halved_wait_days=7.0, waiting_days_a_week=70, saved_days_a_week=35.0)
    >>> relief(3, departures_a_week=0) is None
    True
    """
    if n_waiting < 0 or departures_a_week < 0:
        raise ValueError(f"relief: no figure may be below 0; got {n_waiting=}, {departures_a_week=}")
    if not n_waiting or not departures_a_week:
        return None
    wait_days = 7 * n_waiting / departures_a_week
    return Relief(wait_days, wait_days / 2, 7 * n_waiting, 7 * n_waiting / 2)
