"""A store as a release of dateline wrote it, kept so that later releases can show that they bring it forward whole.

python -m tests.storage.released tests/data/stores/v1.db.gz     # for the schema that is about to be released, once
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from normalise.bylines import Person
from normalise.names import person_key
from storage import Article, Feed, RunSummary, Store, open_store
from tests.storage.examples import (
    ARABIC_BODY,
    FEED,
    HEBREW_BODY,
    NOON,
    OUTLETS,
    after,
    entry,
    failed,
    full_article,
    poll,
    read_date,
    unchanged,
)


def fill(store: Store) -> None:
    """Articles in three languages, a revision, polls, a failed page, people merged, a report, a run."""
    store.save_outlets(OUTLETS)
    store.save_feeds([Feed(FEED, "pelican")])
    run = store.start_run(NOON)
    poll(store, after(0), entry(1), entry(2, title="Ferry to resume"))
    unchanged(store, after(15))
    failed(store, after(30))
    store.save_articles(
        [
            full_article(),
            Article(
                "https://he.pelican.example/he",
                "pelican-he",
                "עיכובים בנמל",
                body=HEBREW_BODY,
                language="he",
                published=read_date(NOON - timedelta(days=1)),
                people=(Person("אורן בן־צדוק", person_key("אורן בן־צדוק")),),
                first_seen=NOON,
            ),
            Article(
                "https://manara.example/ar",
                "manara",
                "توسيع الميناء",
                body=ARABIC_BODY,
                language="ar",
                published=read_date(NOON - timedelta(days=2)),
                people=(Person("سامي القدسي", person_key("سامي القدسي")),),
                topics=("council",),
                first_seen=NOON,
            ),
        ]
    )
    shown = store.article("https://pelican.example/1")
    assert shown is not None
    page = replace(shown, body="The quay is open.", access="full", page_state="fetched")
    store.save_page(page, after(5))
    store.save_page(replace(page, title="Story number 1, corrected", body="The quay is shut."), after(60))
    store.save_page_failure(2, "HTTP 500", after(90))
    one, two = (next(known.id for known in store.people() if known.name.startswith(name)) for name in ("Dana", "אורן"))
    store.merge_people([one, two])
    store.save_report("0" * 64, "report.txt", "The Pelican reported that the quay is open.", after(70), "[]")
    store.end_run(run, RunSummary(NOON, after(31), feeds_ok=1, exit_code=0))


def write(path: Path) -> None:
    """Make such a store and pack it into a file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "news.db"
        with open_store(made) as store:
            fill(store)
            store.vacuum()
        path.write_bytes(gzip.compress(made.read_bytes(), mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
