"""What is given away to be cited: tables with their gaps, and every feeds.yaml that was in force."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from storage import DATASET_COLUMNS, DATASET_TABLES, Store
from storage.datasets import without_secrets
from tests.storage.examples import NOON, OUTLETS, after, entry, failed, full_article, poll, unchanged

DAY = 24 * 60


def rows(store: Store, table: str) -> list[dict[str, object]]:
    names = [column.name for column in DATASET_COLUMNS[table]]  # type: ignore[index]
    return [dict(zip(names, row, strict=True)) for row in store.dataset_rows(table)]  # type: ignore[arg-type]


def test_coverage_has_every_day_and_says_which_were_not_watched(store: Store) -> None:
    store.save_outlets(OUTLETS)
    poll(store, NOON, entry(1, first_seen=NOON))
    unchanged(store, after(60))
    failed(store, after(DAY))
    poll(store, after(3 * DAY), seen=("f1",))
    found = {str(row["day"]): row for row in rows(store, "coverage")}
    assert [(row["day"], row["state"]) for row in found.values()] == [
        ("2026-01-05", "collected"), ("2026-01-06", "failed"), ("2026-01-07", "not watched"), ("2026-01-08", "empty"),
    ]  # fmt: skip
    assert found["2026-01-05"]["longest_gap_s"] == 12 * 3600, "from midnight to noon"
    assert found["2026-01-06"]["longest_gap_s"] == found["2026-01-07"]["longest_gap_s"] == 86400
    assert found["2026-01-05"]["articles"] == 1
    assert found["2026-01-06"]["failed"] == 1


def test_a_gap_is_that_of_the_feed_watched_best(store: Store) -> None:
    poll(store, NOON, entry(1))
    for hours in (-9, -6, -3, 3, 6, 9):
        poll(store, NOON + timedelta(hours=hours), entry(2), feed="https://pelican.example/often")
    (row,) = rows(store, "coverage")
    assert row["longest_gap_s"] == 6 * 3600


def test_revisions_lists_states_of_articles_that_changed(store: Store) -> None:
    store.save_articles([full_article(), full_article(url="https://pelican.example/same")])
    store.save_articles([full_article(title="Harbour plan stopped")])
    found = rows(store, "revisions")
    assert [(row["number"], row["title"], row["current"]) for row in found] == [
        (1, "Harbour plan enters its second phase", 0), (2, "Harbour plan stopped", 1),
    ]  # fmt: skip
    assert str(found[0]["seen_at"]).endswith("Z")


def test_feeds_and_polls_show_no_password(store: Store) -> None:
    poll(store, NOON, entry(1), feed="https://desk:geheim@pelican.example/rss?token=abc")
    told = str([list(store.dataset_rows(table)) for table in DATASET_TABLES])
    assert "geheim" not in told
    assert "abc" not in told
    assert "https://pelican.example/rss?token=REMOVED" in told


def test_every_table_has_a_cell_for_each_column(store: Store) -> None:
    store.save_articles([full_article()])
    store.save_articles([full_article(title="Harbour plan stopped")])
    poll(store, NOON, entry(1))
    for table in DATASET_TABLES:
        found = list(store.dataset_rows(table))
        assert found
        assert {len(row) for row in found} == {len(DATASET_COLUMNS[table])}


def test_every_configuration_is_kept_once_with_first_and_last_run_and_without_passwords(store: Store) -> None:
    runs = [store.start_run(after(minutes)) for minutes in (0, 10, 20)]
    old, new = "contact: a@b.example\n# פורט\n- https://me:secret@x.example/feed\n", "contact: c@d.example\n"
    for run, text in zip(runs, (old, old, new), strict=True):
        store.save_config(run, text)
    first, second = store.configs()
    assert first.text == old.replace("me:secret@", "")
    assert first.sha256 == hashlib.sha256(first.text.encode()).hexdigest()
    assert (first.first_run, first.last_run, first.first_used, first.last_used) == (*runs[:2], NOON, after(10))
    assert (second.text, second.first_run, second.last_run) == (new, runs[2], runs[2])


def test_keys_in_addresses_are_taken_out_and_nothing_else() -> None:
    assert without_secrets("https://x.example/rss?a=1&api_key=k1&b=2 # keys: a=1") == (
        "https://x.example/rss?a=1&api_key=REMOVED&b=2 # keys: a=1"
    )
    assert without_secrets("url: 'https://x.example/?token=t'") == "url: 'https://x.example/?token=REMOVED'"
