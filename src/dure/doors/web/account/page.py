"""An account: who is there, what they said, what we promised, what is being done, and what one may do next."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext

from dure.doors.web.account.forms import EndTieForm, HearForm, TieForm
from dure.doors.web.account.timeline import timeline
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.facts.loop import HEARD, REOPENED
from dure.facts.refusals import Refused
from dure.facts.roles import Role
from dure.records.people import queries
from dure.records.people.actions import add_person, end_tie, tie
from dure.records.promises.queries import current_states as promise_states
from dure.records.promises.rules import OPEN, is_late
from dure.records.voices.actions import hear
from dure.records.voices.queries import open_places
from dure.records.work.queries import open_work_touching

UNDER = "accounts"
N_SHOWN = 8


@page(least=Role.VIEWER)
def account(request: PageRequest, pk: int) -> HttpResponse:
    one = _account(pk)
    may_act = request.user.role >= Role.MEMBER
    seen = {**_voices(one), **_promises(one), **_people(one)}
    work, events = open_work_touching(pk)[:N_SHOWN], timeline(pk)
    return render(
        request,
        "account/page.html",
        {"account": one, "may_act": may_act, "work": work, "events": events, **seen},
    )


def _voices(one: Any) -> dict[str, Any]:
    places = open_places().filter(voice__account=one)
    stages = list(places.order_by().values_list("stage", flat=True))
    return {
        "voices": places.order_by("-voice__heard_at", "-id")[:N_SHOWN],
        "n_open": len(stages),
        "n_unheard": sum(stage in (HEARD, REOPENED) for stage in stages),
    }


def _promises(one: Any) -> dict[str, Any]:
    now = timezone.now()
    states = list(promise_states().filter(promise__account=one, stage__in=OPEN).order_by("due_at", "id"))
    late = [s for s in states if is_late(stage=s.stage, due_at=s.due_at, now=now)]
    ahead = [s for s in states if s not in late]
    return {
        "promises": states[:N_SHOWN],
        "n_promises": len(states),
        "n_late": len(late),
        "next_due": ahead[0] if ahead else None,
    }


def _people(one: Any) -> dict[str, Any]:
    today = timezone.localdate()
    ties = list(queries.ties_to(one.pk))
    past = [t for t in ties if t.to_on and t.to_on < today]
    return {"people": _by_person(t for t in ties if t not in past), "past_people": _by_person(past)}


def _by_person(ties: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Each person once, with all they are here."""
    return [(person, list(theirs)) for person, theirs in groupby(ties, key=lambda tie: tie.person)]


@page(least=Role.MEMBER, takes_post=True)
def hear_voice(request: PageRequest, pk: int) -> HttpResponse:
    one = _account(pk)
    form = HearForm(request.POST or None, people=queries.people_of(pk, day=timezone.localdate()))
    if form.is_valid():
        voice = _tried(
            form, lambda: hear(form.cleaned_data["words"], account=one, by=request.user.actor, **form.told())
        )
        if voice:
            messages.success(request, gettext("Heard. The customer's clock runs: acknowledge it next."))
            return redirect("voice", voice.pk)
    return _form(request, one, form=form, template="account/hear.html")


@page(least=Role.MEMBER, takes_post=True)
def tie_person(request: PageRequest, pk: int) -> HttpResponse:
    one = _account(pk)
    form = TieForm(request.POST or None)
    if form.is_valid() and _tried(form, lambda: _tie(form, one, by=request.user.actor)):
        messages.success(request, gettext("Tied. What this person says is now heard with this account."))
        return redirect("account", pk)
    return _form(request, one, form=form, template="account/tie.html")


@page(least=Role.MEMBER, takes_post=True)
def end_of_tie(request: PageRequest, pk: int, tie_id: int) -> HttpResponse:
    one = _account(pk)
    affiliation = queries.ties_to(pk).filter(pk=tie_id).first()
    if affiliation is None:
        raise Http404
    form = EndTieForm(request.POST or None, initial={"to_on": timezone.localdate()})
    if form.is_valid() and _tried(
        form, lambda: end_tie(affiliation, by=request.user.actor, **form.cleaned_data)
    ):
        messages.success(request, gettext("Noted. The person stays, with all they said."))
        return redirect("account", pk)
    return _form(request, one, form=form, template="account/end.html", tie=affiliation)


def _account(pk: int) -> Any:
    one = queries.account_numbered(pk)
    if one is None:
        raise Http404
    return one


def _tie(form: TieForm, one: Any, *, by: Any) -> Any:
    said = dict(form.cleaned_data)
    name, email = said.pop("name"), said.pop("email")
    person = form.person or add_person(name, email=email, side=one.side, source=one.source, by=by)
    return tie(person, account=one, by=by, **said)


def _tried(form: Any, do: Any) -> Any:
    """What the act returns; None where the rules refuse it, the reason then stands at its field."""
    try:
        return do()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refusal_text(refused))
        return None


def _form(request: PageRequest, one: Any, *, form: Any, template: str, **context: Any) -> HttpResponse:
    return render(
        request, template, {"account": one, "form": form, **context}, status=422 if form.is_bound else 200
    )


urlpatterns = [
    path("<int:pk>/", account, name="account"),
    path("<int:pk>/hear/", hear_voice, name="hear_voice"),
    path("<int:pk>/tie/", tie_person, name="tie_person"),
    path("<int:pk>/tie/<int:tie_id>/end/", end_of_tie, name="end_of_tie"),
]
