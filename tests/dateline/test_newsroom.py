"""The sample newsroom serves what its files say, with the habits of real outlets, and its reports are true to it."""

from __future__ import annotations

import errno
import json
import re
import socket
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import html as lxml_html

from dateline import newsroom as sample
from dateline.newsroom import server
from dateline.newsroom.clocks import visible_date
from dateline.newsroom.content import age
from normalise.text import fold
from normalise.topics import Topic, match_topics

NOW = datetime(2025, 11, 23, 14, 37, 20, tzinfo=UTC)
ISRAEL = ZoneInfo("Asia/Jerusalem")


@pytest.fixture
def newsroom() -> Iterator[sample.Newsroom]:
    with sample.start(now=NOW) as started:
        yield started


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=fields, method=method)  # noqa: S310 - the newsroom's own addresses
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - see above
            return answer.status, dict(answer.headers.items()), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers.items()), error.read()


def feed_of(newsroom: sample.Newsroom, outlet: str, name: str) -> tuple[dict[str, str], bytes]:
    plan = next(feed for each in newsroom.outlets if each.id == outlet for feed in each.feeds if feed.name == name)
    status, headers, body = get(newsroom.addresses[outlet] + plan.path)
    assert status == 200
    return headers, body


def page_of(newsroom: sample.Newsroom, slug: str) -> str:
    status, _, body = get(newsroom.article(slug).url)
    assert status == 200
    return body.decode()


def json_ld(page: str) -> object:
    tree = lxml_html.fromstring(page)
    return json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))


# What it holds


def test_it_has_outlets_in_three_languages_and_a_group_with_two_editions(newsroom: sample.Newsroom) -> None:
    languages = Counter(each.language for each in newsroom.outlets)
    groups = {each.language for each in newsroom.outlets if each.group == "hadukhifat"}
    assert languages["en"] >= 3
    assert languages["he"] >= 2
    assert languages["ar"] >= 2
    assert groups == {"en", "he"}


def test_more_than_forty_articles_are_listed_in_the_morning(newsroom: sample.Newsroom) -> None:
    assert len(newsroom.listed()) >= 44
    slugs = [placed.story.slug for placed in newsroom.articles]
    assert len(slugs) == len(set(slugs))


def test_every_listed_article_stands_in_each_feed_it_names(newsroom: sample.Newsroom) -> None:
    texts = {}
    for outlet in newsroom.outlets:
        for feed in outlet.feeds:
            _, _, body = get(newsroom.addresses[outlet.id] + feed.path)
            texts[outlet.id, feed.name] = body.decode(feed.encoding)
    missing = [
        (placed.story.slug, feed)
        for placed in newsroom.listed()
        for feed in placed.story.feeds
        if placed.url not in texts[placed.outlet.id, feed]
    ]
    assert missing == []


@pytest.mark.parametrize("edition", ["morning", "evening"])
def test_the_topic_matches_the_stories_that_belong_to_it_and_no_other(edition: str) -> None:
    topic = Topic("t", any=sample.config.TOPIC_WORDS)
    wrong = [
        story.slug
        for story in sample.load_stories(edition)
        if bool(match_topics([topic], story.title, story.summary)) != story.topic
    ]
    assert wrong == []
    assert sum(not story.topic for story in sample.load_stories(edition)) >= 5


def test_stories_name_no_weekday_or_month_that_would_age() -> None:
    named = re.compile(
        r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|April|June|July|August|September|"
        r"October|November|December)\b|יום (?:ראשון|שני|שלישי|רביעי|חמישי|שישי)|"
        r"الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة"
    )
    dated = {
        story.slug: found[0]
        for story in sample.load_stories("evening")
        if (found := named.search(" ".join((story.title, story.summary, *story.body))))
    }
    assert dated == {"members-briefing-nemura": "Friday"}  # "the long Friday" is a name


def test_the_people_meant_stand_in_the_byline_as_printed() -> None:
    # Upper case, and the Hebrew and Arabic "and" that is written on to the next name, leave the names in place.
    missing = [
        (story.slug, name)
        for story in sample.load_stories("evening")
        for name in (*story.people, *story.organisations)
        if fold(name) not in fold(story.byline or "")
    ]
    assert missing == []


# How it is served


def test_each_outlet_has_a_host_of_its_own(newsroom: sample.Newsroom) -> None:
    assert len(set(newsroom.addresses.values())) == len(newsroom.outlets)
    assert all(address.startswith("http://127.0.") for address in newsroom.addresses.values())


def test_where_only_one_loopback_address_answers_outlets_get_a_port_each(monkeypatch: pytest.MonkeyPatch) -> None:
    real = server._Server.server_bind

    def as_on_macos(self: server._Server) -> None:
        if self.server_address[0] != "127.0.0.1":
            self.socket.close()
            raise OSError(errno.EADDRNOTAVAIL, "Can't assign requested address")
        real(self)

    monkeypatch.setattr(server._Server, "server_bind", as_on_macos)
    with sample.start(now=NOW) as newsroom:
        assert len(set(newsroom.addresses.values())) == len(newsroom.outlets)
        assert {address.rsplit(":", 1)[0] for address in newsroom.addresses.values()} == {"http://127.0.0.1"}
        assert "Nemura" in page_of(newsroom, "nemura-talks-impasse")


def test_a_port_that_is_taken_on_a_later_address_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = server._Server.server_bind, []

    def taken_once(self: server._Server) -> None:
        if self.server_address[0] == "127.0.1.3" and not refusals:
            refusals.append(self.server_address)
            raise OSError(errno.EADDRINUSE, "Address already in use")
        real(self)

    monkeypatch.setattr(server._Server, "server_bind", taken_once)
    with sample.start(now=NOW) as newsroom:
        assert len(refusals) == 1
        assert "127.0.1.3" in newsroom.addresses[newsroom.outlets[2].id]


def test_nothing_listens_after_the_block(newsroom: sample.Newsroom) -> None:
    with sample.start(now=NOW) as other:
        host, port = other.addresses["hoopoe"].removeprefix("http://").split(":")
        kept_open = socket.create_connection((host, int(port)), timeout=5)
    with kept_open, pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=5).close()


def test_the_same_now_gives_the_same_bytes() -> None:
    def bytes_of_feeds() -> list[bytes]:
        with sample.start(now=NOW) as newsroom:
            hosts = re.compile(rb"127\.0\.\d\.\d+:\d+")
            return [
                hosts.sub(b"", get(newsroom.addresses[outlet.id] + feed.path)[2])
                for outlet in newsroom.outlets
                for feed in outlet.feeds
            ]

    assert bytes_of_feeds() == bytes_of_feeds()


def test_every_date_is_in_the_last_four_days(newsroom: sample.Newsroom) -> None:
    newsroom.advance()
    for placed in newsroom.articles:
        assert timedelta() < newsroom.now - placed.published < timedelta(days=4)
        assert placed.modified is None or placed.published < placed.modified < newsroom.now


def test_a_now_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), sample.start(now=datetime(2025, 11, 23)):  # noqa: DTZ001
        pass


def test_the_log_says_which_outlet_was_asked_for_what(newsroom: sample.Newsroom) -> None:
    get(newsroom.addresses["gazette"] + "/rss")
    get(newsroom.addresses["hoopoe"] + "/nowhere?x=1")
    assert [(each.host, each.path, each.status) for each in newsroom.requests] == [
        ("gazette", "/rss", 403),
        ("hoopoe", "/nowhere?x=1", 404),
    ]
    assert all(each.time.tzinfo is UTC for each in newsroom.requests)


def test_the_outlet_that_refuses_can_be_left_out() -> None:
    with sample.start(now=NOW, refused=False) as newsroom:
        assert "gazette" not in newsroom.addresses
        assert "gazette" not in newsroom.feeds_yaml


def test_head_sends_the_headers_alone(newsroom: sample.Newsroom) -> None:
    status, headers, body = get(newsroom.addresses["pelican"] + "/feeder/latest.rss", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


# Conditional requests


@pytest.mark.parametrize(("outlet", "feed"), [("chronicle", "world"), ("pelican", "latest"), ("hoopoe", "headlines")])
def test_an_etag_sent_back_is_answered_304_until_the_evening(newsroom: sample.Newsroom, outlet: str, feed: str) -> None:
    headers, _ = feed_of(newsroom, outlet, feed)
    url = newsroom.addresses[outlet] + newsroom.requests[-1].path
    assert get(url, If_None_Match=headers["ETag"])[0] == 304
    assert get(url, If_None_Match=f'"other", W/{headers["ETag"]}')[0] == 304
    newsroom.advance()
    assert get(url, If_None_Match=headers["ETag"])[0] == 200


def test_a_date_sent_back_is_answered_304_until_the_evening(newsroom: sample.Newsroom) -> None:
    headers, _ = feed_of(newsroom, "hadukhifat", "rdf")
    url = newsroom.addresses["hadukhifat"] + newsroom.requests[-1].path
    assert "ETag" not in headers
    assert get(url, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert get(url, If_Modified_Since="not a date")[0] == 200
    newsroom.advance()
    assert get(url, If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_an_etag_that_differs_outweighs_a_date_that_does_not(newsroom: sample.Newsroom) -> None:
    headers, _ = feed_of(newsroom, "hoopoe", "headlines")
    url = newsroom.addresses["hoopoe"] + newsroom.requests[-1].path
    assert get(url, If_None_Match='"older"', If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_a_304_has_no_body_and_keeps_the_validators(newsroom: sample.Newsroom) -> None:
    headers, _ = feed_of(newsroom, "chronicle", "world")
    url = newsroom.addresses["chronicle"] + newsroom.requests[-1].path
    status, again, body = get(url, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    assert again["ETag"] == headers["ETag"]


# Feeds


def test_ist_in_a_feed_is_the_outlets_own_zone(newsroom: sample.Newsroom) -> None:
    _, body = feed_of(newsroom, "pelican", "latest")
    raw = feedparser.parse(body).entries[0].published
    assert raw.endswith(" IST")
    local = newsroom.article("lorries-turned-back-at-dahlia").published.astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"{local:%d %b %Y %H:%M}:00 IST" in body.decode()


@pytest.mark.parametrize(
    ("outlet", "feed", "version"),
    [("chronicle", "world", "rss20"), ("hoopoe", "headlines", "atom10"), ("hadukhifat", "rdf", "rss10")],
)
def test_feeds_come_in_every_syndication_format(
    newsroom: sample.Newsroom, outlet: str, feed: str, version: str
) -> None:
    parsed = feedparser.parse(feed_of(newsroom, outlet, feed)[1])
    assert (parsed.version, parsed.bozo) == (version, False)
    listed = [placed for placed in newsroom.listed(outlet) if feed in placed.story.feeds]
    assert {entry.title for entry in parsed.entries} == {placed.story.title for placed in listed}


def test_a_json_feed_and_a_news_sitemap_list_their_articles(newsroom: sample.Newsroom) -> None:
    items = json.loads(feed_of(newsroom, "pelican", "more")[1])["items"]
    assert {item["url"] for item in items} >= {newsroom.article("hill-cup-cricket").url}
    assert b"<news:publication_date>" in feed_of(newsroom, "chronicle", "sitemap")[1]


def test_one_article_has_a_tracked_and_a_plain_address(newsroom: sample.Newsroom) -> None:
    url = newsroom.article("compounds-east-of-grey-line").url
    assert f"{url}?utm_source=rss&amp;utm_medium=feed".encode() in feed_of(newsroom, "chronicle", "world")[1]
    assert f"<loc>{url}</loc>".encode() in feed_of(newsroom, "chronicle", "sitemap")[1]
    assert get(f"{url}?utm_source=rss&utm_medium=feed")[0] == 200


@pytest.mark.parametrize(("feed", "declared"), [("news", False), ("ticker", True)])
def test_windows_1255_is_declared_in_the_header_or_only_in_the_configuration(
    newsroom: sample.Newsroom, feed: str, declared: bool
) -> None:
    headers, body = feed_of(newsroom, "yoman-hanamal", feed)
    assert ("windows-1255" in headers["Content-Type"]) is declared
    assert b"windows-1255" not in body
    assert "דורמרה" in body.decode("windows-1255")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert newsroom.feeds_yaml.count("encoding: windows-1255") == 1


def test_the_ticker_has_no_dates_and_no_guids(newsroom: sample.Newsroom) -> None:
    _, body = feed_of(newsroom, "yoman-hanamal", "ticker")
    assert b"<item>" in body
    assert b"pubDate" not in body
    assert b"guid" not in body


@pytest.mark.parametrize(
    ("outlet", "feed", "shape"),
    [
        ("chronicle", "world", "<dc:creator>Margaret Ellsworth-Dunn and Tobias Achterberg</dc:creator>"),
        ("pelican", "latest", "<author>desk@pelican.invalid (Kavita Sundarrajan, Owen Mathias and R. K. Velappan)<"),
        ("hadukhifat", "rdf", "<dc:creator>אורי תמרקין // פרשנות</dc:creator>"),
        ("yoman-hanamal", "news", "<Author><![CDATA[מאת: איתי סולברג ורותם ואזנה]]></Author>"),
        ("mirat-nemura", "rss", "<dc:creator><![CDATA[سلمى البرغوني, هيثم الدرعاوي ونائل القصيري]]></dc:creator>"),
    ],
)
def test_feeds_name_authors_in_every_shape(newsroom: sample.Newsroom, outlet: str, feed: str, shape: str) -> None:
    encoding = "windows-1255" if outlet == "yoman-hanamal" else "utf-8"
    assert shape in feed_of(newsroom, outlet, feed)[1].decode(encoding)


def test_a_section_page_lists_articles_where_the_configuration_says(newsroom: sample.Newsroom) -> None:
    tree = lxml_html.fromstring(feed_of(newsroom, "sawt-dormara", "section")[1].decode())
    links = set(tree.xpath("//main//a[contains(@class, 'headline')]/@href"))
    assert links == {placed.url for placed in newsroom.listed("sawt-dormara")}
    assert 'links: "main a.headline"' in newsroom.feeds_yaml


# Pages


def test_every_page_shape_is_used(newsroom: sample.Newsroom) -> None:
    used = {placed.story.page or placed.outlet.page for placed in newsroom.articles}
    assert used == {"json-ld", "json-ld list", "json-ld graph", "json-ld section", "meta", "microdata", "visible"}


def test_json_ld_comes_as_an_object_a_list_and_a_graph(newsroom: sample.Newsroom) -> None:
    single = json_ld(page_of(newsroom, "envoy-langmoor-lidon"))
    several = json_ld(page_of(newsroom, "reconstruction-without-a-start"))
    graph = json_ld(page_of(newsroom, "compounds-east-of-grey-line"))
    assert isinstance(single, dict)
    assert single["author"] == [{"@type": "Person", "name": "Tobias Achterberg"}]
    assert isinstance(several, list)
    assert several[1]["author"] == ["Anat Sorek", "Noa Gilboa-Peretz"]
    assert isinstance(graph, dict)
    assert {"@id"} == graph["@graph"][2]["author"][0].keys()


def test_a_json_ld_date_gives_the_instant_of_the_story(newsroom: sample.Newsroom) -> None:
    data = json_ld(page_of(newsroom, "envoy-langmoor-lidon"))
    assert isinstance(data, dict)
    assert datetime.fromisoformat(data["datePublished"]) == newsroom.article("envoy-langmoor-lidon").published


def test_one_json_ld_date_is_local_time_that_calls_itself_utc(newsroom: sample.Newsroom) -> None:
    data = json_ld(page_of(newsroom, "shlosha-shvuyim"))
    published = newsroom.article("shlosha-shvuyim").published
    assert isinstance(data, dict)
    wrong = datetime.fromisoformat(data["datePublished"]) - published
    assert wrong == published.astimezone(ISRAEL).utcoffset() != timedelta()


def test_a_byline_can_close_the_body_in_brackets_while_the_author_field_names_the_section(
    newsroom: sample.Newsroom,
) -> None:
    page = page_of(newsroom, "ben-horesh-mitchamim")
    data = json_ld(page)
    assert "<p>(גד בן־חורש)</p>" in page
    assert isinstance(data, dict)
    assert data["author"]["name"] == "חדשות"


def test_a_page_can_have_no_metadata_at_all_and_a_date_in_words(newsroom: sample.Newsroom) -> None:
    page = page_of(newsroom, "matar-al-khiyam")
    assert not re.search(r"json|og:|itemprop|article:|<time", page)
    assert "منذ 7 ساعات" in page


def test_microdata_alone_names_date_and_author(newsroom: sample.Newsroom) -> None:
    tree = lxml_html.fromstring(page_of(newsroom, "force-without-mandate"))
    stated = tree.xpath("string(//*[@itemprop='datePublished']/@datetime)")
    assert datetime.fromisoformat(stated) == newsroom.article("force-without-mandate").published
    assert tree.xpath("string(//*[@itemprop='author']//*[@itemprop='name'])") == "Uri Tamarkin"


@pytest.mark.parametrize(
    ("style", "zone", "elapsed", "shown"),
    [
        ("american", "America/New_York", "2h", "Published Nov. 23, 2025, 7:37 a.m. ET"),
        ("zone name", "Asia/Kolkata", "2h", "23 November 2025, 18:07 IST"),
        ("hebrew", "Asia/Jerusalem", "2h", "23 בנובמבר 2025, 14:37"),
        ("hebrew dots", "Asia/Jerusalem", "2h", "פורסם: 23.11.25 | 14:37"),
        ("levantine", "Asia/Riyadh", "2h", "الأحد 23 تشرين الثاني 2025 15:37"),
        ("arabic digits", "Asia/Riyadh", "2h", "نُشر في ٢٣ نوفمبر ٢٠٢٥، ١٥:٣٧"),
        ("relative-he", "Asia/Jerusalem", "2h 59m", "לפני שעתיים"),
        ("relative-ar", "Africa/Cairo", "11m", "منذ 11 دقيقة"),
        ("relative-ar", "Africa/Cairo", "1d 1h", "منذ يوم"),
        ("relative-en", "Europe/London", "30h", "yesterday"),
    ],
)
def test_dates_on_pages_look_as_in_the_press(style: str, zone: str, elapsed: str, shown: str) -> None:
    now = NOW.replace(second=0)
    assert visible_date(now - age(elapsed), style, zone, now=now) == shown


# Traps


def test_a_paywalled_page_says_so_and_serves_its_first_paragraph_alone(newsroom: sample.Newsroom) -> None:
    page, story = page_of(newsroom, "force-commander-interview"), newsroom.article("force-commander-interview").story
    data = json_ld(page)
    assert isinstance(data, dict)
    assert data["isAccessibleForFree"] is False
    assert story.body[0] in page
    assert "Her mandate was agreed in a single sentence" in " ".join(story.body)
    assert "Her mandate" not in page


def test_a_page_fails_the_first_time_and_only_then(newsroom: sample.Newsroom) -> None:
    url = newsroom.article("sarradi-tasrih").url
    assert [get(url)[0] for _ in range(3)] == [500, 200, 200]


def test_a_listed_article_can_be_missing_and_another_hide_behind_consent(newsroom: sample.Newsroom) -> None:
    assert get(newsroom.article("lidon-cabinet-vote").url)[0] == 404
    consent = page_of(newsroom, "clearing-the-rubble")
    assert "Accept all" in consent
    assert "bulldozers" not in consent


def test_robots_close_a_path_that_a_feed_lists(newsroom: sample.Newsroom) -> None:
    robots = get(newsroom.addresses["pelican"] + "/robots.txt")[2].decode()
    placed = newsroom.article("members-briefing-nemura")
    assert "Disallow: /members/\n" in robots
    assert placed in newsroom.listed("pelican")
    assert "/members/" in placed.url
    assert get(newsroom.addresses["hoopoe"] + "/robots.txt")[2] == b"User-agent: *\nDisallow:\n"


def test_wire_copy_stands_in_two_outlets_with_small_edits(newsroom: sample.Newsroom) -> None:
    first = newsroom.article("aid-lorries-turned-back").story
    second = newsroom.article("lorries-turned-back-at-dahlia").story
    shared = Counter(" ".join(first.body).split()) & Counter(" ".join(second.body).split())
    assert first.organisations == second.organisations == ("Tern News Agency",)
    assert first.body != second.body
    assert shared.total() > 0.9 * len(" ".join(second.body).split())


# Editions


def test_the_evening_rewrites_an_article_under_a_new_headline_at_the_same_address(newsroom: sample.Newsroom) -> None:
    before, page_before = newsroom.article("lorries-through-dahlia"), page_of(newsroom, "lorries-through-dahlia")
    newsroom.advance()
    after, page_after = newsroom.article("lorries-through-dahlia"), page_of(newsroom, "lorries-through-dahlia")
    assert before.url == after.url
    assert before.published == after.published
    assert before.story.title != after.story.title
    assert "A total of 212 lorries" in page_before
    assert "A total of 187 lorries" in page_after


def test_the_evening_brings_articles_and_drops_some_from_their_feeds(newsroom: sample.Newsroom) -> None:
    morning = {placed.story.slug for placed in newsroom.listed()}
    newsroom.advance()
    evening = {placed.story.slug for placed in newsroom.listed()}
    assert len(evening - morning) >= 5
    assert morning - evening == {"bayan-al-jabha", "mivzak-ezraq-kav-afor"}
    assert newsroom.article("bayan-al-jabha").url.encode() not in feed_of(newsroom, "sawt-dormara", "section")[1]
    assert get(newsroom.article("bayan-al-jabha").url)[0] == 200


def test_the_evenings_feeds_tell_of_the_modification(newsroom: sample.Newsroom) -> None:
    newsroom.advance()
    headers, _ = feed_of(newsroom, "chronicle", "world")
    assert parsedate_to_datetime(headers["Last-Modified"]) == newsroom.article("holt-address-council").published


# By hand


def test_the_page_saved_by_hand_is_in_no_feed(newsroom: sample.Newsroom, tmp_path: Path) -> None:
    path = newsroom.save_by_hand(tmp_path)
    placed = newsroom.article(sample.BY_HAND)
    assert placed not in newsroom.listed()
    assert placed.outlet.id == "hoopoe"
    assert "28 kilometres long, with five gates" in path.read_text(encoding="utf-8")
    assert get(placed.url)[0] == 200
    everything = b"".join(get(newsroom.addresses[o.id] + feed.path)[2] for o in newsroom.outlets for feed in o.feeds)
    assert placed.url.encode() not in everything + get(newsroom.addresses["hoopoe"] + "/")[2]


# Reports

CLAIMS = [(language, claim) for language in sample.REPORTS for claim in sample.expected(language)]
QUOTATION = re.compile(r"[“«]([^”»]+)[”»]|(?<!\w)\"([^\"]{20,})\"")


@pytest.mark.parametrize("language", sample.REPORTS)
def test_snippets_stand_once_in_the_report_and_in_its_order(language: str) -> None:
    text, claims = sample.report(language), sample.expected(language)
    assert [text.count(claim["snippet"]) for claim in claims] == [1] * len(claims)
    places = [text.index(claim["snippet"]) for claim in claims]
    assert places == sorted(places)


def test_the_english_report_asks_for_every_kind_of_finding() -> None:
    assert {claim["finding"] for claim in sample.expected()} == {
        "quote found", "passage found", "differs", "elsewhere", "candidate", "seen, not read", "not collected",
        "not found", None,
    }  # fmt: skip


@pytest.mark.parametrize(("language", "claim"), CLAIMS, ids=[claim["snippet"] for _, claim in CLAIMS])
def test_expected_findings_are_true_of_the_articles(language: str, claim: dict[str, object]) -> None:
    stories = {story.slug: story for story in sample.load_stories("morning")}
    outlets = {outlet.id: outlet for outlet in sample.load_outlets()}
    report = sample.report(language)
    assert claim["outlet"] is None or claim["outlet"] in {outlet.group for outlet in outlets.values()}
    if claim["article"] is None:
        assert claim["finding"] in (None, "not found", "not collected")
        return
    story = stories[str(claim["article"])]
    body, outlet = " ".join(story.body), outlets[story.outlet]
    assert (outlet.group == claim["outlet"]) is (claim["finding"] != "elsewhere")
    assert (outlet.language == language) is (claim["finding"] != "candidate")
    if claim["finding"] == "quote found":
        quoted = next(a or b for a, b in QUOTATION.findall(report) if str(claim["snippet"]) in (a or b))
        assert quoted.strip(" .,") in body
    for number in claim.get("numbers", {}).get("article", ()):  # type: ignore[attr-defined]
        assert number in body
    for number in claim.get("numbers", {}).get("report", ()):  # type: ignore[attr-defined]
        assert number in report
        assert number not in body


def test_what_is_expected_after_the_evening_and_after_adding_by_hand_is_true() -> None:
    evening = {story.slug: " ".join(story.body) for story in sample.load_stories("evening")}
    later = [claim[key] for claim in sample.expected() for key in ("after_advance", "after_by_hand") if key in claim]
    assert [each["article"] for each in later] == [sample.BY_HAND, "lorries-through-dahlia"]
    fence = "permanent fence along the Grey Line, 28 kilometres long, with five gates and a patrol road on either side"
    assert fence in sample.report()
    assert fence in evening[sample.BY_HAND]
    assert "A total of 187 lorries" in evening["lorries-through-dahlia"]


def test_nobody_published_what_is_expected_not_to_be_found() -> None:
    words = " ".join(" ".join((s.title, s.summary, *s.body)) for s in sample.load_stories("evening"))
    for never in ("fishing harbour", "officers home", "סכר", "سحب مبعوثه"):
        assert never in "".join(sample.report(language) for language in sample.REPORTS)
        assert never not in words


# feeds.yaml


def test_feeds_yaml_is_one_that_dateline_loads(newsroom: sample.Newsroom, tmp_path: Path) -> None:
    config = pytest.importorskip("crawler.config", reason="crawler.config is not there")
    path = tmp_path / "feeds.yaml"
    path.write_text(newsroom.feeds_yaml, encoding="utf-8")
    loaded = config.load_config(path)
    assert {outlet.id for outlet in loaded.outlets} == {outlet.id for outlet in newsroom.outlets}
    groups = {outlet.id: outlet.group for outlet in loaded.outlets}
    assert groups["hoopoe"] == groups["hadukhifat"] == "hadukhifat"


def test_feeds_yaml_says_that_everything_is_invented(newsroom: sample.Newsroom) -> None:
    assert "invented" in newsroom.feeds_yaml.splitlines()[0]
    assert "invented" in sample.SAMPLE
