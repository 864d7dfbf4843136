"""The chase list: whom to remind about what, and why in this order; one reminder for each person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from dure.doors.web.chase.batches import batches
from dure.doors.web.chase.owed import Debts
from dure.doors.web.rights import PageRequest, act, page
from dure.facts.roles import Role
from dure.records.people.actions import remind
from dure.records.people.queries import team_ids_of

#: The entry of the navigation that this page belongs to.
UNDER = "changes"


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    debts = Debts(timezone.now())
    found = batches(debts.all, now=debts.now)
    own = own_keys(request.user.person_id)
    mine = [one for one in found if one.key in own]
    others = [one for one in found if one not in mine]
    said: dict[str, Any] = {
        "batches": mine if request.GET.get("whom") == "me" else found,
        "mine": {one.key for one in mine},
        "n_unowned": debts.n_unowned,
        "n_mine": sum(len(one.lines) for one in mine),
        "n_now": sum(one.until_at is None for one in others),
        "first": next((one for one in others if one.until_at is None), None),
        "is_mine_only": request.GET.get("whom") == "me",
        "may_act": request.user.role >= Role.MEMBER,
        "is_synthetic": any(line.debt.is_synthetic for one in found for line in one.lines),
    }
    return render(request, "chase/page.html", said)


@act(least=Role.MEMBER)
def reminded(request: PageRequest, whom: str) -> HttpResponse:
    """Notes that somebody was reminded of all they owe."""
    one = next(
        (one for one in batches(Debts(timezone.now()).all, now=timezone.now()) if one.key == whom), None
    )
    if one is None:
        raise Http404
    remind(one.whom, interval=one.interval, words=one.words, by=request.user.actor)
    messages.success(request, _("Noted. Leave them in peace for a while now."))
    return HttpResponseRedirect("/chase/")


def own_keys(person_id: int | None) -> set[str]:
    """The reader and the teams of theirs, as the list calls them."""
    if person_id is None:
        return set()
    return {f"person-{person_id}", *(f"team-{pk}" for pk in team_ids_of(person_id, day=timezone.localdate()))}


urlpatterns = [path("", show, name="chase"), path("<slug:whom>/", reminded, name="remind")]
