"""What hinders customer support now: on whom the people wait whose voices are open, the most accounts first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.addresses import address
from dure.doors.web.names import WAITS_ON, Words
from dure.facts.loop import HEARD, REOPENED, SHIPPED, WAITING
from dure.facts.origins import TOLD_HERE
from dure.records.handoffs.queries import unanswered_here
from dure.records.voices.queries import open_places
from dure.records.work.queries import open_with_voices, states_now

Reason = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Hindrance:
    """One thing that people wait for, and who they are."""

    name: Words
    href: str
    accounts: set[int] = field(default_factory=set)
    voices: list[Any] = field(default_factory=list)
    longest_at: datetime | None = None


def hindrances() -> list[Hindrance]:
    """Each open voice once, under the one thing it waits for now; most accounts first, then most voices."""
    here = open_places().filter(voice__source__in=TOLD_HERE)
    handed = {state.handoff.voice_id: state.handoff.to_team for state in unanswered_here()}
    links = list(open_with_voices(TOLD_HERE, voices=here.order_by().values("voice")))
    states = states_now({link.item_id for link in links})
    work = {link.voice_id: states[link.item_id] for link in links}
    found: dict[Words, Hindrance] = {}
    for place in here:
        name, href = _reason(place, team=handed.get(place.voice_id), work=work.get(place.voice_id))
        one = found.setdefault(str(name), Hindrance(name=name, href=href))
        one.voices.append(place.voice)
        one.accounts |= {place.voice.account_id} if place.voice.account_id else set()
        one.longest_at = min(filter(None, (one.longest_at, place.voice.heard_at)))
    return sorted(found.values(), key=lambda one: (-len(one.accounts), -len(one.voices)))


def _reason(place: Any, *, team: Any, work: Any) -> tuple[Words, str]:
    """What one voice waits for, and where those stand that wait for the same."""
    if place.stage == SHIPPED:
        return _("Our word: it is done, and they do not know"), "/voices/?stage=shipped&source=ours"
    if place.stage in (HEARD, REOPENED) and team is None:
        return _("Our first answer"), f"/voices/?stage={place.stage}&source=ours"
    if team is not None:
        href = address("/handoffs/", stage="offered", team=team.pk)
        return format_lazy(_("An answer of {team} to a handoff"), team=team.name), href
    return next(_of_work(work)) if work else (_("Somebody who takes it up"), "/problems/#untaken")


def _of_work(state: Any) -> Iterator[tuple[Words, str]]:
    if state.state == WAITING and state.waits_on and state.waits_on != "team":
        href = address("/items/", state=WAITING, waits_on=state.waits_on)
        yield (
            format_lazy(_("Work that waits on {whom}"), whom=WAITS_ON.get(state.waits_on, state.waits_on)),
            href,
        )
    if state.team:
        yield format_lazy(_("Work at {team}"), team=state.team.name), address("/items/", team=state.team.key)
    yield _("Work of no team"), "/items/"
