"""The hand stays on the keyboard; the choice of language and theme keeps the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Watched, new_session

pytestmark = pytest.mark.browser

Open = Callable[..., Watched]


def test_ctrl_k_opens_the_search_says_when_nothing_is_found_and_escape_closes_it(
    browser_page: Open, site: Site
) -> None:
    page = browser_page("en", "light", "desktop").page
    page.goto(f"{site.url}/search/")
    page.keyboard.press("Control+k")
    box = page.locator("#palette input")
    expect(box).to_be_focused()
    box.fill("zzz")
    expect(page.locator("#palette .found-none")).to_contain_text("zzz")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


def test_arrows_choose_and_enter_opens_what_is_chosen(browser_page: Open, site: Site) -> None:
    page = browser_page("en", "light", "desktop").page
    page.goto(f"{site.url}/search/")
    page.keyboard.press("Control+k")
    with page.expect_response("**/search/?q=b"):
        page.locator("#palette input").fill("b")
    page.wait_for_timeout(50)  # the answer is swapped in
    page.evaluate(
        """document.getElementById("palette-results").innerHTML = ["one", "two", "three"].map((q) =>
        `<div role="option" id="${q}" aria-selected="${q === "one"}" data-href="/search/?q=${q}"></div>`).join("")"""
    )
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#palette input", "aria-activedescendant") == "three"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=two")


def test_a_question_mark_shows_the_keys_and_letters_can_be_switched_off(
    browser_page: Open, site: Site
) -> None:
    page = browser_page("en", "light", "desktop").page
    page.goto(f"{site.url}/search/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.click("[data-letter-keys]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()
    page.evaluate("localStorage.clear()")


def test_j_and_k_move_between_rows(browser_page: Open, site: Site) -> None:
    page = browser_page("en", "light", "desktop").page
    page.goto(f"{site.url}/search/?q=x")
    page.evaluate(
        """document.querySelector("main .list-group").innerHTML =
        '<li data-row><a href="#a" id="a">a</a></li><li data-row><a href="#b" id="b">b</a></li>'"""
    )
    for key, at in [("j", "a"), ("j", "b"), ("j", "b"), ("k", "a")]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == at


def test_choosing_a_language_keeps_the_page_and_is_remembered_with_the_login(
    browser_page: Open, browser: Browser, site: Site
) -> None:
    page = browser_page("ko", "light", "desktop").page
    page.goto(f"{site.url}/search/?q=x")
    page.click(".user-opener")
    page.click("button[name=language][value=en]")
    page.wait_for_url("**/search/?q=x")
    assert page.get_attribute("html", "lang") == "en"
    with_korean_browser = new_session(
        browser, site=site, lang="ko", theme="light", width="desktop", logged_in=True
    )
    elsewhere = with_korean_browser.new_page()
    elsewhere.goto(f"{site.url}/search/")
    assert elsewhere.get_attribute("html", "lang") == "en"
    with_korean_browser.close()
    page.click(".user-opener")
    page.click("button[name=language][value=ko]")
    page.wait_for_url("**/search/?q=x")
    assert page.get_attribute("html", "lang") == "ko"


def test_a_theme_is_shown_at_once_and_is_there_after_a_reload(browser_page: Open, site: Site) -> None:
    page = browser_page("ko", "light", "desktop").page
    page.goto(f"{site.url}/search/")
    page.click(".user-opener")
    with page.expect_response("**/theme/"):
        page.click("button[name=theme][value=dark]")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.context.add_cookies([{"name": "dure_theme", "value": "light", "url": site.url}])


@pytest.mark.parametrize(
    ("lang", "says"), [("ko", "이 주소에는 아무것도 없습니다"), ("en", "There is nothing at this address")]
)
def test_an_unknown_address_says_so_in_the_readers_language(
    browser_page: Open, site: Site, lang: str, says: str
) -> None:
    page = browser_page(lang, "light", "desktop").page
    answer = page.goto(f"{site.url}/nowhere/")
    assert answer is not None and answer.status == 404
    expect(page.locator("h1")).to_have_text(says)
