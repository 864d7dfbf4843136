"""Bringing in people, accounts and teams, and tying them together."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from dure.facts.loop import CUSTOMER
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.ledger.actions import Doing, act, hold, insert_rows
from dure.records.ledger.queries import last_done
from dure.records.people.models import Account, Affiliation, Calendar, Person, Team, TeamName, User
from dure.records.people.queries import clock_of
from dure.records.people.rules import (
    REMIND,
    check_one_end,
    check_own,
    check_peace,
    check_side,
    checked_dates,
    checked_name,
    checked_purpose,
)


@act("people.add_calendar", least=Role.LEAD)
def add_calendar(doing: Doing, name: str, **fields: Any) -> Calendar:
    """Adds a working calendar."""
    return _keep_calendar(doing, Calendar(name=name, **fields))


@act("people.change_calendar", least=Role.LEAD)
def change_calendar(doing: Doing, calendar: Calendar, **fields: Any) -> Calendar:
    """Changes when a team works: hours, zone, holidays. What was counted before is counted anew."""
    for name, value in fields.items():
        setattr(calendar, name, value)
    return _keep_calendar(doing, calendar)


@act("people.give_calendar", least=Role.LEAD)
def give_calendar(doing: Doing, team: Team, *, calendar: Calendar | None) -> Team:
    """Says by which calendar a team works; without one only the clock on the wall is counted."""
    team.calendar = calendar
    team.save(update_fields=["calendar"])
    doing.about("team", team.pk)
    return team


@act("people.name_front_line", least=Role.LEAD)
def name_front_line(doing: Doing, team: Team, *, is_front_line: bool) -> Team:
    """Says whether a team meets the customer first; "solved at the first touch" is counted by it (B4)."""
    team.is_front_line = is_front_line
    team.save(update_fields=["is_front_line"])
    doing.about("team", team.pk)
    return team


def _keep_calendar(doing: Doing, calendar: Calendar) -> Calendar:
    calendar.name = checked_name(calendar.name)
    clock_of(calendar)
    if Calendar.objects.filter(name=calendar.name).exclude(pk=calendar.pk).exists():
        raise Refused(gettext_noop("There is a calendar of this name already."), field="name")
    calendar.save()
    doing.about("calendar", calendar.pk)
    return calendar


@act("people.add_team", least=Role.ADMIN)
def add_team(doing: Doing, key: str, *, name: str, purpose: str, **fields: Any) -> Team:
    """Adds a team with its purpose; its name's history begins today."""
    team = Team.objects.create(key=key, name=checked_name(name), purpose=checked_purpose(purpose), **fields)
    TeamName.objects.create(team=team, name=team.name, from_on=timezone.localdate(doing.at))
    doing.about("team", team.pk)
    return team


@act("people.rename_team", least=Role.ADMIN)
def rename_team(doing: Doing, team: Team, *, name: str) -> Team:
    """Gives a team another name from today; the old one stays in its history and the key stays the same."""
    today = timezone.localdate(doing.at)
    team.name = checked_name(name)
    TeamName.objects.filter(team=team, to_on__isnull=True).update(to_on=today)
    TeamName.objects.create(team=team, name=team.name, from_on=today)
    team.save(update_fields=["name"])
    doing.about("team", team.pk)
    return team


@act("people.add_account", least=Role.MEMBER)
def add_account(doing: Doing, name: str, **fields: Any) -> Account:
    """Adds an account, outside (side customer) or inside the house (side coworker)."""
    check_side(fields.get("side", CUSTOMER))
    account = Account.objects.create(name=checked_name(name), **fields)
    doing.about("account", account.pk)
    return account


@act("people.add_accounts", least=Role.ADMIN)
def add_accounts(doing: Doing, rows: Iterable[Mapping[str, Any]]) -> int:
    """Adds many accounts at once; each row holds what :func:`add_account` takes."""
    accounts = [Account(**{**row, "name": checked_name(row["name"])}) for row in rows]
    for account in accounts:
        check_side(account.side)
    Account.objects.bulk_create(accounts, batch_size=500)
    doing.about("accounts", len(accounts))
    return len(accounts)


@act("people.add_person", least=Role.MEMBER)
def add_person(doing: Doing, name: str, **fields: Any) -> Person:
    """Adds a person."""
    check_side(fields.get("side", CUSTOMER))
    person = Person.objects.create(name=checked_name(name), **fields)
    doing.about("person", person.pk)
    return person


@act("people.tie", least=Role.MEMBER)
def tie(
    doing: Doing,
    person: Person,
    *,
    relation: str,
    account: Account | None = None,
    team: Team | None = None,
    title: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> Affiliation:
    """Ties a person to an account or a team, with the days it holds."""
    checked_dates(from_on=from_on, to_on=to_on)
    check_one_end(has_account=account is not None, has_team=team is not None)
    affiliation = Affiliation.objects.create(
        person=person,
        account=account,
        team=team,
        relation=relation,
        title=title,
        from_on=from_on,
        to_on=to_on,
    )
    doing.about("person", person.pk)
    return affiliation


@act("people.end_tie", least=Role.MEMBER)
def end_tie(doing: Doing, affiliation: Affiliation, *, to_on: date) -> Affiliation:
    """Ends a tie; the person and what they said stay (000-25)."""
    checked_dates(from_on=affiliation.from_on, to_on=to_on)
    affiliation.to_on = to_on
    affiliation.save(update_fields=["to_on"])
    doing.about("person", affiliation.person_id)
    return affiliation


@act("people.give_login", least=Role.ADMIN)
def give_login(
    doing: Doing, person: Person, *, username: str, password: str, role: Role, **fields: Any
) -> User:
    """Gives a person a login with a role."""
    user = User.objects.create_user(username=username, password=password, role=role, person=person, **fields)
    doing.about("login", user.pk)
    return user


@act("people.prefer", least=Role.VIEWER)
def prefer(doing: Doing, user: User, *, language: str | None = None, theme: str | None = None) -> User:
    """Keeps the language and the theme a login prefers. Each changes their own; an administrator anybody's."""
    check_own(doing.by, person_id=user.person_id)
    user.language = user.language if language is None else language
    user.theme = user.theme if theme is None else theme
    user.save(update_fields=["language", "theme"])
    doing.about("login", user.pk)
    return user


@act("people.look", least=Role.VIEWER)
def look(doing: Doing, user: User) -> User:
    """Remembers when a login last looked at Today: its own, not another's."""
    check_own(doing.by, person_id=user.person_id)
    user.looked_at = doing.at
    user.save(update_fields=["looked_at"])
    doing.about("login", user.pk)
    return user


@act("people.take_in", least=Role.MEMBER)
def take_in(
    doing: Doing, *, source: str, side: str, accounts: list[str], persons: list[str], teams: Mapping[str, str]
) -> None:
    """Brings in those a source names and we do not know yet; ``teams`` gives each its purpose."""
    rows = [(name, side, "", "", "", "", source, name) for name in accounts]
    columns = ("name", "side", "segment", "industry", "country", "currency", "source", "ref")
    insert_rows(doing, Account, columns=columns, rows=rows)
    people = [(name, side, "", "", "Asia/Seoul", False, source, name) for name in persons]
    columns = ("name", "side", "email", "language", "zone", "is_remote", "source", "ref")
    insert_rows(doing, Person, columns=columns, rows=people)
    Team.objects.bulk_create(
        [
            Team(key=f"{source}/{name}", name=name, purpose=checked_purpose(purpose), source=source)
            for name, purpose in teams.items()
        ]
    )
    doing.about("source", 0)


@act("people.take_in_contacts", least=Role.MEMBER)
def take_in_contacts(doing: Doing, *, source: str, columns: dict[str, list[Any]]) -> None:
    """Brings in who was in touch with whom, and when; never what was said."""
    doing.note_many("contacts", columns={**columns, "recorded_ts": doing.now, "source": source})
    doing.about("source", 0)


@act(REMIND, least=Role.MEMBER)
def remind(doing: Doing, whom: Person | Team, *, interval: timedelta, words: str = "") -> None:
    """Notes that a person or a team was reminded of all they owe, in one go; dure itself sends nothing (B9).

    Args:
        whom: the person or the team.
        interval: how long they are to be left in peace between two reminders.
        words: what they were told.
    """
    thing = "team" if isinstance(whom, Team) else "person"
    hold(whom)
    last_at = last_done(REMIND, thing=thing, ids=[whom.pk]).get(whom.pk)
    check_peace(str(whom), last_at=last_at, interval=interval, at=doing.at)
    doing.why = doing.why or words.strip()
    doing.about(thing, whom.pk)
    if thing == "person" and doing.by.person_id:
        doing.note("contacts", from_id=doing.by.person_id, to_id=whom.pk, channel="other", source=whom.source)


@act("people.take_in_usage", least=Role.MEMBER)
def take_in_usage(doing: Doing, *, source: str, columns: dict[str, list[Any]]) -> None:
    """Brings in what people did in the product and on our pages: who, when, and which event."""
    doing.note_many("usage", columns={**columns, "recorded_ts": doing.now, "source": source})
    doing.about("source", 0)
