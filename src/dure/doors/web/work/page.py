"""A work item's page: what it is doing, on whom it waits, where its time went, and what may be done with it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from dure.doors.web.acts.act import Given, Group, Offer, offered, perform
from dure.doors.web.acts.work import ACTS, next_acts
from dure.doors.web.expected import expected_for
from dure.doors.web.finding import Found
from dure.doors.web.rights import PageRequest, act, page
from dure.doors.web.work.history import n_handovers, spent, stays
from dure.facts.roles import Role
from dure.records.releases.queries import releases_of
from dure.records.work.queries import item_numbered, items_titled, states_of, voices_of, waiting_for

#: The entry of the navigation that this page belongs to.
UNDER = "streams"


@page(least=Role.VIEWER)
def show(request: PageRequest, item_id: int) -> HttpResponse:
    return render(request, "work/page.html", said_of(_item(item_id), role=request.user.role, given=Given()))


@act(least=Role.MEMBER)
def do(request: PageRequest, item_id: int, name: str) -> HttpResponse:
    """Does one act and shows the item as it then stands, or the form with what must be mended."""
    item, given = _item(item_id), Given()
    if name not in ACTS:
        raise Http404
    offer = _offer(item, name=name, given=given, data=request.POST)
    status = perform(request, offer=offer)
    if status == 200:
        messages.success(request, str(ACTS[name].done))
        if not request.htmx:
            return HttpResponseRedirect(f"/work/{item_id}/")
        item = _item(item_id)
    template = "work/_changed.html" if request.htmx else "work/page.html"
    said = said_of(item, role=request.user.role, given=given, tried=None if status == 200 else offer)
    return render(request, template, {**said, "is_done": status == 200}, status=status)


def said_of(item: Any, *, role: int, given: Given, tried: Offer | None = None) -> dict[str, Any]:
    """What the page says of an item to somebody of a role."""
    found = stays(list(states_of(item.pk)), now=timezone.now())
    releases = list(releases_of([item.pk]))
    is_shipped = any(one.release.shipped_at >= item.state_since for one in releases)
    group = Group(title=_("This work"), key="work")
    acts = next_acts(item, state=item.state, is_shipped=is_shipped)
    for place, one in enumerate(one for one in acts if role >= one.least):
        offer = tried if tried and tried.act is one else _offer(item, name=one.name, given=given)
        offer.is_next = place == 0 and not one.is_ending and one.name != "take-up"
        group.offers.append(offer)
    return {
        "item": item,
        "expected": expected_for([item]),
        "current": found[-1] if found else None,
        "stays": found,
        "n_handovers": n_handovers(found),
        "spent": spent(found),
        "voices": voices_of(item),
        "waiting_for_it": list(waiting_for(item.pk)),
        "releases": releases,
        "is_shipped": is_shipped,
        "groups": [group] if group.offers else [],
        "tried": tried,
        "is_tried_shown": any(one is tried for one in group.offers),
    }


def _offer(item: Any, *, name: str, given: Given, data: Any = None) -> Offer:
    return offered(ACTS[name], item, href=f"/work/{item.pk}/{name}/", given=given, data=data)


def _item(item_id: int) -> Any:
    item = item_numbered(item_id)
    if item is None:
        raise Http404
    return item


def found(query: str, *, limit: int) -> Iterator[Found]:
    """Work for the quick search: by its title, or by its number."""
    number = query.removeprefix("#")
    if number.isdecimal() and len(number) < 10 and (item := item_numbered(int(number))):
        yield Found(title=item.title, href=f"/work/{item.pk}/", kind=_("Work"), detail=f"#{item.pk}")
    for item in items_titled(query)[:limit]:
        yield Found(title=item.title, href=f"/work/{item.pk}/", kind=_("Work"), detail=f"#{item.pk}")


urlpatterns = [
    path("<int:item_id>/", show, name="work"),
    path("<int:item_id>/<slug:name>/", do, name="work_act"),
]
