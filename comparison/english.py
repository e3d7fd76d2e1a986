"""Attribution in English sentences: a pass over the words of one sentence, from left to right.

`attribute` gives source, cue and content by offset. The sentence's words are read in `english_words`, who speaks in
`english_phrases`, what follows a cue in `english_complements`, which words are verbs in `english_forms`, cues behind
what was said in `english_behind`, attitudes in `english_attitudes`; the word lists are in `cues`.
"""

from __future__ import annotations

from collections.abc import Sequence

from comparison import cues
from comparison.english_attitudes import Attitudes
from comparison.english_frames import framed
from comparison.english_senses import COMPOUND_HEADS, DONE_TO, GIVEN, OTHER_SENSES
from comparison.english_words import FINITE, Draft, Entry, Found, read_words, trim
from comparison.press import OUTLET_NOUNS, PIECE_NOUNS, WRITER_NOUNS
from comparison.sentences import LONGEST, Span
from comparison.tables import word_set

_OTHER_CUES = frozenset(cues.ATTITUDES) | word_set("according per put puts made makes against read reads")

_OBJECT = 5  # words in which the noun of an object stands
_SHORTEST_PAST = 4


def attribute(text: str, start: int, end: int, quotes: Sequence[Span] = ()) -> list[Found]:
    """The attributions of one English sentence, by offset. `quotes` are the quotations of its paragraph."""
    if frame := framed(text, start, end, quotes):
        return [frame]
    sentence = read_words(text, start, min(end, start + LONGEST), quotes)
    if len(sentence) < 3:
        return []
    drafts = Reader(sentence).read()
    found = []
    for draft in drafts:
        if draft.source and not draft.source[0] <= draft.source[1] < len(sentence):
            continue  # "according to , ...": cut off where somebody was to be named
        content = tuple(trimmed for first, last in draft.content if (trimmed := trim(sentence, first, last)))
        if content:
            source = sentence.span(*draft.source) if draft.source else None
            found.append(Found(source, sentence.span(*draft.cue), content, draft.kind == "quote"))
    return found


class Reader(Attitudes):
    """Reads the attributions of one sentence."""

    def read(self) -> list[Draft]:
        """The attributions of the sentence, in the order of their cues."""
        low, quoted = self.s.low, self.s.quoted
        positions = [
            i
            for i in range(self.n)
            if not quoted[i] and (low[i] in self.lexicon or low[i] in cues.SPEECH_NOUNS or low[i] in _OTHER_CUES)
        ]
        if not positions:
            return []
        outer = self._as_they_put_it() or self._behind(positions)
        if outer:
            self.drafts.append(outer)
            if outer.open:
                return self.drafts
        for i in positions:
            if outer and any(
                a <= i <= b for a, b in (outer.cue, *outer.content, *([outer.source] if outer.source else []))
            ):
                continue
            draft = self._according(i) if low[i] in {"according", "per"} else self._verb(i)
            if draft is None and low[i] in cues.SPEECH_NOUNS:
                draft = self._noun(i)
            if draft is None:
                draft = self._attitude(i)
            if draft:
                self._accept(draft)
        if not self.drafts and (draft := self._in_a_survey()):
            self.drafts.append(draft)
        return self.drafts

    def _accept(self, draft: Draft) -> None:
        """Add a draft, unless an earlier one already covers it; one that begins anew ends the content before it."""
        before = self.drafts[-1] if self.drafts else None
        if before and before.cue < draft.cue < before.content[0] and before.content[0][0] == draft.content[0][0]:
            self.drafts[-1] = draft  # "a poll released on Friday found that ...": the nearer cue has it
            return
        for earlier in self.drafts:
            for number, (first, last) in enumerate(earlier.content):
                if first <= draft.cue[0] <= last:
                    cut = self._breaks_off(earlier, draft, first)
                    if cut is None:
                        return
                    earlier.content[number] = (first, cut)
            if earlier.cue[0] <= draft.cue[0] <= earlier.cue[1]:
                return
        self.drafts.append(draft)

    def _breaks_off(self, earlier: Draft, draft: Draft, first: int) -> int | None:
        """Where the content of `earlier` ends if `draft`, which lies inside it, is the narrator's again; else None."""
        at = draft.cue[0]
        before = self.s.word(at - 1)
        if draft.form == "gerund" and before == "," and at - 2 > first:
            return at - 2
        if (
            before in {"and", "but", "then"}
            and draft.form == earlier.form
            and draft.form in {"past", "third"}
            and at - 2 > first
        ):
            strong = (
                draft.kind in {"that", "quote", "wh"} or earlier.kind in {"object", "to"} or self.s.word(at - 2) == ","
            )
            return at - 2 if strong else None
        if draft.kind == "quote" and earlier.kind != "quote" and draft.source and draft.form in {"past", "third"}:
            joint = next(
                (k for k in range(draft.source[0] - 1, first + 1, -1) if self.s.word(k) in {"and", "but"}), None
            )
            if joint is not None:  # "said it was late, and when pressed replied: ..."
                return joint - 1 - (self.s.word(joint - 1) == ",")
        if draft.source and draft.source[0] > first + 1:
            begin = draft.source[0] - 1
            while begin > first and self.s.word(begin) in cues.ADVERBS:
                begin -= 1
            if self.s.word(begin) in {"but", "while", "although", "though", "whereas", "and"} and self.s.word(
                begin - 1
            ) in {",", ";", "—"}:
                pronoun = draft.source[0] == draft.source[1] and self.s.word(draft.source[0]) in cues.PRONOUNS
                return begin - 2 if draft.kind != "object" or pronoun else None
            if self.s.word(begin) == ";":
                return begin - 1
        return None

    def _according(self, i: int) -> Draft | None:
        first = self._source_of_according(i)
        comma = next((k for k in range(i + 2, self.n) if self.s.word(k) == "," and not self.s.quoted[k]), None)
        if first is None or comma is None or comma + 2 >= self.n:
            return None
        return Draft((first, comma - 1), (i, first - 1), [(comma + 1, self.n - 1)], "that", "according", open=True)

    def _verb(self, i: int) -> Draft | None:
        entry = self.lexicon.get(self.s.low[i])
        if entry is None:
            return None
        first, auxiliaries = self._group(i)
        form = self._form(entry, i, first, auxiliaries)
        if form is None:
            return None
        if form == "passive":
            return self._passive(i, first, entry)
        if (
            self.s.word(i - 1) == "'s"
            and self.s.low[i].endswith("ing")
            and (self._predicate(i + 1) or self._predicates(i + 1))
        ):
            return None  # The Heron's reporting suggests that ...
        kind, begin = self._complement(i)
        if self.s.low[i] in {"quoted", "cited", "quotes", "cites", "quoting", "citing"}:
            saying = next(
                (
                    k
                    for k in range(i + 1, min(i + 12, self.n))
                    if self.s.word(k) == "as" and self.s.word(k + 1) in {"saying", "telling", "stating"}
                ),
                None,
            )
            if saying is not None and saying + 3 < self.n:
                begin = next(
                    (
                        k
                        for k in range(saying + 2, min(saying + 6, self.n))
                        if self.s.quoted[k] or self.s.word(k) == "that"
                    ),
                    saying + 2,
                )
                kind = "quote" if self.s.quoted[begin] else "that"
        if first == 0 and self.s.low[i] in {"citing", "quoting"} and kind == "object" and self._says_behind(i):
            return None  # "Citing port records, The Heron said ..."
        if form == "gerund" and self.s.word(i - 1) == "as" and self.drafts and self.drafts[-1].content[-1][0] > i:
            return None
        if kind == "clause" and not (entry.speech or entry.thought):
            kind = "object"
        if not self._takes(entry, kind, i, begin, form) or (
            form == "past" and first == i and self.s.low[i] != "said" and self._predicate(begin)
        ):
            return None
        if kind == "clause" and self.s.low[i] in cues.TO_SOMEONE:
            begin = self._after_listener(begin)
        source = self._subject(first) if form != "gerund" or auxiliaries & cues.BE else self._controller(first)
        if source is None and form in {"past", "third"} and self.s.word(first - 1) in {"and", "but", "then", ","}:
            source = self.drafts[-1].source if self.drafts else self._controller(first)
        if source is None and form != "gerund" and kind not in {"that", "quote"}:
            return None
        if source and source[0] == source[1] and self.s.word(source[0]) == "you":  # the reader is no source
            return None
        if kind == "particle" and {"not", "n't", "didn't"} & set(self.s.low[first:i]) and self._answers(entry):
            return None
        last = self._content_end(begin, kind, first, source)
        if last < begin:
            return None
        cue_end = begin - 1 if self.s.word(i + 1) in entry.particles() and begin == i + 2 else i
        return Draft(source, (first, cue_end), [(begin, last)], kind, form, open=last >= self.n - 2)

    def _answers(self, entry: Entry) -> bool:
        """Whether it is a verb of answering: who did not respond has said nothing."""
        return any(base in {"respond", "reply", "comment"} for base, _ in entry.readings)

    def _takes(self, entry: Entry, kind: str, i: int, begin: int, form: str) -> bool:
        """Whether a cue of these groups is a cue with this complement."""
        if kind in {"none", "prep"} or (kind in {"object", "particle"} and self._other_sense(entry, begin, kind)):
            return False
        if form == "third" and self._is_compound(i):
            return False
        sure = self.s.low[i] in {"said", "says", "told", "tells", "saying", "say"}
        nounlike = self.s.low[i] in cues.NOUNLIKE and form in {"third", "gerund"}
        if nounlike and form == "third" and kind in {"that", "wh", "to", "object", "clause"}:
            named = self._named_subject(i) or (entry.has("base") and self._opens_object(begin))
            if not named and not self._has_subject(i):
                return False
            if named and kind == "clause" and entry.speech and self._opens_object(begin) and not self.s.capital(i):
                return True  # The Heron reports the bridge is closed
            if named and kind in {"object", "clause"} and not self.s.capital(i):
                return self._takes_object(begin, entry) and self.s.low[i] != "requires"
        if nounlike and kind == "object" and entry.judgement and self._quoted_tail(begin) is not None:
            return True  # a general calls the plan “a mistake”
        if nounlike and kind in {"clause", "object", "particle", "to"}:
            interrupted = (
                self.s.word(i - 1) == "," and self._subject(i) is not None
            )  # "The Heron, for its part, claims"
            reporting = self.s.word(i - 1) in OUTLET_NOUNS | PIECE_NOUNS | WRITER_NOUNS  # "the outlet claims"
            return kind == "clause" and form == "third" and entry.speech and (interrupted or reporting)
        if form == "infinitive":
            return kind in {"that", "quote"} and (entry.speech or entry.thought)
        if kind == "that" and nounlike and not (entry.speech or entry.thought):
            return False
        if kind in {"that", "quote"}:
            if entry.judgement and kind == "quote":  # attacked “the ...”, but not: promoting “pills”
                return entry.speech or entry.thought or form in {"past", "third"}
            return entry.speech or entry.thought or entry.judgement or (entry.will and kind == "that")
        if kind == "wh":
            if nounlike and not (entry.speech or entry.thought):  # the attacks which ...
                return False
            return entry.speech or entry.thought or entry.judgement
        if kind == "to":
            return entry.will
        if kind == "particle":
            return form != "gerund" or entry.speech or self.s.word(i - 1) in {"", ","}
        if kind == "clause":
            return entry.speech or entry.thought
        if kind == "object":
            if form == "gerund":
                noun = self.s.word(i - 1)
                return entry.judgement and (
                    noun in {"", ",", "by", "after", "before"} or noun in cues.SPEECH_NOUNS or noun in cues.TEXTS
                )
            if entry.thought and self._text_shows(i):
                return True
            if any(base in cues.PUBLISHING for base, _ in entry.readings) and form != "infinitive":
                return True
            return sure or self._takes_object(begin, entry)
        return False

    def _other_sense(self, entry: Entry, begin: int, kind: str) -> bool:
        """Whether the object that begins here is none of saying: "admitted twelve people", "denied him a job"."""
        bases = [base for base, _ in entry.readings]
        if (
            kind == "object"
            and self.s.word(begin) in cues.OBJECTS
            and self.s.word(begin + 1) in {"a", "an", "the", "his", "her", "their"}
        ):
            return any(base in GIVEN for base in bases)
        if kind == "object" and any(self._done_to(begin, base) for base in bases):
            return True
        particle = self.s.word(begin - 1)
        senses = _senses(entry, f" {particle}" if kind == "particle" else "")
        if not senses:
            return False
        for k in range(begin, min(begin + _OBJECT, self.n)):
            word = self.s.word(k)
            if self.s.quoted[k] or word in cues.PREPOSITIONS or not word[:1].isalnum():
                return False
            if word in senses:
                return True
        return False

    def _done_to(self, begin: int, base: str) -> bool:
        """Whether words behind the object show that the verb did something to it: "offered the house for sale"."""
        done = DONE_TO.get(base)
        return done is not None and any(
            f"{self.s.word(k)} {self.s.word(k + 1)}" in done
            for k in range(begin + 1, min(begin + _OBJECT, self.n))
            if not self.s.quoted[k]
        )

    def _is_compound(self, i: int) -> bool:
        """Whether the word is the head of a noun with another before it, as its verb stands right behind it: "gas leaks
        closed two streets"."""
        after = self.s.word(i + 1)
        if after in cues.AUXILIARY - {"'s", "do", "does", "did"}:
            return True  # "the Pelican claims were settled"
        past = after.endswith("ed") and len(after) > _SHORTEST_PAST
        if self.s.low[i] not in cues.NOUNLIKE | cues.SPEECH_NOUNS | COMPOUND_HEADS:
            return False
        if not (past or after in FINITE):
            return False
        return not self._named_subject(i) and not self._finite_after(i + 2)

    def _takes_object(self, begin: int, entry: Entry) -> bool:
        return (
            entry.judgement
            or (entry.will and self._urged(begin))
            or any(base in cues.SAYING_SOMETHING for base, _ in entry.readings)
        )

    def _passive(self, i: int, first: int, entry: Entry) -> Draft | None:
        limit = min(i + 14, self.n)
        by = next((k for k in range(i + 1, limit) if self.s.word(k) == "by" and not self.s.quoted[k]), None)
        subject = self._subject(first)
        plain = subject is not None and cues.PREPOSITIONS.isdisjoint(self.s.low[subject[0] : subject[1]])
        if plain and subject and self.s.word(subject[1]) in _senses(entry):
            return None  # the estate was claimed by a cousin
        if by is not None and self.s.word(first - 1) == "it":  # "it was reported by The Heron that ..."
            that = self._look_ahead(by + 1, 20)
            if that is not None and (entry.speech or entry.thought) and that > by + 1:
                return Draft((by + 1, that - 1), (first, i), [(that, self.n - 1)], "that", "passive", open=True)
        said = subject is not None and not (subject[0] == subject[1] and self.s.word(subject[0]) in cues.PRONOUNS)
        if by is not None and (entry.speech or entry.judgement or entry.thought) and subject and said:
            last = by + 1
            while last + 1 < self.n and self.s.word(last + 1) not in {
                ",",
                ".",
                ";",
                "—",
                "for",
                "as",
                "on",
                "in",
                "after",
                "to",
                "that",
                "who",
                "when",
            }:
                last += 1
            content = [subject]
            if by > i + 1:
                content.append((i + 1, by - 1))
            return Draft((by + 1, min(last, self.n - 1)), (first, i), content, "object", "passive")
        expected = self.s.low[i] in {
            "expected",
            "said",
            "believed",
            "reported",
            "alleged",
            "thought",
            "known",
            "estimated",
            "rumored",
        }
        if expected and self.s.word(i + 1) in {"to", "as"} and subject:
            return Draft(
                None, (first, i), [subject, (i + 1, self._content_end(i + 1, "to", first, None))], "to", "passive"
            )
        judged = cues.JUDGED_BE.get(self.s.low[i])
        if judged is not None and subject and said and by is None and self.s.word(i + 1) in judged:
            end = self._content_end(i + 1, "object", first, None)
            return Draft(None, (first, i), [subject, (i + 1, end)], "object", "passive")
        if self.s.low[i] in {"told", "asked", "informed", "warned"} and self._complement(i)[0] in {
            "that",
            "wh",
            "quote",
        }:
            kind, begin = self._complement(i)
            return Draft(None, (first, i), [(begin, self._content_end(begin, kind, first, None))], kind, "passive")
        return None

    def _noun(self, i: int) -> Draft | None:
        """ "Trump's claim that ...", "a New York Times report that ...", "her plan to ..."."""
        after = self.s.word(i + 1)
        owner = None
        first = i
        for k in range(i - 1, max(i - 5, -1), -1):
            word = self.s.word(k)
            if (
                word == "'s"
                or word in {"his", "her", "their", "its", "my", "our"}
                or (word == "'" and self.s.word(k - 1).endswith("s"))
            ):
                owner, first = k, k + 1
                break
            if word in cues.PREPOSITIONS or word in cues.AUXILIARY or not word[0].isalnum():
                break
        if after == "that":
            begin = i + 1
            if not self._finite_after(begin + 1):
                return None
        elif after in {"by", "from", "of"} and owner is None and (that := self._that_after_owner(i + 2)) is not None:
            return Draft((i + 2, that - 1), (i, i), [(that, self.n - 1)], "noun", "noun", open=True)
        elif owner is not None and after in {"to", "for", "of", "about", "on", "against"}:
            begin = i + 1 if after == "to" else i + 2
        elif self.s.low[i] in cues.NOUNS_ALONE.get(after, ()):
            begin = i + 1 if after in {"to", "whether"} else i + 2
        else:
            return None
        source = None
        if owner is not None:
            source = (
                (owner, owner)
                if self.s.word(owner) not in {"'s", "'"}
                else self._subject(owner) or (owner - 1, owner - 1)
            )
        elif after == "that":
            noun_phrase = self._subject(i)
            source = (
                noun_phrase
                if noun_phrase and any(self.s.capital(k) for k in range(noun_phrase[0] + 1, noun_phrase[1] + 1))
                else None
            )
        if begin >= self.n or (after == "to" and not self._infinitive(begin)):
            return None
        last = self._content_end(begin, "that" if after == "that" else "object", i, source)
        if after != "that" and not self._finite_before(first):  # its phrase is the subject: the verb ends it
            last = min(last, next((k - 1 for k in range(begin + 1, self.n) if self._predicates(k)), last))
        return Draft(source, (first, i), [(begin, last)], "noun", "noun")

    def _that_after_owner(self, k: int) -> int | None:
        """Where "that" begins in "a statement by the ministry that the pier had moved"."""
        that = next((at for at in range(k + 1, min(k + 7, self.n)) if self.s.word(at) == "that"), None)
        if that is None or any(not self.s.word(at)[0].isalnum() for at in range(k, that)):
            return None
        clause = self.s.capital(that + 1) or self.s.word(that + 1) in cues.DETERMINERS | cues.PRONOUNS
        return that if clause and self._finite_after(that + 1) else None  # not: a report by a body that met

    def _infinitive(self, to: int) -> bool:
        """Whether a verb follows the "to" at this token: "a threat to leave", not "a threat to the harbour"."""
        k = to + 1
        while self.s.word(k) in cues.ADVERBS or self.s.word(k).endswith("ly"):
            k += 1
        return not (self.s.capital(k) or self.s.word(k) in cues.DETERMINERS | cues.OBJECTS | {""})

    def _predicates(self, k: int) -> bool:
        word = self.s.word(k)
        return not self.s.quoted[k] and (
            (word in cues.AUXILIARY and word != "'s")
            or word in FINITE
            or (word.endswith("ed") and self.s.word(k - 1) not in cues.DETERMINERS | cues.AUXILIARY)
        )


def _senses(entry: Entry, particle: str = "") -> frozenset[str]:
    """The nouns with which a verb, with its particle, says nothing."""
    return frozenset().union(*(OTHER_SENSES.get(base + particle, frozenset()) for base, _ in entry.readings))
