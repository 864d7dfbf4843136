"""What holds things up now, in the loop and in every value stream, and the board of what is done about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from dure.doors.web.acts.act import Given, Offer, perform
from dure.doors.web.constraints.detail import Detail, offer_of
from dure.doors.web.constraints.hindrances import hindrances
from dure.doors.web.constraints.places import Place, places, summaries
from dure.doors.web.rights import PageRequest, act, page
from dure.facts.roles import Role

#: The entry of the navigation that this page belongs to.
UNDER = "loop"


@page(least=Role.VIEWER)
def show(request: PageRequest, of: str = "loop") -> HttpResponse:
    context = said_of(of, role=request.user.role, given=Given(request.user.person_id))
    return render(request, "constraints/page.html", context)


@act(least=Role.MEMBER)
def do(request: PageRequest, of: str, name: str, thing_id: str) -> HttpResponse:
    """Does one act and shows the place as it then stands, or the form with what must be mended."""
    given, role = Given(request.user.person_id), request.user.role
    offer = offer_of(
        Detail(_place(of), given=given, role=role), name=name, thing_id=thing_id, data=request.POST
    )
    if offer is None:
        raise Http404
    status = perform(request, offer=offer)
    if status == 200:
        messages.success(request, str(offer.act.done))
        if not request.htmx:
            return HttpResponseRedirect(f"/constraints/{of}/")
    template = "constraints/_changed.html" if request.htmx else "constraints/page.html"
    said = said_of(of, role=role, given=given, tried=None if status == 200 else offer)
    return render(request, template, {**said, "is_done": status == 200}, status=status)


def said_of(of: str, *, role: int, given: Given, tried: Offer | None = None) -> dict[str, Any]:
    """What the page says of one place, and in a line of every other, to somebody of a role."""
    found = places()
    detail = Detail(_place(of, among=found), given=given, role=role, tried=tried)
    return {
        "summaries": summaries(found),
        "hindrances": [] if detail.place.stream else hindrances(),
        **detail.context(),
    }


def _place(key: str, *, among: list[Place] | None = None) -> Place:
    place = next((one for one in among or places() if one.key == key), None)
    if place is None:
        raise Http404
    return place


urlpatterns = [
    path("", show, name="constraints"),
    path("<str:of>/", show, name="constraint"),
    path("<str:of>/<slug:name>/<str:thing_id>/", do, name="constraint_act"),
]
