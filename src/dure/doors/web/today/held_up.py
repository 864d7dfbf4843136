"""What is taken up as holding things up, and what of it is mine to do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.doors.web.names import Words
from dure.doors.web.stages import told
from dure.facts.roles import Role
from dure.records.improvements.queries import open_states, planned_of
from dure.records.improvements.rules import LOOP
from dure.records.people.queries import teams


@dataclass(frozen=True, slots=True)
class HeldUp:
    """The constraints that are taken up, for those who lead; what is planned and mine, for everybody."""

    open_states: list[tuple[Words, Any]]
    mine: list[Any]
    on: date

    def __bool__(self) -> bool:
        return bool(self.open_states or self.mine)


def held_up(*, role: int, person_id: int | None, team_ids: Collection[int | None], on: date) -> HeldUp:
    """What somebody of a role should see of it on a day."""
    states = list(open_states()) if role >= Role.LEAD else []
    names = (
        {team.key: team.name for team in teams()}
        if any(s.improvement.basis == "team" for s in states)
        else {}
    )
    mine = list(planned_of(person_id, team_ids=team_ids)) if person_id else []
    return HeldUp([(_name(state.improvement, names=names), state) for state in states], mine, on)


def _name(improvement: Any, *, names: dict[str, str]) -> Words:
    if improvement.stream == LOOP:
        stage = told("voice", stage=improvement.station)[0]
        return format_lazy(_("The loop: the way to “{stage}”"), stage=stage)
    return f"{improvement.stream}: {names.get(improvement.station, improvement.station)}"
