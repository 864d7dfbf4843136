"""One change: who must still agree, when it is done, which step decides it, and what the customer is told."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from dure.doors.web.acts.act import perform
from dure.doors.web.acts.changes import BY_NAME
from dure.doors.web.change.telling import Told
from dure.doors.web.finding import Found
from dure.doors.web.rights import PageRequest, act, page
from dure.facts.roles import Role
from dure.records.changes.queries import changes_titled, state_of

#: The entry of the navigation that this page belongs to.
UNDER = "changes"


@page(least=Role.VIEWER)
def show(request: PageRequest, change_id: int) -> HttpResponse:
    return render(request, "change/page.html", {"told": _told(request, change_id)})


@act(least=Role.MEMBER)
def do(request: PageRequest, change_id: int, name: str, thing_id: int) -> HttpResponse:
    """Does one act and shows the change as it then stands, or the form with what must be mended."""
    told = _told(request, change_id)
    about, known = BY_NAME.get(name, ("", None))
    thing = told.things(about).get(thing_id) if known else None
    if known is None or thing is None:
        raise Http404
    offer = told.offer(name, thing, data=request.POST)
    status = perform(request, offer=offer)
    if status == 200:
        messages.success(request, str(known.done))
        if not request.htmx:
            return HttpResponseRedirect(f"/change/{change_id}/")
    told = _told(request, change_id)
    told.tried = None if status == 200 else offer
    template = "change/_changed.html" if request.htmx else "change/page.html"
    return render(request, template, {"told": told, "is_done": status == 200}, status=status)


def _told(request: PageRequest, change_id: int) -> Told:
    state: Any = state_of(change_id)
    if state is None:
        raise Http404
    return Told(state, now=timezone.now(), role=request.user.role, me=request.user.person_id)


def found(query: str, *, limit: int) -> Iterator[Found]:
    """Changes for the quick search: by their title."""
    for change in changes_titled(query)[:limit]:
        yield Found(
            title=change.title, href=f"/change/{change.pk}/", kind=_("Change"), detail=f"#{change.pk}"
        )


urlpatterns = [
    path("<int:change_id>/", show, name="change"),
    path("<int:change_id>/<slug:name>/<int:thing_id>/", do, name="change_act"),
]
