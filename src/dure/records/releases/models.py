"""A release and what was in it."""

from django.db import models


class Release(models.Model):
    """What shipped together."""

    name = models.CharField(max_length=200)
    stream = models.ForeignKey("work.Stream", on_delete=models.PROTECT, related_name="+")
    shipped_at = models.DateTimeField()
    notes = models.TextField(blank=True)
    source = models.CharField(max_length=60, default="live")
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "ref"], condition=~models.Q(ref=""), name="release_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseItem(models.Model):
    """This work shipped in that release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey("work.WorkItem", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "item"], name="shipped_once_in_a_release")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.release_id}"
