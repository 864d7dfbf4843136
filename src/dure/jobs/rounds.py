"""Makes the rounds: does what is due, what was asked for, and what a crash left undone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

#: Times a job is tried before it is left for somebody to look at.
TRIES = 4


@dataclass(slots=True)
class Due:
    """A job done by itself, and how often."""

    name: str
    do: Callable[[], object]
    every: timedelta
    next_at: datetime | None = None


def make_rounds(jobs: list[Due], *, pause_s: float = 1.0, say: Callable[[str], None] = print) -> None:
    """Goes round until it is told to stop. Only one such process may run for one home folder."""
    take_up_again()
    while True:
        do_asked()
        for job in jobs:
            do_due(job, now=timezone.now(), say=say)
        time.sleep(pause_s)


def do_due(job: Due, *, now: datetime, say: Callable[[str], None] = print) -> bool:
    """Does a job if its time has come. A fault is said and does not stop the rounds."""
    if job.next_at is not None and now < job.next_at:
        return False
    job.next_at = now + job.every
    try:
        job.do()
    except Exception as fault:  # noqa: BLE001 - the rounds go on, whatever one job meets
        say(f"{now:%Y-%m-%d %H:%M:%S} {job.name}: {type(fault).__name__}: {fault}")
    return True


def do_asked() -> None:
    """Does the jobs people asked for in the browser, in their order, until none is left."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


def take_up_again() -> int:
    """Puts the jobs that a killed worker left half-done in the queue again; each may run twice without harm.

    Returns:
        The number of jobs put in the queue again.
    """
    n_again = 0
    for left in DBTaskResult.objects.running():
        named = {**left.args_kwargs["kwargs"], "attempt": left.args_kwargs["kwargs"].get("attempt", 1) + 1}
        if named["attempt"] <= TRIES:
            left.task.enqueue(*left.args_kwargs["args"], **named)
            n_again += 1
        left.set_failed(RuntimeError(f"stopped in the middle, at attempt {named['attempt'] - 1} of {TRIES}"))
    return n_again
