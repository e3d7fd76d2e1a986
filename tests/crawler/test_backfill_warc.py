"""Other crawls' WARC files: what is ours, what is passed over, how far a cut file is good, whose page an address is."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.backfill_hosts import OutletHosts
from crawler.backfill_urls import read_list
from crawler.backfill_warc import WarcFile, decoded, member_length
from crawler.config import Config, parse_config
from storage.backfilling import FileProgress
from tests.crawler.warcs import CONFIG, Given, page, write

HTML = page("The quay", "The quay is closed.")


def _config(text: str = CONFIG) -> Config:
    return parse_config(Path("feeds.yaml"), text.encode())


def _records(count: int = 30) -> list[Given]:
    ours = [Given(f"https://www.herald.example/{number}", HTML) for number in range(count // 3)]
    others = [Given(f"https://elsewhere.example/{number}", HTML) for number in range(count - count // 3)]
    mixed = [record for pair in zip(others, [*ours, *ours], strict=False) for record in pair]
    return [Given("", kind="warcinfo"), *mixed[:count]]


def _is_ours(url: str) -> bool:
    return "herald.example" in url


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
def test_pages_are_read_out_of_every_form_of_the_file(tmp_path: Path, form: str) -> None:
    file = WarcFile(write(tmp_path / "given.warc.gz", _records(), form=form))
    pages = list(file.pages(_is_ours))
    assert (len(pages), file.records, file.problem) == (15, 31, None)
    assert {found.body for found in pages} == {HTML}
    assert pages[0].url == "https://www.herald.example/0"
    assert pages[0].at.isoformat() == "2025-11-29T18:00:00+00:00"


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
def test_reading_goes_on_at_any_page(tmp_path: Path, form: str) -> None:
    path = write(tmp_path / "given.warc.gz", _records(), form=form)
    pages = list(WarcFile(path).pages(_is_ours))
    for place, found in enumerate(pages):
        again = WarcFile(path)
        assert list(again.pages(_is_ours, FileProgress(found.offset, found.records))) == pages[place:]
        assert again.records == 31


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(share=st.floats(0.001, 0.999))
def test_a_cut_file_gives_its_whole_records_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, form: str, share: float
) -> None:
    path = write(tmp_path_factory.mktemp("cut") / "given.warc.gz", _records(12), form=form)
    whole = list(WarcFile(path).pages(_is_ours))
    places = {found.offset for found in whole}
    data = path.read_bytes()
    path.write_bytes(data[: max(1, int(len(data) * share))])
    cut = WarcFile(path)
    pages = list(cut.pages(_is_ours))
    assert [found.body for found in pages] == [HTML] * len(pages)
    assert [found.record for found in pages] == [found.record for found in whole[: len(pages)]]
    ends_at_a_record = form != "whole" and path.stat().st_size in places
    assert cut.problem is not None or ends_at_a_record or len(pages) == len(whole) or _at_an_end(path, data)


def _at_an_end(path: Path, data: bytes) -> bool:
    """Whether a file was cut just between two records, which nobody can tell."""
    size = path.stat().st_size
    rest, before = data[size:], data[:size]
    return rest.startswith((b"\x1f\x8b", b"WARC/", b"\r\n", b"\n")) or before.endswith(b"\r\n\r\n")


def test_a_damaged_file_is_good_up_to_the_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "given.warc.gz", _records())
    pages = list(WarcFile(path).pages(_is_ours))
    data = bytearray(path.read_bytes())
    place = pages[5].offset
    data[place + 60 : place + 120] = b"\0" * 60
    path.write_bytes(data)
    file = WarcFile(path)
    assert list(file.pages(_is_ours)) == pages[:5]
    assert file.problem is not None
    assert f"good up to byte {place:,}" in file.problem


def test_what_is_no_warc_file_is_told_not_raised(tmp_path: Path) -> None:
    for data in (b"", b"hello\n" * 5000, gzip.compress(b"hello\n" * 5000), b"\x1f\x8b" + b"\0" * 200):
        path = tmp_path / "given.warc.gz"
        path.write_bytes(data)
        file = WarcFile(path)
        assert list(file.pages(_is_ours)) == []
        assert file.problem


def test_only_whole_html_answers_with_200_are_pages(tmp_path: Path) -> None:
    url = "https://www.herald.example/a"
    records = [
        Given(url, HTML),
        Given(url + "1", HTML, kind="request"),
        Given(url + "2", HTML, kind="revisit"),
        Given(url + "3", HTML, kind="metadata"),
        Given(url + "4", b"", status="301 Moved Permanently"),
        Given(url + "5", HTML, status="404 Not Found"),
        Given(url + "6", b"\x89PNG", headers=[("Content-Type", "image/png")]),
        Given(url + "7", HTML, fields=[("WARC-Truncated", "length")]),
        Given(url + "8", b"\x1b\x00\x00", headers=[("Content-Type", "text/html"), ("Content-Encoding", "br")]),
    ]
    file = WarcFile(write(tmp_path / "given.warc.gz", records))
    assert [found.url for found in file.pages(_is_ours)] == [url]
    assert file.counts == {
        "not answered with 200": 2,
        "no pages": 1,
        "cut by the crawl that wrote them": 1,
        "in an encoding that cannot be read": 1,
        "revisits, whose bytes stand in an earlier record": 1,
    }


def test_encodings_are_undone_whether_or_not_the_crawl_had_done_it() -> None:
    chunked = b"5\r\n<html\r\n1;x=y\r\n>\r\n0\r\n\r\n"
    told = (("Transfer-Encoding", "chunked"),)
    assert decoded(chunked, told) == b"<html>"
    assert decoded(b"<html>", told) == b"<html>"
    for name, packed in (
        ("gzip", gzip.compress(HTML)),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML)[2:-4]),
        ("gzip", HTML),
    ):
        assert decoded(packed, (("Content-Encoding", name),)) == HTML
    assert decoded(gzip.compress(b"\0" * (16 << 20)), (("Content-Encoding", "gzip"),)) is None


def test_the_length_of_a_member_is_known_only_where_it_holds_one_whole_record(tmp_path: Path) -> None:
    path = write(tmp_path / "given.warc.gz", _records(6))
    pages = list(WarcFile(path).pages(_is_ours))
    length = member_length(path, pages[0].offset)
    assert length is not None
    member = path.read_bytes()[pages[0].offset : pages[0].offset + length]
    assert gzip.decompress(member) == Given(pages[0].url, HTML).bytes()
    whole = write(tmp_path / "whole.warc.gz", _records(6), form="whole")
    assert member_length(whole, 0) is None


# --- whose page it is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.herald.example/2025/a", "herald"),
        ("http://herald.example/a", "herald"),
        ("https://m.herald.example/a", "herald"),
        ("https://sport.herald.example:8443/a", "herald"),
        ("https://he.herald.example/a", "herald-he"),
        ("https://www.he.herald.example/a", "herald-he"),
        ("https://herald.example.evil.example/a", None),
        ("https://notherald.example/a", None),
        ("https://example/a", None),
        ("https://evil.example/?u=https://www.herald.example/a", None),
        ("https://www.herald.example@evil.example/", None),
        ("", None),
    ],
)
def test_an_outlet_has_its_hosts_and_what_is_below_them_but_for_other_outlets(url: str, outlet: str | None) -> None:
    hosts = OutletHosts(_config())
    assert hosts.outlet(url) == outlet
    assert hosts.has(url) == (outlet is not None)


def test_editions_on_one_host_are_told_by_the_path_of_their_homepage() -> None:
    text = CONFIG + (
        "  herald-tr:\n    name: Harbour Herald Türkçe\n    homepage: https://www.herald.example/turkce\n"
        "    feeds: [https://feeds.feedburner.com/herald-tr]\n"
    )
    hosts = OutletHosts(_config(text))
    assert hosts.outlet("https://www.herald.example/turkce/1") == "herald-tr"
    assert hosts.outlet("https://www.herald.example/turkcesi") == "herald"
    assert hosts.outlet("https://feeds.feedburner.com/another") is None


def test_a_country_s_second_level_is_nobody_s() -> None:
    text = CONFIG.replace("https://www.herald.example/", "https://www.herald.co.il/")
    hosts = OutletHosts(_config(text))
    assert hosts.outlet("https://sport.herald.co.il/a") == "herald"
    assert hosts.outlet("https://another.co.il/a") is None


# --- lists of addresses ------------------------------------------------------------------------------------------


def test_a_list_names_its_bad_lines_by_number_and_each_address_once() -> None:
    text = (
        "\ufeff# old links\n\nhttps://www.herald.example/a?utm_source=x\nhttps://www.herald.example/a  (again)\n"
        "ftp://www.herald.example/b\nhttps://elsewhere.example/c\n  he.herald.example/d\nhttps://he.herald.example/d\n"
    )
    listed = read_list(text, _config())
    assert [(each.url, each.outlet, each.line) for each in listed.addresses] == [
        ("https://www.herald.example/a", "herald", 3),
        ("https://he.herald.example/d", "herald-he", 8),
    ]
    assert [line for line, _ in listed.bad] == [5, 6, 7]
    assert "no http or https address" in listed.bad[0][1]
    assert "no outlet in feeds.yaml" in listed.bad[1][1]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=300))
def test_no_list_raises(text: str) -> None:
    read_list(text, _config())
