"""Reading people, accounts and teams."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dure.records.people.models import Account, Affiliation, Person, Team, User


def accounts() -> QuerySet[Account]:
    """Every account with its owner."""
    return Account.objects.select_related("owner")


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


def front_line_keys() -> list[str]:
    """The keys of the teams that meet the customer first."""
    return list(Team.objects.filter(is_front_line=True).order_by("key").values_list("key", flat=True))


def colleagues(on: date) -> QuerySet[Person]:
    """The people who may own something: those tied to one of our teams on a day, and those with a login."""
    in_a_team = ties_on(on).filter(team__isnull=False).values("person")
    with_a_login = User.objects.filter(person__isnull=False, is_active=True).values("person")
    return Person.objects.filter(Q(pk__in=in_a_team) | Q(pk__in=with_a_login)).order_by("name", "id")


def segments() -> list[str]:
    """The segments accounts belong to, each once."""
    return list(Account.objects.exclude(segment="").values_list("segment", flat=True).distinct().order_by("segment"))
