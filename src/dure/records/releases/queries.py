"""Reading releases."""

from collections.abc import Collection

from django.db.models import QuerySet

from dure.records.releases.models import Release, ReleaseItem


def releases() -> QuerySet[Release]:
    """Every release, the newest first."""
    return Release.objects.select_related("stream").order_by("-shipped_at", "-id")


def releases_of(item_ids: list[int]) -> QuerySet[ReleaseItem]:
    """The releases some items shipped in."""
    return ReleaseItem.objects.filter(item_id__in=item_ids).select_related("release").order_by("release__shipped_at")


def known(refs: Collection[str], *, source: str) -> dict[str, int]:
    """The releases of a source that we know, by the source's own id."""
    return dict(Release.objects.filter(source=source, ref__in=refs).values_list("ref", "id"))
