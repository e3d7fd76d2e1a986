"""Paragraphs, sentences and quotations of a text, as offsets into it.

A sentence ends where a reader would stop: not after "Mr.", an initial or "U.S.", not inside a quotation that goes
on with
"..., she said". Works on Latin, Hebrew and Arabic punctuation.
"""

from __future__ import annotations

import re

from comparison.tables import word_set

Span = tuple[int, int]
LONGEST = 4000  # characters; what has no full stop for longer is no sentence, and is read so far only

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINAL = tuple('.!?…:"”»’)؟')
_WRAPPED_AT_LEAST = 50  # a line this long without a final stop may go on in the next one
_WRAPPED_AT_MOST = 120  # editors and mail programs wrap at 72 to 100

LIST_MARK = re.compile(r"(?:[-*•‣▪◦]|\([a-z\d]{1,4}\)|[a-z]\))\s+(?=\S)")  # what a line of a list opens with

# Behind the mark may stand closing quotation marks and the number of a footnote: "asked.”[3]", "asked.²"
_STOP = re.compile(r"(?<![.!?…؟])[.!?…؟]++[\"”’'»)\]״]*(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])*(?=\s|$)|[.!?؟](?=[“«„])")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])+$")
_NEXT = re.compile(r"\s*(?:[•·*–—-]\s+)?([\"“«„‘'(\[־-]*)(\w)")
_BEFORE = re.compile(r"[^\s“\"«(]+$")
_TITLES = word_set(
    """
    mr. mrs. ms. dr. prof. gen. sen. rep. gov. lt. col. sgt. capt. cpl. maj. adm. cmdr. rev. hon. st. mt. ft. pres.
    sens. reps. gens. messrs. vs. no. nos. fig. e.g. i.e. cf. al. ed. approx. dept. supt. atty.
    """
)
# These may end a sentence too: they do where the next word is one that begins sentences.
_SHORT = word_set(
    """
    u.s. u.n. u.k. u.a.e. e.u. d.c. a.m. p.m. inc. corp. co. ltd. bros. jr. sr. jan. feb. mar. apr. jun. jul. aug.
    sept. sep. oct. nov. dec. calif. conn. fla. mass. mich. pa. va. wash. tex. ariz. ill. wis. etc. ph.d.
    """
)
_NUMBERED = re.compile(r"\d{1,3}\.\s+(?=[“\"(]?[^\W\d_])")  # a paragraph of a memorandum: "12. The report ..."
_INITIALS = re.compile(r"(?:[a-z]\.)+")
_BEGINS = re.compile(
    r"(?:The|This|These|That|Those|A|An|He|She|It|They|We|I|You|In|On|At|But|And|So|As|If|When|While|After|Before|For|His|Her|Its|Their|Our|My|"
    r"There|Here|However|Meanwhile|Also|Mr|Mrs|Ms|Still|Yet|Now|Some|Many|Most|Both|No|Not|Since|Although|Though|Asked|According|Last|One)\b"
)
# "How?" the minister asked: the sentence goes on after the quotation.
_GOES_ON = re.compile(
    r"\s+(?:[^.!?\n]|(?<=[A-Z][a-z])\.|(?<=[A-Z][a-z]{2})\.){1,120}?\b(?:said|says|asked|asks|wrote|writes|added|adds|told|tweeted|shouted|replied|continued|wondered|exclaimed|demanded|"
    r"declared|concluded|joked|quipped)\b(?!\s+(?:that|the|he|she|it|they|a|an)\b)(?!,?\s*[“\"])"
)


def paragraphs(text: str) -> list[Span]:
    """Where each paragraph of `text` begins and ends: its lines, with lines that an editor wrapped put together
    again."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    longest = max((end - start for start, end in lines), default=0)
    found: list[Span] = []
    for start, end in lines:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        if found and _goes_on(text, found[-1], start, longest):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, last: Span, start: int, longest: int) -> bool:
    """Whether the line at `start` continues the paragraph `last`, because an editor wrapped it there."""
    between = text[last[1] : start]
    if between.count("\n") > 1 or text[last[1] - 1] in _TERMINAL or LIST_MARK.match(text, start):
        return False
    line = last[1] - max(text.rfind("\n", 0, last[1]) + 1, last[0])
    return (
        line >= _WRAPPED_AT_LEAST
        and longest <= _WRAPPED_AT_MOST
        and (text[start].islower() or not text[start].isalpha())
    )


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where each sentence of `text[start:end]` begins and ends; meant for one paragraph, whose number is left out.

    >>> text = "Mr. Roe left. “Why?” he asked. So did I."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Mr. Roe left.', '“Why?” he asked.', 'So did I.']
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    numbered = _NUMBERED.match(text, start, end)
    at = start = numbered.end() if numbered else start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and not _ends_here(text, match, at):
            continue
        found.append((at, match.end()))
        following = _NEXT.match(text, match.end(), end)
        at = following.start(1) if following and following.group(1) else following.start(2) if following else end
    if text[at:end].strip():
        found.append((at, end))
    return found


def _ends_here(text: str, stop: re.Match[str], start: int) -> bool:
    following = _NEXT.match(text, stop.end())
    if following is None:
        return False
    if following.group(2).islower():
        return False
    mark = _FOOTNOTE.sub("", stop.group())
    if len(mark) > 1 and mark[-1] in "\"”’'»":
        return not (mark[0] in "?!…" and _GOES_ON.match(text, stop.end()))
    if mark != ".":
        return True
    before = _BEFORE.search(text, max(start, stop.start() - 20), stop.start())
    word = (before.group() + "." if before else ".").lower()
    if word in _TITLES:
        return False
    if word in _SHORT or _INITIALS.fullmatch(word):
        return bool(_BEGINS.match(text, following.start(2))) and word != "i."
    return True


_OPEN_CLOSE = {"“": "”", "«": "»", "„": "“”", "‘": "’"}
_QUOTE_MARK = re.compile(r"[“”«»„\"]|''|(?<!\w)‘(?=\w)|’(?!\w)|״")
_LETTER = re.compile(r"\w")


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where each quotation of `text[start:end]` (one paragraph) begins and ends, its marks included.

    One that is not closed reaches to the end: it goes on in the next paragraph. Marks inside words (צה"ל) are letters.
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    opened: int | None = None
    closers = ""
    for match in _QUOTE_MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in '"״' and _LETTER.match(before) and _LETTER.match(after) and not before.isascii():
            continue
        if opened is None:
            if mark in _OPEN_CLOSE:
                opened, closers = at, _OPEN_CLOSE[mark]
            elif mark == "''":
                opened, closers = at, mark
            elif mark in '"״' and not after.isspace() and not (before.isalnum() and not after.isalnum()):
                opened, closers = at, '"״”'
            elif mark == "”" and not after.isspace() and before.isspace():
                opened, closers = at, "”"  # Hebrew and Swedish press: the same mark on both sides
        elif mark in closers:
            found.append((opened, match.end()))
            opened = None
    if opened is not None and text[opened] != "‘":
        found.append((opened, end))
    return found
