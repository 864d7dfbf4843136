"""Reading handoffs."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, When

from dure.facts.loop import ACCEPTED, BOUNCED, OFFERED
from dure.facts.origins import TOLD_HERE
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


def voices_of_handoffs(ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """The voice each of some handoffs passes on, and what it asks."""
    rows = Handoff.objects.filter(pk__in=ids).values_list("pk", "voice_id", "ask")
    return {pk: (voice_id, ask) for pk, voice_id, ask in rows}


def handoffs_about(voice_id: int) -> QuerySet[HandoffState]:
    """Every state of every handoff of a voice, oldest first."""
    states = HandoffState.objects.filter(handoff__voice_id=voice_id)
    return states.select_related("handoff__from_team", "handoff__to_team", "by").order_by("entered_at", "id")


def in_order_of_need() -> QuerySet[HandoffState]:
    """Every handoff where it stands, with ``need``: 0 unanswered, 1 answered, 2 brought in by a file."""
    by_file = ~Q(handoff__source__in=TOLD_HERE)
    need = Case(When(by_file, then=2), When(stage=OFFERED, then=0), default=1, output_field=IntegerField())
    return current_states().annotate(need=need)


def unanswered_here() -> QuerySet[HandoffState]:
    """The handoffs made here that nobody has answered, the oldest first.

    Asked by what they are not: so the few made here are found by their source, not among the many of a stage.
    """
    rows = current_states().filter(handoff__source__in=TOLD_HERE).exclude(stage__in=(ACCEPTED, BOUNCED))
    return rows.order_by("entered_at", "id")


def brought_in(rows: QuerySet[HandoffState]) -> QuerySet[HandoffState]:
    """Of some handoffs, those of which a file says that they were made, and not whether they were answered."""
    return rows.exclude(handoff__source__in=TOLD_HERE)


def made_here(rows: QuerySet[HandoffState], *, stage: str) -> QuerySet[HandoffState]:
    """Of some handoffs, those made here that stand in a stage."""
    return rows.filter(handoff__source__in=TOLD_HERE, stage=stage)


def answer_times() -> list[tuple[int, datetime, datetime]]:
    """How long handoffs made here took to be answered: (receiving team, offered, answered)."""
    answered = HandoffState.objects.filter(
        stage=OFFERED, left_at__isnull=False, handoff__source__in=TOLD_HERE
    )
    rows = answered.order_by().values_list("handoff__to_team_id", "entered_at", "left_at")
    return [(team_id, offered_at, at) for team_id, offered_at, at in rows if at]
