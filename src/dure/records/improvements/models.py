"""An improvement of one stream or of the loop, the numbers it rested on, and what was tried."""

from django.db import models

from dure.records.improvements.rules import REPEAT
from dure.records.ledger.models import State, current_index, one_current


class Improvement(models.Model):
    """One constraint of one value stream, or of the loop, found on a day."""

    #: The key of a value stream, or ``loop``.
    stream = models.CharField(max_length=80)
    basis = models.CharField(max_length=10)  # team | stage
    station = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    #: Named by a person, where the signals did not name this place.
    is_by_hand = models.BooleanField(default=False)
    #: The improvement whose last step led to this one.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=60, default="live")

    class Meta:
        indexes = [models.Index(fields=["stream", "-found_at"])]

    def __str__(self) -> str:
        return f"{self.stream}: {self.station}"


class ImprovementState(State):
    """A focusing step an improvement entered; in the last one stands what came of it."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="states")
    #: Said again here, so that the database itself keeps to one current constraint a stream.
    stream = models.CharField(max_length=80)
    result = models.CharField(max_length=10, blank=True)  # lifted | not_lifted | unclear

    class Meta(State.Meta):
        constraints = [
            *one_current("improvement", name="improvement"),
            models.UniqueConstraint(
                fields=["stream"],
                condition=models.Q(left_at__isnull=True) & ~models.Q(stage=REPEAT),
                name="one_open_improvement_a_stream",
            ),
        ]
        indexes = [current_index("stream", "stage", name="improvement_step")]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.stage}"


class CitedNumber(models.Model):
    """A number as it stood when an improvement cited it: when it was found, or when it ended."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="cited")
    cited_when = models.CharField(max_length=10)  # found | ended
    metric = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
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
        ordering = ["id"]
        indexes = [models.Index(fields=["metric"], name="cited_metric")]

    def __str__(self) -> str:
        return f"{self.metric} {self.cut} {self.slice} = {self.value}"


class Attempt(models.Model):
    """Something tried about a constraint: who does what by when, and which number is to move by it."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=12)
    words = models.TextField()
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_at = models.DateTimeField()
    due_on = models.DateField()
    metric = models.CharField(max_length=40)
    cut = models.CharField(max_length=60)
    slice = models.CharField(max_length=300, blank=True)
    #: The number as it stood when this was planned; null where it was not known.
    from_value = models.FloatField(null=True)
    from_n = models.BigIntegerField(default=0)
    to_value = models.FloatField()
    #: The number must have moved by this day; else one stops.
    stop_on = models.DateField()
    source = models.CharField(max_length=60, default="live")

    class Meta:
        ordering = ["planned_at", "id"]
        indexes = [models.Index(fields=["metric"], name="attempt_metric")]

    def __str__(self) -> str:
        return self.words[:80]


class AttemptState(State):
    """Planned, done or dropped; when it ends, with the number as it stood then."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="states")
    #: Whether it moved the number as hoped; null while it is planned, and where one cannot say.
    worked = models.BooleanField(null=True)
    value = models.FloatField(null=True)
    n = models.BigIntegerField(default=0)

    class Meta(State.Meta):
        constraints = one_current("attempt", name="attempt")
        indexes = [current_index("stage", name="attempt_stage")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.stage}"
