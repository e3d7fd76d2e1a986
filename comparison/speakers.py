"""Whose words they are: a quotation or a statement that the report gives to one speaker and the article to another.

Who speaks is read by the rules of attribution, in the report as in the article. A difference is shown only where both
name their speaker, or name groups that exclude each other; where one says "he" or "the minister" nothing follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from comparison.actors import exclude_each_other, names_of
from comparison.attribution import Attribution, find_attributions
from comparison.claims import Claim
from comparison.press import OUTLET_NOUNS
from comparison.sentences import paragraphs
from comparison.texts import words_in
from normalise.names import consonant_skeleton, script
from storage.model import Article

_AS_SAYING = re.compile(
    r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+(.{2,80}?)\s+as\s+(?:saying|telling|stating)\b"
)
_SKELETON = 3  # consonants
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
    theirs = _speaker_of(said, article)
    if theirs is None:
        return None
    ours_named, theirs_named = names_of(speaker), names_of(theirs)
    if ours_named and theirs_named:
        return theirs if not _alike(ours_named, theirs_named) else None
    return theirs if not ours_named and not theirs_named and exclude_each_other(speaker, theirs) else None


def _speaker_of(said: str, article: Article) -> str | None:
    """Who an article says is speaking where `said` stands: the nearest around it."""
    wanted = " ".join(words_in(said))
    for text in (article.body, article.summary, article.title):
        for start, end in paragraphs(text or ""):
            block = (text or "")[start:end]
            if wanted not in " ".join(words_in(block)):
                continue
            saying = [one for one in find_attributions(block, nlp=False) if one.source and _covers(one, block, wanted)]
            if saying:
                start, end = min(saying, key=_length).source or (0, 0)
                return block[start:end]
    return None


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
