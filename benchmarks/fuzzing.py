"""What the fuzzers of feeds, pages and addresses share: inputs made of real ones, a clock on each, and a report.

Inputs are pieces of this project's own samples, cut, joined, doubled, with bytes changed, and long runs of one piece,
which is where patterns that backtrack and parsers that look back show. An input's time is the process's own, so that a
busy machine does not count. What took more than the limit, or raised, is written to .fuzz/ to be run again.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

LIMIT_S = 1.0
STUCK_S = 30.0  # of the process's time
LARGEST_BYTES = 256 << 10  # what takes longer than its size explains shows well below this
_DATA = Path(__file__).resolve().parents[1] / "tests" / "data"

Target = Callable[[bytes, random.Random], object]


class StuckError(Exception):
    """An input that would not end."""


def main(targets: Mapping[str, tuple[Target, Callable[[random.Random], bytes]]], about: str) -> int:
    """Fuzz the targets named on the command line, `--seconds` each. Gives the exit code: 1 where anything was found."""
    arguments = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=600, help="of each target")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", choices=sorted(targets), action="append")
    arguments.add_argument("--input", type=Path, help="run one file of .fuzz/ again, with its traceback")
    options = arguments.parse_args()
    chosen = options.only or sorted(targets)
    if options.input:
        for name in chosen:
            targets[name][0](options.input.read_bytes(), random.Random(0))
        return 0
    signal.signal(signal.SIGPROF, _stuck)
    return max(_fuzz(name, *targets[name], options.seconds, random.Random(options.seed)) for name in chosen)


def _fuzz(
    name: str, target: Target, make: Callable[[random.Random], bytes], seconds: float, randomness: random.Random
) -> int:
    target(b"warm", random.Random(0))
    tried = total = 0
    slowest, findings = 0.0, []
    until, began = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < until and len(findings) < 20:
        data = make(randomness)[:LARGEST_BYTES]
        seed = randomness.random()
        tried, total = tried + 1, total + len(data)
        took = float("inf")
        for _ in range(2):  # the lesser of two: a collection of garbage is not the parser's time
            signal.setitimer(signal.ITIMER_PROF, STUCK_S)
            started = time.process_time()
            try:
                target(data, random.Random(seed))
            except Exception as error:  # any exception at all is a finding
                findings.append(_kept(name, data, repr(error)))
                break
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            took = min(took, time.process_time() - started)
            if took < LIMIT_S:
                slowest = max(slowest, took)
                break
        else:
            findings.append(_kept(name, data, f"{took:.1f} s for {len(data)} bytes"))
    print(
        f"{name}: {tried} inputs, {total / tried / 1024:.0f} KiB on average, {len(findings)} findings; "
        f"slowest {slowest:.2f} s; {time.process_time() - began:.0f} s of CPU"
    )
    for line in findings:
        print(" ", line)
    sys.stdout.flush()
    return 1 if findings else 0


def _stuck(number: int, frame: FrameType | None) -> None:
    raise StuckError(f"not done in {STUCK_S:.0f} s")


def _kept(name: str, data: bytes, what: str) -> str:
    folder = Path(".fuzz")
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return f"{what[:200]}: {path}"


def samples(*patterns: str) -> list[bytes]:
    """The project's own sample files that match."""
    found = [path.read_bytes() for pattern in patterns for path in sorted(_DATA.glob(pattern))]
    assert found, patterns
    return found


def mutated(randomness: random.Random, seeds: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    """One input: a sample disturbed, several joined, a run of one piece, or noise."""
    kind = randomness.random()
    if kind < 0.12:
        return _run(randomness, pieces)
    if kind < 0.2:
        return b"".join(randomness.choice(pieces) for _ in range(randomness.randint(1, 400)))
    if kind < 0.23:
        return randomness.randbytes(randomness.randint(0, 20_000))
    data = bytearray(randomness.choice(seeds))
    if kind < 0.4:
        other = randomness.choice(seeds)
        cut, from_ = randomness.randrange(len(data) + 1), randomness.randrange(len(other) + 1)
        data = bytearray(data[:cut] + other[from_:])
    for _ in range(randomness.choice((1, 1, 2, 4, 16, 64))):
        _disturb(randomness, data, pieces)
    return bytes(data)


def _disturb(randomness: random.Random, data: bytearray, pieces: Sequence[bytes]) -> None:
    at = randomness.randrange(len(data) + 1)
    kind = randomness.randrange(7)
    if kind == 0:
        del data[at : at + randomness.choice((1, 1, 8, 200, 5_000))]
    elif kind == 1:
        data[at:at] = randomness.choice(pieces)
    elif kind == 2 and data:
        data[at % len(data)] = randomness.randrange(256)
    elif kind == 3:
        length = randomness.choice((4, 40, 400))
        data[at:at] = bytes(data[at : at + length]) * randomness.choice((2, 10, 300))
    elif kind == 4:
        data[at:at] = _run(randomness, pieces)
    elif kind == 5:
        length = randomness.choice((10, 100, 1_000))
        piece = bytes(data[at : at + length])
        del data[at : at + length]
        to = randomness.randrange(len(data) + 1)
        data[to:to] = piece
    else:
        data[at : at + 1] = randomness.choice((b"\x00", b"\xff", b"\xed\xa0\x80", b"&#xD800;", b"&#0;", b"\xc0\xaf"))


def _run(randomness: random.Random, pieces: Sequence[bytes]) -> bytes:
    piece = randomness.choice(pieces)
    if randomness.random() < 0.3:
        piece += randomness.choice(pieces)
    most = max(2, min(60_000, (LARGEST_BYTES // 2) // max(1, len(piece))))
    return piece * randomness.choice((randomness.randint(2, 50), randomness.randint(2, most)))
