"""Reading people, accounts and teams."""

import json
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from dure.facts.loop import SIDES
from dure.facts.roles import Role
from dure.kit.business_time import working_stretches
from dure.kit.calendars import Calendar as Clock
from dure.records.people.models import Account, Affiliation, Calendar, Person, Team, User
from dure.records.people.rules import working_clock


def accounts() -> QuerySet[Account]:
    """Every account with its owner."""
    return Account.objects.select_related("owner")


def segments() -> list[str]:
    """The segments that accounts are in, in the order of their names."""
    return list(
        Account.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    )


def people() -> QuerySet[Person]:
    """Every person."""
    return Person.objects.all()


def teams() -> QuerySet[Team]:
    """Every team with its calendar."""
    return Team.objects.select_related("calendar").order_by("name", "id")


def calendars() -> QuerySet[Calendar]:
    """Every working calendar, by name."""
    return Calendar.objects.order_by("name", "id")


def clock_of(calendar: Calendar) -> Clock:
    """The clock that counts a calendar's working hours; the same calendar is worked out once."""
    said = {name: getattr(calendar, name) for name in _HOURS}
    return _clock(json.dumps(said, sort_keys=True))


#: What a calendar says of working hours.
_HOURS = ("zone", "hours", "holiday_country", "days_off", "days_on")


@lru_cache(maxsize=128)
def _clock(said: str) -> Clock:
    return working_clock(**json.loads(said))


def ties_on(day: date) -> QuerySet[Affiliation]:
    """The ties that hold on a day; one without a first or last day is open at that end."""
    begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
    not_over = Q(to_on__isnull=True) | Q(to_on__gte=day)
    return Affiliation.objects.filter(begun & not_over).select_related("person", "account", "team")


def calendar_of(team: Team) -> Clock | None:
    """When a team works; None where it has no calendar."""
    return clock_of(team.calendar) if team.calendar else None


def team_ids_of(person_id: int, *, day: date) -> set[int]:
    """The ids of our teams that a person is tied to on a day."""
    ties = ties_on(day).filter(person_id=person_id, team__isnull=False)
    return {team_id for team_id in ties.values_list("team_id", flat=True) if team_id}


def team_name_on(team: Team, *, day: date) -> str:
    """What the team was called on a day; today's name where its history does not say."""
    named = team.names.filter(from_on__lte=day).filter(Q(to_on__isnull=True) | Q(to_on__gt=day)).last()
    return named.name if named else team.name


def account_numbered(account_id: int) -> Account | None:
    """The account with this id, its owner and the team it stands for."""
    return accounts().select_related("team").filter(pk=account_id).first()


def person_numbered(person_id: int) -> Person | None:
    """The person with this id."""
    return Person.objects.filter(pk=person_id).first()


def people_called(words: str) -> QuerySet[Person]:
    """The people whose name or mail address holds these words."""
    return Person.objects.filter(Q(name__icontains=words) | Q(email__icontains=words)).order_by("name", "id")


def ties_of(person_id: int) -> QuerySet[Affiliation]:
    """Every tie a person has or had, the newest first."""
    ties = Affiliation.objects.filter(person_id=person_id).select_related("account", "team")
    return ties.order_by(F("to_on").desc(nulls_first=True), F("from_on").desc(nulls_last=True), "id")


def ties_to(account_id: int) -> QuerySet[Affiliation]:
    """Every tie to an account, today's and past ones, by the person's name."""
    return (
        Affiliation.objects.filter(account_id=account_id)
        .select_related("person")
        .order_by("person__name", "id")
    )


def people_of(account_id: int, *, day: date) -> QuerySet[Person]:
    """Those tied to an account on a day, by name."""
    return Person.objects.filter(pk__in=ties_on(day).filter(account_id=account_id).values("person")).order_by(
        "name", "id"
    )


def colleagues(on: date) -> QuerySet[Person]:
    """The people who may own something: those tied to one of our teams on a day, and those with a login."""
    in_a_team = ties_on(on).filter(team__isnull=False).values("person")
    with_a_login = User.objects.filter(person__isnull=False, is_active=True).values("person")
    return Person.objects.filter(Q(pk__in=in_a_team) | Q(pk__in=with_a_login)).order_by("name", "id")


def count_by_side() -> dict[str, int]:
    """How many accounts stand on each side."""
    counted = dict(Account.objects.values_list("side").annotate(n=Count("id")).order_by())
    return {side: counted.get(side, 0) for side in SIDES}


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


def teams_of_sources(sources: Collection[str]) -> QuerySet[Team]:
    """The teams that came with some sources, by name."""
    return teams().filter(source__in=sources)


def front_line_keys(sources: Collection[str]) -> list[str]:
    """The keys of the teams of some sources that meet the customer first; none where none is declared."""
    teams = Team.objects.filter(is_front_line=True, source__in=sources)
    return list(teams.order_by("key").values_list("key", flat=True))


def capacities(sources: Collection[str], *, day: date) -> list[dict[str, Any]]:
    """How many people are tied to each team of some sources on a day: team, n_people; nobody tied, no row."""
    ties = ties_on(day).filter(team__source__in=sources).order_by()
    counted = ties.values_list("team__key").annotate(n=Count("person", distinct=True))
    return [{"team": key, "n_people": float(n)} for key, n in counted.order_by("team__key")]


def open_hours(sources: Collection[str], *, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """When the teams of some sources that have a calendar are at work in ``[start, end)``: team, start_ts, end_ts."""
    found = teams().filter(source__in=sources, calendar__isnull=False)
    return [
        {"team": team.key, "start_ts": since, "end_ts": until}
        for team in found
        if (clock := calendar_of(team))
        for since, until in working_stretches(start, end, clock)
    ]


def team_keyed(key: str) -> Team | None:
    """The team with this key."""
    return Team.objects.filter(key=key).first()


def leads(among: Collection[int]) -> set[int]:
    """Of some persons, those whose login may lead."""
    found = User.objects.filter(person_id__in=among, is_active=True, role__gte=Role.LEAD)
    return {person_id for person_id in found.values_list("person_id", flat=True) if person_id}


def yearly_values(accounts: QuerySet[Any]) -> list[tuple[str, int]]:
    """What some accounts (ids) are worth a year, in minor units, for each currency; the unknown are left out."""
    rows = Account.objects.filter(pk__in=accounts, annual_minor__isnull=False).values_list("currency")
    return list(rows.annotate(total=Sum("annual_minor")).order_by("currency"))


def usual_calendar(sources: Collection[str]) -> tuple[str, Clock] | None:
    """The name and the hours of the calendar by which most teams of these sources work; None where none has one."""
    rows = Team.objects.filter(source__in=sources, calendar__isnull=False).order_by().values("calendar")
    most = rows.annotate(n=Count("id")).order_by("-n", "calendar").first()
    team = teams().filter(calendar=most["calendar"]).first() if most else None
    kept = calendar_of(team) if team else None
    return (team.calendar.name, kept) if team and team.calendar and kept else None
