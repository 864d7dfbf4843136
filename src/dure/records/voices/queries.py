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
    return {stage: n for stage, n in rows.order_by("stage")}


def count_by_source(sources: Collection[str], **where: object) -> dict[tuple[str, str], int]:
    """How many voices of each of some sources stand in each stage now, by (source, stage); ``where`` as above."""
    rows = current_states().filter(voice__source__in=sources, **where).values_list("voice__source", "stage")
    return {(source, stage): n for source, stage, n in rows.annotate(n=Count("id")).order_by()}


def standing_in(stages: Collection[str], *, sources: Collection[str], **where: object) -> QuerySet[VoiceState]:
    """Where the voices of some sources stand that stand in one of some stages now, with voice and account."""
    rows = current_states().filter(stage__in=stages, voice__source__in=sources, **where)
    return rows.select_related("voice__account", "voice__person")


def known(refs: Collection[str], *, source: str) -> dict[str, tuple[int, str, int | None]]:
    """The voices of a source that we know, by the source's own id: (id, kind, account id)."""
    rows = Voice.objects.filter(source=source, ref__in=refs).values_list("ref", "id", "kind", "account_id")
    return {ref: (voice_id, kind, account_id) for ref, voice_id, kind, account_id in rows}


def last_states(voice_ids: Collection[int]) -> dict[int, VoiceState]:
    """The stage each of some voices stands in now."""
    return {state.voice_id: state for state in current_states().filter(voice_id__in=voice_ids)}
