"""The rules of single parts, where a whole page would hide which one failed."""

from __future__ import annotations

import doctest
import json
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

from crawler.extraction import Page, PageRules, extract_article, jsonld, language, naming, tree, zones

URL = "https://herald.example/2026/01/13/pier-closed"
TEXT = "<article><p>The pier was closed at noon after a crack was found in its wall, the port said.</p>"
FLASH = "הצבא הודיע הבוקר כי הכניסה לאזור תיפתח מחדש בשעות הצהריים, לאחר שהושלמו העבודות בכביש הראשי. " * 2
LONG = "<article>" + "".join(
    f"<p>Sentence {n} of a story about the pier, closed at noon after a crack was found.</p>" for n in range(9)
) + "</article>"  # fmt: skip
CLOSED = LONG.removesuffix("</article>")


@pytest.mark.parametrize("module", [jsonld, language, naming, tree, zones], ids=lambda module: str(module.__name__))
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def page(head: str = "", body: str = LONG, *, url: str = URL, timezone: str = "UTC") -> Page:
    return extract_article(f"<html><head>{head}</head><body>{body}</body></html>", url=url, timezone=timezone)


# --- title


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>Pier closed - The Herald</title><meta property='og:site_name' content='The Herald'>",
            "",
            "Pier closed",
        ),
        (
            "<title>The Herald | Pier closed</title><meta property='og:site_name' content='The Herald'>",
            "",
            "Pier closed",
        ),
        (
            "<title>Pier closed at noon</title>",
            "<h1 class='logo'>Herald</h1><h1>Pier closed at noon</h1>",
            "Pier closed at noon",
        ),
        (
            "<meta property='og:title' content='The northern pier is closed'>",
            "<h1><span>Harbour</span>: The northern pier is closed</h1>",
            "The northern pier is closed",
        ),
        (
            "<meta property='og:title' content='Readers: short'>",
            "<h1>The one that readers see</h1>",
            "The one that readers see",
        ),
        ("<title>הרציף נסגר | קול האורן</title><meta property='og:site_name' content='קול האורן'>", "", "הרציף נסגר"),
        ("", "", None),
    ],
)
def test_the_headline_is_what_two_witnesses_say_without_the_outlet(head: str, body: str, title: str | None) -> None:
    assert page(head, body + "<p>x</p>").title == title


# --- dates


def test_a_modified_date_never_stands_in_for_publication() -> None:
    found = page(
        "<meta property='article:modified_time' content='2026-01-14T10:00:00Z'>", url="https://herald.example/a"
    )
    assert found.published is None
    assert found.modified is not None
    assert found.modified.instant == datetime(2026, 1, 14, 10, tzinfo=UTC)


def test_a_time_element_that_repeats_the_update_is_not_a_publication() -> None:
    stated = {
        "@type": "NewsArticle",
        "headline": "Pier",
        "datePublished": "2026-01-13T08:00:00Z",
        "dateModified": "2026-01-13T19:30:00Z",
    }
    found = page(
        f"<script type='application/ld+json'>{json.dumps(stated)}</script>",
        f"<h1>Pier</h1><time datetime='2026-01-13T19:30:00Z'>19.30</time>{LONG}",
    )
    assert found.published is not None
    assert found.published.instant == datetime(2026, 1, 13, 8, tzinfo=UTC)
    assert [r.source for r in found.dates if r.kind == "modified"] == ["json-ld", "time"]


def test_the_day_in_the_address_is_the_last_witness() -> None:
    found = page()
    assert found.published is not None
    assert found.published.precision == "day"
    assert [r.source for r in found.dates] == ["url"]


@pytest.mark.parametrize(
    ("body", "published"),
    [
        # a date of numbers, with the time behind it in the same line
        ("<h1>Pier</h1><div class='x'>2026-01-13 09:15:20 来源：海港网</div>", "2026-01-13 09:15:20"),
        ("<h1>Pier</h1><div class='x'>2026年1月13日 09:15 来源：海港网</div>", "2026-01-13 09:15:00"),
        ("<h1>Pier</h1><div class='x'>2026/01/13 09:15 | Harbour</div>", "2026-01-13 09:15:00"),
        # the element's attribute says when it was put into its form last, its text when it was published
        ("<h1>Pier</h1><time datetime='2026-01-19T10:18:46Z'>Publié le 13 janvier 2026</time>", "2026-01-13 00:00:00"),
        ("<h1>Pier</h1><time datetime='2026-01-13T23:30:00Z'>Published 14 January 2026</time>", "2026-01-13 23:30:00"),
        ("<h1>Pier</h1><time datetime='2026-03-01T10:00:00Z'>Published 03.01.2026</time>", "2026-03-01 10:00:00"),
        # ... or names its moment in another attribute
        ("<h1>Pier</h1><time data-published='2026-01-13 09:13:00Z'>Jan 13, 2026</time>", "2026-01-13 09:13:00"),
        # only a day is stated, the line by the headline tells the time
        (
            "<meta name='date' content='2026-01-13'><h1>Pier</h1><p class='date'>13 January 2026 1:01PM</p>",
            "2026-01-13 13:01:00",
        ),
        # a quoted post of a social network has a date of its own
        (
            "<h1>Pier</h1><p class='date'>13 January 2026</p>"
            "<blockquote>Divers! <a href='/p'><time datetime='2025-03-12T19:30:12Z'>Mar 12</time></a></blockquote>",
            "2026-01-13 00:00:00",
        ),
        # inside of what is no text; an update that says so behind its date
        (
            "<h1>Pier</h1><div><span class='meta'><span class='when-date'>13 January 2026 2:00 PM</span></span></div>",
            "2026-01-13 14:00:00",
        ),
        ("<h1>Pier</h1><p class='date'>2026.01.26 lastupdate</p>", None),
        # below the story
        (
            "<h1>Pier</h1>" + LONG + "<div>This entry was posted in Harbour on 13 January 2026 by Ada Wexcombe.</div>",
            "2026-01-13 00:00:00",
        ),
        (
            "<h1>Pier</h1>" + LONG + "<div>Dieser Artikel wurde am 13. Januar 2026 um 14:48 von Ada geschrieben.</div>",
            "2026-01-13 14:48:00",
        ),
        # hAtom's way
        ("<h1>Pier</h1><abbr class='published' title='2026-01-13T07:15:00Z'>yesterday</abbr>", "2026-01-13 07:15:00"),
        ("<h1>Pier</h1><abbr title='Harbour Board'>HB</abbr> <p>13 January 2026</p>", "2026-01-13 00:00:00"),
        # the headline is an h3, the h1 the section's; a list of other stories has a date an entry
        (
            "<h1>News</h1><div><div><h3>Pier closed in March</h3></div><div><p>13 January 2026</p></div></div>",
            "2026-01-13 00:00:00",
        ),
        (
            "<h1>Pier closed in March</h1><ul><li><a href='/b'>Ferry fares to double in the summer</a>"
            " <span class='post-date'>19 January 2026</span></li></ul>",
            None,
        ),
        (
            "<h1>Pier closed in March</h1><ul><li>By <a href='/by/wexcombe'>Ada Wexcombe</a></li>"
            "<li class='post-date'>13 January 2026</li></ul>",
            "2026-01-13 00:00:00",
        ),
    ],
)
def test_a_date_that_is_printed_is_read_where_the_story_stands(body: str, published: str | None) -> None:
    found = page("<title>Pier closed in March</title>", body + LONG, url="https://herald.example/a")
    assert (str(found.published.instant)[:19] if found.published else None) == published


def test_dates_of_other_stories_are_not_read() -> None:
    body = (
        "<div class='story'><h1>Pier closed</h1><span class='date'>13 January 2026, 09:15</span>" + LONG + "</div>"
        "<div class='more'><a href='/x'><h3>Ferry</h3><time datetime='2019-05-05T00:00:00Z'>2019</time></a></div>"
    )
    found = page("", body, url="https://herald.example/a", timezone="Asia/Jerusalem")
    assert found.published is not None
    assert found.published.instant == datetime(2026, 1, 13, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(("text", "days"), [("2 days ago", 2), ("לפני יומיים", 2), ("منذ 3 أيام", 3)])
def test_a_relative_date_is_read_where_no_other_stands(text: str, days: int) -> None:
    body = f"<h1>Pier closed</h1><span class='read-time'>4 min read</span><span class='date'>{text}</span>{LONG}"
    found = page("", body, url="https://herald.example/a")
    assert found.published is not None
    assert abs(datetime.now(UTC) - timedelta(days=days) - found.published.instant) < timedelta(days=1, hours=1)
    assert [reading.raw for reading in found.dates] == [text]
    assert page("<meta name='pubdate' content='2026-01-13T10:00:00Z'>", body).dates[0].source == "meta"


@pytest.mark.parametrize(
    ("url", "timezone", "hour"),
    [
        ("https://paper.example.co.jp/a", "UTC", 1),
        ("https://paper.example.co.jp/a", "Etc/UTC", 10),
        ("https://paper.example.com/a", "UTC", 10),
        ("https://paper.example.co.jp/a", "Asia/Jerusalem", 8),
    ],
)
def test_an_outlet_without_a_zone_has_its_countrys_clock(url: str, timezone: str, hour: int) -> None:
    found = page("<meta name='pubdate' content='2026-01-13 10:00'>", url=url, timezone=timezone)
    assert found.published is not None
    assert (found.published.instant.hour, found.published.zone) == (hour, "assumed")


# --- people


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("<h1>Pier</h1><p class='byline'>By <a href='/author/a'>Ada Wexcombe</a> <a href='/r'>RSS feed</a></p>",
         ["Ada Wexcombe"]),
        # of two people one has a profile
        ("<h1>Pier</h1><p class='byline'>By <a href='/author/a'>Ada Wexcombe</a> and Luis Ferrand</p>",
         ["Ada Wexcombe", "Luis Ferrand"]),
        ("<h1>הרציף נסגר</h1><p class='byline'><a href='/author/a'>נדב אלקריף</a> ותמר שקד</p>",
         ["נדב אלקריף", "תמר שקד"]),
        ("<h1>Pier</h1><p class='byline'><a href='/author/a'>Ada Wexcombe</a> News and Culture Writer</p>",
         ["Ada Wexcombe"]),
        ("<h1>Pier</h1><ul><li>Autorin/Autor Grete Halm</li></ul>", ["Grete Halm"]),
        ("<h1>Pier</h1><div class='comment'><span class='author'>Tom Fisher</span></div>", []),
        ("<article><h1>Pier</h1><a href='/profile/x'>Nora Quill</a></article><a href='/profile/y'>Luis Ferrand</a>",
         ["Nora Quill"]),
    ],
)  # fmt: skip
def test_a_byline_on_the_page_is_the_one_nearest_the_headline(body: str, people: list[str]) -> None:
    assert [person.name for person in page("", body + LONG).people] == people


def test_the_outlets_own_name_as_author_is_an_organisation() -> None:
    found = page("<meta name='author' content='Herald'>", "<h1>Pier</h1>" + LONG, url="https://www.herald.example/a")
    assert [person.name for person in found.people] == []
    assert found.organisations == ("Herald",)


# --- access


@pytest.mark.parametrize(
    ("head", "body", "access"),
    [
        ("", "<h1>Pier closed</h1>" + LONG, "full"),
        ("", "<h1>Pier closed</h1>" + TEXT + "<p>For weeks the port had known of it, and then …</p>", "excerpt"),
        ("<title>404 Not Found</title>", "<h1>404</h1><p>nginx</p>", "error"),
        ("<title>Access denied</title>", "<p>You do not have permission to view this page.</p>", "error"),
        ("<title>404 people evacuated from pier</title>", "<h1>404 people evacuated from pier</h1>" + LONG, "full"),
        ("<title>Forbidden City reopens</title>", "<h1>Forbidden City reopens</h1>" + TEXT, "full"),
        ("<title>כניסה לרפיח: הצבא הודיע</title>", "<h1>כניסה לרפיח: הצבא הודיע</h1><p>" + FLASH + "</p>", "full"),
        ("<title>הדף לא נמצא</title>", "<p>הדף שביקשת אינו קיים באתר, נסו שוב.</p>", "error"),
        ("<title>تسجيل الدخول</title>", "<form><input type='password'></form><p>أدخل بريدك.</p>", "login"),
    ],
)
def test_what_was_served_is_told_from_an_article(head: str, body: str, access: str) -> None:
    found = page(head, body, url="https://herald.example/a")
    assert found.access == access
    assert (found.body is None) == (access in ("error", "login", "consent"))


SEVERAL = "".join(
    f"<p>On day {day} of the closing, the board counted its losses and said no more.</p>" for day in range(4)
)
SERVED = "<script type='application/ld+json'>" + (
    '{"@type": "NewsArticle", "headline": "Pier closed", "isAccessibleForFree": false, '
    '"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}}</script>'
)


NOTICES = {
    "en": "We and our 412 partners store information on your device, such as cookies. {} You can accept all of it or"
    " manage your choices at any time. Your consent is kept for six months. ",
    "de": "Wir und unsere bis zu 160 Partner nutzen Cookies. {} Mit Ihrer Zustimmung zeigen wir Ihnen Werbung. Sie"
    " können Ihre Einwilligung widerrufen, oder unter Datenschutz-Einstellungen ändern. ",
    "fr": "Nous et nos 98 partenaires utilisons des cookies. {} Vous pouvez accepter et fermer, ou continuer sans"
    " accepter. Nous respectons votre vie privée. ",
    "he": "אנו והשותפים שלנו משתמשים בעוגיות. {} הסכמה ניתנת כאן, וניתן לקרוא את מדיניות העוגיות. ",
}


@pytest.mark.parametrize("language", NOTICES)
@pytest.mark.parametrize("times", [1, 4])
def test_a_notice_is_no_article_however_long(language: str, times: int) -> None:
    paragraphs = "".join(f"<p>{NOTICES[language].format(n)}</p>" for n in ("", *"abcdefghijkl"[: 4 * times]))
    found = page("<title>The Herald</title>", f"<div class='text'><h1>The Herald</h1>{paragraphs}</div>")
    assert (found.access, found.body) == ("consent", None)


def test_a_story_about_consent_is_a_story() -> None:
    told = "<p>The court held that the paper may not use cookies before its readers have agreed, whatever it shows.</p>"
    more = "".join(f"<p>On page {n} the ruling says that consent to tracking cannot be bought.</p>" for n in range(30))
    head = "<title>Court rules on cookie consent of the Harbour Gazette</title>"
    found = page(head, f"<h1>Court rules on cookie consent of the Harbour Gazette</h1>{told}{more}")
    assert (found.access, found.body is not None) == ("full", True)


@pytest.mark.parametrize(
    ("head", "body", "access"),
    [
        # words of a notice, an error, a form, in the headline and line of a flash
        ("", f"<h1>הסכמה על הפסקת אש בנמל דורמרה</h1><p>{FLASH}</p><div>אנו משתמשים בעוגיות. הסכמה</div>", "full"),
        ("", f"<h1>دخول شاحنات المساعدات إلى ميناء دورمارا</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>لم يتم العثور على ناجين من غرق العبارة</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>Zustimmung zum Abkommen über den Hafen</h1><p>{FLASH}</p><p>Cookies: Zustimmung</p>", "full"),
        ("", f"<h1>500 pages of letters of the pier's builder found</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>Access denied: pilots wait outside the harbour</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>Sorry state of the harbour's front page</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>One more step towards a truce at the harbour</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>هذه الصفحة غير المشرقة من تاريخ المدينة</h1><p>{FLASH}</p>", "full"),
        ("", f"<h1>Security check at the pier ends in a brawl</h1><p>{FLASH}</p>", "full"),
        # the box of a form below an article
        (
            "",
            f"<h1>Pier closed</h1><p>{FLASH}</p>" + "<p>Tides and weather</p>" * 30 + "<p>I'm not a robot</p>",
            "full",
        ),
        # the same words where nothing else is
        ("<title>Access denied | herald.example</title>", "<p>You cannot see this page.</p>", "error"),
        ("<title>Security check</title>", "<p>Solve the captcha to go on.</p>", "error"),
        ("<title>لم يتم العثور على الصفحة</title>", "<p>عد إلى الرئيسية.</p>", "error"),
        ("<title>כניסה למנויים</title>", "<form><input type='password'></form>", "login"),
        ("<title>Zustimmung</title>", "<p>Wir und unsere Partner nutzen Cookies. Ihre Zustimmung?</p>", "consent"),
        # a menu's words, a button's name, a declaration whose text is there all the same
        ("", f"<div>视频 付费精品 财经</div><h1>Pier closed</h1>{TEXT}<p>{FLASH}</p>", "full"),
        ("", f"<a class='paywall-logo'>Offers</a><h1>Pier closed</h1>{TEXT}", "full"),
        (SERVED, f"<h1>Pier closed</h1><div class='paid'>{TEXT}{SEVERAL}</div>", "full"),
        (SERVED, f"<h1>Pier closed</h1><div class='lead'>{TEXT}</div><div class='paid'></div>", "paywalled"),
    ],
)
def test_the_words_of_a_notice_in_a_story_are_no_notice(head: str, body: str, access: str) -> None:
    found = page(head, body, url="https://herald.example/a")
    assert found.access == access
    assert (found.body is None) == (access in ("error", "login", "consent"))


# --- the rest


@pytest.mark.parametrize(
    ("lang", "text", "hint", "expected"),
    [
        ("en-GB", LONG, "he", "en"),
        ("en", "<p>" + "הרציף נסגר בצהריים לאחר שנמצא סדק בקיר הצפוני שלו. " * 5 + "</p>", None, "he"),
        ("", "<p>" + "أغلق الرصيف ظهرا بعد العثور على صدع في جداره الشمالي. " * 5 + "</p>", "ar", "ar"),
        ("", "<p>" + "این اسکله ظهر امروز پس از پیدا شدن ترکی در دیوار شمالی بسته شد. " * 5 + "</p>", None, "fa"),
        ("iw", "<p>" + "הרציף נסגר. " * 9 + "</p>", None, "he"),
    ],
)
def test_the_language_is_what_is_declared_unless_the_script_says_otherwise(
    lang: str, text: str, hint: str | None, expected: str
) -> None:
    html = f"<html lang='{lang}'><body><h1>1</h1>{text}</body></html>"
    assert extract_article(html, url=URL, language=hint).language == expected


def test_a_canonical_address_that_is_the_front_page_is_not_the_articles() -> None:
    assert page("<link rel='canonical' href='https://herald.example/'>").canonical_url is None
    assert page("<link rel='canonical' href='/a?id=1'>").canonical_url == "https://herald.example/a?id=1"


@pytest.mark.parametrize(
    "meta", ["<meta name='robots' content='max-snippet:5, NOARCHIVE'>", "<meta name='tdm-reservation' content='1'>"]
)
def test_a_page_that_asks_not_to_be_kept_says_so(meta: str) -> None:
    assert page(meta).noarchive
    assert not page("<meta name='robots' content='index'>").noarchive


def test_a_page_cut_in_the_middle_of_a_utf8_letter_is_still_utf8() -> None:
    data = "<meta charset='utf-8'><h1>הרציף נסגר</h1><p>לאחר שנמצא סדק".encode()
    assert extract_article(data[:-1], url=URL).title == "הרציף נסגר"


def test_json_ld_of_listed_stories_is_not_this_storys() -> None:
    head = """<meta property="og:title" content="Pier closed"><script type="application/ld+json">
    [{"@type":"NewsArticle","headline":"Ferry late","author":{"name":"Luis Ferrand"},"url":"https://herald.example/b"},
     {"@type":"NewsArticle","headline":"Pier closed","author":{"name":"Ada Wexcombe"}}]</script>"""
    assert [person.name for person in page(head, "<h1>Pier closed</h1>" + LONG).people] == ["Ada Wexcombe"]


# --- when the page was fetched, and what its bytes are


FETCHED = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "instant"),
    [
        ("<span class='date'>3 hours ago</span>", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("<time>3 hours ago</time>", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("<div><p>Published 3 hours ago</p></div>", datetime(2026, 1, 14, 6, 30, tzinfo=UTC)),
        ("<span class='date'>yesterday</span>", datetime(2026, 1, 12, 22, tzinfo=UTC)),
        ("<span class='date'>אתמול, 10:00</span>", datetime(2026, 1, 13, 8, tzinfo=UTC)),
        ("<span class='date'>לפני שעתיים</span>", datetime(2026, 1, 14, 7, 30, tzinfo=UTC)),
        ("<span class='date'>منذ ساعتين</span>", datetime(2026, 1, 14, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_relative_date_is_counted_from_when_the_page_was_fetched(shown: str, instant: datetime) -> None:
    html = f"<html><body><h1>Pier closed</h1>{shown}{LONG}</body></html>"
    found = extract_article(html, url="https://herald.example/a", timezone="Asia/Jerusalem", now=FETCHED)
    assert found.published is not None
    assert found.published.instant == instant


def test_a_rule_for_the_date_reads_a_line_that_says_more_and_counts_from_the_fetch() -> None:
    html = f"<h1>Pier closed</h1><p class='sig'>Ada Wexcombe | Harbour | 13/01/2026, 09:15 | 4 comments</p>{LONG}"
    rules = PageRules(published=".sig", byline=".sig")
    found = extract_article(html, url="https://herald.example/a", timezone="Asia/Jerusalem", rules=rules)
    assert found.published is not None
    assert found.published.instant == datetime(2026, 1, 13, 7, 15, tzinfo=UTC)
    ago = html.replace("13/01/2026, 09:15", "").replace("Ada Wexcombe | Harbour |  | 4 comments", "an hour ago")
    found = extract_article(ago, url="https://herald.example/a", rules=rules, now=FETCHED)
    assert found.published is not None
    assert found.published.instant == FETCHED - timedelta(hours=1)


@pytest.mark.parametrize(
    ("declared", "encoding", "given"),
    [
        ("", "windows-1255", "windows-1255"),
        ("<meta charset='iso-8859-1'>", "windows-1255", "iso-8859-8-i"),
        ("<meta charset='utf-8'>", "windows-1255", "windows-1255"),
        ("<meta charset='windows-1255'>", "utf-8", "windows-1255"),  # an outlet that has moved on is not held back
    ],
)
def test_an_outlets_encoding_stands_above_what_the_page_declares_but_not_above_what_is_valid_utf8(
    declared: str, encoding: str, given: str
) -> None:
    html = f"<html><head>{declared}</head><body><h1>הרציף נסגר בצהריים</h1></body></html>".encode(encoding)
    assert extract_article(html, url=URL, encoding=given).title == "הרציף נסגר בצהריים"


def test_an_encoding_of_seven_bits_is_read_where_the_outlet_is_said_to_use_it() -> None:
    html = "<html><body><h1>埠頭は正午に閉鎖された</h1></body></html>".encode("iso-2022-jp")
    assert extract_article(html, url=URL, encoding="iso-2022-jp").title == "埠頭は正午に閉鎖された"


@pytest.mark.parametrize(
    "wall",
    [
        "You’ve reached your limit of free articles this month.",
        "This story is only available to registered readers of the Herald.",
        "Already a member? Log in to go on.",
        "Weiterlesen mit dem Herald-Plus-Abo",
        "Nur für Mitglieder des Fördervereins lesbar, bitte melden Sie sich an.",
        "כתבה זו למנויים בלבד",
        "להמשך קריאת הכתבה המלאה הצטרפו כמנויים",
        "هذا المقال حصري",
        "هذا المحتوى متاح للمشتركين فقط",
        "この記事は会員限定です",
    ],
)
def test_a_short_text_before_the_words_of_a_wall_is_paywalled_and_far_away_words_are_none(wall: str) -> None:
    about = "The town talked about it for weeks, about nothing else, and the board said little about it. "
    found = page("", f"<h1>Pier closed</h1>{TEXT}<p>{about * 4}</p></article><div>{wall}</div>")
    assert found.access == "paywalled"
    assert found.body is not None
    assert page("", f"<h1>Pier closed</h1>{TEXT}<p>{about * 4}</p></article>").access == "full"


def test_a_heading_whose_id_is_made_of_its_words_is_kept() -> None:
    heading = "<h3 id='nav_only_the_buoy__2'>Only the nav buoy is left</h3>"
    found = page("", "<h1>Pier closed</h1>" + LONG.replace("<p>Sentence 5", heading + "<p>Sentence 5"))
    assert found.body is not None
    assert "Only the nav buoy is left" in found.body


OTHER = "".join(
    f"<p>Ferry fare {n} rises in the summer, the harbour board told the council on Monday, and not before.</p>"
    for n in range(14)
)


@pytest.mark.parametrize(
    "body",
    [
        # the next stories, as one scrolls on
        f"<article class='item' id='a'><h1>Pier closed</h1><div class='detail__content'>{CLOSED[9:]}</div></article>"
        + "".join(
            f"<article class='item' id='b{n}'><h1>Ferry {n}</h1><div class='detail__content'>"
            f"{OTHER.replace('fare', f'fare {n}')}</div></article>"
            for n in range(4)
        ),
        # a widget beside a story that is shorter, and is filed under a tag in WordPress' way
        f"<section class='post-1 post hentry tag-comments tag-related'><h1>Pier closed</h1>{LONG}</section>"
        f"<section class='sidebar'><aside class='widget widget-sidebar'>{OTHER}</aside></section>",
        # all of the page's middle is named as content, the story inside it as its body
        f"<div class='grid main-content'><h1>Pier closed</h1><div class='article-body'>{CLOSED[9:]}"
        f"{CLOSED[9:].replace('Sentence', 'Paragraph')}{CLOSED[9:].replace('Sentence', 'Line')}</div>"
        f"<ul class='flow'>{OTHER.replace('<p', '<li><p').replace('</p>', '</p></li>')}</ul></div>",
    ],
)
def test_stories_beside_this_one_are_not_its_text(body: str) -> None:
    found = page("<title>Pier closed</title>", body)
    assert found.body is not None
    assert "Sentence 8" in found.body
    assert "Ferry" not in found.body


def test_what_asks_for_consent_or_an_address_is_no_text_however_much_of_it_there_is() -> None:
    about = "This website uses cookies to improve your experience while you navigate through the website. " * 5
    for names in ("class='cli-privacy-content-text'", "id='newsletter-box'", "class='footer-inner'"):
        found = page("<title>Pier closed</title>", f"<h1>Pier closed</h1><div {names}><p>{about}</p></div>")
        assert found.body is None, names
    whole = page("", f"<div class='with-cookie-banner cookie'><h1>Pier closed</h1>{LONG}</div>")
    assert whole.body is not None  # a template's whim around everything
    assert "Sentence 8" in whole.body


def test_a_flash_on_a_page_with_a_form_to_log_in_is_no_login_page() -> None:
    form = "<form><input name='u'><input type='password'></form>"
    flash = "<p>The pier was closed at noon after a crack was found in its wall, the harbour board said.</p>"
    found = page("", f"{form}<h1>Harbour pier closed until the spring</h1><div class='text'>{flash}</div>")
    assert (found.access, found.body is not None) == ("full", True)
    assert page("", f"<h1>Members</h1><p>Welcome back. Please enter what we sent you.</p>{form}").access == "login"


def test_links_in_scripts_without_spaces_weigh_as_much_as_the_text_around_them() -> None:
    text = "".join(
        f"<p>第{n}个码头在星期一因为墙上的裂缝而关闭，海港委员会说要等到春天才能重新开放，渔民非常不满。</p>"
        for n in "一二三四五"
    )
    goods = "包邮 ".join(f"<a href='/{n}'>海边家居棉质防滑拖鞋{n}双特价</a>" for n in "一二三四五六")
    found = page("", f"<div class='article-content'><h1>码头关闭</h1>{text}<ul><li>{goods}</li></ul></div>")
    assert found.body is not None
    assert "拖鞋" not in found.body
    assert found.body.count("裂缝") == 5


def test_where_a_reader_is_and_what_else_is_recommended_is_no_text_in_chinese() -> None:
    text = "".join(
        f"<p>第{n}个码头因为墙上的裂缝而关闭，海港委员会说要等到春天才能重新开放。</p>" for n in "一二三四五"
    )
    around = (
        "<p>您所在的位置： 首页 - 海港</p><p>（原标题：码头何时再开）</p>",
        "<p>为你推荐</p><p>渡轮票价将于今年夏天翻倍。</p>",
    )
    found = page("", f"<h1>码头关闭</h1><div class='article-content'>{around[0]}{text}{around[1]}</div>")
    assert found.body is not None
    assert [line[:2] for line in found.body.split("\n\n")] == ["第一", "第二", "第三", "第四", "第五"]


def test_other_stories_after_a_short_one_are_not_its_text() -> None:
    others = "".join(
        f"<p>Story {n} of another day is told here at length, with names, places and a tide.</p>" for n in range(30)
    )
    story = "The pier was closed at noon after a crack was found in its wall, the harbour board said. "
    found = page(
        "", f"<div class='story'><h1>Pier closed</h1><p>{story * 3}</p></div><div class='nextstory'>{others}</div>"
    )
    assert found.body is not None
    assert found.body.startswith("The pier was closed")
    assert "another day" not in found.body


def test_what_parts_links_is_no_paragraph() -> None:
    found = page("", "<h1>Pier</h1>" + LONG.replace("<p>Sentence 5", "<div>|</div><div>·</div><p>Sentence 5"))
    assert found.body is not None
    assert not {"|", "·"} & set(found.body.split("\n\n"))


def test_soft_hyphens_are_no_letters() -> None:
    found = page("<meta property='og:title' content='Har\xadbour closed'>", LONG.replace("pier", "pi\xader"))
    assert found.title == "Harbour closed"
    assert found.body is not None
    assert "a story about the pier, closed" in found.body


def test_a_company_in_a_sentence_is_no_stock_ticker() -> None:
    said = "The ferries of <span class='ticker' data-symbol='HB'>Harbour Boats</span>, which owns the pier, stayed in."
    found = page("", "<h1>Pier closed</h1>" + LONG.replace("<p>Sentence 5", f"<p>{said}</p><p>Sentence 5"))
    assert found.body is not None
    assert "The ferries of Harbour Boats, which owns the pier, stayed in." in found.body


# --- the outlet in the author's place


@pytest.mark.parametrize(
    ("site", "author", "people", "organisations"),
    [
        ("Harbour Gazette", "Harbour Gazette Online", [], ["Harbour Gazette Online"]),
        ("Harbour Gazette | News from the coast", "Harbour Gazette", [], ["Harbour Gazette"]),
        ("Wundermole", "Wundermole1", [], ["Wundermole1"]),
        ("Martina Wexcombe | Notes from the coast", "Martina Wexcombe", ["Martina Wexcombe"], []),
    ],
)
def test_who_is_called_as_the_outlet_is_no_person(
    site: str, author: str, people: list[str], organisations: list[str]
) -> None:
    head = f'<meta property="og:site_name" content="{site}"><meta name="author" content="{author}">'
    found = page(head, "<h1>Pier closed</h1>" + LONG)
    assert ([person.name for person in found.people], list(found.organisations)) == (people, organisations)


# --- bylines without a name for them


@pytest.mark.parametrize(
    ("body", "people"),
    [
        # a line by the headline, in classes that say nothing
        ("<h1>Pier closed</h1><div class='x1'>By <span>Ada Wexcombe</span></div>" + LONG, ["Ada Wexcombe"]),
        ("<h1>הרציף נסגר</h1><div class='x1'>מאת נדב אלקריף</div>" + LONG, ["נדב אלקריף"]),
        ("<h1>أغلق الرصيف</h1><div class='x1'>بقلم سلمى الحداد</div>" + LONG, ["سلمى الحداد"]),
        ("<h1>Pier closed</h1><div>By early morning the pier was empty.</div>" + LONG, []),
        # the line of the date
        ("<h1>Pier closed</h1><p><i>Ada Wexcombe | </i><b>13.01.2026 - Update: 14.01.2026</b></p>" + LONG,
         ["Ada Wexcombe"]),
        # behind the standfirst, before the text; not a heading in the midst of it
        ("<h1>Pier closed</h1><article><p>…a crack was found</p><p>Ada Wexcombe/Luis Ferrand</p>" + LONG[9:],
         ["Ada Wexcombe", "Luis Ferrand"]),
        ("<h1>Pier closed</h1>" + CLOSED + "<h3>Tomas Reyle</h3><p>He has led the board since 2019, and he said so.",
         []),
        # brackets at the end: who wrote it, and not whose picture it is
        (CLOSED + "<p>(责编：牛小镛、岳弘彦)</p>", ["牛小镛", "岳弘彦"]),
        (CLOSED + "<p>The pier stays closed. (Photo: Luis Ferrand)</p>", []),
        ("<h1>הרציף נסגר</h1>" + CLOSED + "<p>הרציף יישאר סגור עד האביב. (נדב אלקריף)</p>", ["נדב אלקריף"]),
        ("<h1>أغلق الرصيف</h1>" + CLOSED + "<p>يبقى الرصيف مغلقا حتى الربيع. (سلمى الحداد)</p>", ["سلمى الحداد"]),
        # elements that are named for an author and hold none
        ("<h1>Pier</h1><p class='byline'>Veröffentlicht am 13.01.26 um 07:39 Uhr</p>" + LONG, []),
        ("<h1>Pier</h1>" + LONG + "<div class='reporterbox'>Sie haben einen Fehler gefunden?</div>", []),
        ("<h1>Prince</h1><a href='/person/prince/'>Prince</a>" + LONG, []),
        # names alone before the text, of nobody whose given name is known: told from a heading
        ("<h1>Pier closed</h1><article><p>Wexo Tarnwick</p>" + LONG[9:], ["Wexo Tarnwick"]),
        ("<h1>Pier closed</h1><article><p>Harbour Board</p>" + LONG[9:] + "<p>The harbour board meets.</p>", []),
        ("<h1>Pier closed</h1><article><h3>Wexo Tarnwick</h3>" + LONG[9:], []),
        ("<h1>Pier closed</h1><article><p>SKIP TARNWICK</p>" + LONG[9:], []),
        # links to people in the headline and in the midst of the text are to whom it tells of
        ("<h1>Pier closed by <a href='/people/ada-wexcombe/'>Ada Wexcombe</a></h1>" + LONG, []),
        ("<h1>Pier closed</h1>" + CLOSED + "<p>The board heard <a href='/profile/ada-wexcombe/'>Ada Wexcombe</a>, who"
         " has led the harbour since 2019 and who will speak to the council again in the spring,"
         " when the divers have seen the pier and the repairs can begin.</p>", []),
        ("<h1>Pier closed</h1><p>By <a href='/profile/ada-wexcombe/'>Ada Wexcombe</a></p>" + LONG, ["Ada Wexcombe"]),
        ("<h1>Ada Wexcombe's boat found</h1><a href='/person/ada-wexcombe/'>Ada Wexcombe</a>" + LONG, []),
        (CLOSED + "<p>码头关闭到春天。(原题为《是“关闭码头”还是“修理码头”》)</p>", []),
        # what no page prints of a name
        ("<h1>Pier</h1><p class='byline'>4 octubre, 2026</p>" + LONG, []),
        ("<h1>Pier</h1><p class='byline'>By Ada Wexcombe | Satellite imagery by the board</p>" + LONG,
         ["Ada Wexcombe"]),
        # other stories' writers: in a card beside a link to them, in a menu of columnists; who took a picture
        ("<h1>Pier closed</h1>" + LONG + "<div class='card'><a href='/b'>Ferry fares to double in the summer</a>"
         "<div class='x'><span class='byline'>By Luis Ferrand</span></div></div>", []),
        ("<h1>码头关闭</h1>" + LONG + "<div class='card'><a href='/b'>渡轮票价将于今年夏天翻倍，海港委员会表示</a>"
         "<div class='x'><span class='byline'>牛小镛</span></div></div>", []),
        ("<ul>" + "".join(f"<li><a href='/staff/{n}/'>Luis {n}</a></li>" for n in ("Fe", "Qu", "Re", "Do", "We"))
         + "</ul><h1>Pier closed</h1>" + LONG, []),
        ("<h1>Pier closed</h1>" + LONG + "<article><h3>Ferry fares</h3><p class='byline'>By Luis Ferrand</p></article>",
         []),
        # a byline by the headline, whatever the template calls it; in one line with when it was written
        ("<div class='lead-teaser'><h1>Pier closed</h1><div class='authors'>By Ada Wexcombe</div></div>" + LONG,
         ["Ada Wexcombe"]),
        ("<div><h1>Pier closed</h1><a href='/by/ada/'><img src='/a.jpg'></a><p><a href='/by/ada/'>Ada Wexcombe</a></p>"
         "</div>" + LONG, ["Ada Wexcombe"]),
        ("<h1>Pier closed</h1><p>Last updated: 5 hours ago | Written by Ada Wexcombe</p>" + LONG, ["Ada Wexcombe"]),
        ("<h1>Pier closed</h1><p>Wexo Van Der Tarn | Published 4h ago</p>" + LONG, ["Wexo Van Der Tarn"]),
        ("<h1>Pier closed</h1><figure><figcaption itemprop='author'>Luis Ferrand</figcaption></figure>" + LONG, []),
        ("<h1>Pier closed</h1><div class='meta'><a href='/c'>Harbour and river</a> <a href='/t'>13. Januar 2026"
         " 13. Januar 2026 09:15</a> <span class='byline'>Luis Ferrand</span></div>" + LONG, ["Luis Ferrand"]),
        # a flash is no longer than a card
        ("<h1>Pier closed</h1><article><p class='byline'>By Ada Wexcombe</p><p>It is closed.</p></article>",
         ["Ada Wexcombe"]),
        # a byline of two lines; one with elements inside elements, read in their order
        ("<h1>Pier</h1><p class='byline'>Redaktion: Ada Wexcombe und <a>Luis Ferrand</a><br>Sendung: Hafen aktuell</p>"
         + LONG, ["Ada Wexcombe", "Luis Ferrand"]),
        ("<h1>Pier</h1><p class='byline'>By <b><i>Ada</i> <u>Wexcombe</u></b> and <script>x()</script>Luis Ferrand</p>"
         + LONG, ["Ada Wexcombe", "Luis Ferrand"]),
        # a byline in a nav beside the headline
        ("<div><h1>Pier</h1><nav>Edited by <i itemprop='author'><b itemprop='name'>Ada Wexcombe</b></i></nav></div>"
         + LONG, ["Ada Wexcombe"]),
    ],
)  # fmt: skip
def test_a_byline_that_is_named_as_none_is_told_by_where_it_stands(body: str, people: list[str]) -> None:
    assert [person.name for person in page("", body).people] == people


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='article:published:time' content='2026-01-13T08:00:00Z'>",
        "<meta property='article:published_time' content='2026-01-13T08:00:00Z'>",
        "<meta name='parsely-pub-date' content='2026-01-13T08:00:00Z'>",
        "<meta name='sailthru.date' content='2026-01-13 08:00'>",
        "<meta name='DC.date.issued' content='2026-01-13T08:00:00Z'>",
        "<meta itemprop='datePublished' content='2026-01-13T08:00:00Z'>",
        "</head><div data-publish-date='2026.01.13 08:00'></div><head>",
    ],
)
def test_a_date_is_found_in_every_vocabulary_that_outlets_use(head: str) -> None:
    found = page(head, "<h1>Pier closed</h1>" + LONG, url="https://herald.example/a")
    assert found.published is not None
    assert found.published.instant == datetime(2026, 1, 13, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        ("<meta name='parsely-author' content='Ada Wexcombe'>", "meta parsely-author"),
        ("<meta name='sailthru.author' content='Ada Wexcombe'>", "meta sailthru.author"),
        ("<meta name='DC.creator' content='Ada Wexcombe'>", "meta dc.creator"),
        ("<meta name='author' content='Ada Wexcombe'>", "meta author"),
        (
            "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ada Wexcombe'>",
            "meta twitter:data1",
        ),
        (
            "<meta name='twitter:label2' content='Written by'><meta name='twitter:data2' content='Ada Wexcombe'>"
            "<meta name='twitter:label1' content='Est. reading time'><meta name='twitter:data1' content='4 minutes'>",
            "meta twitter:data2",
        ),
    ],
)
def test_an_author_is_found_in_every_vocabulary_that_outlets_use(head: str, origin: str) -> None:
    found = page(head, "<h1>Pier closed</h1>" + LONG)
    assert [person.name for person in found.people] == ["Ada Wexcombe"]
    assert dict(found.origins)["byline"] == origin


def test_a_headline_is_found_where_no_heading_is_ever_closed() -> None:
    head = "<title>Harbour opens to ferries | The Herald</title><meta property='og:site_name' content='The Herald'>"
    found = page(head, "<h1>Harbour opens to ferries<p>By Ada Wexcombe</p>" + "<h1>More" * 300)
    assert found.title == "Harbour opens to ferries"
    assert [person.name for person in found.people] == ["Ada Wexcombe"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!--", "-->"),
        ("<!------", "------>"),
        ("/* <![CDATA[ */", "/* ]]> */ ;"),
        ("//<![CDATA[", "//]]>"),
        ("<![CDATA[" + "\n" * 5000, "\n" * 5000 + "]]>;"),
    ],
)
def test_json_ld_is_read_inside_what_hides_it_from_old_browsers(before: str, after: str) -> None:
    assert jsonld.loads(f'{before}\n{{"a": "x",}}\n{after}\n') == [{"a": "x"}]


def test_json_ld_with_lines_that_lack_a_comma_is_read() -> None:
    assert jsonld.loads('{"a": "x"\n\n  "b": ["y"]\n"c": 1}') == [{"a": "x", "b": ["y"], "c": 1}]


ONE = '{"headline": "Pier closed", "url": "https://herald.example/a"}'


@pytest.mark.parametrize(
    "text",
    [
        ONE.replace(", ", ",\n// what it is called\n", 1),
        ONE.replace("{", '{ /* of the harbour "desk" */ '),
        ONE.replace("}", ", }"),
        ONE.replace(", ", ",, "),
        ONE.replace(": ", ":\u00a0"),
        ONE + ";",
        "\ufeff" + ONE,
        "{" + ONE[1:-1] + ', "image": undefined}',
        "var article = " + ONE + ";",
        ONE.replace('"', "&quot;"),
    ],
)
def test_json_ld_that_scripts_would_read_is_read(text: str) -> None:
    found = jsonld.loads(text)[0]
    assert (found["headline"], found["url"]) == ("Pier closed", "https://herald.example/a")


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ('{"headline": "Pier\nclosed", "author": "Ada"}', "Pier\nclosed"),
        ('{"headline": "The "old" pier", "author": "Ada"}', 'The "old" pier'),
        ('{"headline": "דובר צה"ל: הרציף נסגר", "author": "נדב"}', 'דובר צה"ל: הרציף נסגר'),
        (r'{"headline": "Pier 100\% closed", "author": "Ada"}', r"Pier 100\% closed"),
        (r'{"headline": "It\'s closed", "author": "Ada"}', "It's closed"),
        (r'{"headline": "C:\users", "author": "Ada"}', r"C:\users"),
        ('{"headline": "// no note", "author": "/* nor this */", }', "// no note"),
        ('{"headline": "Pier", "author": {"name": "Ada"}', "Pier"),
    ],
)
def test_json_ld_keeps_what_stands_in_its_strings(text: str, headline: str) -> None:
    assert jsonld.loads(text)[0]["headline"] == headline


def test_json_ld_objects_one_after_another_are_all_read() -> None:
    assert [item["url"] for item in jsonld.loads(ONE + "\n" + ONE + "," + ONE)] == ["https://herald.example/a"] * 3


@pytest.mark.parametrize("text", ['"' + '\\"' * 99_000, "/*" * 99_000, "// " * 99_000 + "\n{", "\u00a0" * 99_000 + "x"])
def test_notes_that_never_end_are_read_once(text: str) -> None:
    assert jsonld.loads("{" + text) == []


def test_a_page_of_too_many_tags_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_TAGS", 9)
    root = tree.read_tree(b"<html><body>" + b"<p>one</p>" * 3 + b"<p>two</p>" * 9, url="https://herald.example/")
    assert [p.text for p in root.iter("p")] == ["one", "one", "one", "two"]
