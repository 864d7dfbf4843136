"""Quick search and the command palette: one box finds pages and things by name.

A page folder takes part by a function ``found(query, *, limit)`` in its ``page.py`` that returns
:class:`Found` rows. Pages of the navigation are found by their titles.
"""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dure.doors.web.finding import Found
from dure.doors.web.listing import words_asked
from dure.doors.web.pages import pages
from dure.doors.web.rights import PageRequest, page
from dure.doors.web.shell import ways
from dure.facts.roles import Role

N_PER_KIND = 6


@page(least=Role.VIEWER)
def search(request: PageRequest) -> HttpResponse:
    query = words_asked(request.GET)
    template = "search/_results.html" if request.htmx else "search/page.html"
    return render(request, template, {"query": query, "results": list(results(request, query=query))})


def results(request: HttpRequest, *, query: str) -> Iterator[Found]:
    """What answers the query: pages first, then things, a few of each kind."""
    yield from pages_named(request, query=query)
    if query:
        for one in pages():
            find = getattr(one.module, "found", None)
            yield from islice(find(query, limit=N_PER_KIND), N_PER_KIND) if find else ()


def pages_named(request: HttpRequest, *, query: str) -> Iterator[Found]:
    for way in ways(request):
        if query.casefold() in str(way.title).casefold() or query.casefold() in way.name:
            yield Found(title=str(way.title), href=way.href)


urlpatterns = [path("", search, name="search")]
