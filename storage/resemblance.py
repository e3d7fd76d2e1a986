"""How much two texts share, and a sketch of a text by which those that share much are found without comparing all.

Shingles, resemblance and containment: Broder, "On the resemblance and containment of documents" (1997). The sketch is
MinHash; bands of it as keys: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

import re

from rensa import RMinHash

_SHINGLE = 4  # words
_FEWEST = 27  # shingles: texts of fewer than 30 words are too like one another to tell anything
_ROWS, _BANDS = 3, 20  # texts that share half are found 93 times of 100, three quarters always, a tenth 2 times
_SEED = 42
_FNV_OFFSET, _FNV_PRIME, _64_BITS = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
_RESEMBLES, _CONTAINED = 0.5, 0.8
_SHORTEST = 1 / 3  # of the longer: a brief inside a long round-up of many is not the round-up
_WORD = re.compile(r"\w+")
# Japanese and Chinese are written without spaces: there each character is a word.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_IDEOGRAPH_OR_WORD = re.compile(rf"[{_IDEOGRAPHS}](?<=\w)|[^\W{_IDEOGRAPHS}]+")


def shingles(folded: str) -> list[str]:
    """Every run of four words of a folded text, in order; none for a text too short to be told from others.

    >>> shingles("one two three four")
    []
    """
    each = _WORD if folded.isascii() or _IDEOGRAPH.search(folded) is None else _IDEOGRAPH_OR_WORD
    words = each.findall(folded)
    if len(words) < _FEWEST + _SHINGLE - 1:
        return []
    return list(map(" ".join, zip(*(words[n:] for n in range(_SHINGLE)), strict=False)))


def bands(runs: list[str]) -> list[int]:
    """20 keys (signed 64 bits) of a text's shingles; texts that share half of theirs nearly always share a key."""
    if not runs:
        return []
    sketch = RMinHash(num_perm=_ROWS * _BANDS, seed=_SEED)
    sketch.update(runs)
    digest = sketch.digest()
    return [_key(at, *digest[at : at + _ROWS]) for at in range(0, _ROWS * _BANDS, _ROWS)]


def shared(a: list[str], b: list[str]) -> float:
    """The share of the smaller set of shingles that the larger one holds: Broder's containment, 0 to 1."""
    first, second = set(a), set(b)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def is_copy(a: list[str], b: list[str]) -> bool:
    """Whether two texts are one: half of all their shingles are in both, or four fifths of the shorter's.

    The shorter one's count only if it is at least a third of the longer one.
    """
    first, second = set(a), set(b)
    if not first or not second:
        return False
    both, (shorter, longer) = len(first & second), sorted((len(first), len(second)))
    if both >= _RESEMBLES * (shorter + longer - both):
        return True
    return shorter >= _SHORTEST * longer and both >= _CONTAINED * shorter


def _key(at: int, first: int, second: int, third: int) -> int:
    """FNV-1a over a band's place and its three 32-bit values, as SQLite's signed 64 bits."""
    key = _FNV_OFFSET ^ at
    for value in (first, second, third):
        key = (key * _FNV_PRIME & _64_BITS) ^ value
    key = key * _FNV_PRIME & _64_BITS
    return key - (1 << 64) if key >> 63 else key
