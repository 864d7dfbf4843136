"""What every page promises, in both languages, light and dark, on a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, Watched
from tests.browser.pages import Seen, seen_pages

pytestmark = pytest.mark.browser

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

#: Fonts are there, and every chart is drawn.
DRAWN = "document.fonts.status === 'loaded' && !document.querySelector('[data-chart]:not([role=img])')"

every_page = pytest.mark.parametrize("seen", seen_pages(), ids=lambda seen: seen.name)
every_look = pytest.mark.parametrize("lang", ["ko", "en"])
every_theme = pytest.mark.parametrize("theme", ["light", "dark"])
every_width = pytest.mark.parametrize("width", ["desktop", "phone"])


@every_page
@every_look
@every_theme
@every_width
def test_a_page_is_accessible_whole_and_keeps_to_itself(
    browser_page: Callable[..., Watched],
    site: Site,
    pictures: Path | None,
    seen: Seen,
    lang: str,
    theme: str,
    width: str,
) -> None:
    watched = browser_page(lang, theme, width, logged_in=not seen.is_public)
    page = watched.page
    answer = page.goto(site.url + seen.at(site.samples), wait_until="load")
    page.wait_for_function(DRAWN)
    if pictures:
        page.screenshot(path=pictures / f"{seen.name}-{lang}-{theme}-{width}.png", full_page=True)

    assert answer is not None and answer.status == 200
    assert page.get_attribute("html", "lang") == lang
    assert page.get_attribute("html", "data-bs-theme") == theme
    assert page.locator("h1").count() == 1
    assert axe_faults(page) == []
    assert watched.console == []
    assert watched.outside == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def axe_faults(page: object) -> list[str]:
    """What axe found: the rule, and where."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}" for v in found for node in v["nodes"]
    ]
