"""Statistics, thin over scipy: the intervals, tests and random streams that the whole harness uses.

The unit is the article everywhere: callers pass one number per article. Shapes are given as (articles,) or
(columns, articles). Confidence levels are passed as alpha, so 0.05 means a 95 % interval.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 10_000
N_FLIPS = 10_000
POWER = 0.80
_SIGNS_KEPT = 8_000_000  # numbers, 64 MB
_EXACT_UP_TO = 13  # 2^13 sign patterns are fewer than N_FLIPS

Vector = NDArray[np.float64]


class Interval(NamedTuple):
    """A two-sided confidence interval."""

    low: float
    high: float


class Paired(NamedTuple):
    """Paired differences candidate − baseline over n articles.

    `low` and `high` are Student's t limits at 1 − alpha, None for n < 2; `p_t` belongs to them, so that correcting it
    for many comparisons corrects the interval's verdict. `p` is the sign-flip permutation value.
    `detectable` is the smallest true difference found with 80 % power at this n and spread.
    """

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    p: float | None
    p_t: float | None
    detectable: float | None
    n_nonzero: int
    wins: int
    losses: int


def random_stream(seed: int, *names: str | int) -> np.random.Generator:
    """A generator that depends on the suite's seed and on what it is for, and on nothing else."""
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng([seed & 0xFFFFFFFF, *np.frombuffer(digest, dtype=np.uint32).tolist()])


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


def paired(differences: Sequence[float], *, seed: int, alpha: float = 0.05, comparisons: int = 1) -> Paired:
    """Effect, t interval, sign-flip p and detectable difference of per-article differences.

    `comparisons` is k of the family; it enters `detectable` only. Raises ValueError for no differences.
    """
    d = np.asarray(differences, dtype=np.float64)
    n = len(d)
    if n == 0:
        raise ValueError("no paired articles")
    mean = math.fsum(d) / n
    counts = {"n_nonzero": int((d != 0).sum()), "wins": int((d > 0).sum()), "losses": int((d < 0).sum())}
    if n < 2:
        return Paired(n, mean, None, None, None, None, None, None, **counts)
    sd = float(d.std(ddof=1))
    half = _t(1 - alpha / 2, n - 1) * sd / math.sqrt(n)
    detectable = (_t(1 - alpha / (2 * comparisons), n - 1) + _t(POWER, n - 1)) * sd / math.sqrt(n)
    p = sign_flip(d, seed=seed)
    # equal differences leave no spread to estimate from: then only the signs speak
    p_t = p if sd == 0 else _t_test(mean, sd, n)
    return Paired(n, mean, sd, mean - half, mean + half, p, p_t, detectable, **counts)


def t_interval(result: Paired, alpha: float) -> Interval | None:
    """The t interval of `result` at another level; None for n < 2."""
    if result.sd is None:
        return None
    half = _t(1 - alpha / 2, result.n - 1) * result.sd / math.sqrt(result.n)
    return Interval(result.mean - half, result.mean + half)


def sign_flip(d: Vector, *, seed: int) -> float:
    """Two-sided sign-flip permutation p of mean(d) = 0 (Fisher 1935).

    Exact over all 2^n patterns up to 13 non-zero differences, else (c + 1) / (B + 1) over N_FLIPS random patterns.
    """
    changed = d[d != 0]
    if not len(changed):
        return 1.0
    observed = abs(float(d.sum())) * (1 - 1e-12)  # patterns that tie but for rounding count as ties
    if len(changed) <= _EXACT_UP_TO:
        patterns = (np.arange(2 ** len(changed))[:, None] >> np.arange(len(changed))) & 1
        return float((np.abs((1.0 - 2.0 * patterns) @ changed) >= observed).mean())
    # zeros stay in: they change no sum, and all comparisons over the same articles share one set of signs
    count = sum(int((np.abs(signs @ d) >= observed).sum()) for signs in _signs(seed, len(d)))
    return (count + 1) / (N_FLIPS + 1)


def _signs(seed: int, n: int) -> Iterable[Vector]:
    """N_FLIPS rows of random signs, in blocks; kept between calls where they are small."""
    return _kept_signs(seed, n) if n * N_FLIPS <= _SIGNS_KEPT else _sign_blocks(seed, n)


@lru_cache(maxsize=2)
def _kept_signs(seed: int, n: int) -> tuple[Vector, ...]:
    return tuple(_sign_blocks(seed, n))


def _sign_blocks(seed: int, n: int) -> Iterator[Vector]:
    rng = np.random.default_rng(seed)
    for _ in range(10):
        yield 1.0 - 2.0 * rng.integers(0, 2, size=(N_FLIPS // 10, n), dtype=np.int8).astype(np.float64)


def articles_to_settle(sd: float, margin: float, *, alpha: float = 0.05) -> int:
    """The smallest n with (t[1−α/2] + t[.80])·sd/√n ≤ margin: articles it takes to settle a gate.

    From the spread only, never from the observed difference.
    """
    if sd == 0:
        return 2
    low, high = 2, 4
    while _needed(high, sd, alpha) > margin:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _needed(middle, sd, alpha) <= margin else (middle + 1, high)
    return low


def _needed(n: int, sd: float, alpha: float) -> float:
    return (_t(1 - alpha / 2, n - 1) + _t(POWER, n - 1)) * sd / math.sqrt(n)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


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


def _t_test(mean: float, sd: float, n: int) -> float:
    """Two-sided p of Student's one-sample t test."""
    from scipy import special

    return 2 * float(special.stdtr(n - 1, -abs(mean) / (sd / math.sqrt(n))))


def _t(quantile: float, df: int) -> float:
    from scipy import special

    # stdtrit is scipy.stats.t.ppf without the second it takes to import scipy.stats
    value: Any = special.stdtrit(df, quantile)
    return float(value)
