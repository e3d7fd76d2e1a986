"""Our reader of feeds beside feedparser (and fastfeedparser, if it is installed), in one run on the same bytes.

    python benchmarks/feeds.py [FOLDER ...] [--big]

FOLDER holds feeds to read; without one, newsroom feeds are made up: 10, 50 and 300 items, summaries and full content.
Printed for each reader: CPU seconds with nothing known and with all but three items known, and on how many feeds it
agrees with feedparser (number of entries; titles and summaries as text). `--big` adds a feed of 100,000 items and one
of 20 MB with three new items, with the peak of memory each takes.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import feedparser

from crawler.readers import read_feed
from normalise.text import plain

URL = "https://gazette.example/rss.xml"
ROUNDS = 3
WORDS = ["harbour", "council", "ferry", "bridge", "market", "school", "budget", "strike", "vote", "river", "station"]

Read = Callable[[bytes], Iterable[tuple[str, str]]]


def made_feed(items: int, paragraphs: int, words: int = 30) -> bytes:
    """An RSS feed of a made-up newsroom; with `paragraphs`, the full text of each story; summaries of some words."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">\n'
        "<channel><title>The Harbour Gazette</title><link>https://gazette.example/</link><language>en</language>\n"
    )
    made = "".join(made_item(number, paragraphs, words) for number in range(items))
    return f"{head}{made}</channel></rss>".encode()


def made_item(number: int, paragraphs: int, summary: int) -> str:
    """One item of it."""
    words = [WORDS[(number * 7 + place * (number % 5 + 1)) % len(WORDS)] for place in range(60)]
    body = "".join(f'<p>{" ".join(words)}, <a href="/t/{n}">said</a> the mayor.</p>\n' for n in range(paragraphs))
    content = f"<content:encoded><![CDATA[{body}]]></content:encoded>\n" if paragraphs else ""
    return (
        f"<item><title>{' '.join(words[:8])} &#8217;{number}</title><link>https://gazette.example/2026/{number}</link>\n"
        f'<guid isPermaLink="false">gz-{number}</guid><pubDate>Thu, 05 Mar 2026 09:{number % 60:02}:00 GMT</pubDate>\n'
        f"<dc:creator><![CDATA[Mira Oakes]]></dc:creator><category>{words[0]}</category>\n"
        f"<description><![CDATA[<p>{' '.join(words[:summary])}</p>]]></description>\n{content}"
        f'<media:content url="https://gazette.example/{number}.jpg" medium="image"/></item>\n'
    )


def ours(body: bytes) -> list[tuple[str, str]]:
    """Titles and summaries as dateline reads them."""
    return [(entry.title or "", entry.summary or "") for entry in read_feed(body, url=URL).entries]


def feedparsers(body: bytes) -> list[tuple[str, str]]:
    """Titles and summaries as feedparser reads them."""
    return [(one.get("title", ""), one.get("summary", "")) for one in feedparser.parse(io.BytesIO(body)).entries]


def fastfeedparsers(body: bytes) -> list[tuple[str, str]]:
    """Titles and summaries as fastfeedparser reads them."""
    import fastfeedparser  # type: ignore[import-not-found,unused-ignore]

    entries: list[Any] = fastfeedparser.parse(body).entries
    return [(one.get("title") or "", one.get("description") or one.get("summary") or "") for one in entries]


def timed(work: Callable[[], object]) -> float:
    """CPU seconds, the best of some rounds: the machine does other things too."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def squeezed(text: str) -> str:
    """Text without markup and white space, to compare."""
    return "".join(plain(text).split())


def agreement(read: Read, feeds: dict[str, bytes]) -> tuple[int, int, int]:
    """On how many feeds the number of entries is feedparser's, on how many the texts too; how many made it raise."""
    numbers = texts = raised = 0
    for body in feeds.values():
        theirs = list(feedparsers(body))
        try:
            mine = list(read(body))
        except Exception:  # counted and printed: that is what this column is for
            raised += 1
            continue
        numbers += len(mine) == len(theirs)
        texts += [tuple(map(squeezed, one)) for one in mine] == [tuple(map(squeezed, one)) for one in theirs]
    return numbers, texts, raised


def compare(feeds: dict[str, bytes]) -> None:
    """Print a line for each reader."""
    readers: dict[str, Read] = {"feedparser": feedparsers, "dateline": ours}
    if importlib.util.find_spec("fastfeedparser"):
        readers["fastfeedparser"] = fastfeedparsers
    else:
        print("fastfeedparser is not installed: left out")
    base = 0.0
    for name, read in readers.items():
        numbers, texts, raised = agreement(read, feeds)
        good = [body for body in feeds.values() if not _raises(read, body)]
        seconds = timed(lambda read=read, good=good: [read(body) for body in good])  # type: ignore[misc]
        base = base or seconds
        print(
            f"{name:15} nothing known {seconds:7.3f} s CPU, {base / seconds:5.1f} times feedparser's speed; "
            f"as many entries on {numbers} of {len(feeds)} feeds, same texts on {texts}, raised on {raised}"
        )
    known = {}
    for name, body in feeds.items():
        document = read_feed(body, url=URL)
        known[name] = frozenset(document.seen) - {entry.fingerprint for entry in document.entries[:3]}
    seconds = timed(lambda: [read_feed(body, url=URL, known=known[name]) for name, body in feeds.items()])
    print(f"{'dateline':15} three new     {seconds:7.3f} s CPU, {base / seconds:5.1f} times feedparser's speed")


def _raises(read: Read, body: bytes) -> bool:
    try:
        read(body)
    except Exception:
        return True
    return False


def big(what: str) -> None:
    """One of the big feeds, read alone in this process: seconds and peak memory."""
    many = what == "items"
    body = made_feed(100_000, 0, 6) if many else made_feed(5_500, 7)
    known: frozenset[str] = frozenset()
    if not many:
        from crawler.readers.model import fingerprint
        from crawler.readers.splitting import split_items  # the marks of all but three, without reading them

        split = split_items(body, ("item",))
        assert split is not None
        known = frozenset(map(fingerprint, split.items[3:]))
    read_feed(made_feed(3, 0), url=URL)  # imports
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    started = time.process_time()
    document = read_feed(body, url=URL, known=known)
    seconds = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(body) / 1e6:.0f} MB, {len(document.seen):,} items, {len(document.entries):,} new: {seconds:.2f} s CPU, "
        f"peak {after} MB ({before} MB of it before reading)"
    )


def feeds_in(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Every file below the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path), path.read_bytes()


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--big", action="store_true", help="also a feed of 100,000 items and one of 20 MB")
    parser.add_argument("--alone", choices=["items", "bytes"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        big(arguments.alone)
        return
    made = {f"{items} items, {n} paragraphs": made_feed(items, n) for items in (10, 50, 300) for n in (0, 8)}
    compare(dict(feeds_in(arguments.folders)) or made)
    if arguments.big:
        for what in ("items", "bytes"):  # each in its own process: peak memory is a process's
            subprocess.run([sys.executable, __file__, "--alone", what], check=True)


if __name__ == "__main__":
    main()
