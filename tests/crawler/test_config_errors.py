"""Everything that can be wrong in a feeds.yaml: the line, and what to do about it."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import load_config, parse_config, require_contact
from crawler.errors import ConfigError, FetchError
from storage.errors import DatelineError

# One line each, so that a mistake in a key stands on a line that the test can name.
RIGHT = {
    "contact": "contact: desk@harbour-gazette.org",
    "outlets": "outlets:",
    "id": "  gazette:",
    "name": "    name: The Harbour Gazette",
    "group": "    group: gazette",
    "language": "    language: en",
    "timezone": "    timezone: Europe/London",
    "delay": "    delay: 2",
    "pages": "    pages: all",
    "feeds": "    feeds:",
    "feed": "      - url: https://gazette.example/rss",
    "every": "        every: 15m",
    "end": "# end",
}


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(Path("feeds.yaml"), text.encode())
    assert str(caught.value).splitlines() == [
        f"feeds.yaml:{line}: {message}" if line else f"feeds.yaml: {message}" for line, message in caught.value.problems
    ]
    return str(caught.value).splitlines()


def with_line(key: str, line: str) -> tuple[str, int]:
    """RIGHT with one line in place of another, and the number of that line."""
    lines = {**RIGHT, key: line}
    return "\n".join(lines.values()), list(lines).index(key) + 1


def test_what_the_mistakes_are_put_into_is_right() -> None:
    assert parse_config(Path("feeds.yaml"), "\n".join(RIGHT.values()).encode()).outlets[0].id == "gazette"


@pytest.mark.parametrize(
    ("key", "line", "fix"),
    [
        ("contact", "contact: the desk", "write one where an outlet can reach you"),
        ("contact", "contact: désk@gazette.org", "write a plain e-mail address"),
        ("contact", "contact: desk@gazette..org", "write one where"),
        ("contact", "conact: desk@gazette.org", "did you mean 'contact'?"),
        ("id", "  The Gazette:", "write 'the-gazette'"),
        ("id", "  Газета:", "such as 'haaretz'"),
        ("name", "    nmae: The Harbour Gazette", "did you mean 'name'?"),
        ("name", "    name:", "add `name:`"),
        ("name", "    name: [a, b]", "should be one value; found a list"),
        ("name", '    name: "\\u202e"', "is empty"),
        ("group", "    group: Harbour Press", "write 'harbour-press'"),
        ("group", "    publisher: harbour", "did you mean 'group'?"),
        ("group", "    every: 5m", "belong to an outlet, but to a feed"),
        ("group", "    links: h2 > a", "belong to an outlet, but to a feed"),
        ("group", "    contact: desk@gazette.org", "but to the top level"),
        ("group", "    colour: red", "known are name, group, aliases"),
        ("group", "    <<: {name: x}", "write the keys out"),
        ("group", "    aliases: Gazette", "one item a line"),
        ("group", "    aliases: [Gazette, [x]]", "found a list"),
        ("group", "    homepage: www.gazette.org", "write https://www.gazette.org"),
        ("group", "    encoding: win-1255", "did you mean windows-1255?"),
        ("group", "    encoding: zlib_codec", "is no encoding"),
        ("group", "    encoding: utf8x", "did you mean utf-8?"),
        ("group", "    revisit: 1h", "one item a line"),
        ("group", "    revisit: [1h, soon]", "write 15m, 1h or 2d"),
        ("group", "    keep_raw: perhaps", "write 90d, forever or none"),
        ("group", "    keep_raw: 2h", "is less than a day"),
        ("group", "    page: {body: 'p >'}", "is no CSS selector"),
        ("group", "    page: {titel: h1}", "known are body, byline, published"),
        ("group", "    page: article", "should hold keys such as `body:`"),
        ("language", "    language: Hebrew", "write 'he'"),
        ("language", "    language: en-GB", "write 'en'"),
        ("language", "    language: iw", "write 'he'"),
        ("language", "    language: klingonese", "two-letter code"),
        ("timezone", "    timezone: Europe/Londn", "did you mean Europe/London?"),
        ("timezone", "    timezone: Jerusalem", "did you mean Asia/Jerusalem?"),
        ("timezone", "    timezone: asia/tehran", "did you mean Asia/Tehran?"),
        ("timezone", "    timezone: IST", "Asia/Jerusalem or Asia/Kolkata"),
        ("timezone", "    timezone: UTC+3", "name the city"),
        ("timezone", "    timezone: Europe", "is no time zone"),
        ("timezone", "    timezone: ../../etc/passwd", "is no time zone"),
        ("delay", "    delay: fast", "write seconds"),
        ("delay", "    delay: -1", "write seconds"),
        ("delay", "    delay: 1h", "more than 300 seconds"),
        ("pages", "    pages: macthing", "did you mean 'matching'?"),
        ("feed", "      - url: gazette.org/rss", "write https://gazette.org/rss"),
        ("feed", "      - url: feed://gazette.org/rss", "write https://"),
        ("feed", "      - url: file:///etc/passwd", "no http or https address"),
        ("feed", "      - url: ftp://gazette.org/rss", "no http or https address"),
        ("feed", "      - url: https:///rss", "has no host"),
        ("feed", "      - url: https://gazette.org:99999/", "write https://HOST/PATH"),
        ("feed", "      - url: https://[gazette/", "write https://HOST/PATH"),
        ("feed", "      - url: https://desk:secret@gazette.org/", "would end in logs"),
        ("feed", "      - url: https://gazette.org/a b", "write it as %20"),
        ("feed", "      - urls: https://gazette.org/", "did you mean 'url'?"),
        ("feed", "      - kind: rss", "add `url:`"),
        ("every", "        every: 15", "15m for minutes"),
        ("every", "        every: 5s", "between 1m and 30d"),
        ("every", "        every: 99999d", "between 1m and 30d"),
        ("every", "        kind: Sitemap", "did you mean 'sitemap'?"),
        ("every", "        kind: json", "did you mean 'jsonfeed'?"),
        ("every", "        timezone: Cairo", "did you mean Africa/Cairo?"),
        ("end", "allow_addresses: [localhost]", "127.0.0.0/8"),
        ("end", "allow_addresses: [10.0.0.1/8]", "write 10.0.0.0/8"),
        ("end", "allow_addresses: 10.0.0.0/8", "one item a line"),
        ("end", "topics: [gaza]", "each with its keys below it"),
        ("end", "topics: {Gaza: {any: [Gaza]}}", "write 'gaza'"),
        ("end", "topics: {gaza: Gaza}", "should hold keys such as `any:`"),
        ("end", "topics: {gaza: {any: []}}", "matches nothing"),
        ("end", "topics: {gaza: {any: ['*']}}", "has no letter"),
        ("end", "topics: {gaza: {any: [ga*za]}}", "only at the end"),
        ("end", "topics: {gaza: {words: [x], any: [y]}}", "did you mean 'any'?"),
        ("end", "contact: other@gazette.org", "first on line 1"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_fix(key: str, line: str, fix: str) -> None:
    text, number = with_line(key, line)
    (problem,) = problems_of(text)
    assert problem.startswith(f"feeds.yaml:{number}: ")
    assert fix in problem


@pytest.mark.parametrize(
    ("text", "line", "fix"),
    [
        ("outlets:\n\tgazette:\n", 2, "spaces only"),
        ("outlets:\n  gazette:\n    name: Gazette: evening\n", 3, "in quotes"),
        ("outlets:\n  gazette:\n   name: a\n  name: b\n group: c\n", 5, "indentation"),
        ('outlets:\n  gazette:\n    name: "Gazette\n', 3, "never closed"),
        ("outlets:\n  gazette:\n    aliases: [a, b\n", 3, "not closed"),
        ("contact: @desk\n", 1, "begin with @: put it in quotes"),
        ("topics:\n  a:\n    any:\n      - *hostages\n", 4, "in quotes"),
        ("contact: a@gazette.org\n---\ncontact: b@gazette.org\n", 2, "second document"),
        ("contact: \x07\n", 1, "control character"),
        ("? [a, b]\n: c\n", 1, "where a key should"),
        ("- contact\n", 1, "found a list"),
        ("contact\n", 1, "found 'contact'"),
        ("a: &a\n  b: *a\noutlets: {}\n", 1, "holds itself"),
        ("outlets: {}\n", 1, "add one under `outlets:`"),
        ("contact: desk@gazette.org\n", 1, "add `outlets:`"),
    ],
)
def test_what_is_no_proper_yaml_is_told_in_words(text: str, line: int, fix: str) -> None:
    assert any(problem.startswith(f"feeds.yaml:{line}: ") and fix in problem for problem in problems_of(text))


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "---\n", "[" * 3000, "".join(" " * n + "a:\n" for n in range(600))]
)
def test_empty_and_endless_files_are_told_in_words(text: str) -> None:
    (problem,) = problems_of(text)
    assert "is empty" in problem or "nested too deeply" in problem


def test_every_indenting_tab_is_reported_at_once() -> None:
    assert [problem[:13] for problem in problems_of("outlets:\n\ta:\n\t\tname: A\n")] == [
        "feeds.yaml:2:",
        "feeds.yaml:3:",
    ]


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = "\n".join(
        {
            **RIGHT,
            "contact": "contact: none",
            "timezone": "    timezone: Tehran",
            "language": "    lang: en",
            "every": "        every: often",
            "end": "  gazette: {name: Twice}\n  b:\n    feeds:\n      - http://Gazette.example/rss/\ntopic: {}",
        }.values()
    )
    found = problems_of(text)
    assert [int(problem.split(":")[1]) for problem in found] == [1, 6, 7, 12, 13, 14, 16, 17]
    assert "first on line 3" in found[4]
    assert "'b' has no 'name'" in found[5]
    assert "this feed stands on line 11 under 'gazette', too" in found[6]


def test_anchors_may_be_used_but_not_to_fill_the_memory() -> None:
    shared = "x: &feeds\n"
    assert "unknown key 'x'" in problems_of(shared + "\n".join(RIGHT.values()))[0]
    names = "abcdefghij"
    bomb = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in itertools.pairwise(names)
    )
    assert any("unfold to more than" in problem for problem in problems_of(bomb))


def test_a_hundred_problems_are_enough() -> None:
    found = problems_of("outlets:\n" + "".join(f"  o{number}: {{}}\n" for number in range(300)))
    assert len(found) == 101
    assert found[-1].endswith("and 200 more like these")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"contact: x\noutlets: \xe4\n", "feeds.yaml:2: byte 0xe4 is not UTF-8"),
        ("contact: x".encode("utf-16"), "feeds.yaml:1: is UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a text file"),
        (b"# " + b"x" * 2_000_000, "is longer than 2 MB"),
    ],
)
def test_a_file_that_is_no_text_is_told_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=re.escape(words)):
        load_config(path)


def test_a_file_that_is_no_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a directory"):
        load_config(tmp_path)
    with pytest.raises(ConfigError, match="no such file; write one with `dateline init"):
        load_config(tmp_path / "missing.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config("a\0b")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is not a file"):
        load_config(tmp_path / "pipe")


PLACEHOLDERS = (
    "you@example.org", "YOU@Example.com", "user@example.net", "desk@yourdomain.com", "me@news.example",
    "desk@yourpaper.example", "desk@mail.my-paper.test",
    "https://example.org/bot", "",
)  # fmt: skip
CONTACTS = (
    "desk@harbour-gazette.org", "desk@harbour-gazette.example", "desk@yourlocalpaper.net",
    "a.b+c@mail.co.uk", "https://gazette.org/about/bot", "mailto:d@gazette.org",
)  # fmt: skip


@pytest.mark.parametrize("contact", PLACEHOLDERS)
def test_a_placeholder_loads_but_does_not_crawl(contact: str) -> None:
    text, line = with_line("contact", f"contact: {contact}")
    config = parse_config(Path("feeds.yaml"), f"# first\n{text}".encode())
    with pytest.raises(ConfigError, match=f"^feeds.yaml:{line + 1}: .*write `contact:` with your e-mail"):
        require_contact(config)


def test_no_contact_at_all_does_not_crawl() -> None:
    text, _ = with_line("contact", "# none")
    with pytest.raises(ConfigError, match="there is no contact"):
        require_contact(parse_config(Path("feeds.yaml"), text.encode()))


@pytest.mark.parametrize("contact", CONTACTS)
def test_a_real_contact_crawls(contact: str) -> None:
    text, _ = with_line("contact", f"contact: {contact}")
    assert require_contact(parse_config(Path("feeds.yaml"), text.encode())) == contact.removeprefix("mailto:")


def test_an_unknown_outlet_is_answered_with_the_nearest() -> None:
    config = parse_config(Path("feeds.yaml"), "\n".join(RIGHT.values()).encode())
    assert config.outlet("gazette").name == "The Harbour Gazette"
    for asked in ("gazete", "Gazette", "The Harbor Gazette"):
        with pytest.raises(ConfigError, match="did you mean 'gazette'"):
            config.outlet(asked)
    with pytest.raises(ConfigError, match="known are gazette"):
        config.outlet("zzz")


def test_errors_carry_their_data_and_exit_codes() -> None:
    error = ConfigError("feeds.yaml", 7, "is wrong")
    assert (error.path, error.line, error.message, error.problems) == ("feeds.yaml", 7, "is wrong", ((7, "is wrong"),))
    assert isinstance(error, DatelineError)
    assert error.exit_code == 2
    fetch = FetchError("https://gazette.org/", "HTTP 403")
    assert (fetch.url, fetch.reason, str(fetch)) == (
        "https://gazette.org/",
        "HTTP 403",
        "https://gazette.org/: HTTP 403",
    )
    assert fetch.exit_code == 3


YAML = st.text("abc:-#[]{}&*!|>'\"%@` \n\t,?\x00é\u202e", max_size=40)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=40) | YAML.map(str.encode))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        parse_config(Path("feeds.yaml"), data)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.sampled_from(sorted(set(RIGHT) - {"end"})), YAML)
def test_no_value_does_more_than_be_refused(key: str, value: str) -> None:
    text, _ = with_line(key, RIGHT[key].split(":")[0] + ": " + value)
    try:
        config = parse_config(Path("feeds.yaml"), text.encode())
    except ConfigError:
        return
    assert [outlet.id for outlet in config.outlets]
