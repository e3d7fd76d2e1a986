"""What a newsroom and its monitoring see: status, its check and metrics, quiet crawls, cron and doctor."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dateline import logs, newsroom
from dateline.health import Picture, check, picture
from dateline.metrics import metrics_text, write_metrics
from dateline.newsroom import Newsroom
from storage import Feed, Poll, RunSummary, open_store
from tests.storage.examples import NOON, after, entry, poll
from tests.support import Run

FEED = "https://desk:s3cret@pelican.example/feed"
NINE = timedelta(minutes=9)


def seen(*, now: datetime = NOON, exit_code: int | None = 0, started: datetime | None = None) -> Picture:
    """A store with a good feed, a feed that fails, and a run ten minutes ago."""
    with open_store(":memory:") as store:
        store.save_feeds([Feed(FEED, "pelican"), Feed("https://manara.example/rss", "manara")])
        poll(store, after(-10), entry(1), feed=FEED)
        problem = "pelican.example\x1b[2J cannot be resolved"
        store.save_poll(Poll("https://manara.example/rss", "manara", after(-10), "failed", problem=problem))
        begun = started or after(-10)
        run = store.start_run(begun)
        if exit_code is not None:
            store.end_run(run, RunSummary(begun, begun + timedelta(minutes=1), exit_code=exit_code))
        return replace(picture(store, now), free_bytes=50 << 30)


def test_all_well_is_zero_with_one_line() -> None:
    code, line = check(seen(), None, NINE)
    assert code == 0
    assert line.startswith("DATELINE OK - 1 of 2 feeds good")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        (seen(now=after(12)), 2, "two were missed"),
        (replace(seen(now=after(30)), running_since=after(20)), 0, "feeds good"),
        (replace(seen(now=after(30)), running_since=after(0)), 2, "held the lock"),
        (seen(exit_code=4), 2, "all feeds failed"),
        (seen(exit_code=5), 2, "could not use the store"),
        (seen(exit_code=3), 0, "feeds good"),
        (seen(exit_code=None), 1, "was killed"),
        (replace(seen(), free_bytes=10 << 20), 2, "MB free"),
        (replace(seen(), free_bytes=500 << 20), 1, "MB free"),
        (seen(started=after(60)), 1, "clock went back"),
        (replace(seen(), runs=()), 3, "no crawl yet"),
    ],
)
def test_the_check_says_what_is_wrong(what: Picture, code: int, words: str) -> None:
    got, line = check(what, timedelta(minutes=10), NINE)
    assert (got, words in line) == (code, True), line


def test_a_feed_that_fails_for_a_day_is_a_warning_and_for_an_hour_is_none() -> None:
    now = after(25 * 60)
    picture_ = seen(now=now, started=now)
    failing = replace(picture_.feeds[1], failures=9, last_problem="HTTP 503")
    assert check(replace(picture_, feeds=(failing,)), None, NINE)[0] == 1
    assert check(replace(picture_, feeds=(replace(failing, last_good=now - timedelta(hours=1)),)), None, NINE)[0] == 0


def test_metrics_hold_the_time_of_the_last_completed_run_and_no_password(tmp_path: Path) -> None:
    text = metrics_text(seen())
    assert f"dateline_last_run_completed_timestamp_seconds {after(-9).timestamp():.0f}\n" in text
    assert "s3cret" not in text
    assert 'feed="https://pelican.example/feed"' in text
    for line in text.splitlines():
        assert line.startswith(("# HELP dateline_", "# TYPE dateline_")) or float(line.rsplit(" ", 1)[1]) >= 0
    write_metrics(tmp_path / "dateline.prom", seen())
    assert [path.name for path in tmp_path.iterdir()] == ["dateline.prom"]


def test_metrics_that_cannot_be_written_leave_the_old_ones_and_nothing_beside(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_metrics(tmp_path / "nowhere" / "dateline.prom", seen())


@pytest.fixture
def record() -> logging.LogRecord:
    text = "bad\x1b[2J\nERROR fake https://desk:s3cret@pelican.example/feed"
    return logging.LogRecord("crawler", logging.ERROR, "x", 1, text, (), None)


def test_log_lines_are_one_line_without_passwords(
    record: logging.LogRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        for form in logs.FORMATS:
            logs.configure(form, 0)
            root.handle(record)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    text, as_json = capsys.readouterr().err.splitlines()
    assert "s3cret" not in text + as_json
    assert "\x1b" not in text
    assert json.loads(as_json)["message"] == "bad[2J ERROR fake https://pelican.example/feed"
    assert json.loads(as_json)["level"] == "ERROR"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom.start() as served:
        (tmp_path / "feeds.yaml").write_text(served.feeds_yaml, encoding="utf-8")
        yield served


def test_a_quiet_crawl_is_silent_on_an_ordinary_day_and_writes_its_metrics(
    sample: Newsroom, dateline: Run, here: Run, tmp_path: Path
) -> None:
    done = dateline("crawl", "--quiet", "--outlet", "pelican", "--metrics", "m.prom")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "dateline_last_run_exit_code 0" in (tmp_path / "m.prom").read_text()
    failed = dateline("crawl", "--quiet", "--outlet", "gazette")
    assert failed.returncode == 4
    assert "every feed failed" in failed.stderr
    again = dateline("crawl", "--quiet", "--outlet", "gazette", "--ignore-schedule")
    assert (again.returncode, again.stdout, again.stderr) == (4, "", ""), "told once"
    told = here("status")
    assert "FAIL gazette" in told.stdout
    assert "failed 2 times in a row: HTTP 403" in told.stdout
    checked = here("status", "--check")
    assert (checked.returncode, "all feeds failed" in checked.stdout) == (2, True)


def test_a_crawl_whose_time_is_up_leaves_the_rest_and_says_so(dateline: Run, tmp_path: Path) -> None:
    with newsroom.start(refused=False, latency_s=0.6) as served:
        (tmp_path / "feeds.yaml").write_text(served.feeds_yaml, encoding="utf-8")
        done = dateline("crawl", "--max-time", "1s", "--log-format", "json")
    told = json.loads(done.stdout.splitlines()[-1])
    assert "time was up" in told["message"]
    assert told["pages_left"] > 0


def test_the_check_of_a_store_that_is_not_there_is_unknown(here: Run) -> None:
    done = here("status", "--check")
    assert done.returncode == 3
    assert done.stdout.startswith("DATELINE UNKNOWN - ")


def test_cron_prints_a_line_and_a_unit_with_absolute_paths(here: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("contact: desk@newsroom.example.net\noutlets: {}\n")
    text = here("cron").stdout
    assert f"*/10 * * * * cd {tmp_path} && env PATH=" in text
    assert f"--config {tmp_path}/feeds.yaml --store {tmp_path}/news.db" in text
    assert "SuccessExitStatus=3 75" in text
    assert "LANG=" in text
    assert "OnCalendar=*:0/10" in text
    line = here("cron", "--only", "crontab", "--every", "15m").stdout
    assert line.startswith("*/15 * * * * ")
    assert len(line.splitlines()) == 1
    assert here("cron", "--every", "7m").returncode == 2


def test_doctor_says_what_to_mend(sample: Newsroom, dateline: Run, here: Run, tmp_path: Path) -> None:
    done = dateline("doctor")
    assert done.returncode == 3
    assert "FIX  gazette" in done.stdout
    assert "HTTP 403" in done.stdout
    assert "ok   pelican" in done.stdout
    assert not (tmp_path / "news.db").exists(), "it stores nothing"
    (tmp_path / "feeds.yaml").write_text("outlets: [\n")
    broken = here("doctor", "--offline")
    assert broken.returncode == 2
    assert "FIX  configuration    feeds.yaml:" in broken.stdout


def test_the_python_of_this_test_is_the_one_cron_would_run(here: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("contact: desk@newsroom.example.net\noutlets: {}\n")
    assert str(Path(sys.executable).parent) in here("cron", "--only", "crontab").stdout
