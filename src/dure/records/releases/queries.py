"""Reading releases."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from dure.facts.loop import DONE
from dure.records.releases.models import Release, ReleaseItem
from dure.records.work.models import WorkItem, WorkState, WorkVoice


def releases() -> QuerySet[Release]:
    """Every release, the newest first."""
    return Release.objects.select_related("stream").order_by("-shipped_at", "-id")


def releases_of(item_ids: list[int]) -> QuerySet[ReleaseItem]:
    """The releases some items shipped in."""
    return (
        ReleaseItem.objects.filter(item_id__in=item_ids)
        .select_related("release")
        .order_by("release__shipped_at")
    )


def known(refs: Collection[str], *, source: str) -> dict[str, int]:
    """The releases of a source that we know, by the source's own id."""
    return dict(Release.objects.filter(source=source, ref__in=refs).values_list("ref", "id"))


def voices_awaiting_release(items: Collection[WorkItem]) -> set[int]:
    """Of the voices these items answer, those with other work that is done and has not shipped since."""
    shipped = ReleaseItem.objects.filter(
        item=OuterRef("item"), release__shipped_at__gte=OuterRef("entered_at")
    )
    done = WorkState.objects.filter(left_at__isnull=True, state=DONE, item__stream__waits_for_release=True)
    unshipped = done.filter(~Exists(shipped)).values("item")
    answered = WorkVoice.objects.filter(item__in=items).values("voice")
    links = WorkVoice.objects.filter(item__in=unshipped, voice__in=answered)
    return set(links.values_list("voice_id", flat=True))
