"""A change: who must agree, its steps with every estimate they were given, its conflicts, and what was forecast."""

from django.db import models

from dure.records.ledger.models import State, current_index, one_current


class Change(models.Model):
    """One thing that several teams must agree on and do. ``due_at`` is by when it is wished; fixed or movable (000-52)."""

    title = models.CharField(max_length=300)
    #: For the customer, in plain words: what changes, why, and what they must do; empty means nothing.
    what = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    customer_does = models.TextField(blank=True)
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    item = models.ForeignKey(
        "work.WorkItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    begin_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    is_fixed = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    source = models.CharField(max_length=60, default="live")

    class Meta:
        indexes = [models.Index(fields=["-opened_at"])]

    def __str__(self) -> str:
        return self.title


class ChangeState(State):
    """Planned, started, announced, done or dropped."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("change", name="change")
        indexes = [current_index("stage", "entered_at", name="change_stage")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.stage}"


class ChangeAccount(models.Model):
    """This account is touched by that change."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="accounts")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "account"], name="change_touches_account_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id} for {self.account_id}"


class ChangeVoice(models.Model):
    """This voice is answered by that change."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="voices")
    voice = models.ForeignKey("voices.Voice", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "voice"], name="change_answers_voice_once")]

    def __str__(self) -> str:
        return f"{self.change_id} for {self.voice_id}"


class Agreement(models.Model):
    """A team or a person who must agree. Once asked they stay on the list: none may be skipped (004-03)."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="agreements")
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "team"], name="team_asked_once"),
            models.UniqueConstraint(fields=["change", "person"], name="person_asked_once"),
            models.CheckConstraint(
                condition=models.Q(team__isnull=False) ^ models.Q(person__isnull=False), name="team_or_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.team or self.person)


class AgreementState(State):
    """Asked, agreed, refused or withdrawn, in their words (``why``)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("agreement", name="agreement")
        indexes = [current_index("stage", "entered_at", name="agreement_stage")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.stage}"


class Step(models.Model):
    """What one team does for the change; where it is a handoff or a work item, it points there."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    handoff = models.ForeignKey(
        "handoffs.Handoff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    item = models.ForeignKey(
        "work.WorkItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["change", "title"], name="step_named_once")]

    def __str__(self) -> str:
        return self.title


class StepState(State):
    """Waiting, started or done."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("step", name="step")

    def __str__(self) -> str:
        return f"{self.step_id} {self.stage}"


class Estimate(models.Model):
    """How long a step was said to take, after which others, as of a moment. The first one is kept (000-06)."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="estimates")
    optimistic_days = models.FloatField(null=True, blank=True)
    likely_days = models.FloatField(null=True, blank=True)
    pessimistic_days = models.FloatField(null=True, blank=True)
    #: The ids of the steps it comes after.
    after = models.JSONField(default=list, blank=True)
    not_before_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.likely_days}"


class Forecast(models.Model):
    """What the plan said on a moment: when it ends, and between when and when. The first one is the promise to compare."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="forecasts")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    low_at = models.DateTimeField(null=True, blank=True)
    high_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.change_id} ends {self.ends_at}"


class Conflict(models.Model):
    """What two teams of a change cannot both have (004-02)."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="conflicts")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    other_team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    other_step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.TextField()

    def __str__(self) -> str:
        return self.what[:80]


class ConflictState(State):
    """Open, or resolved: how (``why``), by whom and when."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="states")

    class Meta(State.Meta):
        constraints = one_current("conflict", name="conflict")

    def __str__(self) -> str:
        return f"{self.conflict_id} {self.stage}"
