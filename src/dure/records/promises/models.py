"""A promise, and the dates it was given."""

from django.db import models

from dure.records.ledger.models import State, current_index, one_current


class Promise(models.Model):
    """What we said we would do, to whom, in which words."""

    voice = models.ForeignKey(
        "voices.Voice", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    account = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField()
    is_fixed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    #: What the forecast said when it was made: as likely as not by the first day, 85 % sure by the last (001-28).
    expected_from_on = models.DateField(null=True, blank=True)
    expected_to_on = models.DateField(null=True, blank=True)
    #: On what that rested: stream, n_items, n_weeks, from_week, to_week, n_kept and n of past dates; empty = no basis.
    basis = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=60, default="live")

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"])]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def has_basis(self) -> bool:
        """Whether its date came with a range from data."""
        return self.expected_to_on is not None


class PromiseState(State):
    """Made, moved, kept, broken or withdrawn, with the due moment that held in it."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="states")
    due_at = models.DateTimeField()

    class Meta(State.Meta):
        constraints = one_current("promise", name="promise")
        indexes = [current_index("stage", "due_at", name="promise_due")]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.stage}"
