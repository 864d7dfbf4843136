"""One batch for each person: everything they owe, the most pressing first, and until when to leave them in peace."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dure.doors.web.chase.owed import Debt, whom_key
from dure.kit import wording
from dure.kit.chasing import Ranked, chase_interval, ranked
from dure.records.ledger.queries import last_done
from dure.records.people.rules import REMIND


@dataclass(frozen=True, slots=True)
class Line:
    """One thing owed, its place in the whole list, and its index."""

    debt: Debt
    place: int
    ranked: Ranked

    @property
    def lead(self) -> timedelta:
        return timedelta(hours=self.debt.owed.lead_hours)

    @property
    def slack(self) -> timedelta:
        return timedelta(hours=self.debt.owed.slack_hours)


@dataclass(slots=True, kw_only=True)
class Batch:
    """Everything one person or team owes."""

    whom: Any
    lines: list[Line]
    interval: timedelta
    last_at: datetime | None
    now: datetime

    @property
    def key(self) -> str:
        return whom_key(self.whom)

    @property
    def until_at(self) -> datetime | None:
        """Until when to leave them in peace; None where they may be reminded now."""
        until = self.last_at + self.interval if self.last_at else None
        return until if until and until > self.now else None

    @property
    def language(self) -> str:
        """The language a person reads; a team's is Korean."""
        return "en" if getattr(self.whom, "language", "ko") == "en" else "ko"

    @property
    def words(self) -> str:
        return self.words_in(self.language)

    @property
    def other_language(self) -> str:
        return "ko" if self.language == "en" else "en"

    @property
    def other_words(self) -> str:
        return self.words_in(self.other_language)

    def words_in(self, language: str) -> str:
        """The reminder to copy: all they owe in one message, with the dates, and no reproach."""
        zone = getattr(self.whom, "zone", "") or timezone.get_default_timezone_name()
        today = timezone.localdate(self.now)
        with translation.override(language):
            head = _("Hello {name}, these wait for your word:").format(name=self.whom.name)
            lines = [
                _("- {title} (by {due})").format(
                    title=line.debt.title,
                    due=wording.moment(line.debt.due_at, zone=zone, language=language, today=today),
                )
                if line.debt.due_at
                else _("- {title}").format(title=line.debt.title)
                for line in self.lines
            ]
            foot = _("If one of them cannot be done by then, a word on when is enough. Thank you.")
        return "\n".join([head, *lines, foot])


def batches(debts: Iterable[Debt], *, now: datetime) -> list[Batch]:
    """Everybody who owes something, once each, in the order of the most pressing thing they owe."""
    by_key = {debt.owed.key: debt for debt in debts}
    lines: dict[str, list[Line]] = defaultdict(list)
    for place, one in enumerate(ranked(debt.owed for debt in by_key.values()), start=1):
        debt = by_key[one.owed.key]
        lines[whom_key(debt.whom)].append(Line(debt, place, one))
    whom = {key: found[0].debt.whom for key, found in lines.items()}
    last = {kind: _last(kind, whom.values()) for kind in ("team", "person")}
    return [
        Batch(
            whom=whom[key],
            lines=found,
            interval=chase_interval([line.debt.owed.slack_hours for line in found]),
            last_at=last[key.partition("-")[0]].get(whom[key].pk),
            now=now,
        )
        for key, found in lines.items()
    ]


def _last(kind: str, whom: Collection[Any]) -> dict[int, datetime]:
    ids = [one.pk for one in whom if whom_key(one).startswith(kind)]
    return last_done(REMIND, thing=kind, ids=ids)
