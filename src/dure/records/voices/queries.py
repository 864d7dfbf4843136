"""Reading voices."""

from collections.abc import Collection

from django.db.models import Count, OuterRef, QuerySet, Subquery

from dure.records.voices.models import Voice, VoiceState


def current_states() -> QuerySet[VoiceState]:
    """The stage every voice stands in now."""
    return VoiceState.objects.filter(left_at__isnull=True)


def voices() -> QuerySet[Voice]:
    """Every voice with its account, its person and the stage it stands in (``stage``, ``stage_since``)."""
    current = current_states().filter(voice=OuterRef("pk"))
    return Voice.objects.select_related("account", "person").annotate(
        stage=Subquery(current.values("stage")[:1]), stage_since=Subquery(current.values("entered_at")[:1])
    )


def voices_in(stage: str) -> QuerySet[Voice]:
    """The voices that stand in one stage now."""
    return voices().filter(pk__in=current_states().filter(stage=stage).values("voice"))


def count_by_stage(**where: object) -> dict[str, int]:
    """How many voices stand in each stage now. ``where`` narrows by the voice's fields (``voice__account__segment``)."""
    rows = current_states().filter(**where).values_list("stage").annotate(n=Count("id"))
    return dict(rows.order_by("stage"))


def known(refs: Collection[str], *, source: str) -> dict[str, tuple[int, str, int | None]]:
    """The voices of a source that we know, by the source's own id: (id, kind, account id)."""
    rows = Voice.objects.filter(source=source, ref__in=refs).values_list("ref", "id", "kind", "account_id")
    return {ref: (voice_id, kind, account_id) for ref, voice_id, kind, account_id in rows}


def last_states(voice_ids: Collection[int]) -> dict[int, VoiceState]:
    """The stage each of some voices stands in now."""
    return {state.voice_id: state for state in current_states().filter(voice_id__in=voice_ids)}


def has_voices(source: str) -> bool:
    """Whether anything was ever heard through a source."""
    return Voice.objects.filter(source=source).exists()


def stage_of(voice: Voice) -> str:
    """The stage a voice stands in now; empty where it has none yet."""
    return current_states().filter(voice=voice).values_list("stage", flat=True).first() or ""
