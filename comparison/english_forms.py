"""Which form of a verb a word is where it stands, and whether it is one at all: "she reports", "the reports"."""

from __future__ import annotations

from comparison import cues
from comparison.english_complements import Complements
from comparison.english_words import Entry
from comparison.press import UNNAMED
from comparison.tables import word_set

_READ_BY = word_set("seen obtained reviewed examined analysed analyzed viewed read published cited shared verified")


class Forms(Complements):
    """The forms of the verbs of one sentence."""

    def _form(self, entry: Entry, i: int, first: int, auxiliaries: set[str]) -> str | None:
        """How token `i` is used: a form of the verb, "passive", or None where it is no verb."""
        before = self.s.word(i - 1)
        if "to" in auxiliaries:
            return "infinitive" if entry.has("base") and self.s.word(first - 1) != "," else None
        if entry.has("gerund"):
            if auxiliaries & cues.BE:
                return "progressive"
            if before in cues.DETERMINERS or before == "worth":
                return None
            return "gerund"
        if (auxiliaries & cues.BE and "'s" not in auxiliaries) or {"been", "being"} & auxiliaries:
            return "passive" if entry.has("participle") else None
        if auxiliaries & cues.HAVE or ("'s" in auxiliaries and entry.has("participle")):
            return "past" if entry.has("participle") else None
        if auxiliaries & cues.MODAL:
            return "past" if entry.has("base") else None
        if before in cues.DETERMINERS and before not in {
            "this",
            "that",
            "these",
            "those",
            "all",
            "both",
            "some",
            "many",
            "most",
            "several",
            "who",
            "which",
            "one",
            "another",
        }:
            return None
        if before in {
            "'s",
            "of",
            "for",
            "with",
            "in",
            "on",
            "from",
            "by",
            "about",
            "to",
            "at",
            "against",
            "over",
            "between",
        }:
            return None
        if entry.has("past"):
            return "past"
        if entry.has("third"):
            return "third"
        plural = before in cues.PLURAL_SUBJECTS or (before.endswith("s") and not before.endswith("ss"))
        if not plural and self.s.capital(first - 1):  # Roe and Doe support
            joined = max((k for k in range(max(first - 5, 1), first - 1) if self.s.word(k) == "and"), default=0)
            plural = joined > 0 and all(self.s.capital(k) for k in (*range(joined + 1, first), joined - 1))
        if not plural and entry.has("base"):  # reports by the agency suggest
            head = self._head_before_preposition(first)
            plural = head.endswith("s") and head in cues.TEXTS | cues.SPEECH_NOUNS | UNNAMED
        return "third" if plural and entry.has("base") else None

    def _head_before_preposition(self, first: int) -> str:
        """The noun before the first preposition in the phrase that ends before `first`; "" where it has none."""
        phrase = self._phrase(first - 1)
        if phrase is None:
            return ""
        joint = next((k for k in range(phrase[0] + 1, phrase[1]) if self.s.word(k) in cues.PREPOSITIONS), None)
        if joint is None:
            return ""
        participle = self.s.word(joint - 1) in _READ_BY and joint - 2 >= phrase[0]  # documents seen by The Heron show
        return self.s.word(joint - 2 if participle else joint - 1)

    def _named_subject(self, i: int) -> bool:
        """Whether a name or a pronoun stands right before the verb group of `i`: "Roe demands", not "the demands"."""
        first, _ = self._group(i)
        before = self.s.word(first - 1)
        if before in {"he", "she", "it", "who", "which"}:
            return True
        if not self.s.capital(first - 1) or not before.isalpha() or self.s.quoted[first - 1]:
            return False
        return first > 1 or (not before.endswith("s") and self._opens_object(i + 1))

    def _has_subject(self, i: int) -> bool:
        """Whether a noun that may be the subject of a verb in -s stands before `i`: it needs an article or a name.

        "battleground states that", "trade permits that" have none: there the word is a noun.
        """
        first, _ = self._group(i)
        if not self.lexicon[self.s.low[i]].has("third"):  # the bare form: its subject is plural
            return self.s.word(i + 1) == "that" and self.s.word(first - 1) not in cues.DETERMINERS
        if self.s.word(first - 1) in {",", ")", "—", "”", '"'}:
            return True
        for k in range(first - 1, max(first - 8, -1), -1):
            word = self.s.word(k)
            if word in cues.PRONOUNS or word in {"who", "which", "that"} or word in cues.DETERMINERS or word == "'s":
                return k < first - 1 or word in cues.PRONOUNS or word in {"who", "which", "that", "this"}
            if self.s.capital(k) and k > 0:
                return True
            if not word.isalpha() or word in cues.PREPOSITIONS:
                return False
        return False

    def _opens_object(self, begin: int) -> bool:
        """Whether an object surely begins here: what is before it is no noun then ("Republicans support the plan")."""
        return self.s.word(begin) in cues.DETERMINERS | cues.OBJECTS or self.s.capital(begin)
