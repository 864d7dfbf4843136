"""Who hands work to whom: how often, how long it lies there, and the items behind every figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dure.doors.web.handovers.drawing import WIDTH, drawn
from dure.doors.web.handovers.flows import found as handed_over
from dure.doors.web.handovers.flows import matrix
from dure.doors.web.measured import Measured
from dure.doors.web.rights import page
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role
from dure.records.outcomes.queries import numbers, numbers_cut
from dure.records.people.queries import teams
from dure.records.work.queries import streams

UNDER = "streams"


@page(least=Role.VIEWER)
def show(request: HttpRequest) -> HttpResponse:
    known = list(streams())
    chosen = _chosen(request.GET.get("stream", ""), known)
    context = {
        "streams": [(one.key, _name(one)) for one in known],
        "stream": chosen,
        "name": _name(chosen) if chosen else "",
        "is_synthetic": bool(chosen and chosen.source == VILLAGE),
        **(_map_of(chosen.key) if chosen else {}),
    }
    return render(request, "handovers/page.html", context)


def _chosen(key: str, known: list[Any]) -> Any:
    """The stream of the address; without one, that in which work changes hands most."""
    if key:
        asked = next((one for one in known if one.key == key), None)
        if asked is None:
            raise Http404
        return asked
    rows = numbers_cut([one.key for one in known], metrics=["handover_map"], cuts=["all"])
    counts = {row.stream: row.n for row in rows}
    return max(known, key=lambda one: counts.get(one.key, 0), default=None)


def _name(stream: Any) -> str:
    return str(stream.name_en if language() == "en" else stream.name_ko)


def _map_of(stream: str) -> dict[str, Any]:
    names = {team.key: team.name for team in teams()}
    measured = Measured(numbers(stream, "handover_map", "handovers"))
    flows = handed_over(measured, stream=stream, names=names)
    shown = flows.drawn
    n_rest, rest_share = flows.rest(shown)
    return {
        "is_computed": bool(measured),
        "as_of": measured.as_of,
        "flows": flows,
        "map": drawn(shown),
        "width": WIDTH,
        "n_drawn": len(shown),
        "n_rest": n_rest,
        "rest_share": rest_share,
        "columns": [names.get(team, team) for team in flows.teams],
        "matrix": [(names.get(team, team), cells) for team, cells in matrix(flows)],
        "most": flows.strongest.n if flows.strongest else 0,
    }


urlpatterns = [path("", show, name="handovers")]
