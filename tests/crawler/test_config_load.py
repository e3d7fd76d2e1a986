"""A feeds.yaml as it is read: every key, every default."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from crawler.config import Feed, OutletCrawl, json_schema, load_config, parse_config
from crawler.extraction.model import PageRules
from normalise.topics import Topic
from storage.model import Outlet

FULL = """\
contact: desk@harbour-gazette.org
allow_addresses:
  - 10.1.0.0/16
  - "::1"
topics:
  strike:
    any:
      - dock worker*
      - שביתה
    all: [harbour]
    none:
      - football
outlets:
  gazette:
    name: The Harbour Gazette
    group: harbour-press
    aliases:
      - Gazette
      - +972
      - 1984
      - עיתון הנמל
      - Gazette
    homepage: https://gazette.example/
    language: no
    timezone: Europe/Oslo
    pages: all
    delay: 0
    encoding: windows-1252
    revisit: [1h, 1d12h]
    keep_raw: none
    page:
      body: article p
      published: time
    known_gaps: print edition
    feeds:
      - https://gazette.example/rss?a=1&b=2#top
      - url: http://gazette.example/news
        language: he
        every: 1h30m
        kind: listing
        links: h2 > a
        encoding: utf-8
        timezone: Asia/Jerusalem
  post:
    name: Evening Post
    homepage:
    feeds:
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_text(FULL, encoding="utf-8")
    return file


def test_every_key_is_read(path: Path) -> None:
    config = load_config(path)
    assert config.path == path
    assert config.contact == "desk@harbour-gazette.org"
    assert config.text_sha256 == hashlib.sha256(FULL.encode()).hexdigest()
    assert config.allow_addresses == (ip_network("10.1.0.0/16"), ip_network("::1/128"))
    assert config.topics == (Topic("strike", ("dock worker*", "שביתה"), ("harbour",), ("football",)),)
    assert config.outlets == (
        Outlet(
            id="gazette",
            name="The Harbour Gazette",
            group="harbour-press",
            aliases=("Gazette", "+972", "1984", "עיתון הנמל"),
            language="no",
            timezone="Europe/Oslo",
            homepage="https://gazette.example/",
            known_gaps="print edition",
        ),
        Outlet(id="post", name="Evening Post", group="post"),
    )
    assert config.crawls["gazette"] == OutletCrawl(
        pages="all",
        delay_s=0.0,
        page_rules=PageRules(body="article p", published="time"),
        revisit=(timedelta(hours=1), timedelta(hours=36)),
        keep_raw=timedelta(0),
        encoding="windows-1252",
    )


def test_a_feed_takes_language_and_encoding_of_its_outlet_unless_it_has_its_own(path: Path) -> None:
    assert load_config(path).feeds == (
        Feed("https://gazette.example/rss?a=1&b=2#top", "gazette", language="no", encoding="windows-1252"),
        Feed(
            "http://gazette.example/news",
            "gazette",
            language="he",
            kind="listing",
            links="h2 > a",
            encoding="utf-8",
            every=timedelta(minutes=90),
            timezone="Asia/Jerusalem",
        ),
    )


def test_what_is_left_out_or_left_empty_has_the_careful_default(path: Path) -> None:
    config = load_config(path)
    assert config.crawls["post"] == OutletCrawl("matching", 1.0, None, None, timedelta(days=90), None)
    assert [outlet.timezone for outlet in config.outlets] == ["Europe/Oslo", "UTC"]


def test_the_crawls_cannot_be_changed(path: Path) -> None:
    with pytest.raises(TypeError):
        load_config(path).crawls["post"] = OutletCrawl()  # type: ignore[index]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + FULL.encode(), FULL.replace("\n", "\r\n").encode()])
def test_a_file_saved_on_windows_reads_the_same(path: Path, data: bytes) -> None:
    read, plain = parse_config(path, data), load_config(path)
    assert (read.outlets, read.feeds, read.topics) == (plain.outlets, plain.feeds, plain.topics)


def test_names_carry_no_bidi_characters() -> None:
    text = 'outlets:\n  a:\n    name: "Har\\u202ebour"\n    aliases: ["\\u200f\\u05d4\\u05d0\\u05e8\\u05e5 "]\n'
    (outlet,) = parse_config(Path("feeds.yaml"), text.encode()).outlets
    assert (outlet.name, outlet.aliases) == ("Harbour", ("הארץ",))


def test_the_schema_for_editors_names_every_key_and_says_what_it_is_for() -> None:
    schema = json_schema()
    json.dumps(schema)
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {"contact", "topics", "outlets", "allow_addresses"}
    models = {"Config": schema, **schema["$defs"]}
    outlet_keys = {"name", "group", "aliases", "homepage", "language", "timezone", "pages", "feeds", "known_gaps"}
    assert outlet_keys < set(models["OutletKeys"]["properties"])
    address, keys = models["FeedKeys"]["anyOf"]
    assert address["type"] == "string"
    assert keys["required"] == ["url"]
    for name, model in models.items():
        for key, field in (model.get("properties") or keys["properties"]).items():
            assert field.get("description"), f"{name}.{key}"


def test_the_documentation_shows_a_file_that_loads_and_every_key() -> None:
    text = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    assert [outlet.group for outlet in parse_config(Path("feeds.yaml"), example.encode()).outlets] == ["harbour-press"]
    schema = json_schema()
    for model in (schema, *schema["$defs"].values()):
        for key in model.get("properties") or model["anyOf"][1]["properties"]:
            assert f"`{key}`" in text, key


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = Path(__file__).parents[2] / "docs" / "feeds.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()
