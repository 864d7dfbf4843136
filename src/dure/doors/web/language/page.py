"""The choice of language: kept in a cookie, and with the login where there is one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import path
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from dure.doors.web.returning import way_back
from dure.doors.web.rights import public
from dure.records.people.actions import prefer

A_YEAR = 365 * 24 * 3600


def keep_language(response: HttpResponse, *, language: str) -> None:
    """Sets the cookie that Django's LocaleMiddleware reads."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        prefer(request.user, language=language, by=request.user.actor)
    response = way_back(request)
    keep_language(response, language=language)
    return response


urlpatterns = [path("", choose_language, name="language")]
