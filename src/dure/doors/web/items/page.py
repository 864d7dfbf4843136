"""Work items: what is being done, by what the address says."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dure.doors.web.items.narrowing import filters
from dure.doors.web.listing import Column, Listing
from dure.doors.web.rights import page
from dure.doors.web.templatetags.dure import language
from dure.facts.roles import Role
from dure.records.work.queries import current_states

UNDER = "streams"

COLUMNS = (
    Column(name="title", title=_("Work item")),
    Column(name="state", title=_("State"), sort=("state",)),
    Column(name="kind", title=_("Kind"), on_phone=False),
    Column(name="team", title=_("Team"), on_phone=False),
    Column(name="account", title=_("Account"), on_phone=False),
    Column(name="since", title=_("Since"), sort=("entered_at",)),
)


@page(least=Role.VIEWER)
def items(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    listing = Listing(
        columns=COLUMNS,
        order="-since",
        filters=filters(request.GET, now=now, language=language()),
        search=titled,
    )
    shown = listing.shown(current_states().prefetch_related("item__voices"), asked=request.GET)
    return render(request, "items/page.html", {"list": shown})


def titled(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The items whose title holds the words, or whose number in their source they are."""
    return rows.filter(item__title__icontains=words) | rows.filter(item__ref=words)


urlpatterns = [path("", items, name="items")]
