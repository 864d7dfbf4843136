"""The loop: from the first word to the day they are told, where voices stand and where it is held up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dure.doors.web.addresses import address
from dure.doors.web.charts import Chart, Series
from dure.doors.web.constraint import Verdict, verdict
from dure.doors.web.listing import Column, Listing
from dure.doors.web.loop.reaches import Choice, Reach, longest, reaches, recorded_stages
from dure.doors.web.loop.standing import teams_at
from dure.doors.web.loop.water import STATIONS, stretches, voices_per_drop
from dure.doors.web.measured import Measured
from dure.doors.web.names import SEGMENTS
from dure.doors.web.rights import page
from dure.doors.web.stages import SIDES, STAGES
from dure.doors.web.templatetags.dure import language
from dure.facts.loop import HEARD, LOOP, MEASURED, REOPENED, TOLD
from dure.facts.origins import TOLD_HERE, VILLAGE
from dure.facts.roles import Role
from dure.records.ledger.queries import loads
from dure.records.outcomes.queries import numbers
from dure.records.people.queries import segments
from dure.records.voices.queries import count_by_source, standing_in
from dure.records.work.queries import streams

METRICS = ("loop_time", "loop_stage_time", "bottleneck", "told_before_asked")
#: A history whose numbers end longer ago than this is read as closed.
STALE = timedelta(days=14)
VOICE_STAGES = {stage: word for stage, (word, _tone) in STAGES["voice"].items()}

WAITING = Listing(
    columns=(
        Column(name="voice", title=_l("Voice")),
        Column(name="account", title=_l("Account"), on_phone=False),
        Column(name="since", title=_l("Stands here since"), sort=("entered_at",)),
    ),
    order="since",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where voices come from: our own, or one imported history."""

    source: str
    name: str


@page(least=Role.VIEWER)
def loop(request: HttpRequest) -> HttpResponse:
    origins = known_origins()
    choice = chosen(request, origins)
    counts = count_by_source(choice.sources, **choice.where)
    by_stage = {stage: sum(n for (_, at), n in counts.items() if at == stage) for stage in (*LOOP, REOPENED)}
    measured, known = Measured(numbers(choice.measured_as, *METRICS)), recorded(choice)
    holding_up = Verdict() if choice.is_part else verdict_of(choice, measured, among=known)
    found = reaches(choice, counts=by_stage, measured=measured, recorded=known, verdict=holding_up)
    context = {
        "choice": choice,
        "origins": origins,
        "origin": next(o for o in origins if o.source == choice.source),
        "segments": [(name, SEGMENTS.get(name, name)) for name in segments()],
        "sides": SIDES.items(),
        "is_synthetic": any(source == VILLAGE for source, _ in counts),
        "verdict": holding_up,
        **drawn(choice, found, by_stage),
        **told(choice, found, measured),
    }
    return render(request, "loop/page.html", context)


def drawn(choice: Choice, found: list[Reach], by_stage: dict[str, int]) -> dict[str, Any]:
    """The drawing, and the counts in the middle of it."""
    afloat = [reach.n_here for reach in found]
    furthest = next((one.stage for one in found if one.is_after_record), TOLD)
    ahead = LOOP[LOOP.index(furthest) :]
    n_furthest = sum(by_stage[stage] for stage in ahead)
    return {
        "stations": STATIONS,
        "reaches": list(zip(found, stretches(afloat), strict=True)),
        "per_drop": voices_per_drop(afloat),
        "n_voices": sum(by_stage.values()),
        "n_open": sum(by_stage.values()) - n_furthest,
        "n_furthest": n_furthest,
        "furthest": VOICE_STAGES[furthest],
        "furthest_href": choice.voices_href(f"from_{furthest}"),
        "n_closed": by_stage[MEASURED],
        "closed_href": choice.voices_href(MEASURED),
        "open_href": choice.voices_href("open") if furthest == TOLD else "#loop-stages",
    }


def told(choice: Choice, found: list[Reach], measured: Measured) -> dict[str, Any]:
    """What the numbers say: the whole loop, the slowest reach, the constraint, and how groups differ."""
    cut, slice = choice.cut(of="")
    whole = measured.number("loop_time", title=_("From the first word to being told"), cut=cut, slice=slice)
    is_over = measured.as_of is not None and timezone.now() - measured.as_of > STALE
    return {
        "is_computed": bool(measured),
        "whole": whole,
        "ends_at_told": found[-2].stage == TOLD and found[-3].is_recorded,
        "slowest": longest(found),
        "ended_at": measured.as_of if is_over else None,
        "as_of": measured.as_of,
        "charts": [chart for by in ("segment", "side") if (chart := by_group(choice, measured, by=by))],
    }


def verdict_of(choice: Choice, measured: Measured, *, among: frozenset[str]) -> Verdict:
    """Which way of the loop holds up the whole."""
    return verdict(
        measured,
        basis="stage",
        name=lambda stage: VOICE_STAGES.get(stage, stage),
        href=lambda stage: choice.href(f"/loop/{stage}/"),
        who=teams_at(choice.sources, day=timezone.localdate()),
        among=among,
    )


def by_group(choice: Choice, measured: Measured, *, by: str) -> Chart | None:
    """How long the loop takes for each segment or side; None where that is not measured."""
    rows = {
        name: row for name, row in measured.slices("loop_time", cut=by).items() if name not in ("", "unknown")
    }
    known = {name: row for name, row in rows.items() if row.value is not None}
    if not known:
        return None
    slow = max(known.values(), key=lambda row: row.value or 0.0).slice
    words = {name: str((SIDES | SEGMENTS).get(name, name)) for name in rows}
    title = _("The loop by segment") if by == "segment" else _("The loop by side")
    return Chart(
        key=f"loop-{by}",
        title=title,
        says=_("It takes longest for “%(group)s”.") % {"group": words[slow]},
        axis=_("Segment") if by == "segment" else _("Side"),
        labels=[words[name] for name in rows],
        series=[
            Series(
                _("Median to being told"),
                [row.value for row in rows.values()],
                [address("/loop/", source=choice.source, **{by: name}) for name in rows],
            )
        ],
        unit="days",
        is_flat=True,
    )


@page(least=Role.VIEWER)
def reach(request: HttpRequest, stage: str) -> HttpResponse:
    """The voices that wait for one station, the longest first."""
    if stage not in LOOP or stage == HEARD:
        raise Http404
    choice = chosen(request, known_origins())
    before = LOOP[LOOP.index(stage) - 1]
    standing = (before, REOPENED) if before == HEARD else (before,)
    cut, slice = choice.cut(of=stage)
    measured = Measured(numbers(choice.measured_as, "loop_stage_time"))
    number = measured.number(
        "loop_stage_time", title=_("Median wait for “%(stage)s”") % {"stage": VOICE_STAGES[stage]},
        cut=cut, slice=slice,
    )  # fmt: skip
    context = {
        "choice": choice,
        "stage": VOICE_STAGES[stage],
        "before": VOICE_STAGES[before],
        "number": number,
        "is_recorded": stage in recorded(choice),
        "loop_href": choice.href("/loop/"),
        "list": WAITING.shown(
            standing_in(standing, sources=choice.sources, **choice.where), asked=request.GET
        ),
    }
    return render(request, "loop/reach.html", context)


def known_origins() -> list[Origin]:
    """Our own voices, then each imported history by the name of its stream."""
    imported = {s.source: stream_name(s) for s in streams() if s.source not in TOLD_HERE}
    return [Origin("", _("Our own voices")), *(Origin(source, name) for source, name in imported.items())]


def stream_name(stream: Any) -> str:
    return stream.name_en if language() == "en" else stream.name_ko


def chosen(request: HttpRequest, origins: list[Origin]) -> Choice:
    """What the address chooses; a history that does not exist is not found."""
    source, side = request.GET.get("source", ""), request.GET.get("side", "")
    if source not in {origin.source for origin in origins} or (side and side not in SIDES):
        raise Http404
    return Choice(source=source, side=side, segment=request.GET.get("segment", "")[:60])


def recorded(choice: Choice) -> frozenset[str]:
    """The stages the chosen source can speak of."""
    newest = loads().filter(source=choice.source).first() if choice.source else None
    return recorded_stages(newest.mapping if newest else None)


urlpatterns = [path("", loop, name="loop"), path("<slug:stage>/", reach, name="loop_reach")]
