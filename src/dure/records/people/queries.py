"""Reading people, accounts and teams."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dure.records.people.models import Account, Affiliation, Person, Team


def accounts() -> QuerySet[Account]:
    """Every account with its owner."""
    return Account.objects.select_related("owner")


def segments() -> list[str]:
    """The segments that accounts are in, in the order of their names."""
    return list(Account.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct())


def people() -> QuerySet[Person]:
    """Every person."""
    return Person.objects.all()


def teams() -> QuerySet[Team]:
    """Every team with its calendar."""
    return Team.objects.select_related("calendar").order_by("name", "id")


def ties_on(day: date) -> QuerySet[Affiliation]:
    """The ties that hold on a day; one without a first or last day is open at that end."""
    begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
    not_over = Q(to_on__isnull=True) | Q(to_on__gte=day)
    return Affiliation.objects.filter(begun & not_over).select_related("person", "account", "team")


def team_name_on(team: Team, *, day: date) -> str:
    """What the team was called on a day; today's name where its history does not say."""
    named = team.names.filter(from_on__lte=day).filter(Q(to_on__isnull=True) | Q(to_on__gt=day)).last()
    return named.name if named else team.name


def known(source: str, *, names: dict[str, set[str]]) -> dict[str, dict[str, int]]:
    """The ids of those of a source's accounts, persons and teams that we know: ``{"accounts": {ref: id} ...}``."""
    teams = Team.objects.filter(source=source, name__in=names["teams"])
    return {
        "accounts": _ids(Account.objects.filter(source=source, ref__in=names["accounts"])),
        "persons": _ids(Person.objects.filter(source=source, ref__in=names["persons"])),
        "teams": dict(teams.values_list("name", "id")),
    }


def _ids(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.values_list("ref", "id"))
