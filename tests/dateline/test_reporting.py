"""The page of a comparison: whole, safe, readable in any direction, and true to the findings."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from comparison import Comparison, compare
from dateline.reporting import report_page
from storage import Article, Outlet, open_store
from tests.support import ROOT

PUBLISHED = datetime(2026, 3, 10, 12, tzinfo=UTC)
OUTLETS = (
    Outlet("heron", "The Heron", aliases=("האנפה", "مالك الحزين"), language="en", known_gaps="print edition"),
    Outlet("tern", "The Tern", language="en"),
)
REPORT = """Floods on the coast

The Heron reported that 40 families left the village of Marlow after the river dam broke on Friday night.
The Heron added that the minister of harbours has resigned over the sinking of the ferry at Eastness.

The Tern reported that fishermen found amber worth 900 crowns on the northern beaches of Tavish island.

Nobody helped them.
"""
HOSTILE = '<script>alert("x")</script>\u202e\u2066 40 families left Marlow & more'
FLOOD = "About 60 families left the village of Marlow after the river dam broke on Friday night, the mayor said."
AMBER = "Fishermen found amber worth 900 crowns on the northern beaches of Tavish island."


def compared(report: str, articles: list[Article]) -> Comparison:
    with open_store(":memory:") as store:
        store.save_outlets(OUTLETS)
        store.save_articles(articles)
        return compare(report, store, published_at=PUBLISHED)


def article(outlet: str, title: str, body: str, *, url: str = "", language: str = "en", days: int = 1) -> Article:
    url = url or f"https://{outlet}.example/{abs(len(title) * 7 + days)}"
    return Article(url, outlet, title, body, language=language, published_at=PUBLISHED - timedelta(days=days))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(
        REPORT,
        [
            article("heron", HOSTILE, FLOOD, url='https://heron.example/flood?a=1&b="><script>bad()</script>'),
            article("tern", "Amber on the beach", AMBER, url="javascript:alert(1)", days=2),
        ],
    )


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> str:
    return report_page(comparison, name="<b>report</b>.txt")


def tree_of(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def test_nothing_from_outside_becomes_markup_or_runs(page: str) -> None:
    tree = tree_of(page)
    assert tree.xpath("//script | //img | //iframe | //object | //link | //form | //h1//b") == []
    assert "&lt;script&gt;alert(" in page, "the title is shown as it is"
    assert not [name for name in tree.xpath("//@*") if name.is_attribute and name.attrname.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")


def test_links_go_to_web_addresses_or_into_the_page_only(page: str) -> None:
    tree = tree_of(page)
    targets = set(tree.xpath("//@id"))
    outside = 0
    for link in tree.xpath("//a[@href]"):
        address = link.get("href")
        if address.startswith("#"):
            assert address[1:] in targets, address
        else:
            assert address.startswith(("http://", "https://")), address
            assert link.get("rel") == "noopener nofollow"
            outside += 1
    assert outside
    assert len(targets) == len(tree.xpath("//@id")), "an id stands once"


def test_the_report_is_whole_and_each_claim_leads_to_its_finding(comparison: Comparison, page: str) -> None:
    tree = tree_of(page)
    shown = tree.xpath("//*[contains(@class, 'report')]")[0]
    for label in shown.xpath(".//*[@dir='ltr']"):
        label.drop_tree()
    assert " ".join(shown.text_content().split()).replace(" ", "") == re.sub(r"\s", "", REPORT)
    assert len(comparison.findings) == 3
    for number, finding in enumerate(comparison.findings, 1):
        mark = tree.xpath(f"//a[@id='r{number}' and @href='#c{number}']")
        assert len(mark) == 1
        assert finding.claim.text.startswith(mark[0].text_content().strip()[:30])
        card = tree.xpath(f"//article[@id='c{number}']")[0].text_content()
        assert finding.kind in card
        assert "machine, unreviewed" in card


def test_a_changed_number_is_marked_on_both_sides(comparison: Comparison, page: str) -> None:
    assert comparison.findings[0].kind == "differs"
    card = tree_of(page).xpath("//article[@id='c1']")[0]
    marked = [mark.text_content() for mark in card.xpath(".//mark")]
    assert "40" in marked
    assert "60" in marked
    cells = [cell.text_content() for cell in card.xpath(".//table[@class='differences']//tbody//td")]
    assert cells[:2] == ["40", "60"]


def test_a_miss_shows_coverage_and_the_command_and_no_page_says_false(comparison: Comparison, page: str) -> None:
    assert comparison.findings[1].kind in {"not found", "not collected"}
    card = tree_of(page).xpath("//article[@id='c2']")[0]
    assert card.xpath("string(.//pre)") == "dateline add URL --outlet heron"
    told = card.xpath("string(.//dl[@class='coverage'])")
    assert "0 good, 0 failed" in told
    assert "print edition" in told
    assert not re.search(r"\b(false|fake|lie|lied|untrue)\b", tree_of(page).xpath("string(//body)"), re.IGNORECASE)


def test_only_the_article_that_carries_a_claim_is_said_to_carry_it() -> None:
    rain = "The mayor of Marlow said on Friday night that the river dam is being watched after the rain."
    found = compared(REPORT, [article("heron", "Flood", FLOOD), article("heron", "Rain and a dam", rain, days=3)])
    tree = tree_of(report_page(found, name="r.txt"))
    further = tree.xpath("//article[@id='c1']//ul[.//a[contains(., 'Rain and a dam')]]")[0]
    assert "not said to carry it" in further.getprevious().text_content()
    assert "Rain and a dam" not in tree.xpath("//ul[@class='carried']")[0].text_content()


def test_an_article_whose_address_is_no_web_address_is_named_without_a_link(page: str) -> None:
    card = tree_of(page).xpath("//article[@id='c3']")[0]
    assert "Amber on the beach" in card.text_content()
    assert not card.xpath(".//a[contains(., 'Amber')]")


@pytest.mark.parametrize(
    ("report", "word"),
    [
        ('העיתון "האנפה" דיווח כי ארבעים משפחות עזבו את הכפר מרלו אחרי שנפרץ הסכר.', "משפחות"),
        ("ذكرت صحيفة «مالك الحزين» أن أربعين عائلة غادرت قرية مارلو بعد انهيار السد.", "عائلة"),
    ],
)
def test_labels_do_not_turn_a_paragraph_that_reads_from_right_to_left(report: str, word: str) -> None:
    page = tree_of(report_page(compared(report, [article("heron", "Rain", "It rains.")]), name="r.txt"))
    paragraph = next(p for p in page.xpath("//p[@dir='auto']") if word in p.text_content())
    assert paragraph.xpath(".//a[@href='#c1']"), "the claim is marked"
    for own_direction in paragraph.xpath(".//*[@dir] | .//bdi"):
        own_direction.drop_tree()
    first = next(letter for letter in paragraph.text_content() if letter.isalpha())
    assert first > "\u0590", "the first letter that decides the direction is the report's"


def test_one_thing_under_two_names_is_shown_side_by_side_without_a_word_on_it() -> None:
    report = "The Heron reported that the Zionist regime sent 300 olive trees to the village of Marlow on Sunday."
    body = "Israel sent 300 olive trees to the village of Marlow on Sunday."
    tree = tree_of(report_page(compared(report, [article("heron", "Olives", body)]), name="r.txt"))
    card = tree.xpath("//article[@id='c1']")[0]
    assert body in card.text_content()
    table = card.xpath(".//table[contains(@class, 'namings')]")[0]
    assert [cell.text_content() for cell in table.xpath(".//td")] == ["Zionist regime", "Israel"]
    assert table.xpath("string(caption)") == "Named otherwise"


def test_headings_are_in_order_and_a_keyboard_reaches_every_part(page: str) -> None:
    tree = tree_of(page)
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    skips = tree.xpath("//a[@class='skip']/@href")
    assert skips == ["#report", "#findings", "#coverage"]
    first = next(element for element in tree.xpath("//body//a | //body//*[@tabindex='0']"))
    assert first.get("class") == "skip", "the first stop of a keyboard"
    assert all(tree.get_element_by_id(target[1:]).get("tabindex") == "-1" for target in skips), "they take the focus"
    assert ":focus-visible { outline: 3px solid" in page
    assert not re.search(r"outline:\s*(0|none)", page)


def test_a_report_without_claims_or_a_store_without_outlets_still_gives_a_page() -> None:
    page = report_page(compared("It rained.\n", []), name="\udce9.txt")
    assert "No statement in the report" in page
    page.encode("utf-8")


def test_text_and_background_have_contrast_in_both_themes() -> None:
    css = (ROOT / "dateline" / "report.html").read_text(encoding="utf-8")
    themes = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(themes) == 3, "light, dark, print"
    for theme in themes:
        colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))
        pairs = [("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("link", "paper")]
        for tone in ("found", "differs", "elsewhere", "read", "miss"):
            pairs += [(tone, f"{tone}-tint"), ("ink", f"{tone}-tint"), (tone, "paper")]
        low = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}
        assert not {pair: ratio for pair, ratio in low.items() if ratio < 4.5}


def contrast(one: str, other: str) -> float:
    """Ratio of luminances as WCAG 2.1 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_browser_shows_the_page_without_scrolling_sideways_on_a_phone(page: str, tmp_path: Path) -> None:
    """The page stands in a frame as wide as a phone; a script outside it measures, as the page itself has none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs chromium to look at the page")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "frame.html").write_text(
        '<iframe id="f" src="page.html" width="390" height="800" style="border:0"></iframe><p id="said">not yet</p>'
        "<script>onload = () => { const d = document.getElementById('f').contentDocument;"
        "document.getElementById('said').textContent = 'width ' + d.documentElement.scrollWidth"
        " + ' of ' + d.querySelectorAll('article').length + ' findings' }</script>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,900",
            "--dump-dom", (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    said = re.search(r"width (\d+) of (\d+) findings", done.stdout.decode())
    assert said, done.stderr.decode()[-500:]
    assert int(said[1]) <= 390
    assert int(said[2]) == 3
