"""Journey stages, touchpoints, and the events each touchpoint is recognised by."""

from django.db import models


class JourneyStage(models.Model):
    """A stage of the journey; ``key`` stays when the name changes, so that old numbers keep their meaning."""

    key = models.SlugField(max_length=40, unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.key


class Touchpoint(models.Model):
    """Where customers meet us: in which stage, through what, and who of us answers for it (003-48)."""

    key = models.SlugField(max_length=60, unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    stage = models.ForeignKey(JourneyStage, on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=20)
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(max_length=20, blank=True)
    #: Names of the metrics that measure it; empty = not measured yet (003-49).
    measures = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["stage__place", "id"]

    def __str__(self) -> str:
        return self.key


class TouchEvent(models.Model):
    """An event that is this touch: the table it is heard in, the column looked at, the value it must have."""

    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="events")
    heard_in = models.CharField(max_length=20)
    column = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["heard_in", "column", "value"], name="an_event_is_one_touch")
        ]

    def __str__(self) -> str:
        return f"{self.heard_in}.{self.column} = {self.value}"
