"""Who says what: source, cue and content of every attribution in a text, found by rules over word lists.

The rules follow what grammar says of reported speech: a reporting verb with a clause, an infinitive, a quotation or an
object after it, or standing behind or inside what was said; "according to"; nouns such as "claim that". Content that an
outer attribution already covers is not reported twice. No model, no network.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from comparison import english, semitic
from comparison.english_words import Found
from comparison.press import OUTLET_NOUNS, PIECE_NOUNS, UNNAMED
from comparison.sentences import Span, paragraphs, quotations, sentences
from comparison.tables import word_set

__all__ = ["Attribution", "Span", "find_attributions"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement that a text attributes, as offsets into it.

    `source` is who says it (None: the text does not say), `cue` the words that mark it as said (None: a quotation that
    goes on), `content` what is said: several spans where the cue stands inside it.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]


def find_attributions(text: str, *, nlp: bool | None = None) -> list[Attribution]:
    """Every attribution in `text`, in the order of their cues.

    `nlp`: whether a dependency parser reads English too (None: where the extra `nlp` is installed).

    >>> text = "The mayor said that the bridge is safe."
    >>> [(text[slice(*a.source)], text[slice(*a.content[0])]) for a in find_attributions(text)]
    [('The mayor', 'that the bridge is safe')]
    """
    blocks = paragraphs(text)
    found = _in_paragraphs(text, blocks)
    if blocks and (headline := _headline(text, *blocks[0], found)):
        found.insert(0, headline)
    return found if nlp is False else _parsed(text, found)


def _in_paragraphs(text: str, blocks: list[Span]) -> list[Attribution]:
    found: list[Attribution] = []
    announced: Attribution | None = None  # "The paper reports:" at the end of a paragraph: the next ones are its words
    following: list[Span] = []  # paragraphs of what was announced, or of the words of the last one found
    quoted_before = False  # whether the paragraph before this one is, or goes on with, somebody's words
    for start, end in blocks:
        spoken = _labelled(text, start, end)
        if announced and not spoken and text[start] in _OPENING:
            following.append((start, end))
            if not quotations(text, start, end) or text[end - 1] not in _CLOSING:
                continue  # not closed: the quotation goes on
        if announced and following:
            found.append(replace(announced, content=tuple(following)))
            announced, last = None, following[-1]
            following = []
            if last == (start, end):
                quoted_before = True
                continue
        here = [spoken] if spoken else _in_paragraph(text, start, end)
        if not here and found and quoted_before and _all_quoted(text, start, end):
            following.append((start, end))
            continue
        if following:
            found[-1] = replace(found[-1], content=(*found[-1].content, *following))
            following = []
        found.extend(here)
        quoted_before = bool(here)
        announced = None if spoken else _announcement(text, start, end)
    if following:
        last_one = announced or found.pop()
        found.append(replace(last_one, content=(*last_one.content, *following)))
    return found


def _parsed(text: str, found: list[Attribution]) -> list[Attribution]:
    """What the rules found, as a dependency parser corrects and completes it where one is installed."""
    from comparison import dependency

    if dependency.parser() is None:
        return found
    plain = [Found(one.source, one.cue, one.content) for one in found]
    return [Attribution(one.source, one.cue, one.content) for one in dependency.revised(text, plain)]


# A transcript's turn: a name in capitals, a colon, what was said. Labels of the page itself are no names.
_LABEL = re.compile(r"[\"“”„]?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}): (?=\S)")
_NO_NAMES = word_set(
    """
    clarification update updated breaking watch video photo photos read related note editor's correction exclusive live
    opinion analysis more also see source sources file caption advertisement summary q a gallery listen poll
    """
)


def _labelled(text: str, start: int, end: int) -> Attribution | None:
    """A paragraph that is one turn of a transcript: "MAYOR: We will build it."."""
    label = _LABEL.match(text, start, end)
    if label is None or any(word in _NO_NAMES for word in label[1].lower().split()):
        return None
    if text[label.end() : end].isupper():  # a headline
        return None
    return Attribution(label.span(1), (label.end(1), label.end(1) + 1), ((label.end(), end),))


# A headline that says who says so: "Roe: The bridge is safe", "Poll: half want a new bridge".
_HEADLINE = re.compile(r"((?:[A-Z][\w.'’-]+ ){0,3}[A-Z][\w.'’-]+)(?: [Oo]n(?: [\w'’-]+){1,4})?: (?=[\w“\"‘'])")
_LONGEST_HEADLINE = 200  # characters
_ANYBODY = UNNAMED | PIECE_NOUNS | OUTLET_NOUNS | word_set("poll polls study survey police")


def _headline(text: str, start: int, end: int, found: list[Attribution]) -> Attribution | None:
    """The attribution of a headline before a colon, to one whom the text quotes further on or a piece ("Report")."""
    label = _HEADLINE.match(text, start, end)
    if label is None or end - start > _LONGEST_HEADLINE or any(_place(one) < end for one in found):
        return None
    name = label[1].split()
    surname = re.compile(rf"\b{re.escape(name[-1])}\b")
    if name[-1].lower() not in _ANYBODY and not any(one.source and surname.search(text, *one.source) for one in found):
        return None
    return Attribution(label.span(1), (label.end() - 2, label.end() - 1), ((label.end(), end),))


def _all_quoted(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is nothing but somebody's words."""
    return _is_quotation(start, end, quotations(text, start, end))


_OPENING = tuple('“"«„')
_CLOSING = tuple('”"»')


def _announcement(text: str, start: int, end: int) -> Attribution | None:
    """Who is to be quoted in the next paragraph, when this one ends in "...:"; content is still empty."""
    if text[end - 1] != ":":
        return None
    first, last = sentences(text, start, end)[-1]
    # A stand-in for the quotation lets the sentence be read like any other.
    whole = english.attribute(text[first:last] + " “…”", 0, last - first + 4, [(last - first + 1, last - first + 4)])
    if not whole:
        return None
    one = whole[-1]
    return Attribution(_shifted(one.source, first), _shifted(one.cue, first), ())


def _shifted(span: Span | None, by: int) -> Span | None:
    return (span[0] + by, span[1] + by) if span else None


def attributions_by_sentence(text: str, *, nlp: bool | None = None) -> list[list[tuple[Span, list[Attribution]]]]:
    """For each paragraph its sentences, each with the attributions whose cue stands in it."""
    waiting = sorted(find_attributions(text, nlp=nlp), key=_place, reverse=True)
    whole = []
    for start, end in paragraphs(text):
        rows = []
        for first, last in sentences(text, start, end):
            here = []
            while waiting and _place(waiting[-1]) < last:
                here.append(waiting.pop())
            rows.append(((first, last), here))
        whole.append(rows)
    return whole


def _place(attribution: Attribution) -> int:
    return attribution.cue[0] if attribution.cue else attribution.content[0][0]


def _in_paragraph(text: str, start: int, end: int) -> list[Attribution]:
    all_quotes = quotations(text, start, end)
    ends = [stop for _, stop in all_quotes]
    found: list[Attribution] = []
    free: Span | None = None  # where the sentences without an attribution before this one begin
    sentence_before = start
    speaking = False  # the sentence before says, or goes on with, what someone said
    for first, last in sentences(text, start, end):
        # Those of this sentence and the one before: a paragraph may be as long as a book.
        quotes = all_quotes[bisect_left(ends, sentence_before) : bisect_right(ends, last) + 1]
        read = _reader(text, first, last)(text, first, last, quotes)
        here = [one for one in read if _is_whole(one)]
        if not here and found and _is_quotation(first, last, quotes) and (speaking or _place(found[-1]) < first):
            at = _quoted_last(found, sentence_before, quotes)
            *before, (begin, stop) = found[at].content
            joined = ((begin, last),) if not text[stop:first].strip() else ((begin, stop), (first, last))
            found[at] = replace(found[at], content=(*before, *joined))
            free = None
            continue
        for one in here:
            content = one.content
            begun = next((a for a, b in quotes if a < first and content[0][0] < b), None)
            if begun is not None and content[0][0] == first and not any(f.cue and f.cue[1] > begun for f in found[-8:]):
                content = ((begun if not free else free[0], content[0][1]), *content[1:])
            found.append(Attribution(one.source, one.cue, content))
        free = None if here else (free or (first, last))
        sentence_before = first
        speaking = bool(here)
    return found


def _is_whole(one: Found) -> bool:
    """Whether nothing of it is empty, as in a sentence that is cut off before somebody is named, or something said."""
    return all(start < end for start, end in (*one.content, *(span for span in (one.source, one.cue) if span)))


def _quoted_last(found: list[Attribution], since: int, quotes: list[Span]) -> int:
    """Whose words go on: the place in `found` of the last one quoted in the sentence from `since`, else of the last."""
    for at in range(len(found) - 1, -1, -1):
        begin = found[at].content[0][0]
        if begin < since and _place(found[at]) < since:
            break
        if any(a <= begin < b for a, b in quotes):
            return at
    return len(found) - 1


_LETTER = re.compile(r"[^\W\d_]")


def _reader(text: str, first: int, last: int) -> Callable[[str, int, int, list[Span]], list[Found]]:
    """The reader for the script that a sentence is written in."""
    letters = _LETTER.findall(text, first, min(last, first + 120))
    foreign = sum("\u0590" <= letter <= "\u07ff" for letter in letters)
    return semitic.attribute if foreign * 2 > len(letters) else english.attribute


def _is_quotation(first: int, last: int, quotes: list[Span]) -> bool:
    """Whether a sentence is nothing but quoted words."""
    return any(start <= first + 1 and last <= end + 1 for start, end in quotes)
