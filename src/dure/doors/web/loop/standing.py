"""Who stands at each station of the loop: the teams of those who bring voices there."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from dure.doors.web.names import Words
from dure.records.people.queries import ties_on
from dure.records.voices.queries import count_by_doer

#: So many teams are named at a station, those that do most there.
MOST = 2


def teams_at(sources: Collection[str], *, day: date) -> dict[str, tuple[Words, ...]]:
    """The teams that do most at each stage, by name; a stage whose doers are in no team is left out."""
    ties = ties_on(day).filter(team__isnull=False).values_list("person_id", "team__name")
    team_of = dict(ties.order_by("person_id", "id"))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for stage, person_id, n in count_by_doer(sources):
        if person_id in team_of:
            counts[stage][team_of[person_id]] += n
    return {stage: tuple(team for team, _n in teams.most_common(MOST)) for stage, teams in counts.items()}
