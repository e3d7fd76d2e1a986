"""Who: the noun phrase before a verb, with its apposition, and the one who controls a participle."""

from __future__ import annotations

from comparison import cues
from comparison.english_words import FINITE, Draft, Sentence, lexicon


class Phrases:
    """The noun phrases and verb groups of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.n = len(sentence)
        self.lexicon = lexicon()
        self.drafts: list[Draft] = []

    def _group(self, i: int) -> tuple[int, set[str]]:
        """Where the verb group of token `i` begins, and the auxiliaries in it."""
        first, seen = i, set()
        while first > 0 and not self.s.quoted[first - 1]:
            word = self.s.word(first - 1)
            if word in cues.AUXILIARY or word == "n't":
                seen.add(word)
            elif word == "to" and (led := self._led(first - 2)) is not None:
                first = led
                seen.add("did")  # went on to say: as "did say"
                continue
            elif word == "to" and self.s.word(first - 2) not in {"according", "due"}:
                seen.add("to")
            elif not (word in cues.ADVERBS or (word.endswith("ly") and word not in cues.NOT_LY)):
                break
            first -= 1
        while first < i and self.s.word(first) in {"both", "all", "early", "earlier", "later", "today"}:
            first += 1
        return first, seen

    def _led(self, at: int) -> int | None:
        """Where "went on", "appeared" or "was able" begins whose last word is at `at`, before "to"; None for others."""
        word = self.s.word(at)
        if word not in cues.LEADING_TO or self.s.quoted[at]:
            return None
        if word == "on":
            return at - 1 if self.s.word(at - 1) in {"went", "goes", "go", "gone"} else None
        if word == "as":  # went so far as to say
            return at - 3 if [self.s.word(k) for k in range(at - 2, at)] == ["so", "far"] else None
        if word == "quick":
            return at - 1 if self.s.word(at - 1) in cues.BE else None
        if word == "able":
            return at - 1 if self.s.word(at - 1) in cues.BE else None
        return at

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
            start = next(
                (
                    k
                    for k in range(last - 1, max(last - 40, -1), -1)
                    if self.s.word(k) == opening and not self.s.quoted[k]
                ),
                None,
            )
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
        if (
            not word
            or not (word[0].isalnum() or word in {"”", '"', "'s", "%"})
            or word in cues.SUBORDINATORS
            or word in {"and", "or"}
        ):
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
            finite = entry and entry.speech and (entry.has("past") or entry.has("third")) and not entry.has("base")
            if finite and self.s.word(first - 2) not in cues.DETERMINERS and before not in cues.NOUNLIKE:
                break
            first -= 1
        first = self._listed(first, last)
        while first < last and self.s.word(first) in {
            "and",
            "but",
            "or",
            "also",
            "however",
            "meanwhile",
            "so",
            "then",
            "on",
            "still",
            "yet",
            "friday",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "saturday",
            "sunday",
        }:
            first += 1
        return (first, last) if not all(self.s.word(k) in cues.DAYS for k in range(first, last + 1)) else None

    def _listed(self, first: int, last: int) -> int:
        """Where a list of names begins whose last two are tokens `first` to `last`: "The Heron, CT and The Post"."""
        if not (self.s.capital(last) or self.s.word(last).isdigit()) or not any(
            self.s.word(k) in {"and", "or"} for k in range(first + 1, last)
        ):
            return first
        while first > 1 and self.s.word(first - 1) == "," and self.s.capital(first - 2):
            before = first - 2
            while before > 0 and (self.s.capital(before - 1) or self.s.word(before - 1) == "the"):
                before -= 1
            if before > 0 and self.s.word(before - 1) != ",":
                break
            first = before
        return first

    def _finite_before(self, at: int) -> bool:
        for k in range(at - 1, max(at - 14, -1), -1):
            word = self.s.word(k)
            if word in {",", ";", ":"}:
                return False
            if word in cues.AUXILIARY or word in FINITE or word.endswith("ed"):
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
            finite = verb or (word in cues.AUXILIARY and word != "'s") or word in FINITE or word.endswith("ed")
            if finite and self.s.word(k - 1) not in cues.DETERMINERS and (found := self._subject(self._group(k)[0])):
                return found
        if first + 1 < self.n and first <= 1:  # "Speaking in Ohio, Roe ..."
            comma = next((k for k in range(first, self.n) if self.s.word(k) == ","), None)
            if comma is not None and comma + 1 < self.n:
                return comma + 1, min(comma + 2, self.n - 1)
        return None
