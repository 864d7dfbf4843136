"""Acting on a voice in the browser: in place with JavaScript, and whole without it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Watched
from tests.browser.samples import PASSWORD, USERNAME

pytestmark = pytest.mark.browser


def act_on(site: Site, name: str) -> str:
    return f"#act-{name}-{site.samples['voice.voice_id']}"


def test_a_refused_act_stays_where_it_is_with_its_reason_and_what_was_written(
    browser_page: Callable[..., Watched], site: Site
) -> None:
    page = browser_page("ko", "light", "desktop").page
    page.goto(f"{site.url}/voice/{site.samples['voice.voice_id']}/", wait_until="networkidle")
    act = page.locator(act_on(site, "promise"))
    act.locator("summary").click()
    act.get_by_label("약속하는 내용").fill("20초 안에 열리게 합니다")
    act.get_by_label("언제까지").fill("2020-01-01T10:00")
    act.locator("button[type=submit]").click()

    expect(act.locator(".field-error")).to_have_text("약속 기한은 지금 이후여야 합니다.")
    expect(act.get_by_label("약속하는 내용")).to_have_value("20초 안에 열리게 합니다")
    expect(act).to_have_attribute("open", "")


def test_an_act_done_changes_the_thread_in_place_and_puts_the_focus_on_what_waits_now(
    browser_page: Callable[..., Watched], site: Site
) -> None:
    page = browser_page("ko", "light", "phone").page
    page.goto(f"{site.url}/voice/{site.samples['voice.voice_id']}/", wait_until="networkidle")
    page.evaluate("window.isSame = true")
    n_events = page.locator(".thread > li").count()
    act = page.locator(act_on(site, "ask-again"))
    act.locator("summary").click()
    act.get_by_label("고객이 한 말").fill("언제 되나요?")
    act.locator("button[type=submit]").click()

    expect(page.locator("#messages")).to_contain_text("재문의를 적었습니다.")
    expect(page.locator(".thread > li")).to_have_count(n_events + 1)
    expect(page.locator("#now")).to_be_focused()
    assert page.evaluate("window.isSame")


def test_an_act_is_done_without_javascript_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{site.url}/login/?next=/voice/{site.samples['voice.voice_id']}/")
    page.fill("[name=username]", USERNAME)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button[type=submit]")
    act = page.locator(act_on(site, "ask-again"))
    act.locator("summary").click()
    act.locator("button[type=submit]").click()

    expect(page.locator("#messages")).to_contain_text("Noted: they asked again.")
    context.close()
