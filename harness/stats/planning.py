"""What a number of articles can tell, and how many articles a question takes. From the spread only."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

POWER = 0.80


def detectable(sd: float, n: int, *, alpha: float = 0.05, comparisons: int = 1) -> float:
    """The smallest true difference that n paired articles find with 80 % power: (t[1−α/2k] + t[.80])·sd/√n.

    `sd` is that of the paired differences, n ≥ 2; `comparisons` is k, the size of the family.
    """
    return (t_quantile(1 - alpha / (2 * comparisons), n - 1) + t_quantile(POWER, n - 1)) * sd / math.sqrt(n)


def articles_to_settle(sd: float, margin: float, *, alpha: float = 0.05) -> int:
    """The smallest n with (t[1−α/2] + t[.80])·sd/√n ≤ margin: articles it takes to settle a gate.

    From the spread only, never from the observed difference. Where nothing changed, a gate with that many articles
    passes with a probability of about 80 %. `margin` is above 0. Without a spread, where only signs speak, the smallest n
    with 2^(1−n) ≤ alpha.
    """
    if sd == 0:
        return max(2, math.ceil(1 - math.log2(alpha)))
    low, high = 2, 4
    while detectable(sd, high, alpha=alpha) > margin:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if detectable(sd, middle, alpha=alpha) <= margin else (middle + 1, high)
    return low


@cache
def t_quantile(probability: float, df: int) -> float:
    """The quantile of Student's t."""
    from scipy import special

    # stdtrit is scipy.stats.t.ppf without the second it takes to import scipy.stats
    value: Any = special.stdtrit(df, probability)
    return float(value)
