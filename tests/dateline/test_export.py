"""Articles out of the store and in again: tables, lines, feeds; whole files, no texts unless asked for."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

from crawler.readers import read_feed
from dateline.cli import main
from dateline.exporting_records import as_record, of_record
from storage import open_store
from tests.storage.examples import ARABIC_BODY, ENGLISH_BODY, OUTLETS, after, entry, full_article, poll
from tests.storage.test_conformance_carrying import by_value, fill
from tests.support import Run

EVIL = full_article(
    url="https://pelican.example/evil",
    title='=HYPERLINK("http://x.example")',
    byline_raw="@SUM(A1)",
    body="+1 first\n\n=2 second",
    section="-3",
)


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: a tenth of the time."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "news.db") as store:
        store.save_outlets(OUTLETS)
        fill(store)
        store.save_articles([EVIL])
    return tmp_path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_is_safe_in_a_spreadsheet_and_carries_no_text(dateline: Run, folder: Path) -> None:
    done = dateline("export", "-o", "all.csv")
    assert done.stdout == "all.csv: 6 articles\n"
    text = (folder / "all.csv").read_bytes().decode()
    assert not text.startswith("\ufeff")
    assert ENGLISH_BODY[:20] not in text
    assert "The council met." not in text, "nor the summary"
    found = {row["url"]: row for row in rows(text)}
    evil = found[EVIL.url]
    assert (evil["title"], evil["byline_raw"], evil["section"]) == ("'" + EVIL.title, "'@SUM(A1)", "'-3")
    arabic = found["https://pelican.example/ar"]
    assert arabic["title"] == "ميناء"
    assert arabic["people"] == "Dana Orr-Levi; Sami Qudsi"
    assert arabic["published_at"] == "2026-01-05 11:57:00", "a time that spreadsheets know"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found.values() for cell in row.values())
    assert [path.name for path in folder.iterdir() if not path.name.startswith("news.db")] == ["all.csv"]


def test_with_text_and_for_excel(dateline: Run, folder: Path) -> None:
    dateline("export", "title:hyperlink", "--with-text", "--excel", "-o", "t.csv")
    text = (folder / "t.csv").read_bytes().decode()
    assert text.startswith("\ufeffid,")
    (row,) = rows(text)
    assert row["body"] == "'+1 first\n\n=2 second", "one cell; only its beginning could be a formula"
    assert dateline("export", "--excel", "--format", "jsonl").returncode == 2


def test_words_and_options_choose_as_in_search(dateline: Run, folder: Path) -> None:
    assert len(rows(dateline("export", "outlet:pelican title:quay").stdout)) == 1
    assert len(rows(dateline("export", "--person", "Sami Qudsi", "--until", "2026-01-05T11:00Z").stdout)) == 3
    assert len(rows(dateline("export", "--limit", "2").stdout)) == 2


def test_quotes_that_the_shell_ate_are_spoken_of(dateline: Run, folder: Path) -> None:
    for command in ("search", "export"):
        done = dateline(command, "by:Sami Qudsi nobody")
        assert """put single quotes around it all: 'by:"Sami Qudsi nobody"'""" in done.stderr
        assert "single quotes" not in dateline(command, 'by:"Sami Nobody"').stderr
        assert "single quotes" not in dateline(command, "outlet:pelican by:nobody").stderr


def test_lines_without_text_say_that_there_is_one(dateline: Run, folder: Path) -> None:
    done = dateline("export", "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 6
    assert not any("body" in one or "summary" in one for one in found)
    assert not any("body" in state for one in found for state in one["states"])
    assert ARABIC_BODY[:20] not in done.stdout
    assert {one["has_text"] for one in found} == {True, False}


def test_what_was_exported_with_text_is_imported_without_loss_and_once(dateline: Run, folder: Path) -> None:
    dateline("export", "--format", "jsonl", "--with-text", "-o", "all.jsonl")
    done = dateline("import", "all.jsonl", "--store", "other.db")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "articles: 6 new, 0 completed, 0 held already\n"
    again = dateline("import", "all.jsonl", "--store", "other.db")
    assert again.stdout == "articles: 0 new, 0 completed, 6 held already\n"
    with open_store(folder / "news.db") as here, open_store(folder / "other.db") as there:
        assert by_value(there) == by_value(here)
        assert there.problems() == []


def test_a_record_and_back_is_the_same(folder: Path) -> None:
    with open_store(folder / "news.db", read_only=True) as store:
        for one in store.carry_out():
            record = json.loads(json.dumps(as_record(one, with_text=True)))
            assert as_record(of_record(record), with_text=True) | {"id": None, "states": None} == record | {
                "id": None,
                "states": None,
            }


def test_bad_lines_are_named_with_the_fix_and_the_others_taken(dateline: Run, folder: Path) -> None:
    good = {
        "url": "https://a.example/1",
        "outlet": "a",
        "title": "T\u001b[31m",
        "published_at": "2025-11-01T10:00:00+02:00",
    }
    bad = [
        "{", "[]", '{"outlet":"a"}', json.dumps(good | {"url": "javascript:alert(1)"}),
        json.dumps(good | {"published_at": "2025-11-01"}), json.dumps(good | {"access": "free"}),
        json.dumps(good | {"people": [7]}), json.dumps(good | {"dateline": 99}), "[" * 100_000,
        json.dumps(good | {"feeds": [{"url": "u", "outlet": "a", "title_hash": "xyz"}]}), '{"url": "\\ud800"}',
    ]  # fmt: skip
    done = dateline("import", "-", stdin="\n".join([*bad, json.dumps(good), ""]))
    assert done.returncode == 2
    told = done.stderr.splitlines()
    assert [line.split(":")[0] for line in told] == [f"line {number}" for number in range(1, len(bad) + 1)]
    assert "such as 2025-11-30T18:04:05Z" in told[4]
    assert "one of full, excerpt" in told[5]
    assert "upgrade dateline" in told[7]
    assert done.stdout == f"articles: 1 new, 0 completed, 0 held already, {len(bad)} lines could not be read\n"
    with open_store(folder / "news.db") as store:
        taken = store.article("https://a.example/1")
        assert taken is not None
        assert taken.title == "T[31m"
        assert taken.page_state == "unwanted"


def test_lines_without_text_are_known_but_not_taken_for_read(dateline: Run, folder: Path) -> None:
    dateline("export", "lang:ar", "--format", "jsonl", "-o", "a.jsonl")
    dateline("import", "a.jsonl", "--store", "other.db")
    with open_store(folder / "other.db") as store:
        (article,) = store.articles()
        assert article.body is None
        assert article.page_state == "failed"
        assert "--with-text" in (article.page_problem or "")
    dateline("export", "lang:ar", "--format", "jsonl", "--with-text", "-o", "a.jsonl")
    assert "1 completed" in dateline("import", "a.jsonl", "--store", "other.db").stdout
    with open_store(folder / "other.db") as store:
        (article,) = store.articles()
        assert article.body == ARABIC_BODY
        assert (article.page_state, article.page_problem) == ("fetched", None)


def test_a_failure_leaves_the_file_that_was_there(dateline: Run, folder: Path) -> None:
    (folder / "x.jsonl").write_text("before")
    (folder / "news.db").write_bytes(b"not a store" * 100)
    assert dateline("export", "-o", "x.jsonl").returncode == 5
    assert (folder / "x.jsonl").read_text() == "before"
    assert dateline("export", "-o", "no/such/x.csv").returncode in (2, 5)


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        store.save_articles(full_article(url=f"https://pelican.example/{n}", body="word " * 400) for n in range(200))
    command = [sys.executable, "-m", "dateline", "export", "--format", "jsonl", "--with-text"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONSAFEPATH": "1"}
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"{")
        running.stdout.close()
        assert running.wait(60) == 0
        assert running.stderr.read() == b""


def test_a_feed_is_read_back_by_feed_readers(dateline: Run, folder: Path) -> None:
    with open_store(folder / "news.db") as store:
        store.save_articles([full_article(url="https://pelican.example/a?x=1&y=2", title="Fish & <b>chips</b> ]]>")])
    dateline("export", "by:qudsi", "-o", "f.rss", "--title", "Dana & co", "--link", "https://desk.example/?a&b")
    data = (folder / "f.rss").read_bytes()
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    assert (parsed.feed.title, parsed.feed.link) == ("Dana & co", "https://desk.example/?a&b")
    entries = {item.link: item for item in parsed.entries}
    odd = entries["https://pelican.example/a?x=1&y=2"]
    assert odd.author == "Dana Orr-Levi, Sami Qudsi"
    assert odd.publisher == "The Pelican"
    assert odd.published == "Mon, 05 Jan 2026 10:00:00 +0000"
    assert ENGLISH_BODY[:20].encode() not in data
    assert b"Fish &amp; &lt;b&gt;chips&lt;/b&gt; ]]&gt;" in data
    ours = read_feed(data, url="https://desk.example/f.rss")
    assert {one.url for one in ours.entries} == set(entries)
    assert {one.guid for one in ours.entries} == {item.id for item in parsed.entries}
    assert dateline("export", "by:qudsi", "--format", "rss", "--with-text").returncode == 2


def test_a_json_feed_has_what_readers_need_and_no_text(dateline: Run, folder: Path) -> None:
    dateline("export", "lang:he", "-o", "f.json")
    feed = json.loads((folder / "f.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["id"] == item["url"] == "https://pelican.example/he"
    assert item["title"] == "נמל ״חדש״"
    assert item["content_text"] == "The Pelican · Dana Orr-Levi, Sami Qudsi"
    assert [author["name"] for author in item["authors"]] == ["Dana Orr-Levi", "Sami Qudsi"]
    (entry_read,) = read_feed((folder / "f.json").read_bytes(), url="https://desk.example/f.json").entries
    assert entry_read.url == item["url"]


def test_search_gives_texts_only_when_asked(dateline: Run, folder: Path) -> None:
    for form in (["--json"], ["--format", "json"]):
        assert ENGLISH_BODY.splitlines()[0] not in dateline("search", "outlet:pelican", *form).stdout
        told = json.loads(dateline("search", "title:hyperlink", "--with-text", *form).stdout)
        hit = told["hits"][0] if isinstance(told, dict) else told[0]
        assert hit["body"] == EVIL.body


def test_a_saved_search_tells_what_is_new_once(dateline: Run, folder: Path) -> None:
    first = dateline("search", "crane", "--save", "cranes & co")
    assert "dateline search --saved 'cranes & co' --new" in first.stderr
    quiet = dateline("search", "--saved", "cranes & co", "--new")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    with open_store(folder / "news.db") as store:
        poll(store, after(90), entry(71, title="A crane falls"), entry(72, title="Another crane"))
    assert "cranes & co  2 new" in dateline("search", "--saved").stdout
    told = dateline("search", "--saved", "cranes & co", "--new", "--limit", "1").stdout
    assert told.startswith("cranes & co: 2 new\n")
    assert "A crane falls" in told
    assert "Another crane" in told, "all that is new, whatever the limit"
    assert dateline("search", "--saved", "cranes & co", "--new").stdout == ""
    assert "A crane falls" in dateline("search", "--saved", "cranes & co").stdout
    assert len(rows(dateline("export", "--saved", "cranes & co").stdout)) == 2
    assert dateline("search", "--forget-saved", "cranes & co").returncode == 0
    gone = dateline("search", "--saved", "cranes & co", "--new")
    assert gone.returncode == 2
    assert "--save" in gone.stderr


def test_news_that_could_not_be_written_are_told_again(dateline: Run, folder: Path) -> None:
    dateline("search", "crane", "--save", "c")
    with open_store(folder / "news.db") as store:
        poll(store, after(90), entry(71, title="A crane falls"))
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "dateline", "search", "--saved", "c", "--new"]
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
                              env=os.environ | {"PYTHONSAFEPATH": "1"})  # fmt: skip
    assert done.returncode != 0
    assert "A crane falls" in dateline("search", "--saved", "c", "--new").stdout


def test_saved_searches_refuse_what_makes_no_sense(dateline: Run, folder: Path) -> None:
    dateline("search", "crane", "--save", "c")
    assert dateline("search", "harbour", "--new").returncode == 2
    assert dateline("search", "harbour", "--saved", "c").returncode == 2
    assert dateline("export", "harbour", "--saved", "c").returncode == 2
    assert dateline("search", "--save", " ").returncode == 2
    assert dateline("search", "--saved", "c", "--store", "none.db").returncode == 5
    assert not (folder / "none.db").exists()


def test_nothing_of_the_store_changes_by_an_export(dateline: Run, folder: Path) -> None:
    before = (folder / "news.db").read_bytes()
    dateline("export", "--format", "jsonl", "--with-text")
    assert (folder / "news.db").read_bytes() == before
