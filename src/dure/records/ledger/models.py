"""The ledger, and the shape every state shares."""

from django.db import models


class Entry(models.Model):
    """One act. It is written once, with the rows the act changed, and never changed itself.

    It points at things by name and number, not by foreign key: the ledger outlives the rows it speaks of.
    """

    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=20)
    thing_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    why = models.TextField(blank=True)
    #: What the act adds to the lake: {"moves": [...], "contacts": [...], "answers": [...]}.
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["thing", "thing_id"]), models.Index(fields=["recorded_at"])]

    def __str__(self) -> str:
        return f"{self.act} {self.thing} {self.thing_id} by {self.by_name}"


class Batch(models.Model):
    """Many facts of one load, whole and compressed (Arrow IPC, zstd), on their way to the lake."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=20)
    n_rows = models.PositiveIntegerField()
    rows = models.BinaryField()

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.n_rows} {self.table}"


class Load(models.Model):
    """One file taken in by one mapping: what came of it, and what did not."""

    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    #: What the load brought in and what it did not: counts by name, unmapped states, notes.
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"


class AsideRow(models.Model):
    """A row kept aside: where it stands, why, and the row itself, so that it can be mended and loaded."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="+")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    reason = models.TextField()
    row = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class State(models.Model):
    """A state a thing entered: who, when and why. It is left when the next one is entered.

    ``left_at`` is the only field written later; null says "now". Every measure of time is a subtraction.
    """

    stage = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["entered_at", "id"]


def one_current(thing: str, *, name: str) -> list[models.BaseConstraint]:
    """A thing stands in one state at a time, whoever acts at once."""
    return [
        models.UniqueConstraint(
            fields=[thing], condition=models.Q(left_at__isnull=True), name=f"one_current_{name}"
        )
    ]


def current_index(*fields: str, name: str) -> models.Index:
    """An index over the states things stand in now."""
    return models.Index(fields=list(fields), condition=models.Q(left_at__isnull=True), name=f"current_{name}")
