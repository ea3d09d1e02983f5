"""Intervals of a single mean and of a rate, over articles."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 10_000

Vector = NDArray[np.float64]


class Interval(NamedTuple):
    """A two-sided confidence interval."""

    low: float
    high: float


def mean_intervals(columns: Vector, *, seed: int, alpha: float = 0.05) -> list[Interval | None]:
    """BCa bootstrap intervals of the mean of each row of `columns`, shape (k, n); None for n < 2.

    Efron 1987, as scipy.stats.bootstrap computes it, with N_RESAMPLES draws that all rows share: with the counts of
    the draws as a matrix, all resampled means are one product. A row whose values are all equal has the interval
    [value, value], where the formula has no value.
    """
    k, n = columns.shape
    if n < 2:
        return [None] * k
    means = _resampled_means(columns, np.random.default_rng(seed))
    return [_bca(row, column, alpha) for row, column in zip(columns, means.T, strict=True)]


def _resampled_means(columns: Vector, rng: np.random.Generator) -> Vector:
    """Means of N_RESAMPLES resamples of the articles, shape (draws, k); the draws are scipy's for the same rng."""
    n = columns.shape[1]
    blocks = []
    for first in range(0, N_RESAMPLES, block := max(1, 2_000_000 // n)):
        rows = min(block, N_RESAMPLES - first)
        drawn = rng.integers(0, n, size=(rows, n)) + n * np.arange(rows)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)
        # einsum and not @: the order of its sums does not depend on the number of threads
        blocks.append(np.einsum("bn,kn->bk", counts, columns) / n)
    return np.concatenate(blocks)


def _bca(values: Vector, means: Vector, alpha: float) -> Interval:
    from scipy import special

    n = len(values)
    centre = math.fsum(values) / n
    if np.ptp(values) == 0:
        return Interval(float(values[0]), float(values[0]))
    # a resampled mean that differs by rounding alone is a tie
    near = 1e-12 * float(np.abs(values).max())
    below = (float((means < centre - near).mean()) + float((means <= centre + near).mean())) / 2
    bias = special.ndtri(below)
    deviations = values - centre  # jackknife influence of the mean, up to a factor that cancels
    skew = float((deviations**3).sum()) / (6 * float((deviations**2).sum()) ** 1.5)
    limits = []
    for z in (special.ndtri(alpha / 2), special.ndtri(1 - alpha / 2)):
        shifted = bias + z
        limits.append(100 * float(special.ndtr(bias + shifted / (1 - skew * shifted))))
    low, high = np.percentile(means, limits)
    return Interval(float(low), float(high))


def wilson(successes: float, n: int, alpha: float = 0.05) -> Interval | None:
    """Wilson's score interval of a rate over n articles (Wilson 1927); None for n = 0."""
    if n == 0:
        return None
    from scipy import special

    z = float(special.ndtri(1 - alpha / 2))
    rate = successes / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))
