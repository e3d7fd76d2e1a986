"""Every page clicked through in Chromium, without JavaScript: three languages, desktop and phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
LANGUAGES = {"en": ("ceasefire", "ltr"), "he": ("הפסקת", "rtl"), "ar": ("وقف", "rtl")}
WIDTHS = {"desktop": (1280, 900), "phone": (360, 740)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        sync_playwright = None
    if sync_playwright is None or not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium and playwright are needed here, and one is missing")
        pytest.skip("needs playwright and /usr/bin/chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


def direction(element: Any) -> str:
    # Scripts of the page are off; those of the test are not.
    return str(element.evaluate("element => getComputedStyle(element).direction"))


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_reader_gets_from_words_to_an_article_its_writer_and_back(
    browser: Any, base: str, language: str, width: str
) -> None:
    wide, high = WIDTHS[width]
    words, way = LANGUAGES[language]
    context = browser.new_context(viewport={"width": wide, "height": high}, java_script_enabled=False)
    problems: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.goto(base)
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()
    first = page.locator(f".item h3[lang={language}]").first
    assert direction(first) == way
    assert page.locator("mark").count()
    assert fits(page)
    title = first.inner_text()
    first.locator("a").click()
    assert page.locator("h1").inner_text() == title
    assert direction(page.locator("h1")) == way
    assert direction(page.locator(".body p, .standfirst").first) == way
    assert page.get_by_text("Dates as read").first.is_visible()
    assert fits(page)
    page.goto(f"{base}/people")
    page.locator("tbody th a").first.click()
    assert page.locator(".item").count() >= 1
    for name in ("Outlets", "Reports"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        assert page.locator("h1").inner_text() == name
        assert page.locator("table caption").count() == 1
        assert fits(page)
    assert not problems
    context.close()


def test_a_new_user_finds_everything_by_one_journalist_and_how_a_headline_changed(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.get_by_role("searchbox").fill("212 lorries")
    page.keyboard.press("Enter")
    page.locator(".item h3 a").first.click()
    page.get_by_text("the headline differs").wait_for()
    changed = page.locator(".change .headline").first
    assert "212" in changed.inner_text()
    assert changed.locator("del").count()
    assert changed.locator("ins").count()
    page.locator(".story .meta a[href^='/people/']").first.click()
    assert page.get_by_text("Headline before:").count() == 1
    context.close()


def test_the_keyboard_reaches_the_content_first(browser: Any, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_the_calendar_tells_days_apart_by_signs_and_words(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/outlets")
    assert "all polls failed" in page.locator(".calendar .d-failed").first.inner_text()
    assert page.locator(".calendar .d-collected").first.inner_text().isdecimal()
    assert "not watched" in page.locator(".calendar .d-none").first.inner_text()
    assert page.get_by_text("HTTP 403").count()
    context.close()


def test_the_comparison_opens_from_the_list_of_reports(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/reports")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Compare with the store").click()
    assert page.locator("article.finding").count() > 5
    context.close()
