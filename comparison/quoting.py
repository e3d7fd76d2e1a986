"""A claim's quotations in an article: word for word, or nearly so."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from comparison.sentences import paragraphs, sentences
from comparison.texts import body_of, words_in
from storage.model import Article

QUOTE_NEAR = 0.82  # measured in benchmarks/comparison.py: nearest wrong quotation 0.71, furthest right one 0.86
_SHORTEST_QUOTE = 4  # words
_PART = 0.25  # of a quotation, in a sentence that is shown


def best_quote(quotes: Sequence[str], article: Article) -> tuple[float | None, str | None]:
    """The likeness of the worst matched quotation of the claim in the article, and how the article words it."""
    text = f"{article.title}\n{article.summary or ''}\n{body_of(article)}"
    found: list[tuple[float, str]] = []
    for quote in quotes:
        if len(quote.split()) < _SHORTEST_QUOTE:
            continue
        needle, hay = _plain_words(quote), _plain_words(text)
        if f" {needle} " in f" {hay} ":
            found.append((1.0, quote))
            continue
        alignment = fuzz.partial_ratio_alignment(needle, hay, score_cutoff=60)
        if alignment is None or len(needle) > len(hay):
            return None, None
        found.append((alignment.score / 100, _as_printed(text, alignment.dest_start, alignment.dest_end)))
    if not found:
        return None, None
    worst = min(found)
    return round(worst[0], 3), worst[1]


def _as_printed(text: str, start: int, end: int) -> str:
    """The sentences of `text` that hold most of its plain words from `start` to `end`, as the article prints them."""
    at = 0
    held: list[tuple[int, str]] = []  # plain characters of the stretch in a sentence
    for begin, stop in paragraphs(text):
        for first, last in sentences(text, begin, stop):
            length = len(_plain_words(text[first:last]))
            held.append((min(at + length, end) - max(at, start), text[first:last]))
            at += length + 1
    return " ".join(sentence for inside, sentence in held if inside >= _PART * (end - start))


def _plain_words(text: str) -> str:
    return " ".join(words_in(text))
