"""What came of a voice, and the numbers we show."""

from django.db import models

from dure.records.outcomes.rules import PARTS


class Outcome(models.Model):
    """What came of it: solved for the person or not, a score, use, a renewal."""

    voice = models.ForeignKey(
        "voices.Voice", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    account = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20)
    value = models.FloatField()
    scale_low = models.FloatField(null=True, blank=True)
    scale_high = models.FloatField(null=True, blank=True)
    words = models.TextField(blank=True)
    measured_at = models.DateTimeField()
    source = models.CharField(max_length=60, default="live")

    class Meta:
        ordering = ["measured_at", "id"]
        indexes = [models.Index(fields=["account", "-measured_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Measurement(models.Model):
    """A number as it stands now, with what it rests on. Its history lies in the lake."""

    metric = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    stream = models.CharField(max_length=80)
    cut = models.CharField(max_length=60)
    slice = models.CharField(max_length=300, blank=True)
    value = models.FloatField(null=True)
    n = models.BigIntegerField(default=0)
    coverage = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["stream", "metric", "cut"])]

    def __str__(self) -> str:
        return f"{self.metric} {self.stream} {self.cut} {self.slice}"


class Signature(models.Model):
    """An owner of a stream stands by what one number means there; without both owners' it is a draft (003-27).

    A signature holds for one version of the definition: another version is unsigned.
    """

    stream = models.ForeignKey("work.Stream", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=[(p, p) for p in PARTS])
    by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    #: Signed by somebody else in the owner's place, with the reason in ``why``.
    is_on_behalf = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "metric", "version", "part"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_signature_of_each_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.version} {self.part} by {self.by_name}"
