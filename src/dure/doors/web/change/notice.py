"""The customer's notice of a change, drafted from its plan: what, when, why, and what they must do (004-05).

Facts come from the plan alone. The dates are days of the customer's own zone, the words around them the customer's
language; what a coworker wrote stays as it was written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dure.kit import wording
from dure.kit.clock import day_of
from dure.kit.plans import Plan
from dure.language.script import language_of

SPOKEN = ("ko", "en")


@dataclass(slots=True, kw_only=True)
class Notice:
    """The notice to one person. ``voice`` is what it answers; without one there is nowhere to keep a draft."""

    person: Any
    account: Any
    voice: Any
    language: str
    words: str
    is_mixed: bool
    offer: Any = None


def notice(change: Any, *, plan: Plan, person: Any, account: Any, voice: Any = None, now: datetime) -> Notice:
    """The notice to a person, or where nobody is named to the account; in Korean unless they read English."""
    language = person.language if person and person.language in SPOKEN else "ko"
    written = [words for words in (change.what, change.reason, change.customer_does) if words]
    return Notice(
        person=person,
        account=account,
        voice=voice,
        language=language,
        words=_words(change, plan=plan, person=person, language=language, now=now),
        is_mixed=any(language_of(words) != language for words in written),
    )


def _words(change: Any, *, plan: Plan, person: Any, language: str, now: datetime) -> str:
    zone = person.zone if person else "Asia/Seoul"
    with translation.override(language):
        name = pgettext("a customer by name", "{name}").format(name=person.name) if person else ""
        parts = [
            _("Dear {name},").format(name=name) if name else _("Dear customer,"),
            _("Something changes in what you use: {title}.").format(title=change.title),
            _part(_("What changes"), change.what or change.title),
            _part(_("When"), _when(plan, zone=zone, language=language, now=now)),
            _part(_("Why"), change.reason) if change.reason else "",
            _part(_("What you need to do"), change.customer_does or _("Nothing. You can go on as before.")),
            _("We will write to you as soon as it is done, and beforehand if the dates move."),
        ]
    return "\n\n".join(part for part in parts if part)


def _part(head: str, words: str) -> str:
    return f"[{head}]\n{words}"


def _when(plan: Plan, *, zone: str, language: str, now: datetime) -> str:
    if plan.range is None:
        return _("We do not know the date yet. We will write to you as soon as we do.")
    low, high = (
        wording.day(day_of(max(at, now), zone=zone), language=language, today=day_of(now, zone=zone))
        for at in plan.range
    )
    place = zone.rpartition("/")[2].replace("_", " ")
    if low == high:
        return _("On {day} ({place} time).").format(day=low, place=place)
    return _("Between {low} and {high} ({place} time).").format(low=low, high=high, place=place)
