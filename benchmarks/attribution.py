"""How well attribution does on annotated articles, with some of them held out: `python benchmarks/attribution.py FILE`.

FILE: one article a line as JSON with `text` and `spans`, each with `source`, `cue` and `content` as lists of offsets. A
statement is found where the words of its content and of one that is read agree by half (Dice), one to one, best first.
Every fourth article (the fourth, the eighth ...) is held out: no rule was chosen by it. `--nlp` reads with the parser.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparison.attribution import find_attributions
from comparison.dependency import reader_name

_WORD = re.compile(r"\w+")
_ALIKE = 0.5
_HELD_OUT = 3  # of every four, counted from 0


def main() -> None:
    """Print precision, recall and F1 of each part."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--nlp", action="store_true", help="with the dependency parser of the extra `nlp`")
    options = arguments.parse_args()
    print(f"reader: {reader_name() if options.nlp else 'core'}")
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    held = [row for number, row in enumerate(rows) if number % 4 == _HELD_OUT]
    for name, part in (("chosen on", [row for row in rows if row not in held]), ("held out", held), ("all", rows)):
        started = time.process_time()
        right, read, marked = (sum(column) for column in zip(*(_count(row, options.nlp) for row in part), strict=True))
        words = sum(len(_WORD.findall(row["text"])) for row in part)
        precision, recall = right / max(1, read), right / max(1, marked)
        print(
            f"{name:9} {len(part):3} articles, {marked:4} statements: precision {precision:.3f}, recall {recall:.3f}, "
            f"F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}; "
            f"{words / (time.process_time() - started) / 1000:.0f}k words a CPU second"
        )


def _count(row: Mapping[str, Any], nlp: bool) -> tuple[int, int, int]:
    """How many statements of an article were found, were read, and are marked."""
    words = [match.span() for match in _WORD.finditer(row["text"])]
    marked = [_covered(span["content"], words) for span in row["spans"] if span["content"]]
    read = [_covered(one.content, words) for one in find_attributions(row["text"], nlp=nlp)]
    alike = sorted(
        (
            (2 * len(one & other) / (len(one) + len(other)), i, j)
            for i, one in enumerate(marked)
            for j, other in enumerate(read)
            if one & other
        ),
        reverse=True,
    )
    found: set[int] = set()
    taken: set[int] = set()
    for likeness, i, j in alike:
        if likeness >= _ALIKE and i not in found and j not in taken:
            found.add(i)
            taken.add(j)
    return len(found), len(read), len(marked)


def _covered(spans: Iterable[Sequence[int]], words: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers of the words that lie in `spans`."""
    return {number for first, last in spans for number, (a, b) in enumerate(words) if a < last and b > first}


if __name__ == "__main__":
    main()
