"""Who may open a page. No view is born without a right: ``page``, ``act`` or ``public``."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from dure.facts.refusals import NotAllowed, Refused
from dure.facts.roles import Role
from dure.kit import wording

View = Callable[..., HttpResponse]
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])


class PageRequest(HttpRequest):
    """What a page is asked, by a login; ``htmx`` is true where only a part of it is wanted."""

    user: Any
    htmx: HtmxDetails


def page(*, least: Role, takes_post: bool = False) -> Callable[[View], View]:
    """Marks a view as a page for logged-in people of at least this role.

    ``takes_post`` lets a page with a form answer POST on its own address. An act that the rules refuse
    is answered with the reason in plain words, not with an error.
    """

    def decorate(view: View) -> View:
        return _guarded(
            view if takes_post else require_safe(view), original=view, least=least, answers_get=True
        )

    return decorate


def act(*, least: Role) -> Callable[[View], View]:
    """Marks a view as an act: POST only, for logged-in people of at least this role."""

    def decorate(view: View) -> View:
        return _guarded(require_POST(view), original=view, least=least, answers_get=False)

    return decorate


def public(view: AnyView) -> AnyView:
    """Marks a view that needs no login: the login itself, the choice of language and of light or dark."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def refusal_text(refused: Refused) -> str:
    """The reason of a refusal in the reader's language, its moments as the reader's clock shows them."""
    places = {name: _readable(place) for name, place in refused.places.items()}
    return gettext(refused.text) % places if places else gettext(refused.text)


def _readable(place: Any) -> Any:
    """A moment that a rule wrote down in ISO form, in the reader's zone and language; anything else as it is."""
    try:
        at = datetime.fromisoformat(place)
    except (TypeError, ValueError):
        return place
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    zone = timezone.get_current_timezone_name()
    return wording.moment(at, zone=zone, language=language, today=timezone.localdate())


def _guarded(view: View, *, original: View, least: Role, answers_get: bool) -> View:
    @wraps(original)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        if request.user.role < least:
            return _refusal(request, refused=NotAllowed(act=gettext("This page"), least=least))
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return _refusal(request, refused=refused)

    guarded.least_role, guarded.answers_get = least, answers_get  # type: ignore[attr-defined]
    return guarded


def _to_login(request: HttpRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer


def _refusal(request: HttpRequest, *, refused: Refused) -> HttpResponse:
    is_forbidden = isinstance(refused, NotAllowed)
    template, status = ("403.html", 403) if is_forbidden else ("refused.html", 409)
    return render(request, template, {"reason": refusal_text(refused)}, status=status)
