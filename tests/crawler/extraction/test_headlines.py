"""Which of a page's headlines is the article's: the printed one, without what stands around it."""

from __future__ import annotations

import json

import pytest

from crawler.extraction import extract_article

URL = "https://herald.example/2026/01/13/pier-closed"
TEXT = "<p>The pier was closed at noon after a crack was found in its wall, the port authority said on Tuesday.</p>" * 3
SEARCHED = "Northern pier: what to know about the closure"
PRINTED = "Crack in the wall closes the northern pier"
LABELLED = f"Harbour: {PRINTED}"
TWO_LINES = f"Harbour wall cracks {PRINTED}"
TRAIL = "<a href='/'>Home</a> <a href='/world/'>World</a> <h1>Northern pier: what to know about the closure</h1>"


def title(body: str, *, og: str | None = None, declared: str | None = None) -> tuple[str | None, str | None]:
    head = f'<meta property="og:title" content="{og}">' if og else ""
    if declared:
        linked = json.dumps({"@type": "NewsArticle", "headline": declared})
        head += f"<script type='application/ld+json'>{linked}</script>"
    found = extract_article(f"<html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>", url=URL)
    return found.title, dict(found.origins).get("title")


@pytest.mark.parametrize(
    "trail",
    [
        f"<nav>{TRAIL}</nav>",
        f"<ol class='page-breadcrumbs'><li>{TRAIL}</li></ol>",
        f"<div><p><span itemscope itemtype='https://schema.org/BreadcrumbList'>{TRAIL}</span></p></div>",
        f"<div class='x1'>{TRAIL}</div>",
        "<div class='x1'><div><a href='/'>Home</a></div><div><a href='/world'>World</a></div>"
        f"<div><h1>{SEARCHED}</h1></div></div>",
    ],
    ids=["nav", "named", "typed", "after the front page", "after the front page, each wrapped"],
)
def test_the_heading_of_a_breadcrumb_trail_is_not_the_one_readers_see(trail: str) -> None:
    body = f"{trail}<h2>Most read</h2><header><h2>{PRINTED}</h2></header>"
    assert title(body, og=PRINTED, declared=SEARCHED) == (PRINTED, "h2")
    assert title(body, og=SEARCHED, declared=PRINTED) == (PRINTED, "h2")
    assert title(trail) == (SEARCHED, "h1 of a breadcrumb trail")


@pytest.mark.parametrize(
    "before",
    [
        "<a href='/world/'>World</a> <a href='/harbour/'>Harbour</a>",
        "<a href='/'><img alt='Herald'></a>",
        f"<nav><a href='/'>Home</a></nav><div class='has-breadcrumbs'>{TEXT}</div>",
    ],
    ids=["sections", "a logo", "a trail of its own"],
)
def test_links_before_a_heading_are_no_trail(before: str) -> None:
    assert title(f"<div>{before}<h1>{PRINTED}</h1></div>", og=SEARCHED) == (PRINTED, "h1")


def test_a_page_whose_container_is_named_for_its_trail_has_its_headline() -> None:
    assert title(f"<div class='with-breadcrumb'><h1>{PRINTED}</h1>{TEXT}</div>", og=SEARCHED) == (PRINTED, "h1")


def test_where_all_differ_json_ld_goes_before_a_second_heading_and_behind_a_first() -> None:
    third = "Northern pier stays closed for a week"
    assert title(f"<h2>{PRINTED}</h2>", og=SEARCHED, declared=third) == (third, "json-ld headline")
    assert title(f"<h1>{PRINTED}</h1>", og=SEARCHED, declared=third) == (PRINTED, "h1")


@pytest.mark.parametrize(
    ("heading", "og", "expected"),
    [
        # named as a kicker, and nobody else has it
        ("<span class='article__overline'>Harbour</span><span> - </span><span>{}</span>", SEARCHED, PRINTED),
        ("<span>Harbour</span> <span class='article-headline'>{}</span>", SEARCHED, PRINTED),
        ("<div><div>Harbour</div><div class='c-title'>{}</div></div>", None, PRINTED),
        # set apart by layout alone, and another witness writes a colon there
        ("<div>Harbour</div><div>{}</div>", LABELLED, PRINTED),
        # another witness has the headline alone
        ("<b>Harbour</b> <span>{}</span>", PRINTED, PRINTED),
        # a colon of the page's own is part of the headline where another witness has it too
        ("<span class='kicker'>Harbour</span>: <span class='title'>{}</span>", LABELLED, LABELLED),
        # two lines of one headline
        ("<span>Harbour wall cracks</span><br><span>{}</span>", TWO_LINES, TWO_LINES),
        ("<em>Harbour</em> <i>Lights</i> <span>dim at dusk</span>", None, "Harbour Lights dim at dusk"),
    ],
)  # fmt: skip
def test_a_kicker_in_the_heading_is_no_part_of_the_headline(heading: str, og: str | None, expected: str) -> None:
    assert title(f"<h1>{heading.format(PRINTED)}</h1>", og=og)[0] == expected


def test_a_kicker_that_both_other_witnesses_have_stays_in_their_words() -> None:
    heading = f"<h1><span class='kicker'>Harbour</span> <span class='title'>{PRINTED}</span></h1>"
    assert title(heading, og=LABELLED, declared=f"Harbour - {PRINTED}")[0] == f"Harbour - {PRINTED}"
    assert title(heading, og=PRINTED, declared=LABELLED)[0] == PRINTED


def test_a_kicker_that_one_witness_leaves_out_stays_where_two_have_it() -> None:
    whole = f"Harbour news: {PRINTED}"
    assert title(f"<h2>{PRINTED}</h2>", og=whole, declared=whole)[0] == whole


def test_hebrew_headlines_lose_their_kicker_too() -> None:
    heading = "<h1><span class='kicker'>נמל</span> <span class='headline'>הרציף הצפוני נסגר בצהריים</span></h1>"
    assert title(heading, og="הרציף נסגר: כל הפרטים")[0] == "הרציף הצפוני נסגר בצהריים"


@pytest.mark.parametrize("name", ["Harbour Gazette", "herald.example", "Herald"])
def test_a_heading_that_is_the_outlets_name_is_not_the_headline(name: str) -> None:
    site = "<meta property='og:site_name' content='Harbour Gazette'>"
    page = f"<html><head>{site}<title>{name} » {PRINTED}</title></head><body><h1>{name}</h1><p>{TEXT}</body></html>"
    assert extract_article(page, url=URL).title == PRINTED


def test_where_a_page_says_nothing_but_the_outlets_name_its_one_second_heading_is_the_headline() -> None:
    head = "<head><title>herald.example</title></head>"
    one = f"<html>{head}<body><h2>{PRINTED}</h2>{TEXT}</body></html>"
    several = f"<html>{head}<body><h2>{PRINTED}</h2>{TEXT}<h2>Most read</h2></body></html>"
    assert extract_article(one, url=URL).title == PRINTED
    assert extract_article(several, url=URL).title == "herald.example"


def test_a_second_heading_that_names_the_subject_alone_is_not_the_headline() -> None:
    whole = "Mara Quill's harbour wall is cracking again"
    assert title("<h2>Mara Quill</h2>", og=whole) == (whole, "meta og:title")
    assert title(f"<h2>{PRINTED}</h2>", og=f"{PRINTED} | The Harbour Gazette of the Northern Counties")[0] == PRINTED


def test_a_heading_for_screen_readers_or_one_that_others_say_word_for_word_is_told_from_the_sections() -> None:
    assert title(f"<h1 class='hide-text'>Harbour pier news</h1><h1>{PRINTED}</h1>", og=PRINTED) == (PRINTED, "h1")
    assert title(f"<h1>Crack northern pier</h1><h1>{PRINTED}</h1>", og=PRINTED) == (PRINTED, "h1")


def test_the_outlets_name_glued_behind_a_heading_is_cut_off() -> None:
    site = "<meta property='og:site_name' content='Harbour Gazette'><meta property='og:title' content='{}'>"
    body = f"<h1>{PRINTED}<a>Harbour Gazette</a></h1>{TEXT}"
    page = f"<html><head>{site.format(PRINTED)}</head><body>{body}</body></html>"
    assert extract_article(page, url=URL).title == PRINTED


def test_a_headline_of_the_third_level_says_where_the_sites_name_begins() -> None:
    page = f"<html><head><title>{PRINTED} ‹ The Gazette</title></head><body><h3>{PRINTED}</h3><p>{TEXT}</body></html>"
    assert extract_article(page, url=URL).title == PRINTED
    other = page.replace("<h3>", "<h3>Also: ")
    assert extract_article(other, url=URL).title == f"{PRINTED} ‹ The Gazette"
