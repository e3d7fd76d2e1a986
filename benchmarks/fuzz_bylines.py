"""Throw odd bylines at parse_byline for a while: no exception, no slow input, no control characters, no second opinion.

    python benchmarks/fuzz_bylines.py --seconds 600

Prints what went wrong with the input that did it, and exits 1 if anything did.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import unicodedata
from typing import Any

from normalise.bylines import Byline, parse_byline

SLOW_S = 0.05
_VOCABULARY = """
Jane Roe Peter Poe JANE ROE by By BY Von von di Par Por and & und et y e i ve , ; : | / - – — · • ( ) [ ] { } « »
" ' @janeroe jane@example.org https://example.org/author/jane-roe Staff Writer Correspondent editor in
at for Jerusalem Cairo 12:30 2025-01-15 15 March 2025 Reuters AFP dpa News Agency Updated Follow Share
the The de van der al- O'Roe McRoe
Jr. Dr. J. K. דנה לוי ורון כהן מאת כתב צבאי רויטרס וסוכנויות ירושלים פורסם סמר سامر حداد وليلى منصور القاهرة: كتب رويترز
وكالات - الرياض مریم رضایی و خبرگزاری به گزارش AYŞE YILMAZ Haber Merkezi Автор: Иван Петров 田中宏昌 記者 기자
&amp; &#x202e; <b> </b>
<script> RoeStaff ByJane ¶ ¦ § ＠ ﷽ 👩‍💻 İ ı ß ǅ
"""
_WORDS = (*_VOCABULARY.split(), "\u202e", "\u200f", "\x00", "\ud800")


def random_text(random_: random.Random) -> str:
    """Words of bylines in any order, some with their letters disturbed, some repeated beyond reason."""
    words = random_.choices(_WORDS, k=random_.randint(0, 25))
    if random_.random() < 0.2:
        words = [chr(random_.randrange(0x110000)) if random_.random() < 0.3 else word for word in words]
    text = random_.choice((" ", " ", "", "\n", "  ")).join(words)
    if random_.random() < 0.05:
        text = random_.choice(
            (*_WORDS, "(", "By ", "A, ", "12:", "- ", "a@", "<", "http://", "ו", "Á")
        ) * random_.randint(50, 20_000)
    return text


def random_value(random_: random.Random, depth: int = 0) -> Any:
    """A string, or a JSON value of the shapes JSON-LD authors have, and of shapes they must not have."""
    kind = random_.random()
    if depth > 6 or kind < 0.75:
        return random_text(random_)
    if kind < 0.85:
        return [random_value(random_, depth + 1) for _ in range(random_.randint(0, 4))]
    if kind < 0.88:
        return random_.choice((None, True, 0, 1.5, -1, float("nan")))
    keys = random_.sample(
        (
            "@type",
            "name",
            "author",
            "givenName",
            "familyName",
            "@graph",
            "@id",
            "url",
            "jobTitle",
            "creator",
            "",
            "byline",
        ),
        k=random_.randint(0, 5),
    )
    return {key: random_value(random_, depth + 1) for key in keys}


def problem_of(value: Any, outlet: str | None) -> str | None:
    """What is wrong with the answer to `value`; None if nothing is."""
    started = time.perf_counter()
    try:
        byline = parse_byline(value, outlet=outlet)
    except Exception as error:
        return f"raised {error!r}"
    if time.perf_counter() - started > SLOW_S:
        started = time.process_time()
        parse_byline(value, outlet=outlet)
        if time.process_time() - started > SLOW_S:  # not only the machine's other work
            return f"took {time.process_time() - started:.3f} s"
    return _unclean(byline) or _changed(byline, outlet)


def _unclean(byline: Byline) -> str | None:
    for text in (byline.raw, *byline.organisations, *byline.desks, *(person.name for person in byline.people)):
        if any(
            unicodedata.category(letter) in ("Cc", "Cs")
            or letter in "\u200e\u200f\u061c"
            or "\u202a" <= letter <= "\u202e"
            or "\u2066" <= letter <= "\u2069"
            for letter in text
        ):
            return f"unclean text {text!r}"
    return None


def _changed(byline: Byline, outlet: str | None) -> str | None:
    for person in byline.people:
        again = [other.key for other in parse_byline(person.name, outlet=outlet).people]
        if again != [person.key]:
            return f"{person.name!r} alone is read as {again}"
    return None


def main() -> int:
    """Fuzz for the time asked for; 1 if something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    stop, count, problems = time.monotonic() + options.seconds, 0, 0
    while time.monotonic() < stop:
        value = random_value(random_)
        outlet = random_.choice((None, None, "The Daily Mercury", "ynet", "", "الشرق"))
        count += 1
        if problem := problem_of(value, outlet):
            problems += 1
            if problems <= 40:
                print(f"{problem}: {json.dumps(value)[:300]}")
    print(f"{count} bylines, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
