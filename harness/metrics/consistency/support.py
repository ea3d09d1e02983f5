"""How far the sources' words bear a summary out: one number from the support of its sentences.

Support is of the surface kind: ROUGE (Lin 2004) against the best passage of the sources, as in SummaC (Laban et al.
2022). Sentences are weighed from the least supported one on, each by a fixed share of the one before (an ordered
weighted average, Yager 1988), so that padding with supported sentences hides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

DECAY = 0.8
"""Weight of a sentence beside the next less supported one."""
SLOPE, MIDDLE = 39.85, 0.23
"""Of the logistic curve between texts about something else and faithful ones: see tests/benchmarks/fit_support.py."""
WORDING = 0.1
"""What is left to nearness in words among texts that are about the same: a faithful rewording loses about half of it."""


def overall(supports: Sequence[float]) -> float:
    """The support of a summary, 0–1, out of that of its sentences (at least one)."""
    ranked = sorted(supports)
    weights = [DECAY**rank for rank in range(len(ranked))]
    return math.fsum(w * s for w, s in zip(weights, ranked, strict=True)) / math.fsum(weights)


def calibrated(support: float) -> float:
    """0 for no support, near 0 for texts about something else, about .95 for faithful rewordings, 1 for a copy."""
    low, high = _logistic(0.0), _logistic(1.0)
    return (_logistic(support) - low) / (high - low) * (1 - WORDING * (1 - support))


def _logistic(support: float) -> float:
    return 1 / (1 + math.exp(-SLOPE * (support - MIDDLE)))
