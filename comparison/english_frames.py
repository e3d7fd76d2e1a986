"""English sentences that say whose words they are without a verb of saying: "In the view of The Heron, ...", "The
Heron's verdict: ...", "..., if The Heron is to be believed".

Each frame is a pattern of a whole sentence: its `source`, the `cue` that marks what is said as the source's, the
`content` and, where the two stand inside it, `more` of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparison.english_words import Found
from comparison.sentences import Span

_SOURCE = r"(?P<source>(?!(?:my|our|your|[Tt]hat case|the case|other words)\b)[^\s,;:“”\"()][^,;:“”\"()]{1,70}?)"
_WHOSE = r"(?:['’]s?|(?<=\b[Ii]ts)|(?<=\bhis)|(?<=\bher)|(?<=\btheir))"
_SAID = r"(?P<content>\S.*\w.*)"
_FIRST = r"(?P<content>\S.*\w)"
_IN = "views?|opinion|words|eyes|estimation|assessment|judge?ment|reading|telling|version|account|analysis|phrase"
_BY = "account|count|reckoning|estimate|tally|telling|calculations?"
_CONCLUDES = (
    "(?:own |main |blunt |short |final )?(?:take|verdict|conclusion|line|version|view|assessment|message|argument|point"
    "|headline|reading|summary|bottom line|judge?ment|answer|diagnosis|explanation|thesis|prediction|forecast|advice"
    "|front page|lead story|editorial|leader"
    "|word|complaint|charge|finding"
    "|correction|clarification|estimate|figures?|survey|poll|report|analysis|investigation|column)"
)
_SAYS = "says?|said|reports?|reported|writes?|wrote|argues?|argued|claims?|claimed|notes?|noted|insists?|insisted"
_KNOWS = "understands?|understood|learned|learnt|hears|heard|believes?|thinks?|reckons?|suspects?"
_SEES_IT = "(?:sees|saw|tells|told|has|had|understands|frames|framed) it"
_BELIEVED = "(?:is|are) (?:to be believed|right|correct|anything to go by)"
_BELIEVE = "if (?:we|one|you) (?:go by|believe|trust)"
_PREDICATE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|cannot|could|may|might|must|should|did|does|do|no|not|nothing|none"
    r"|little|only|never|about|around|roughly|nearly|almost|more|less|fewer|\w+ed)\b"
)
_OPENING = r"(?:(?:But|And|Yet|So|Meanwhile|Still|However|Similarly|Elsewhere|Likewise|Again),?\s)?"

# Each with what a sentence must hold, to be tried at all.
_BEFORE = (
    ("n the ", rf"(?P<cue>[Ii]n the (?:{_IN}) of) {_SOURCE}, {_SAID}"),
    ("y the ", rf"(?P<cue>[Bb]y the (?:{_BY}) of) {_SOURCE}, {_SAID}"),
    ("n ", rf"[Ii]n {_SOURCE}{_WHOSE} (?P<cue>(?:own )?(?:{_IN})), {_SAID}"),
    ("y ", rf"[Bb]y {_SOURCE}{_WHOSE} (?P<cue>(?:own )?(?:{_BY})), {_SAID}"),
    ("f ", rf"[Ii]f {_SOURCE} (?P<cue>{_BELIEVED}), {_SAID}"),
    ("o by |ing by |elieve|trust", rf"(?P<cue>(?i:{_BELIEVE})|[Gg]oing by|[Tt]o go by) {_SOURCE}, {_SAID}"),
    (" it, ", rf"[Aa]s {_SOURCE} (?P<cue>{_SEES_IT}), {_SAID}"),
    ("o ", rf"(?P<cue>[Tt]o (?:quote|cite|borrow from|paraphrase)) {_SOURCE}[:,] {_SAID}"),
    ("rom ", rf"[Ff]rom {_SOURCE} (?P<cue>(?:comes|came) (?:the )?(?:word|news|reports?|a report|a warning)) {_SAID}"),
    (
        " from ",
        rf"(?P<cue>It (?:emerges|emerged|is (?:clear|evident|known)|was (?:clear|known)|became known) from) {_SOURCE}"
        r" (?P<content>that \S.*)",
    ),
    (
        " from ",
        rf"(?P<cue>The (?:latest )?(?:word|news|message|verdict|view|line) from) {_SOURCE} (?:is|was)"
        r" (?P<content>that \S.*)",
    ),
    (
        "So ",
        rf"(?P<cue>So (?:reads?|says?|said|writes?|wrote|runs?|ran)(?: the (?:front page|headline) of)?) {_SOURCE}:"
        rf" {_SAID}",
    ),
    (" from ", rf"(?P<cue>(?:Word|News|A report|Reports) (?:comes?|came) from) {_SOURCE} (?P<content>that \S.*)"),
    (" this to say", rf"{_SOURCE} (?P<cue>(?:has|had) this to say\b[^:]{{0,60}}): {_SAID}"),
    (
        ": | is that | was that ",
        rf"{_SOURCE}{_WHOSE} (?P<cue>{_CONCLUDES}(?: (?:on|of|about|for)\b[^:,.]{{1,50}})?)"
        rf"(?::| (?:is|was)(?= that\b)) {_SAID}",
    ),
    ("put it |puts it ", rf"{_SOURCE} (?P<cue>puts? it [^:,]{{1,40}}): {_SAID}"),
    (
        "hat ",
        rf"[Ww]hat {_SOURCE} (?P<cue>(?:{_SAYS}|found|finds|reveals|revealed)(?: [a-z]+)? (?:is|was))"
        r" (?P<content>\S+ \S+ \S+ \S.*)",
    ),
    (
        "ers of |ers to ",
        rf"(?:Readers|Viewers|Listeners|Subscribers) (?:of|to) {_SOURCE} (?P<cue>learned|learnt|read|heard|were told)\b"
        r"[^,:.]{0,40}? (?P<content>that \S.*)",
    ),
    (
        "headline|splash|banner",
        r"(?:[Tt]he |[Aa] )?(?:(?:front-page|main|lead|top) )?(?:headline|splash|banner)s? (?:in|of|on|across)"
        rf"(?: the front page of)? {_SOURCE} (?P<cue>reads?|says?|said|declares?|declared|ran|runs):? {_SAID}",
    ),
    (
        "headline|splash|titled",
        rf"{_SOURCE} (?P<cue>headline[ds]|splashe[ds]|titled)\b[^“\"]{{0,60}} (?P<content>[“\"]\S.*)",
    ),
    (
        "gives the |gave the ",
        rf"{_SOURCE} (?P<cue>gives|gave)"
        r" (?P<content>the (?:number|figure|toll|cost|price|total|size|count)\b.* (?:as|at) \S.*)",
    ),
    (
        " of | that | about ",
        rf"{_SOURCE} (?P<cue>(?:has|had|carries|carried|brings|brought)"
        r" (?:the (?:story|account|news)|word|news|details))"
        r" (?P<content>(?:of|that|about)\b.*)",
    ),
    (
        " with ",
        rf"{_SOURCE} (?P<cue>(?:leads|led|splashed) (?:its (?:front page|edition|bulletin) )?with)"
        r" (?P<content>(?:the|a|an|news|word) \S+ \S+ \S.*)",
    ),
    (
        "reads in |read in |finds in |find in ",
        rf"(?P<cue>(?:One|We|You) (?:can )?(?:reads?|finds?) in) {_SOURCE} (?P<content>that \S.*)",
    ),
    (
        " first with ",
        rf"{_SOURCE} (?P<cue>(?:is|was) (?:the )?first with (?:the )?(?:news|story|word)) (?P<content>(?:of|that)\b.*)",
    ),
)
_BEHIND = (
    (
        " quoted as ",
        rf"(?P<content>[“\"].*[”\"],?) [^“”\"]{{2,80}} (?P<cue>(?:is|was|are|were) quoted as telling) {_SOURCE}\.?",
    ),
    (
        "is what |is how ",
        r"(?P<content>\S.*\w[”\"]?),? [–—-]+ (?:this|that|so)(?:, at least,)? is (?:what|how)"
        rf" {_SOURCE} (?P<cue>{_SAYS}|sums? it up|puts? it|sees it|tells it|describes it)\.?",
    ),
    (", in the ", rf"{_FIRST}, (?P<cue>in the (?:{_IN}) of) {_SOURCE}\.?"),
    (", in ", rf"{_FIRST}, in {_SOURCE}{_WHOSE} (?P<cue>(?:own )?(?:{_IN}))\.?"),
    (", by ", rf"{_FIRST}, by {_SOURCE}{_WHOSE} (?P<cue>(?:own )?(?:{_BY}))\.?"),
    (", if |, that is, if ", rf"{_FIRST}, (?:that is, )?if {_SOURCE} (?P<cue>{_BELIEVED})\.?"),
    (", if ", rf"{_FIRST}, (?P<cue>{_BELIEVE}) {_SOURCE}\.?"),
    (", as ", rf"{_FIRST}, as {_SOURCE} (?P<cue>{_SEES_IT})\.?"),
    (", or so ", rf"{_FIRST}, or so {_SOURCE} (?P<cue>{_SAYS}|{_KNOWS}|would have it)\.?"),
    ("That ", rf"(?P<content>That \S.*\w) (?P<cue>(?:is|was) the {_CONCLUDES} (?:of|in|from)) {_SOURCE}\.?"),
    (", ", rf"(?P<content>[^,“”\"]*\w), {_SOURCE} (?P<cue>{_KNOWS}), (?P<more>{_PREDICATE}.*)"),
    (", ", rf"(?P<content>[^,“”\"]*\w), (?P<cue>{_SAYS}) {_SOURCE}, (?P<more>{_PREDICATE}.*)"),
)
_FRAMES = tuple(
    (tuple(needles.split("|")), re.compile(begin + pattern.replace(" ", r"\s"), re.DOTALL))
    for begin, frames in ((_OPENING, _BEFORE), ("", _BEHIND))
    for needles, pattern in frames
)
# What outlets do that says something, where the outlet is the subject and the thing is not its own.
_DEED = re.compile(
    r"(?:,[^,]{2,60},)?\s(?:has\s|have\s|also\s|now\s|alone\s)?"
    r"(?P<cue>identif(?:ies|ied)|list(?:s|ed)|trac(?:es|ed)|count(?:s|ed)|document(?:s|ed)|expos(?:es|ed)|tall(?:ies|ied)"
    r"|reconstruct(?:s|ed)|verif(?:ies|ied)|map(?:s|ped)|broke\sthe\s(?:news|story)|(?:draws|drew)\sattention\sto"
    r"|sees\sin|la(?:ys|id)\sbare|(?:brings|brought)\sto\slight)\s"
    r"(?P<content>(?!(?:its|their|it|in|on|at|for|up|out|down|with|by|among|is|are|was|were|has|have|had|will|would)\b)\S+\s\S+\s\S.*)",
    re.DOTALL,
)
_SHORTEST, _LONGEST = 12, 600  # characters of a sentence
_OPENS = re.compile(_OPENING + r"(?:[Tt]he\s)?")
_OPENERS = tuple("“\"‘«'")


def framed(text: str, start: int, end: int, quotes: Sequence[Span]) -> Found | None:
    """The attribution of a sentence that is such a frame; None for any other. `quotes`: its paragraph's quotations."""
    if not _SHORTEST <= end - start <= _LONGEST:
        return None
    sentence = text[start:end]
    for needles, pattern in _FRAMES:
        if not any(needle in sentence for needle in needles):
            continue
        found = pattern.fullmatch(text, start, end)
        if found is None:
            continue
        source, cue = found.span("source"), found.span("cue")
        if any(a < max(source[1], cue[1]) and min(source[0], cue[0]) < b for a, b in quotes):
            continue
        content = [_trimmed(text, *found.span(name)) for name in ("content", "more") if name in found.groupdict()]
        return Found(source, cue, tuple(content), text[content[0][0]] in _OPENERS)
    return None


def deed(text: str, start: int, end: int, name: Span) -> Found | None:
    """What the outlet whose name opens a sentence found out, where it is told as a deed: "The Heron identified ..."."""
    found = _DEED.fullmatch(text, name[1], end) if end - start <= _LONGEST else None
    if found is None or not _OPENS.fullmatch(text, start, name[0]):
        return None
    return Found(name, found.span("cue"), (_trimmed(text, *found.span("content")),))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the full stop."""
    while end > start and text[end - 1] in ". ":
        end -= 1
    return start, end
