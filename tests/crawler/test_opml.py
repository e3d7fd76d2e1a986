"""Lists of feeds from feed readers, read safely into outlets, and written from feeds.yaml."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import load_config
from crawler.config_outlets import NewFeed, NewOutlet, add_outlets, id_for
from crawler.errors import ConfigError
from crawler.opml import plan_import, read_opml, write_opml

DESK = """\
contact: desk@gazette.org   # ours
outlets:
  # the first
  gazette:
    name: The Harbour Gazette
    aliases:
      - עיתון הנמל
    homepage: https://www.gazette.example/
    language: en
    feeds:
      - https://www.gazette.example/rss   # the main one
      - url: https://www.gazette.example/news
        kind: listing
        links: h2 > a
  # the last

# topics come last here
topics:
  strike:
    any:
      - strike
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


def opml(*outlines: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="1.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def outline(url: str, title: str = "", more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def test_folders_are_followed_and_attributes_read_in_any_case() -> None:
    found = read_opml(
        opml('<outline text="News"><outline title="Port" XMLURL="https://p.example/f" language="he"/></outline>')
    )
    assert [(each.url, each.title, each.language, each.outlet) for each in found] == [
        ("https://p.example/f", "Port", "he", None)
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no OPML"),
        (b"not xml", "no OPML"),
        (b"<rss><channel/></rss>", "no OPML"),
        (opml(), "lists no feed"),
        (
            b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="https://x.example/&a;"/></body></opml>',
            "entities",
        ),
        (b"<opml>" + b" " * 5_000_001, "longer than"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_opml(data, "list.opml")


def test_no_file_of_this_machine_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret", encoding="utf-8")
    data = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<opml><body><outline text="t" xmlUrl="https://x.example/">&x;</outline></body></opml>'
    ).encode()
    with pytest.raises(ConfigError) as caught:
        read_opml(data)
    assert "s3cret" not in str(caught.value)


def test_entities_of_entities_cost_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE opml [<!ENTITY l0 "ha">{levels}]><opml><body><outline xmlUrl="https://x.example/&l11;"/></body></opml>'
    with pytest.raises(ConfigError):
        read_opml(data.encode())


@given(st.binary(max_size=200) | st.text(alphabet='<>&;"= outlinexmURbdyp/', max_size=200).map(str.encode))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_no_bytes_raise_anything_but_a_sentence(data: bytes) -> None:
    for body in (data, b"<opml><body>" + data):
        with suppress(ConfigError):
            assert read_opml(body)


def test_feeds_go_to_the_outlet_of_their_name_or_host_and_none_twice(desk: Path) -> None:
    plan = plan_import(
        read_opml(
            opml(
                outline("http://WWW.gazette.example/rss/", "known already"),
                outline("https://feeds.elsewhere.example/1", "עיתון הנמל"),
                outline("https://gazette.example/sport.rss", "Sport"),
                outline("https://gazette.example/sport.rss", "Sport again"),
            )
        ),
        load_config(desk),
    )
    assert [(outlet, feed.url) for outlet, feed in plan.feeds] == [
        ("gazette", "https://feeds.elsewhere.example/1"),
        ("gazette", "https://gazette.example/sport.rss"),
    ]
    assert plan.known == 2
    assert plan.outlets == ()


def test_new_feeds_of_one_host_are_one_outlet_and_those_of_a_shared_host_are_not(desk: Path) -> None:
    plan = plan_import(
        read_opml(
            opml(
                outline("https://www.quay.co.il/a.rss", "Quay Post", 'language="he"'),
                outline("https://quay.co.il/b.rss", "Quay Post sport", 'language="en-us"'),
                outline("https://feeds.feedburner.com/one", "One Paper"),
                outline("https://feeds.feedburner.com/two", "Two Paper"),
            )
        ),
        load_config(desk),
    )
    assert [(each.id, each.name, len(each.feeds)) for each in plan.outlets] == [
        ("quay-co-il", "quay.co.il", 2),
        ("one-paper", "One Paper", 1),
        ("two-paper", "Two Paper", 1),
    ]
    assert plan.outlets[0].timezone == "Asia/Jerusalem"
    assert [feed.language for feed in plan.outlets[0].feeds] == ["he", "en"]


def test_addresses_that_cannot_be_watched_are_left_out_with_the_reason(desk: Path) -> None:
    plan = plan_import(
        read_opml(
            opml(outline("feed://x.example/rss"), outline("file:///etc/passwd"), outline("https://u:p@x.example/"))
        ),
        load_config(desk),
    )
    assert plan.feeds == ()
    assert plan.outlets == ()
    assert len(plan.left_out) == 3
    assert all(reason for _, reason in plan.left_out)


def test_what_is_exported_can_be_imported_with_nothing_new_here_and_all_of_it_elsewhere(
    desk: Path, tmp_path: Path
) -> None:
    config = load_config(desk)
    written, left_out = write_opml(config)
    assert [feed.kind for feed in left_out] == ["listing"]
    assert plan_import(read_opml(written), config).known == 1
    other = tmp_path / "other.yaml"
    other.write_text("contact: desk@gazette.org\noutlets:\n  own:\n    name: Own\n", encoding="utf-8")
    plan = plan_import(read_opml(written), load_config(other))
    assert [(each.name, each.homepage, each.language) for each in plan.outlets] == [
        ("The Harbour Gazette", "https://www.gazette.example/", "en")
    ]


def test_titles_carry_no_control_or_direction_characters_into_the_file(desk: Path) -> None:
    plan = plan_import(read_opml(opml(outline("https://x.example/f", "Po\u202est &#10; one"))), load_config(desk))
    assert plan.outlets[0].name == "Post one"


# --- new outlets in feeds.yaml ---------------------------------------------------------------------------------------

QUAY = NewOutlet(
    "quay",
    'Quay: "Post" #1',
    (NewFeed("https://quay.example/rss"), NewFeed("https://quay.example/he", "he", "listing", "h2 > a")),
    "https://quay.example/",
    "en",
    "Asia/Jerusalem",
)


def test_a_new_outlet_stands_behind_the_last_and_every_other_byte_stays(desk: Path) -> None:
    add_outlets(desk, [QUAY])
    config = load_config(desk)
    assert [outlet.id for outlet in config.outlets] == ["gazette", "quay"]
    assert (config.outlet("quay").name, config.outlet("quay").timezone) == ('Quay: "Post" #1', "Asia/Jerusalem")
    assert [(feed.url, feed.language, feed.links) for feed in config.feeds if feed.outlet == "quay"] == [
        ("https://quay.example/rss", "en", None),
        ("https://quay.example/he", "he", "h2 > a"),
    ]
    written = desk.read_text(encoding="utf-8")
    start, end = written.index("  quay:\n"), written.index("\n# topics come last")
    assert written[:start] + written[end:] == DESK


@pytest.mark.parametrize(
    "text",
    [
        "outlets:\n  a:\n    name: A",
        "contact: x@y.org\noutlets:\n    a:\n        name: A\n        feeds:\n        - https://a.example/rss\n# end\n",
        "outlets:\r\n  a:\r\n    name: A\r\ntopics:\r\n",
    ],
)
def test_other_margins_and_line_ends_are_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(text.encode())
    add_outlets(path, [QUAY])
    assert [outlet.id for outlet in load_config(path).outlets] == ["a", "quay"]
    assert path.read_bytes().startswith(text[:20].encode())


def test_outlets_in_braces_are_left_to_the_person_who_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text("outlets: {a: {name: A}}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="by hand"):
        add_outlets(path, [QUAY])
    assert path.read_text(encoding="utf-8") == "outlets: {a: {name: A}}\n"


def test_nothing_is_written_where_one_of_several_is_wrong(desk: Path) -> None:
    for wrong in (NewOutlet("gazette", "Again"), NewOutlet("b", "B", (NewFeed("https://www.gazette.example/rss"),))):
        with pytest.raises(ConfigError):
            add_outlets(desk, [QUAY, wrong])
    assert desk.read_text(encoding="utf-8") == DESK


@pytest.mark.parametrize(
    ("name", "url", "found"),
    [
        ("L'Écho du Port", "", "lecho-du-port"),
        ("عنوان الصحيفة", "https://www.sawt.example.com/rss", "sawt-example"),
        ("عنوان", "http://127.0.0.1:8000/rss", "127-0-0-1"),
        ("?!", "", "outlet"),
        ("Taken", "", "taken-2"),
    ],
)
def test_ids_are_plain_letters_from_name_or_host(name: str, url: str, found: str) -> None:
    assert id_for(name, url, {"taken"}) == found
