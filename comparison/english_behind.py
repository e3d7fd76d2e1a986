"""Cues that stand behind or inside what was said: "..., she said", "..., according to ...", "as ... put it"."""

from __future__ import annotations

from comparison import cues
from comparison.english_forms import Forms
from comparison.english_words import CLOSERS, OPENERS, Draft

_BESIDE_A_QUOTATION = 12  # words between the quotation that opens a sentence and its cue: "...," X of the Y said


class Behind(Forms):
    """Attributions of one sentence whose cue comes last."""

    def _as_they_put_it(self) -> Draft | None:
        """ "As The Heron put it, ...", "..., as the agency reported, ..."."""
        if "as" not in self.s.low:
            return None
        for at in range(self.n - 3):
            if self.s.low[at] != "as" or self.s.quoted[at] or (at > 0 and self.s.word(at - 1) != ","):
                continue
            if {"in", "by"} & {self.s.word(at + 2), self.s.word(at + 3)} and (stated := self._as_stated(at)):
                return stated
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
                return Draft((max(source[0], at + 1), source[1]), (verb, last), content, "behind", "past", open=True)
        return None

    def _as_stated(self, at: int) -> Draft | None:
        """ "As stated in the report, ...", "..., as reported by The Heron"."""
        verb = at + 1 if self.s.word(at + 2) in {"in", "by"} else at + 2  # as first reported by
        entry = self.lexicon.get(self.s.word(verb))
        if entry is None or not entry.has("participle") or not (entry.speech or entry.thought or entry.judgement):
            return None
        first = last = verb + 2
        while last + 1 < self.n and self.s.word(last + 1) not in {",", "."}:
            last += 1
        content = [(0, at - 1)] if at > 0 else []
        if last + 3 < self.n:
            content.append((last + 2, self.n - 1))
        return Draft((first, last), (at + 1, verb + 1), content, "behind", "past", open=True) if content else None

    def _behind(self, positions: list[int]) -> Draft | None:
        """The last speech verb or "according to" that stands behind or inside what was said: "..., she said."."""
        if self.s.quoted[0]:  # "...," she said, but he said nothing: the first cue has the quotation that opens it
            closing = self._quote_end(0)
            beside = next((i for i in positions if i > closing), None)
            if beside is not None and beside <= closing + _BESIDE_A_QUOTATION and self.s.low[beside] != "according":
                draft = self._said_behind(beside) or self._said_inverted(beside)
                if draft:
                    return draft
        for i in reversed(positions):
            if self.s.low[i] in {"according", "per"}:
                draft = self._according_behind(i)
            else:
                draft = self._said_behind(i) or self._said_inverted(i)
            if draft:
                return draft
        return None

    def _said_behind(self, i: int) -> Draft | None:
        entry = self.lexicon.get(self.s.low[i])
        if not entry or not (entry.has("past") or entry.has("third") or self.s.low[i] in cues.PLURAL_BEHIND):
            return None
        points_out = self.s.word(i + 1) == "out" and self.s.low[i] in {"pointed", "points"}
        ends = self.s.word(i + 1 + points_out) in {"", "."}
        if not entry.speech and not points_out and not (ends and (entry.thought or entry.will)):
            return None
        first, auxiliaries = self._group(i)
        quoting = "saying" in self.s.low[i + 2 :]  # "...," it quotes a diver as saying
        if self.s.low[i] in cues.NOUNLIKE and (
            self.s.word(i - 1) in cues.DETERMINERS or not (quoting or self.s.word(i + 1) in {"", ".", ","})
        ):
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
        inner = edge
        while self.s.word(inner) in CLOSERS:  # a quotation inside the quotation: ,'"
            inner -= 1
        closes = self.s.quoted[edge] and mark in CLOSERS and self.s.word(inner) in {",", "?", "!", ".", "…", "—"}
        if (mark not in {",", "—", "–"} or not (entry.speech or entry.thought or points_out)) and not closes:
            return None
        if not self._could_be_content(0, edge):
            return None
        if not self.s.quoted[0] and self._complement(i)[0] == "that":
            return None  # Under the headline “Closed”, The Heron wrote that ...
        after = self._after_listener(i + 1) if self.s.low[i] in cues.TO_SOMEONE else i + 1 + points_out
        after = self._after_cue(after - 1)
        content = [(0, edge)]
        stop = self.s.word(after)
        quote_before = self.s.quoted[edge] or self.s.quoted[edge - 1]
        if after >= self.n - 1 or stop in {".", ";", ")", "”"}:
            pass
        elif stop in {",", ":", "—", "–"} or stop in OPENERS:
            opening = next((k for k in range(after, min(after + 3, self.n)) if self.s.quoted[k]), None)
            if opening is None and quote_before:  # "...," she said, pointing at the door, "..."
                opening = next(
                    (
                        k
                        for k in range(after, self.n)
                        if self.s.quoted[k] and self.s.word(k - 1) == "," and not self.s.quoted[k - 1]
                    ),
                    None,
                )
                if opening is not None and any(self._speaks(k) for k in range(after, opening)):
                    opening = None
            if opening is not None:
                if not quote_before and (self._adverbial(0, edge) or self._narrates(0, edge)):
                    return None
                content.append((opening, self._quote_end(opening)))
            elif stop == ",":
                rest = self._next_mark(after + 1)
                if (
                    not quote_before
                    and self.s.word(after + 1) not in cues.BEFORE_GERUND
                    and not self.s.word(after + 1).endswith("ing")
                ):
                    content.append((after + 1, self.n - 1))
                elif (
                    self.s.word(after + 1) not in cues.PREPOSITIONS
                    and not self.s.word(after + 1).endswith("ing")
                    and not quote_before
                ):
                    content.append((after + 1, rest))
            else:
                return None
        elif not quote_before:
            # "On Monday, she said he would": what follows is a clause, so what stands before is an adverbial.
            kind, begin = self._complement(i)
            if kind not in {"none", "prep", "quote"} or self._adverbial(0, edge):
                return None
            if kind == "quote":
                content.append((begin, self._quote_end(begin)))
        draft = Draft(source, (first, i + points_out), content, "behind", "past")
        draft.open = len(content) > 1 or after >= self.n - 2
        return draft

    def _said_inverted(self, i: int) -> Draft | None:
        """ "...," said the minister, who ..."""
        entry = self.lexicon.get(self.s.low[i])
        if not entry or not entry.speech or not (entry.has("past") or entry.has("third")) or i < 3:
            return None
        edge = i - 1
        if not (self.s.word(edge) == "," or (self.s.quoted[edge] and self.s.word(edge) in CLOSERS)):
            return None
        quote_before = self.s.quoted[edge] or self.s.quoted[edge - 1]
        after = i + 1
        if not (
            self.s.capital(after)
            or self.s.word(after)[:1].isdigit()
            or self.s.word(after) in cues.DETERMINERS
            or self.s.word(after) in cues.PRONOUNS
        ):
            return None
        inner = edge
        while inner > 0 and self.s.word(inner) in CLOSERS:
            inner -= 1
        if quote_before and edge > 0 and self.s.word(inner) not in {",", "?", "!", "."}:
            return None
        if not quote_before and (
            self._complement(i)[0] in {"that", "wh", "to", "clause"}
            or not self._could_be_content(0, edge)
            or self.s.low[i] in cues.NOUNLIKE
            or self._after_relative(edge)
        ):
            return None
        last = after
        while (
            last + 1 < self.n and self.s.word(last + 1) not in {".", ";", ":", "(", "—"} and not self.s.quoted[last + 1]
        ):
            if self.s.word(last + 1) == "," and last > after + 30:
                break
            last += 1
        content = [(0, edge)]
        opening = next((k for k in range(last + 1, min(last + 4, self.n)) if self.s.quoted[k]), None)
        if opening is not None:
            content.append((opening, self._quote_end(opening)))
        while last > after and self.s.word(last) in {",", "in", "."}:
            last -= 1
        draft = Draft((after, last), (i, i), content, "behind", "past")
        draft.open = True
        return draft

    def _after_relative(self, comma: int) -> bool:
        """Whether the comma closes a relative clause: "the mayor, who is 60, stressed her support"."""
        opening = next((k for k in range(comma - 1, max(comma - 30, 0), -1) if self.s.word(k) == ","), None)
        return opening is not None and self.s.word(opening + 1) in {"who", "which", "whose", "whom"}

    def _according_behind(self, i: int) -> Draft | None:
        begin = self._source_of_according(i)
        if begin is None or i < 3 or not self._could_be_content(0, i - 1):
            return None
        last = begin
        while last + 1 < self.n and self.s.word(last + 1) not in {".", ",", ";", "—", "–"}:
            last += 1
        content = [(0, i - 1)]
        if self.s.word(last + 1) == "," and last + 3 < self.n and self.s.word(i - 1) == ",":
            content.append((last + 2, self.n - 1))
        draft = Draft((min(begin, self.n - 1), min(last, self.n - 1)), (i, begin - 1), content, "behind", "according")
        draft.open = True
        return draft

    def _narrates(self, first: int, last: int) -> bool:
        """Whether tokens say themselves who says what: "She said it was late, and when pressed, ..."."""
        return any(
            self._speaks(k) and (self.s.word(k - 1) in cues.PRONOUNS or self.s.capital(k - 1))
            for k in range(first + 1, min(last, first + 8))
        )

    def _speaks(self, k: int) -> bool:
        entry = self.lexicon.get(self.s.low[k])
        return entry is not None and entry.speech and not self.s.quoted[k] and not entry.has("base")

    def _says_behind(self, i: int) -> bool:
        """Whether behind the next comma somebody says something."""
        comma = next((k for k in range(i + 1, self.n) if self.s.word(k) == "," and not self.s.quoted[k]), self.n)
        return any(self._speaks(k) for k in range(comma + 2, self.n))

    def _source_of_according(self, i: int) -> int | None:
        """Where the source begins behind "according to", or "per" at the edge of a clause: "Per CT, ..."."""
        if self.s.low[i] == "according":
            return i + 2 if self.s.word(i + 1) == "to" else None
        named = self.s.capital(i + 1) or (self.s.word(i + 1) == "the" and self.s.capital(i + 2))
        return i + 1 if named and self.s.word(i - 1) in {"", ","} else None

    def _in_a_survey(self) -> Draft | None:
        """ "In a poll by The Heron, half of the fishermen ..."."""
        if self.s.word(0) != "in" or self.s.quoted[0]:
            return None
        comma = next((k for k in range(1, min(20, self.n)) if self.s.word(k) == ","), None)
        if comma is None or not {"poll", "survey", "study", "polls"} & set(self.s.low[1:comma]) or comma + 4 >= self.n:
            return None
        return Draft((1, comma - 1), (0, 0), [(comma + 1, self.n - 1)], "that", "according", open=True)
