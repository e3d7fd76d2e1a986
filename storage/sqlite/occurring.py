"""Which forms of a word stand in the index at all.

A Hebrew word is looked for in 37 forms, an Arabic one in 24, and of most words a handful was ever printed. FTS5 pays
for every form at every match, so those that stand nowhere are left out first: one look-up each, about 35 microseconds
at a million articles, where each form that stays costs a quarter of a millisecond in 10,000 matches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from storage.sql.connection import Connection
from storage.words import Term

# FTS5's own view of its words, in the connection's temporary schema: no file is written. "instance" finds a word
# without counting where it stands.
_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_words USING fts5vocab(main, article_search, instance)"
_HELD = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM temp.indexed_words WHERE term = value)"
_BEGUN = (
    "SELECT value FROM json_each(?) WHERE EXISTS"
    " (SELECT 1 FROM temp.indexed_words WHERE term >= value AND term < value || char(1114111))"
)


def occurring(connection: Connection, terms: Iterable[Term]) -> dict[Term, Term]:
    """Each term, and the same with those of its forms that some article holds; with its first form if none does."""
    several = {term for term in terms if len(term.forms) > 1}
    if not several:
        return {}
    connection.execute(_VOCABULARY)
    held = _found(connection, _HELD, {_first(form) for term in several if not _is_open(term) for form in term.forms})
    begun = _found(connection, _BEGUN, {form for term in several if _is_open(term) for form in term.forms})
    return {
        term: replace(
            term,
            forms=tuple(form for form in term.forms if (form in begun if _is_open(term) else _first(form) in held))
            or term.forms[:1],
        )
        for term in several
    }


def _found(connection: Connection, statement: str, words: set[str]) -> set[str]:
    if not words:
        return set()
    return {row[0] for row in connection.execute(statement, (json.dumps(sorted(words), ensure_ascii=False),))}


def _first(form: str) -> str:
    return form.partition(" ")[0]


def _is_open(term: Term) -> bool:
    """Whether its first word's end is open; of a phrase the last is."""
    return term.prefix and " " not in term.forms[0]
