"""`dateline evidence`: the pack opened and read as somebody would who was given nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from storage import open_store
from storage.archive import archive_folder, records
from tests.dateline.archived import Visited, keep_visits
from tests.support import Run

TITLE = 'Council <script>alert(1)</script> & "quay"'
VISITS = [
    Visited(TITLE, "The council voted on Monday.\n\nAbout 340 boats will move, it said."),
    Visited(TITLE, "The council voted on Monday.\n\nAbout 430 boats will move, it said.", after=timedelta(hours=6)),
    Visited(
        "The quay closes", "The council voted on Monday.\n\nIt closes.", absent="noarchive", after=timedelta(days=1)
    ),
]


@pytest.fixture
def pack(tmp_path: Path, here: Run) -> Path:
    """A pack of three visits, unpacked."""
    with open_store(tmp_path / "news.db") as store:
        article = keep_visits(store, VISITS)
    done = here("evidence", str(article.id), "-o", "pack.zip")
    assert done.returncode == 0, done.stderr
    assert "3 states of the text. Bytes as received are in this pack for 2 of 3 visits." in done.stdout
    digest = sha256((tmp_path / "pack.zip").read_bytes()).hexdigest()
    assert f"SHA-256 {digest}" in done.stdout
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        assert opened.testzip() is None
        opened.extractall(tmp_path / "pack")
    return tmp_path / "pack"


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_the_sums_cover_every_file_and_tell_a_changed_one(pack: Path) -> None:
    check = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=pack, capture_output=True, check=False).returncode == 0
    named = {line.split("  ", 1)[1] for line in (pack / "SHA256SUMS").read_text().splitlines()}
    assert named == _files(pack) - {"SHA256SUMS"}
    (pack / "text.txt").write_text("Another text.")
    changed = subprocess.run(check, cwd=pack, capture_output=True, text=True, check=False)
    assert changed.returncode != 0
    assert "text.txt: FAILED" in changed.stdout


def test_the_warc_file_stands_by_itself_and_holds_only_these_visits(pack: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "visits.warc.gz"], cwd=pack, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    found = list(records(pack / "visits.warc.gz"))
    assert [record.body for record in found] == [visit.html for visit in VISITS[:2]]
    told = json.loads((pack / "article.json").read_text())
    for visit, record in zip(told["visits"], found, strict=False):
        assert visit["payload_sha256"] == sha256(record.body).hexdigest()
        place = visit["in_warc"]
        data = (pack / "visits.warc.gz").read_bytes()
        assert data[place["offset"] : place["offset"] + 2] == b"\x1f\x8b"
    assert told["visits"][2]["in_warc"] is None
    assert "noarchive" in told["visits"][2]["bytes_missing_because"]


def test_every_value_says_where_it_came_from_and_every_state_which_visit(pack: Path) -> None:
    told = json.loads((pack / "article.json").read_text())
    assert told["article"]["origins"] == {"title": "json-ld headline", "byline": "meta author"}
    assert told["article"]["byline_raw"] == "By Ines Calder"
    assert [(state["number"], state["read_from_visit"], state["extractor"]) for state in told["states"]] == [
        (1, 1, "test-1"),
        (2, 2, "test-1"),
        (3, 3, "test-1"),
    ]
    assert "340 boats" in told["states"][0]["body"]
    assert "340 boats" in (pack / "revisions/001.txt").read_text()
    assert "It closes." in (pack / "text.txt").read_text()


class _Page(HTMLParser):
    """Tags, and whatever would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name in ("src", "srcset", "data", "action", "poster")]
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_is_escaped_loads_nothing_and_shows_what_differs(pack: Path) -> None:
    text = (pack / "index.html").read_text()
    page = _Page(text)
    assert page.fetched == []
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert "<del>340</del> <ins>430</ins>" in text
    assert text.index("<p>numbers: ") < text.index('<p dir="auto">', text.index("<p>numbers: ")), "numbers first"
    words = " ".join(page.words)
    assert "<script>alert(1)</script>" in words, "shown as it is printed"
    assert "not in the pack: the page asks not to be archived" in words
    assert "a hash one made oneself" in words


def test_a_right_to_left_text_keeps_its_direction(tmp_path: Path, here: Run) -> None:
    with open_store(tmp_path / "news.db") as store:
        keep_visits(
            store, [Visited("המועצה סגרה את הרציף", "כ-340 סירות יעברו לנמל Lidon.")], language="he", byline=None
        )
    assert here("evidence", "1").returncode == 0
    with zipfile.ZipFile(tmp_path / "evidence-1.zip") as opened:
        text = opened.read("index.html").decode()
        assert '<p dir="auto">כ-340 סירות יעברו לנמל Lidon.</p>' in text
        assert '<h1 dir="auto">המועצה סגרה את הרציף</h1>' in text
        assert 'lang="he"' in text
        assert "Earlier states</h2>\n<p>None is held" in text


def test_an_exchanged_byline_is_shown_when_the_bytes_are_gone(tmp_path: Path, here: Run) -> None:
    visits = [
        Visited("The quay", "It is shut.", absent="expired", byline="By Ines Calder"),
        Visited("The quay", "It is shut.", after=timedelta(days=1), absent="expired", byline="By Ron Marsh"),
    ]
    with open_store(tmp_path / "news.db") as store:
        keep_visits(store, visits)
    assert here("evidence", "1", "-o", "pack.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        page = opened.read("index.html").decode()
        assert "<del><bdi>By Ines Calder</bdi></del> <ins><bdi>By Ron Marsh</bdi></ins>" in page
        assert "the words are those of the state before; byline or date differ" in page.replace(
            "The words", "the words"
        )
        assert "byline: By Ines Calder" in opened.read("revisions/001.txt").decode()
        states = json.loads(opened.read("article.json"))["states"]
        assert [state["page_said"]["byline"] for state in states] == ["By Ines Calder", "By Ron Marsh"]


def test_the_readme_says_plainly_what_a_hash_does_not_prove(pack: Path) -> None:
    text = " ".join((pack / "README.txt").read_text().split())
    assert "WHAT THEY DO NOT PROVE" in text
    assert "a hash one made oneself says that a file is unchanged since, not that it was true" in text
    assert "3 2026-01-06T10:30:00Z HTTP 200 no bytes: the page asks not to be archived (noarchive)" in text


def test_the_same_store_gives_the_same_bytes(tmp_path: Path, pack: Path, here: Run) -> None:
    first = (tmp_path / "pack.zip").read_bytes()
    refused = here("evidence", "1", "-o", "pack.zip")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert here("evidence", "1", "-o", "pack.zip", "--force").returncode == 0
    assert (tmp_path / "pack.zip").read_bytes() == first


def test_a_pack_without_bytes_says_so(tmp_path: Path, here: Run) -> None:
    with open_store(tmp_path / "news.db") as store:
        keep_visits(store, [Visited("The quay", "It is shut.", absent="expired")])
    done = here("evidence", "https://herald.example/2026/quay", "-o", "pack.zip")
    assert "NO BYTES of what was served are in this pack: the time for which bytes are kept has passed" in done.stdout
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        assert "visits.warc.gz" not in opened.namelist()
        assert b"NO BYTES of what was served" in opened.read("README.txt")
        assert b"NO BYTES of what was served" in opened.read("index.html")


def test_bytes_that_are_not_what_they_were_are_left_out_and_told(tmp_path: Path, here: Run) -> None:
    with open_store(tmp_path / "news.db") as store:
        keep_visits(store, VISITS[:2])
        archive = archive_folder(store.location)
        assert archive is not None
        places = [capture.place for capture in store.captures(1)]
    assert places[1] is not None
    path = archive / places[1].file
    path.write_bytes(path.read_bytes()[: places[1].offset + 60])
    assert here("evidence", "1", "-o", "pack.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        told = json.loads(opened.read("article.json"))
        assert told["visits"][0]["in_warc"] is not None
        assert "is cut" in told["visits"][1]["bytes_missing_because"]


def test_an_unknown_article_is_told(tmp_path: Path, here: Run) -> None:
    with open_store(tmp_path / "news.db"):
        pass
    done = here("evidence", "7")
    assert done.returncode == 2
    assert "the store holds no article 7" in done.stderr
