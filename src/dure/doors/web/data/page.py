"""Data: every load with what came in and what did not, the rows kept aside, and a new load step by step."""

import json
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from dure.doors.web.data.asking import MappingForm, UploadForm
from dure.doors.web.data.looking import Look, first_look, shown
from dure.doors.web.data.report import Told, aside_csv
from dure.doors.web.data.uploads import drop_upload, kept_upload, path_of, upload_named
from dure.doors.web.listing import Column, Listing
from dure.doors.web.rights import page
from dure.facts.roles import Role
from dure.jobs.asked import load_upload, progress_of
from dure.records.ledger.queries import loads, rows_aside
from dure.sources.csv_file import FileError, MappingError, columns, mapping_called, shipped_mappings

ASIDE = Listing(
    columns=(
        Column(name="line", title=_("Line"), sort=("line",), is_number=True),
        Column(name="column", title=_("Column"), sort=("column",)),
        Column(name="value", title=_("Value")),
        Column(name="reason", title=_("Why, and how to mend it")),
        Column(name="row", title=_("The row"), on_phone=False),
    ),
    order="line",
)


@page(least=Role.VIEWER)
def show(request: HttpRequest) -> HttpResponse:
    told = [Told(load) for load in loads()]
    context = {
        "loads": told,
        "n_cases": sum(one.n_cases for one in told),
        "n_aside": sum(one.n_aside for one in told),
        "may_load": request.user.role >= Role.LEAD,
    }
    return render(request, "data/page.html", context)


@page(least=Role.VIEWER)
def load(request: HttpRequest, load_id: int) -> HttpResponse:
    """One load: what came in, what did not, what is real; the rows kept aside."""
    told = Told(get_object_or_404(loads(), pk=load_id))
    aside = ASIDE.shown(rows_aside(load_id), asked=request.GET)
    return render(request, "data/load.html", {"told": told, "list": aside})


@page(least=Role.VIEWER)
def aside(request: HttpRequest, load_id: int) -> HttpResponse:
    """The rows one load kept aside, as a file to mend."""
    found = get_object_or_404(loads(), pk=load_id)
    answer = HttpResponse(aside_csv(found, rows_aside(load_id)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kept-aside-{load_id}.csv"'
    return answer


@page(least=Role.LEAD, takes_post=True)
def new(request: HttpRequest) -> HttpResponse:
    """The first step: a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = kept_upload(form.cleaned_data["file"])
        try:
            columns(path_of(str(upload_named(token))))
        except FileError as fault:
            drop_upload(token)
            form.add_error("file", str(fault).partition(": ")[2] or str(fault))
        else:
            return HttpResponseRedirect(reverse("data_map", args=[token]))
    status = 422 if request.method == "POST" else 200
    return render(request, "data/new.html", {"form": form}, status=status)


@page(least=Role.LEAD, takes_post=True)
def mapped(request: HttpRequest, token: str) -> HttpResponse:
    """The second step: what the columns and states mean, what comes of it, and the start of the load."""
    name = upload_named(token)
    if name is None:
        raise Http404
    chosen, said = request.GET.get("mapping", ""), request.POST
    ready_made = sorted(shipped_mappings(source="csv_file"))
    if chosen and chosen not in ready_made:
        raise Http404
    look = first_look(path_of(name), states_of=said.get("col_state", ""))
    form = MappingForm(
        answers(said, look) if said and not chosen else None,
        columns=look.columns,
        states=look.states,
        suggested=look.suggested,
    )
    mapping, fault = wanted_mapping(form, chosen=chosen)
    context: dict[str, Any] = {
        "look": look,
        "form": form,
        "chosen": chosen,
        "ready_made": ready_made,
        "file_name": path_of(name).name,
    }
    if mapping:
        try:
            context["preview"] = shown(path_of(name), mapping=mapping)
        except (MappingError, FileError) as wrong:
            fault = str(wrong)
    context["seen"] = seen = seal(mapping) if mapping else ""
    if mapping and not fault and said.get("step") == "load" and said.get("seen") == seen:
        return asked_for(request, name=name, mapping=mapping)
    status = 422 if fault or (form.is_bound and not form.is_valid()) else 200
    return render(request, "data/map.html", {**context, "fault": fault}, status=status)


def seal(mapping: dict[str, Any]) -> str:
    """Tells one mapping from another: only what was looked at is loaded."""
    return sha256(json.dumps(mapping, sort_keys=True).encode()).hexdigest()


def answers(said: Any, look: Look) -> Any:
    """The answers of a form; where another column of states was picked, its states are asked anew."""
    if said.get("states_of") == look.states_of:
        return said
    told = said.copy()
    fresh = MappingForm(columns=look.columns, states=look.states, suggested=look.suggested)
    for n in range(len(look.states)):
        told[f"state_{n}"] = fresh.initial.get(f"state_{n}", "")
    return told


def wanted_mapping(form: MappingForm, *, chosen: str) -> tuple[dict[str, Any] | None, str]:
    """The mapping to look through: a ready-made one, or the one the answers stand for; none while they are wanting."""
    if chosen:
        return mapping_called(chosen), ""
    if form.is_bound and form.is_valid():
        return form.mapping(), ""
    return None, ""


def asked_for(request: HttpRequest, *, name: str, mapping: dict[str, Any]) -> HttpResponse:
    """Asks the worker to take the file in, and shows how far it is."""
    by = request.user.actor
    asked = load_upload.enqueue(
        name, mapping=mapping, by={"person_id": by.person_id, "role": int(by.role), "name": by.name}
    )
    return HttpResponseRedirect(reverse("data_doing", args=[asked.id]))


@page(least=Role.LEAD)
def doing(request: HttpRequest, result_id: str) -> HttpResponse:
    """How far a load is; asks again by itself until it is done."""
    try:
        result: TaskResult[Any] = load_upload.get_result(result_id)
    except (TaskResultDoesNotExist, ValueError):
        raise Http404 from None
    name = str(result.args[0])
    context = {
        "result_id": result_id,
        "file_name": path_of(name).name,
        "share": progress_of(name) or 0.0,
        "is_waiting": result.status == TaskResultStatus.READY,
        "enqueued_at": result.enqueued_at,
        "has_failed": result.status == TaskResultStatus.FAILED,
        "fault": last_line(result).replace(str(path_of(name)), path_of(name).name),
        "done": result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None,
    }
    template = "data/_progress.html" if request.htmx else "data/doing.html"
    return render(request, template, context)


def last_line(result: TaskResult[Any]) -> str:
    """What went wrong, in its own words: the last line of what the worker noted."""
    noted = result.errors[-1].traceback.strip().splitlines() if result.errors else []
    return noted[-1].partition(": ")[2] if noted else ""


urlpatterns = [
    path("", show, name="data"),
    path("new/", new, name="data_new"),
    path("new/<slug:token>/", mapped, name="data_map"),
    path("doing/<slug:result_id>/", doing, name="data_doing"),
    path("<int:load_id>/", load, name="data_load"),
    path("<int:load_id>/aside.csv", aside, name="data_aside"),
]
