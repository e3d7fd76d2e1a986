"""Attribution in English sentences: a pass over the words of one sentence, from left to right.

`attribute` gives source, cue and content as token ranges' offsets. What each function decides is in its name; the word
lists are in `comparison.cues`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from comparison import cues
from comparison.sentences import Span

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Prof|Lt|Col|Sgt|St|Sens|Reps)\.|"
    r"\w+(?:[.,:]\d+)+|n[’']t\b|[’'](?:s|re|ve|ll|d|m)\b|\w+(?:[-&]\w+|[’'](?!(?:s|re|ve|ll|d|m|t)\b)\w+)*?(?=n[’']t\b)|"
    r"\w+(?:[-&./]\w+|[’'](?!(?:s|re|ve|ll|d|m)\b)\w+)*|''|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as offsets: `source` and `cue` may be missing, `content` has at least one span."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    quoting: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a word form may be: (base, form) pairs, and the groups of `cues` its bases belong to."""

    readings: tuple[tuple[str, str], ...]
    speech: bool
    thought: bool
    will: bool
    judgement: bool

    def has(self, form: str) -> bool:
        return any(kind == form for _, kind in self.readings)

    def particles(self) -> frozenset[str]:
        return frozenset().union(*(cues.PARTICLES.get(base, frozenset()) for base, _ in self.readings))


@cache
def _lexicon() -> dict[str, _Entry]:
    groups = (cues.SPEECH, cues.THOUGHT, cues.WILL, cues.JUDGEMENT)
    readings: dict[str, set[tuple[str, str]]] = {}
    member: dict[str, set[int]] = {}
    for number, bases in enumerate((*groups, list(cues.PARTICLES))):
        for form, base, kind in cues.forms([base for base in bases if " " not in base]):
            readings.setdefault(form, set()).add((base, kind))
            member.setdefault(form, set()).add(number)
    return {
        form: _Entry(tuple(sorted(found)), *(number in member[form] for number in range(4))) for form, found in readings.items()
    }


@dataclass(slots=True)
class _Sentence:
    """The words of one sentence: offsets, lower-case forms, and which of them stand inside a quotation."""

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.low)

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def capital(self, at: int) -> bool:
        return 0 <= at < len(self.low) and self.text[self.start[at]].isupper()

    def span(self, first: int, last: int) -> Span:
        """The offsets of tokens `first` to `last`, the last included."""
        return self.start[first], self.end[last]


def _tokens(text: str, start: int, end: int, quotes: Sequence[Span]) -> _Sentence:
    starts, ends, low, quoted = [], [], [], []
    waiting = [quote for quote in quotes if quote[1] > start and quote[0] < end and not _is_name(text[quote[0] : quote[1]])]
    for match in _TOKEN.finditer(text, start, end):
        at, stop = match.span()
        while waiting and waiting[0][1] <= at:
            waiting.pop(0)
        starts.append(at)
        ends.append(stop)
        low.append(match.group().lower().replace("’", "'"))
        quoted.append(bool(waiting) and waiting[0][0] <= at)
    return _Sentence(text, starts, ends, low, quoted)


_NAME = re.compile(r"\W+(?:[A-Z][\w’'.-]*(?:\s+(?:of|the|de|al|el|and|on|&)\b)*\s*){1,6}[”\"’'»]+")


def _is_name(quotation: str) -> bool:
    """Whether a quotation is a title or a name (“The New York Times”) rather than something said."""
    return len(quotation) < 60 and _NAME.fullmatch(quotation) is not None


_OPENERS = frozenset("“\"«„‘")
_CLOSERS = frozenset({"”", '"', "»", "'", "''"})
_DASHES = frozenset({"—", "–", "-"})


@dataclass(slots=True)
class _Draft:
    """An attribution being made, in token numbers (both ends included)."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: list[tuple[int, int]]
    kind: str  # which complement: that, clause, quote, wh, to, object, behind
    form: str = ""
    open: bool = field(default=False)  # the content reaches to the end of the sentence unless something ends it


def attribute(text: str, start: int, end: int, quotes: Sequence[Span] = ()) -> list[Found]:
    """The attributions of one English sentence, by offset. `quotes` are the quotations of its paragraph."""
    sentence = _tokens(text, start, end, quotes)
    if len(sentence) < 3:
        return []
    drafts = _Reader(sentence).read()
    found = []
    for draft in drafts:
        content = tuple(trimmed for first, last in draft.content if (trimmed := _trim(sentence, first, last)))
        if content:
            source = sentence.span(*draft.source) if draft.source else None
            found.append(Found(source, sentence.span(*draft.cue), content, draft.kind == "quote"))
    return found


def _trim(sentence: _Sentence, first: int, last: int) -> Span | None:
    """A content's offsets without the punctuation around it; quotation marks stay."""
    while first <= last and sentence.low[first] in {",", ";", ":", "—", "–", ")", "-", "."}:
        first += 1
    while last >= first and sentence.low[last] in {",", ";", ":", "—", "–", "(", "-", "."}:
        last -= 1
    return sentence.span(first, last) if first <= last else None


class _Reader:
    """Reads the attributions of one sentence."""

    def __init__(self, sentence: _Sentence) -> None:
        self.s = sentence
        self.n = len(sentence)
        self.lexicon = _lexicon()
        self.drafts: list[_Draft] = []

    def read(self) -> list[_Draft]:
        low, quoted = self.s.low, self.s.quoted
        positions = [i for i in range(self.n) if not quoted[i] and (low[i] in self.lexicon or low[i] in cues.SPEECH_NOUNS or low[i] in {"according", "put", "puts"})]
        if not positions:
            return []
        outer = self._as_they_put_it() or self._behind(positions)
        if outer:
            self.drafts.append(outer)
            if outer.open:
                return self.drafts
        for i in positions:
            if outer and any(a <= i <= b for a, b in (outer.cue, *outer.content, *([outer.source] if outer.source else []))):
                continue
            draft = self._according(i) if low[i] == "according" else self._verb(i)
            if draft is None and low[i] in cues.SPEECH_NOUNS:
                draft = self._noun(i)
            if draft:
                self._accept(draft)
        if not self.drafts and (draft := self._in_a_survey()):
            self.drafts.append(draft)
        return self.drafts

    def _in_a_survey(self) -> _Draft | None:
        """"In a poll by The Heron, half of the fishermen ..."."""
        if self.s.word(0) != "in" or self.s.quoted[0]:
            return None
        comma = next((k for k in range(1, min(20, self.n)) if self.s.word(k) == ","), None)
        if comma is None or not {"poll", "survey", "study", "polls"} & set(self.s.low[1:comma]) or comma + 4 >= self.n:
            return None
        return _Draft((1, comma - 1), (0, 0), [(comma + 1, self.n - 1)], "that", "according", open=True)

    # --- what came before ------------------------------------------------------------------------------------

    def _accept(self, draft: _Draft) -> None:
        """Add a draft, unless an earlier one already covers it; one that begins anew ends the content before it."""
        group = min(draft.cue[0], draft.source[0] if draft.source and draft.source[0] > 0 else draft.cue[0])
        for earlier in self.drafts:
            for number, (first, last) in enumerate(earlier.content):
                if first <= draft.cue[0] <= last:
                    cut = self._breaks_off(earlier, draft, first)
                    if cut is None:
                        return
                    earlier.content[number] = (first, cut)
            if earlier.cue[0] <= draft.cue[0] <= earlier.cue[1]:
                return
        del group
        self.drafts.append(draft)

    def _breaks_off(self, earlier: _Draft, draft: _Draft, first: int) -> int | None:
        """Where the content of `earlier` ends if `draft`, which lies inside it, is the narrator's again; else None."""
        at = draft.cue[0]
        before = self.s.word(at - 1)
        if draft.form == "gerund" and before == "," and at - 2 > first:
            return at - 2
        if before in {"and", "but", "then"} and draft.form == earlier.form and draft.form in {"past", "third"} and at - 2 > first:
            strong = draft.kind in {"that", "quote", "wh"} or earlier.kind in {"object", "to"} or self.s.word(at - 2) == ","
            return at - 2 if strong else None
        if draft.source and draft.source[0] > first + 1:
            begin = draft.source[0] - 1
            while begin > first and self.s.word(begin) in cues.ADVERBS:
                begin -= 1
            if self.s.word(begin) in {"but", "while", "although", "though", "whereas", "and"} and self.s.word(begin - 1) in {",", ";", "—"}:
                return begin - 2 if draft.kind != "object" else None
            if self.s.word(begin) == ";":
                return begin - 1
        return None

    # --- cue behind or inside the content --------------------------------------------------------------------

    def _behind(self, positions: list[int]) -> _Draft | None:
        """"..., she said." and "..., she said, ...": the last speech verb or "according to" that stands so, or None."""
        for i in reversed(positions):
            if self.s.low[i] == "according":
                draft = self._according_behind(i)
            else:
                draft = self._said_behind(i) or self._said_inverted(i)
            if draft:
                return draft
        return None

    def _as_they_put_it(self) -> _Draft | None:
        """"As The Heron put it, ...", "..., as the agency reported, ..."."""
        if "as" not in self.s.low:
            return None
        for at in range(self.n - 3):
            if self.s.low[at] != "as" or self.s.quoted[at] or (at > 0 and self.s.word(at - 1) != ","):
                continue
            for verb in range(at + 2, min(at + 12, self.n)):
                entry = self.lexicon.get(self.s.low[verb])
                said = entry is not None and entry.speech and (entry.has("past") or entry.has("third"))
                last = verb + 1 if self.s.low[verb] in {"put", "puts"} and self.s.word(verb + 1) == "it" else verb
                if (not said and last == verb) or self.s.quoted[verb]:
                    continue
                after = self._after_cue(last)
                if self.s.word(after) not in {"", ",", "."}:
                    break
                content = [(0, at - 1)] if at > 0 else []
                if after + 1 < self.n:
                    content.append((after + 1, self.n - 1))
                source = self._phrase(verb - 1)
                if not content or source is None:
                    break
                return _Draft((max(source[0], at + 1), source[1]), (verb, last), content, "behind", "past", open=True)
        return None

    def _said_behind(self, i: int) -> _Draft | None:
        entry = self.lexicon.get(self.s.low[i])
        if not entry or not (entry.has("past") or entry.has("third") or self.s.low[i] in cues.PLURAL_BEHIND):
            return None
        if not entry.speech and not (entry.thought and self.s.word(i + 1) in {"", "."}):
            return None
        first, auxiliaries = self._group(i)
        if self.s.low[i] in cues.NOUNLIKE and (self.s.word(i - 1) in cues.DETERMINERS or self.s.word(i + 1) not in {"", ".", ","}):
            return None
        if auxiliaries & cues.BE or "to" in auxiliaries:
            return None
        source = self._subject(first)
        if source is None:
            return None
        edge = source[0] - 1
        if edge < 2:
            return None
        mark = self.s.word(edge)
        closes = self.s.quoted[edge] and mark in _CLOSERS and self.s.word(edge - 1) in {",", "?", "!", ".", "…", "—"}
        if mark not in {",", "—", "–"} and not closes:
            return None
        if not self._could_be_content(0, edge):
            return None
        after = self._after_listener(i + 1) if self.s.low[i] in cues.TO_SOMEONE else i + 1
        after = self._after_cue(after - 1)
        content = [(0, edge)]
        stop = self.s.word(after)
        quote_before = self.s.quoted[edge] or self.s.quoted[edge - 1]
        if after >= self.n - 1 or stop in {".", ";", ")", "”"}:
            pass
        elif stop in {",", ":", "—", "–"} or stop in _OPENERS:
            opening = next((k for k in range(after, min(after + 3, self.n)) if self.s.quoted[k]), None)
            if opening is not None:
                if not quote_before and self._adverbial(0, edge):
                    return None
                content.append((opening, self._quote_end(opening)))
            elif stop == ",":
                rest = self._next_mark(after + 1)
                if not quote_before and self.s.word(after + 1) not in cues.BEFORE_GERUND and not self.s.word(after + 1).endswith("ing"):
                    content.append((after + 1, self.n - 1))
                elif self.s.word(after + 1) not in cues.PREPOSITIONS and not self.s.word(after + 1).endswith("ing") and not quote_before:
                    content.append((after + 1, rest))
            else:
                return None
        elif not quote_before:
            # "On Monday, she said he would": what follows is a clause, so what stands before is an adverbial.
            if self._complement(i)[0] not in {"none", "prep"}:
                return None
            if self._adverbial(0, edge):
                return None
        draft = _Draft(source, (first, i), content, "behind", "past")
        draft.open = len(content) > 1 or after >= self.n - 2
        return draft

    def _said_inverted(self, i: int) -> _Draft | None:
        """"...," said the minister, who ..."""
        entry = self.lexicon.get(self.s.low[i])
        if not entry or not entry.speech or not (entry.has("past") or entry.has("third")) or i < 3:
            return None
        edge = i - 1
        if not (self.s.word(edge) == "," or (self.s.quoted[edge] and self.s.word(edge) in _CLOSERS)):
            return None
        quote_before = self.s.quoted[edge] or self.s.quoted[edge - 1]
        after = i + 1
        if not (self.s.capital(after) or self.s.word(after) in cues.DETERMINERS or self.s.word(after) in cues.PRONOUNS):
            return None
        if quote_before and edge > 0 and self.s.word(edge) != "," and self.s.word(edge - 1) not in {",", "?", "!", "."}:
            return None
        if not quote_before and (self._complement(i)[0] in {"that", "wh", "to", "clause"} or not self._could_be_content(0, edge) or self.s.low[i] in cues.NOUNLIKE):
            return None
        last = after
        while last + 1 < self.n and self.s.word(last + 1) not in {".", ";", ":", "(", "—"} and not self.s.quoted[last + 1]:
            if self.s.word(last + 1) == "," and last > after + 30:
                break
            last += 1
        content = [(0, edge)]
        opening = next((k for k in range(last + 1, min(last + 4, self.n)) if self.s.quoted[k]), None)
        if opening is not None:
            content.append((opening, self._quote_end(opening)))
        while last > after and self.s.word(last) in {",", "in", "."}:
            last -= 1
        draft = _Draft((after, last), (i, i), content, "behind", "past")
        draft.open = True
        return draft

    def _according_behind(self, i: int) -> _Draft | None:
        if self.s.word(i + 1) != "to" or i < 3 or not self._could_be_content(0, i - 1):
            return None
        last = i + 2
        while last + 1 < self.n and self.s.word(last + 1) not in {".", ",", ";", "—", "–"}:
            last += 1
        content = [(0, i - 1)]
        if self.s.word(last + 1) == "," and last + 3 < self.n and self.s.word(i - 1) == ",":
            content.append((last + 2, self.n - 1))
        draft = _Draft((min(i + 2, self.n - 1), min(last, self.n - 1)), (i, i + 1), content, "behind", "according")
        draft.open = True
        return draft

    def _according(self, i: int) -> _Draft | None:
        if self.s.word(i + 1) != "to":
            return None
        comma = next((k for k in range(i + 2, self.n) if self.s.word(k) == "," and not self.s.quoted[k]), None)
        if comma is None or comma + 2 >= self.n:
            return None
        return _Draft((i + 2, comma - 1), (i, i + 1), [(comma + 1, self.n - 1)], "that", "according", open=True)

    # --- cue before the content ------------------------------------------------------------------------------

    def _verb(self, i: int) -> _Draft | None:
        entry = self.lexicon.get(self.s.low[i])
        if entry is None:
            return None
        first, auxiliaries = self._group(i)
        form = self._form(entry, i, first, auxiliaries)
        if form is None:
            return None
        if form == "passive":
            return self._passive(i, first, entry)
        kind, begin = self._complement(i)
        if self.s.low[i] in {"quoted", "cited", "quotes", "cites", "quoting", "citing"}:
            saying = next((k for k in range(i + 1, min(i + 12, self.n)) if self.s.word(k) == "as" and self.s.word(k + 1) in {"saying", "telling", "stating"}), None)
            if saying is not None and saying + 3 < self.n:
                begin = next((k for k in range(saying + 2, min(saying + 6, self.n)) if self.s.quoted[k]), saying + 2)
                kind = "quote" if self.s.quoted[begin] else "that"
        if form == "gerund" and self.s.word(i - 1) == "as" and self.drafts and self.drafts[-1].content[-1][0] > i:
            return None
        if kind == "clause" and not (entry.speech or entry.thought):
            kind = "object"
        if not self._takes(entry, kind, i, begin, form) or (form == "past" and first == i and self._predicate(begin)):
            return None
        if kind == "clause" and self.s.low[i] in cues.TO_SOMEONE:
            begin = self._after_listener(begin)
        source = self._subject(first) if form != "gerund" or auxiliaries & cues.BE else self._controller(first)
        if source is None and form in {"past", "third"} and self.s.word(first - 1) in {"and", "but", "then", ","}:
            source = self.drafts[-1].source if self.drafts else self._controller(first)
        if source is None and form != "gerund" and kind not in {"that", "quote"}:
            return None
        last = self._content_end(begin, kind, first, source)
        if last < begin:
            return None
        cue_end = begin - 1 if self.s.word(i + 1) in entry.particles() and begin == i + 2 else i
        return _Draft(source, (first, cue_end), [(begin, last)], kind, form, open=last >= self.n - 2)

    def _group(self, i: int) -> tuple[int, set[str]]:
        """Where the verb group of token `i` begins, and the auxiliaries in it."""
        first, seen = i, set()
        while first > 0 and not self.s.quoted[first - 1]:
            word = self.s.word(first - 1)
            if word in cues.AUXILIARY or word == "n't":
                seen.add(word)
            elif word == "to" and self.s.word(first - 2) not in {"according", "due"}:
                seen.add("to")
            elif not (word in cues.ADVERBS or (word.endswith("ly") and word not in cues.NOT_LY)):
                break
            first -= 1
        while first < i and self.s.word(first) in {"both", "all", "early", "earlier", "later", "today"}:
            first += 1
        return first, seen

    def _form(self, entry: _Entry, i: int, first: int, auxiliaries: set[str]) -> str | None:
        """How token `i` is used: a form of the verb, "passive", or None where it is no verb."""
        before = self.s.word(i - 1)
        if "to" in auxiliaries:
            return "infinitive" if entry.has("base") and self.s.word(first - 1) != "," else None
        if entry.has("gerund"):
            if auxiliaries & cues.BE:
                return "progressive"
            if before in cues.DETERMINERS:
                return None
            return "gerund"
        if auxiliaries & cues.BE and "'s" not in auxiliaries or {"been", "being"} & auxiliaries:
            return "passive" if entry.has("participle") else None
        if auxiliaries & cues.HAVE or ("'s" in auxiliaries and entry.has("participle")):
            return "past" if entry.has("participle") else None
        if auxiliaries & cues.MODAL:
            return "past" if entry.has("base") else None
        if before in cues.DETERMINERS and before not in {"this", "that", "these", "those", "all", "both", "some", "many", "most", "several", "who", "which", "one", "another"}:
            return None
        if before in {"'s", "of", "for", "with", "in", "on", "from", "by", "about", "to", "at", "against", "over", "between"}:
            return None
        if entry.has("past"):
            return "past"
        if entry.has("third"):
            return "third"
        plural = before in {"i", "we", "you", "they", "who", "that", "which", "officials", "people"} or (before.endswith("s") and not before.endswith("ss"))
        return "third" if plural and entry.has("base") else None

    def _predicate(self, begin: int) -> bool:
        """Whether the sentence's own verb stands at `begin`: then the cue was a participle ("the poll released Friday shows ...")."""
        entry = self.lexicon.get(self.s.word(begin))
        return entry is not None and entry.has("third") and not entry.has("base") and not self.s.quoted[begin]

    def _takes(self, entry: _Entry, kind: str, i: int, begin: int, form: str) -> bool:
        """Whether a cue of these groups is a cue with this complement."""
        if kind in {"none", "prep"}:
            return False
        sure = self.s.low[i] in {"said", "says", "told", "tells", "saying", "say"}
        nounlike = self.s.low[i] in cues.NOUNLIKE and form in {"third", "gerund"}
        if nounlike and kind in {"clause", "object", "particle", "to"}:
            return False
        if form == "infinitive":
            return kind in {"that", "quote"} and (entry.speech or entry.thought)
        if kind in {"that", "quote"}:
            return entry.speech or entry.thought or (entry.judgement and kind == "that") or (entry.will and kind == "that")
        if kind == "wh":
            return entry.speech or entry.thought or entry.judgement
        if kind == "to":
            return entry.will
        if kind == "particle":
            return True
        if kind == "clause":
            return entry.speech or entry.thought
        if kind == "object":
            if form == "gerund":
                noun = self.s.word(i - 1)
                return entry.judgement and (noun in {",", "by", "after", "before"} or noun in cues.SPEECH_NOUNS or noun in cues.TEXTS)
            if entry.thought and self._text_shows(i):
                return True
            if any(base in cues.PUBLISHING for base, _ in entry.readings) and form != "infinitive":
                return True
            return sure or entry.judgement or (entry.will and self._urged(begin))
        return False

    def _text_shows(self, i: int) -> bool:
        """Whether the subject is a thing that speaks: "the poll showed Roe ahead"."""
        return any(self.s.word(k) in cues.TEXTS for k in range(max(i - 6, 0), i))

    def _urged(self, begin: int) -> bool:
        """Whether an infinitive follows the one who is urged: "asked Congress to pass ..."."""
        return any(self.s.word(k) == "to" for k in range(begin, min(begin + 7, self.n)) if not self.s.quoted[k])

    def _passive(self, i: int, first: int, entry: _Entry) -> _Draft | None:
        limit = min(i + 14, self.n)
        by = next((k for k in range(i + 1, limit) if self.s.word(k) == "by" and not self.s.quoted[k]), None)
        subject = self._subject(first)
        if by is not None and (entry.speech or entry.judgement or entry.thought) and subject:
            last = by + 1
            while last + 1 < self.n and self.s.word(last + 1) not in {",", ".", ";", "—", "for", "as", "on", "in", "after", "to", "that", "who", "when"}:
                last += 1
            content = [subject]
            if by > i + 1:
                content.append((i + 1, by - 1))
            return _Draft((by + 1, min(last, self.n - 1)), (first, i), content, "object", "passive")
        expected = self.s.low[i] in {"expected", "said", "believed", "reported", "alleged", "thought", "known", "estimated", "rumored"}
        if expected and self.s.word(i + 1) in {"to", "as"} and subject:
            return _Draft(None, (first, i), [subject, (i + 1, self._content_end(i + 1, "to", first, None))], "to", "passive")
        if self.s.low[i] in {"told", "asked", "informed", "warned"} and self._complement(i)[0] in {"that", "wh", "quote"}:
            kind, begin = self._complement(i)
            return _Draft(None, (first, i), [(begin, self._content_end(begin, kind, first, None))], kind, "passive")
        return None

    def _noun(self, i: int) -> _Draft | None:
        """"Trump's claim that ...", "a New York Times report that ...", "her plan to ..."."""
        after = self.s.word(i + 1)
        owner = None
        first = i
        for k in range(i - 1, max(i - 5, -1), -1):
            word = self.s.word(k)
            if word == "'s" or word in {"his", "her", "their", "its", "my", "our"} or (word == "'" and self.s.word(k - 1).endswith("s")):
                owner, first = k, k + 1
                break
            if word in cues.PREPOSITIONS or word in cues.AUXILIARY or not word[0].isalnum():
                break
        if after == "that":
            begin = i + 1
            if not self._finite_after(begin + 1):
                return None
        elif owner is not None and after in {"to", "for", "of", "about", "on", "against"}:
            begin = i + 1 if after == "to" else i + 2
        else:
            return None
        source = None
        if owner is not None:
            source = (owner, owner) if self.s.word(owner) not in {"'s", "'"} else self._subject(owner) or (owner - 1, owner - 1)
        elif after == "that":
            noun_phrase = self._subject(i)
            source = noun_phrase if noun_phrase and any(self.s.capital(k) for k in range(noun_phrase[0] + 1, noun_phrase[1] + 1)) else None
        if begin >= self.n:
            return None
        return _Draft(source, (first, i), [(begin, self._content_end(begin, "that" if after == "that" else "object", i, source))], "noun", "noun")

    def _after_listener(self, k: int) -> int:
        """The first token after the one who is told: "told me", "told the agency"; `k` where there is no such one."""
        if self.s.word(k) in cues.OBJECTS or self.s.word(k) in {"reporters", "journalists", "lawmakers", "supporters", "voters", "parliament", "congress"}:
            return k + 1
        at = k
        if self.s.word(at) in cues.DETERMINERS:
            at += 1
        while at < self.n and at < k + 8 and self.s.capital(at) and not self.s.quoted[at]:
            at += 1
        if at < self.n and self.s.word(at) in {"newspaper", "agency", "channel", "network", "paper", "website", "magazine", "audience", "crowd", "committee"}:
            at += 1
        return at if at > k + (self.s.word(k) in cues.DETERMINERS) else k

    # --- what follows a cue ----------------------------------------------------------------------------------

    def _after_cue(self, i: int) -> int:
        """The first token after a cue and the adverbials of time right behind it."""
        k = i + 1
        if self.s.word(k) in {"a", "an", "one", "two", "three", "the"} and self.s.word(k + 1) in cues.SPANS_OF_TIME and self.s.word(k + 2) in cues.DAYS | {"before"}:
            k += 3
        while k < self.n and not self.s.quoted[k] and (self.s.word(k) in cues.DAYS or (self.s.word(k) in {"on", "in"} and self.s.word(k + 1) in cues.DAYS)):
            k += 1
        return k

    def _complement(self, i: int) -> tuple[str, int]:
        """What kind of complement follows the cue at `i`, and its first token."""
        entry = self.lexicon[self.s.low[i]]
        k = i + 1
        if self.s.word(k) in entry.particles() and not self.s.quoted[k]:
            if self.s.word(k + 1) in {"", ".", ","}:
                return "none", k
            follows = self.s.word(k + 1)
            if follows in {"that", "whether"} or k + 1 < self.n and not (follows in cues.PREPOSITIONS and follows not in {"on", "to"}):
                return "particle", k + 1
        k = self._after_cue(i)
        if k >= self.n:
            return "none", k
        word = self.s.word(k)
        if self.s.quoted[k]:
            return "quote", k
        if word in {":", ","} and k + 1 < self.n and self.s.quoted[k + 1]:
            return "quote", k + 1
        if word == ":":
            return ("clause", k + 1) if k + 3 < self.n else ("none", k)
        if word in {",", ".", ";", ")", "—", "–", "?", "!", "and", "or", "but"}:
            # "said, according to ..., that ..." and "said in a statement, ..." are rare: look a little further for "that".
            that = self._look_ahead(k, 14) if word == "," else None
            return ("that", that) if that else ("none", k)
        if word == "that":
            sure = entry.speech or entry.thought
            return ("that", k) if self._finite_after(k + 1) or (sure and k + 5 < self.n) else ("object", k)
        if word in cues.WH:
            return "wh", k
        if word == "to":
            far = self._look_ahead(k, 12)
            if entry.speech and far and self.s.low[i] in {"said", "says", "explained", "complained", "announced", "suggested", "wrote", "tweeted"}:
                return "that", far
            return "to", k
        if word in cues.PREPOSITIONS:
            far = self._look_ahead(k, 24)
            if far is not None:
                return ("quote" if self.s.quoted[far] else "that"), far
            if entry.speech and self.s.low[i] in {"said", "says"} and word not in {"of", "about", "like"}:
                clause = self._clause_after_adverbial(k)
                if clause:
                    return "clause", clause
            return "prep", k
        if self._finite_after(k, 14):
            far = self._look_ahead(k, 9)
            if far is not None and {"tell", "told", "tells", "warned", "informed", "assured", "reminded", "telling", "warning", "asked"} & {self.s.low[i]}:
                return ("quote" if self.s.quoted[far] else "that"), far
            return "clause", k
        far = self._look_ahead(k, 9)
        if far is not None and entry.speech:
            return ("quote" if self.s.quoted[far] else "that"), far
        return "object", k

    def _look_ahead(self, k: int, reach: int) -> int | None:
        """The next "that" with a clause, or opening quotation after a comma or colon, within `reach` tokens."""
        for at in range(k, min(k + reach, self.n)):
            if self.s.quoted[at]:
                return at if self.s.word(at - 1) in {",", ":"} or at > k + 1 else None
            if self.s.word(at) == ":" and at + 3 < self.n:
                return at + 1
            if self.s.word(at) == "that" and self._finite_after(at + 1):
                return at
            if self.s.word(at) in {";", "."} or self.s.word(at) in {"who", "which"}:
                return None
        return None

    def _clause_after_adverbial(self, k: int) -> int | None:
        for at in range(k + 1, min(k + 10, self.n)):
            if self.s.word(at) in {"he", "she", "they", "it", "there", "we", "i"} and self._finite_after(at, 4):
                return at
            if not self.s.word(at)[0].isalnum():
                return None
        return None

    def _finite_after(self, k: int, reach: int = 12) -> bool:
        """Whether a finite verb seems to stand within `reach` tokens: an auxiliary, a known verb or a past form."""
        if self.s.word(k) in {"he", "she", "they", "we", "i", "there", "it"}:
            return True
        for at in range(k, min(k + reach, self.n)):
            word = self.s.word(at)
            if self.s.quoted[at] or word in {";", ".", ":"}:
                return self.s.quoted[at]
            if word == "'s":
                if self.s.word(at - 1) in {"he", "she", "it", "that", "there"}:
                    return True
                continue
            if word in cues.AUXILIARY or (at > k + 1 and word in _FINITE):
                return True
            if at > k and word.endswith("ed") and self.s.word(at - 1) not in cues.DETERMINERS and self.s.word(at + 1) != "by" and len(word) > 4:
                return True
            if at > k and (entry := self.lexicon.get(word)) and entry.has("third") and not entry.has("base"):
                if self.s.word(at - 1) not in cues.DETERMINERS and self.s.word(at - 1) != "'s" and self.s.word(at - 1) not in cues.PREPOSITIONS:
                    return True
            if word == "," or (word in cues.SUBORDINATORS and at > k):
                return False
        return False

    def _content_end(self, begin: int, kind: str, first: int, source: tuple[int, int] | None) -> int:
        """The last token of a content that begins at `begin`."""
        end = self.n - 1
        if kind in {"object", "clause"} and (tail := self._quoted_tail(begin)) is not None:
            return tail
        if kind == "quote":
            closing = self._quote_end(begin)
            if closing + 2 >= self.n or self.s.word(closing + 1) in {",", ".", ";"}:
                return closing
        opening = source[0] if source else first
        inside = self.s.word(0) in cues.LEADING_SUBORDINATORS and opening <= 4
        relative = self.s.word(first - 1) in {"who", "which"} or (source is not None and self.s.word(source[0] - 1) in {"as", "which"})
        narrow = kind in {"object", "to", "wh", "particle"}
        inserted = self.s.word(first - 1) == "," and self.lexicon[self.s.low[first]].has("gerund") if self.s.low[first] in self.lexicon else False
        for k in range(begin + 1, self.n):
            if self.s.quoted[k]:
                continue
            word = self.s.word(k)
            if word == "," and (inside or relative):
                return k - 1
            if word == "," and inserted and (self.s.word(k + 1) in cues.AUXILIARY or ((entry := self.lexicon.get(self.s.word(k + 1))) and entry.speech and entry.has("past"))):
                return k - 1
            if word in {";", "—", "–"} or (word == ")" and "(" not in self.s.low[begin:k]):
                return k - 1
            if narrow and self._narrow_end(k, begin):
                return k - 1
        return end

    def _quoted_tail(self, begin: int) -> int | None:
        """The end of a quotation that a short content runs into: "called them, in an article, “a burden”"."""
        opening = next((k for k in range(begin, min(begin + 12, self.n)) if self.s.quoted[k]), None)
        if opening is None or any(self.s.word(k) in {";", "—", "and", "but", "who", "which"} for k in range(begin, opening)):
            return None
        return self._quote_end(opening) if self._quote_end(opening) >= self.n - 4 else None

    def _narrow_end(self, k: int, begin: int) -> bool:
        word, following = self.s.word(k), self.s.word(k + 1)
        if word == ",":
            return following in {"who", "which", "but", "while", "a", "an", "as", "where", "when", "after", "although", "though", "and"} or following.endswith("ing")
        if word in {"when", "while", "because", "although", "after", "during"} and k > begin + 1:
            return True
        return word == "on" and following in cues.DAYS

    def _quote_end(self, opening: int) -> int:
        """The last token of the quotation that `opening` stands in (or of the sentence, when it goes on)."""
        k = opening
        while k + 1 < self.n and self.s.quoted[k + 1]:
            if self.s.word(k) in {"”", "»"}:
                break
            k += 1
        return k

    def _next_mark(self, k: int) -> int:
        while k + 1 < self.n and self.s.word(k + 1) not in {",", ";", "—", "."}:
            k += 1
        return k

    # --- who ---------------------------------------------------------------------------------------------------

    def _subject(self, first: int) -> tuple[int, int] | None:
        """The noun phrase that ends before token `first`, with an apposition between commas."""
        last = first - 1
        if last < 0:
            return None
        if self.s.quoted[last]:
            return None
        word = self.s.word(last)
        if word in {",", ")", "—", "–"}:
            opening = "(" if word == ")" else word
            start = next((k for k in range(last - 1, max(last - 40, -1), -1) if self.s.word(k) == opening and not self.s.quoted[k]), None)
            if start is None or start == 0:
                return None
            head = self._subject(start)
            if head is None or (word == "," and not self._apposes(start, last)):
                return None
            return head[0], last - 1 if word != ")" else last
        if word in {"who", "which", "that"}:
            before = last - 1 if self.s.word(last - 1) != "," else last - 2
            if before < 0 or not self.s.word(before)[0].isalnum():
                return None
            return self._phrase(before)
        return self._phrase(last)

    def _apposes(self, start: int, last: int) -> bool:
        """Whether what stands between two commas may describe the noun before it."""
        word = self.s.word(start + 1)
        return last - start > 1 and word not in {"but", "and", "he", "she", "they", "it"}

    def _phrase(self, last: int) -> tuple[int, int] | None:
        word = self.s.word(last)
        if not word or not (word[0].isalnum() or word in {"”", '"', "'s", "%"}) or word in cues.SUBORDINATORS or word in {"and", "or"}:
            return None
        first = last
        while first > 0 and last - first < 24:
            before = self.s.word(first - 1)
            if before in {",", ";", ":", "—", "–", "(", ")", ".", "?", "!", "…"} or self.s.quoted[first - 1]:
                break
            if before in cues.SUBORDINATORS or before in cues.PRONOUNS:
                break
            if before == "and" and (self._finite_before(first - 1) or self.s.word(first) in cues.PRONOUNS):
                break
            if before in cues.AUXILIARY and before != "'s" and before != "may":
                break
            entry = self.lexicon.get(before)
            if entry and entry.speech and (entry.has("past") or entry.has("third")) and not entry.has("base") and self.s.word(first - 2) not in cues.DETERMINERS:
                if before not in {"reports", "states", "posts", "comments", "remarks", "claims", "notes", "estimates"}:
                    break
            first -= 1
        while first < last and self.s.word(first) in {"and", "but", "or", "also", "however", "meanwhile", "so", "then", "on", "still", "yet", "friday", "monday", "tuesday", "wednesday", "thursday", "saturday", "sunday"}:
            first += 1
        return (first, last) if not all(self.s.word(k) in cues.DAYS for k in range(first, last + 1)) else None

    def _finite_before(self, at: int) -> bool:
        for k in range(at - 1, max(at - 14, -1), -1):
            word = self.s.word(k)
            if word in {",", ";", ":"}:
                return False
            if word in cues.AUXILIARY or word in _FINITE or word.endswith("ed"):
                return True
        return False

    def _controller(self, first: int) -> tuple[int, int] | None:
        """Who does what a gerund says: the noun before it, else the subject of the sentence."""
        before = self.s.word(first - 1)
        if before and before[0].isalnum() and before not in cues.BEFORE_GERUND and before not in cues.SUBORDINATORS:
            return self._phrase(first - 1)
        if self.drafts:
            return self.drafts[-1].source
        for k in range(1, first):
            if self.s.quoted[k]:
                return None
            word = self.s.word(k)
            entry = self.lexicon.get(word)
            verb = entry is not None and (entry.has("past") or (entry.has("third") and not entry.has("base")))
            if (word in cues.AUXILIARY and word != "'s") or verb or word in _FINITE or word.endswith("ed"):
                if self.s.word(k - 1) not in cues.DETERMINERS and (subject := self._subject(self._group(k)[0])):
                    return subject
        if first + 1 < self.n and first <= 1:  # "Speaking in Ohio, Roe ..."
            comma = next((k for k in range(first, self.n) if self.s.word(k) == ","), None)
            if comma is not None and comma + 1 < self.n:
                return comma + 1, min(comma + 2, self.n - 1)
        return None

    def _could_be_content(self, first: int, last: int) -> bool:
        return last - first >= 2

    def _adverbial(self, first: int, last: int) -> bool:
        """Whether tokens open with an adverbial ("In Ohio", "On Monday", "Speaking to aides") and hold no finite verb."""
        word = self.s.word(first)
        if any(self.s.word(k) in cues.AUXILIARY and self.s.word(k) != "'s" for k in range(first, last + 1) if not self.s.quoted[k]):
            return word in cues.LEADING_SUBORDINATORS
        return word in cues.PREPOSITIONS or word in cues.LEADING_SUBORDINATORS or word.endswith("ing") or word.endswith("ly") or word in {"still", "however", "meanwhile", "last", "earlier", "later", "also"} or last - first < 4


_FINITE = frozenset(
    """came went took made got gave put left won lost became began kept ran rose fell sent met led held paid brought bought built stood
    understood drew grew broke chose hit cut let met saw felt found thought knew told said got sought taught caught spent lent meant
    comes goes takes makes gets gives puts leaves wins loses becomes begins keeps runs rises falls sends meets leads holds pays
    brings buys builds stands draws grows breaks chooses remains seems appears looks works lives needs wants has uses serves includes
    allows helps shows plays starts stops turns represents deserves faces stays lies means brings carries marks violates
    remain seem appear look work live need want use""".split()
)
