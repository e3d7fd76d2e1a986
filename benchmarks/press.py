"""Invented articles in English, Hebrew and Arabic, always the same for the same seed.

Words are drawn from a Zipf distribution over invented vocabularies, Hebrew and Arabic ones behind their prefixes, so
that queries can be chosen by how many articles hold their rarest word.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from normalise.bylines import Person
from storage import Article, Outlet

START = datetime(2025, 1, 1, tzinfo=UTC)
EVERY = timedelta(seconds=31)  # a million articles a year
LANGUAGES = ("en", "he", "ar")
OUTLETS = tuple(Outlet(f"outlet{n}", f"Outlet {n}", language=LANGUAGES[n % 3]) for n in range(60))
WORDS = 300
VOCABULARY = 60_000
_LETTERS = {"en": "abcdefghiklmnoprstuw", "he": "אבגדהוזחטיכלמנסעפקרשת", "ar": "ابتجحدرسصعفقكلمنهوي"}
_PREFIXES = {
    "en": ("",),
    "he": ("", "", "", "ה", "ו", "ב", "ל", "מ", "וה", "של"),
    "ar": ("", "", "ال", "ال", "و", "ب", "وال", "لل"),
}


class Press:
    """Writes articles of sixty outlets in three languages. `words` are its vocabularies, the most frequent first."""

    def __init__(self, seed: int = 20260105) -> None:
        self._rng = random.Random(seed)
        self.words = {language: self._vocabulary(letters) for language, letters in _LETTERS.items()}
        self._cumulative = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def _vocabulary(self, letters: str) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(self._rng.choices(letters, k=self._rng.choice((3, 4, 4, 5, 5, 6, 7, 8))))] = None
        return list(words)

    def text(self, language: str, count: int) -> str:
        """So many words, in sentences and paragraphs."""
        drawn = self._rng.choices(self.words[language], cum_weights=self._cumulative, k=count)
        if language != "en":
            prefixes = self._rng.choices(_PREFIXES[language], k=count)
            drawn = [prefix + word for prefix, word in zip(prefixes, drawn, strict=True)]
        sentences = [" ".join(drawn[at : at + 15]) + "." for at in range(0, count, 15)]
        return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))

    def articles(self, first: int, count: int) -> Iterator[Article]:
        """Articles with the numbers from `first` on."""
        for number in range(first, first + count):
            outlet = number % len(OUTLETS)
            language = LANGUAGES[outlet % 3]
            writer = f"Writer {outlet} {self._rng.randrange(40)}"
            published = START + number * EVERY
            yield Article(
                url=f"https://outlet{outlet}.example/{number}",
                outlet=f"outlet{outlet}",
                title=self.text(language, 9),
                body=self.text(language, WORDS),
                summary=self.text(language, 20),
                language=language,
                published_at=published,
                people=(Person(writer, writer.lower()),),
                byline_raw=f"By {writer}",
                topics=("harbour",) if number % 20 == 0 else (),
                guid=f"https://outlet{outlet}.example/?p={number}",
                access="full",
                page_state="fetched",
                first_seen=published + timedelta(minutes=10),
                fetched_at=published + timedelta(minutes=12),
            )


def text_bytes(articles: Iterator[Article]) -> int:
    """How much text articles hold: title, summary and body in UTF-8."""
    return sum(len(f"{one.title}{one.summary}{one.body}".encode()) for one in articles)
