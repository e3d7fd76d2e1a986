"""How likely it is that a passage carries its statement, given the score of the passage: a logistic curve.

Platt scaling (Platt 1999). Made by benchmarks/calibration.py on 258 pairs of tests/comparison/pairs, of which 197 are
carried; with each of the ten sets held out in turn the Brier score is 0.043 and the expected calibration error 0.009.
"""

from __future__ import annotations

import math

_SLOPE, _INTERCEPT = 9.77, -3.55


def carried_probability(score: float) -> float:
    """The probability, 0 to 1, that a passage of this score (0 to 1) carries the statement, alike or with a difference.

    >>> carried_probability(0.2), carried_probability(0.5), carried_probability(1.0)
    (0.17, 0.79, 1.0)
    """
    return round(1 / (1 + math.exp(-(_SLOPE * score + _INTERCEPT))), 2)
