"""Coverage of the intervals and the size of the sign-flip test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from harness import stats
from harness.stats import Vector
from tests.simulations import Cell, Promise, Study, without_draws

Draw = Callable[[np.random.Generator, tuple[int, int]], Vector]
Counts = tuple[int, Sequence[int]]

SIZES = (16, 40, 200)
_TOGETHER = 100  # columns that share their draws; more would leave too few sets of draws


def _mixed(zeros: float, rest: Draw, value: float = 0.0) -> Draw:
    """`value` in a share of `zeros` of the articles, `rest` in the others."""
    return lambda rng, shape: np.where(rng.random(shape) < zeros, value, rest(rng, shape))


def _normal(rng: np.random.Generator, shape: tuple[int, int]) -> Vector:
    return rng.normal(0.0, 1.0, shape)


DIFFERENCES: dict[str, tuple[Draw, float]] = {
    "normal": (_normal, 0.0),
    "tied": (lambda rng, shape: _normal(rng, shape).round(), 0.0),
    "skewed": (lambda rng, shape: rng.exponential(1.0, shape) - 1.0, 0.0),
    "very skewed": (lambda rng, shape: rng.lognormal(0.0, 1.0, shape) - float(np.exp(0.5)), 0.0),
    "zero-inflated": (_mixed(0.8, lambda rng, shape: rng.normal(1.0, 0.5, shape)), 0.2),
}
"""Paired differences: how they are drawn, and their true mean."""

SCORES: dict[str, tuple[Draw, float]] = {
    "in the middle": (lambda rng, shape: rng.beta(4.0, 4.0, shape), 0.5),
    "near 1": (lambda rng, shape: rng.beta(8.0, 1.0, shape), 8 / 9),
    "six in ten are 1": (_mixed(0.6, lambda rng, shape: rng.beta(4.0, 2.0, shape), 1.0), 0.6 + 0.4 * 4 / 6),
    "nine in ten are 1": (_mixed(0.9, lambda rng, shape: rng.beta(4.0, 2.0, shape), 1.0), 0.9 + 0.1 * 4 / 6),
}
"""Scores in [0, 1]."""

SYMMETRIC: dict[str, Draw] = {
    "normal": _normal,
    "tied": DIFFERENCES["tied"][0],
    "zero-inflated": _mixed(0.8, _normal),
}
"""Paired differences of no true change."""


def _covered(intervals: Sequence[stats.Interval | None], true: float) -> int:
    # a mean that rounds is no miss
    return sum(i is not None and i.low - 1e-12 <= true <= i.high + 1e-12 for i in intervals)


def _paired_coverage(draw: Draw, true: float, n: int, rng: np.random.Generator) -> Counts:
    runs = 4000
    with without_draws():
        found = stats.paired_each(list(draw(rng, (runs, n))), seed=1)
    return runs, [_covered([stats.t_interval(f, 0.05) for f in found], true)]


def _mean_coverage(draw: Draw, true: float, n: int, rng: np.random.Generator) -> Counts:
    runs = 2000
    batches = [stats.mean_intervals(draw(rng, (_TOGETHER, n)), seed=i) for i in range(runs // _TOGETHER)]
    return runs, [sum(_covered(batch, true) for batch in batches)]


def _rate_coverage(true: float, n: int, rng: np.random.Generator) -> Counts:
    runs = 20_000
    drawn = np.bincount(rng.binomial(n, true, runs), minlength=n + 1).tolist()
    return runs, [sum(count * _covered([stats.wilson(k, n)], true) for k, count in enumerate(drawn) if count)]


def _sign_flip_size(draw: Draw, n: int, rng: np.random.Generator) -> Counts:
    runs = 2000
    batches = [stats.paired_each(list(draw(rng, (_TOGETHER, n))), seed=i) for i in range(runs // _TOGETHER)]
    return runs, [sum(f.p is not None and f.p <= 0.05 for batch in batches for f in batch)]


_COVERS = Promise("at least", 0.93, 2.0)
_SIZE = Promise("at most", 0.05)


def _of_differences(name: str, n: int) -> Promise | None:
    return _COVERS if name in ("normal", "tied") or (name, n) == ("skewed", 200) else None


STUDIES = (
    Study(
        "differences",
        "The interval of paired differences",
        "How often the 95 % t interval of `stats.paired_each` holds the true mean change. *Tied*: normal, rounded so\n"
        "that five values make up nearly all. *Skewed*: exponential; *very skewed*: lognormal, σ = 1. *Zero-inflated*:\n"
        "four articles in five do not change, the others change by 1 on average. At n = 16 one set in 35 of these has\n"
        "no changed article at all, and its interval is [0, 0]; that is why reports say how many changed.",
        ("differences", "n"),
        ("covers",),
        tuple(
            Cell((name, n), (_of_differences(name, n),), partial(_paired_coverage, draw, true, n))
            for name, (draw, true) in DIFFERENCES.items()
            for n in SIZES
        ),
    ),
    Study(
        "means",
        "The interval of a single mean",
        "How often the 95 % BCa interval of `stats.mean_intervals` holds the true mean of scores in [0, 1].",
        ("scores", "n"),
        ("covers",),
        tuple(
            Cell((name, n), (None,), partial(_mean_coverage, draw, true, n))
            for name, (draw, true) in SCORES.items()
            for n in SIZES
        ),
    ),
    Study(
        "rates",
        "The interval of a rate",
        "How often Wilson's 95 % interval holds the true rate. With few articles only a few intervals are possible, so\n"
        "that coverage jumps with the rate; near 1 it can lie well under or above 95 %.",
        ("true rate", "n"),
        ("covers",),
        tuple(
            Cell((f"{rate:g}", n), (None,), partial(_rate_coverage, rate, n))
            for rate in (0.5, 0.8, 0.95, 0.99)
            for n in SIZES
        ),
    ),
    Study(
        "sign-flips",
        "The sign-flip test",
        "How often p ≤ .05 where nothing changed and the differences are symmetric. Small sets are enumerated.",
        ("differences", "n"),
        ("p ≤ .05",),
        tuple(
            Cell((name, n), (_SIZE,), partial(_sign_flip_size, draw, n))
            for name, draw in SYMMETRIC.items()
            for n in (8, *SIZES)
        ),
    ),
)
