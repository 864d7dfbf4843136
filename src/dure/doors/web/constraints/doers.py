"""Who must act: those who do the step that holds things up, by what the records say; or that they name nobody."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from dure.doors.web.constraints.places import Place, Station
from dure.facts.origins import TOLD_HERE
from dure.records.people.queries import leads, people, team_keyed, teams, ties_on
from dure.records.voices.queries import count_doers
from dure.records.work.queries import count_teams_at

#: So far back the records are asked who did a step.
LOOK_BACK = timedelta(days=90)


@dataclass(slots=True, kw_only=True)
class Doers:
    """A team, or people without one: who they are, who leads them, and how often they did the step."""

    team: Any = None
    people: list[Any] = field(default_factory=list)
    lead_ids: set[int] = field(default_factory=set)
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoActs:
    """Who must act about a station. ``n_unnamed`` of ``n_steps`` steps name nobody: that is a finding."""

    groups: list[Doers]
    n_steps: int | None = None
    n_unnamed: int = 0
    #: Counted is whose work stood there, not who did the step.
    is_stay: bool = False

    @property
    def is_nobody(self) -> bool:
        return not any(group.team or group.people for group in self.groups)


def who_acts(place: Place, *, station: Station, now: datetime) -> WhoActs:
    """Who must act about a station of a place."""
    basis, key = station
    on = localdate(now)
    if basis == "team":
        team = team_keyed(key)
        groups = [Doers(team=team)] if team else []
        return WhoActs(groups=_with_people(groups, on=on))
    if place.stream:
        return _by_team(count_teams_at(place.key, stage=key, since=now - LOOK_BACK), on=on)
    return _by_person(count_doers(key, since=now - LOOK_BACK, sources=TOLD_HERE), on=on)


def _by_team(counts: Mapping[int | None, int], *, on: date) -> WhoActs:
    by_id = {team.pk: team for team in teams()} if counts else {}
    groups = [Doers(team=by_id[pk], n=n) for pk, n in counts.items() if pk in by_id]
    return WhoActs(
        groups=_with_people(groups[:3], on=on),
        n_steps=sum(counts.values()),
        n_unnamed=counts.get(None, 0),
        is_stay=True,
    )


def _by_person(counts: Mapping[int | None, int], *, on: date) -> WhoActs:
    ids = [pk for pk in counts if pk]
    team_of = {tie.person_id: tie.team for tie in ties_on(on).filter(person_id__in=ids, team__isnull=False)}
    found: dict[int | None, Doers] = defaultdict(Doers)
    for person in people().filter(pk__in=ids):
        team = team_of.get(person.pk)
        group = found[team.pk if team else None]
        group.team, group.n = team, group.n + counts[person.pk]
        group.people.append(person)
    groups = sorted(found.values(), key=lambda group: -group.n)
    leading = leads(ids)
    for group in groups:
        group.people.sort(key=lambda person: -counts[person.pk])
        group.lead_ids = leading
    return WhoActs(groups=groups[:4], n_steps=sum(counts.values()), n_unnamed=counts.get(None, 0))


def _with_people(groups: list[Doers], *, on: date) -> list[Doers]:
    ids = [group.team.pk for group in groups]
    ties = list(ties_on(on).filter(team_id__in=ids).order_by("person__name", "id")) if ids else []
    leading = leads([tie.person_id for tie in ties])
    for group in groups:
        ours = [tie.person for tie in ties if tie.team_id == group.team.pk]
        group.people = sorted(ours, key=lambda person: person.pk not in leading)
        group.lead_ids = leading
    return groups
