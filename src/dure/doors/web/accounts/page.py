"""Accounts: everybody we serve, firms outside and teams inside, with what is open for each."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.doors.web.accounts.form import AccountForm
from dure.doors.web.acts.act import Given
from dure.doors.web.finding import Found
from dure.doors.web.listing import Column, Filter, Listing
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.stages import KINDS_OF_ACCOUNT, SIDES
from dure.facts.roles import Role
from dure.records.people import queries
from dure.records.people.actions import add_account
from dure.records.promises.queries import count_late_accounts, late_promises, n_late_of
from dure.records.voices.queries import is_waiting_account, last_heard_of, n_open_of


def _values(field: str) -> list[tuple[str, Any]]:
    """The values a field of accounts has, each once."""
    rows = queries.accounts().exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return [(value, KINDS_OF_ACCOUNT.get(value, value)) for value in rows]


def _owners() -> Sequence[tuple[str, Any]]:
    owners = queries.people().filter(pk__in=queries.accounts().values("owner")).order_by("name")
    return [(str(pk), name) for pk, name in owners.values_list("pk", "name")]


def _matching(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    return rows.filter(Q(name__icontains=query) | Q(industry__icontains=query))


def _needing(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    if what == "late":
        return rows.filter(pk__in=late_promises(timezone.now()).order_by().values("promise__account"))
    return rows.filter(is_waiting_account())


LISTING = Listing(
    columns=(
        Column(name="name", title=_("Account"), sort=("name",)),
        Column(name="side", title=_("Side"), sort=("side",), on_phone=False),
        Column(name="segment", title=_("Segment"), sort=("segment",), on_phone=False),
        Column(name="owner", title=_("Owner"), sort=("owner__name",), may_be_empty=True, on_phone=False),
        Column(name="open", title=_("Open voices"), sort=("n_open",), is_number=True, may_be_empty=True),
        Column(name="late", title=_("Late promises"), sort=("n_late",), is_number=True, may_be_empty=True),
        Column(name="last", title=_("Last word"), sort=("last_heard_at",), may_be_empty=True, on_phone=False),
        Column(name="renewal", title=_("Renewal"), sort=("renewal_on",), may_be_empty=True, on_phone=False),
        Column(
            name="value",
            title=_("Yearly value"),
            sort=("currency", "annual_minor"),
            is_number=True,
            may_be_empty=True,
            on_phone=False,
        ),
    ),
    order="name",
    filters=(
        Filter(
            name="side",
            title=_("Side"),
            choices=lambda: list(SIDES.items()),
            narrow=lambda r, v: r.filter(side=v),
        ),
        Filter(
            name="segment",
            title=_("Segment"),
            choices=lambda: _values("segment"),
            narrow=lambda r, v: r.filter(segment=v),
        ),
        Filter(
            name="country",
            title=_("Country"),
            choices=lambda: _values("country"),
            narrow=lambda r, v: r.filter(country=v),
        ),
        Filter(name="owner", title=_("Owner"), choices=_owners, narrow=lambda r, v: r.filter(owner_id=v)),
        Filter(
            name="needs",
            title=_("Needs"),
            choices=lambda: [("late", _("A promise is late")), ("open", _("Somebody waits for our word"))],
            narrow=_needing,
        ),
    ),
    search=_matching,
)


@page(least=Role.VIEWER)
def accounts(request: PageRequest) -> HttpResponse:
    now = timezone.now()
    rows = queries.accounts().annotate(
        n_open=Subquery(n_open_of(OuterRef("pk"))),
        n_late=Subquery(n_late_of(OuterRef("pk"), now=now)),
        last_heard_at=Subquery(last_heard_of(OuterRef("pk"))),
    )
    context = {
        "list": LISTING.shown(rows, asked=request.GET),
        "counts": queries.count_by_side(),
        "n_late": count_late_accounts(now=now),
        "may_act": request.user.role >= Role.MEMBER,
    }
    return render(request, "accounts/page.html", context)


@page(least=Role.MEMBER, takes_post=True)
def new_account(request: PageRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, given=Given())
    if form.is_valid():
        account = add_account(**form.cleaned_data, by=request.user.actor)
        messages.success(request, gettext("Added. Now say who works there."))
        return redirect("account", account.pk)
    return render(request, "accounts/new.html", {"form": form}, status=422 if form.is_bound else 200)


def found(query: str, *, limit: int) -> list[Found]:
    """Accounts by name, for the quick search."""
    rows = queries.accounts().filter(name__icontains=query).order_by("name")[:limit]
    return [
        Found(
            title=one.name,
            href=reverse("account", args=[one.pk]),
            kind=_("Account"),
            detail=str(KINDS_OF_ACCOUNT.get(one.segment, one.segment)),
        )
        for one in rows
    ]


urlpatterns = [path("", accounts, name="accounts"), path("new/", new_account, name="new_account")]
