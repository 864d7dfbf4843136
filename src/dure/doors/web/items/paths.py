"""How a list of work is narrowed by the way its ownership went: the cases behind a number of handing on."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _l

from dure.doors.web.listing import Rows, Words
from dure.facts.cuts import ARROW
from dure.records.people.queries import front_line_keys, teams
from dure.records.work.queries import passed, sources
from dure.records.work.queries.paths import came_again, handed_over, only_with, straight_back

#: The ways an item's ownership may have gone, by the word in the address.
WAYS: dict[str, tuple[Words, Callable[[Rows], Rows]]] = {
    "straight_back": (_l("straight back to the team before"), lambda rows: rows.filter(item__in=straight_back())),
    "came_again": (_l("to a team that had had it before"), lambda rows: rows.filter(item__in=came_again())),
    "front_only": (_l("never left the front line"), lambda rows: rows.filter(item__in=only_with(front_line_keys(sources())))),
    "queued": (_l("waited before our own people"), lambda rows: rows.filter(item__in=passed(state="waiting", waits_on__in=("", "team")))),
}  # fmt: skip


def way_words(way: str) -> Words:
    """What a way is called; nothing where there is no such way."""
    return WAYS[way][0] if way in WAYS else ""


def by_way(rows: Rows, way: str) -> Rows:
    """The items whose ownership went this way."""
    return WAYS[way][1](rows)


def handed_words(pair: str) -> Words:
    """Who handed to whom, by name; nothing where one of the two teams is unknown."""
    giver, _arrow, receiver = pair.partition(ARROW)
    names = {team.key: team.name for team in teams() if team.key in (giver, receiver)}
    return f"{names[giver]}{ARROW}{names[receiver]}" if {giver, receiver} <= set(names) else ""


def by_handover(rows: Rows, pair: str) -> Rows:
    """The items that went from one team to the other."""
    giver, _arrow, receiver = pair.partition(ARROW)
    return rows.filter(item__in=handed_over(giver=giver, receiver=receiver))
