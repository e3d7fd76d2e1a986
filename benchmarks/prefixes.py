"""How well Hebrew and Arabic words are found behind their prefixes: precision and recall over labelled words.

    python benchmarks/prefixes.py

The words are in tests/normalise/prefixed_words.py. Endings (plural, possession) are counted apart: no rule looks for
them, since `word*` does. Words that the rules reach although they are others are printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.normalise.prefixed_words import ARABIC, HEBREW, Words, reached


def measure(language: str, words: Words) -> str:
    """A line of figures, and the wrong words."""
    wanted = [(word, other) for word, (behind, _, _) in words.items() for other in behind.split()]
    found = sum(len(reached(word, behind)) for word, (behind, _, _) in words.items())
    ended = sum(len(ending.split()) for _, ending, _ in words.values())
    by_ending = sum(len(reached(word, ending)) for word, (_, ending, _) in words.items())
    wrong = [f"{word}: {other}" for word, (_, _, others) in words.items() for other in reached(word, others)]
    right = found + by_ending
    return (
        f"{language}: behind prefixes {found} of {len(wanted)}, with endings {by_ending} of {ended}; recall"
        f" {right / (len(wanted) + ended):.2f}, precision {right / (right + len(wrong)):.2f}"
        + (f"; wrong: {', '.join(wrong)}" if wrong else "")
    )


if __name__ == "__main__":
    print(measure("Hebrew", HEBREW))
    print(measure("Arabic", ARABIC))
