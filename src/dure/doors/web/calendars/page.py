"""Calendars: when teams work. Every count of working hours and every plan goes by them (science B8)."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext

from dure.doors.web.acts.act import Given
from dure.doors.web.calendars.form import CalendarForm, countries
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.records.people.actions import add_calendar, change_calendar, give_calendar
from dure.records.people.queries import calendars, clock_of, teams

UNDER = "streams"
LOOK_AHEAD_DAYS = 60


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    """The calendars with the teams that work by them, and the teams that have none."""
    by_calendar: dict[int | None, list[Any]] = defaultdict(list)
    for team in teams():
        by_calendar[team.calendar_id].append(team)
    names, today = dict(countries()), timezone.localdate()
    found = [
        {
            "calendar": one,
            "country": names.get(one.holiday_country, one.holiday_country),
            "teams": by_calendar[one.pk],
            "days_off": next_days_off(one, on=today),
        }
        for one in calendars()
    ]
    context = {"calendars": found, "without": by_calendar[None], "may_act": request.user.role >= Role.LEAD}
    return render(request, "calendars/page.html", context)


def next_days_off(calendar: Any, *, on: date) -> list[date]:
    """The next three weekdays of work on which the team is off."""
    if not calendar.hours:
        return []
    clock = clock_of(calendar)
    ahead = (on + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS))
    return [day for day in ahead if clock.weekly[day.weekday()] and not clock.is_workday(day)][:3]


@page(least=Role.LEAD, takes_post=True)
def new_calendar(request: PageRequest) -> HttpResponse:
    return _form(request, None)


@page(least=Role.LEAD, takes_post=True)
def calendar(request: PageRequest, pk: int) -> HttpResponse:
    one = calendars().filter(pk=pk).first()
    if one is None:
        raise Http404
    return _form(request, one)


def _form(request: PageRequest, one: Any) -> HttpResponse:
    given = Given()
    form = CalendarForm(request.POST or None, calendar=one, given=given)
    if form.is_valid() and _kept(request, form, one, given=given):
        messages.success(request, gettext("Noted. The next measuring counts by it."))
        return redirect("calendars")
    status = 422 if form.is_bound else 200
    return render(request, "calendars/form.html", {"form": form, "calendar": one}, status=status)


def _kept(request: PageRequest, form: CalendarForm, one: Any, *, given: Given) -> bool:
    """Adds or changes the calendar and gives it to its teams; False where a field must be mended."""
    by, told = request.user.actor, form.told()
    why = {"by": by, "why": request.POST.get("why", "")}
    chosen = {team.pk for team in form.cleaned_data["teams"]}
    try:
        with transaction.atomic():
            kept = (
                change_calendar(one, **told, **why) if one else add_calendar(told.pop("name"), **told, **why)
            )
            for team, _name in given.teams:
                if (team.pk in chosen) != (team.calendar_id == kept.pk):
                    give_calendar(team, calendar=kept if team.pk in chosen else None, **why)
    except NotAllowed:
        raise
    except Refused as refused:
        field = "mon" if refused.field == "hours" else refused.field
        form.add_error(field if field in form.fields else None, refusal_text(refused))
        return False
    return True


urlpatterns = [
    path("", show, name="calendars"),
    path("new/", new_calendar, name="new_calendar"),
    path("<int:pk>/", calendar, name="calendar"),
]
