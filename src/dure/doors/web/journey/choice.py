"""Whose journeys a page shows: our own customers', or those of one imported history."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext

from dure.doors.web.addresses import address
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import TOLD_HERE
from dure.facts.touch_tables import JOURNEY
from dure.records.work.queries import streams


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose journeys: our own, or those of one imported history."""

    source: str
    name: str

    @property
    def measured_as(self) -> str:
        return f"{JOURNEY}/{self.source}" if self.source else JOURNEY

    @property
    def home(self) -> str:
        return self.href("/journey/")

    def href(self, path: str, **choices: str) -> str:
        return address(path, source=self.source, **choices)


def known_origins() -> list[Choice]:
    """Our own journeys, then those of each imported history."""
    imported = {s.source: s for s in streams() if s.source not in TOLD_HERE}
    is_english = language() == "en"
    named = [Choice(source, s.name_en if is_english else s.name_ko) for source, s in imported.items()]
    return [Choice("", gettext("Our own customers")), *named]


def chosen(source: str) -> Choice:
    """The history the address chooses; one that does not exist is not found."""
    found = next((one for one in known_origins() if one.source == source), None)
    if found is None:
        raise Http404
    return found
