"""A number as a page shows it: never bare, and never a zero in place of what is not known."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Why a number is not there, in words. The keys are those of ``measurements.reason``.
REASONS: dict[str, Promise] = {
    "no_data": _("No row answers this yet."),
    "not_closed": _("The period is not over yet."),
    "not_reached": _("Fewer than half have got this far, so the middle is not known yet."),
    "too_few": _("Too few to say anything about."),
    "not_computed": _("Not computed yet."),
    "not_recorded": _("The record does not say."),
    "front_line_not_declared": _("Say first which teams are the front line."),
    "no_single_constraint": _("No single place holds up the whole."),
    "one_station": _("There is only one place to wait in, so there is nothing to compare."),
    "too_few_signals": _("Fewer than two signals can be compared."),
    "known_of_one": _("Known of one place alone, so there is nothing to compare."),
    "people_not_declared": _("Nobody has said how many people work there."),
    "hours_not_declared": _("Nobody has said when the team works: give it a calendar."),
    "no_service_times": _("The record does not say who worked on what, from when to when."),
    "next_never_active": _("The record never shows the next place at work."),
    "no_next_station": _("Nothing goes on from there to another place."),
    "no_queue_recorded": _("The record holds no waiting before our own people."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number with all that belongs to it. ``unit`` is one of :class:`dure.facts.numbers.Metric`.

    ``href`` leads to the rows it counts; ``reason`` is a key of REASONS where ``value`` is None.
    """

    title: str | Promise
    value: float | None
    unit: str = "items"
    n: int | None = None
    coverage: float | None = None
    low: float | None = None
    high: float | None = None
    as_of: datetime | None = None
    href: str = ""
    meaning: str | Promise = ""
    reason: str = ""
    #: Where its definition can be signed, while both owners have not yet: the number is then a draft.
    draft_href: str = ""
    #: How many decisions cite it, and where they are told (B39).
    n_decisions: int = 0
    decisions_href: str = ""

    @property
    def why_unknown(self) -> str | Promise:
        """The reason in words."""
        return REASONS.get(self.reason, self.reason or REASONS["no_data"])

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None
