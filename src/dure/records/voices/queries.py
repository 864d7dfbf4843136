"""Reading voices."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncWeek

from dure.facts.loop import SHIPPED
from dure.facts.origins import TOLD_HERE
from dure.records.voices.models import Asking, Voice, VoiceState
from dure.records.voices.rules import ANSWERED, UNANSWERED


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


def count_by_doer(sources: Collection[str]) -> list[tuple[str, int, int]]:
    """Who brought voices of some sources to which stage, and how often: (stage, person id, n)."""
    done = VoiceState.objects.filter(voice__source__in=sources, by__isnull=False).order_by()
    return list(done.values_list("stage", "by_id").annotate(n=Count("id")).order_by("stage", "by_id"))


def count_by_stage(**where: object) -> dict[str, int]:
    """How many voices stand in each stage now. ``where`` narrows by the voice's fields (``voice__account__segment``)."""
    rows = current_states().filter(**where).values_list("stage").annotate(n=Count("id"))
    return dict(rows.order_by("stage"))


def count_by_source(sources: Collection[str], **where: object) -> dict[tuple[str, str], int]:
    """How many voices of each of some sources stand in each stage now, by (source, stage); ``where`` as above."""
    rows = current_states().filter(voice__source__in=sources, **where).values_list("voice__source", "stage")
    return {(source, stage): n for source, stage, n in rows.annotate(n=Count("id")).order_by()}


def standing_in(
    stages: Collection[str], *, sources: Collection[str], **where: object
) -> QuerySet[VoiceState]:
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


def is_open() -> Q:
    """Picks, among the stages voices stand in, those whose people wait for our word.

    A file that says that a thing was done does not say whether the person was told: that counts as not recorded.
    """
    return ~Q(stage__in=ANSWERED) & (~Q(stage=SHIPPED) | Q(voice__source__in=TOLD_HERE))


def open_places() -> QuerySet[VoiceState]:
    """Where the voices stand whose people we have yet to tell, the longest there first."""
    states = current_states().filter(is_open()).select_related("voice__account", "voice__person")
    return states.order_by("entered_at", "id")


def n_open_of(account: OuterRef) -> QuerySet[Any, Any]:
    """How many voices of an outer query's account are open; a subquery, null where none is."""
    states = current_states().filter(is_open(), voice__account=account).order_by()
    return states.values("voice__account").annotate(n=Count("id")).values("n")


def is_waiting_account() -> Q:
    """Picks the accounts of open voices: the same as :func:`is_open`, asked so that each half is found by its index."""
    not_out_yet = current_states().filter(stage__in=UNANSWERED)
    here = current_states().filter(voice__source__in=TOLD_HERE).exclude(stage__in=ANSWERED)
    return Q(pk__in=not_out_yet.values("voice__account")) | Q(pk__in=here.values("voice__account"))


def last_heard_of(account: OuterRef) -> QuerySet[Any, Any]:
    """When an outer query's account was last heard; a subquery."""
    return Voice.objects.filter(account=account).order_by("-heard_at").values("heard_at")[:1]


def latest_ids(account_id: int, *, n: int) -> list[int]:
    """The voices an account raised last, the newest first."""
    return list(
        Voice.objects.filter(account_id=account_id)
        .order_by("-heard_at", "-id")
        .values_list("id", flat=True)[:n]
    )


def paths_of(voice_ids: Collection[int]) -> QuerySet[VoiceState]:
    """Every stage some voices reached, the newest first."""
    states = VoiceState.objects.filter(voice_id__in=voice_ids).select_related("voice", "by")
    return states.order_by("-entered_at", "-id")


def titles_of(ids: Collection[int]) -> dict[int, str]:
    """What some voices are called: the title, else their first words."""
    return {voice.pk: str(voice) for voice in Voice.objects.filter(pk__in=ids).only("title", "words")}


def places() -> QuerySet[VoiceState]:
    """Where every voice stands now, with the voice, its account and its person: what a list of voices is made of."""
    return current_states().select_related("voice__account", "voice__person")


def voice_numbered(voice_id: int) -> Voice | None:
    """One voice with its account, its person and the stage it stands in."""
    return voices().filter(pk=voice_id).first()


def path_of(voice_id: int) -> QuerySet[VoiceState]:
    """Every stage a voice reached, oldest first."""
    return VoiceState.objects.filter(voice_id=voice_id).select_related("by")


def askings_of(voice_id: int) -> QuerySet[Asking]:
    """Every time the person asked again, oldest first."""
    return Asking.objects.filter(voice_id=voice_id)


def voices_saying(words: str) -> QuerySet[Voice]:
    """The voices whose title or words hold these words, the newest first."""
    said = Q(title__icontains=words) | Q(words__icontains=words)
    return Voice.objects.filter(said).select_related("account").order_by("-heard_at", "-id")


def longest_waiting() -> VoiceState | None:
    """Of the voices with no answer yet, the one that has stood longest in its stage."""
    return places().filter(stage__in=UNANSWERED).order_by("entered_at", "id").first()


def has_voices(source: str) -> bool:
    """Whether anything was ever heard through a source."""
    return Voice.objects.filter(source=source).exists()


def stage_of(voice: Voice) -> str:
    """The stage a voice stands in now; empty where it has none yet."""
    return current_states().filter(voice=voice).values_list("stage", flat=True).first() or ""


def count_said_by(person_id: int) -> dict[str, int]:
    """How many voices a person raised (``all``), and how many of them are ``open``."""
    states = current_states().filter(voice__person_id=person_id)
    return states.aggregate(all=Count("id"), open=Count("id", filter=is_open()))


def paths_by(person_id: int) -> QuerySet[VoiceState]:
    """Every stage that what a person said has reached, oldest first."""
    return VoiceState.objects.filter(voice__person_id=person_id).select_related("voice")


def askings_by(person_id: int) -> QuerySet[Asking]:
    """Every time a person asked again, oldest first."""
    return Asking.objects.filter(voice__person_id=person_id).select_related("voice")


def weekly_arrivals(
    since: datetime, *, until: datetime, sources: Collection[str], zone: tzinfo
) -> dict[str, dict[date, int]]:
    """How many voices of some sources reached each stage in each week (by its Monday) of ``[since, until)``."""
    rows = VoiceState.objects.filter(
        entered_at__gte=since, entered_at__lt=until, voice__source__in=sources
    ).annotate(week=TruncWeek("entered_at", tzinfo=zone))
    weekly: dict[str, dict[date, int]] = defaultdict(dict)
    for stage, week, n in rows.values_list("stage", "week").annotate(n=Count("id")).order_by("stage", "week"):
        weekly[stage][week.date()] = n
    return dict(weekly)


def count_doers(stage: str, *, since: datetime, sources: Collection[str]) -> dict[int | None, int]:
    """How often each person brought a voice to a stage since a moment; None counts where nobody is named."""
    rows = VoiceState.objects.filter(stage=stage, entered_at__gte=since, voice__source__in=sources)
    return dict(rows.values_list("by_id").annotate(n=Count("id")).order_by("-n"))


def waiting_by_stream() -> dict[str, tuple[int, int, datetime]]:
    """Of each value stream of our own, those who wait for our word: (voices, accounts, the first word of all)."""
    here = current_states().filter(voice__source__in=TOLD_HERE).exclude(stage__in=ANSWERED)
    rows = here.exclude(voice__stream="").values_list("voice__stream")
    counted = rows.annotate(
        n=Count("id"), accounts=Count("voice__account", distinct=True), first=Min("voice__heard_at")
    )
    return {stream: (n, accounts, first) for stream, n, accounts, first in counted.order_by()}
