"""Promises: which are open, which are late, which are due today, and what became of the rest."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.addresses import address
from dure.doors.web.finding import Found
from dure.doors.web.listing import Column, Filter, Listing
from dure.doors.web.measured import Measured
from dure.doors.web.moments import day_after, moment_written
from dure.doors.web.numbers import Number
from dure.doors.web.returning import way_back
from dure.doors.web.rights import PageRequest, act, page
from dure.doors.web.stages import STAGES
from dure.facts.origins import VILLAGE
from dure.facts.refusals import Refused, gettext_noop
from dure.facts.roles import Role
from dure.records.outcomes.queries import numbers
from dure.records.people.queries import accounts, people
from dure.records.promises import queries
from dure.records.promises.actions import break_promise, keep_promise, move_promise, withdraw_promise

READINGS = (
    "open",
    "late",
    "due_today",
    "made",
    "moved",
    "kept",
    "kept_all",
    "kept_first",
    "honoured",
    "kept_late",
    "broken",
    "withdrawn",
)


def narrowed(rows: QuerySet[Any], reading: str, *, now: datetime) -> QuerySet[Any]:
    """The promises that read so at ``now``."""
    return rows.filter(queries.read_as(reading, now=now, day_end=day_after(now)))


def _readings() -> list[tuple[str, Any]]:
    words = {"open": _("To be kept"), **{name: told[0] for name, told in STAGES["promise"].items()}}
    words |= {
        "made": _("Open, date not moved"),
        "kept_first": _("Kept on the first date"),
        "kept_all": _("Kept, in time or late"),
        "honoured": _("Kept, or moved in time and kept"),
    }
    return [(name, words[name]) for name in READINGS]


LISTING = Listing(
    columns=(
        Column(name="due", title=_("Due"), sort=("open_due_at", "-due_at"), may_be_empty=True),
        Column(name="words", title=_("Promise")),
        Column(
            name="account",
            title=_("Account"),
            sort=("promise__account__name",),
            may_be_empty=True,
            on_phone=False,
        ),
        Column(
            name="owner", title=_("Owner"), sort=("promise__owner__name",), may_be_empty=True, on_phone=False
        ),
        Column(name="stage", title=_("State"), on_phone=False),
        Column(name="made", title=_("Made"), sort=("promise__made_at",), on_phone=False),
        Column(name="act", title=_("Act")),
    ),
    order="due",
    n_per_page=25,
    filters=(
        Filter(
            name="stage",
            title=_("State"),
            choices=_readings,
            narrow=lambda rows, value: narrowed(rows, value, now=timezone.now()),
        ),
        Filter(
            name="owner",
            title=_("Owner"),
            choices=lambda: _named(people(), ids=queries.owner_ids()),
            narrow=lambda rows, value: rows.filter(promise__owner_id=value),
        ),
        Filter(
            name="account",
            title=_("Account"),
            choices=lambda: _named(accounts(), ids=queries.account_ids()),
            narrow=lambda rows, value: rows.filter(promise__account_id=value),
        ),
    ),
    search=lambda rows, query: rows.filter(
        Q(promise__words__icontains=query) | Q(promise__account__name__icontains=query)
    ),
)


@page(least=Role.VIEWER)
def promises(request: PageRequest) -> HttpResponse:
    now = timezone.now()
    shown = LISTING.shown(queries.promises_with_open_due(), asked=request.GET)
    context = {
        "list": shown,
        "is_synthetic": any(state.promise.source == VILLAGE for state in shown.rows),
        "counts": queries.count_readings(now=now, day_end=day_after(now)),
        "numbers": kept_numbers(),
        "may_act": request.user.role >= Role.MEMBER,
    }
    return render(request, "promises/page.html", context)


@act(least=Role.MEMBER)
def promise_act(request: PageRequest, pk: int) -> HttpResponse:
    """Says what became of a promise, from whichever page shows it."""
    promise = queries.promise_numbered(pk)
    if promise is None:
        raise Http404
    doing = {"by": request.user.actor, "why": request.POST.get("why", "")}
    match request.POST.get("act"):
        case "keep":
            keep_promise(promise, **doing)
            said = gettext("Noted: the promise is kept.")
        case "move":
            due_at = moment_written(request.POST.get("new_due_at", ""), field="new_due_at")
            move_promise(promise, new_due_at=due_at, **doing)
            said = gettext("Noted: the promise has a new date. Tell the person before the old one.")
        case "break":
            break_promise(promise, **doing)
            said = gettext("Noted: the promise is broken. Tell the person, with the reason.")
        case "withdraw":
            withdraw_promise(promise, **doing)
            said = gettext("Noted: the customer no longer wants it. It counts neither way.")
        case _:
            raise Refused(
                gettext_noop("Say what became of the promise: kept, moved, broken or withdrawn."), field="act"
            )
    messages.success(request, said)
    return way_back(request)


def kept_numbers() -> list[Number]:
    """How many promises we kept, on the first date and moved in time too; and how long they took over what was said."""
    loop = Measured(numbers("loop", *KEPT))
    return [
        loop.number(metric, href=address(reverse("promises"), stage=reading))
        for metric, reading in KEPT.items()
    ]


#: Each number, and the reading of the promises it counts.
KEPT = {"promise_kept": "kept_first", "promise_honoured": "honoured", "estimate_ratio": "kept_all"}


def _named(rows: QuerySet[Any], *, ids: Any) -> list[tuple[str, str]]:
    return [
        (str(pk), name) for pk, name in rows.filter(pk__in=ids).order_by("name").values_list("pk", "name")
    ]


def found(query: str, *, limit: int) -> list[Found]:
    """Promises by their words, for the quick search."""
    states = (
        queries.current_states().filter(promise__words__icontains=query).order_by("-promise__made_at")[:limit]
    )
    return [
        Found(
            title=state.promise.words[:80],
            href=reverse("voice", args=[state.promise.voice_id])
            if state.promise.voice_id
            else reverse("promises"),
            kind=_("Promise"),
            detail=state.promise.account.name if state.promise.account else "",
        )
        for state in states
    ]


urlpatterns = [
    path("", promises, name="promises"),
    path("<int:pk>/", promise_act, name="promise_act"),
]
