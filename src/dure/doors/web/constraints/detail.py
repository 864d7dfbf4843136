"""One place in full: what holds it up, how we know, what lifting it brings, who must act, and the board."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from dure.doors.web.acts import improvements as acts
from dure.doors.web.acts.act import Act, Given, Group, Offer, offered
from dure.doors.web.acts.improvements import BAR
from dure.doors.web.constraints.board import columns, result_of, tried_in, with_offers
from dure.doors.web.constraints.change import Arrived, Change, changes, weekly_of_loop
from dure.doors.web.constraints.cited import VERDICT, readings, title_of, unit_of
from dure.doors.web.constraints.doers import who_acts
from dure.doors.web.constraints.gain import gain_of
from dure.doors.web.constraints.places import (
    STALE,
    Place,
    Station,
    measured_of,
    named_basis,
    station_name,
    team_names,
    verdict_of,
)
from dure.doors.web.names import Words
from dure.facts.origins import VILLAGE, is_imported
from dure.records.improvements import queries
from dure.records.voices.queries import has_voices

N_PAST = 10
#: So many places at most are offered to choose from.
N_STATIONS = 40


class Detail:
    """What the page says of one place; read once."""

    def __init__(self, place: Place, *, given: Given, role: int, tried: Offer | None = None) -> None:
        self.place, self.given, self.role, self.kept = place, given, role, tried
        self.names = team_names()
        self.measured = measured_of(place)
        self.verdict = verdict_of(place, self.measured)
        self.as_of = self.measured.as_of
        self.open_state = queries.open_states().filter(stream=place.key).first()
        ended = queries.ended_states(place.key)
        self.last_ended = None if self.open_state else ended.first()
        self.past = self._history(list(ended[:N_PAST]))

    @cached_property
    def arrived(self) -> Arrived:
        """How many voices reached each stage of the loop week by week; nothing for a stream."""
        return {} if self.place.stream else weekly_of_loop(self.now)

    @property
    def improvement(self) -> Any:
        """The improvement that is open."""
        return self.open_state.improvement if self.open_state else None

    @property
    def station(self) -> Station | None:
        """The station one speaks of: the one that is taken up, else the one the signals name."""
        if self.improvement:
            return self.improvement.basis, self.improvement.station
        first = self.verdict.first
        return (named_basis(self.measured), first.key) if first else None

    @property
    def station_name(self) -> Words:
        return station_name(self.place, station=self.station, names=self.names) if self.station else ""

    @property
    def is_still_named(self) -> bool:
        """Whether the signals still name the place that is taken up."""
        return bool(self.station) and self.station in queries.named_constraints(self.place.key)

    @property
    def is_over(self) -> bool:
        """Whether the record ended long ago, as an import's does."""
        is_file = bool(self.place.stream and is_imported(self.place.stream.source))
        return is_file and self.as_of is not None and timezone.now() - self.as_of > STALE

    @property
    def now(self) -> datetime:
        """The moment of which the place speaks: now, or the end of an imported record."""
        return self.as_of if self.is_over and self.as_of else timezone.now()

    @property
    def is_synthetic(self) -> bool:
        made_up = self.improvement and self.improvement.source == VILLAGE
        is_told = self.place.stream is None and has_voices(VILLAGE)
        return self.place.is_synthetic or is_told or bool(made_up)

    def context(self) -> dict[str, Any]:
        """All of it, for the template."""
        gain = (
            gain_of(self.place, station=self.station, arrived=self.arrived, now=self.now)
            if self.station
            else None
        )
        who = who_acts(self.place, station=self.station, now=self.now) if self.station else None
        groups, board = self._groups(), self._board()
        cards = [card for column in board["columns"] for card in column.tried]
        offers = [offer for part in (*groups, *cards) for offer in part.offers]
        return {
            "detail": self,
            "place": self.place,
            "verdict": self.verdict,
            "gain": gain,
            "who": who,
            "groups": groups,
            "tried": self.kept,
            "is_tried_shown": any(offer is self.kept for offer in offers),
            **board,
        }

    def _board(self) -> dict[str, Any]:
        if not self.improvement:
            return {"columns": [], "readings": [], "found_changes": []}
        now = list(self._numbers())
        name = self.station_name
        cards = tried_in(
            queries.attempts_of([self.improvement.pk]), now=now, on=timezone.localdate(), station=name
        )
        with_offers(
            cards, href=self.place.href, role=self.role, given=self.given, may_act=True, kept=self.kept
        )
        return {
            "columns": columns(queries.steps_of(self.improvement.pk), tried=cards),
            "readings": readings(queries.cited_by([self.improvement.pk]), now=now, station=name),
            "found_changes": self._changes(self.improvement, ended_at=None),
        }

    def _changes(self, improvement: Any, *, ended_at: datetime | None) -> list[Change]:
        return changes(
            self.place,
            station=(improvement.basis, improvement.station),
            measured=self.measured,
            arrived=self.arrived,
            found_at=improvement.found_at,
            ended_at=ended_at,
            now=self.now,
        )

    def _history(self, states: list[Any]) -> list[dict[str, Any]]:
        """How past improvements ended, with what was tried and the numbers then and at the end."""
        ids = [state.improvement_id for state in states]
        tried: dict[int, list[Any]] = defaultdict(list)
        cited: dict[int, list[Any]] = defaultdict(list)
        for attempt in queries.attempts_of(ids) if ids else ():
            tried[attempt.improvement_id].append(attempt)
        for number in queries.cited_by(ids) if ids else ():
            cited[number.improvement_id].append(number)
        return [
            self._past(state, tried=tried[state.improvement_id], cited=cited[state.improvement_id])
            for state in states
        ]

    def _past(self, state: Any, *, tried: list[Any], cited: list[Any]) -> dict[str, Any]:
        improvement = state.improvement
        station = (improvement.basis, improvement.station)
        name = station_name(self.place, station=station, names=self.names)
        words, tone = result_of(state)
        return {
            "state": state,
            "improvement": improvement,
            "name": name,
            "words": words,
            "tone": tone,
            "tried": tried_in(tried, now=(), on=timezone.localdate(), station=name),
            "readings": readings(cited, now=(), station=name),
            "found_changes": self._changes(improvement, ended_at=state.entered_at),
        }

    def _numbers(self) -> Any:
        basis, station = self.station or ("stage", "")
        return queries.numbers_of(self.place.key, basis=basis, station=station)

    def _groups(self) -> list[Group]:
        group = Group(title=self.station_name or self.place.name, key="improvement")
        for n, (act, thing) in enumerate(self.acts()):
            if self.role >= act.least:
                group.offers.append(self._offer(act, thing=thing, is_next=n == 0 and not act.is_ending))
        return [group] if group.offers else []

    def _offer(self, act: Act, *, thing: Any, is_next: bool) -> Offer:
        if self.kept and (self.kept.act.name, self.kept.thing.pk) == (act.name, thing.pk):
            return self.kept
        href = f"{self.place.href}{act.name}/{thing.pk}/"
        return offered(act, thing, href=href, given=self.given, is_next=is_next)

    def acts(self) -> list[tuple[Act, Any]]:
        """The acts that are open on the place or on its improvement, each with its thing; forms filled with choices."""
        if self.open_state:
            n_planned = queries.n_planned(self.improvement)
            return [
                (self._formed(act), self.improvement)
                for act in acts.acts_in(self.open_state.stage, n_planned=n_planned)
            ]
        if not self.measured:
            return []
        if self.last_ended:
            return [(self._formed(acts.TAKE_NEXT), self.last_ended.improvement)]
        return [(self._formed(acts.TAKE), self.place)]

    def _formed(self, act: Act) -> Act:
        if act.name in (acts.TAKE.name, acts.TAKE_NEXT.name):
            is_named = len(queries.named_constraints(self.place.key)) == 1
            return acts.with_form(act, acts.taking(self._stations(), is_named=is_named))
        if act.name == acts.PLAN.name:
            return acts.with_form(act, acts.planning(self._choices()))
        return act

    def _stations(self) -> list[tuple[str, Words]]:
        found: list[tuple[float, str, Words]] = []
        for basis in ("team", "stage") if self.place.stream else ("stage",):
            for key, row in self.measured.slices("bottleneck", cut=f"{basis}.waiting_share").items():
                name = station_name(self.place, station=(basis, key), names=self.names)
                found.append((-(row.value or 0.0), f"{basis}{BAR}{key}", name))
        return [(key, name) for _share, key, name in sorted(found, key=lambda one: one[:2])[:N_STATIONS]]

    def _choices(self) -> Sequence[tuple[str, Words, str]]:
        rows = [row for row in self._numbers() if not row.cut.endswith(f".{VERDICT}")]
        return [
            (
                BAR.join((row.metric, row.cut, row.slice)),
                title_of(row.metric, cut=row.cut, slice=row.slice, station=self.station_name),
                unit_of(row.metric, cut=row.cut),
            )
            for row in rows
        ]


def offer_of(detail: Detail, *, name: str, thing_id: str, data: Any) -> Offer | None:
    """One act with its filled form; None where the place has no such act or thing."""
    of_attempts = {act.name: act for act in acts.ON_ATTEMPTS}
    href = f"{detail.place.href}{name}/{thing_id}/"
    if name in of_attempts:
        attempt = queries.attempt_numbered(int(thing_id)) if thing_id.isdecimal() else None
        if attempt is None or attempt.improvement.stream != detail.place.key:
            return None
        return offered(of_attempts[name], attempt, href=href, given=detail.given, data=data)
    open_now = {act.name: (act, thing) for act, thing in detail.acts()}
    always = [acts.TAKE, acts.TAKE_NEXT, acts.PLAN, acts.GO_ON, acts.CLOSE]
    if name not in {act.name for act in always}:
        return None
    act, thing = open_now.get(name) or _not_offered(detail, name=name, thing_id=thing_id, among=always)
    if thing is None or str(thing.pk) != thing_id:
        return None
    return offered(act, thing, href=href, given=detail.given, data=data)


def _not_offered(detail: Detail, *, name: str, thing_id: str, among: Sequence[Act]) -> tuple[Act, Any]:
    """An act that is not open now, and its thing: the rules refuse it with a sentence, should somebody ask for it."""
    act = next(one for one in among if one.name == name)
    if name == acts.TAKE.name:
        return detail._formed(act), detail.place
    thing = queries.improvement_numbered(int(thing_id)) if thing_id.isdecimal() else None
    is_here = thing is not None and thing.stream == detail.place.key
    return detail._formed(act), thing if is_here else None
