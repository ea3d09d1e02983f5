"""Probabilities of the gate's verdicts, exact for normal differences; what the verdicts need in articles.

`sd` is that of the paired differences throughout, above 0, and n ≥ 2 the number of articles. The cheap formula that
plans articles one rule at a time is `harness.stats.articles_to_settle`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from harness import stats
from harness.stats import Interval
from harness.stats.planning import t_quantile

_STEPS = 2_000


def sd_interval(sd: float, n: int, alpha: float = 0.05) -> Interval:
    """The chi-square interval of a standard deviation from n normal differences."""
    from scipy import special

    df = n - 1
    low, high = (sd * math.sqrt(df / float(special.chdtri(df, p))) for p in (alpha / 2, 1 - alpha / 2))
    return Interval(low, high)


def passes(sd: float, n: int, margin: float, alpha: float) -> float:
    """P(pass) of a margin rule where the mean did not change: that the 1 − α interval stays above −margin.

    By the noncentral t; but for the other tail it is also the power to find a true change as large as the margin.
    """
    from scipy import special

    limit = t_quantile(1 - alpha / 2, n - 1)
    # beyond that the function has no value, and the answer has long been 1
    shift = min(1e6, margin * math.sqrt(n) / sd)
    return 1.0 - float(special.nctdtr(n - 1, shift, limit))


def caught(sd: float, n: int, margin: float, *, alpha: float, k: int) -> float:
    """The smallest true change for the worse that a margin rule reports as a regression in 80 % of cases.

    Two things must hold together: the 1 − α/k interval is below 0, and the observed fall reaches the margin.
    """
    from scipy import special

    shares = (np.arange(_STEPS) + 0.5) / _STEPS
    errors = sd * np.sqrt(special.chdtri(n - 1, shares) / (n - 1)) / math.sqrt(n)
    limits = np.maximum(margin, t_quantile(1 - alpha / (2 * k), n - 1) * errors)

    def reported(change: float) -> bool:
        return float(special.ndtr((change - limits) * math.sqrt(n) / sd).mean()) >= stats.POWER

    low, high = 0.0, margin + sd
    while not reported(high):
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if reported(middle) else (middle, high)
    return high


def all_pass(probabilities: Sequence[float]) -> Interval:
    """Between which limits the probability lies that every rule passes, however the rules hang together.

    Bonferroni below, the weakest rule above (Fréchet's bounds).
    """
    return Interval(max(0.0, 1.0 - math.fsum(1.0 - p for p in probabilities)), min(probabilities, default=1.0))


def articles_for_all(rules: Sequence[tuple[float, float]], alpha: float) -> int:
    """The smallest n at which all rules (sd, margin) together pass with at least 80 % where no mean changed."""

    def enough(n: int) -> bool:
        return all_pass([passes(sd, n, margin, alpha) for sd, margin in rules]).low >= stats.POWER

    low, high = 1, 2
    while not enough(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
