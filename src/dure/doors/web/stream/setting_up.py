"""Setting up a stream, without code: what it is, what its stages mean, what kinds of work are meant (003-15)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.acts.act import Given
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.doors.web.stream.forms import AboutForm, FrontForm, MapForm, TargetForm, shown_meaning
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import TOLD_HERE
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.records.ledger.queries import entries_about, loads
from dure.records.people.actions import name_front_line
from dure.records.people.queries import teams_of_sources
from dure.records.work.actions import describe_stream, map_stages, set_targets
from dure.records.work.queries import meanings_of, streams, teams_in, unmapped_stages

#: What was done to a stream, in words.
DONE: dict[str, str | Promise] = {
    "work.add_stream": _("Set up"),
    "work.describe_stream": _("Described anew"),
    "work.set_targets": _("Target changed"),
    "work.map_stages": _("Stages mapped"),
    "outcomes.sign": _("Definition signed"),
    "outcomes.withdraw_signature": _("Signature withdrawn"),
}
N_CHANGES = 12


@page(least=Role.LEAD, takes_post=True)
def setup(request: PageRequest, key: str) -> HttpResponse:
    """Shows how a stream is set up, and changes one part of it."""
    stream = stream_at(key)
    part = request.POST.get("part", "")
    forms = _forms(stream, request.POST, part=part)
    status = 200
    if part in forms:
        if _done(request, stream, forms[part], part=part):
            return redirect("stream_setup", key)
        status = 422
    why = request.POST.get("why", "")
    return render(
        request, "stream/setup.html", {**_about(stream), **forms, "part": part, "why": why}, status=status
    )


def stream_at(key: str) -> Any:
    stream = streams().filter(key=key).first()
    if stream is None:
        raise Http404
    return stream


def _forms(stream: Any, said: Any, *, part: str) -> dict[str, Any]:
    told = {name: said if part == name else None for name in ("about", "map", "targets", "front")}
    about = {name: getattr(stream, name) for name in _TEXTS}
    about |= {"business_owner": stream.business_owner_id, "technical_owner": stream.technical_owner_id}
    about["teams"] = [str(team.pk) for team in teams_in(stream)]
    sources = TOLD_HERE if stream.source in TOLD_HERE else (stream.source,)
    stages = [(stage, shown_meaning(*meaning)) for stage, meaning in meanings_of(stream).items()]
    unmapped = [stage for stage, _said, _n in unmapped_stages(stream)]
    return {
        "about": AboutForm(told["about"], given=Given(), sources=sources, initial=about),
        "map": MapForm(told["map"], stages=stages, unmapped=unmapped),
        "targets": TargetForm(told["targets"], targets=stream.targets),
        "front": FrontForm(told["front"], teams=teams_of_sources(sources)),
    }


_TEXTS = (
    "name_ko", "name_en", "purpose_ko", "purpose_en", "vision_ko", "vision_en", "waits_for_release",
)  # fmt: skip


def _done(request: PageRequest, stream: Any, form: Any, *, part: str) -> bool:
    """Does what one form asks; False where a field must be mended first."""
    if not form.is_valid():
        return False
    named = {"by": request.user.actor, "why": request.POST.get("why", "")}
    do: dict[str, Callable[[], Any]] = {
        "about": lambda: describe_stream(stream, **form.cleaned_data, **named),
        "map": lambda: map_stages(stream, states=form.stages(), **named),
        "targets": lambda: set_targets(stream, targets=form.targets(), **named),
        "front": lambda: [
            name_front_line(team, is_front_line=is_it, **named) for team, is_it in form.changed()
        ],
    }
    done = tried(form, do[part])
    if done is not None:
        messages.success(request, _mapped(done) if part == "map" else gettext("Noted."))
    return done is not None


def _mapped(n_states: int) -> str:
    return ngettext(
        "Noted. %(n)s state means something else now; the numbers follow at the next measuring.",
        "Noted. %(n)s states mean something else now; the numbers follow at the next measuring.",
        n_states,
    ) % {"n": n_states}  # fmt: skip


def tried(form: Any, do: Callable[[], Any]) -> Any:
    """What the act returns; None where the rules refuse it, the reason then stands at its field."""
    try:
        return do()
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refusal_text(refused))
        return None


def _about(stream: Any) -> dict[str, Any]:
    entries = entries_about("stream", thing_id=stream.pk).reverse()[:N_CHANGES]
    aside = next((load for load in loads().filter(source=stream.source)), None)
    return {
        "stream": stream,
        "name": stream.name_en if language() == "en" else stream.name_ko,
        "unmapped": unmapped_stages(stream),
        "aside": aside if aside and aside.report.get("unmapped_states") else None,
        "teams_in": teams_in(stream),
        "changes": [(DONE.get(entry.act, entry.act), entry) for entry in entries],
    }
