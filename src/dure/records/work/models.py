"""Value streams, the work that flows through them, and the states it went through."""

from django.db import models

from dure.facts.loop import FLOW_STATES, KINDS
from dure.records.ledger.models import State, current_index, one_current


class Stream(models.Model):
    """A value stream: the way from a voice to an answer, with an owner in the business and one in IT."""

    key = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    business_owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    technical_owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Whether finished work waits for a release; where it does not, finishing is shipping.
    waits_for_release = models.BooleanField(default=False)
    #: What it is for, in one plain sentence, and where it is meant to go: for everyone in the house to read.
    purpose_ko = models.CharField(max_length=300, blank=True)
    purpose_en = models.CharField(max_length=300, blank=True)
    vision_ko = models.TextField(blank=True)
    vision_en = models.TextField(blank=True)
    #: The share of each kind of work that is meant, 0 to 1: {"feature": 0.6 ...}; empty = no target.
    targets = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=60, default="live")

    def __str__(self) -> str:
        return self.key


class StreamState(models.Model):
    """The map of a stream: each state of the tool belongs to exactly one flow state (B1)."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="states")
    stage = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(s, s) for s in FLOW_STATES])
    waits_on = models.CharField(max_length=10, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["stream", "stage"], name="one_flow_state_per_stage")]

    def __str__(self) -> str:
        return f"{self.stage} = {self.state}"


class StreamTeam(models.Model):
    """A team that works in a stream."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="teams")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "team"], name="team_once_in_stream")]

    def __str__(self) -> str:
        return f"{self.team_id} in {self.stream_id}"


class WorkItem(models.Model):
    """A feature, a defect, a risk or a debt: exactly one of the four, or not yet known."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS], blank=True)
    title = models.CharField(max_length=300)
    handoff = models.ForeignKey(
        "handoffs.Handoff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    account = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    source = models.CharField(max_length=60, default="live")
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], condition=~models.Q(ref=""), name="work_once")
        ]
        indexes = [models.Index(fields=["account", "-created_at"])]

    def __str__(self) -> str:
        return self.title


class WorkVoice(models.Model):
    """This work is done about that voice. One item may answer many voices."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="voices")
    voice = models.ForeignKey("voices.Voice", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "voice"], name="work_answers_voice_once")]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.voice_id}"


class WorkState(State):
    """A state work entered: ``stage`` in the tool's words, ``state`` as flow, and on whom it waits."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=[(s, s) for s in FLOW_STATES])
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waits_on = models.CharField(max_length=10, blank=True)
    waits_for = models.ForeignKey(
        WorkItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Waiting on the customer: whether a question was asked first; null where the source does not say (B4).
    asked = models.BooleanField(null=True)

    class Meta(State.Meta):
        constraints = one_current("item", name="work")
        indexes = [
            current_index("state", "entered_at", name="work_state"),
            # The rows behind a number: done in a week, ever waited on somebody, owned by so many teams.
            models.Index(fields=["left_at"]),
            models.Index(fields=["waits_on", "item"]),
            models.Index(fields=["item", "team"]),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.stage}"
