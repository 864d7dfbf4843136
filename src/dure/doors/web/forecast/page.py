"""The forecast of a stream: when so much is done, how many by a date, on what it rests, and how such dates fared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dure.doors.web.forecast.asked import WHATS, Asked, asked
from dure.doors.web.forecast.drawings import drawings, weeks_drawn_from
from dure.doors.web.forecasts import REASONS, Ground, bounds_of, ground_of, missing_weeks
from dure.doors.web.rights import page
from dure.doors.web.templatetags.dure import language
from dure.facts.loop import ACTIVE, WAITING
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role
from dure.kit.past_dates import joint, joint_forecast
from dure.kit.throughput import P50, P85, P95, Forecast, how_many, when_done
from dure.records.work.queries import count_by_state, count_open, streams

UNDER = "streams"


@dataclass(frozen=True)
class Line:
    """A date one can say, and how sure it is."""

    sure: float
    n_weeks: int | None
    on: date | None
    n_items: int | None = None


@page(least=Role.VIEWER)
def forecast(request: HttpRequest) -> HttpResponse:
    every = list(streams())
    stream = next((s for s in every if s.key == request.GET.get("stream")), None)
    if stream is None and (request.GET.get("stream") or not every):
        return no_stream(request, every)
    stream = stream or every[0]
    ground, counts = ground_of(stream), count_open([s.pk for s in every])
    states = count_by_state(stream.pk)
    told = asked(request.GET, stream=stream, n_open=counts.get(stream.pk, 0))
    context = {
        "stream": stream,
        "name": name_of(stream),
        "is_synthetic": stream.source == VILLAGE,
        "streams": [(s.key, name_of(s)) for s in every],
        "others": [(s.key, name_of(s), s.key in told.others) for s in every if s.pk != stream.pk],
        "whats": WHATS.items(),
        "asked": told,
        "ground": ground,
        "n_open": counts.get(stream.pk, 0),
        "states": states,
        "n_in_progress": states.get(ACTIVE, 0) + states.get(WAITING, 0),
        "n_missing": missing_weeks(ground.weeks),
        **answered(told, ground, stream=stream.key),
    }
    if told.others and context.get("told") is not None:
        context |= together(told, context["told"], every, counts, mine=ground, name=context["name"])
    return render(request, "forecast/page.html", context)


def answered(told: Asked, ground: Ground, *, stream: str) -> dict[str, Any]:
    """The dates, how many by the day asked for, and what they rest on; nothing where they are refused."""
    if ground.reason or told.faults.keys() - {"by"}:
        shown = (
            [weeks_drawn_from(ground, stream=stream, language=language())] if len(ground.weeks) > 1 else []
        )
        return {"charts": shown}
    found = when_done(ground.basis, n_items=told.n_items)
    lines = [_line(found, sure, ground) for sure in (P50, P85, P95)]
    kept = ground.kept(n_items=told.n_items)
    return {
        "told": found,
        "half": lines[0],
        "promise": lines[1],
        "lines": lines,
        "too_far": REASONS["too_far"] if lines[1].n_weeks is None else "",
        "by": by_then(ground, on=told.by_on, found=found) if told.by_on and "by" not in told.faults else None,
        "kept": kept,
        "kept_bounds": bounds_of(kept),
        "charts": list(drawings(found, ground=ground, stream=stream, language=language())),
    }


def _line(found: Forecast, sure: float, ground: Ground) -> Line:
    n_weeks = found.n_weeks(sure)
    return Line(sure=sure, n_weeks=n_weeks, on=ground.day_after(n_weeks))


def by_then(ground: Ground, *, on: date, found: Forecast) -> dict[str, Any]:
    """How many are done by a day, each with how sure that is; and how likely all that is asked for is done."""
    n_weeks = min(ground.n_weeks_until(on), 260)
    lines = [
        Line(sure=sure, n_weeks=n_weeks, on=on, n_items=how_many(ground.basis, n_weeks=n_weeks, sure=sure))
        for sure in (P50, P85, P95)
    ]
    return {
        "on": on, "is_past": on <= ground.on, "n_weeks": n_weeks, "lines": lines, "all": found.probability(n_weeks),
    }  # fmt: skip


def together(
    told: Asked, mine_told: Forecast, every: list[Any], counts: dict[int, int], *, mine: Ground, name: str
) -> dict[str, Any]:
    """When several streams are all done: what each is sure of, and how much less sure all of them are (merge bias)."""
    rows, forecasts, refused = [(name, _line(mine_told, P85, mine))], [mine_told], []
    for stream in (s for s in every if s.key in told.others):
        ground, n_open = ground_of(stream), counts.get(stream.pk, 0)
        if ground.reason:
            refused.append((name_of(stream), ground.why_not))
            continue
        forecasts.append(when_done(ground.basis, n_items=n_open))
        rows.append((name_of(stream), _line(forecasts[-1], P85, ground)))
    if refused or len(rows) < 2:
        return {"joint_refused": refused}
    all_done = joint_forecast(forecasts)
    weeks = [line.n_weeks for _name, line in rows]
    latest = max((n for n in weeks if n is not None), default=0)
    return {
        "joint_rows": rows,
        "joint": [_line(all_done, sure, mine) for sure in (P50, P85)],
        "joint_at_latest": joint(one.probability(latest) for one in forecasts),
        "joint_latest_on": mine.day_after(latest),
        "merge_example": joint([0.85] * len(rows)),
    }


def no_stream(request: HttpRequest, every: list[Any]) -> HttpResponse:
    """There is no stream yet, which the page says; an unknown one is not found."""
    if every:
        raise Http404
    return render(request, "forecast/page.html", {"stream": None})


def name_of(stream: Any) -> str:
    return str(stream.name_en if language() == "en" else stream.name_ko)


urlpatterns = [path("", forecast, name="forecast")]
