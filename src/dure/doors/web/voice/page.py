"""A voice's page: its thread, its clock, what it waits on, and the acts one may do from here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dure.doors.web.acts.act import Given, Offer, perform
from dure.doors.web.expected import expected_of
from dure.doors.web.rights import PageRequest, act, page
from dure.doors.web.voice.clock import clock_of
from dure.doors.web.voice.offers import groups, offer_of
from dure.doors.web.voice.stepper import steps
from dure.doors.web.voice.story import Story, story_of
from dure.doors.web.voice.thread import thread
from dure.doors.web.voice.waiting import waiting
from dure.facts.roles import Role

#: The entry of the navigation that this page belongs to.
UNDER = "voices"


@page(least=Role.VIEWER)
def show(request: PageRequest, voice_id: int) -> HttpResponse:
    return render(
        request,
        "voice/page.html",
        said_of(_story(voice_id), role=request.user.role, given=Given(request.user.person_id)),
    )


@act(least=Role.MEMBER)
def do(request: PageRequest, voice_id: int, name: str, thing_id: int) -> HttpResponse:
    """Does one act and shows the voice as it then stands, or the form with what must be mended."""
    story, given = _story(voice_id), Given(request.user.person_id)
    offer = offer_of(story, name=name, thing_id=thing_id, given=given, data=request.POST)
    if offer is None:
        raise Http404
    status = perform(request, offer=offer)
    if status == 200:
        messages.success(request, str(offer.act.done))
        if not request.htmx:
            return HttpResponseRedirect(f"/voice/{voice_id}/")
        story = _story(voice_id)
    template = "voice/_changed.html" if request.htmx else "voice/page.html"
    said = said_of(story, role=request.user.role, given=given, tried=None if status == 200 else offer)
    return render(request, template, {**said, "is_done": status == 200}, status=status)


def said_of(story: Story, *, role: int, given: Given, tried: Offer | None = None) -> dict[str, Any]:
    """What the page says of a voice to somebody of a role."""
    now = timezone.now()
    offers = groups(story, now=now, role=role, given=given, tried=tried)
    clock = clock_of(story, now=now)
    return {
        "story": story,
        "voice": story.voice,
        "waiting": waiting(story, now=now),
        "clock": clock,
        "steps": steps(story),
        "expected": expected_of(story.voice.pk),
        "thread": thread(story, stops_at=story.voice.heard_at + clock.length),
        "groups": offers,
        "tried": tried,
        "is_tried_shown": any(one is tried for group in offers for one in group.offers),
    }


def _story(voice_id: int) -> Story:
    story = story_of(voice_id)
    if story is None:
        raise Http404
    return story


urlpatterns = [
    path("<int:voice_id>/", show, name="voice"),
    path("<int:voice_id>/<slug:name>/<int:thing_id>/", do, name="voice_act"),
]
