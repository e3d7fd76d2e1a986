"""Archive and reports as jobs: workers as processes against a real server, killed, ended, and without the bytes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from crawler.fleet import desk
from crawler.fleet.desk import RECHECK, REREAD, NotHereError, Rereading, slices
from storage import Outlet, Store, open_store
from storage.archive import ArchiveWriter
from storage.fleet import Queue, open_fleet
from tests.crawler.fleet.test_fleet import Start, start, until
from tests.dateline.archived import FIRST, Visited, beside, keep_visits
from tests.support import Run

__all__ = ["start"]
PAGES = 90
TEXT = "\n\n".join(
    f"The {n}th paragraph of a long report about the quay says what the harbour asked for." for n in range(150)
)


@pytest.fixture
def store(postgres_url: str, tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "feeds.yaml").write_text(
        "contact: desk@example.org\noutlets:\n  herald:\n    name: The Herald\n    feeds:\n"
        "      - http://127.0.9.99:9/feed\n"
    )
    with open_store(postgres_url) as opened:
        open_fleet(opened).prepare()
        yield opened


def fill(store: Store, folder: Path, pages: int) -> None:
    """Articles whose text the store has wrong, by their bytes."""
    with ArchiveWriter(folder, Path("news"), started=FIRST) as archive:
        for number in range(pages):
            visit = Visited(f"Harbour Asks for a Wider Quay, Part {number}", TEXT)
            keep_visits(store, [visit], url=f"https://herald.example/{number}", archive=archive)
    with psycopg.connect(str(store.location)) as connection:
        connection.execute("UPDATE articles SET title = 'wrong ' || id")


def wrong(store: Store) -> int:
    return sum(article.title.startswith("wrong") for article in store.articles())


def waiting(store: Store, name: str = REREAD) -> Queue:
    return open_fleet(store).queue(name, datetime.now(UTC))


def test_the_archive_is_read_again_by_workers_one_ended_one_killed_and_no_state_is_made(
    tmp_path: Path, store: Store, dateline: Run, start: Start, postgres_url: str
) -> None:
    kept = tmp_path / "kept"
    fill(store, kept, PAGES)
    states = {article.id: len(store.revisions(article.id or 0)) for article in store.articles()}
    told = dateline("reextract", "--store", postgres_url, "--queue")
    assert f"{PAGES} answers in 1 slices: 1 given to the workers" in told.stdout, told.stderr
    again = dateline("reextract", "--store", postgres_url, "--queue")
    assert "1 slices: 0 given to the workers (1 waited already)" in again.stdout
    assert len(waiting(store).waiting) == 1, "one that waits is not given a second time"
    start("scheduler", "--tick", "0.2s", "--dead-after", "5s")
    first = start("worker", "--archive", "kept")
    until(lambda: wrong(store) < PAGES)
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 143
    left = wrong(store)
    assert 0 < left < PAGES
    assert len(waiting(store).waiting) == 1, "what is left of it goes back at once"
    second = start("worker", "--archive", "kept")
    until(lambda: wrong(store) < left)
    second.kill()
    start("worker", "--archive", "kept")
    until(lambda: wrong(store) == 0)
    until(lambda: waiting(store) == Queue())
    assert {article.id: len(store.revisions(article.id or 0)) for article in store.articles()} == states
    assert {article.title for article in store.articles()} == {
        f"Harbour Asks for a Wider Quay, Part {number}" for number in range(PAGES)
    }


def test_a_worker_without_the_bytes_leaves_them_to_another(
    tmp_path: Path, store: Store, dateline: Run, start: Start, postgres_url: str
) -> None:
    fill(store, tmp_path / "kept", 3)
    (tmp_path / "empty").mkdir()
    dateline("reextract", "--store", postgres_url, "--queue", "--outdated")
    without = start("worker", "--config", "feeds.yaml", "--archive", "empty")

    def passed_on() -> list[object]:
        with psycopg.connect(str(store.location)) as connection:
            rows = connection.execute(
                "SELECT args ->> 'passed_on' FROM procrastinate_jobs"
                " WHERE queue_name = 'reread' AND scheduled_at > clock_timestamp()"
            ).fetchall()
        return [passed for (passed,) in rows]

    until(lambda: passed_on() == ["1"])
    without.send_signal(signal.SIGTERM)
    assert without.wait(20) == 143
    assert "slices of the archive to read again: 1 waiting" in dateline("workers", "--store", postgres_url).stdout


def test_an_open_report_is_compared_again_by_a_worker(
    tmp_path: Path, store: Store, dateline: Run, start: Start, postgres_url: str
) -> None:
    store.save_outlets([Outlet("herald", "The Herald")])
    (tmp_path / "report.txt").write_text("The Herald reported that the quay of Tessel will be widened in spring.")
    assert dateline("compare", "report.txt", "--store", postgres_url).returncode == 0
    (report,) = store.reports()
    before = store.report_history(report.id).checked_at
    told = dateline("recheck", "--store", postgres_url, "--queue")
    assert "1 open reports: 1 given to the workers" in told.stdout, told.stderr
    start("worker", "-v", "--config", "feeds.yaml")
    until(lambda: store.report_history(report.id).checked_at != before)
    until(lambda: waiting(store, RECHECK) == Queue())
    assert len(store.report_history(report.id).comparisons) == 1, "where nothing changed, nothing is added"


@pytest.mark.parametrize("command", ["reextract", "recheck"])
def test_a_store_in_a_file_has_no_workers_to_give_it_to(command: str, dateline: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db"):
        pass
    done = dateline(command, "--store", "news.db", "--queue")
    assert done.returncode == 5
    assert "workers need a PostgreSQL store" in done.stderr


def test_slices_are_of_one_file_and_hold_every_answer_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "SLICE", 2)
    with open_store(tmp_path / "news.db") as store:
        with beside(store) as archive:
            for number in range(5):
                visit = Visited(f"Part {number}", "A text about the quay.")
                keep_visits(store, [visit], url=f"https://herald.example/{number}", archive=archive)
        pieces = list(slices(store, outdated_only=True))
        held = [capture.id for capture in store.all_captures(kind="page", held=True)]
    assert [len(piece.arguments["captures"]) for piece in pieces] == [2, 2, 1]
    assert [each for piece in pieces for each in piece.arguments["captures"]] == held
    assert len({piece.key for piece in pieces}) == 3


def test_slices_that_begin_alike_and_hold_other_answers_are_other_pieces(tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        with beside(store) as archive:
            keep_visits(store, [Visited("Part 1", "A text.")], url="https://herald.example/1", archive=archive)
            (before,) = slices(store)
            keep_visits(store, [Visited("Part 2", "A text.")], url="https://herald.example/2", archive=archive)
        (after,), (again,) = slices(store), slices(store)
        (outdated,) = slices(store, outdated_only=True)
    assert (len(before.arguments["captures"]), len(after.arguments["captures"])) == (1, 2)
    assert len({before.key, after.key, outdated.key}) == 3, "one that waits would keep the other out of the queue"
    assert again.key == after.key


def test_bytes_that_are_not_here_are_said_not_to_be(tmp_path: Path) -> None:
    reread = Rereading(tmp_path, lambda: None)
    with pytest.raises(NotHereError, match="other-file"):
        reread("news.db", {"file": "other-file.warc.gz", "captures": [1]}, lambda: False)


def test_what_a_crawl_changed_meanwhile_is_read_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    folder = tmp_path / "archive"
    with open_store(tmp_path / "news.db") as store:
        article = keep_visits(store, [Visited("Part 1", TEXT)])
        capture = next(iter(store.all_captures(kind="page", held=True)))
        assert capture.place is not None
    writing = desk._correct
    meanwhile = iter([True])

    def changed_first(store: Store, *rest: object) -> int:
        if next(meanwhile, False):
            store.save_articles([replace(article, section="Harbour")])
        return writing(store, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "_correct", changed_first)
    arguments = {"file": capture.place.file, "captures": [capture.id]}
    assert Rereading(folder, lambda: None)(str(tmp_path / "news.db"), arguments, lambda: False) is None
    with open_store(tmp_path / "news.db") as store:
        (reading,) = store.readings(article.id or 0)
        held = store.article(article.id or 0)
    assert reading.extractor != "test-1"
    assert held is not None
    assert held.section == "Harbour"


def test_what_could_not_be_read_is_not_counted_as_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "archive"
    with open_store(tmp_path / "news.db") as store:
        keep_visits(store, [Visited("Part 1", TEXT)])
        (capture,) = store.all_captures(kind="page", held=True)
    assert capture.place is not None
    (folder / capture.place.file).write_bytes(b"not an archive any more")
    arguments = {"file": capture.place.file, "captures": [capture.id]}
    with caplog.at_level("INFO"):
        assert Rereading(folder, lambda: None)(str(tmp_path / "news.db"), arguments, lambda: False) is None
    assert "0 answers read again, 0 states corrected, 1 answers could not be read" in caplog.text
