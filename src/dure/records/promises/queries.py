"""Reading promises."""

from datetime import datetime

from django.db.models import QuerySet

from dure.records.promises.models import PromiseState
from dure.records.promises.rules import OPEN


def current_states() -> QuerySet[PromiseState]:
    """Where every promise stands now, with the promise, its account, its person and its owner."""
    return PromiseState.objects.filter(left_at__isnull=True).select_related(
        "promise__account", "promise__to", "promise__owner", "promise__voice"
    )


def open_promises() -> QuerySet[PromiseState]:
    """The promises still to be kept, the nearest due first."""
    return current_states().filter(stage__in=OPEN).order_by("due_at", "id")


def late_promises(now: datetime) -> QuerySet[PromiseState]:
    """The open promises whose due moment has passed."""
    return open_promises().filter(due_at__lt=now)


def promises_of(voice_id: int) -> QuerySet[PromiseState]:
    """Where each promise that answers a voice stands now, oldest first."""
    return current_states().filter(promise__voice_id=voice_id).order_by("promise__made_at", "id")


def promise_history(promise_id: int) -> QuerySet[PromiseState]:
    """Every date a promise was given and how it ended."""
    return PromiseState.objects.filter(promise_id=promise_id).select_related("by")


def promises_about(voice_id: int) -> QuerySet[PromiseState]:
    """Every date that every promise answering a voice was given, and how each ended, oldest first."""
    states = PromiseState.objects.filter(promise__voice_id=voice_id)
    return states.select_related("promise__owner", "promise__to", "by").order_by("entered_at", "id")
