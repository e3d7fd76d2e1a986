"""How likely it is that a passage carries its statement, given the score of the passage: a logistic curve.

Platt scaling (Platt 1999). Made by benchmarks/calibration.py on 297 pairs of tests/comparison/pairs, of which 233 are
carried; with each of the eleven sets held out in turn the Brier score is 0.041 and the expected calibration error
0.004.
"""

from __future__ import annotations

import math

_SLOPE, _INTERCEPT = 10.18, -3.52


def carried_probability(score: float) -> float:
    """The probability, 0 to 1, that a passage of this score (0 to 1) carries the statement, alike or with a difference.

    >>> carried_probability(0.2), carried_probability(0.5), carried_probability(1.0)
    (0.18, 0.83, 1.0)
    """
    return round(1 / (1 + math.exp(-(_SLOPE * score + _INTERCEPT))), 2)
