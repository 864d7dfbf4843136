"""Voices: which wait, where, and since when; and taking down a new one."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dure.doors.web.finding import Found
from dure.doors.web.rights import PageRequest, page, refusal_text
from dure.doors.web.stages import STAGES
from dure.doors.web.voices.hearing import Hearing
from dure.doors.web.voices.listed import listing
from dure.facts.loop import LOOP, REOPENED
from dure.facts.refusals import Refused
from dure.facts.roles import Role
from dure.records.voices.actions import hear
from dure.records.voices.queries import count_by_stage, longest_waiting, places, voices_saying
from dure.records.voices.rules import UNANSWERED


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    counts = count_by_stage()
    stages = [(stage, STAGES["voice"][stage][0], counts.get(stage, 0)) for stage in (REOPENED, *LOOP)]
    said = {
        "list": listing(request.GET).shown(places(), asked=request.GET),
        "stages": stages,
        "n_all": sum(counts.values()),
        "n_open": sum(counts.get(stage, 0) for stage in UNANSWERED),
        "longest": longest_waiting(),
    }
    return render(request, "voices/page.html", said)


@page(least=Role.MEMBER, takes_post=True)
def new(request: PageRequest) -> HttpResponse:
    """Takes down a voice; then shows it."""
    form, status = Hearing(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                voice = hear(by=request.user.actor, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refusal_text(refused))
            else:
                messages.success(request, _("Taken down. The clock of this voice is running."))
                return HttpResponseRedirect(f"/voice/{voice.pk}/")
    return render(request, "voices/new.html", {"form": form}, status=status)


def found(query: str, *, limit: int) -> Iterator[Found]:
    """Voices for the quick search: by what was said."""
    for voice in voices_saying(query)[:limit]:
        title = Truncator(voice.title or voice.words).chars(60)
        yield Found(title=title, href=f"/voice/{voice.pk}/", kind=_("Voice"), detail=str(voice.account or ""))


urlpatterns = [path("", show, name="voices"), path("new/", new, name="new_voice")]
