"""Reading releases."""

from django.db.models import QuerySet

from dure.records.releases.models import Release, ReleaseItem


def releases() -> QuerySet[Release]:
    """Every release, the newest first."""
    return Release.objects.select_related("stream").order_by("-shipped_at", "-id")


def releases_of(item_ids: list[int]) -> QuerySet[ReleaseItem]:
    """The releases some items shipped in."""
    return ReleaseItem.objects.filter(item_id__in=item_ids).select_related("release").order_by("release__shipped_at")
