"""Krippendorff's alpha: how far raters agree beyond chance, whatever their number, with missing ratings.

    α = 1 − observed disagreement / disagreement expected by chance

1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement. Krippendorff 2011, "Computing
Krippendorff's Alpha-Reliability"; Hayes & Krippendorff 2007. All sums are taken for many weightings of the items at
once, of which an interval over articles is made.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from harness.stats.intervals import N_RESAMPLES, Interval, Vector

Level = Literal["nominal", "ordinal", "interval"]
"""What counts as disagreement: any difference, the ranks between two values, or the squared distance."""

_NUMBERS = 2_000_000  # in a block of draws: 16 MB


def krippendorff_alpha(ratings: ArrayLike, level: Level) -> float | None:
    """Alpha of `ratings`, shape (raters, items), NaN where one is missing.

    Items with fewer than two ratings say nothing of agreement and are left out. None where alpha is undefined: no item
    with two ratings, or no variation among those that count, so that chance alone would agree as well.
    """
    counts, values = _counted(ratings)
    found = float(_alphas(counts, values, np.ones((1, len(counts))), level)[0])
    return None if np.isnan(found) else found


def alpha_interval(
    ratings: ArrayLike, articles: ArrayLike, level: Level, *, seed: int, alpha: float = 0.05
) -> Interval | None:
    """Percentile bootstrap interval of Krippendorff's alpha over articles, whose items are drawn together.

    `articles` says which article each item belongs to, shape (items,); `alpha` is that of the interval. Draws in which
    alpha is undefined are left out. None if there are fewer than two articles or if fewer than half of N_RESAMPLES
    draws are defined.
    """
    counts, values = _counted(ratings)
    names, article_of = np.unique(np.asarray(articles), return_inverse=True)
    if article_of.shape != (len(counts),):
        raise ValueError(f"{len(counts)} items have {article_of.size} articles; give one for each item")
    n = len(names)
    if n < 2:
        return None
    rng = np.random.default_rng(seed)
    step = max(1, _NUMBERS // max(counts.shape))
    found = []
    for first in range(0, N_RESAMPLES, step):
        drawn = rng.multinomial(n, np.full(n, 1 / n), size=min(step, N_RESAMPLES - first)).astype(np.float64)
        found.append(_alphas(counts, values, drawn[:, article_of], level))
    draws = np.concatenate(found)
    defined = draws[~np.isnan(draws)]
    if len(defined) < N_RESAMPLES / 2:
        return None
    low, high = np.percentile(defined, (100 * alpha / 2, 100 * (1 - alpha / 2)))
    return Interval(float(low), float(high))


def _counted(ratings: ArrayLike) -> tuple[Vector, Vector]:
    """How many raters gave each item each value, shape (items, values), and the values in order.

    Items with fewer than two ratings have zeros.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"ratings have shape {table.shape}; (raters, items) is needed")
    if np.isinf(table).any():
        raise ValueError("a rating is infinite; use NaN for one that is missing")
    values, codes = np.unique(table, return_inverse=True)
    known = ~np.isnan(table)
    n_values = int((~np.isnan(values)).sum())  # NaN is the last of np.unique
    counts = np.zeros((table.shape[1], n_values))
    items = np.broadcast_to(np.arange(table.shape[1]), table.shape)
    np.add.at(counts, (items[known], codes.reshape(table.shape)[known]), 1.0)
    counts[counts.sum(axis=1) < 2] = 0.0
    return counts, values[:n_values]


def _alphas(counts: Vector, values: Vector, weights: Vector, level: Level) -> Vector:
    """Alpha under each weighting of the items, shape (draws, items), as if each stood there so often; else NaN."""
    raters = counts.sum(axis=1)
    pairable = np.maximum(raters - 1, 1.0)
    # whole numbers: their products are exact, whatever the order of the sums
    marginal = weights @ counts
    n = marginal.sum(axis=1)
    if level == "nominal":
        within = ((raters**2 - (counts**2).sum(axis=1)) / pairable)[None, :]
        between = n**2 - (marginal**2).sum(axis=1)
    else:
        scale = _scale(values, marginal, level)
        first, second = _of_items(scale, counts, level), _of_items(scale**2, counts, level)
        within = 2 * np.maximum(raters * second - first**2, 0.0) / pairable
        mean = np.einsum("bv,bv->b", scale, marginal) / np.maximum(n, 1.0)
        between = 2 * n * np.einsum("bv,bv->b", (scale - mean[:, None]) ** 2, marginal)
    observed = np.einsum("bi,bi->b", weights, np.broadcast_to(within, weights.shape))
    varied = (marginal > 0).sum(axis=1) > 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varied, 1 - (n - 1) * observed / between, np.nan)


def _of_items(scale: Vector, counts: Vector, level: Level) -> Vector:
    """The sum of each item's numbers, shape (1 or draws, items)."""
    if level == "ordinal":
        return np.asarray(scale @ counts.T)  # halves and their squares: exact
    # einsum and not @: the order of its sums does not depend on the number of threads
    return np.asarray(np.einsum("bv,iv->bi", scale, counts))


def _scale(values: Vector, marginal: Vector, level: Level) -> Vector:
    """Numbers whose squared distance is the disagreement, shape (1 or draws, values).

    Of ordinal values these are the mid-ranks: what lies between two of them is the ranks between them.
    """
    if level == "ordinal":
        # about their middle, so that squares lose no digits
        ranks: Vector = np.cumsum(marginal, axis=1) - marginal / 2 - marginal.sum(axis=1, keepdims=True) / 2
        return ranks
    middle = (values.min(initial=np.inf) + values.max(initial=-np.inf)) / 2 if len(values) else 0.0
    return np.asarray((values - middle)[None, :], dtype=np.float64)
