"""What is said in a claim, as offsets into the report: moved, joined, and how much of it is quoted."""

from __future__ import annotations

from collections.abc import Sequence

from comparison.attribution import Attribution
from comparison.sentences import Span, quotations


def moved(one: Attribution, by: int) -> Attribution:
    """An attribution found in a part of a text that begins at `by`, as offsets into the whole."""

    def placed(span: Span) -> Span:
        return span[0] + by, span[1] + by

    return Attribution(
        placed(one.source) if one.source else None,
        placed(one.cue) if one.cue else None,
        tuple(placed(span) for span in one.content),
    )


def hull(spans: Sequence[Span]) -> Span:
    """From where the first of some spans begins to where the last ends."""
    return min(start for start, _ in spans), max(end for _, end in spans)


_LEAST_QUOTE_WORDS = 3


def quotes_within(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations of at least three words in a claim's content, without their marks."""
    found = []
    for start, end in content:
        for first, last in quotations(text, start, end):
            inner = text[first:last].strip("“”\"«»„‘’'״.,; ")
            if len(inner.split()) >= _LEAST_QUOTE_WORDS:
                at = text.index(inner, first)
                found.append((at, at + len(inner)))
    return tuple(found)


def mostly_quoted(text: str, content: Sequence[Span], quotes: Sequence[Span]) -> bool:
    """Whether quotations are at least half of the words of what is said."""
    said = sum(len(text[start:end].split()) for start, end in content)
    return said > 0 and sum(len(text[start:end].split()) for start, end in quotes) * 2 >= said
