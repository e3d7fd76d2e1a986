"""Whose words they are: a quotation or a statement that the report gives to one speaker and the article to another.

Who speaks is read by the rules of attribution, in the report as in the article. A difference is shown only where both
name their speaker, or name groups that exclude each other; where one says "the minister" nothing follows, and "she" is
whom the sentences before it name, if that is one person and the other speaker was not named before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from comparison.actors import exclude_each_other, names_of
from comparison.attribution import Attribution, find_attributions
from comparison.claims import Claim
from comparison.press import OUTLET_NOUNS
from comparison.sentences import paragraphs, sentences
from comparison.statements import names_in
from comparison.texts import words_in
from normalise.names import consonant_skeleton, script
from normalise.text import fold
from storage.model import Article

_AS_SAYING = re.compile(
    r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+(.{2,80}?)\s+as\s+(?:saying|telling|stating)\b"
)
_SKELETON = 3  # consonants
_HE_OR_SHE = frozenset(("he", "she"))
_SENTENCES_BACK = 3
_COVERED = 0.6  # of a sentence's words that must be said by somebody, for it to be theirs


def speaker_in(claim: Claim, report: str, own_names: Iterable[str]) -> str | None:
    """Who, besides the outlet, the report says is speaking; None where it says nothing of it.

    `own_names`: all names of the outlet's group.
    """
    text = claim.statement(report)
    inner = [one for one in find_attributions(text, nlp=False) if one.source]
    covering = [one for one in inner if _length(one) >= _COVERED * (len(text) - _source_length(one))]
    if covering:
        start, end = min(covering, key=_length).source or (0, 0)
        return text[start:end]
    if match := _AS_SAYING.search(claim.text):
        return match[1]
    if claim.source is None or any(word in OUTLET_NOUNS for word in words_in(claim.source)):
        return None
    outlet = {word for name in own_names for word in words_in(name)}
    return claim.source if names_of(claim.source) - outlet else None


def other_speaker(speaker: str, said: str, article: Article) -> str | None:
    """Who says `said`, a sentence of the article or a quotation in it, where that is somebody else than `speaker`."""
    if script(speaker) != "latin" or any(_same_person(speaker, person.name) for person in article.people):
        return None  # who signed the article may be given its words
    theirs = _speaker_of(said, article, names_of(speaker))
    if theirs is None:
        return None
    ours_named, theirs_named = names_of(speaker), names_of(theirs)
    if ours_named and theirs_named:
        return theirs if not _alike(ours_named, theirs_named) else None
    return theirs if not ours_named and not theirs_named and exclude_each_other(speaker, theirs) else None


def _speaker_of(said: str, article: Article, asked_for: Set[str]) -> str | None:
    """Who an article says is speaking where `said` stands: the nearest around it; `asked_for` are words of a name."""
    wanted = " ".join(words_in(said))
    for text in (article.body, article.summary, article.title):
        for begin, stop in paragraphs(text or ""):
            block = (text or "")[begin:stop]
            if wanted not in " ".join(words_in(block)):
                continue
            saying = [one for one in find_attributions(block, nlp=False) if one.source and _covers(one, block, wanted)]
            if saying:
                start, end = min(saying, key=_length).source or (0, 0)
                source = block[start:end]
                if fold(source) not in _HE_OR_SHE:
                    return source
                before = (text or "")[: begin + start]
                return None if asked_for & set(words_in(before)) else _last_named(before)
    return None


def _last_named(text: str) -> str | None:
    """Whom "she" means behind a text: the one person whom its last three sentences name by full name."""
    near = [text[first:last] for first, last in sentences(text, 0, len(text))][-_SENTENCES_BACK:]
    named = {name for sentence in near for name in names_in(sentence) if len(name.split()) > 1}
    return named.pop() if len(named) == 1 else None


def _covers(one: Attribution, block: str, wanted: str) -> bool:
    """Whether what is said holds `wanted`, or is most of it."""
    content = " ".join(words_in(" ".join(block[start:end] for start, end in one.content)))
    return wanted in content or (content in wanted and len(content) >= _COVERED * (len(wanted) - _source_length(one)))


def _length(one: Attribution) -> int:
    return sum(end - start for start, end in one.content)


def _source_length(one: Attribution) -> int:
    return sum(span[1] - span[0] for span in (one.source, one.cue) if span)


def _same_person(left: str, right: str) -> bool:
    return _alike(names_of(left), names_of(right))


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    if left & right:
        return True
    ours, theirs = ({consonant_skeleton(word) for word in names} for names in (left, right))
    return any(len(skeleton) >= _SKELETON for skeleton in ours & theirs)
