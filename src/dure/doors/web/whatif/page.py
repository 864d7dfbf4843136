"""What if: how long work waits when more comes, fewer work on it, or both vary more (Kingman; science B3)."""

from contextlib import suppress
from dataclasses import dataclass
from math import isnan

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dure.doors.web.charts import Chart, Series
from dure.doors.web.rights import page
from dure.doors.web.templatetags.dure import language
from dure.doors.web.whatif.measured_start import Start, start_of
from dure.facts.roles import Role
from dure.kit.queueing import UNBOUNDED, queue_wait
from dure.kit.wording import quantity, share
from dure.records.work.queries import streams

UNDER = "streams"


@dataclass(frozen=True)
class Knob:
    """One slider: what it sets, from where to where, and what it means."""

    name: str
    title: str | Promise
    low: float
    high: float
    step: float
    hint: str | Promise = ""


KNOBS = (
    Knob("load", gettext_lazy("Load: how busy the people are today, %"), 5, 150, 1,
         gettext_lazy("Work that comes, over what they can do. 100 and more is more than they can do.")),
    Knob("staff", gettext_lazy("People who work on it"), 1, 30, 1, gettext_lazy("With more people, the same work keeps each less busy.")),
    Knob("tau", gettext_lazy("Days of work in one item"), 0.1, 20, 0.1, gettext_lazy("Worked on alone, without waiting.")),
    Knob("ca2", gettext_lazy("How unevenly work comes"), 0, 4, 0.1, gettext_lazy("0 = one after the other like a clock, 1 = at random, above = in waves.")),
    Knob("cs2", gettext_lazy("How much items differ in size"), 0, 4, 0.1, gettext_lazy("0 = all alike, 1 = at random, above = a few huge ones.")),
)  # fmt: skip

#: The loads of the curve, in per cent.
CURVE = tuple(range(50, 100, 2))


@dataclass(frozen=True)
class Case:
    """One setting of the sliders. ``people`` are those who carry the load today; ``staff`` those of the what-if."""

    load: float
    staff: float
    tau: float
    ca2: float
    cs2: float
    people: float

    @property
    def rho(self) -> float:
        """How busy each would be: today's work, shared by those of the what-if."""
        return self.load / 100 * self.people / self.staff

    def wait(self, rho: float | None = None) -> float | None:
        """The mean wait before work begins, in days; None where it grows without end."""
        told = queue_wait(
            self.rho if rho is None else rho,
            service_time=self.tau,
            n_servers=self.staff,
            arrival_cv=self.ca2**0.5,
            service_cv=self.cs2**0.5,
        )
        return None if told is UNBOUNDED else float(told)


@page(least=Role.VIEWER)
def whatif(request: HttpRequest) -> HttpResponse:
    every = list(streams())
    stream = next((s for s in every if s.key == request.GET.get("stream")), None)
    start = start_of(stream, on=timezone.localdate())
    today, case = case_of(QueryDict(), start=start), case_of(request.GET, start=start)
    context = {
        "stream": stream,
        "name": (stream.name_en if language() == "en" else stream.name_ko) if stream else "",
        "start": start,
        "knobs": [(knob, getattr(case, knob.name), getattr(today, knob.name)) for knob in KNOBS],
        "case": case,
        "wait": case.wait(),
        "wait_today": today.wait(),
        "rho": case.rho,
        "rho_today": today.rho,
        "ratio": ratio(case.wait(), today.wait()),
        "is_same": case == today,
        "chart": curve(case),
    }
    return render(request, "whatif/page.html", context)


def case_of(query: QueryDict, *, start: Start) -> Case:
    """The case an address asks for, each figure kept within its slider; what is not a number is today's."""
    told: dict[str, float] = {}
    for knob in KNOBS:
        today = value = float(getattr(start, knob.name))
        with suppress(ValueError):
            value = float(query.get(knob.name, today))
        told[knob.name] = min(knob.high, max(knob.low, today if isnan(value) else value))
    return Case(**told, people=start.staff)


def ratio(wait: float | None, before: float | None) -> float | None:
    """How many times as long; None where either has no end or there was no wait."""
    return wait / before if wait is not None and before else None


def curve(case: Case) -> Chart:
    """The wait over the load, for the people and the variability of the case: it rises steeply before 100 %."""
    waits = [case.wait(rho / 100) for rho in CURVE]
    at_90, at_80 = case.wait(0.9) or 0.0, case.wait(0.8) or 0.0
    said = {
        "at_80": quantity(at_80, unit="days", language=language()),
        "at_90": quantity(at_90, unit="days", language=language()),
    }
    here = min(CURVE, key=lambda rho: abs(rho / 100 - case.rho))
    return Chart(
        key="whatif-curve",
        title=_("The wait over the load"),
        says=_("%(at_80)s at 80%%, %(at_90)s at 90%%: the last hours of each person cost the most waiting.") % said,
        axis=_("Load of each person"),
        labels=[share(rho / 100) for rho in CURVE],
        series=[
            Series(_("Wait"), waits),
            Series(_("This case"), [w if rho == here and case.rho < 1 else None for rho, w in zip(CURVE, waits, strict=True)]),
        ],
        unit="days",
        kind="line",
    )  # fmt: skip


urlpatterns = [path("", whatif, name="whatif")]
