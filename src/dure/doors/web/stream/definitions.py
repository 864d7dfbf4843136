"""What each number of a stream means, and which owners agreed to it: signed by both, or a draft (003-10, 003-27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.measured import definitions
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.doors.web.stream.setting_up import stream_at
from dure.doors.web.templatetags.dure import language
from dure.facts.numbers import Metric
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.records.outcomes.actions import sign_definition, withdraw_signature
from dure.records.outcomes.queries import signature_of, signatures
from dure.records.outcomes.rules import PARTS

PART_NAMES: dict[str, str | Promise] = {"business": _("Business owner"), "technical": _("Technical owner")}
UNITS: dict[str, str | Promise] = {
    "days": _("days"),
    "hours": _("hours"),
    "share": _("share"),
    "items": _("items"),
    "points": _("points"),
    "items_per_week": _("items a week"),
    "signals": _("signals"),
    "handovers": _("handovers"),
    "minutes": _("minutes"),
    "person_minutes": _("person-minutes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One owner's place under a definition; ``signature`` is None where it is not signed in this version."""

    name: str
    title: str | Promise
    owner: Any
    signature: Any
    older_version: int | None
    is_mine: bool
    may_stand_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One number's definition, in both languages, with its two signatures."""

    metric: Metric
    parts: list[Part]

    @property
    def unit(self) -> str | Promise:
        return UNITS.get(self.metric.unit, self.metric.unit)

    @property
    def is_signed(self) -> bool:
        return all(part.signature for part in self.parts)


def signed_metrics(stream: Any) -> set[str]:
    """The numbers of a stream whose present version both owners have signed."""
    versions = {name: one.version for name, one in definitions().items()}
    found: dict[str, set[str]] = {}
    for one in signatures(stream.pk):
        if versions.get(one.metric) == one.version:
            found.setdefault(one.metric, set()).add(one.part)
    return {metric for metric, parts in found.items() if parts == set(PARTS)}


def drafts_of(stream: Any) -> dict[str, str]:
    """Of each number whose definition is not signed by both owners: where to sign it."""
    signed, home = signed_metrics(stream), reverse("stream_definitions", args=[stream.key])
    return {name: f"{home}#{name}" for name in definitions() if name not in signed}


@page(least=Role.VIEWER, takes_post=True)
def show_definitions(request: PageRequest, key: str) -> HttpResponse:
    """The definitions of a stream's numbers; an owner signs here, one or all at once."""
    stream = stream_at(key)
    fault = ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request, stream))
        except NotAllowed:
            raise
        except Refused as refused:
            fault = refusal_text(refused)
        else:
            return redirect("stream_definitions", key)
    found = list(_definitions(stream, by=request.user.actor))
    context = {
        "stream": stream,
        "name": stream.name_en if language() == "en" else stream.name_ko,
        "definitions": found,
        "n_signed": sum(one.is_signed for one in found),
        "n_drafts": sum(not one.is_signed for one in found),
        "mine": [part for part in PARTS if _owner(stream, part) == request.user.person_id and _owner(stream, part)],
        "fault": fault,
    }  # fmt: skip
    return render(request, "stream/definitions.html", context, status=409 if fault else 200)


def _owner(stream: Any, part: str) -> int | None:
    return stream.business_owner_id if part == "business" else stream.technical_owner_id


def _definitions(stream: Any, *, by: Any) -> Iterator[Definition]:
    known = {(one.metric, one.version, one.part): one for one in signatures(stream.pk)}
    for metric in definitions().values():
        parts = []
        for name in PARTS:
            older = [v for m, v, p in known if (m, p) == (metric.name, name) and v != metric.version]
            owner = stream.business_owner if name == "business" else stream.technical_owner
            is_mine = owner is not None and owner.pk == by.person_id
            parts.append(Part(
                name=name, title=PART_NAMES[name], owner=owner, signature=known.get((metric.name, metric.version, name)),
                older_version=max(older, default=None), is_mine=is_mine,
                may_stand_in=owner is not None and not is_mine and by.role >= Role.LEAD,
            ))  # fmt: skip
        yield Definition(metric=metric, parts=parts)


def _done(request: PageRequest, stream: Any) -> str:
    said, by = request.POST, request.user.actor
    part, why = said.get("part", ""), said.get("why", "")
    wanted = list(definitions()) if said.get("metric") == "all" else [said.get("metric", "")]
    chosen = [definitions()[name] for name in wanted if name in definitions()]
    for metric in chosen:
        about: dict[str, Any] = {"metric": metric.name, "version": metric.version, "part": part}
        signature = signature_of(stream=stream, **about)
        if said.get("act") == "withdraw":
            if signature:
                withdraw_signature(signature, by=by, why=why)
        elif signature is None or len(chosen) == 1:
            sign_definition(stream, **about, by=by, why=why)
    return (
        gettext("Withdrawn: the number is a draft again.")
        if said.get("act") == "withdraw"
        else gettext("Signed.")
    )
