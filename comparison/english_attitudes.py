"""Who holds what without a verb of saying: "was sure that", "is against", "made it clear that"."""

from __future__ import annotations

from comparison import cues
from comparison.english_behind import Behind
from comparison.english_words import Draft

_PUT_AT = 14  # words from "put" to "at"


class Attitudes(Behind):
    """Attributions of one sentence whose cue is an adjective or a set phrase."""

    def _attitude(self, i: int) -> Draft | None:
        """The attribution whose cue is at token `i`, if it is one of these."""
        word = self.s.low[i]
        if word in cues.ATTITUDES:
            return self._adjective(i)
        if word in {"made", "makes", "make", "making"}:
            return self._made_it_clear(i)
        if word == "against":
            return self._is_against(i)
        if word in {"read", "reads"}:
            return self._reads(i)
        if word in {"put", "puts"}:
            return self._put_it(i)
        if word in {"asked", "pressed", "questioned"} and (i == 0 or self.s.word(i - 1) == "when"):
            return self._asked_about(i)
        return None

    def _reads(self, i: int) -> Draft | None:
        """ "The headline read: “…”"."""
        opening = next((k for k in range(i + 1, min(i + 4, self.n)) if self.s.quoted[k]), None)
        source = self._subject(self._group(i)[0])
        if (
            opening is None
            or source is None
            or not any(self.s.word(k) in cues.TEXTS for k in range(source[0], source[1] + 1))
        ):
            return None
        return Draft(source, (i, i), [(opening, self._quote_end(opening))], "quote", "past")

    def _put_it(self, i: int) -> Draft | None:
        """ "She put it bluntly: “…”", "The paper put the cost at two million"."""
        at = next((k for k in range(i + 3, min(i + _PUT_AT, self.n - 1)) if self.s.word(k) == "at"), None)
        numbered = at is not None and any(self.s.word(k)[:1].isdigit() for k in (at + 1, at + 2, at + 3))
        estimated = self.s.word(i + 2) in cues.ESTIMATES
        if self.s.word(i + 1) in {"the", "their", "its", "his", "her"} and at is not None and (estimated or numbered):
            first, _ = self._group(i)
            if (source := self._subject(first)) is None:
                return None
            return Draft(source, (first, i), [(i + 1, self._content_end(i + 1, "that", first, source))], "that", "past")
        opening = next((k for k in range(i + 2, min(i + 8, self.n)) if self.s.quoted[k]), None)
        first, _ = self._group(i)
        source = self._subject(first)
        if self.s.word(i + 1) != "it" or opening is None or source is None:
            return None
        return Draft(source, (first, i + 1), [(opening, self._quote_end(opening))], "quote", "past")

    def _asked_about(self, i: int) -> Draft | None:
        """ "Asked about the bridge, she said ...": a question that somebody put."""
        kind = self.s.word(i + 1)
        if kind not in {"about", "whether", "if", "why", "how", "what", "to", "on", "when", "who"}:
            return None
        begin = i + 2 if kind in {"about", "on"} else i + 1
        comma = next((k for k in range(begin, self.n) if self.s.word(k) == "," and not self.s.quoted[k]), None)
        if comma is None or comma <= begin:
            return None
        return Draft(None, (i, i + 1), [(begin, comma - 1)], "object", "passive")

    def _adjective(self, i: int) -> Draft | None:
        """ "She was sure that it would hold", "they are skeptical of the plan"."""
        first, auxiliaries = self._group(i)
        while first > 0 and self.s.word(first - 1) in {"very", "so", "more", "most", "quite", "deeply", "as", "less"}:
            first -= 1
            start, more = self._group(first)
            first, auxiliaries = start, auxiliaries | more
        felt = self._being(first, auxiliaries) or self.s.word(first - 1) in {
            "feel",
            "feels",
            "felt",
            "remain",
            "remains",
            "remained",
        }
        if not felt:
            return None
        if not self._being(first, auxiliaries):
            first -= 1
        source = self._subject(first)
        if source is None or (source[0] == source[1] and self.s.word(source[0]) in {"it", "that", "this", "there"}):
            return None
        following = self.s.word(i + 1)
        allowed = cues.ATTITUDES[self.s.low[i]]
        if following == "that" or ("that" in allowed and following in cues.PRONOUNS | cues.DETERMINERS):
            if "that" not in allowed or not self._finite_after(i + 2):
                return None
            kind, begin, last = "that", i + 1, i
        elif following in allowed and i + 2 < self.n and not self.s.quoted[i + 1]:
            kind, begin, last = ("to", i + 1, i) if following == "to" else ("object", i + 2, i + 1)
        else:
            return None
        end = self._content_end(begin, kind, first, source)
        return Draft(source, (first, last), [(begin, end)], kind, "adjective", open=end >= self.n - 2)

    def _being(self, first: int, auxiliaries: set[str]) -> bool:
        """Whether a verb group is one of being: "is", "has been", "she's"; not the genitive."""
        return bool(auxiliaries & (cues.BE - {"'s"})) or (
            "'s" in auxiliaries and self.s.word(first - 1) in cues.PRONOUNS
        )

    def _made_it_clear(self, i: int) -> Draft | None:
        k = i + 1 + (self.s.word(i + 1) == "it")
        if self.s.word(k) not in {"clear", "plain", "known"}:
            return None
        begin = k + 1
        if begin + 2 >= self.n or not self._finite_after(begin + (self.s.word(begin) == "that")):
            return None
        first, _ = self._group(i)
        source = self._subject(first)
        return Draft(source, (first, k), [(begin, self.n - 1)], "that", "past", open=True) if source else None

    def _is_against(self, i: int) -> Draft | None:
        """ "He is against the bridge", "they are in favour of it"."""
        first, auxiliaries = self._group(i)
        if not self._being(first, auxiliaries) or i + 1 >= self.n:
            return None
        source = self._subject(first)
        if source is None:
            return None
        return Draft(
            source, (first, i), [(i + 1, self._content_end(i + 1, "object", first, source))], "object", "adjective"
        )
