"""Touchpoints: where customers meet us, in which stage, who of us answers for it, and by what it is measured."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext

from dure.doors.web.acts.act import Given
from dure.doors.web.measured import Measured, definitions, in_tongue
from dure.doors.web.names import DEPARTMENT_NAMES
from dure.doors.web.rights import PageRequest, act, page, refusal_text
from dure.doors.web.templatetags.dure import language
from dure.doors.web.touchpoints.forms import PointForm, StageForm, initial_of
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.facts.touch_tables import JOURNEY
from dure.records.journeys import actions, queries
from dure.records.journeys.rules import Point, Stage
from dure.records.outcomes.queries import numbers

UNDER = "loop"


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    measured = Measured(numbers(JOURNEY, "touch_count"))
    counts = measured.slices("touch_count", cut="touchpoint")
    points = queries.touchpoints()
    stages = [
        {
            "key": stage.key,
            "name": _said(stage),
            "points": [_line(p, counts.get(p.key)) for p in points if p.stage == stage.key],
        }
        for stage in queries.stages()
    ]
    context = {
        "stages": stages,
        "n_points": len(points),
        "n_unmeasured": sum(not p.measures for p in points),
        "n_silent": sum(p.key not in counts for p in points),
        "is_shipped": queries.is_shipped(),
        "may_change": request.user.role >= Role.LEAD,
    }
    return render(request, "touchpoints/page.html", context)


def _line(point: Point, row: Any) -> dict[str, Any]:
    return {
        "key": point.key,
        "name": _said(point),
        "department": DEPARTMENT_NAMES.get(point.department, point.department),
        "team": point.team_name,
        "channel": point.channel,
        "events": point.events,
        "measures": [in_tongue(definitions()[m].title) if m in definitions() else m for m in point.measures],
        "n": int(row.value) if row and row.value is not None else 0,
    }


@page(least=Role.LEAD, takes_post=True)
def new_touchpoint(request: PageRequest) -> HttpResponse:
    form = _form(request, initial={"stage": request.GET.get("stage", "")})
    done = gettext("Added. Its numbers come with the next computing.")
    return _answered(
        request, form, do=lambda said: actions.add_touchpoint(**said, by=request.user.actor), done=done
    )


@page(least=Role.VIEWER, takes_post=True)
def touchpoint(request: PageRequest, key: str) -> HttpResponse:
    point = next((p for p in queries.touchpoints() if p.key == key), None)
    if point is None:
        raise Http404
    form = _form(request, initial=initial_of(point))
    done = gettext("Changed. Its numbers follow with the next computing.")

    def change(said: dict[str, Any]) -> Any:
        return actions.change_touchpoint(key, **said, by=request.user.actor)

    return _answered(request, form, do=change, done=done, point=point, name=_said(point))


@act(least=Role.LEAD)
def remove_touchpoint(request: PageRequest, key: str) -> HttpResponse:
    actions.remove_touchpoint(key, by=request.user.actor)
    messages.success(request, gettext("Taken out of the catalogue. What was recorded stays recorded."))
    return redirect("touchpoints")


@page(least=Role.LEAD, takes_post=True)
def stages(request: PageRequest) -> HttpResponse:
    """The stages: their order, their names, and a new one."""
    form = StageForm(request.POST or None)
    if form.is_valid() and _tried(
        form, lambda: actions.add_stage(**form.cleaned_data, by=request.user.actor)
    ):
        messages.success(
            request, gettext("The stage stands at the end of the journey. Move it where it belongs.")
        )
        return redirect("journey_stages")
    known = queries.stages()
    used = {point.stage for point in queries.touchpoints()}
    rows = [
        {
            "stage": stage,
            "form": StageForm(
                initial={"name_ko": stage.name_ko, "name_en": stage.name_en}, auto_id=f"{stage.key}-%s"
            ),
            "earlier": _moved(known, stage.key, by=-1),
            "later": _moved(known, stage.key, by=1),
            "is_used": stage.key in used,
        }
        for stage in known
    ]
    context = {"rows": rows, "form": form, "may_remove": len(known) > 2}
    return render(request, "touchpoints/stages.html", context, status=422 if form.is_bound else 200)


def _moved(known: list[Stage], key: str, *, by: int) -> str:
    """The order of stages after one is moved; "" where it cannot be."""
    keys = [stage.key for stage in known]
    at = keys.index(key)
    if not 0 <= at + by < len(keys):
        return ""
    keys[at], keys[at + by] = keys[at + by], keys[at]
    return ",".join(keys)


@act(least=Role.LEAD)
def order_stages(request: PageRequest) -> HttpResponse:
    actions.order_stages(request.POST.get("order", "").split(","), by=request.user.actor)
    messages.success(request, gettext("The order is changed."))
    return redirect("journey_stages")


@act(least=Role.LEAD)
def rename_stage(request: PageRequest, key: str) -> HttpResponse:
    names = {name: request.POST.get(name, "") for name in ("name_ko", "name_en")}
    actions.rename_stage(key, **names, by=request.user.actor)
    messages.success(request, gettext("Renamed. Its numbers stay."))
    return redirect("journey_stages")


@act(least=Role.LEAD)
def remove_stage(request: PageRequest, key: str) -> HttpResponse:
    actions.remove_stage(key, by=request.user.actor)
    messages.success(request, gettext("The stage is removed."))
    return redirect("journey_stages")


def _form(request: PageRequest, *, initial: dict[str, Any]) -> PointForm:
    return PointForm(request.POST or None, given=Given(), initial=initial, stages=queries.stages())


def _answered(
    request: PageRequest, form: PointForm, *, do: Callable[[dict[str, Any]], Any], done: str, **context: Any
) -> HttpResponse:
    if form.is_bound and form.is_valid() and _tried(form, lambda: do(dict(form.cleaned_data))):
        messages.success(request, done)
        return redirect("touchpoints")
    may_change = request.user.role >= Role.LEAD
    status = 422 if form.is_bound else 200
    return render(
        request, "touchpoints/form.html", {"form": form, "may_change": may_change, **context}, status=status
    )


def _tried(form: Any, do: Callable[[], Any]) -> bool:
    """Whether the act was done; where the rules refuse it, the reason then stands at its field."""
    try:
        do()
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refusal_text(refused))
        return False
    return True


def _said(row: Stage | Point) -> str:
    return row.name_en if language() == "en" else row.name_ko


urlpatterns = [
    path("", show, name="touchpoints"),
    path("new/", new_touchpoint, name="new_touchpoint"),
    path("stages/", stages, name="journey_stages"),
    path("stages/order/", order_stages, name="order_journey_stages"),
    path("stages/<slug:key>/rename/", rename_stage, name="rename_journey_stage"),
    path("stages/<slug:key>/remove/", remove_stage, name="remove_journey_stage"),
    path("at/<slug:key>/", touchpoint, name="touchpoint"),
    path("at/<slug:key>/remove/", remove_touchpoint, name="remove_touchpoint"),
]
