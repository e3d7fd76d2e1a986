"""What the web pages keep out, and what every answer carries."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from pathlib import Path

import pytest

from dateline.web.guard import known_host
from dateline.web.showing import outside
from tests.dateline.web.conftest import ask

EVERY_KIND = (
    "/", "/coverage.json", "/articles/1", "/articles/999999", "/articles/999999.json", "/?day=soon", "/reports/1/page",
    "/nothing/here", "/data", "/data.json", "/data/articles", "/data/nosuch", "/data.json?sql=nonsense",
    "/-/dateline/style.css", "/-/dateline/nosuch.css", "/-/static/app.css", "/-/static/nosuch.css", "/favicon.ico",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_policy_and_opens_nothing_to_other_sites(base: str, path: str) -> None:
    _, headers, _ = ask(base, path, Origin="https://elsewhere.example")
    assert headers.get_all("content-security-policy") == [headers["content-security-policy"]]
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:80", "localhost.x.example", "", "1.1.1.1.x"])
@pytest.mark.parametrize("path", ["/", "/data.json", "/-/dateline/style.css"])
def test_other_host_names_are_refused_as_dns_rebinding_would_use_them(base: str, host: str, path: str) -> None:
    status, headers, body = ask(base, path, Host=host)
    assert status == 421
    assert "--name" in body
    assert headers["content-security-policy"]


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8001", "LOCALHOST."])
def test_its_own_names_and_addresses_in_numbers_are_answered(base: str, host: str) -> None:
    assert ask(base, "/-/dateline/style.css", Host=host)[0] == 200
    assert known_host(host, frozenset({"localhost"}))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/data"])
def test_nothing_can_be_changed(base: str, method: str, path: str) -> None:
    assert ask(base, path, method)[0] == 405


@pytest.mark.parametrize("sql", ["delete from articles", "attach 'x.db' as x", "pragma query_only = 0"])
def test_sql_that_writes_is_refused(base: str, sql: str) -> None:
    assert ask(base, "/data.json?sql=" + sql.replace(" ", "+"))[0] == 400


@pytest.mark.parametrize(
    "path",
    ["/-/dateline/../server.py", "/-/dateline/..%2fserver.py", "/-/dateline/%2e%2e/guard.py", "/-/static/../app.py",
     "/-/static/..%2f..%2fapp.py", "/-/static/%2e%2e/%2e%2e/app.py", "/-/static//etc/passwd",
     "/-/dateline/style.css/../../server.py"],
)  # fmt: skip
def test_no_path_leads_out_of_the_static_files(base: str, path: str) -> None:
    status, _, body = ask(base, path)
    assert status in (302, 403, 404)
    assert "import " not in body
    assert "root:" not in body


@pytest.mark.parametrize(
    "path",
    ["//elsewhere.example/", "//elsewhere.example/%2e%2e/", "/\\elsewhere.example/", "/%2felsewhere.example/",
     "/%5celsewhere.example/", "///elsewhere.example/people/", "/people/", "/data/"],
)  # fmt: skip
def test_no_address_sends_a_reader_to_another_site(base: str, path: str) -> None:
    status, headers, _ = ask(base, path)
    assert status in (301, 302, 404)
    assert re.match(r"/(?![/\\])|$", headers.get("location", "")), headers["location"]


@pytest.mark.parametrize("path", ["/-/databases.json", "/-/plugins", "/-/versions.json", "/-/threads", "/_memory"])
def test_datasettes_pages_about_this_machine_are_not_shown(base: str, path: str) -> None:
    status, _, body = ask(base, path)
    assert status == 404
    assert "news.db" not in body


@pytest.mark.parametrize("path", ["/coverage.json", "/people.json", "/articles/9.json", "/nothing.json"])
def test_json_says_that_it_is_json(base: str, path: str) -> None:
    _, headers, body = ask(base, path)
    assert headers["content-type"] == "application/json; charset=utf-8"
    json.loads(body)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "https://good@evil.example/", "http://[broken", "//x", "https:///x", "", None],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert outside(url) is None


def test_no_page_links_to_anything_but_the_web_and_itself(base: str) -> None:
    for path in ("/", "/articles/1", "/people", "/outlets", "/reports/1"):
        for target in re.findall(r'(?:href|src|action)="([^"]*)"', ask(base, path)[2]):
            assert re.match(r"https?://|/(?!/)|#|data:,$", target), target


def test_what_is_typed_comes_back_as_text(base: str) -> None:
    _, _, body = ask(
        base, "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&person=%3Cb%3Ex%3C/b%3E&outlet=%27%22%3E%3Ci%3E"
    )
    assert "<script" not in body
    assert "<b>x</b>" not in body
    assert "<i>" not in body


def test_a_failure_within_is_told_without_telling_of_this_machine(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from dateline.web.server import _answer
    from dateline.web.showing import environment
    from storage import open_store

    open_store(tmp_path / "news.db").close()

    def broken(store: object, asked: object) -> None:
        raise sqlite3.OperationalError("/home/somebody/secret")

    with caplog.at_level(logging.ERROR):
        answer = _answer(str(tmp_path / "news.db"), environment([]), broken, {}, False, "/broken")  # type: ignore[arg-type]
    assert answer.status == 500
    assert "secret" not in answer.body
    assert "secret" in caplog.text
