"""A dataset to be cited: the same store gives the same bytes, described, checked, and written over nobody's files."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from dateline.dataset import NotOurs, write_dataset
from dateline.dataset_about import column_told
from dateline.exporting import ARTICLE_CELLS
from storage import DATASET_COLUMNS, Query, Store, open_store
from tests.storage.examples import ENGLISH_BODY, NOON, OUTLETS, after, failed, full_article
from tests.storage.test_conformance_carrying import fill
from tests.support import ROOT, Run

CONFIG = "contact: desk@pelican.example\noutlets:\n  # https://me:geheim@pelican.example/feed\n"


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "news.db"
    with open_store(path) as store:
        store.save_outlets(OUTLETS)
        store.save_config(store.start_run(NOON), CONFIG)
        fill(store)
        failed(store, after(3 * 24 * 60))
        store.save_articles([full_article(url="https://pelican.example/evil", title='=1+"x"', outlet="pelican-he")])
    return path


def write(location: Path, folder: Path, *authors: str, query: Query | None = None, with_text: bool = False) -> None:
    with open_store(location, read_only=True) as store:
        write_dataset(store, query or Query(), folder, title='Coverage: "x"\n…', authors=authors, with_text=with_text)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_store_gives_the_same_bytes_anywhere_in_any_time_zone(location: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    folders = {"UTC": tmp_path / "one", "Pacific/Kiritimati": tmp_path / "elsewhere" / "deep" / "two"}
    for zone, folder in folders.items():
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "export", "--dataset", str(folder), "--store", str(location)],
            cwd=folder.parent,
            env=os.environ | {"PYTHONSAFEPATH": "1", "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone))},
            capture_output=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
    one, two = (files(folder) for folder in folders.values())
    assert one == two
    assert len(one) == 15
    assert b"\r\n" in one["articles.csv"]
    assert b"\r" not in one["README.md"] + one["codebook.md"] + one["CITATION.cff"] + one["SHA256SUMS"]


def test_it_holds_every_promised_part_and_no_text_and_no_password(location: Path, tmp_path: Path) -> None:
    write(location, tmp_path / "set")
    held = files(tmp_path / "set")
    everything = b"".join(held.values())
    assert ENGLISH_BODY.splitlines()[0].encode() not in everything
    assert b"The council met." not in everything
    assert b"geheim" not in everything
    (config,) = [data for name, data in held.items() if name.startswith("configs/")]
    assert config.decode() == CONFIG.replace("me:geheim@", "")
    states = [row["state"] for row in table(tmp_path / "set", "coverage") if row["outlet"] == "pelican"]
    assert states[0] == "collected"
    assert states[1:3] == ["not watched", "not watched"]
    assert "failed" in states
    assert {row["current"] for row in table(tmp_path / "set", "revisions")} == {"true", "false"}
    assert [row["title"] for row in table(tmp_path / "set", "articles") if row["outlet"] == "pelican-he"] == [
        '\'=1+"x"'
    ]
    assert len((held["articles.jsonl"]).splitlines()) == len(table(tmp_path / "set", "articles")) == 6
    versions = json.loads(held["versions.json"])
    assert versions["made_by"] == "dateline"
    assert versions["libraries"]["lxml"]


def test_the_checksums_are_those_of_every_other_file(location: Path, tmp_path: Path) -> None:
    write(location, tmp_path / "set")
    held = files(tmp_path / "set")
    sums = held.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(held[name]).hexdigest()}  {name}" for name in sorted(held)]


def test_the_citation_is_one_by_the_format(location: Path, tmp_path: Path) -> None:
    write(location, tmp_path / "set", "Orr, Dana", "המכון: לדוגמה")
    found = YAML(typ="safe").load((tmp_path / "set" / "CITATION.cff").read_text(encoding="utf-8"))
    allowed = {"cff-version", "message", "type", "title", "version", "date-released", "authors", "abstract"}
    assert set(found) == allowed
    assert found["cff-version"] == "1.2.0"
    assert found["type"] == "dataset"
    assert found["authors"] == [{"family-names": "Orr", "given-names": "Dana"}, {"name": "המכון: לדוגמה"}]
    assert found["title"] == 'Coverage: "x"\n…'
    assert isinstance(found["version"], str)


def test_the_package_describes_each_table_as_it_is(location: Path, tmp_path: Path) -> None:
    write(location, tmp_path / "set")
    package = json.loads((tmp_path / "set" / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["name"] for resource in package["resources"]} == {
        "articles", "outlets", "people", "feeds", "polls-by-day", "coverage", "revisions",
    }  # fmt: skip
    codebook = (tmp_path / "set" / "codebook.md").read_text(encoding="utf-8")
    for resource in package["resources"]:
        with (tmp_path / "set" / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        section = codebook.split(f"## {resource['path']}\n")[1].split("\n## ")[0]
        assert all(f"| {name} |" in section for name in header)


def test_a_crawl_keeps_the_configuration_it_used_without_passwords(dateline: Run, tmp_path: Path) -> None:
    text = "contact: desk@pelican.org\noutlets:\n  a:\n    name: א\n    feeds:\n      - http://127.0.0.1:9/feed?token=geheim\n"
    (tmp_path / "feeds.yaml").write_text(text + "allow_addresses: [127.0.0.0/8]\n", encoding="utf-8")
    assert dateline("crawl").returncode == 4, "nobody answers there"
    assert dateline("crawl", "--ignore-schedule").returncode == 4
    with open_store(tmp_path / "news.db") as store:
        (kept,) = store.configs()
        assert "name: א\n    feeds:\n      - http://127.0.0.1:9/feed?token=REMOVED\n" in kept.text
        assert (kept.first_run, kept.last_run) == (1, 2)


def test_the_script_of_the_page_runs(
    location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/datasets.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    write(location, tmp_path / "harbour-2025")
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "docs/datasets.md", "exec"), {})  # noqa: S102
    assert "('pelican', 'not watched'): 2" in capsys.readouterr().out


def test_every_column_is_described_in_words() -> None:
    columns = [column for column, _ in ARTICLE_CELLS] + [column for each in DATASET_COLUMNS.values() for column in each]
    assert len(columns) > 50
    unsaid = [column.name for column in columns if not column_told(column) or column_told(column) == column.source]
    assert unsaid == []


def test_an_earlier_dataset_is_replaced_whole_and_nothing_else_is_touched(location: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    write(location, folder, query=Query("lang:he"))
    assert len(table(folder, "articles")) == 1
    write(location, folder)
    assert len(table(folder, "articles")) == 6
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(NotOurs, match=r"notes\.txt"):
        write(location, folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.odt").write_text("mine")
    with pytest.raises(NotOurs, match="name a new folder"):
        write(location, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "set"]


def test_one_that_fails_leaves_the_earlier_one(location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(location, tmp_path / "set")
    before = files(tmp_path / "set")

    def full(self: Store) -> None:
        raise OSError("no space left")

    with open_store(location, read_only=True) as store:
        monkeypatch.setattr(type(store), "configs", full)
        with pytest.raises(OSError, match="no space"):
            write_dataset(store, Query(), tmp_path / "set")
    assert files(tmp_path / "set") == before
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_choice_of_articles_chooses_their_revisions_and_says_so(location: Path, tmp_path: Path) -> None:
    write(location, tmp_path / "set", query=Query("title:quay"), with_text=True)
    assert {row["url"] for row in table(tmp_path / "set", "revisions")} == {"https://pelican.example/1"}
    readme = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "Chosen: title:quay." in readme
    assert "whole texts" in readme
    assert '"body"' in (tmp_path / "set" / "articles.jsonl").read_text(encoding="utf-8")
