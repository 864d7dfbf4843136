"""The journey: from the first look to the last word, what follows what, where people leave and where they lose time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from dure.doors.web.journey.backwards import outcome_words, walked
from dure.doors.web.journey.choice import Choice, chosen, known_origins
from dure.doors.web.journey.mapped import Mapped
from dure.doors.web.journey.people import behind, who_said
from dure.doors.web.measured import Measured
from dure.doors.web.rights import page
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role
from dure.records.journeys.queries import is_shipped, stages, touchpoints
from dure.records.outcomes.queries import numbers, outcomes_by
from dure.records.people.queries import person_numbered

UNDER = "loop"
#: As many outcomes are offered to begin from.
N_OUTCOMES = 12
METRICS = (
    "journey_follows", "journey_funnel", "journey_variants", "obstacles", "touch_memory", "touch_count", "peak_end",
)  # fmt: skip


@page(least=Role.VIEWER)
def show(request: HttpRequest) -> HttpResponse:
    choice = chosen(request.GET.get("source", ""))
    mapped = _mapped(choice)
    context = {
        "choice": choice,
        "origins": known_origins(),
        "journey": mapped,
        "is_synthetic": choice.source == "" and bool(mapped.measured),
        "is_shipped": is_shipped(),
        "unmeasured": [point for point in mapped.points if not point.measures],
    }
    return render(request, "journey/page.html", context)


@page(least=Role.VIEWER)
def people(request: HttpRequest) -> HttpResponse:
    """The people behind an obstacle."""
    choice = chosen(request.GET.get("source", ""))
    cut, place = request.GET.get("kind", ""), request.GET.get("place", "")
    if not cut:
        return redirect("journey")
    mapped = _mapped(choice)
    row = mapped.measured.row("obstacles", cut=cut, slice=place)
    if row is None:
        raise Http404
    context = {
        "choice": choice,
        "obstacle": mapped.obstacle(row),
        "people": behind(mapped, kind=cut, place=place),
    }
    return render(request, "journey/people.html", context)


@page(least=Role.VIEWER)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's journey, from an outcome back to their first word (003-43)."""
    one = person_numbered(pk)
    if one is None:
        raise Http404
    came = list(outcomes_by(pk))
    asked = request.GET.get("outcome", "")
    outcome = next((o for o in came if str(o.pk) == asked), came[0] if came else None)
    shown = [
        {"pk": o.pk, "words": outcome_words(o), "at": o.measured_at, "is_chosen": o == outcome} for o in came
    ]
    context: dict[str, Any] = {
        "person": one,
        "outcomes": shown[:N_OUTCOMES],
        "outcome": outcome,
        "outcome_words": outcome_words(outcome) if outcome else "",
        "is_synthetic": one.source == VILLAGE,
        "walk": walked(one, outcome=outcome, stages=stages(), points=touchpoints()),
    }
    return render(request, "journey/person.html", context)


@page(least=Role.VIEWER)
def words(request: HttpRequest, key: str) -> HttpResponse:
    """What people said after a touch, and who: the evidence of a good or a bad memory."""
    choice = chosen(request.GET.get("source", ""))
    mapped = _mapped(choice)
    if key not in mapped.names:
        raise Http404
    context = {
        "choice": choice,
        "name": mapped.names[key],
        "number": mapped.measured.number("touch_memory", cut="touchpoint", slice=key),
        "people": who_said(mapped, place=key),
    }
    return render(request, "journey/words.html", context)


def _mapped(choice: Choice) -> Mapped:
    measured = Measured(numbers(choice.measured_as, *METRICS))
    return Mapped(measured=measured, choice=choice, stages=stages(), points=touchpoints())


urlpatterns = [
    path("", show, name="journey"),
    path("people/", people, name="journey_people"),
    path("words/<slug:key>/", words, name="journey_words"),
    path("person/<int:pk>/", person, name="journey_person"),
]
