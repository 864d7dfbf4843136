"""Changes: who must still agree, what is due next, and whether the end lies before the wish; and opening one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dure.doors.web.changes.opening import Opening
from dure.doors.web.listing import Column, Filter, Listing, Words
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.doors.web.stages import STAGES
from dure.facts.refusals import Refused
from dure.facts.roles import Role
from dure.kit.plans import Plan
from dure.records.changes import queries
from dure.records.changes.actions import open_change
from dure.records.changes.rules import AGREED, OPEN


@dataclass(frozen=True, slots=True)
class Look:
    """What the list says of one change besides its own row."""

    plan: Plan
    missing: list[str]
    n_asked: int
    accounts: list[Any]
    n_conflicts: int
    due_at: datetime | None
    is_open: bool

    @property
    def next(self) -> tuple[str, datetime] | None:
        """The step that ends next, and when."""
        ahead = [(n, s.ends_at) for n, s in self.plan.slots.items() if s.ends_at and not s.is_done]
        return min(ahead, key=lambda one: one[1], default=None) if self.is_open else None

    @property
    def is_late(self) -> bool:
        return bool(self.due_at and self.plan.ends_at and self.plan.ends_at > self.due_at)

    @property
    def spare_days(self) -> float | None:
        """The days between the likely end and the wish; below zero where it comes too late."""
        if not (self.is_open and self.due_at and self.plan.ends_at):
            return None
        return (self.due_at - self.plan.ends_at).total_seconds() / 86_400

    @property
    def late_days(self) -> float:
        return -(self.spare_days or 0.0)


def stages() -> Sequence[tuple[str, Words]]:
    return [
        ("open", pgettext_lazy("change", "Open")),
        *((stage, word) for stage, (word, _tone) in STAGES["change"].items()),
    ]


LIST = Listing(
    columns=(
        Column(name="title", title=gettext_lazy("Change"), sort=("change__title",)),
        Column(name="stage", title=pgettext_lazy("change", "Stage"), sort=("stage",)),
        Column(name="missing", title=gettext_lazy("Still to agree")),
        Column(name="next", title=gettext_lazy("Next due"), on_phone=False),
        Column(name="ends", title=gettext_lazy("Likely end"), on_phone=False),
        Column(name="due", title=gettext_lazy("Wished by"), sort=("change__due_at",), may_be_empty=True, on_phone=False),
        Column(name="since", title=gettext_lazy("Since"), sort=("entered_at",), on_phone=False),
    ),
    order="-since",
    filters=(
        Filter(
            name="stage", title=pgettext_lazy("change", "Stage"), choices=stages,
            narrow=lambda rows, v: rows.filter(stage__in=OPEN) if v == "open" else rows.filter(stage=v),
        ),
    ),
    search=lambda rows, words: rows.filter(change__title__icontains=words),
)  # fmt: skip


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    now, shown = timezone.now(), LIST.shown(queries.current_states(), asked=request.GET)
    open_ones = queries.current_states().filter(stage__in=OPEN)
    missing = queries.missing_agreements()
    looked_at(shown.rows, now=now)
    said = {
        "list": shown,
        "n_open": open_ones.count(),
        "n_held": missing.order_by().values("agreement__change").distinct().count(),
        "longest": missing.first(),
    }
    return render(request, "changes/page.html", said)


def looked_at(states: Sequence[Any], *, now: datetime) -> None:
    """Gives each row its ``look``: the plan, and who is missing; a handful of queries for all of them."""
    ids = [state.change_id for state in states]
    steps, accounts, conflicts = (
        queries.steps_now(ids),
        queries.accounts_of(ids),
        queries.n_open_conflicts(ids),
    )
    answers: dict[int, list[Any]] = {pk: [] for pk in ids}
    for answer in queries.agreements(ids):
        answers[answer.agreement.change_id].append(answer)
    for state in states:
        pk, is_open = state.change_id, state.stage in OPEN
        state.look = Look(
            plan=queries.plan_of(state.change, steps=steps[pk], now=now if is_open else None),
            missing=[str(one.agreement) for one in answers[pk] if one.stage != AGREED] if is_open else [],
            n_asked=len(answers[pk]),
            accounts=accounts[pk],
            n_conflicts=conflicts[pk],
            due_at=state.change.due_at,
            is_open=is_open,
        )


@page(least=Role.MEMBER, takes_post=True)
def new(request: PageRequest) -> HttpResponse:
    """Opens a change; then shows it."""
    form, status = Opening(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change = open_change(by=request.user.actor, **form.said(request.user.person))
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refusal_text(refused))
            else:
                messages.success(
                    request, _("The change is open. Now say who must agree, and what each team does.")
                )
                return HttpResponseRedirect(f"/change/{change.pk}/")
    return render(request, "changes/new.html", {"form": form}, status=status)


urlpatterns = [path("", show, name="changes"), path("new/", new, name="new_change")]
