"""Means of judgements from few labels and many scores: prediction-powered inference, clustered by article.

    θ = λ · mean f over the N unlabelled rows + mean (y − λ f) over the n labelled rows
    λ = Cov(y, f) / ((1 + n/N) · Var f)

f is what a metric says of every row, y what people say of some. The estimate is right whatever the metric is worth: a
bad one gets a λ near 0, which leaves the labels alone. Angelopoulos et al. 2023 (PPI), Angelopoulos, Duchi & Zrnic 2023
(PPI++, the λ). The labelled articles must have been drawn at random; nothing here can make up for labels of choice.

λ is fitted to the labels, and a fitted slope takes a degree of freedom, as in any regression: without that, intervals
from 40 labelled articles cover a point less than they say, and from 5 ten points less (docs/reviewing.md).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from harness.stats.intervals import Vector
from harness.stats.planning import t_quantile

LEAST_ARTICLES = 10
"""With fewer labelled articles the labels had better stand alone: there is too little to fit λ to."""


class ArticleMean(NamedTuple):
    """An estimated mean with Student's t interval.

    `se`, `low` and `high` are None where no degree of freedom is left, and where all labels are equal: what has no
    spread says nothing on how far off it is. `weight` is λ; 0 means that the labels stand alone. `degrees` of freedom are
    the labelled articles (`n_articles`) less one, and less another where λ was fitted.
    """

    mean: float
    se: float | None
    low: float | None
    high: float | None
    weight: float
    degrees: int
    n_labelled: int
    n_unlabelled: int
    n_articles: int

    @property
    def p(self) -> float | None:
        """Two-sided p of a true mean of 0; None without an interval."""
        from scipy import special

        if self.se is None:
            return None
        return 2 * float(special.stdtr(self.degrees, -abs(self.mean) / self.se))


def prediction_powered(
    y: ArrayLike,
    f: ArrayLike,
    articles: ArrayLike,
    f_unlabelled: ArrayLike = (),
    articles_unlabelled: ArrayLike = (),
    *,
    weight: float | None = None,
    alpha: float = 0.05,
) -> ArticleMean:
    """The mean of y over all articles, from n labelled rows (y, f, articles) and N unlabelled ones.

    `y` and `f` are (n,), `f_unlabelled` is (N,); `articles` and `articles_unlabelled` hold whole numbers, the same for
    rows of the same article. Both sums of squares of λ are over the labelled rows. A `weight` given replaces λ; 0 gives
    the mean of the labels alone. The variance is that of sums by article (times G/(G − 1) for G articles, G/(G − 2) for
    the labelled ones where λ was fitted), so that rows of one article count as dependent, also where some are labelled
    and others are not.

    Raises ValueError for no labelled row, lengths that differ and numbers that are not finite.
    """
    codes, (label, score) = _rows("labelled", articles, y, f)
    other_codes, (other_score,) = _rows("unlabelled", articles_unlabelled, f_unlabelled)
    n, n_other = len(label), len(other_score)
    if not n:
        raise ValueError("no labelled row")
    own = np.unique(np.concatenate([codes, other_codes]), return_inverse=True)[1]
    n_articles, n_others = _distinct(own[:n]), _distinct(own[n:])
    tuned = tuned_weight(label, score, n_other) if weight is None else float(weight)
    # one article's scores have no known spread between articles: then the labels stand alone
    used = tuned if n_others > 1 else 0.0
    residual = label - used * score
    mean = _mean(residual) + (used * _mean(other_score) if used else 0.0)
    degrees = n_articles - (2 if weight is None and used else 1)
    counts = (used, degrees, n, n_other, n_articles)
    if degrees < 1 or np.ptp(label) == 0:
        return ArticleMean(mean, None, None, None, *counts)
    by_article = math.sqrt(n_articles / degrees) * _by_article(own[:n], residual, int(own.max()) + 1)
    if used:
        by_article += used * math.sqrt(n_others / (n_others - 1)) * _by_article(own[n:], other_score, len(by_article))
    # what an article adds to both means is summed before it is squared
    se = math.sqrt(float((by_article * by_article).sum()))
    half = t_quantile(1 - alpha / 2, degrees) * se
    return ArticleMean(mean, se, mean - half, mean + half, *counts)


def paired_prediction_powered(
    y: ArrayLike,
    f: ArrayLike,
    articles: ArrayLike,
    f_unlabelled: ArrayLike = (),
    articles_unlabelled: ArrayLike = (),
    *,
    alpha: float = 0.05,
) -> ArticleMean:
    """The mean difference of two backends, first − second, paired by row.

    As `prediction_powered`, but `y` and `f` are (n, 2) and `f_unlabelled` is (N, 2): the two backends' labels or scores
    of one article. What both backends share, an easy article say, falls out before anything is estimated.
    """
    differences = [_difference(pairs) for pairs in (y, f, f_unlabelled)]
    label, score, other_score = differences
    return prediction_powered(label, score, articles, other_score, articles_unlabelled, alpha=alpha)


def labels_alone(y: ArrayLike, articles: ArrayLike, *, alpha: float = 0.05) -> ArticleMean:
    """The mean of y, (n,), with Student's t interval clustered by article: what labels say without a metric."""
    return prediction_powered(y, y, articles, weight=0.0, alpha=alpha)


def tuned_weight(y: Vector, f: Vector, n_unlabelled: int) -> float:
    """λ = Cov(y, f) / ((1 + n/N) · Var f) over the n labelled rows; 0 where f is constant or N is 0 (PPI++, § 6)."""
    if len(y) < 2 or not n_unlabelled or np.ptp(f) == 0:
        return 0.0
    deviations = f - _mean(f)
    slope = float((deviations * (y - _mean(y))).sum() / (deviations * deviations).sum())
    return slope / (1 + len(y) / n_unlabelled)


def _by_article(members: NDArray[np.int64], values: Vector, n_articles: int) -> Vector:
    """What each article adds to the mean of `values` beyond an average row, shape (n_articles,)."""
    sums: Vector = np.bincount(members, values - _mean(values), minlength=n_articles) / len(values)
    return sums


def _distinct(members: NDArray[np.int64]) -> int:
    return int(np.count_nonzero(np.bincount(members)))


def _mean(values: Vector) -> float:
    return float(values.mean())


def _difference(pairs: ArrayLike) -> Vector:
    values = np.asarray(pairs, dtype=np.float64).reshape(-1, 2)
    difference: Vector = values[:, 0] - values[:, 1]
    return difference


def _rows(what: str, articles: ArrayLike, *columns: ArrayLike) -> tuple[NDArray[np.int64], list[Vector]]:
    codes = np.asarray(articles, dtype=np.int64)
    values = [np.asarray(column, dtype=np.float64) for column in columns]
    if any(column.shape != codes.shape or codes.ndim != 1 for column in values):
        raise ValueError(f"{what} rows: {[column.shape for column in values]} values for {codes.shape} articles")
    if not all(np.isfinite(column).all() for column in values):
        raise ValueError(f"{what} rows: a value is not finite; leave out what has no label or no score")
    return codes, values
