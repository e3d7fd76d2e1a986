"""feeds.yaml written for a new desk, and changed without losing what people wrote into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import add_feed, check_contact, load_config, require_contact, starter_text, write_starter
from crawler.config_edit import _scalar
from crawler.errors import ConfigError

DESK = """\
contact: desk@gazette.org   # ours
outlets:
  # the first
  gazette:
    name: The Harbour Gazette
    feeds:   # all of them
      # the main one
      - https://gazette.example/rss

      - url: https://gazette.example/he   # in Hebrew
        language: he

  post:   # no feeds yet
    name: Evening Post
  listed:
    name: Listed
    feeds: [https://listed.example/rss]
  last:
    name: Last
    feeds:
      - https://last.example/rss"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "contact", ["a@b.org", "a.rather.long.address@newsroom.harbour-gazette.org", "https://gazette.org/bot#us"]
)
def test_the_starter_is_the_shipped_file_with_the_contact_in_it(tmp_path: Path, contact: str) -> None:
    path = tmp_path / "feeds.yaml"
    write_starter(path, contact)
    assert require_contact(load_config(path)) == contact
    written, shipped = path.read_text(encoding="utf-8").splitlines(), starter_text().splitlines()
    changed = [line for line, other in zip(written, shipped, strict=True) if line != other]
    assert len(changed) == 1
    assert changed[0].startswith("contact: ")
    assert " # goes into the User-Agent" in changed[0]
    assert [file.name for file in tmp_path.iterdir()] == ["feeds.yaml"]


def test_the_starter_never_replaces_a_file(desk: Path) -> None:
    with pytest.raises(ConfigError, match="there already and was left as it is"):
        write_starter(desk, "a@b.org")
    assert desk.read_text(encoding="utf-8") == DESK
    assert [file.name for file in desk.parent.iterdir()] == ["feeds.yaml"]


def test_a_starter_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written: No such file or directory"):
        write_starter(tmp_path / "missing" / "feeds.yaml", "a@b.org")
    with pytest.raises(ConfigError, match="no e-mail address"):
        write_starter(tmp_path / "feeds.yaml", "the desk\nx: y")
    assert list(tmp_path.iterdir()) == []


def test_a_contact_can_be_checked_before_anything_is_written() -> None:
    assert check_contact("desk@gazette.org") is None
    assert check_contact("you@example.org") is None  # can be written; the crawl asks for a real one
    assert "no e-mail address" in (check_contact("desk") or "")


def test_a_feed_is_added_below_the_others_and_nothing_else_changes(desk: Path) -> None:
    add_feed(desk, "gazette", "https://gazette.example/world")
    assert desk.read_text(encoding="utf-8") == DESK.replace(
        "        language: he\n", "        language: he\n      - https://gazette.example/world\n"
    )
    assert [feed.url for feed in load_config(desk).feeds if feed.outlet == "gazette"][
        -1
    ] == "https://gazette.example/world"


def test_a_feed_with_keys_of_its_own_is_added(desk: Path) -> None:
    add_feed(desk, "last", "https://last.example/#news", kind="listing", links="h2 > a", every="15m", language="ar")
    assert desk.read_text(encoding="utf-8") == DESK + (
        '\n      - url: "https://last.example/#news"\n        language: ar\n        every: 15m\n        kind: listing\n'
        '        links: "h2 > a"\n'
    )


def test_the_first_feed_of_an_outlet_is_added(desk: Path) -> None:
    add_feed(desk, "post", "https://post.example/rss")
    expected = "    name: Evening Post\n    feeds:\n      - https://post.example/rss\n"
    assert desk.read_text(encoding="utf-8") == DESK.replace("    name: Evening Post\n", expected)


@pytest.mark.parametrize(
    ("outlet", "url", "words"),
    [
        ("gazete", "https://gazette.example/x", "did you mean 'gazette'"),
        ("gazette", "gazette.example/x", "write https://gazette.example/x"),
        ("gazette", "https://gazette.example/rss", "this feed stands on line 8, too"),
        ("last", "https://gazette.example/rss/", "under 'gazette', too"),
        ("listed", "https://listed.example/x", "by hand"),
    ],
)
def test_a_feed_that_cannot_be_added_changes_nothing(desk: Path, outlet: str, url: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        add_feed(desk, outlet, url)
    assert desk.read_text(encoding="utf-8") == DESK


def test_a_link_to_feeds_yaml_stays_a_link(desk: Path) -> None:
    link = desk.with_name("link.yaml")
    link.symlink_to(desk)
    add_feed(link, "last", "https://last.example/2")
    assert link.is_symlink()
    assert "https://last.example/2" in desk.read_text(encoding="utf-8")


@settings(max_examples=100, derandomize=True)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=30
    )
)
def test_any_value_survives_yaml(value: str) -> None:
    from ruamel.yaml import YAML

    node = YAML(typ="safe", pure=True).compose(f"key: {_scalar(value)}\n")
    assert node.value[0][1].value == value
