"""Where a text names an outlet: every alias in every script, as the press spells them, at word boundaries.

Names are compared word by word on folded text; Hebrew and Arabic names also behind their one-letter prefixes, and names
in Latin letters also in another transliteration (Yedioth Ahronoth, Yediot Aharonot). A name that is a common word or an
abbreviation ("Post", "AP") needs its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from comparison.press import COMMON_WORDS, SHORT_NAMES
from comparison.sentences import Span
from normalise.names import consonant_skeleton, script
from normalise.prefixes import expand
from normalise.text import fold
from storage.model import Outlet

_WORD = re.compile(r"[\w+]+(?:['’׳\"״](?=[^\W\d_])\w+)*")
_APOSTROPHES = re.compile(r"['’׳\"״´`]")
_ALIKE = 0.78  # least likeness of two spellings whose consonants agree (Yedioth Ahronoth, Yediot Achronot: 0.87)
_AGENCIES = frozenset(fold(word) for word in ("סוכנות", "وكالة"))
_OF_NEWS = tuple(fold(word) for word in ("הידיעות", "החדשות", "أنباء", "الأنباء"))
_PREFIXES = frozenset("ובלמשהכوبلفك")
_LEAST_HEARD = 6  # consonants of a name that agree across scripts
_DOMAIN = re.compile(r"\.(?:com|co|org|net|info|news|ir|il|uk|tr|fr|de|ps|lb|ae|qa|tv)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an outlet. `group`: the group's id; `weak`: the name is a common word or short."""

    start: int
    end: int
    group: str
    outlet: str
    weak: bool


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    outlet: str
    group: str
    exact: str | None  # how it must be spelt, where its capitals matter
    language: str | None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    folded: str


def _words_of(text: str) -> list[_Token]:
    found = []
    for match in _WORD.finditer(text):
        raw, end = match.group(), match.end()
        if raw[-2:].lower() in {"'s", "’s"}:
            raw, end = raw[:-2], end - 2
        found.append(_Token(match.start(), end, _APOSTROPHES.sub("", fold(raw))))
    return found


class OutletNames:
    """The names of some outlets, to be found in texts."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_first: dict[str, list[_Name]] = {}
        self._joined: dict[str, _Name] = {}  # "Al Jazeera", "Al-Jazeera" and "AlJazeera" are one
        self._by_skeleton: dict[str, list[_Name]] = {}
        self._short: dict[str, set[str]] = {}
        for outlet in outlets:
            for alias in dict.fromkeys((outlet.name, *outlet.aliases)):
                self._add(alias, outlet)
        for names in self._by_first.values():
            names.sort(key=lambda name: -len(name.words))

    def _add(self, alias: str, outlet: Outlet) -> None:
        folded = [token.folded for token in _words_of(_DOMAIN.sub("", alias))]
        if len(folded) > 1 and folded[0] in {"the", "le", "la"}:
            folded = folded[1:]
        if not folded or (len(folded) == 1 and len(folded[0]) < 2):
            return
        if len(folded) == 2 and folded[0] in _AGENCIES:  # "סוכנות הידיעות טובר" for "סוכנות טובר"
            for inserted in _OF_NEWS:
                self._by_first.setdefault(folded[0], []).append(
                    _Name((folded[0], inserted, folded[1]), outlet.id, outlet.group or outlet.id, None, outlet.language)
                )
        group = outlet.group or outlet.id
        short = len(folded) == 1 and folded[0].isascii() and (folded[0] in COMMON_WORDS or len(folded[0]) <= 3)
        name = _Name(
            tuple(folded), outlet.id, group, alias.removeprefix("The ").strip() if short else None, outlet.language
        )
        if not short and len(joined := "".join(folded)) > 5:
            self._joined.setdefault(joined, name)
        for form in expand(folded[0]):
            self._by_first.setdefault(form, []).append(name)
        if script(alias) == "latin" and not short and (skeleton := _skeleton(folded)):
            self._by_skeleton.setdefault(skeleton.split()[0], []).append(name)
        if len(folded) > 1 and folded[-1] in SHORT_NAMES:
            self._short.setdefault(folded[-1], set()).add(group)

    def find(self, text: str) -> list[Mention]:
        """Every mention in `text`, in order, none inside another."""
        tokens = _words_of(text)
        found: list[Mention] = []
        named: dict[str, str] = {}  # group -> outlet, as named so far
        at = 0
        while at < len(tokens):
            mention = (
                self._at(text, tokens, at)
                or self._respelt(text, tokens, at)
                or self._shortened(text, tokens, at, named)
            )
            if mention:
                found.append(mention)
                named.pop(mention.group, None)
                named[mention.group] = mention.outlet
                while at < len(tokens) and tokens[at].start < mention.end:
                    at += 1
            else:
                at += 1
        return found

    def _at(self, text: str, tokens: Sequence[_Token], at: int) -> Mention | None:
        for name in self._by_first.get(tokens[at].folded, ()):
            last = at + len(name.words) - 1
            if last >= len(tokens) or any(tokens[at + k].folded != name.words[k] for k in range(1, len(name.words))):
                continue
            if not _adjoin(text, tokens, at, last):
                continue
            raw = text[tokens[at].start : tokens[last].end]
            if (
                name.exact
                and raw not in {name.exact, name.exact.capitalize()}
                and not _in_capitals(text, tokens, at, name)
            ):
                continue
            if name.words[0].isascii() and raw.islower() and not _domain(text, tokens[last].end) and len(raw) < 5:
                continue
            return Mention(tokens[at].start, tokens[last].end, name.group, name.outlet, name.exact is not None)
        return self._run_together(text, tokens, at)

    def _run_together(self, text: str, tokens: Sequence[_Token], at: int) -> Mention | None:
        """A name whose words are joined or parted otherwise than the alias has them."""
        joined = ""
        for last in range(at, min(at + 3, len(tokens))):
            if last > at and not _adjoin(text, tokens, last - 1, last):
                return None
            joined += tokens[last].folded
            name = self._joined.get(joined)
            if name and not text[tokens[at].start].islower():
                return Mention(tokens[at].start, tokens[last].end, name.group, name.outlet, False)
        return None

    def _respelt(self, text: str, tokens: Sequence[_Token], at: int) -> Mention | None:
        """The same name in another transliteration; only where it begins with a capital."""
        if not tokens[at].folded.isascii():
            return self._transcribed(text, tokens, at)
        if not text[tokens[at].start].isupper() or len(tokens[at].folded) < 4:
            return None
        skeleton = _skeleton((tokens[at].folded,))
        for name in self._by_skeleton.get(skeleton, ()):
            last = at + len(name.words) - 1
            if last >= len(tokens) or not _adjoin(text, tokens, at, last):
                continue
            spelt = tuple(token.folded for token in tokens[at : last + 1])
            whole = " ".join(name.words)
            if (
                len(whole) < 6
                or len(_skeleton(spelt).replace(" ", "")) < 3
                or _skeleton(spelt) != _skeleton(name.words)
            ):
                continue
            if Indel.normalized_similarity(" ".join(spelt), whole) >= (_ALIKE if len(spelt) > 1 else 0.85):
                return Mention(tokens[at].start, tokens[last].end, name.group, name.outlet, False)
        return None

    def _transcribed(self, text: str, tokens: Sequence[_Token], at: int) -> Mention | None:
        """A name of two words or more in Latin letters, written in Hebrew or Arabic by its sound."""
        first = tokens[at].folded
        for heard in (first, first[1:]) if first[0] in _PREFIXES and len(first) > 3 else (first,):
            for name in self._by_skeleton.get(_skeleton((heard,)), ()):
                last = at + len(name.words) - 1
                if len(name.words) < 2 or last >= len(tokens) or not _adjoin(text, tokens, at, last):
                    continue
                spelt = _skeleton((heard, *(token.folded for token in tokens[at + 1 : last + 1])))
                if len(spelt.replace(" ", "")) >= _LEAST_HEARD and spelt == _skeleton(name.words):
                    return Mention(tokens[at].start, tokens[last].end, name.group, name.outlet, False)
        return None

    def _shortened(self, text: str, tokens: Sequence[_Token], at: int, named: dict[str, str]) -> Mention | None:
        """ "the Times" after "The New York Times": the outlet of that ending that was named last."""
        token = tokens[at]
        if token.folded not in self._short or not text[token.start].isupper():
            return None
        if (
            at == 0
            or tokens[at - 1].folded != "the"
            or (
                at + 1 < len(tokens)
                and text[tokens[at + 1].start].isupper()
                and text[token.end : tokens[at + 1].start] == " "
            )
        ):
            return None
        for group in reversed(named):
            if group in self._short[token.folded]:
                return Mention(token.start, token.end, group, named[group], True)
        return None


def _adjoin(text: str, tokens: Sequence[_Token], first: int, last: int) -> bool:
    """Whether only spaces, hyphens and quotation marks stand between these tokens."""
    return all(not text[tokens[k].end : tokens[k + 1].start].strip(" \t\u00a0-–־'’") for k in range(first, last))


def _in_capitals(text: str, tokens: Sequence[_Token], at: int, name: _Name) -> bool:
    """Whether a name with an article stands in capitals, as in a headline: "THE PELICAN"."""
    before = tokens[at - 1] if at else None
    return (
        before is not None
        and text[before.start : tokens[at].end].isupper()
        and before.folded == "the"
        and len(name.words[0]) > _ABBREVIATION
    )


_ABBREVIATION = 3  # letters


def _domain(text: str, end: int) -> bool:
    return text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha()


@lru_cache(maxsize=8192)
def _skeleton_of(words: tuple[str, ...]) -> str:
    return consonant_skeleton(" ".join(words))


def _skeleton(words: Sequence[str]) -> str:
    return _skeleton_of(tuple(words))


def spans_overlap(left: Span, right: Span) -> bool:
    """Whether two spans share a character."""
    return left[0] < right[1] and right[0] < left[1]
