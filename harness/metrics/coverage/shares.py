"""Weighted shares of a set."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set


def share(weights: Mapping[str, float], present: Set[str]) -> float:
    total = math.fsum(weights.values())
    return math.fsum(w for stem, w in weights.items() if stem in present) / total if total else 0.0
