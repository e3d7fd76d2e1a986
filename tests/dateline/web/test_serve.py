"""What `dateline serve` answers, and what it refuses."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.dateline.web.conftest import ask, run

PAGES = ("/", "/articles/1", "/people", "/people/1", "/outlets", "/reports", "/reports/1")


def ask_json(base: str, path: str) -> Any:
    status, _, body = ask(base, path)
    assert status == 200, body
    return json.loads(body)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_html_json_and_sql_under_a_strict_policy(base: str, path: str) -> None:
    status, headers, body = ask(base, path)
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert "<script" not in body
    assert " style=" not in body
    json_path = "/coverage.json" if path == "/" else f"{path}.json"
    data = ask_json(base, json_path)
    if isinstance(data, dict):
        rows = ask_json(base, data["sql"].replace("/data?", "/data.json?"))
        assert rows["ok"]
        assert rows["rows"]


def test_the_sql_behind_a_search_finds_what_the_page_shows(base: str) -> None:
    data = ask_json(base, f"/coverage.json?q={quote('הפסקת')}&language=he")
    rows = ask_json(base, data["sql"].replace("/data?", "/data.json?"))["rows"]
    assert {row[0] for row in rows} == {article["id"] for article in data["articles"]}
    assert len(rows) == data["total"] > 1


def test_pages_by_cursor_show_every_article_once(base: str) -> None:
    seen: list[int] = []
    path = "/coverage.json"
    while path:
        data = ask_json(base, path)
        seen += [article["id"] for article in data["articles"]]
        path = f"/coverage.json?cursor={data['next']}" if data["next"] else ""
    assert len(seen) == len(set(seen)) == data["total"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/articles/999999", 404), ("/people/999999", 404), ("/reports/999999", 404), ("/reports/999999/page", 404),
     ("/?day=soon", 400), ("/?cursor=nonsense", 400), ("/?language=%22%29", 400)],
)  # fmt: skip
def test_what_is_not_there_is_said_in_words(base: str, path: str, status: int) -> None:
    told, _, body = ask(base, path)
    assert told == status
    assert "<h1>" in body
    assert "Traceback" not in body


def test_datasettes_own_search_and_facets_are_kept(base: str) -> None:
    found = ask_json(base, "/data/articles.json?_search=lorries&_facet=outlet")
    assert found["filtered_table_rows_count"] > 0
    assert "outlet" in found["facet_results"]


def test_cells_of_datasettes_tables_read_in_their_own_direction(base: str) -> None:
    assert "/-/dateline/data.css" in ask(base, "/data/articles")[2]
    assert "unicode-bidi: plaintext" in ask(base, "/-/dateline/data.css")[2]


def test_a_store_that_is_missing_and_a_port_in_use_are_sentences(tmp_path: Path, folder: Path) -> None:
    missing = run(tmp_path, "serve")
    assert (missing.returncode, missing.stdout) == (5, "")
    assert "there is no store here yet" in missing.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        used = run(folder, "serve", "--port", str(taken.getsockname()[1]))
    assert used.returncode == 2
    assert "is in use" in used.stderr
    assert "Traceback" not in missing.stderr + used.stderr
