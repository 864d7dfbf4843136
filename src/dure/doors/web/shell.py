"""What every page shows around itself: the way to the other pages, and who is looking."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.doors.web.pages import pages

#: The top navigation, in the order of a working day.
TOP = (
    ("today", _("Today")),
    ("accounts", _("Accounts")),
    ("voices", _("Voices")),
    ("promises", _("Promises")),
    ("changes", _("Changes")),
    ("streams", _("Value streams")),
    ("loop", _("Loop")),
    ("data", _("Data")),
)

LANGUAGES = (("ko", "한국어"), ("en", "English"))
THEMES = (("light", _("Light")), ("dark", _("Dark")), ("auto", _("Like the device")))
THEME_COOKIE = "dure_theme"


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation."""

    name: str
    title: str | Promise
    href: str
    is_here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context every template gets."""
    return {
        "ways": ways(request),
        "languages": LANGUAGES,
        "themes": THEMES,
        "theme": theme_of(request),
        "language": get_language(),
        "stay_at": request.get_full_path() if request.method == "GET" else request.path,
    }


def ways(request: HttpRequest) -> list[Way]:
    """The navigation as far as its pages exist; a page below another names it in ``UNDER``."""
    here = _first_step(request.path)
    under = {one.name: getattr(one.module, "UNDER", one.name) for one in pages()}
    return [Way(name, title, href, under.get(here) == name) for name, title in TOP if (href := _href(name))]


def theme_of(request: HttpRequest) -> str:
    """light, dark or auto, as this browser chose."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in dict(THEMES) else "auto"


def _first_step(path: str) -> str:
    return path.strip("/").split("/")[0]


def _href(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
