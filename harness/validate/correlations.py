"""Spearman, Kendall (tau-b) and Pearson correlations of whole files and of small groups, under many weightings.

`pooled` correlates rows, whose weights are those of their documents; `grouped` correlates within small groups, of
one document's systems or of the system means. Both give NaN where a side is constant. Weighted rows count as that many
copies, so every draw is exactly the statistic of the resampled rows; tests hold both to scipy on copied rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from harness.stats import Vector
from harness.validate.bootstrap import Codes, Ranking, blocks, midranks

STATISTICS = ("spearman", "kendall", "pearson")
_FLAT = 1e-13  # of the raw second moment; a smaller variance is rounding

Draws = Mapping[str, Vector]


def unit(values: Vector) -> Vector:
    """`values` divided by the power of two that brings them into [−1, 1]: exact, and no square overflows."""
    _, exponent = np.frexp(np.abs(values).max(initial=0.0))
    scaled: Vector = np.ldexp(values, -exponent)
    return scaled


def tidy(values: Vector) -> Vector:
    """Means or residuals of `unit` values to 12 digits, so that what differs by rounding alone stays a tie."""
    # adding 0 turns -0 into 0
    return np.round(values, 12) + 0.0


def pooled(x: Vector, y: Vector, documents: Codes, weights: np.ndarray) -> Draws:
    """Correlations over all rows. x, y, documents: (n,); weights: (draws, documents). Each result: (draws,)."""
    order = np.argsort(documents, kind="stable")
    x, y, documents = x[order], y[order], documents[order]
    rankings = tuple(Ranking(side, documents, weights.shape[1]) for side in (x, y))
    concordance = _concordance(rankings[0].group, rankings[1].group, documents, weights.shape[1])
    moments = _moments(x, y, documents, weights.shape[1])
    results: dict[str, list[Vector]] = {name: [] for name in STATISTICS}
    for block in blocks(len(x), total=len(weights)):
        by_document = np.ascontiguousarray(weights[block].T, dtype=np.float64)
        n = by_document[documents].sum(axis=0)
        sizes = [ranking.sizes(by_document) for ranking in rankings]
        ranks = [midranks(of_value) - (n + 1) / 2 for of_value in sizes]
        shared = [of_value[ranking.group] for of_value, ranking in zip(ranks, rankings, strict=True)]
        squares = [(of_value * rank * rank).sum(axis=0) for of_value, rank in zip(sizes, ranks, strict=True)]
        # sums of halves and whole numbers are exact; einsum makes no copies
        common = np.einsum("ib,ib,ib->b", by_document[documents], *shared)
        results["spearman"].append(_root_ratio(common, *squares))
        surplus = ((concordance @ by_document) * by_document).sum(axis=0) / 2
        tied = [(of_value * (of_value - 1)).sum(axis=0) / 2 for of_value in sizes]
        results["kendall"].append(_tau_b(surplus, n, tied[0], tied[1]))
        # einsum and not @: sums of floats must not depend on the number of threads
        results["pearson"].append(_product_moment(np.einsum("db,md->mb", by_document, moments)))
    return {name: np.concatenate(parts) for name, parts in results.items()}


def _concordance(a: Codes, b: Codes, documents: Codes, n_documents: int) -> Vector:
    """Concordant minus discordant pairs of rows between (and twice within) documents, shape (documents, documents)."""
    present, starts = np.unique(documents, return_index=True)
    between = np.zeros((len(a), len(starts)), dtype=np.int64)
    for block in blocks(len(a), total=len(a)):
        product = _sign(a[block], a) * _sign(b[block], b)
        between[block] = np.add.reduceat(product, starts, axis=1, dtype=np.int64)
    full = np.zeros((n_documents, n_documents))
    full[np.ix_(present, present)] = np.add.reduceat(between, starts, axis=0)
    return full


def _sign(some: Codes, every: Codes) -> np.ndarray:
    return np.sign((some[:, None] - every[None, :]).astype(np.int32)).astype(np.int8)


def _moments(x: Vector, y: Vector, documents: Codes, n_documents: int) -> Vector:
    """Sums of 1, x, y, xx, yy, xy in each document, shape (6, documents); x and y are centred first."""
    x, y = x - x.mean(), y - y.mean()
    columns = (np.ones_like(x), x, y, x * x, y * y, x * y)
    return np.array([np.bincount(documents, weights=column, minlength=n_documents) for column in columns])


def _product_moment(sums: Vector) -> Vector:
    n, x, y, xx, yy, xy = sums
    variances = [np.where(s2 * n - s * s > _FLAT * s2 * n, s2 * n - s * s, 0.0) for s, s2 in ((x, xx), (y, yy))]
    return _root_ratio(xy * n - x * y, *variances)


def grouped(x: Vector, y: Vector, weights: Vector) -> Draws:
    """Correlations within each of g groups of k members under r weightings of the members.

    x, y: (g, k); weights: (g, r, k). Each result: (g, r).
    """
    results: dict[str, list[Vector]] = {name: [] for name in STATISTICS}
    _, r, k = weights.shape
    for block in blocks(k * max(k, r), total=len(x)):
        a, b, w = x[block], y[block], weights[block]
        n = w.sum(axis=2)
        greater = [np.sign(side[:, :, None] - side[:, None, :]) for side in (a, b)]
        # rank of i = copies below it + half of the others that tie, from sign = 1 for j below i, 0 for a tie
        ranks = [(n[:, :, None] + 1 + w @ sign.transpose(0, 2, 1)) / 2 for sign in greater]
        results["spearman"].append(_weighted(ranks[0], ranks[1], w, n))
        surplus = ((w @ (greater[0] * greater[1])) * w).sum(axis=2) / 2
        tied = [(((w @ (sign == 0).astype(np.float64)) * w).sum(axis=2) - n) / 2 for sign in greater]
        results["kendall"].append(_tau_b(surplus, n, tied[0], tied[1]))
        results["pearson"].append(_weighted(a[:, None, :], b[:, None, :], w, n))
    return {name: np.concatenate(parts) for name, parts in results.items()}


def _weighted(a: Vector, b: Vector, w: Vector, n: Vector) -> Vector:
    """Weighted product-moment correlation over the last axis."""
    scales = [np.abs(side).max(axis=2) ** 2 for side in (a, b)]
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = (side - ((w * side).sum(axis=2) / n)[:, :, None] for side in (a, b))
    squares = [(w * side * side).sum(axis=2) for side in (a, b)]
    variances = [np.where(s > _FLAT * m, s, 0.0) for s, m in zip(squares, scales, strict=True)]
    return _root_ratio((w * a * b).sum(axis=2), *variances)


def _tau_b(surplus: Vector, n: Vector, tied_x: Vector, tied_y: Vector) -> Vector:
    pairs = n * (n - 1) / 2
    return _root_ratio(surplus, pairs - tied_x, pairs - tied_y)


def _root_ratio(numerator: Vector, a: Vector, b: Vector) -> Vector:
    """numerator / √(a·b) within [−1, 1]; NaN where a or b is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        r = numerator / np.sqrt(a) / np.sqrt(b)
    return np.where((a > 0) & (b > 0), np.clip(r, -1.0, 1.0), np.nan)
