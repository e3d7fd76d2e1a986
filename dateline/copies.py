"""Who else ran an article's text: who of them first, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.differing import NUMBER, counted, paragraphs
from dateline.output import published
from normalise.text import clean
from storage import Article, Copy, Hit, Store
from storage.wires import first_of

_MOST_SHOWN = 3  # changes of a kind
_LONGEST_SHOWN = 140  # characters of a change


@dataclass(frozen=True, slots=True)
class Folded:
    """A hit with the other hits that carry the same text."""

    hit: Hit
    others: tuple[Hit, ...] = ()


def fold(store: Store, hits: Sequence[Hit]) -> list[Folded]:
    """Hits with those of one text under the best of them, in order."""
    wires = store.wires([hit.article.id for hit in hits if hit.article.id is not None])
    groups: dict[Any, list[Hit]] = {}
    for place, hit in enumerate(hits):
        wire = wires.get(hit.article.id) if hit.article.id is not None else None
        groups.setdefault(("wire", wire) if wire is not None else ("hit", place), []).append(hit)
    return [Folded(group[0], tuple(group[1:])) for group in groups.values()]


def copies_as_dicts(article: Article, copies: Sequence[Copy]) -> list[dict[str, Any]]:
    """The other articles as plain data, with what each changed; `first`: by what they state, where it can be told."""
    first = first_of([article, *(copy.article for copy in copies)])
    return [
        {
            "id": copy.article.id,
            "outlet": copy.article.outlet,
            "url": copy.article.url,
            "title": copy.article.title,
            "published": published(copy.article),
            "first": copy.article is first,
            "shared": round(copy.shared, 3),
            **_changes(article, copy.article),
        }
        for copy in copies
    ]


def _changes(ours: Article, theirs: Article) -> dict[str, Any]:
    """What the other text leaves out, adds, and counts otherwise, beside ours."""
    numbers = counted(NUMBER, ours.body or "", theirs.body or "")
    found = [words for paragraph in paragraphs(ours.body or "", theirs.body or "") for words in _parts(paragraph)]
    return {
        "without": [before for before, _ in found if before],
        "adds": [after for _, after in found if after],
        "numbers_gone": numbers["gone"],
        "numbers_new": numbers["new"],
    }


def _parts(paragraph: dict[str, Any]) -> Iterator[tuple[str | None, str | None]]:
    if paragraph.get("words"):
        yield from ((words["before"], words["after"]) for words in paragraph["words"])
    else:
        yield paragraph["before"], paragraph["after"]


def copies_as_rows(article: Article, copies: Sequence[Copy]) -> list[tuple[str, str]]:
    """The same as rows of a name and a value, for a terminal; none where nobody else ran it."""
    if not copies:
        return []
    first = first_of([article, *(copy.article for copy in copies)])
    told = "who was first cannot be told" if first is None else f"first, as they state: {first.outlet}"
    if first is article:
        told += " (this one)"
    rows = [("also ran by", f"{len(copies)}; {told}")]
    for copy in copies_as_dicts(article, copies):
        head = f"{copy['outlet']}  {copy['published']}  article {copy['id']}  shares {copy['shared']:.0%}"
        rows += [("", head), ("  titled", clean(copy["title"]))]
        for name, key in (("  without", "without"), ("  adds", "adds")):
            rows += _shown(name, copy[key])
    return rows


def _shown(name: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    rows = [(name, _short(text)) for text in texts[:_MOST_SHOWN]]
    if len(texts) > _MOST_SHOWN:
        rows.append((name, f"and {len(texts) - _MOST_SHOWN} more"))
    return rows


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1].rstrip() + "…"
