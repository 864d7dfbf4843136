"""Reading messages."""

from collections.abc import Collection

from django.db.models import QuerySet

from dure.records.messages.models import Message, MessageState
from dure.records.messages.rules import DRAFT


def current_states() -> QuerySet[MessageState]:
    """Where every message stands now."""
    return MessageState.objects.filter(left_at__isnull=True).select_related(
        "message__voice__account", "message__to", "by"
    )


def messages_of(voice_id: int) -> QuerySet[MessageState]:
    """The messages about a voice, oldest first."""
    return current_states().filter(message__voice_id=voice_id).order_by("entered_at", "id")


def drafts() -> QuerySet[MessageState]:
    """The drafts nobody has sent yet, the oldest first."""
    return current_states().filter(stage=DRAFT).order_by("entered_at", "id")


def voices_of_messages(ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """The voice each of some messages is about, and its words."""
    rows = Message.objects.filter(pk__in=ids).values_list("pk", "voice_id", "words")
    return {pk: (voice_id, words) for pk, voice_id, words in rows}


def messages_about(voice_id: int) -> QuerySet[MessageState]:
    """Every state of every message about a voice, oldest first."""
    states = MessageState.objects.filter(message__voice_id=voice_id)
    return states.select_related("message__to", "by").order_by("entered_at", "id")
