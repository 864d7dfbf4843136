"""Problems and opportunities by customer evidence: where to begin work."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from dure.doors.web.problems.register import N_SHOWN, Register
from dure.doors.web.rights import PageRequest, page
from dure.facts.origins import VILLAGE
from dure.facts.roles import Role

#: The entry of the navigation that this page belongs to.
UNDER = "loop"


@page(least=Role.VIEWER)
def show(request: PageRequest) -> HttpResponse:
    register = Register(timezone.now())
    problems, chances, untaken = register.problems, register.opportunities, register.untaken
    voices = [voice for entry in (*problems, *chances, *untaken) for voice in entry.evidence.voices.values()]
    context = {
        "problems": problems[:N_SHOWN],
        "n_problems": len(problems),
        "opportunities": chances[:N_SHOWN],
        "n_opportunities": len(chances),
        "untaken": untaken,
        "n_untaken": sum(entry.evidence.n for entry in untaken),
        "worst": problems[0] if problems else None,
        "is_synthetic": any(voice.source == VILLAGE for voice in voices),
    }
    return render(request, "problems/page.html", context)


urlpatterns = [path("", show, name="problems")]
