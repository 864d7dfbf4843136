"""The jobs people ask for in the browser. Each may run twice without harm."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django_tasks import task

from dure.facts.roles import Actor, Role
from dure.jobs.drain import drain
from dure.jobs.load import load
from dure.jobs.measure import measure
from dure.lake import Lake


@task()
def load_upload(
    name: str, *, mapping: dict[str, Any], by: dict[str, Any], attempt: int = 1
) -> dict[str, Any]:
    """Takes in an uploaded file by a mapping, then computes the numbers anew; progress is told on the way.

    Args:
        name: the file's name among the uploads.
        by: the actor who asked: person_id, role, name.
        attempt: which try this is, counted by the rounds.
    """
    actor = Actor(person_id=by["person_id"], role=Role(by["role"]), name=by["name"])
    path = Path(settings.MEDIA_ROOT) / name
    taken, is_new = load(
        path,
        mapping=mapping,
        by=actor,
        now=timezone.now(),
        progress=lambda n, share: tell_progress(name, share or 0.0),
    )
    measure_again()
    tell_progress(name, 1.0)
    return {"load": taken.pk, "is_new": is_new}


@task()
def measure_anew(attempt: int = 1) -> None:
    """Brings the ledger into the lake and computes every number anew."""
    measure_again()


def measure_again(say: Callable[[str], None] | None = None) -> int:
    """Drains and measures, now; says how far it is. Returns the number of numbers."""
    lake = Lake(settings.LAKE)
    gained = drain(lake)
    if say:
        say(f"{sum(gained.values()):,} rows into the lake")
    n_numbers = measure(lake, now=timezone.now())
    drain(lake)
    return n_numbers


def tell_progress(name: str, share: float) -> None:
    """Says how far a job has come (0 to 1), for whoever looks."""
    caches["shared"].set(f"progress:{name}", share, timeout=3600)


def progress_of(name: str) -> float | None:
    """How far a job has come, 0 to 1; None where nothing is known of it."""
    share: float | None = caches["shared"].get(f"progress:{name}")
    return share
