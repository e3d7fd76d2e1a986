"""Texts that nobody writes, for attribution and claims: no exception, offsets inside, and time in step with size.

    python benchmarks/fuzz_claims.py [--seconds 20] [--seed 1] [--bytes 1000000]

First every unit below is repeated to 1 MB and to a quarter of it: the larger text may cost no more than six times the
smaller, and 20 s. Then random rows of units for `--seconds`. Time is the process's own. Exits 1 when anything was
found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparison.attribution import find_attributions
from comparison.claims import find_claims
from storage.model import Outlet

LIMIT_S = 20.0  # for 1 MB, which is 170,000 words: ordinary text of that size costs 1 to 2 s
STEP = 6.0  # four times the text
ENOUGH_S = 0.4  # below this a step is noise
OUTLETS = (
    Outlet("heron", "The Heron", None, ("האנפה", "مالك الحزين")),
    Outlet("times", "The Carrick Times", None, ("CT",)),
    Outlet("delta", "Delta News Wire", None, ("סוכנות דלתא", "وكالة دلتا")),
)
UNITS = (
    "said ", "said", "he said, ", "“", "”", '"', "“a”", "“a,” he said. ", "''", "--", "—", "(", ")", "[1]",
    ".[1] ", ".", ". ", "…", "? ", ",", ", ", ":", ": ", ":\n\n", "\n\n", "\n", "Roe ", "Roe, ", "Roe: ",
    "ROE: a\n\n", "A B C D: ", "and ", "and Roe, ", "that ", "said that ", "according to ",
    "according to Roe, ", "per Roe, ", "as ", "as put ", "as said by ", "who ", ", who said ",
    "which reported ", "to ", "went on to ", "so far as to ", "so ", "by ", "was said by ",
    "report by Roe that ", "his claim that ", "'s ", "not ", "put the cost at ", "asked about ",
    "Asked about it, ", "is sure ", "The Heron ", "The Heron, ", "The Heron and ", "CT ", "CT (",
    "(The Heron, ", "the Times ", "citing The Heron, ", "told the paper ", "In The Heron, Roe ", "Mr. ",
    "U.S. ", "a.", "A. ", "• ", "- ", "¹", "אמר ", "אמר כי ", "לפי ", "האנפה ", "האנפה, ", "כך דיווח ", "ש",
    "שה", 'צה"ל ', "״", "واو ", "قال ", "قال إن ", "بحسب ", "مالك الحزين ", "نقلا عن ", "و", "ו", "أن ", "a",
    "A", "0", "1,", "é", "\u200f", "\x00", "\ud800", " ", "\u2028", "ing ", "ed ", "says. She added ",
)  # fmt: skip
ROWS = ("", " ", ", ", ". ", "\n\n", " “", "” ")


def read(text: str) -> None:
    """Both readers; every span they give must lie inside the text."""
    for one in find_attributions(text, nlp=False):
        for start, end in (*one.content, *(span for span in (one.source, one.cue) if span)):
            assert 0 <= start <= end <= len(text), (start, end, len(text))
    for claim in find_claims(text, OUTLETS, nlp=False):
        assert claim.text == text[claim.start : claim.end]


def took(text: str) -> float:
    """The process's seconds for `text`."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


def main() -> int:
    """Run both parts, and say what was found."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--bytes", type=int, default=1_000_000)
    options = arguments.parse_args()
    found = []
    slowest = (0.0, "")
    for unit in UNITS:
        small, large = (
            took(unit * (size // len(unit.encode("utf-8", "replace")) + 1))
            for size in (options.bytes // 4, options.bytes)
        )
        slowest = max(slowest, (large, repr(unit)))
        if large > LIMIT_S or (large > ENOUGH_S and large > STEP * max(small, ENOUGH_S / 4)):
            found.append(f"{unit!r}: {small:.2f} s, four times of it {large:.2f} s")
    print(f"{len(UNITS)} units repeated to {options.bytes:,} bytes; slowest {slowest[0]:.2f} s: {slowest[1]}")
    randomness = random.Random(options.seed)
    until, tried, slowest = time.monotonic() + options.seconds, 0, (0.0, "")
    while time.monotonic() < until and len(found) < 20:
        units = randomness.choices(UNITS, k=randomness.randint(1, 8))
        row = randomness.choice(ROWS).join(units)
        text = (row + randomness.choice(ROWS)) * randomness.randint(1, 60_000 // len(row) + 1)
        tried += 1
        try:
            seconds = took(text)
        except Exception as error:  # any exception at all is a finding
            found.append(f"{row!r}: {error!r}")
            continue
        slowest = max(slowest, (seconds, repr(row)))
        if seconds > LIMIT_S / 10:
            found.append(f"{row!r} times {len(text) // len(row)}: {seconds:.2f} s for {len(text)} characters")
    print(f"{tried} random rows, slowest {slowest[0]:.2f} s: {slowest[1][:80]}")
    print("\n".join(found) or "nothing found")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
