"""Today: what is due, what is late, what waits on me, and what changed since I last looked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dure.doors.web.moments import day_after
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.today.changes import changes, last_look
from dure.doors.web.today.desk import Desk
from dure.doors.web.today.held_up import held_up
from dure.facts.roles import Role

WHOSE = ("mine", "all")


@page(least=Role.VIEWER)
def today(request: PageRequest) -> HttpResponse:
    now = timezone.now()
    whose = chosen(request)
    person_id = request.user.person_id if whose == "mine" else None
    desk = Desk(person_id=person_id, now=now, day_end=day_after(now), today=timezone.localdate(now))
    since = last_look(request, now=now)
    context: dict[str, Any] = {
        "desk": desk,
        "whose": whose,
        "since": since,
        "held_up": held_up(
            role=request.user.role,
            person_id=request.user.person_id,
            team_ids=desk.team_ids,
            on=desk.today,
        ),
        "changes": changes(since, person_id=request.user.person_id),
        "may_act": request.user.role >= Role.MEMBER,
    }
    return render(request, "today/page.html", context)


def chosen(request: PageRequest) -> str:
    """Mine or everybody's: as the address asks; else mine for members, everybody's for those who lead or look on."""
    if request.user.person_id is None:
        return "all"
    asked = request.GET.get("whose", "")
    return asked if asked in WHOSE else ("mine" if request.user.role == Role.MEMBER else "all")


urlpatterns = [path("", today, name="today")]
