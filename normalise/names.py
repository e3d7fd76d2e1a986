"""Spellings of one person: keys within a script, consonants across scripts, and pairs that may be one journalist.

Within one script `person_key` and `same_person` compare. Across scripts nothing here decides: `pair_names` suggests,
and a person confirms, because naming the wrong journalist harms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalise.byline_names import PARTICLES, SUFFIXES, TITLES
from normalise.text import clean, fold

_NOT_LETTERS = re.compile(r"[\W_]+")
_HYPHEN = re.compile("(?<=\\w)[-‐‑](?=\\w)")
_SERVANT = re.compile(r"\bعبد ال(?=\w)")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_ARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "at", "az", "an", "ash", "all", "אל"})


def _words(name: str) -> list[str]:
    folded = _SERVANT.sub("عبدال", _HYPHEN.sub(" ", fold(clean(name))))
    return [word for part in folded.split() if (word := part.strip(",;:()[]"))]


@lru_cache(maxsize=16384)  # a store meets the same few thousand names with every article
def person_key(name: str) -> str:
    """What spellings of one name in one script share: no case, accents, hyphens, apostrophes, initials, suffix.

    Empty for a name without letters.

    >>> person_key("Dr. Jean-Luc O’Brien Jr."), person_key("JEAN LUC M. OBRIEN")
    ('jean luc obrien', 'jean luc obrien')
    """
    words = _words(name)
    while len(words) > 2 and words[0].rstrip(".") in TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1].rstrip(".") in SUFFIXES:
        words = words[:-1]
    bare = [_NOT_LETTERS.sub("", word) for word in words]
    kept = [letters for word, letters in zip(words, bare, strict=True) if not _is_initial(word, letters)]
    if len(kept) > 1:
        return " ".join(kept)
    # A surname alone would be everybody's key: its initials stay, run together ("J. K. Roe" is "jk roe").
    lead = bare.index(kept[0]) if kept else 0
    return " ".join(filter(None, ("".join(bare[:lead]), *bare[lead:])))


def _is_initial(word: str, letters: str) -> bool:
    """Whether a folded word is an initial: one letter, or letters each with a stop ("j.k.")."""
    return len(letters) <= 1 or (len(letters) <= 3 and word.count(".") >= len(letters) - 1 > 0)


def _close(words: Sequence[str]) -> str:
    return " ".join(letters for word in words if (letters := _NOT_LETTERS.sub("", word)))


def surname(name: str) -> str:
    """The last word of a name with the particles before it, folded as `person_key` does; a one-word name is its own.

    >>> surname("Vincent van der Roe"), surname("רון בן ישי")
    ('vanderroe', 'בנישי')
    """
    words = [word for word in _words(name) if word.rstrip(".") not in SUFFIXES] or _words(name)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES and len(words[start - 1]) > 1:
        start -= 1
    return _close(words[max(start, 0) :]).replace(" ", "")


def same_person(left: str, right: str) -> bool:
    """Whether two names of one script may be one person: equal keys, or one surname and given names that do not clash.

    An initial fits a name it begins ("A. Harel" and "Amos Harel"); a surname alone never fits.

    >>> same_person("J. Roe", "Jane Roe"), same_person("Jane Roe", "Joan Roe"), same_person("Roe", "Jane Roe")
    (True, False, False)
    """
    if (key := person_key(left)) and key.replace(" ", "") == person_key(right).replace(" ", ""):
        return True
    if not surname(left) or surname(left) != surname(right):
        return False
    givens = [_NOT_LETTERS.sub("", words[0]) if len(words := _words(name)) > 1 else "" for name in (left, right)]
    short, long = sorted(givens, key=len)
    return short != "" and (short == long or (len(short) == 1 and long.startswith(short)))


# Consonants that transliteration keeps apart or not, as classes: what b and v, p and f, s and sh, k and q share.
# Weak letters (vowels, h, y, alef, ayin, he, yod, vav) count only at the start of a word, and there by kind.
_CLASSES = {
    "b": "בبvb", "p": "פفپpf", "g": "גجغگgj", "d": "דدضذd", "z": "זزظژz", "t": "טתتطثةt", "k": "כקكقکخkqc",
    "l": "לلl", "m": "מمm", "n": "נنn", "r": "רrر", "s": "סשצسشصچs",
}  # fmt: skip
_CLASS_OF = {letter: name for name, letters in _CLASSES.items() for letter in letters}
_CLASS_OF.pop("ة")
_INITIAL = {
    letter: name
    for name, letters in {"a": "אעاعآaeiou", "h": "החهحھh", "y": "יيیy", "w": "וوwv"}.items()
    for letter in letters
}
_DIGRAPHS = (
    (re.compile(r"t[sz]"), "s"),
    (re.compile(r"(?:kh|ch|ck)"), "k"),
    (re.compile(r"sh|sch"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile("x"), "ks"),
    (re.compile("gh"), "g"),
    (re.compile("dj"), "g"),
)
_LATIN_ARTICLE = re.compile(r"^(?:(?:al|el|ul)['’\- ]|all(?=[bcdfghj-np-tv-z])|a([dnrstz]|sh|th)['’\-]\1?)")
# How the letters of the other scripts are usually written in Latin: the second, vowel-aware opinion.
_LETTERS_IN_LATIN = """
    אa בb גg דd הh וo זz חh טt יi כk לl מm נn סs עa פp צtz קk רr שsh תt
    اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وou يi پp چch ژzh گg
"""
_ROMAN = {pair[0]: pair[1:] for pair in _LETTERS_IN_LATIN.split()}


def script(name: str) -> str:
    """Which script a name is written in: "hebrew", "arabic" or, for every other, "latin"."""
    if _HEBREW.search(name):
        return "hebrew"
    return "arabic" if _ARABIC.search(name) else "latin"


def _name_words(name: str) -> list[str]:
    """The words of a name as both scripts would part them: articles off, "abd al-" and "ben" words kept apart."""
    folded = fold(name)
    if script(name) == "arabic":
        folded = folded.replace("عبدال", "عبد ").replace("عبد ال", "عبد ")
        words = [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in folded.split()]
    else:
        folded = re.sub(r"\babd(?:[ue]l|al)?[\s\-]?(?:al[\s\-])?(?=\w)", "abd ", folded)
        words = [_LATIN_ARTICLE.sub("", word) for word in re.sub(r"\b(al|el)\s+", r"\1-", folded).split()]
        words = [part for word in words for part in re.split(r"-(?:al|ul|el|ad|ed)-|[-־]", word)]
    return [letters for word in words if (letters := _NOT_LETTERS.sub("", word)) and letters not in _ARTICLES]


def _word_skeleton(word: str) -> str:
    for pattern, plain in _DIGRAPHS:
        word = pattern.sub(plain, word)
    letters = [_INITIAL.get(word[0]) or _CLASS_OF.get(word[0], "")] if word else []
    for letter in word[1:]:
        found = _CLASS_OF.get(letter)
        if found and letters[-1] != found:
            letters.append(found)
    return "".join(letters)


@lru_cache(maxsize=4096)
def consonant_skeleton(name: str) -> str:
    """The consonant classes of a name, word by word: alike for a name's Hebrew, Arabic and Latin spellings.

    >>> consonant_skeleton("רון בן ישי"), consonant_skeleton("Ron Ben-Yishai")
    ('rn bn ys', 'rn bn ys')
    """
    return " ".join(_word_skeleton(word) for word in _name_words(name))


def _romanised(name: str) -> str:
    return "".join(_ROMAN.get(letter, letter) for word in _name_words(name) for letter in word)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may be one person. `score` 0 to 1; `margin`: its lead over the next best name of either side."""

    left: str
    right: str
    score: float
    margin: float


@dataclass(frozen=True, slots=True)
class _Shape:
    skeleton: str
    first: str
    last: str
    roman: str


def _shape(name: str) -> _Shape:
    words = consonant_skeleton(name).split()
    return _Shape("".join(words), words[0] if words else "", words[-1] if len(words) > 1 else "", _romanised(name))


def _likeness(left: _Shape, right: _Shape) -> float:
    """0 to 1. Both given and family name must be alike: the weaker of the two weighs as much as the whole."""
    from rapidfuzz.distance import Indel  # only who pairs names pays for its import

    if not (left.last and right.last):
        return 0.0
    first, last = (
        Indel.normalized_similarity(left.first, right.first),
        Indel.normalized_similarity(left.last, right.last),
    )
    whole, sound = (
        Indel.normalized_similarity(left.skeleton, right.skeleton),
        Indel.normalized_similarity(left.roman, right.roman),
    )
    return 0.4 * whole + 0.3 * min(first, last) + 0.3 * sound


_CANDIDATES = 8
_LEAST_SCORE = 0.62
_LEAST_MARGIN = 0.06


def pair_names(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Names of `left` with the name of `right` that is probably the same person's, best first. Suggestions only.

    Each is the best of the other, in both directions, by a margin; one-word names never pair. Both sides should be of
    one outlet group, in two scripts.
    """
    lefts, rights = (
        {name: _shape(name) for name in dict.fromkeys(left)},
        {name: _shape(name) for name in dict.fromkeys(right)},
    )
    there, back = _best(lefts, rights), _best(rights, lefts)
    pairs = []
    for name, (other, score, lead) in there.items():
        if score >= _LEAST_SCORE and back.get(other, ("", 0.0, 0.0))[0] == name:
            margin = min(lead, back[other][2])
            if margin >= _LEAST_MARGIN:
                pairs.append(Pair(name, other, round(score, 3), round(margin, 3)))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.left))


def _best(names: dict[str, _Shape], others: dict[str, _Shape]) -> dict[str, tuple[str, float, float]]:
    """For each name the likest other, its score and its lead over the second."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    skeletons = {other: shape.skeleton for other, shape in others.items()}
    found = {}
    for name, shape in names.items():
        near = process.extract(shape.skeleton, skeletons, scorer=ratio, limit=_CANDIDATES)
        ranked = sorted(((_likeness(shape, others[other]), other) for _, _, other in near), reverse=True)
        if ranked and ranked[0][0] > 0:
            second = ranked[1][0] if len(ranked) > 1 else 0.0
            found[name] = (ranked[0][1], ranked[0][0], ranked[0][0] - second)
    return found
