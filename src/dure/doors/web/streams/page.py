"""The value streams side by side: how much is in progress, how long it takes, what holds each up."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property as once
from django.utils.translation import gettext as _

from dure.doors.web.addresses import address
from dure.doors.web.constraint import Verdict, stream_verdict
from dure.doors.web.finding import Found
from dure.doors.web.measured import Measured
from dure.doors.web.numbers import Number
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.streams.adding import new_stream
from dure.doors.web.templatetags.dure import language
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role
from dure.records.outcomes.queries import numbers_cut
from dure.records.promises.queries import count_late_by_stream
from dure.records.voices.queries import waiting_by_stream
from dure.records.work.queries import streams

METRICS = ("flow_velocity", "flow_time", "flow_time_p85", "flow_efficiency", "flow_load", "bottleneck")
CUTS = ("all", "team.verdict", "team.waiting_share", "stage.verdict", "stage.waiting_share")


@dataclass
class Line:
    """One stream with its numbers."""

    stream: Any
    measured: Measured
    waiting: tuple[int, int, Any] = (0, 0, None)
    n_late: int = 0

    @property
    def n_voices(self) -> int:
        return self.waiting[0]

    @property
    def n_accounts(self) -> int:
        return self.waiting[1]

    @property
    def first_word_at(self) -> Any:
        return self.waiting[2]

    @property
    def voices_href(self) -> str:
        return address("/voices/", stream=self.stream.key, stage="open")

    @property
    def rank(self) -> tuple[int, int, int]:
        """By customer evidence: promises late first, then accounts that wait, then voices (003-42)."""
        return -self.n_late, -self.n_accounts, -self.n_voices

    @property
    def name(self) -> str:
        return self.stream.name_en if language() == "en" else self.stream.name_ko

    @property
    def is_synthetic(self) -> bool:
        return bool(self.stream.source == VILLAGE)

    @once
    def load(self) -> Number:
        return self.measured.number("flow_load", href=self._items(state="open"))

    @once
    def done(self) -> Number:
        return self.measured.number("flow_velocity", href=self._items(state="done"))

    @once
    def time(self) -> Number:
        return self.measured.number("flow_time", href=f"/stream/{self.stream.key}/#flow-time")

    @once
    def late_time(self) -> Number:
        return self.measured.number("flow_time_p85", href=f"/stream/{self.stream.key}/#flow-time")

    @once
    def efficiency(self) -> Number:
        return self.measured.number("flow_efficiency", href=f"/stream/{self.stream.key}/#flow-efficiency")

    @once
    def verdict(self) -> Verdict:
        return stream_verdict(self.measured, stream=self.stream.key)

    def _items(self, **choices: str) -> str:
        return address("/items/", stream=self.stream.key, **choices)


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    found = list(streams())
    rows = defaultdict(list)
    for row in numbers_cut([stream.key for stream in found], metrics=METRICS, cuts=CUTS):
        rows[row.stream].append(row)
    waiting, late = waiting_by_stream(), count_late_by_stream(now=timezone.now())
    lines = sorted(
        (
            Line(
                stream,
                Measured(rows[stream.key]),
                waiting.get(stream.key, (0, 0, None)),
                late.get(stream.key, 0),
            )
            for stream in found
        ),
        key=lambda line: line.rank,
    )
    known = [line for line in lines if line.time.value is not None]
    slowest = max(known, key=lambda line: line.time.value or 0.0, default=None)
    first = lines[0] if lines and lines[0].n_voices else None
    context = {
        "first": first,
        "may_set_up": request.user.role >= Role.LEAD,
        "lines": lines,
        "slowest": slowest if len(known) > 1 else None,
        "is_computed": bool(known),
    }
    return render(request, "streams/page.html", context)


def found(query: str, *, limit: int) -> list[Found]:
    """Streams for the quick search, by name."""
    lines = [Line(stream, Measured([])) for stream in streams()]
    fitting = [line for line in lines if query.casefold() in f"{line.stream.key} {line.name}".casefold()]
    return [
        Found(title=line.name, href=f"/stream/{line.stream.key}/", kind=_("Value stream"))
        for line in fitting[:limit]
    ]


urlpatterns = [path("", show, name="streams"), path("new/", new_stream, name="new_stream")]
