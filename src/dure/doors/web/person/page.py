"""A person: where they stand and stood, what they said, what was promised to them, and what they promised."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dure.doors.web.finding import Found
from dure.doors.web.rights import PageRequest, page
from dure.facts.roles import Role
from dure.records.people import queries
from dure.records.promises.queries import current_states as promise_states
from dure.records.promises.rules import OPEN
from dure.records.voices.queries import count_said_by, current_states

UNDER = "accounts"
N_SHOWN = 12


@page(least=Role.VIEWER)
def person(request: PageRequest, pk: int) -> HttpResponse:
    one = queries.person_numbered(pk)
    if one is None:
        raise Http404
    context = {
        "person": one,
        "may_act": request.user.role >= Role.MEMBER,
        **_ties(pk),
        **_voices(pk),
        **_promises(pk),
    }
    return render(request, "person/page.html", context)


def _ties(pk: int) -> dict[str, Any]:
    today = timezone.localdate()
    ties = list(queries.ties_of(pk))
    past = [t for t in ties if t.to_on and t.to_on < today]
    return {"ties": [t for t in ties if t not in past], "past_ties": past}


def _voices(pk: int) -> dict[str, Any]:
    places = current_states().filter(voice__person_id=pk).select_related("voice__account", "voice__person")
    said = count_said_by(pk)
    return {
        "voices": places.order_by("-voice__heard_at", "-id")[:N_SHOWN],
        "n_voices": said["all"],
        "n_open": said["open"],
    }


def _promises(pk: int) -> dict[str, Any]:
    theirs = list(promise_states().filter(promise__to_id=pk).order_by("-promise__made_at", "-id"))
    owned = list(promise_states().filter(promise__owner_id=pk).order_by("due_at", "id"))
    to_keep = [state for state in owned if state.stage in OPEN]
    return {
        "promised_to": theirs[:N_SHOWN],
        "promised_by": to_keep[:N_SHOWN],
        "n_to_keep": len(to_keep),
        "n_awaited": sum(state.stage in OPEN for state in theirs),
        "has_owned": bool(owned),
    }


def found(query: str, *, limit: int) -> list[Found]:
    """People by name or mail address, for the quick search."""
    return [
        Found(title=one.name, href=reverse("person", args=[one.pk]), kind=_("Person"), detail=one.email)
        for one in queries.people_called(query)[:limit]
    ]


urlpatterns = [path("<int:pk>/", person, name="person")]
