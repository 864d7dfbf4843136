"""A real Chromium on a real server. Skipped where there is no Chromium; a failure where CI is set."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.samples import PASSWORD, USERNAME, make_samples

#: Playwright's sync API runs an event loop in this thread, and Django would refuse the ORM beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


@dataclass
class Site:
    """The server and the ids of the things on it."""

    url: str
    samples: dict[str, int | str]


@dataclass
class Watched:
    """A page in the browser, and what went wrong on it."""

    page: Page
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In this folder: one set of data for all tests, emptied after them (pytest-django's own ``db``, which
    sees to it that there is a database at all, begins anew for each test and would be slow)."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def site(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all browser tests, with a lake and a folder of uploads of its own."""
    home = tmp_path_factory.mktemp("home")
    with override_settings(MEDIA_ROOT=home / "files", LAKE=home / "lake"):
        server = LiveServer("127.0.0.1")
        yield Site(server.url, make_samples())
        server.stop()


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Begun after the site and ended before it: beside Playwright's loop this thread would see another,
    empty database in memory. So no browser test asks the ORM; it asks the pages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium on the PATH: apt-get install chromium"
        )
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        yield browser


@pytest.fixture(scope="package")
def sessions(browser: Browser, site: Site) -> Callable[..., BrowserContext]:
    """A browser window for each language, theme and width, logged in where asked; made once each."""
    made: dict[tuple[str, str, str, bool], BrowserContext] = {}

    def session(lang: str, theme: str, width: str, *, logged_in: bool) -> BrowserContext:
        key = (lang, theme, width, logged_in)
        if key not in made:
            made[key] = new_session(
                browser, site=site, lang=lang, theme=theme, width=width, logged_in=logged_in
            )
        return made[key]

    return session


def new_session(
    browser: Browser, *, site: Site, lang: str, theme: str, width: str, logged_in: bool
) -> BrowserContext:
    across, down = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down},
        locale=lang,
        is_mobile=width == "phone",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "dure_theme", "value": theme, "url": site.url}])
    context.add_cookies([{"name": "django_language", "value": lang, "url": site.url}])
    if logged_in:
        page = context.new_page()
        page.goto(f"{site.url}/login/?next=/search/")
        page.fill("[name=username]", USERNAME)
        page.fill("[name=password]", PASSWORD)
        page.click("form:has([name=password]) button[type=submit]")
        page.wait_for_url("**/search/")
        page.close()
    return context


@pytest.fixture
def browser_page(sessions: Callable[..., BrowserContext]) -> Iterator[Callable[..., Watched]]:
    """``browser_page("ko", "dark", "phone")``: a fresh page that notes console errors and requests to outside."""
    opened: list[Page] = []

    def open_page(lang: str, theme: str, width: str, *, logged_in: bool = True) -> Watched:
        page = sessions(lang, theme, width, logged_in=logged_in).new_page()
        opened.append(page)
        watched = Watched(page)
        page.on("console", lambda said: watched.console.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: watched.console.append(str(error)))
        page.on("request", lambda asked: watched.outside.append(asked.url) if is_outside(asked.url) else None)
        return watched

    yield open_page
    for page in opened:
        page.close()


def is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """The folder for screenshots (DURE_PICTURES), or None: then none are taken."""
    place = os.environ.get("DURE_PICTURES")
    if place is None:
        return None
    Path(place).mkdir(parents=True, exist_ok=True)
    return Path(place)
