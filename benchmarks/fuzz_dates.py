"""Throw strings at `parse_date` and `parse_when`: no exception, no answer out of range, none over the time limit.

    python benchmarks/fuzz_dates.py [--seconds 600] [--seed 1]

Inputs are pieces of real shapes of every language, cut, joined, doubled, with noise and odd characters between; and
long runs of one piece, which is where patterns that backtrack show. Time is the process's own, so that a busy machine
does not count. Exits 1 when anything was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from normalise.date_words import LABELS, MONTHS, PARTS_OF_DAY, RELATIVE_DAYS, UNITS, WEEKDAYS
from normalise.date_zones import PLACES
from normalise.dates import parse_date, parse_when

LIMIT_MS = 20.0
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LANGUAGES = (None, "en", "en-US", "he", "ar", "fa", "fr", "tr", "de", "es", "ru", "pl", "sv", "zh")
ZONES = ("UTC", "America/New_York", "Asia/Jerusalem", "Asia/Tehran", "Europe/London", "Africa/Casablanca")
SHAPES = (
    "Mon, 05 Jan 2026 10:00:00 GMT", "2026-01-05T12:00:00.123+02:00", "2026-W02-1", "1767607200", "05/01/2026 12:00",
    "/Date(1767607200000)/", "(10:14 , 06.08.18 )", "Jan. 5, 2026, 5:00 a.m. ET", "2 hours ago", "לפני 2 שעות",
    'כ״ט אייר התש"פ', "۱۵ دی ۱۴۰۴ - ۱۳:۳۰", "۵۹ : ۱۸", "منذ ساعتين", "24 نيسان / أبريل 2020 09:22 مساءً",
    "بتوقيت القدس", "vor 2 Stunden", "2026年1月5日 10時30分", "Publié le 05 janvier 2026 à 11h00", "GMT+2",
    "99999999999999999999", "05.01.2026, 11.00 Uhr",
)  # fmt: skip
MARKS = (
    " ", "  ", ":", ".", "/", "-", ",", "|", "(", ")", "'", '"', "+", "\u200f", "\u200c", "\xa0", "\n", "\x00",
    "\ud800", "<b>", "&#58;", "&amp;", "٪", "²", "½", "Ⅷ", "İ", "T", "Z", "h", "<script", "[",
)  # fmt: skip
WORDS = tuple({**MONTHS, **WEEKDAYS, **LABELS, **PARTS_OF_DAY, **UNITS, **RELATIVE_DAYS, **PLACES})


def main() -> int:
    """Fuzz, and say what was found."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=600)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    randomness = random.Random(options.seed)
    parse_date("warm", now=NOW)
    tried = read = 0
    slowest, slowest_text = 0.0, ""
    found: list[str] = []
    until = time.monotonic() + options.seconds
    while time.monotonic() < until and len(found) < 20:
        text = make(randomness)
        zone, language = randomness.choice(ZONES), randomness.choice(LANGUAGES)
        tried += 1
        took = float("inf")
        for _ in range(3):  # the least of three: a collection of garbage is not the parser's time
            started = time.process_time()
            try:
                result = parse_date(text, timezone=zone, language=language, now=NOW)
            except Exception as error:  # any exception at all is a finding
                found.append(f"{error!r} from {text!r} ({language}, {zone})")
                break
            took = min(took, (time.process_time() - started) * 1000)
            if took < LIMIT_MS:
                break
        else:
            found.append(f"{took:.1f} ms for {text!r} ({language}, {zone})")
        if took != float("inf") and took > slowest:
            slowest, slowest_text = took, text
        if result is not None:
            read += 1
            if not EARLIEST <= result.instant <= max(NOW, datetime.now(UTC)) + timedelta(days=1):
                found.append(f"{result.instant} out of range from {text!r}")
        try:
            parse_when(text, now=NOW, timezone=zone)
        except ValueError:
            pass
        except Exception as error:
            found.append(f"parse_when: {error!r} from {text!r}")
    print(
        f"{tried} inputs, {read} read as dates, {len(found)} findings; slowest {slowest:.2f} ms: {slowest_text[:80]!r}"
    )
    for line in found:
        print(" ", line)
    return 1 if found else 0


def make(randomness: random.Random) -> str:
    """One input."""
    kind = randomness.random()
    if kind < 0.1:
        return pick(randomness) * randomness.randint(2, 20_000)
    if kind < 0.2:
        return "".join(chr(randomness.randrange(0x11_0000)) for _ in range(randomness.randint(0, 200)))
    pieces = [pick(randomness) for _ in range(randomness.randint(1, 14))]
    text = "".join(piece + randomness.choice(("", " ", randomness.choice(MARKS))) for piece in pieces)
    if kind < 0.5:
        cut = randomness.randint(0, len(text))
        text = text[cut:] + text[:cut]
    return text


def pick(randomness: random.Random) -> str:
    """A piece: a word of the tables, a shape or a slice of one, a mark, a number."""
    kind = randomness.random()
    if kind < 0.35:
        return randomness.choice(WORDS)
    if kind < 0.6:
        shape = randomness.choice(SHAPES)
        start = randomness.randint(0, len(shape) - 1)
        return shape[start : start + randomness.randint(1, len(shape))] if kind < 0.5 else shape
    if kind < 0.75:
        return randomness.choice(MARKS)
    return str(
        randomness.choice((randomness.randint(0, 60), randomness.randint(1380, 2030), randomness.randint(0, 10**12)))
    )


if __name__ == "__main__":
    sys.exit(main())
