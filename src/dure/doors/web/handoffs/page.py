"""Handoffs between teams: the unanswered ones first."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from dure.doors.web.listing import Column, Filter, Listing, Rows, Words
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.stages import STAGES
from dure.facts.loop import HANDOFF_STAGES
from dure.facts.roles import Role
from dure.records.handoffs.queries import brought_in, in_order_of_need, made_here, unanswered_here
from dure.records.people.queries import teams

#: The entry of the navigation that this page belongs to.
UNDER = "voices"

#: What ``need`` says of a handoff that a file brought in.
UNRECORDED = "unrecorded"


def stages() -> Sequence[tuple[str, Words]]:
    return [
        *((stage, STAGES["handoff"][stage][0]) for stage in HANDOFF_STAGES),
        (UNRECORDED, _("Not recorded")),
    ]


def in_stage(rows: Rows, stage: str) -> Rows:
    """Handoffs in a stage; whether one from a file was answered is not recorded."""
    return brought_in(rows) if stage == UNRECORDED else made_here(rows, stage=stage)


def team_choices() -> Sequence[tuple[str, Words]]:
    return [(str(team.pk), team.name) for team in teams()]


def search(rows: Rows, words: str) -> Rows:
    return rows.filter(
        Q(handoff__ask__icontains=words)
        | Q(handoff__voice__title__icontains=words)
        | Q(handoff__voice__words__icontains=words)
    )


LIST = Listing(
    columns=(
        Column(name="ask", title=_("What is asked")),
        Column(name="team", title=_("Of which team"), sort=("handoff__to_team__name",)),
        Column(name="need", title=_("Answer"), sort=("need", "entered_at")),
        Column(name="since", title=_("Offered"), sort=("handoff__offered_at",), on_phone=False),
        Column(
            name="due", title=_("Needed by"), sort=("handoff__due_at",), may_be_empty=True, on_phone=False
        ),
    ),
    order="need",
    filters=(
        Filter(name="stage", title=_("Answer"), choices=stages, narrow=in_stage),
        Filter(
            name="team",
            title=_("Of which team"),
            choices=team_choices,
            narrow=lambda rows, v: rows.filter(handoff__to_team_id=v),
        ),
        Filter(
            name="from",
            title=_("From which team"),
            choices=team_choices,
            narrow=lambda rows, v: rows.filter(handoff__from_team_id=v),
        ),
    ),
    search=search,
)


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    unanswered = unanswered_here()
    shown = LIST.shown(in_order_of_need(), asked=request.GET)
    return render(
        request,
        "handoffs/page.html",
        {"list": shown, "n_unanswered": unanswered.count(), "oldest": unanswered.first()},
    )


urlpatterns = [path("", show, name="handoffs")]
