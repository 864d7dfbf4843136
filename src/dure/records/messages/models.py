"""What we wrote to a person, as draft and as sent."""

from django.db import models

from dure.records.ledger.models import State, current_index, one_current


class Message(models.Model):
    """Words to a person about their voice."""

    voice = models.ForeignKey("voices.Voice", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(max_length=20, default="mail")
    words = models.TextField()
    source = models.CharField(max_length=60, default="live")

    def __str__(self) -> str:
        return self.words[:80]


class MessageState(State):
    """Draft, or sent: by whom and when."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("message", name="message")
        indexes = [current_index("stage", "entered_at", name="message_stage")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.stage}"
