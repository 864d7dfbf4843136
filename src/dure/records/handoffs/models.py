"""A handoff from one team to another."""

from django.db import models

from dure.records.ledger.models import State, current_index, one_current


class Handoff(models.Model):
    """A voice handed to a team, with what is asked of it."""

    voice = models.ForeignKey(
        "voices.Voice", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    from_team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    ask = models.TextField()
    due_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField()
    source = models.CharField(max_length=60, default="live")

    class Meta:
        indexes = [models.Index(fields=["to_team", "-offered_at"]), models.Index(fields=["source"])]

    def __str__(self) -> str:
        return self.ask[:80]


class HandoffState(State):
    """Offered, accepted in the receiver's words, or bounced with a reason."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("handoff", name="handoff")
        indexes = [current_index("stage", "entered_at", name="handoff_stage")]

    def __str__(self) -> str:
        return f"{self.handoff_id} {self.stage}"
