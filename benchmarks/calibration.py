"""How likely a passage carries its statement, from its score: fits comparison/calibration.py.

    python benchmarks/calibration.py

Data: the pairs of tests/comparison/pairs. A pair counts as carried where the article that is its answer is the group's
best passage and the answer is "quote found", "passage found" or "differs"; claims that the group never published, or
that another outlet has, count as not carried. Prints the coefficients, and Brier score and expected calibration error
(five bins of equal size) with each set of pairs held out in turn.
"""

from __future__ import annotations

import math
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.comparison import PAIR_SETS
from comparison.claims import find_claims
from comparison.looking import Reading, Window, look
from tests.comparison.worlds import PUBLISHED, build_world, load

Row = tuple[float, float]  # score, 1.0 where the passage carries the statement

_CARRIED = frozenset({"quote found", "passage found", "differs"})
_RIDGE = 0.05
_BINS = 5


def main() -> None:
    """Print the fit and its held-out error."""
    sets = {name: rows_of(name, world) for name, world in PAIR_SETS.items()}
    every = [row for rows in sets.values() for row in rows]
    slope, intercept = fit(every)
    carried = sum(told for _, told in every)
    print(f"{len(every)} pairs, {carried:.0f} carried: slope {slope:.2f}, intercept {intercept:.2f}")
    held_out: list[Row] = []
    for name, rows in sets.items():
        line = fit([row for other, others in sets.items() if other != name for row in others])
        held_out += [(probability(score, *line), told) for score, told in rows]
    brier = sum((chance - told) ** 2 for chance, told in held_out) / len(held_out)
    share = sum(told for _, told in held_out) / len(held_out)
    print(f"held out: Brier {brier:.3f} (a constant: {share * (1 - share):.3f}), ECE {expected_error(held_out):.3f}")


def rows_of(name: str, world: str) -> list[Row]:
    """The score of each pair's best passage, and whether it carries the claim."""
    window = Window(PUBLISHED - timedelta(days=7), PUBLISHED + timedelta(days=1))
    rows: list[Row] = []
    with build_world(world) as store:
        for pair in load(name):
            carried = pair["finding"] in _CARRIED
            if not carried and not pair["group"].startswith(("never", "other outlet")):
                continue
            for claim in find_claims(pair["claim"], store.outlets()):
                if claim.kind == "unattributed":
                    continue
                best = look(claim, Reading(store, store.outlets(), window, pair["claim"])).best
                if best:
                    hit = carried and best.article.url.endswith(f"/{pair['article']}")
                    rows.append((best.score, float(hit)))
                break
    return rows


def probability(score: float, slope: float, intercept: float) -> float:
    """The logistic curve."""
    return 1 / (1 + math.exp(-(slope * score + intercept)))


def fit(rows: list[Row]) -> tuple[float, float]:
    """Slope and intercept by Newton's method, with a small ridge: the sets are small and nearly separate."""
    slope, intercept = 1.0, 0.0
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for score, told in rows:
            chance = probability(score, slope, intercept)
            weight = chance * (1 - chance)
            g0, g1 = g0 + told - chance, g1 + (told - chance) * score
            h00, h01, h11 = h00 + weight, h01 + weight * score, h11 + weight * score * score
        g1, h00, h11 = g1 - _RIDGE * slope, h00 + 1e-9, h11 + _RIDGE
        determinant = h00 * h11 - h01 * h01
        intercept += (h11 * g0 - h01 * g1) / determinant
        slope += (h00 * g1 - h01 * g0) / determinant
    return slope, intercept


def expected_error(rows: list[Row]) -> float:
    """The expected calibration error over bins of equal size."""
    ordered = sorted(rows)
    size = math.ceil(len(ordered) / _BINS)
    bins = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return sum(abs(sum(c for c, _ in part) - sum(told for _, told in part)) for part in bins) / len(ordered)


if __name__ == "__main__":
    main()
