"""What lies on the desk today. Only what happens here and now: history brought in has no place on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dure.facts.loop import HEARD, REOPENED, SHIPPED
from dure.facts.origins import TOLD_HERE, VILLAGE
from dure.records.changes.queries import missing_agreements
from dure.records.handoffs.queries import unanswered_here
from dure.records.messages.queries import drafts
from dure.records.people.queries import ties_on
from dure.records.promises.queries import open_promises
from dure.records.voices.queries import open_places

#: Promises due in as many days after today are shown with those of today.
DAYS_AHEAD = 7

N_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Pile:
    """One pile on the desk: its first rows, and how many there are."""

    rows: Sequence[Any]
    n: int

    @property
    def n_more(self) -> int:
        return self.n - len(self.rows)


def pile(rows: Iterable[Any]) -> Pile:
    """The first rows, and the count of all: what lies on a desk is few enough to be read whole."""
    found = list(rows)
    return Pile(found[:N_SHOWN], len(found))


@dataclass
class Desk:
    """The desk of one person, or (``person_id`` None) of everybody. ``day_end`` is the first moment after today."""

    person_id: int | None
    now: datetime
    day_end: datetime
    today: date

    @cached_property
    def late(self) -> Pile:
        return pile(p for p in self._promises if p.due_at < self.now)

    @cached_property
    def due_today(self) -> Pile:
        return pile(p for p in self._promises if self.now <= p.due_at < self.day_end)

    @cached_property
    def due_soon(self) -> Pile:
        return pile(p for p in self._promises if p.due_at >= self.day_end)

    @cached_property
    def asked_of_us(self) -> Pile:
        """Handoffs that my teams have yet to answer; on everybody's desk all of them."""
        return pile(
            h for h in self._handoffs if self.person_id is None or h.handoff.to_team_id in self.team_ids
        )

    @cached_property
    def asked_of_others(self) -> Pile:
        """Handoffs that I or my teams gave to others who have yet to answer."""
        return pile(h for h in self._handoffs if self.person_id and self._is_given_by_us(h))

    @cached_property
    def to_agree(self) -> Pile:
        """Changes that wait for my word or my teams'; on everybody's desk for anybody's."""
        return pile(
            a for a in self._agreements if self.person_id is None or self._is_asked_of_us(a.agreement)
        )

    @cached_property
    def to_chase(self) -> Pile:
        """What others have yet to answer: agreements to the changes I own, and the handoffs we gave."""
        if self.person_id is None:
            return pile([*self._agreements, *self._handoffs])
        mine = [a for a in self._agreements if a.agreement.change.owner_id == self.person_id]
        asked = [a for a in mine if not self._is_asked_of_us(a.agreement)]
        return pile([*asked, *(h for h in self._handoffs if self._is_given_by_us(h))])

    @cached_property
    def unacknowledged(self) -> Pile:
        """Voices nobody has acknowledged, the longest waiting first."""
        return pile(v for v in self._voices if v.stage in (HEARD, REOPENED))

    @cached_property
    def untold(self) -> Pile:
        """What has shipped, and whose person does not know."""
        return pile(v for v in self._voices if v.stage == SHIPPED)

    @cached_property
    def drafts(self) -> Pile:
        """Words written and not sent."""
        rows = drafts().filter(message__source__in=TOLD_HERE)
        return pile(rows.filter(by_id=self.person_id) if self.person_id else rows)

    @property
    def waited_for(self) -> Any:
        """The handoff that has waited longest for another team's answer: whom the page's sentence names."""
        return next(iter(self._waiting.rows), None)

    @property
    def waited_on(self) -> date:
        """The day that handoff was given, where the reader is."""
        return timezone.localdate(self.waited_for.entered_at)

    @property
    def n_waited_for(self) -> int:
        """How many handoffs wait for the team that the sentence names."""
        first = self.waited_for
        return (
            sum(h.handoff.to_team_id == first.handoff.to_team_id for h in self._waiting.rows) if first else 0
        )

    @property
    def n(self) -> int:
        """Everything that asks for something today."""
        waited_on = (self.late, self.due_today, self.asked_of_us, self.to_agree)
        piles = (*waited_on, self.unacknowledged, self.untold, self.drafts)
        return sum(one.n for one in piles)

    @property
    def is_synthetic(self) -> bool:
        """Whether something on the desk is made up."""
        things = [
            *(p.promise for p in self._promises),
            *(h.handoff for h in self._handoffs),
            *(v.voice for v in self._voices),
            *(a.agreement.change for a in self._agreements),
        ]
        return any(thing.source == VILLAGE for thing in things)

    @property
    def _waiting(self) -> Pile:
        return self.asked_of_others if self.person_id else self.asked_of_us

    @cached_property
    def _promises(self) -> list[Any]:
        soon = self.day_end + timedelta(days=DAYS_AHEAD)
        rows = open_promises().filter(due_at__lt=soon, promise__source__in=TOLD_HERE)
        return list(rows.filter(promise__owner_id=self.person_id) if self.person_id else rows)

    @cached_property
    def _handoffs(self) -> list[Any]:
        return list(unanswered_here())

    @cached_property
    def team_ids(self) -> set[int | None]:
        """The teams of the one whose desk it is."""
        if self.person_id is None:
            return set()
        ties = ties_on(self.today).filter(person_id=self.person_id, team__isnull=False)
        return {tie.team_id for tie in ties}

    @cached_property
    def _agreements(self) -> list[Any]:
        return list(missing_agreements())

    def _is_asked_of_us(self, one: Any) -> bool:
        return one.person_id == self.person_id or one.team_id in self.team_ids

    def _is_given_by_us(self, state: Any) -> bool:
        given = state.handoff
        is_ours = state.by_id == self.person_id or given.from_team_id in self.team_ids
        return is_ours and given.to_team_id not in self.team_ids

    @cached_property
    def _voices(self) -> list[Any]:
        """Mine are those of the accounts I own, those I heard, and those nobody owns: they must not lie about."""
        rows = open_places().filter(voice__source__in=TOLD_HERE)
        owned = Q(voice__account__owner_id=self.person_id) | Q(voice__account__owner__isnull=True)
        return list(rows.filter(owned | Q(by_id=self.person_id)) if self.person_id else rows)
