"""Every page clicked through in Chromium, without JavaScript: three languages, on a desk and on a phone."""

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
WIDTHS = ((360, 740), (1280, 900))


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
    """Whether nothing stands out to the side, on a desk and on a phone."""
    wide = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        wide.append(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    return max(wide) <= 0


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """One tab for all tests, without JavaScript: what it complained of is looked at when they end."""
    context = browser.new_context(java_script_enabled=False)
    problems: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: problems.append(message.text))
    opened.on("requestfailed", lambda request: problems.append(request.url))
    yield opened
    assert not problems
    context.close()


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_reader_gets_from_words_to_an_article_and_its_writer(page: Any, base: str, language: str) -> None:
    words, way = LANGUAGES[language]
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


def test_every_other_page_is_reached_and_fits_a_phone(page: Any, base: str) -> None:
    page.goto(f"{base}/people")
    page.locator("tbody th a").first.click()
    assert page.locator(".item").count() >= 1
    assert fits(page)
    for name in ("Outlets", "Reports"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        assert page.locator("h1").inner_text() == name
        assert page.locator("table caption").count() == 1
        assert fits(page)
    page.locator("tbody a").first.click()
    assert fits(page)
    page.get_by_role("link", name="Compare with the store").click()
    assert page.locator("article.finding").count() > 5


def test_a_new_user_finds_everything_by_one_journalist_and_how_a_headline_changed(page: Any, base: str) -> None:
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
    page.get_by_label("From", exact=True).fill("2000-01-01")
    page.get_by_label("To", exact=True).fill("2099-12-31")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".chips li").count() == 4
    page.get_by_role("link", name="what changed").click()
    assert page.locator(".change .headline ins").count()


def test_the_keyboard_reaches_the_content_first(browser: Any, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_the_calendar_tells_days_apart_by_signs_and_words(page: Any, base: str) -> None:
    page.goto(f"{base}/outlets")
    assert "all polls failed" in page.locator(".calendar .d-failed").first.inner_text()
    assert page.locator(".calendar .d-collected").first.inner_text().isdecimal()
    assert "not watched" in page.locator(".calendar .d-none").first.inner_text()
    assert page.get_by_text("HTTP 403").count()
