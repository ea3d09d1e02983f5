"""Paired differences over articles: effect, Student's t interval, sign-flip permutation p, and what n can detect."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from harness.stats.intervals import Interval, Vector
from harness.stats.planning import detectable, t_quantile

N_FLIPS = 10_000
FEW = 10
"""With fewer differences that are not 0, an interval deserves a word of caution."""
_EXACT_UP_TO = 13  # 2^13 sign patterns are fewer than N_FLIPS
_BLOCK = 1_000
_ROUNDING = 1e-9


class Paired(NamedTuple):
    """Paired differences candidate − baseline over n articles.

    `low` and `high` are Student's t limits at 1 − alpha, None for n < 2; `p_t` belongs to them, so that correcting it
    for many comparisons corrects the interval's verdict. `p` is the sign-flip permutation value.
    `detectable` is the smallest true difference found with 80 % power at this n and spread. `wins` and `losses` count
    the articles that differ by more than epsilon.

    Where all articles differ by the same there is no spread to estimate from (`sd` 0, `detectable` None), and the signs
    alone speak: `p` and `p_t` are 2^(1−n), and the interval is [mean, mean] where that is at most alpha, else None. Where
    nothing differs it is [0, 0].
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


def paired(
    differences: Sequence[float], *, seed: int, alpha: float = 0.05, comparisons: int = 1, epsilon: float = 0.0
) -> Paired:
    """Effect, t interval, sign-flip p and detectable difference of per-article differences.

    `comparisons` is k of the family; it enters `detectable` only. `epsilon` is the largest difference that counts as a
    tie. Raises ValueError for no differences.
    """
    return paired_each([differences], seed=seed, alpha=alpha, comparisons=comparisons, epsilon=epsilon)[0]


def paired_each(
    columns: Sequence[Sequence[float]],
    *,
    seed: int,
    alpha: float = 0.05,
    comparisons: int = 1,
    epsilon: float = 0.0,
) -> list[Paired]:
    """`paired` of each column; the sign flips of all columns of one length are one product."""
    if not all(len(column) for column in columns):
        raise ValueError("no paired articles")
    vectors = [without_rounding(np.asarray(column, dtype=np.float64)) for column in columns]
    values = _sign_flips([d for d in vectors if len(d) > 1], seed)
    return [
        _paired(d, next(values) if len(d) > 1 else None, alpha=alpha, comparisons=comparisons, epsilon=epsilon)
        for d in vectors
    ]


def without_rounding(d: Vector) -> Vector:
    """The differences; where they are all equal but for rounding, as 0.3 − 0.2 and 0.2 − 0.1 are, exactly equal.

    A range of up to 1e-9 is rounding; of differences above 1, of up to that share of the largest.
    """
    limit = _ROUNDING * float(np.abs(d).max(initial=1.0))
    if not len(d) or np.ptp(d) > limit:
        return d
    middle = float(np.median(d))
    return np.full(len(d), middle if abs(middle) > limit else 0.0)


def _paired(d: Vector, p: float | None, *, alpha: float, comparisons: int, epsilon: float) -> Paired:
    n = len(d)
    equal = bool(np.ptp(d) == 0)
    mean = float(d[0]) if equal else math.fsum(d) / n
    counts = {"n_nonzero": int((d != 0).sum()), "wins": int((d > epsilon).sum()), "losses": int((d < -epsilon).sum())}
    if p is None:
        return Paired(n, mean, None, None, None, None, None, None, **counts)
    sd = 0.0 if equal else float(d.std(ddof=1))
    p_t = p if equal else _t_test(mean, sd, n)
    resolves = None if equal else detectable(sd, n, alpha=alpha, comparisons=comparisons)
    found = Paired(n, mean, sd, None, None, p, p_t, resolves, **counts)
    low, high = t_interval(found, alpha) or (None, None)
    return found._replace(low=low, high=high)


def t_interval(result: Paired, alpha: float) -> Interval | None:
    """The t interval of `result` at another level; None for n < 2, and where equal differences are too few for it."""
    if result.sd is None or result.p is None:
        return None
    if result.sd == 0 and result.mean != 0 and result.p > alpha:
        return None
    half = t_quantile(1 - alpha / 2, result.n - 1) * result.sd / math.sqrt(result.n)
    return Interval(result.mean - half, result.mean + half)


def sign_flip(d: Vector, *, seed: int) -> float:
    """Two-sided sign-flip permutation p of mean(d) = 0 (Fisher 1935).

    Exact over all 2^n patterns up to 13 non-zero differences and where all are equal, else (c + 1) / (B + 1) over
    N_FLIPS random patterns.
    """
    return next(_sign_flips([d], seed))


def _sign_flips(columns: Sequence[Vector], seed: int) -> Iterator[float]:
    """The p of each column. Zeros stay in: they change no sum, and columns of one length share one set of signs."""
    found: dict[int, float] = {}
    by_n: dict[int, list[int]] = defaultdict(list)
    for index, d in enumerate(columns):
        changed = d[d != 0]
        if len(changed) and np.ptp(d) == 0:
            found[index] = max(2.0 ** (1 - len(d)), np.finfo(np.float64).tiny)
        elif len(changed) > _EXACT_UP_TO:
            by_n[len(d)].append(index)
        else:
            found[index] = _exact(changed)
    for n, members in by_n.items():
        matrix = np.stack([columns[index] for index in members], axis=1)
        observed = _observed(matrix)
        count = np.zeros(len(members), dtype=np.int64)
        for signs in _sign_blocks(seed, n):
            count += (np.abs(signs @ matrix) >= observed).sum(axis=0)
        found |= {index: (int(c) + 1) / (N_FLIPS + 1) for index, c in zip(members, count, strict=True)}
    return iter([found[index] for index in range(len(columns))])


def _exact(changed: Vector) -> float:
    if not len(changed):
        return 1.0
    patterns = (np.arange(2 ** len(changed))[:, None] >> np.arange(len(changed))) & 1
    return float((np.abs((1.0 - 2.0 * patterns) @ changed) >= _observed(changed)).mean())


def _observed(columns: Vector) -> Vector:
    """|sum|, less what rounding can take: patterns that tie but for rounding count as ties."""
    limit: Vector = np.abs(columns.sum(axis=0)) - 1e-12 * np.abs(columns).sum(axis=0)
    return limit


def _sign_blocks(seed: int, n: int) -> Iterator[Vector]:
    rng = np.random.default_rng(seed)
    for _ in range(N_FLIPS // _BLOCK):
        yield 1.0 - 2.0 * rng.integers(0, 2, size=(_BLOCK, n), dtype=np.int8).astype(np.float64)


def _t_test(mean: float, sd: float, n: int) -> float:
    """Two-sided p of Student's one-sample t test."""
    from scipy import special

    return 2 * float(special.stdtr(n - 1, -abs(mean) / (sd / math.sqrt(n))))
