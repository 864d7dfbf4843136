"""Reading handoffs."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from dure.facts.loop import ACCEPTED, BOUNCED, OFFERED
from dure.records.handoffs.models import Handoff, HandoffState


def current_states() -> QuerySet[HandoffState]:
    """Where every handoff stands now, with its voice and its teams."""
    return HandoffState.objects.filter(left_at__isnull=True).select_related(
        "handoff__voice__account", "handoff__from_team", "handoff__to_team", "by"
    )


def unanswered_handoffs(source: str = "") -> QuerySet[HandoffState]:
    """The handoffs nobody has accepted or bounced yet, the oldest first."""
    waiting = current_states().filter(stage=OFFERED).order_by("entered_at", "id")
    return waiting.filter(handoff__source=source) if source else waiting


def unanswered_from(sources: Collection[str]) -> QuerySet[HandoffState]:
    """The handoffs of some sources that nobody has answered, the oldest first.

    Asked by what they are not, so that the few of a source are found first, and not the many of a stage.
    """
    states = current_states().filter(handoff__source__in=sources).exclude(stage__in=(ACCEPTED, BOUNCED))
    return states.order_by("entered_at", "id")


def handoffs_of(voice_id: int) -> QuerySet[HandoffState]:
    """Where each handoff of a voice stands now, oldest first."""
    return current_states().filter(handoff__voice_id=voice_id).order_by("handoff__offered_at", "id")


def offered_moments(voice_ids: Collection[int]) -> set[tuple[int | None, int, datetime]]:
    """The handoffs of some voices that we know: (voice, receiving team, moment)."""
    found = Handoff.objects.filter(voice_id__in=voice_ids)
    return set(found.values_list("voice_id", "to_team_id", "offered_at"))


def voices_of_handoffs(ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """The voice each of some handoffs passes on, and what it asks."""
    rows = Handoff.objects.filter(pk__in=ids).values_list("pk", "voice_id", "ask")
    return {pk: (voice_id, ask) for pk, voice_id, ask in rows}
