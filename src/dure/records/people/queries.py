"""Reading people, accounts and teams."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dure.facts.loop import SIDES
from dure.kit import calendars
from dure.records.people.models import Account, Affiliation, Person, Team, User


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


def ties_on(day: date) -> QuerySet[Affiliation]:
    """The ties that hold on a day; one without a first or last day is open at that end."""
    begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
    not_over = Q(to_on__isnull=True) | Q(to_on__gte=day)
    return Affiliation.objects.filter(begun & not_over).select_related("person", "account", "team")


def calendar_of(team: Team) -> calendars.Calendar | None:
    """When a team works; None where it has no calendar. The same calendar is worked out once."""
    kept = team.calendar
    if kept is None:
        return None
    hours = tuple((day, *("-".join(shift) for shift in shifts)) for day, shifts in sorted(kept.hours.items()))
    return _calendar(kept.zone, hours, kept.holiday_country, tuple(kept.days_off), tuple(kept.days_on))


@lru_cache(maxsize=128)
def _calendar(
    zone: str,
    hours: tuple[tuple[str, ...], ...],
    country: str,
    days_off: tuple[str, ...],
    days_on: tuple[str, ...],
) -> calendars.Calendar:
    named = {calendars.WEEKDAYS[int(day)]: shifts for day, *shifts in hours}
    return calendars.calendar(
        zone=zone,
        hours=named or calendars.OFFICE_HOURS,
        country=country or None,
        days_off=[date.fromisoformat(on) for on in days_off],
        workdays=[date.fromisoformat(on) for on in days_on],
    )


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


def front_line_keys(sources: Collection[str]) -> list[str]:
    """The keys of the teams of some sources that meet the customer first; none where none is declared."""
    teams = Team.objects.filter(is_front_line=True, source__in=sources)
    return list(teams.order_by("key").values_list("key", flat=True))


def usual_calendar(sources: Collection[str]) -> tuple[str, calendars.Calendar] | None:
    """The name and the hours of the calendar by which most teams of these sources work; None where none has one."""
    rows = Team.objects.filter(source__in=sources, calendar__isnull=False).order_by().values("calendar")
    most = rows.annotate(n=Count("id")).order_by("-n", "calendar").first()
    team = teams().filter(calendar=most["calendar"]).first() if most else None
    kept = calendar_of(team) if team else None
    return (team.calendar.name, kept) if team and team.calendar and kept else None
