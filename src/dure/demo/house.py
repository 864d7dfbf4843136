"""Building the village: calendars, teams, people, accounts, ties, logins and value streams."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast

from dure.demo.cards import AccountCard, CoworkerCard, PersonCard, StreamCard, TeamCard, Tie
from dure.demo.cast import (
    ACCOUNTS,
    CALENDARS,
    COWORKERS,
    DEMO_PASSWORD,
    LOGINS,
    PEOPLE,
    SOURCE,
    STATE_MAP,
    STREAMS,
    TEAMS,
)
from dure.demo.days import SEOUL, moment, working_day
from dure.demo.streams import SIGNED
from dure.facts.numbers import Metric
from dure.facts.roles import SYSTEM, Actor, Role
from dure.kit.plugins import found
from dure.records.outcomes.actions import sign_definition
from dure.records.people import actions as people
from dure.records.work import actions as work

#: The working day on which the village is built: about ninety calendar days ago.
FIRST_DAY = 60

METRICS = cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))


@dataclass(slots=True)
class House:
    """Everybody and everything of the village by key, as the telling goes on."""

    now: datetime
    calendars: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    ties: dict[tuple[str, Tie], Any] = field(default_factory=dict)
    streams: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def at(self, day: int, clock: str) -> datetime:
        """The moment a step speaks of."""
        return moment(day, clock, now=self.now)

    def timed(self, day: int, clock: str) -> dict[str, datetime]:
        """When an act happened and when it was recorded: in the village, at once."""
        at = self.at(day, clock)
        return {"at": at, "now": at}

    def today(self) -> date:
        """Today in Seoul."""
        return self.now.astimezone(SEOUL).date()


def build(house: House) -> None:
    """Builds the village as it stood on its first day."""
    first = house.timed(FIRST_DAY, "08:00")
    for calendar in CALENDARS:
        house.calendars[calendar.key] = people.add_calendar(
            calendar.name,
            zone=calendar.zone,
            holiday_country=calendar.country,
            hours={str(day): [list(calendar.hours)] for day in range(5)},
            by=SYSTEM,
            **first,
        )
    for team in TEAMS:
        _add_team(house, team)
    for coworker in COWORKERS:
        _add_coworker(house, coworker)
    for account in ACCOUNTS:
        _add_account(house, account)
    for person in PEOPLE:
        _add_person(house, person)
    for stream in STREAMS:
        _add_stream(house, stream)
    for login in LOGINS:
        people.give_login(
            house.people[login.person],
            username=login.username,
            password=DEMO_PASSWORD,
            role=login.role,
            by=SYSTEM,
            **first,
        )


def _add_stream(house: House, card: StreamCard) -> None:
    house.streams[card.key] = work.add_stream(
        card.key,
        states=STATE_MAP,
        name_ko=card.name_ko,
        name_en=card.name_en,
        business_owner=house.people[card.business_owner],
        technical_owner=house.people[card.technical_owner],
        waits_for_release=card.waits_for_release,
        purpose_ko=card.purpose[0],
        purpose_en=card.purpose[1],
        vision_ko=card.vision[0],
        vision_en=card.vision[1],
        teams=[house.teams[key] for key in card.teams],
        targets=card.targets,
        source=SOURCE,
        by=SYSTEM,
        **house.timed(FIRST_DAY, "08:00"),
    )


def _sign(house: House, *, stream: str, metric: str, part: str) -> None:
    """An owner signs what a number means, in the version it has today."""
    one = house.streams[stream]
    owner = one.business_owner if part == "business" else one.technical_owner
    by = Actor(person_id=owner.pk, role=Role.MEMBER, name=owner.name)
    version = METRICS[metric].version
    sign_definition(
        one, metric=metric, version=version, part=part, by=by, **house.timed(FIRST_DAY - 5, "10:00")
    )


def changes(house: House) -> Iterator[tuple[int, str, Callable[[], Any]]]:
    """What changed after the first day: a team's name, people who came and went, each with its day and time."""
    for stream, metric, part in SIGNED:
        yield FIRST_DAY - 5, "10:00", partial(_sign, house, stream=stream, metric=metric, part=part)
    for team in TEAMS:
        if team.once:
            yield team.renamed_days, "08:30", partial(_rename, house, team)
    for person in PEOPLE:
        for tie in person.ties:
            if tie.from_days is not None:
                yield tie.from_days, "08:30", partial(_tie, house, person, tie)
            if tie.to_days is not None:
                yield tie.to_days, "08:30", partial(_end_tie, house, person, tie)


def _add_team(house: House, card: TeamCard) -> None:
    house.teams[card.key] = people.add_team(
        card.key,
        name=card.once or card.name,
        purpose=card.purpose,
        is_front_line=card.is_front_line,
        calendar=house.calendars[card.calendar],
        source=SOURCE,
        by=SYSTEM,
        **house.timed(FIRST_DAY, "08:00"),
    )


def _rename(house: House, card: TeamCard) -> None:
    people.rename_team(
        house.teams[card.key],
        name=card.name,
        by=house.actors["sera"],
        **house.timed(card.renamed_days, "08:30"),
    )


def _add_coworker(house: House, card: CoworkerCard) -> None:
    first = house.timed(FIRST_DAY, "08:00")
    person = house.people[card.key] = people.add_person(
        card.name,
        side="coworker",
        email=f"{card.key}@naru.example",
        zone=card.zone,
        language=card.language,
        is_remote=card.is_remote,
        source=SOURCE,
        ref=card.key,
        by=SYSTEM,
        **first,
    )
    people.tie(person, relation="employee", team=house.teams[card.team], title=card.title, by=SYSTEM, **first)
    house.actors[card.key] = Actor(person_id=person.pk, role=card.role, name=card.name)


def _add_account(house: House, card: AccountCard) -> None:
    ahead = None if card.renewal_days is None else house.today() + timedelta(days=card.renewal_days)
    house.accounts[card.key] = people.add_account(
        card.name,
        side=card.side,
        segment=card.segment,
        industry=card.industry,
        country=card.country,
        team=house.teams[card.team] if card.team else None,
        owner=house.people[card.owner],
        annual_minor=card.annual_minor,
        currency=card.currency,
        since_on=house.today() - timedelta(days=card.since_days),
        renewal_on=ahead,
        source=SOURCE,
        ref=card.key,
        by=SYSTEM,
        **house.timed(FIRST_DAY, "08:00"),
    )


def _add_person(house: House, card: PersonCard) -> None:
    house.people[card.key] = people.add_person(
        card.name,
        side=card.side,
        email=f"{card.key}@{card.ties[0].to.replace('_', '-')}.example",
        zone=card.zone,
        language=card.language,
        is_remote=card.is_remote,
        source=SOURCE,
        ref=card.key,
        by=SYSTEM,
        **house.timed(FIRST_DAY, "08:00"),
    )
    for tie in card.ties:
        if tie.from_days is None:
            _tie(house, card, tie)


def _tie(house: House, card: PersonCard, tie: Tie) -> None:
    kind, _, key = tie.to.rpartition(":")
    where = {"team": house.teams[key]} if kind == "team" else {"account": house.accounts[key]}
    day = FIRST_DAY if tie.from_days is None else tie.from_days
    house.ties[card.key, tie] = people.tie(
        house.people[card.key],
        relation=tie.relation,
        title=tie.title,
        from_on=None if tie.from_days is None else working_day(tie.from_days, today=house.today()),
        by=SYSTEM,
        **where,
        **house.timed(day, "08:30"),
    )


def _end_tie(house: House, card: PersonCard, tie: Tie) -> None:
    day = tie.to_days or 0
    people.end_tie(
        house.ties[card.key, tie],
        to_on=working_day(day, today=house.today()),
        by=SYSTEM,
        **house.timed(day, "08:30"),
    )
