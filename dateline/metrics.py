"""How a store is doing in Prometheus' text format, for the node exporter's textfile collector."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dateline.health import Picture, told


def write_metrics(path: str | Path, seen: Picture) -> None:
    """Put the metrics in the place of the file at once: a reader sees the old or the new. Raises OSError."""
    target = Path(path).absolute()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(metrics_text(seen))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def metrics_text(seen: Picture) -> str:
    """The metrics, one a line behind its help and type."""
    return "\n".join(line for name, about, samples in _metrics(seen) for line in _lines(name, about, samples)) + "\n"


_Samples = list[tuple[dict[str, str], float]]


def _lines(name: str, about: str, samples: _Samples) -> Iterator[str]:
    if not samples:
        return
    yield f"# HELP dateline_{name} {about}"
    yield f"# TYPE dateline_{name} gauge"
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"dateline_{name}{{{inside}}} {value:.15g}" if inside else f"dateline_{name} {value:.15g}"


def _escaped(text: str) -> str:
    return told(text).replace("\\", "\\\\").replace('"', '\\"')


def _metrics(seen: Picture) -> Iterator[tuple[str, str, _Samples]]:
    run = seen.ended
    if run is not None and run.ended is not None:
        took = max(0.0, (run.ended - run.started).total_seconds())
        yield (
            "last_run_completed_timestamp_seconds",
            "When the last completed run ended.",
            [({}, run.ended.timestamp())],
        )
        yield "last_run_duration_seconds", "How long it took.", [({}, took)]
        yield "last_run_exit_code", "What it ended with.", [({}, float(run.exit_code or 0))]
        polled = (("ok", run.feeds_ok), ("unchanged", run.feeds_unchanged), ("failed", len(run.feeds_failed)))
        yield "last_run_feeds", "Feeds it polled.", [({"outcome": name}, count) for name, count in polled]
        yield "last_run_new_articles", "New articles it brought.", [({}, run.articles.new)]
    if seen.running_since is not None:
        yield "running_since_timestamp_seconds", "When the run under way began.", [({}, seen.running_since.timestamp())]
    yield "articles", "Articles held.", [({}, seen.articles)]
    if seen.size_bytes is not None:
        yield "store_size_bytes", "What the store takes up.", [({}, seen.size_bytes)]
    if seen.free_bytes is not None:
        yield "store_disk_free_bytes", "What is free on its disk.", [({}, seen.free_bytes)]
    labels = [{"outlet": feed.outlet, "feed": feed.url} for feed in seen.feeds]
    feeds = list(zip(labels, seen.feeds, strict=True))
    yield "feed_failures", "Polls of a feed that failed in a row.", [(who, feed.failures) for who, feed in feeds]
    good = [(who, feed.last_good.timestamp()) for who, feed in feeds if feed.last_good is not None]
    yield "feed_last_good_timestamp_seconds", "Last good poll of a feed.", good
    health = [(who, seen.health[feed.url]) for who, feed in feeds if feed.url in seen.health]
    yield "feed_silent", "1: far fewer articles than usual.", [(who, float(each.silent)) for who, each in health]
    alone = [(who, float(each.without_overlap)) for who, each in health]
    yield "feed_polls_without_overlap", "Polls of 7 days that shared no entry with the one before.", alone
    outlets = [({"outlet": each.outlet}, each) for each in seen.outlets]
    yield "pages_failing", "Pages of 7 days' articles that failed.", [(who, each.failing) for who, each in outlets]
    yield "pages_pending", "Pages of 7 days' articles to be read.", [(who, each.pending) for who, each in outlets]
    yield "dates_assumed", "Articles of 7 days whose zone was assumed.", [(who, each.assumed) for who, each in outlets]
