"""One value stream: how fast work flows through it, where its time goes, and what holds it up now."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dure.doors.web.addresses import address
from dure.doors.web.constraint import CUTS as SIGNAL_CUTS
from dure.doors.web.constraint import stream_verdict
from dure.doors.web.measured import Measured
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.stream.across import across
from dure.doors.web.stream.definitions import drafts_of, show_definitions
from dure.doors.web.stream.drawings import Drawings
from dure.doors.web.stream.headline import headline
from dure.doors.web.stream.leading import leading_and_missing
from dure.doors.web.stream.setting_up import setup
from dure.doors.web.stream.targets import kinds
from dure.doors.web.stream.track import track
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role
from dure.records.improvements.queries import count_citing
from dure.records.outcomes.queries import numbers_cut
from dure.records.work.queries import count_by_state, streams

UNDER = "streams"

METRICS = (
    "flow_velocity", "flow_time", "flow_time_p85", "flow_efficiency", "flow_load", "flow_age", "flow_distribution", "flow_debt",
    "waiting_by", "waiting_causes", "handovers", "revisits", "ping_pong", "push_to_front", "wait_customer_misuse", "littles_law",
    "bottleneck", "cross_team_time",
)  # fmt: skip
CUTS = (
    "all", "week", "week_kind", "kind", "kind_load", "age", "waits_on", "stage", "part", "teams", "cause", "known", *SIGNAL_CUTS,
)  # fmt: skip
STALE = timedelta(days=14)
#: Below this share of one item the two ways to the load agree: floating point leaves no more behind.
AGREES = 1e-6


@page(least=Role.VIEWER)
def show(request: PageRequest, key: str) -> HttpResponse:
    stream = streams().filter(key=key).first()
    if stream is None:
        raise Http404
    measured = Measured(
        numbers_cut([key], metrics=METRICS, cuts=CUTS),
        cited=count_citing(key),
        cited_at=f"/constraints/{key}/",
    )
    drafts = drafts_of(stream)
    found = figures(measured, stream=key, drafts=drafts)
    seen = headline(stream, drafts=drafts)
    drawings = Drawings(measured, stream=key, language=language())
    as_of = measured.as_of
    context = {
        "stream": stream,
        "name": stream.name_en if language() == "en" else stream.name_ko,
        "is_synthetic": stream.source == VILLAGE,
        "is_computed": bool(measured),
        "as_of": as_of,
        "ended_at": as_of if as_of and timezone.now() - as_of > STALE else None,
        "states": count_by_state(stream.pk),
        "over_time": list(drawings.over_time()),
        "where_time_goes": [*drawings.waiting(), *drawings.why(), *drawings.by_age()],
        "track": list(track(measured, stream=key, language=language())),
        "verdict": stream_verdict(measured, stream=key),
        **found,
        **seen,
        **kinds(measured, stream=stream),
        "across": across(measured, stream=key),
        **leading_and_missing(measured, seen["seen_values"] | found["by_name"], stream=stream),
        "may_set_up": request.user.role >= Role.LEAD,
        "check": check(measured),
    }
    return render(request, "stream/page.html", context)


def figures(measured: Measured, *, stream: str, drafts: dict[str, str]) -> dict[str, Any]:
    """The numbers of the first look, and those of how work changes hands; each with the items it counts."""

    def items(**choices: str) -> str:
        return address("/items/", stream=stream, **choices)

    first = {
        "flow_load": items(state="open"),
        "flow_velocity": items(state="done"),
        "flow_time": items(state="done"),
        "flow_time_p85": items(state="done"),
        "flow_efficiency": items(state="done"),
        "flow_age": items(state="open"),
    }
    hands = {
        "handovers": items(teams="2", state="done"),
        "ping_pong": items(way="straight_back", state="done"),
        "revisits": items(way="came_again", state="done"),
        "push_to_front": items(way="front_only", state="done"),
        "wait_customer_misuse": items(waited_on="customer"),
        "flow_debt": items(kind="debt", state="done"),
    }
    found = {
        metric: measured.number(metric, href=href, draft_href=drafts.get(metric, ""))
        for metric, href in (first | hands).items()
    }
    return {
        "by_name": found,
        "numbers": [found[metric] for metric in first],
        "hands": [found[metric] for metric in hands],
        "time": found["flow_time"],
        "late_time": found["flow_time_p85"],
        "efficiency": found["flow_efficiency"],
        "load": found["flow_load"],
    }


def check(measured: Measured) -> dict[str, Any] | None:
    """Little's law as a line on the data: the load counted two ways, and whether they agree (science B2)."""
    gap = measured.row("littles_law")
    if gap is None or gap.value is None:
        return None
    parts = {name: row.value for name, row in measured.slices("littles_law", cut="part").items()}
    return {"agrees": gap.value < AGREES, "gap": gap.value, "n": gap.n, **parts}


urlpatterns = [
    path("<str:key>/", show, name="stream"),
    path("<str:key>/setup/", setup, name="stream_setup"),
    path("<str:key>/definitions/", show_definitions, name="stream_definitions"),
]
