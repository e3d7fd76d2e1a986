"""What a person types to search, as a tree. Any text can be read; what makes no sense is passed over and said.

    harbour "phase two" minist*          all of them; quotes are a phrase, a final * leaves a word's end open
    harbour OR port                      either; binds weaker than words side by side
    -strike   NOT strike                 without it
    (harbour OR port) crane              parentheses group
    title:crane  summary:  text:  byline:            only in that part of the article
    outlet:pelican  by:"Dana Orr"  topic:harbour  lang:he  access:paywalled
    after:2025-11-01  before:2025-12  on:2025-11-07  after:"2 weeks ago"    days in UTC; before excludes its day

A field takes a word, a phrase or a group: `outlet:(pelican OR manara)`. Knows no database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.words import Term, join_abbreviations, term_of

FIELDS: dict[str, str] = {  # as typed -> the field
    "outlet": "outlet", "by": "by", "person": "by", "author": "by", "topic": "topic",
    "lang": "lang", "language": "lang", "access": "access",
    "after": "after", "since": "after", "before": "before", "until": "before", "on": "on",
    "title": "title", "summary": "summary", "text": "body", "body": "body", "byline": "byline",
}  # fmt: skip
ACCESS = ("full", "excerpt", "paywalled", "consent", "login", "error")
_COLUMNS = frozenset({"title", "summary", "body", "byline"})
_TIMES = frozenset({"after", "before", "on"})
_LONGEST = 2000
_MOST_LEAVES = 40
_DEEPEST = 12

_BIDI = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»״＂", '"'))
_TOKEN = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<minus>[-−](?=[^\s\-−)]))|(?P<field>[A-Za-z]+):(?=[^\s:/)])"
    r'|"(?P<phrase>[^"]*)"(?P<star>\*?)|(?P<quote>")|(?P<word>[^\s"()]+)'
)
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A word or phrase that an article holds; in any part of it, or in one column of the index."""

    term: Term
    typed: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A value that an article has: `name` is outlet, by, topic, lang or access."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """An article's date: from `since` on, before `until`."""

    since: datetime | None
    until: datetime | None
    typed: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts holds, or several."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


Node = Text | Field | Between | All | Any | Not


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was read. `tree` None: there is nothing in it to look for.

    `asked`: whether anything was typed at all. `understood` is the query with every operator written out, and reads as
    the same query again; `notes` are sentences on what was passed over.
    """

    tree: Node | None
    asked: bool
    understood: str = ""
    notes: tuple[str, ...] = ()

    def terms(self) -> tuple[Term, ...]:
        """The words and phrases that are looked for, without those an article must not hold."""
        return tuple(dict.fromkeys(leaf.term for leaf in wanted(self.tree)))


def parse(text: str | None, *, now: datetime | None = None) -> Parsed:
    """Read what was typed. Never raises, whatever it is.

    >>> parse('harbour OR port -strike outlet:pelican').understood
    'harbour OR (port AND NOT strike AND outlet:pelican)'
    >>> parse('outlt:pelican').notes
    ('there is no field "outlt" (did you mean outlet:?); its words were looked for',)
    >>> parse('* ( -- "').tree, parse(' ').asked
    (None, False)
    """
    if text is None or not text.strip():
        return Parsed(None, asked=False)
    reader = _Reader(text, now or datetime.now(UTC))
    tree = reader.read()
    return Parsed(tree, True, written(tree) if tree is not None else "", tuple(dict.fromkeys(reader.notes)))


def written(node: Node) -> str:
    """A tree in one line that reads as the same tree."""
    match node:
        case Text(typed=typed, column=column):
            return f"{column}:{typed}" if column else typed
        case Field(name=name, value=value):
            return f"{name}:{_quoted(value)}"
        case Between(typed=typed):
            return typed
        case Not(part=part):
            return f"NOT {_grouped(part)}"
        case All(parts=parts):
            return " AND ".join(_grouped(part) for part in parts)
        case Any(parts=parts):
            return " OR ".join(_grouped(part) for part in parts)


def wanted(node: Node | None) -> Iterator[Text]:
    """The words and phrases of a tree outside any NOT."""
    match node:
        case Text():
            yield node
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from wanted(part)


def _grouped(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, All | Any) else written(node)


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s()]", value) or value in ("OR", "AND", "NOT") else value


class _Reader:
    """Recursive descent over the tokens of one query; what does not fit is skipped with a note."""

    def __init__(self, text: str, now: datetime) -> None:
        self.notes: list[str] = []
        self._now = now
        if len(text) > _LONGEST:
            self.notes.append(f"only the first {_LONGEST} characters were read")
        plain = _BIDI.sub("", text[:_LONGEST]).translate(_QUOTES)
        self._tokens = [
            (match.lastgroup or "", match) for match in _TOKEN.finditer(join_abbreviations(plain))
        ]  # star is inside phrase
        self._at = 0
        self._leaves = 0

    def read(self) -> Node | None:
        parts = []
        while self._at < len(self._tokens):
            part = self._either(None, 0)
            if part is not None:
                parts.append(part)
            if self._kind() == "close":
                self._at += 1  # one too many
        return _joined(All, parts)

    def _kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else "end"

    def _operator(self, *names: str) -> bool:
        return self._kind() == "word" and self._tokens[self._at][1].group() in names

    def _either(self, field: str | None, depth: int) -> Node | None:
        parts: list[Node] = []
        while True:
            part = self._side_by_side(field, depth)
            if part is not None:
                parts.append(part)
            if not self._operator("OR", "|", "||"):
                return _joined(Any, parts)
            self._at += 1
            if part is None or self._kind() in ("end", "close"):
                self.notes.append("an OR without words on both sides was passed over")

    def _side_by_side(self, field: str | None, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._kind() not in ("end", "close") and not self._operator("OR", "|", "||"):
            part = self._one(field, depth)
            if part is not None and part not in parts:
                parts.append(part)
        return _joined(All, parts)

    def _one(self, field: str | None, depth: int) -> Node | None:
        negated = False
        while self._kind() == "minus" or self._operator("NOT", "AND", "&&"):
            negated ^= not self._operator("AND", "&&")
            self._at += 1
        part = None
        if self._kind() not in ("end", "close") and not self._operator("OR", "|", "||"):
            part = self._primary(field, depth)
        elif negated:
            self.notes.append("a NOT without words after it was passed over")
        return Not(part) if negated and part is not None else part

    def _primary(self, field: str | None, depth: int) -> Node | None:
        kind, match = self._tokens[self._at]
        self._at += 1
        if kind == "open":
            if depth >= _DEEPEST:
                return None
            inner = self._either(field, depth + 1)
            if self._kind() == "close":
                self._at += 1
            return inner
        if kind == "field":
            return self._field(match["field"], field, depth)
        if kind in ("phrase", "star"):
            return self._leaf(field, match["phrase"], phrase=True, prefix=bool(match["star"]))
        if kind == "word":
            return self._leaf(field, match["word"], prefix=match["word"].endswith("*"))
        return None  # a quotation mark that nothing closes

    def _field(self, typed: str, outer: str | None, depth: int) -> Node | None:
        name = FIELDS.get(typed.lower())
        if name is not None and self._kind() in ("word", "phrase", "star", "open"):
            return self._primary(name, depth + 1)
        if name is None and self._kind() in ("word", "phrase", "star"):
            self.notes.append(_unknown(typed))
            part = self._primary(None, depth)
            word = self._leaf(outer, typed)
            return _joined(All, [node for node in (word, part) if node is not None])
        return self._leaf(outer, typed)

    def _leaf(self, field: str | None, value: str, *, phrase: bool = False, prefix: bool = False) -> Node | None:
        if field is None or field in _COLUMNS:
            term = term_of(value, prefix=prefix)
            if term is None:
                return None
            leaf: Node | None = Text(term, _as_typed(value, phrase, prefix), field)
        elif field in _TIMES:
            leaf = self._between(field, value)
        else:
            leaf = self._value(field, value.strip())
        self._leaves += leaf is not None
        if self._leaves > _MOST_LEAVES:
            self.notes.append(f"only the first {_MOST_LEAVES} words and fields were heeded")
            return None
        return leaf

    def _value(self, field: str, value: str) -> Node | None:
        if not value:
            return None
        if field in ("lang", "access"):
            value = value.lower()
        if field == "access" and value not in ACCESS:
            self.notes.append(f'access: takes {", ".join(ACCESS)}; "{value}" finds nothing')
        return Field(field, value)

    def _between(self, field: str, value: str) -> Node | None:
        span = _span(value, self._now)
        if span is None:
            self.notes.append(f'{field}: takes a day such as 2025-11-30; "{value}" was passed over')
            return None
        typed = f"{field}:{_quoted(value)}"
        if field == "after":
            return Between(span[0], None, typed)
        return Between(None, span[0], typed) if field == "before" else Between(*span, typed)


def _joined(kind: Callable[[tuple[Node, ...]], Node], parts: list[Node]) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if kind is type(part) and isinstance(part, All | Any) else [part]
    return kind(tuple(flat))


def _as_typed(value: str, phrase: bool, prefix: bool) -> str:
    if phrase or value in ("OR", "AND", "NOT"):
        return f'"{value.strip()}"' + "*" * prefix
    return value


def _unknown(typed: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(typed.lower(), FIELDS, n=1)
    meant = f"did you mean {near[0]}:?" if near else f"fields are {', '.join(dict.fromkeys(FIELDS.values()))}"
    return f'there is no field "{typed}" ({meant}); its words were looked for'


def _span(value: str, now: datetime) -> tuple[datetime, datetime] | None:
    """The first instant of a year, month or day, and the first after it."""
    if match := _DAY.fullmatch(value.strip()):
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            start = datetime(year or 1, month or 1, day or 1, tzinfo=UTC)
            if day:
                return start, start + timedelta(days=1)
            after = (start.year + 1, 1) if not month or month == 12 else (start.year, month + 1)
            return start, datetime(*after, 1, tzinfo=UTC)
        except (ValueError, OverflowError):
            return None
    from normalise.dates import parse_when

    try:
        start = parse_when(value, now=now, timezone="UTC")
    except (ValueError, OverflowError):
        return None
    day_start = start.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, day_start + timedelta(days=1)
