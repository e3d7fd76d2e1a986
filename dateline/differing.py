"""Two states of an article's text side by side: headline, byline, date, numbers and names first, then the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from normalise.text import clean
from storage.differing import difference

if TYPE_CHECKING:
    from storage import Article, Revision
    from storage.captures import Capture, Reading

RECEIVED = "the text we received differs"
_BASIS = {
    "reread": "after the old bytes were read again with the same extractor",
    "same extractor": "as read by the same extractor; the old bytes are not held any more",
    "not held": "the bytes then served are not held: a difference of extractors cannot be told from one of texts",
    "growth": "nothing of what stood there differs; paragraphs were added",
    "feed": "in the feed; the page was not read since",
    "same words": "read again by a later extractor, the two states say the same",
    "first": "the first reading of the page, or the whole of what was a part",
}
NUMBER = re.compile(r"[+-]?\d+(?:[.,:/٫٬]\d+)*\s?%?")
# Words that begin with a capital and do not begin a sentence: where a script has capitals, names do.
NAME = re.compile(
    r"(?<![.!?:…\"“”\n]\s)(?<!^)(?<![\w])[^\W\d_a-zà-ÿ][\w’'-]+(?:[ ][^\W\d_a-zà-ÿ][\w’'-]+)*", re.MULTILINE
)
_HAS_CAPITALS = re.compile(r"[A-ZА-ЯΑ-ΩÀ-ÞĞŞİÇÖÜ]")
_WORD = re.compile(r"\S+")
_MOST_WORDS = 4_000  # of a paragraph: beyond it the paragraphs are shown without their words being held together


@dataclass(frozen=True, slots=True)
class State:
    """One side: the text, where it came from, and the article as its bytes say it today (None: they are not held)."""

    revision: Revision
    reading: Reading | None
    capture: Capture | None
    read: Article | None


def compare(before: State, after: State) -> dict[str, Any]:
    """What differs between two states, as plain data: `statement` says how it may be put into words."""
    old, new = before.revision, after.revision
    told = difference((old.title, old.summary, old.body), (new.title, new.summary, new.body))
    basis = after.reading.basis if after.reading is not None else None
    if new.number - old.number != 1 and basis not in (None, "not held"):
        basis = None  # it was told from the state before, not from this one
    texts = [f"{state.title}\n{state.summary or ''}\n{state.body or ''}" for state in (old, new)]
    bodies = [state.body or "" for state in (old, new)]  # headlines may put a capital on every word
    return {
        "statement": _STATEMENTS.get(told, RECEIVED),
        "kind": told,
        "basis": basis,
        "basis_in_words": _BASIS.get(basis) if basis is not None else None,
        "from": _side(before),
        "to": _side(after),
        "headline": _pair(old.title, new.title),
        "byline": _read_pair(before, after, lambda article: article.byline_raw),
        "date": _read_pair(before, after, lambda article: article.published.raw if article.published else None),
        "summary": _pair(old.summary, new.summary),
        "numbers": counted(NUMBER, *texts),
        "names": counted(NAME, *bodies) if _HAS_CAPITALS.search(bodies[0] + bodies[1]) else {"gone": [], "new": []},
        "paragraphs": paragraphs(old.body or "", new.body or ""),
    }


_STATEMENTS = {
    "same words": "no words differ",
    "reordered": "no words differ: the same paragraphs in another order",
    "part": "only a part of the earlier text was served",
    "growth": "the text we received grew: nothing of what stood there differs",
}


def _side(state: State) -> dict[str, Any]:
    capture = state.capture
    return {
        "state": state.revision.number,
        "seen_at": _iso(state.revision.seen_at),
        "text_sha256": state.revision.sha256,
        "fetched_at": _iso(capture.at) if capture is not None else None,
        "bytes_sha256": capture.sha256 if capture is not None else None,
        "bytes_held": capture is not None and capture.place is not None,
        "extractor": state.reading.extractor if state.reading is not None else None,
        "title": state.revision.title,
    }


def _iso(at: Any) -> str:
    return str(at.isoformat().replace("+00:00", "Z"))


def _pair(old: str | None, new: str | None) -> list[str | None] | None:
    return [old, new] if clean(old or "") != clean(new or "") else None


def _read_pair(before: State, after: State, value: Any) -> list[str | None] | str | None:
    if before.read is None or after.read is None:
        return "not known: the bytes of both states would have to be held"
    return _pair(value(before.read), value(after.read))


def counted(pattern: re.Pattern[str], old: str, new: str) -> dict[str, list[str]]:
    """What stands more often on one side than on the other, in the order of the text."""
    had, have = (Counter(clean(match.group()) for match in pattern.finditer(text)) for text in (old, new))
    return {"gone": list((had - have).keys()), "new": list((have - had).keys())}


def paragraphs(old: str, new: str) -> list[dict[str, Any]]:
    """The paragraphs that differ, in order; the words gone and new where one took another's place."""
    ours, theirs = old.split("\n\n") if old else [], new.split("\n\n") if new else []
    found: list[dict[str, Any]] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = ours[a:b], theirs[c:d]
        if len(gone) == len(come):
            found += [_held_together(x, y) for x, y in zip(gone, come, strict=True)]
        else:
            found += [{"before": x, "after": None} for x in gone]
            found += [{"before": None, "after": y} for y in come]
    return found


def _held_together(old: str, new: str) -> dict[str, Any]:
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    if max(len(ours), len(theirs)) > _MOST_WORDS:
        return {"before": old, "after": new}
    words = [
        {"before": " ".join(ours[a:b]), "after": " ".join(theirs[c:d])}
        for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    return {"before": old, "after": new, "words": words}


def lines(found: dict[str, Any], title: str) -> Sequence[str]:
    """The same for a terminal. Every piece of text has a line of its own, so that no direction meets another."""
    before, after = found["from"], found["to"]
    out = [clean(title), ""]
    out += [f"{found['statement']}" + (f", {found['basis_in_words']}" if found["basis_in_words"] else "")]
    for name, side in (("earlier", before), ("later", after)):
        fetched = f", fetched {side['fetched_at']}" if side["fetched_at"] else ""
        held = "" if side["bytes_held"] else " (not held)"
        out.append(f"  {name}: state {side['state']}, received {side['seen_at']}{fetched}")
        out.append(f"    text  sha256 {side['text_sha256']}")
        out.append(f"    bytes sha256 {side['bytes_sha256'] or 'not known'}{held}")
    for name in ("headline", "byline", "date", "summary"):
        pair = found[name]
        if isinstance(pair, list):
            out += ["", name, *_both(*pair)]
        elif pair is not None:
            out += ["", f"{name}: {pair}"]
    for name in ("numbers", "names"):
        for way in ("gone", "new"):
            if found[name][way]:
                out += ["", f"{name} {way}", *(f"    {each}" for each in found[name][way])]
    for paragraph in found["paragraphs"]:
        out.append("")
        if paragraph["before"] is None or paragraph["after"] is None:
            out.append("paragraph gone" if paragraph["after"] is None else "paragraph new")
            out.append(f"    {clean(paragraph['before'] or paragraph['after'])}")
            continue
        out += ["paragraph", *_both(paragraph["before"], paragraph["after"])]
        for words in paragraph.get("words", ()):
            out += ["  words", *_both(words["before"], words["after"], "  ")]
    return out


def _both(old: str | None, new: str | None, margin: str = "") -> list[str]:
    return [
        f"{margin}  before",
        f"{margin}    {clean(old) if old else '(nothing)'}",
        f"{margin}  after",
        f"{margin}    {clean(new) if new else '(nothing)'}",
    ]
