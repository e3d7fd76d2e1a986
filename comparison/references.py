"""To whom a source points: an outlet by name, a person, the outlet named before, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from comparison import cues_semitic as semitic_cues
from comparison.attribution import Attribution
from comparison.cues import DAYS, SPEECH, forms
from comparison.outlet_names import Mention, spans_overlap
from comparison.press import ANOTHER, NATIONS, NO_ONE, OUTLET_NOUNS, PIECE_NOUNS, POINTING, UNNAMED, WRITER_NOUNS
from comparison.sentences import Span
from comparison.tables import word_list, word_set
from normalise.names import consonant_skeleton, person_key, script, surname
from normalise.text import fold

_WORD = re.compile(r"[\w'’\-]+")
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'’\-.]*)(?:\s+(?:(?:van|von|der|de|del|al|el|bin|ben|ibn|abu|da|di|la|le)\s+)?[^\W\d_a-z][\w'’\-.]*){0,4}"
)
_ROLE = word_set(
    """
    mr mrs ms dr prof professor gen general col colonel maj major lt sen rep gov president minister prime foreign
    defence defense military political diplomatic senior chief former correspondent analyst columnist reporter
    journalist editor commentator the a an israeli american british french arab palestinian zionist turkish iranian
    meanwhile also in on at according
    """
)

_SAYING = frozenset(form for form, _, _ in forms(SPEECH)) - {"suggest", "suggests", "suggested"}

Kind = Literal["outlets", "person", "back", "unknown outlet", "other", "none"]
FindPerson = Callable[[str], "tuple[str, str | None, str | None] | None"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a source refers to. `back`: to the source that is running. `other`: to someone who is no outlet."""

    kind: Kind
    mentions: tuple[Mention, ...] = ()
    person: str | None = None
    group: str | None = None
    edition: str | None = None
    personal: bool = False  # "he added", "the correspondent wrote": the person that is running, too


def refer(
    text: str,
    sentence: Span,
    attribution: Attribution,
    mentions: Sequence[Mention],
    find_person: FindPerson,
    opens: bool,
) -> Reference:
    """What the source of `attribution` in `sentence` refers to; `mentions` are the outlets named in the sentence."""
    if attribution.source is None and attribution.cue is None:
        return Reference("none")
    around = _surroundings(text, sentence, attribution)
    named = [m for m in mentions if spans_overlap((m.start, m.end), around) and not _inside(m, attribution.content)]
    source = text[slice(*attribution.source)] if attribution.source else ""
    named = [m for m in named if not m.weak or _stands_alone(text, m)]
    named = [m for m in _not_cited(text, named, around[0]) if not _of_another(text, m, attribution)]
    if attribution.source and (inside := [m for m in named if spans_overlap((m.start, m.end), attribution.source)]):
        named = [m for m in named if m in inside or _listed_with(text, m, inside[0])]
    if named:
        if script(source) == "latin":
            person = _person_before(text, attribution, named[0]) or _writing_in(text, attribution, named[0], around[0])
        else:
            person = _semitic_person(
                text[slice(*around)] if not attribution.source else source, text[named[0].start : named[0].end]
            )
        known = find_person(person) if person else None
        return Reference("outlets", _distinct(named), person=known[0] if known else person)
    if told := _told(text, sentence, attribution, find_person):
        return told
    words = [word.lower() for word in _WORD.findall(source)]
    if not words:
        return Reference("none")
    name = _name_in(source) if script(source) == "latin" else source
    if _SAME_OUTLET.search(text, *around):  # whoever writes "in the same paper" writes in the one named before
        known = find_person(name) if name else None
        named_so = name if name and script(name) == "latin" and " " in name else None
        return Reference("back", person=known[0] if known else named_so)
    if name and (known := find_person(name)):
        return Reference("person", person=known[0], group=known[1], edition=known[2])
    if name and " " in name and _OF_THE_OUTLET.search(source):
        return Reference("back", person=name)
    cue = text[slice(*attribution.cue)] if attribution.cue else ""
    if script(source) != "latin":
        return _semitic(source)
    kind = _pointing(words, source, bool(set(cue.lower().split()) & _SAYING))
    if kind:
        return Reference(kind, personal=words[-1] in WRITER_NOUNS or words[0] in {"he", "she"})
    return Reference("other" if opens and name and not (set(words) & UNNAMED) else "none")


def _surroundings(text: str, sentence: Span, attribution: Attribution) -> Span:
    """Where an outlet named in this sentence is its source: around source and cue, outside the content."""
    spans = [span for span in (attribution.source, attribution.cue) if span]
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    before = [b for _, b in attribution.content if b <= start]
    after = [a for a, _ in attribution.content if a >= end]
    return max([sentence[0], *before]), min([sentence[1], *after])


_CITING = word_set("citing quoting cites quotes referencing via crediting relaying") | semitic_cues.CITING
_LISTING = re.compile(r"[\s,،\"“”]*(?:(?:and|or|the|The)\b[\s\"“”]*)*")
_ONLY_JOINS = word_set("and the or as well")
_TELLING = word_set("tell tells told telling")


def _listed_with(text: str, mention: Mention, other: Mention) -> bool:
    """Whether two mentions stand in one list: only commas between them ("The Heron, Al-Manara and CT reported")."""
    first, second = sorted((mention, other), key=lambda one: one.start)
    return second.start > first.end and _LISTING.fullmatch(text, first.end, second.start) is not None


def _not_cited(text: str, mentions: Sequence[Mention], begin: int) -> list[Mention]:
    """The mentions that are sources themselves ("The Heron, citing Al-Manara" is The Heron's); all if none is left."""
    kept: list[Mention] = []
    cited, at = False, begin
    for mention in mentions:
        between = [fold(word) for word in _WORD.findall(text[at : mention.start])]
        cited = bool(set(between) & _CITING) or (
            cited and not {"and", "or"}.isdisjoint(between) and set(between) <= _ONLY_JOINS
        )
        if not cited:
            kept.append(mention)
        at = mention.end
    return kept or list(mentions)


def _told(text: str, sentence: Span, attribution: Attribution, find_person: FindPerson) -> Reference | None:
    """Where the one who is told tells whose report it is: "Roe told the newspaper that", "an aide told Holt"."""
    if attribution.cue is None or not set(text[slice(*attribution.cue)].lower().split()) & _TELLING:
        return None
    begin = attribution.cue[1]
    end = min([sentence[1], begin + _LISTENER, *(a for a, _ in attribution.content if a >= begin)])
    listener = text[begin:end]
    words = [word.lower() for word in _WORD.findall(listener)]
    if set(words) & OUTLET_NOUNS and set(words) & POINTING and not set(words) & ANOTHER:
        return Reference("back")
    name = _name_in(listener)
    known = find_person(name) if name else None
    return Reference("person", person=known[0], group=known[1], edition=known[2]) if known else None


_OF = re.compile(r"(\w+)\s+of\s+(?:the\s+)?[“\"]?$", re.IGNORECASE)
_PUBLISHED = (
    OUTLET_NOUNS
    | PIECE_NOUNS
    | word_set(
        """
    page pages column columns edition editions issue version front cover correspondents journalists reporters sources
    """
    )
)


def _of_another(text: str, mention: Mention, attribution: Attribution) -> bool:
    """Whether it only belongs to what somebody else speaks of: "In the case of The Heron, the court ruled that"."""
    if attribution.source is None or mention.end > attribution.source[0]:
        return False
    noun = _OF.search(text[max(mention.start - _LISTENER, 0) : mention.start])
    return noun is not None and noun[1].lower() not in _PUBLISHED


_SAME_OUTLET = re.compile(
    rf"\b(?:in|on|for) the same (?:{'|'.join(sorted(OUTLET_NOUNS))})\b"
    r"|באות[וה] (?:ה?עיתון|ה?יומון|ה?שבועון|ה?אתר|ה?ערוץ|ה?סוכנות|ה?מגזין)"
    r"|(?:الصحيفة|الجريدة|الوكالة|القناة|الموقع|المجلة) (?:نفسها|نفسه|ذاتها|ذاته)",
    re.IGNORECASE,
)
# "Jane Roe, who covers the port for the paper", "Jane Roe, the newspaper's correspondent": of the one named before.
_OF_THE_OUTLET = re.compile(
    rf", .*\b(?:for|of|at|with) (?:the|this|that) (?:{'|'.join(sorted(OUTLET_NOUNS))})\b(?!['’]s)"
    rf"|, (?:the|this|that) (?:{'|'.join(sorted(OUTLET_NOUNS))})['’]s "
)
_LISTENER = 60  # characters in which the one who is told stands
_PUBLISHED_IN = re.compile(r"(?:(over at|writing (?:in|for))|\b(?:in|at|for))\s+(?:the\s+)?[“\"]?$", re.IGNORECASE)
_WRITING = frozenset(form for form, _, _ in forms(word_list("write argue report reveal explain contend describe")))


def _writing_in(text: str, attribution: Attribution, mention: Mention, begin: int) -> str | None:
    """The journalist of "Writing in The Heron, Jane Roe argued ..."."""
    if attribution.source is None or attribution.cue is None or mention.start > attribution.source[0]:
        return None
    lead = _PUBLISHED_IN.search(text[begin : mention.start])
    source = text[slice(*attribution.source)]
    if lead is None or not _NAME.fullmatch(source) or text[mention.end : attribution.source[0]].strip(' ”"') != ",":
        return None
    writes = set(text[slice(*attribution.cue)].lower().split()) & _WRITING
    return source if lead.group(1) or writes else None


def writer_in(text: str, attribution: Attribution) -> str | None:
    """The name of somebody who is said to write: "Jane Roe argued that ..."; None for any other source."""
    if attribution.source is None or attribution.cue is None:
        return None
    source = text[slice(*attribution.source)]
    writes = set(text[slice(*attribution.cue)].lower().split()) & _WRITING
    return source if writes and " " in source and _NAME.fullmatch(source) else None


def _inside(mention: Mention, content: Sequence[Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in content)


def _stands_alone(text: str, mention: Mention) -> bool:
    """Whether a name that is a common word or an abbreviation is used as a name here: no other noun follows it."""
    following = re.match(r"[”\"]?\s+([A-Za-z][\w-]*)", text[mention.end : mention.end + 30])
    if not following:
        return True
    word = following.group(1)
    return word.lower() in OUTLET_NOUNS | PIECE_NOUNS | WRITER_NOUNS or (
        word.islower() and word.lower() not in {"office", "square"}
    )


def _distinct(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.group, mention)
    return tuple(seen.values())


def _person_before(text: str, attribution: Attribution, mention: Mention) -> str | None:
    """The journalist in a source such as "Jane Roe, a correspondent of The Heron" or "the Heron's Jane Roe"."""
    if attribution.source is None:
        return None
    start, end = attribution.source
    source = text[start:end]
    outside = source[: max(mention.start - start, 0)] if mention.start > start else ""
    behind = source[mention.end - start :] if mention.end <= end else ""
    if mention.start >= end:
        outside = source
    for part in (outside, behind):
        for match in _NAME.finditer(part):
            words = [word for word in match.group().split() if word.lower().strip(".,'’") not in _ROLE]
            if len(words) >= 2 and not ({word.lower() for word in words} & (OUTLET_NOUNS | PIECE_NOUNS)):
                name = " ".join(words).strip(".,'’")
                tail = part[match.end() :]
                if part is behind and not re.match(
                    r"\s*(?:['’]s|correspondent|reporter|analyst|columnist|[A-Z])", behind
                ):
                    continue
                if (
                    part is outside
                    and mention.start < end
                    and not re.match(r"\s*,|\s+(?:of|from|in|for|at)\b|\s*\(", tail)
                    and not _writer_near(part)
                ):
                    continue
                return name
    return None


def _writer_near(part: str) -> bool:
    return bool({word.lower() for word in _WORD.findall(part)} & WRITER_NOUNS)


def _name_in(source: str) -> str | None:
    """The name that a source begins with, or that stands before a comma in it."""
    for match in _NAME.finditer(source):
        words = [word for word in match.group().split() if word.lower().strip(".,") not in _ROLE]
        if words:
            return " ".join(words).strip(".,'’")
    return None


_HEBREW_ARABIC_WORD = re.compile(r"[\u0590-\u07ff][\u0590-\u07ff\"״'׳־-]*")
_NOT_NAMES = frozenset(
    fold(word)
    for word in word_list(
        """
        של על את ב ל מ עם גם עוד כי לפי ומ אשר זה זו אותו אותה מקורות בכירים גורמים ממשלת ראש שר שרת النائب رئيس
        وزير وزيرة في من على عن الى مع قوله قولها مصادر مسؤولين وزارة عبر ان التي الذي عددها
        """
    )
)


def _semitic(source: str) -> Reference:
    """What a Hebrew or Arabic source without an outlet's name points to."""
    words = [fold(word) for word in _HEBREW_ARABIC_WORD.findall(source)]
    stems = set(words) | {word[cut:] for word in words for cut in (1, 2) if len(word) > 2 + cut}
    if stems & (
        semitic_cues.HEBREW_OUTLET_NOUNS
        | semitic_cues.HEBREW_PIECE_NOUNS
        | semitic_cues.ARABIC_OUTLET_NOUNS
        | semitic_cues.ARABIC_PIECE_NOUNS
    ):
        return Reference("back")
    if stems & (semitic_cues.HEBREW_WRITER_NOUNS | semitic_cues.ARABIC_WRITER_NOUNS):
        return Reference("back", personal=True)
    return Reference("none")


def _semitic_person(source: str, outlet: str) -> str | None:
    """The journalist named beside an outlet: two to four words behind a role ("הפרשן ... כתב ב...")."""
    words = _HEBREW_ARABIC_WORD.findall(source.replace(outlet, " | "))
    roles = semitic_cues.HEBREW_WRITER_NOUNS | semitic_cues.ARABIC_WRITER_NOUNS
    at = next((k for k, word in enumerate(words) if fold(word) in roles or fold(word)[1:] in roles), None)
    if at is None:
        return None
    while at < len(words) and (fold(words[at]) in roles or fold(words[at])[1:] in roles):
        at += 1
    name: list[str] = []
    for word in words[at : at + 4]:
        folded = fold(word)
        nouns = (
            semitic_cues.HEBREW_VERBS
            | semitic_cues.ARABIC_VERBS
            | semitic_cues.HEBREW_OUTLET_NOUNS
            | semitic_cues.ARABIC_OUTLET_NOUNS
            | _NOT_NAMES
        )
        if folded in nouns or folded[1:] in nouns:
            break
        name.append(word)
    return " ".join(name) if len(name) >= 2 else None


def same_name(short: str, full: str) -> bool:
    """Whether `short` may be `full` again: the same name respelt, or its surname alone.

    >>> same_name("Ben Roe", "Jane Ben-Roe"), same_name("Roe", "Jane Roe"), same_name("Jane", "Jane Roe")
    (True, True, False)
    """
    left, right = person_key(short).replace(" ", ""), person_key(full).replace(" ", "")
    if not left or not right:
        return False
    if left == right:
        return True
    if len(left) >= 3 and right.endswith(left) and (len(right) - len(left) >= 2):
        return surname(full).endswith(left) or left.endswith(surname(full))
    if script(short) == script(full):
        last = full.replace("-", " ").split()
        respelt = consonant_skeleton(short)
        return len(respelt.replace(" ", "")) >= 3 and respelt in {
            consonant_skeleton(" ".join(last[k:])) for k in range(len(last))
        }
    return False


def _describes(word: str) -> bool:
    """Whether a word with a capital tells what kind of outlet it is ("Hebrew", "London-based") and is not its name."""
    return word in _ROLE or word in NATIONS or word.endswith(_OF_A_KIND)


_PLACE = re.compile(r"\s(?:in|from|at)\s(?=[A-Z])")  # "the newspaper's correspondent in Dormara"
_OF_A_KIND = ("ian", "ish", "ese", "can", "li", "ist", "-language", "-based", "-owned", "-run", "-backed")


def _pointing(words: Sequence[str], source: str, speaks: bool) -> Kind | None:
    """Whether a source without a name points back ("this media outlet"), or to an outlet that is not known."""
    nouns = OUTLET_NOUNS | PIECE_NOUNS | WRITER_NOUNS
    at = next((k for k, word in enumerate(words) if word.removesuffix("'s").removesuffix("’s") in nouns), None)
    if (words[0] == "it" and speaks) or (words[0] in {"he", "she"} and len(words) == 1):
        return "back"
    if at is None:
        return None
    before = words[max(at - 4, 0) : at]
    capitals = [
        word
        for word in _WORD.findall(_PLACE.split(source)[0])
        if word[0].isupper() and not _describes(word.lower()) and word.lower() not in DAYS
    ]
    if set(before) & NO_ONE:
        return None
    if set(before) & (POINTING - {"the"}) or words[0] == "its":
        return "back"
    if capitals and words[at] in OUTLET_NOUNS:
        return "unknown outlet"
    if set(before) & ANOTHER:
        return "unknown outlet" if words[at] in OUTLET_NOUNS else None
    if "the" in before or words[0] == words[at]:
        return "back" if not capitals else None
    return None
