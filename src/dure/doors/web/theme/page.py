"""The choice of light or dark: kept in a cookie, and with the login where there is one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import path
from django.views.decorators.http import require_POST

from dure.doors.web.returning import way_back
from dure.doors.web.rights import public
from dure.doors.web.shell import THEME_COOKIE, THEMES
from dure.records.people.actions import prefer

A_YEAR = 365 * 24 * 3600


def keep_theme(response: HttpResponse, *, theme: str) -> None:
    """Sets the cookie that theme.js reads before the first paint."""
    response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax")


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in dict(THEMES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        prefer(request.user, theme=theme, by=request.user.actor)
    response = way_back(request)
    keep_theme(response, theme=theme)
    return response


urlpatterns = [path("", choose_theme, name="theme")]
