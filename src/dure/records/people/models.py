"""Accounts, persons, teams and their dated ties. Side and relation are kept apart (001-19)."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from dure.facts.roles import Actor, Role

SIDES = [("customer", "customer"), ("coworker", "coworker")]


class Calendar(models.Model):
    """When a team works: hours by weekday (0 = Monday), zone, country of holidays, days off and added."""

    name = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=60, default="Asia/Seoul")
    #: {"0": [["09:00", "18:00"]], ...}; several pairs make split shifts.
    hours = models.JSONField(default=dict)
    holiday_country = models.CharField(max_length=10, blank=True)
    #: ISO days: holidays that no law of the country knows, and working days that it takes for holidays.
    days_off = models.JSONField(default=list, blank=True)
    days_on = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of ours; ``key`` stays when the name changes, so that old reports keep working (002-02)."""

    key = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    is_front_line = models.BooleanField(default=False)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=60, default="live")

    def __str__(self) -> str:
        return self.name


class TeamName(models.Model):
    """What a team was called, from one day until another."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on"]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """Somebody we serve: a firm outside, or a team inside (``side`` coworker, 001-18)."""

    name = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=SIDES, default="customer")
    segment = models.CharField(max_length=60, blank=True)
    industry = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Yearly value in minor units of ``currency`` (won has none: 184,000,000 won is 184000000).
    annual_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    since_on = models.DateField(null=True, blank=True)
    renewal_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, default="live")
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "ref"], condition=~models.Q(ref=""), name="account_once"
            )
        ]
        indexes = [models.Index(fields=["name"]), models.Index(fields=["segment"])]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being, whichever side they stand on and whoever employs them today (000-25)."""

    name = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=SIDES, default="customer")
    email = models.EmailField(blank=True)
    zone = models.CharField(max_length=60, default="Asia/Seoul")
    language = models.CharField(max_length=5, default="ko")
    is_remote = models.BooleanField(default=False)
    source = models.CharField(max_length=60, default="live")
    ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], condition=~models.Q(ref=""), name="person_once")
        ]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person's tie to an account or a team, from one day until another: employee, champion, partner ..."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="affiliations"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="affiliations"
    )
    relation = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) ^ models.Q(team__isnull=False),
                name="account_or_team",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation}"


class User(AbstractUser):
    """A login of a person. The role decides acts; the person is who they are done by."""

    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.PositiveSmallIntegerField(
        choices=[(r.value, r.name.lower()) for r in Role], default=Role.VIEWER
    )
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    #: When Today was last opened, for "what changed since you last looked".
    looked_at = models.DateTimeField(null=True, blank=True)

    @property
    def actor(self) -> Actor:
        """The actor in whose name this login acts."""
        name = self.person.name if self.person else self.username
        return Actor(person_id=self.person_id, role=Role(self.role), name=name)
