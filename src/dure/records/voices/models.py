"""A voice, the states it went through, and the times the person asked again."""

from django.db import models

from dure.records.ledger.models import State, current_index, one_current


class Voice(models.Model):
    """What a person said, in their words, and where and when they said it."""

    account = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, default="ticket")  # survey | session | ticket | chat | use
    channel = models.CharField(max_length=20, default="other")
    title = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    heard_at = models.DateTimeField()
    #: The key of the value stream it came through, where it came through one.
    stream = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=60, default="live")
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], condition=~models.Q(ref=""), name="voice_once")
        ]
        indexes = [
            models.Index(fields=["account", "-heard_at"]),
            models.Index(fields=["person", "-heard_at"]),
            models.Index(fields=["-heard_at"]),
            # Today asks for what is open here among what an import left open: 22 ms without, 0.1 ms with.
            models.Index(fields=["source"], name="voice_source"),
        ]

    def __str__(self) -> str:
        return self.title or self.words[:80]


class VoiceState(State):
    """A stage of the loop a voice reached. ``round`` counts the times it went round."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="states")
    round = models.PositiveSmallIntegerField(default=1)

    class Meta(State.Meta):
        constraints = one_current("voice", name="voice")
        indexes = [current_index("stage", "entered_at", name="voice_stage")]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.stage}"


class Asking(models.Model):
    """The person asked again before we told them."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="askings")
    asked_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.voice_id} asked again"
