"""Leading measures beside the lagging ones they are expected to move before, and what is not measured (003-31, 003-56)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured, definitions, in_tongue
from dure.doors.web.names import OUTCOMES as OUTCOME_NAMES
from dure.doors.web.numbers import Number
from dure.facts.numbers import OUTCOMES
from dure.records.outcomes.queries import count_outcomes

Words = str | Promise

#: What is looked at in the end: the lagging measures of a stream that are numbers here.
LAGGING = ("loop_time", "flow_time", "flow_time_p85", "flow_velocity", "promise_kept")


#: Outcomes that somebody says when asked; the others are seen.
ASKED = ("ces", "csat", "nps")
#: Without these numbers nothing of a stream is known; the others may have nothing to speak of.
FIRST = ("flow_time", "flow_load")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagging:
    """One lagging measure with those expected to move before it; an outcome has ``n`` answers in place of a value."""

    title: Words
    number: Number | None
    n: int
    href: str
    leading: list[Number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A measure that has no value, why, and the one act that sets it up."""

    title: Words
    why: Words
    act: Words
    href: str


def alignment(found: Mapping[str, Number], *, counts: Mapping[str, int], stream: str) -> list[Lagging]:
    """Every lagging measure, outcomes last, with the leading ones that speak of this stream."""
    before = {
        name: [m.name for m in definitions().values() if name in m.leads] for name in (*LAGGING, *OUTCOMES)
    }
    rows = []
    for name in (*LAGGING, *OUTCOMES):
        leading = [found[one] for one in before[name] if one in found]
        number = found.get(name)
        title = in_tongue(definitions()[name].title) if name in definitions() else OUTCOME_NAMES[name]
        href = address("/voices/", stream=stream, stage="measured") if name in OUTCOMES else ""
        rows.append(Lagging(title=title, number=number, n=counts.get(name, 0), href=href, leading=leading))
    return rows


def missing(
    measured: Measured, found: Mapping[str, Number], *, counts: Mapping[str, int], stream: Any
) -> list[Missing]:
    """What this stream does not measure yet, each with the act that sets it up."""
    setup = reverse("stream_setup", args=[stream.key])
    gaps = [
        Missing(title=number.title, why=number.why_unknown, act=act, href=href)
        for name, number in found.items()
        if number.value is None and (way := _way(name, number.reason, stream=stream, setup=setup))
        for act, href in [way]
    ]
    gaps += [
        Missing(
            title=OUTCOME_NAMES[name],
            why=_("Nobody has been asked yet.") if name in ASKED else _("Nothing has been noted yet."),
            act=_("Ask those who were told") if name in ASKED else _("Note it with a voice that was told"),
            href=address("/voices/", stream=stream.key, stage="told"),
        )
        for name in OUTCOMES
        if not counts.get(name)
    ]
    if not stream.targets:
        gaps.append(Missing(
            title=_("Target for the kinds of work"), why=_("No target is set."), act=_("Set a target"),
            href=f"{setup}#targets",
        ))  # fmt: skip
    if not (stream.business_owner_id and stream.technical_owner_id):
        gaps.append(Missing(
            title=_("Agreed definitions"), why=_("An owner is missing."), act=_("Name both owners"), href=f"{setup}#about",
        ))  # fmt: skip
    return gaps


def _way(name: str, reason: str, *, stream: Any, setup: str) -> tuple[Words, str] | None:
    """The act that gives a number its data, by why it is not there; None where only time does."""
    if reason == "front_line_not_declared":
        return _("Say which teams are the front line"), f"{setup}#front"
    if name in ("loop_time", "told_before_asked"):
        if reason == "not_reached":
            return _("Tell those whose work is out"), address("/voices/", stream=stream.key, stage="shipped")
        return _("Add work to what customers said"), address("/voices/", stage="heard")
    if name == "promise_kept":
        return _("Promise an answer"), address("/voices/", stream=stream.key)
    if reason == "not_recorded" or (name in FIRST and reason == "no_data"):
        return _("Load a file, or say what its states mean"), reverse("data_new")
    return None


def leading_and_missing(measured: Measured, found: Mapping[str, Number], *, stream: Any) -> dict[str, Any]:
    """Both, from one reading of what came of the voices of this stream."""
    counts = count_outcomes(stream.key)
    return {
        "alignment": alignment(found, counts=counts, stream=stream.key),
        "missing": missing(measured, found, counts=counts, stream=stream),
    }
