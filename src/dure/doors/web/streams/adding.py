"""A new value stream, set up without code (003-15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from dure.doors.web.acts.act import Given
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.doors.web.stream.forms import FIRST, MapForm, NewForm, TargetForm
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.records.work.actions import add_stream


@page(least=Role.LEAD, takes_post=True)
def new_stream(request: PageRequest) -> HttpResponse:
    said = request.POST or None
    forms: dict[str, Any] = {
        "about": NewForm(said, given=Given(request.user.person_id)),
        "map": MapForm(said, stages=FIRST),
        "targets": TargetForm(said, targets={}),
    }
    are_valid = [form.is_valid() for form in forms.values()]  # each, so that every fault is said at once
    if all(are_valid):
        stream = _added(forms, by=request.user.actor)
        if stream is not None:
            messages.success(request, gettext("Set up. Add work to it, or load a file of past cases."))
            return redirect("stream", stream.key)
    return render(request, "streams/new.html", forms, status=422 if said else 200)


def _added(forms: dict[str, Any], *, by: Any) -> Any:
    """The new stream; None where the rules refuse it, the reason then stands in the form it speaks of."""
    named = dict(forms["about"].cleaned_data)
    try:
        return add_stream(
            named.pop("key"), states=forms["map"].stages(), targets=forms["targets"].targets(), by=by, **named
        )
    except NotAllowed:
        raise
    except Refused as refused:
        home = {"stages": "map", "targets": "targets"}.get(refused.field, "about")
        field = refused.field if refused.field in forms[home].fields else None
        forms[home].add_error(field, refusal_text(refused))
        return None
