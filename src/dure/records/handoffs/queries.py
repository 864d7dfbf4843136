"""Reading handoffs."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from dure.facts.loop import OFFERED
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


def handoffs_of(voice_id: int) -> QuerySet[HandoffState]:
    """Where each handoff of a voice stands now, oldest first."""
    return current_states().filter(handoff__voice_id=voice_id).order_by("handoff__offered_at", "id")


def offered_moments(voice_ids: Collection[int]) -> set[tuple[int | None, int, datetime]]:
    """The handoffs of some voices that we know: (voice, receiving team, moment)."""
    found = Handoff.objects.filter(voice_id__in=voice_ids)
    return set(found.values_list("voice_id", "to_team_id", "offered_at"))


def handoffs_about(voice_id: int) -> QuerySet[HandoffState]:
    """Every state of every handoff of a voice, oldest first."""
    states = HandoffState.objects.filter(handoff__voice_id=voice_id)
    return states.select_related("handoff__from_team", "handoff__to_team", "by").order_by("entered_at", "id")


def handoff_numbered(handoff_id: int) -> HandoffState | None:
    """Where one handoff stands now."""
    return current_states().filter(handoff_id=handoff_id).first()
