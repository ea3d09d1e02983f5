"""Percentile bootstrap over documents, and over systems where systems are compared (Deutsch, Dror & Roth 2021).

A resample is a row of weights: how often each document (or system) was drawn. Every statistic of this package takes
many weightings at once, and row 0 draws each exactly once, so that a value and its interval come from the same code.
Weights are whole numbers, ranks halves: their sums are exact in float64 and do not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from harness.stats import Interval, Vector, random_stream

N_RESAMPLES = 1_000
SEED = 0
_ALPHA = 0.05
_LEAST_SHARE = 0.5  # of the resamples must have a value, else there is no interval
_NUMBERS = 250_000  # in a block: 2 MB, which stays in the processor's cache

Codes = NDArray[np.int64]


@lru_cache(maxsize=8)
def weightings(kind: Literal["documents", "systems"], n: int) -> NDArray[np.uint16]:
    """How often each of `n` is drawn, shape (1 + N_RESAMPLES, n); row 0 is all ones.

    They depend on kind and n alone: two metrics on the same rows are always compared on the same resamples.
    """
    stream = random_stream(SEED, kind, n)
    weights = np.ones((1 + N_RESAMPLES, n), dtype=np.uint16)
    for row in weights[1:]:
        row[:] = np.bincount(stream.integers(0, n, size=n), minlength=n)
    return weights


def blocks(width: int, *, total: int = 1 + N_RESAMPLES) -> Iterator[slice]:
    """Slices of `total` things, `width` numbers each, that keep memory flat."""
    step = max(1, _NUMBERS // max(1, width))
    yield from (slice(first, first + step) for first in range(0, total, step))


def interval(draws: Vector) -> Interval | None:
    """95 % percentile interval of resampled values; NaN are left out. None if too many are."""
    defined = draws[np.isfinite(draws)]
    if not len(draws) or len(defined) < _LEAST_SHARE * len(draws):
        return None
    low, high = np.percentile(defined, (100 * _ALPHA / 2, 100 * (1 - _ALPHA / 2)))
    return Interval(float(low), float(high))


@dataclass(frozen=True)
class Estimate:
    """A statistic with its resamples. `draws[0]` is the value, the others are resampled; NaN where not defined."""

    draws: Vector
    n: int
    n_documents: int
    n_systems: int | None
    skipped: int
    reason: str | None = None
    """Why there is no value, or None."""


UNDEFINED = np.full(1, np.nan)
"""The draws of an estimate that has no value."""


def ratio(a: Vector, b: Vector) -> Vector:
    """a / b, NaN where b is not above 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient: Vector = np.where(b > 0, a / b, np.nan)
    return quotient


class Ranking:
    """Values of rows in order, ready to be ranked under any weights of the rows' documents.

    Arrays of draws are (…, draws) here, so that picking rows copies whole lines of memory.
    """

    def __init__(self, values: Vector, documents: Codes, n_documents: int) -> None:
        distinct, self.group = np.unique(values, return_inverse=True)
        self._documents = documents
        self._shape = (len(distinct), n_documents)

    def sizes(self, by_document: Vector, rows: NDArray[np.bool_] | None = None) -> Vector:
        """Weight of each distinct value among `rows` (default: all), shape (distinct, draws)."""
        from scipy.sparse import csr_array

        ones = np.ones(len(self.group)) if rows is None else rows.astype(np.float64)
        table = csr_array((ones, (self.group, self._documents)), shape=self._shape)
        sizes: Vector = table @ by_document
        return sizes


def midranks(sizes: Vector) -> Vector:
    """The rank that each distinct value's copies share, lowest value first; `sizes` and ranks are (distinct, draws)."""
    ranks: Vector = np.cumsum(sizes, axis=0) - (sizes - 1) / 2
    return ranks
