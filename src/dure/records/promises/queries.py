"""Reading promises."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, When

from dure.facts.loop import KEPT
from dure.facts.origins import TOLD_HERE
from dure.records.promises.models import Promise, PromiseState
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


def promise_numbered(promise_id: int) -> Promise | None:
    """The promise with this id."""
    return Promise.objects.filter(pk=promise_id).select_related("account").first()


def promises_with_open_due() -> QuerySet[PromiseState]:
    """Where every promise stands now; ``open_due_at`` is its due moment while it is open, else None."""
    return current_states().annotate(open_due_at=Case(When(stage__in=OPEN, then=F("due_at"))))


def read_as(reading: str, *, now: datetime, day_end: datetime) -> Q:
    """Picks the promises that read so at ``now``: a stage, or open, late, due_today, kept_late.

    ``kept_first`` and ``honoured`` are what the two rates count: of those whose first date has passed (B7).
    ``day_end`` is the first moment after today. A promise late since this morning is late, not due today.
    """
    readings = {
        "open": Q(stage__in=OPEN),
        "late": Q(stage__in=OPEN, due_at__lt=now),
        "due_today": Q(stage__in=OPEN, due_at__gte=now, due_at__lt=day_end),
        "kept": Q(stage=KEPT, entered_at__lte=F("due_at")),
        "kept_all": Q(stage=KEPT),
        "kept_late": Q(stage=KEPT, entered_at__gt=F("due_at")),
        "kept_first": Q(
            stage=KEPT, entered_at__lte=F("promise__first_due_at"), promise__first_due_at__lt=now
        ),
        "honoured": Q(stage=KEPT, entered_at__lte=F("due_at"), promise__first_due_at__lt=now),
    }
    return readings.get(reading, Q(stage=reading))


def count_readings(*, now: datetime, day_end: datetime) -> dict[str, int]:
    """How many promises are open, late, due_today, kept, kept_late and broken at ``now``."""
    counts = {
        name: Count("id", filter=read_as(name, now=now, day_end=day_end))
        for name in ("open", "late", "due_today", "kept", "kept_late", "broken")
    }
    return PromiseState.objects.filter(left_at__isnull=True).aggregate(**counts)


def owner_ids() -> QuerySet[Any, Any]:
    """The ids of those who own a promise."""
    return Promise.objects.filter(owner__isnull=False).values("owner_id").distinct()


def account_ids() -> QuerySet[Any, Any]:
    """The ids of the accounts that were promised something."""
    return Promise.objects.filter(account__isnull=False).values("account_id").distinct()


def n_late_of(account: OuterRef, *, now: datetime) -> QuerySet[Any, Any]:
    """How many open promises to an outer query's account are overdue; a subquery, null where none is."""
    late = PromiseState.objects.filter(left_at__isnull=True, stage__in=OPEN, due_at__lt=now)
    late = late.filter(promise__account=account).order_by()
    return late.values("promise__account").annotate(n=Count("id")).values("n")


def count_late_accounts(*, now: datetime) -> int:
    """To how many accounts an open promise is overdue."""
    return late_promises(now).order_by().values("promise__account").distinct().count()


def recent_states_of(account_id: int) -> QuerySet[PromiseState]:
    """Every date and every end of the promises to an account, the newest first."""
    states = PromiseState.objects.filter(promise__account_id=account_id).select_related("promise", "by")
    return states.order_by("-entered_at", "-id")


def voices_of_promises(ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """The voice each of some promises answers, and its words."""
    rows = Promise.objects.filter(pk__in=ids).values_list("pk", "voice_id", "words")
    return {pk: (voice_id, words) for pk, voice_id, words in rows}


def promises_about(voice_id: int) -> QuerySet[PromiseState]:
    """Every date that every promise answering a voice was given, and how each ended, oldest first."""
    states = PromiseState.objects.filter(promise__voice_id=voice_id)
    return states.select_related("promise__owner", "promise__to", "by").order_by("entered_at", "id")


def states_to(person_id: int) -> QuerySet[PromiseState]:
    """Every state of what was promised about a person's words, oldest first."""
    return PromiseState.objects.filter(promise__voice__person_id=person_id).select_related("promise")


def count_late_by_stream(*, now: datetime) -> dict[str, int]:
    """How many open promises that answer a voice of each value stream are overdue."""
    late = late_promises(now).order_by().exclude(promise__voice__stream="")
    rows = late.values_list("promise__voice__stream").annotate(n=Count("id"))
    return {stream: n for stream, n in rows if stream}


def keeping_times() -> list[tuple[int | None, datetime, datetime]]:
    """How long promises made here took to be kept: (owner, made, kept)."""
    kept = PromiseState.objects.filter(stage=KEPT, promise__source__in=TOLD_HERE)
    return list(kept.order_by().values_list("promise__owner_id", "promise__made_at", "entered_at"))


def due_of_voices(voice_ids: Collection[int]) -> dict[int, datetime]:
    """The nearest date promised to each of some voices; those without an open promise are left out."""
    rows = PromiseState.objects.filter(left_at__isnull=True, stage__in=OPEN, promise__voice_id__in=voice_ids)
    due = rows.order_by("-due_at", "-id").values_list("promise__voice_id", "due_at")
    return {voice_id: due_at for voice_id, due_at in due if voice_id is not None}
