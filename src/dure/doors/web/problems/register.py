"""The register: what is open, ranked by customer evidence. Many accounts come before many voices of one (science B35)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from dure.facts.loop import SHIPPED
from dure.facts.origins import TOLD_HERE
from dure.records.promises.queries import late_promises
from dure.records.voices.queries import open_places
from dure.records.work.queries import open_with_voices, states_now

#: What brings new value; the other kinds of work mend what is there.
OPPORTUNITY = "feature"
N_SHOWN = 25


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What customers say of one thing: whose voices, since when, and what they were promised."""

    voices: dict[int, Any] = field(default_factory=dict)
    n_late: int = 0

    @property
    def n(self) -> int:
        return len(self.voices)

    @property
    def accounts(self) -> list[Any]:
        """The accounts, each once, by name."""
        found = {voice.account_id: voice.account for voice in self.voices.values() if voice.account_id}
        return sorted(found.values(), key=lambda account: account.name)

    @property
    def values(self) -> list[tuple[str, int]]:
        """What these accounts are worth a year, in minor units, for each currency; the unknown are left out."""
        totals: dict[str, int] = defaultdict(int)
        for account in self.accounts:
            if account.annual_minor is not None:
                totals[account.currency] += account.annual_minor
        return sorted(totals.items())

    def waiting_days(self, now: datetime) -> float:
        """The days that all these people have waited since their first word, together."""
        return sum((now - voice.heard_at).total_seconds() for voice in self.voices.values()) / 86_400


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line of the register: work with its evidence, or voices of one stage and kind without any work."""

    evidence: Evidence
    days: float = 0.0
    item: Any = None
    state: Any = None
    stage: str = ""
    kind: str = ""

    @property
    def href(self) -> str:
        return f"/work/{self.item.pk}/" if self.item else "#untaken"

    @property
    def rank(self) -> tuple[int, float]:
        """Most accounts first, then the longest waiting."""
        return -len(self.evidence.accounts), -self.days


class Register:
    """Everything that is open here at ``now``, read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.late: dict[int | None, int] = defaultdict(int)
        for voice_id in late_promises(now).values_list("promise__voice_id", flat=True):
            self.late[voice_id] += 1

    @cached_property
    def _places(self) -> list[Any]:
        return list(open_places().filter(voice__source__in=TOLD_HERE))

    @cached_property
    def _worked(self) -> list[Entry]:
        here = open_places().filter(voice__source__in=TOLD_HERE).order_by().values("voice")
        by_item: dict[int, Entry] = {}
        for link in open_with_voices(TOLD_HERE, voices=here):
            entry = by_item.setdefault(link.item_id, Entry(evidence=Evidence(), item=link.item))
            entry.evidence.voices[link.voice_id] = link.voice
        states = states_now(by_item)
        for item_id, entry in by_item.items():
            entry.state = states[item_id]
        return self._ranked(by_item.values())

    @property
    def problems(self) -> list[Entry]:
        """Open work that mends something, ranked."""
        return [entry for entry in self._worked if entry.item.kind != OPPORTUNITY]

    @property
    def opportunities(self) -> list[Entry]:
        """Open work that brings something new, ranked."""
        return [entry for entry in self._worked if entry.item.kind == OPPORTUNITY]

    @cached_property
    def untaken(self) -> list[Entry]:
        """What people said, is not out yet, and no open work answers; by stage and kind, ranked."""
        taken = {voice_id for entry in self._worked for voice_id in entry.evidence.voices}
        groups: dict[tuple[str, str], Entry] = {}
        for place in self._places:
            if place.voice_id in taken or place.stage == SHIPPED:
                continue
            key = (place.stage, place.voice.kind)
            entry = groups.setdefault(key, Entry(evidence=Evidence(), stage=key[0], kind=key[1]))
            entry.evidence.voices[place.voice_id] = place.voice
        return self._ranked(groups.values())

    def _ranked(self, entries: Iterable[Entry]) -> list[Entry]:
        found = list(entries)
        for entry in found:
            entry.days = entry.evidence.waiting_days(self.now)
            entry.evidence.n_late = sum(self.late[voice_id] for voice_id in entry.evidence.voices)
        return sorted(found, key=lambda entry: entry.rank)
