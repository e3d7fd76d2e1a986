"""What follows a cue: "that" with a clause, an infinitive, a quotation, an object; and where what was said ends."""

from __future__ import annotations

from comparison import cues
from comparison.english_phrases import Phrases
from comparison.english_words import FINITE
from comparison.tables import word_set

_PRESSED = word_set("asked pressed questioned reached challenged confronted quizzed")  # "Asked about it, she said"

_BEHIND_A_COMMA = word_set(
    """
    who which but while a an as where when after although though and according despite because since citing yet not
    """
)


class Complements(Phrases):
    """The complements of the cues of one sentence."""

    def _after_listener(self, k: int) -> int:
        """The first token after the one who is told: "told me", "told the agency"; `k` where there is no such one."""
        if self.s.word(k) in cues.OBJECTS or self.s.word(k) in {
            "reporters",
            "journalists",
            "lawmakers",
            "supporters",
            "voters",
            "parliament",
            "congress",
        }:
            return k + 1
        at = k
        if self.s.word(at) in cues.DETERMINERS:
            at += 1
        while at < self.n and at < k + 8 and self.s.capital(at) and not self.s.quoted[at]:
            at += 1
        if at < self.n and self.s.word(at) in {
            "newspaper",
            "agency",
            "channel",
            "network",
            "paper",
            "website",
            "magazine",
            "audience",
            "crowd",
            "committee",
        }:
            at += 1
        return at if at > k + (self.s.word(k) in cues.DETERMINERS) else k

    def _after_cue(self, i: int) -> int:
        """The first token after a cue and the adverbials of time right behind it."""
        k = i + 1
        if (
            self.s.word(k) in {"a", "an", "one", "two", "three", "the"}
            and self.s.word(k + 1) in cues.SPANS_OF_TIME
            and self.s.word(k + 2) in cues.DAYS | {"before"}
        ):
            k += 3
        while (
            k < self.n
            and not self.s.quoted[k]
            and (self.s.word(k) in cues.DAYS or (self.s.word(k) in {"on", "in"} and self.s.word(k + 1) in cues.DAYS))
        ):
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
            if follows in {"that", "whether"} or (
                k + 1 < self.n and not (follows in cues.PREPOSITIONS and follows not in {"on", "to"})
            ):
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
            # "said, according to ..., that ...": look a little further
            that = self._look_ahead(k, 14) if word == "," else None
            return ("that", that) if that else ("none", k)
        if word == "that":
            sure = entry.speech or entry.thought
            if not sure and not entry.will and self.s.word(k + 1) not in cues.PRONOUNS | cues.DETERMINERS:
                return "object", k  # rejected that argument
            return ("that", k) if self._finite_after(k + 1) or (sure and k + 3 < self.n) else ("object", k)
        if word in cues.WH:
            return "wh", k
        if self.s.low[i] in cues.ASKING and (matter := self._asked_of(k)) is not None:
            return "particle", matter
        if word == "to":
            far = self._look_ahead(k, 12)
            if (
                entry.speech
                and far
                and self.s.low[i]
                in {"said", "says", "explained", "complained", "announced", "suggested", "wrote", "tweeted"}
            ):
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
            if far is not None and {
                "tell",
                "told",
                "tells",
                "warned",
                "informed",
                "assured",
                "reminded",
                "telling",
                "warning",
                "asked",
            } & {self.s.low[i]}:
                return ("quote" if self.s.quoted[far] else "that"), far
            return "clause", k
        far = self._look_ahead(k, 9)
        if far is not None and entry.speech:
            return ("quote" if self.s.quoted[far] else "that"), far
        return "object", k

    def _asked_of(self, k: int) -> int | None:
        """Where the matter begins in "asked him about the bridge"."""
        if not (self.s.capital(k) or self.s.word(k) in cues.OBJECTS):
            return None
        at = k + 1
        while at < k + 5 and (self.s.capital(at) or self.s.word(at) == "'s"):
            at += 1
        return at + 1 if self.s.word(at) == "about" and at + 2 < self.n else None

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
            month = word == "may" and self.s.capital(at)
            if (word in cues.AUXILIARY and not month) or (at > k + 1 and word in FINITE):
                return True
            if (
                at > k
                and word.endswith("ed")
                and self.s.word(at - 1) not in cues.DETERMINERS
                and self.s.word(at + 1) != "by"
                and len(word) > 4
            ):
                return True
            before = self.s.word(at - 1)
            entry = self.lexicon.get(word) if at > k else None
            third = entry is not None and entry.has("third") and not entry.has("base")
            if third and before != "'s" and before not in cues.DETERMINERS and before not in cues.PREPOSITIONS:
                return True
            if word == "," or (word in cues.SUBORDINATORS and at > k):
                return False
            if word in {"and", "or"} and self._second_verb(at + 1):
                return False
        return False

    def _second_verb(self, k: int) -> bool:
        """Whether a verb without a subject of its own is at `k`, behind "and"."""
        word = self.s.word(k)
        entry = self.lexicon.get(word)
        return word in cues.AUXILIARY or word.endswith("ed") or (entry is not None and entry.has("past"))

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
        inside = (self.s.word(0) in cues.LEADING_SUBORDINATORS and opening <= 4) or (
            first == 0 and self.s.word(0).endswith("ing")
        )
        relative = self.s.word(first - 1) in {"who", "which"} or (
            source is not None and self.s.word(source[0] - 1) in {"as", "which"}
        )
        narrow = kind in {"object", "to", "wh", "particle"}
        inserted = (
            self.s.word(first - 1) == "," and self.lexicon[self.s.low[first]].has("gerund")
            if self.s.low[first] in self.lexicon
            else False
        )
        for k in range(begin + 1, self.n):
            if self.s.quoted[k]:
                continue
            word = self.s.word(k)
            if word == "," and (inside or relative):
                return k - 1
            if (
                word == ","
                and inserted
                and (
                    self.s.word(k + 1) in cues.AUXILIARY
                    or ((entry := self.lexicon.get(self.s.word(k + 1))) and entry.speech and entry.has("past"))
                )
            ):
                return k - 1
            if word in {";", "—", "–"} or (word == ")" and "(" not in self.s.low[begin:k]):
                return k - 1
            if narrow and self._narrow_end(k, begin, kind):
                return k - 1
        return end

    def _quoted_tail(self, begin: int) -> int | None:
        """The end of a quotation that a short content runs into: "called them, in an article, “a burden”"."""
        opening = next((k for k in range(begin, min(begin + 12, self.n)) if self.s.quoted[k]), None)
        if opening is None or any(
            self.s.word(k) in {";", "—", "and", "but", "who", "which"} for k in range(begin, opening)
        ):
            return None
        return self._quote_end(opening) if self._quote_end(opening) >= self.n - 4 else None

    def _narrow_end(self, k: int, begin: int, kind: str) -> bool:
        """Whether an object or an infinitive that begins at `begin` ends before token `k`."""
        word, following = self.s.word(k), self.s.word(k + 1)
        if word == ",":
            return following in _BEHIND_A_COMMA or following.endswith("ing") or self.s.word(k + 2) in {"of", "whom"}
        if word == "-":  # a dash between spaces
            return self.s.start[k] > self.s.end[k - 1]
        if word in {"when", "while", "because", "although", "after", "during", "amid"}:
            return k > begin + 1 or kind == "object"
        if word == "which" and self.s.quoted[k - 1]:
            return True
        if word == "on" and following in cues.DAYS:
            return self.s.word(k + 2) not in {"for", "of"}
        if kind != "object":
            return False
        if word == "as":
            at = k + 1
            while at < self.n and self.s.capital(at):
                at += 1
            verb = self.s.word(at)
            return following in cues.PRONOUNS or (
                at > k + 1 and (verb in cues.AUXILIARY or verb in FINITE or verb.endswith(("s", "ed")))
            )
        if word == "ahead" and following == "of":
            return True
        if word in {"in", "at", "on", "during", "via", "through"}:
            return self._occasion(k)
        return False

    def _occasion(self, k: int) -> bool:
        """Whether the preposition at `k` tells where something was said: "in a long interview"."""
        if self.s.word(k + 1) in {"twitter", "facebook", "television", "cnn", "tv"}:
            return True
        if self.s.word(k + 1) not in {"a", "an", "his", "her", "their", "its", "the", "recent", "several", "this"}:
            return False
        return any(self.s.word(at) in cues.OCCASIONS for at in range(k + 2, k + 6)) and not any(
            self.s.word(at) in cues.PREPOSITIONS or not self.s.word(at)[:1].isalnum() for at in range(k + 2, k + 3)
        )

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

    def _urged(self, begin: int) -> bool:
        """Whether an infinitive follows the one who is urged: "asked Congress to pass ..."."""
        return any(self.s.word(k) == "to" for k in range(begin, min(begin + 12, self.n)) if not self.s.quoted[k])

    def _text_shows(self, i: int) -> bool:
        """Whether the subject is a thing that speaks: "the poll showed Roe ahead"."""
        source = self._subject(self._group(i)[0])
        return source is not None and any(self.s.word(k) in cues.TEXTS for k in range(source[0], source[1] + 1))

    def _predicate(self, begin: int) -> bool:
        """Whether the sentence's verb is at `begin`, the cue a participle ("the poll released Friday shows ...")."""
        entry = self.lexicon.get(self.s.word(begin))
        if self.s.word(begin) in cues.NOUNLIKE and self._finite_after(begin + 1):
            return False  # The Heron said talks were going on
        return entry is not None and entry.has("third") and not entry.has("base") and not self.s.quoted[begin]

    def _could_be_content(self, first: int, last: int) -> bool:
        return last - first >= 2

    def _adverbial(self, first: int, last: int) -> bool:
        """Whether tokens open with an adverbial ("In Ohio", "Speaking to aides") and hold no finite verb."""
        word = self.s.word(first)
        if any(
            self.s.word(k) in cues.AUXILIARY and self.s.word(k) != "'s"
            for k in range(first, last + 1)
            if not self.s.quoted[k]
        ):
            return word in cues.LEADING_SUBORDINATORS or word in _PRESSED
        return (
            word in cues.PREPOSITIONS
            or word in cues.LEADING_SUBORDINATORS
            or word.endswith("ing")
            or word.endswith("ly")
            or word in _PRESSED
            or word in {"still", "however", "meanwhile", "last", "earlier", "later", "also"}
            or last - first < 4
        )
