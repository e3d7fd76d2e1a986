"""Two states of an article's text side by side: headline, byline, date, numbers and names first, then the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from normalise.text import clean
from storage.differing import difference
from storage.signing import Signature, differing

if TYPE_CHECKING:
    from storage import Revision
    from storage.captures import Capture, Reading

RECEIVED = "the text we received differs"
_BASIS = {
    "reread": "after the old bytes were read again with the same extractor",
    "same extractor": "as read by the same extractor; the old bytes are not held any more",
    "not held": "the bytes then served are not held: a difference of extractors cannot be told from one of texts",
    "growth": "nothing of what stood there differs; paragraphs were added",
    "feed": "in the feed; the page was not read since",
    "same words": "read again by a later extractor, the two states say the same",
    "byline or date": "as one extractor read both states",
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
    """One side: the text, what made it (with what its page said of authors and date), and the answer it is from."""

    revision: Revision
    reading: Reading | None = None
    capture: Capture | None = None

    @property
    def signature(self) -> Signature | None:
        """What the page said of its authors and its date; None: not known."""
        return self.reading.signature if self.reading is not None else None


def compare(before: State, after: State) -> dict[str, Any]:
    """What differs between two states, as plain data: `statement` says how it may be put into words."""
    old, new = before.revision, after.revision
    told = difference((old.title, old.summary, old.body), (new.title, new.summary, new.body))
    basis = after.reading.basis if after.reading is not None else None
    if new.number - old.number != 1 and basis not in (None, "not held"):
        basis = None  # it was told from the state before, not from this one
    texts = [f"{state.title}\n{state.summary or ''}\n{state.body or ''}" for state in (old, new)]
    bodies = [state.body or "" for state in (old, new)]  # headlines may put a capital on every word
    around = differing(before.signature, after.signature)
    given = any(state.capture is not None and state.capture.is_file for state in (before, after))
    received = "the texts differ, one of them of a file that somebody saved" if given else RECEIVED
    return {
        "statement": "; ".join((_STATEMENTS.get(told, received), *(f"the {name} differs" for name in sorted(around)))),
        "kind": told,
        "basis": basis,
        "basis_in_words": _BASIS.get(basis) if basis is not None else None,
        "from": _side(before),
        "to": _side(after),
        "headline": _pair(old.title, new.title),
        "byline": _around(before, after, "byline" in around, byline_of),
        "date": _around(before, after, "date" in around, date_of),
        "one_extractor": _made(before) == _made(after),
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
        "fetched_at": _iso(capture.at) if capture is not None and not capture.is_file else None,
        "saved_file": capture is not None and capture.is_file,
        "bytes_sha256": capture.sha256 if capture is not None else None,
        "bytes_held": capture is not None and capture.place is not None,
        "extractor": state.reading.extractor if state.reading is not None else None,
        "title": state.revision.title,
        "byline": byline_of(state.signature) if state.signature is not None else None,
        "date": date_of(state.signature) if state.signature is not None else None,
    }


def _iso(at: Any) -> str:
    return str(at.isoformat().replace("+00:00", "Z"))


def _pair(old: str | None, new: str | None) -> list[str | None] | None:
    return [old, new] if clean(old or "") != clean(new or "") else None


def _around(
    before: State, after: State, differs: bool, told: Callable[[Signature], str | None]
) -> list[str | None] | str | None:
    if before.signature is None or after.signature is None:
        unknown = before if before.signature is None else after
        return f"not known: state {unknown.revision.number} was not read from a page here"
    return [told(before.signature), told(after.signature)] if differs else None


def byline_of(signature: Signature) -> str | None:
    """The byline as printed; the names where it stood in none; None where the page names nobody."""
    names = (*(person.name for person in signature.people), *signature.organisations)
    return signature.byline_raw or ", ".join(names) or None


def date_of(signature: Signature) -> str | None:
    """The date a page gave itself, in UTC, and how it was printed; None where it gave none."""
    date = signature.published
    if date is None:
        return None
    if date.precision == "day":
        return f"{date.raw} (to the day)"
    return f"{_iso(date.instant)} (as printed: {clean(date.raw)})"


def _made(state: State) -> tuple[str | None, str | None] | None:
    reading = state.reading
    return (reading.extractor, reading.config_sha256) if reading is not None else None


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
        of = "a file that somebody saved" if side["saved_file"] else "received"
        out.append(f"  {name}: state {side['state']}, {of} {side['seen_at']}{fetched}")
        out.append(f"    text  sha256 {side['text_sha256']}")
        out.append(f"    bytes sha256 {side['bytes_sha256'] or 'not known'}{held}")
    for name in ("headline", "byline", "date", "summary"):
        pair = found[name]
        if isinstance(pair, list):
            out += ["", name, *_both(*pair)]
            if name in ("byline", "date") and not found["one_extractor"]:
                out.append("  (read by two versions of the extractor, or of its rules: the difference may be theirs)")
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
