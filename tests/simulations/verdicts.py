"""The gate's guarantees, through the gate itself: whole verdicts on made tables."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from harness import stats
from harness.aggregate import Cell as Value
from harness.aggregate import Table
from harness.gate import gate
from harness.limits import GateSettings
from harness.stats import Vector
from harness.types import State
from tests.made_runs import make_backend, make_info, make_metric
from tests.simulations import Cell, Promise, Study, without_draws

RUNS = 2000
SIZES = (16, 40, 200)
FAMILIES = {1: (1, 1), 3: (3, 1), 10: (5, 2)}
"""k -> metrics and backends."""

Draw = Callable[[np.random.Generator, tuple[int, int]], Vector]
Counts = tuple[int, Sequence[int]]
_OK: Counter[State] = Counter({"ok": 1})


def make_scores(columns: Sequence[Sequence[Sequence[float]]]) -> Table:
    """A table of scores by backend, metric and article."""
    articles = [f"a{i}" for i in range(len(columns[0][0]))]
    backends, metrics = [f"b{i}" for i in range(len(columns))], [f"m{i}" for i in range(len(columns[0]))]
    cells = {
        (backend, metric): {article: Value(value, _OK, 1) for article, value in zip(articles, column, strict=True)}
        for backend, of_metrics in zip(backends, columns, strict=True)
        for metric, column in zip(metrics, of_metrics, strict=True)
    }
    info = make_info(articles, [make_backend(b) for b in backends], [make_metric(m) for m in metrics])
    return Table(info, cells, {b: dict.fromkeys(articles, _OK) for b in backends}, dict.fromkeys(backends, 0.0))


def _kinds(draw: Draw, n: int, k: int, margin: float, runs: int, rng: np.random.Generator) -> Counter[str]:
    """The verdicts of `runs` gates of k rules. `draw` gives differences of shape (k, n)."""
    metrics, backends = FAMILIES[k]
    baseline = make_scores([[[0.0] * n] * metrics] * backends)
    names = tuple(m.name for m in baseline.info.metrics)
    settings = GateSettings(primary=names, margin=dict.fromkeys(names, margin))
    found: Counter[str] = Counter()
    with without_draws():
        for _ in range(runs):
            scores = make_scores(draw(rng, (k, n)).reshape(backends, metrics, n).tolist())
            result = gate(dataclasses.replace(scores, info=baseline.info), baseline, settings, {})
            assert result.k == k
            found[result.kind] += 1
    assert found["unmeasurable"] == 0
    return found


def _verdicts(
    kinds: tuple[str, ...], draw: Draw, n: int, k: int, margin: float, rng: np.random.Generator
) -> tuple[int, list[int]]:
    found = _kinds(draw, n, k, margin, RUNS, rng)
    return RUNS, [found[kind] for kind in kinds]


def _unchanged(rng: np.random.Generator, shape: tuple[int, int]) -> Vector:
    return rng.normal(0.0, 1.0, shape)


def _one_falls(by: float, rng: np.random.Generator, shape: tuple[int, int]) -> Vector:
    """The first metric falls by `by` SD; the others rise so far that they pass whatever the draw."""
    rise = np.full((shape[0], 1), 20.0)
    rise[0] = -by
    moved: Vector = _unchanged(rng, shape) + rise
    return moved


def _some_break(rng: np.random.Generator, shape: tuple[int, int]) -> Vector:
    """One article in ten falls by 1 (SD .1), the others stay as they are: the mean falls by .1."""
    return np.where(rng.random(shape) < 0.1, rng.normal(-1.0, 0.1, shape), 0.0)


_OTHERS: dict[str, tuple[Draw, float]] = {
    "tied": (lambda rng, shape: _unchanged(rng, shape).round() - 1.0, 1.0),
    "skewed down": (lambda rng, shape: -rng.exponential(1.0, shape), 1.0),
    "skewed up": (lambda rng, shape: rng.exponential(1.0, shape) - 2.0, 1.0),
    "one in ten breaks": (_some_break, 0.1),
}
"""Differences whose true mean is −margin, and the margin."""

_RATIOS = (0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_NO_ALARM = Promise("at most", 0.05)
_NO_PASS = Promise("at most", 0.025)
_HALF = Promise("at most", 0.5)
_POWER = Promise("within", 0.8, 0.05)


def _settled(ratio: float) -> int:
    return stats.articles_to_settle(ratio, 1.0)


STUDIES = (
    Study(
        "no-change",
        "No change: how often the gate cries regression",
        "k rules (metrics × backends), normal differences, true change 0. The margin is a fiftieth of a standard\n"
        "deviation, so that it holds nothing back: this is the worst case. The promise is about the whole gate.",
        ("k", "n"),
        ("regression",),
        tuple(
            Cell((k, n), (_NO_ALARM,), partial(_verdicts, ("regression",), _unchanged, n, k, 0.02))
            for k in FAMILIES
            for n in SIZES
        ),
    ),
    Study(
        "at-the-margin",
        "A fall of exactly the margin: how often it passes",
        "One metric falls by exactly its margin (one standard deviation), the k − 1 others rise so far that they are\n"
        "sure to pass: the worst case for an intersection-union test. A gate at exactly the margin calls a regression at\n"
        "most half the time; what is left is inconclusive.",
        ("k", "n"),
        ("pass", "regression"),
        tuple(
            Cell(
                (k, n),
                (_NO_PASS, _HALF),
                partial(_verdicts, ("pass", "regression"), partial(_one_falls, 1.0), n, k, 1.0),
            )
            for k in FAMILIES
            for n in SIZES
        ),
    ),
    Study(
        "other-shapes",
        "A fall of exactly the margin, differences that are not normal",
        "One rule. Nothing is promised here. The worst shape is the commonest in practice: a change that breaks a few\n"
        "articles and leaves the rest alone. In a small set none of the broken kind may be seen, and the gate passes.\n"
        "*Skewed down* has its long tail on the side of the fall. Of tied differences the mean is often exactly −margin,\n"
        "which is a regression.",
        ("differences", "n"),
        ("pass", "regression"),
        tuple(
            Cell((name, n), (None, None), partial(_verdicts, ("pass", "regression"), draw, n, 1, margin))
            for name, (draw, margin) in _OTHERS.items()
            for n in SIZES
        ),
    ),
    Study(
        "between",
        "A fall of half the margin",
        "One rule, normal differences, margin of one standard deviation. Between no change and the margin nothing is\n"
        "promised: neither silence nor an alarm.",
        ("n",),
        ("pass", "regression"),
        tuple(
            Cell((n,), (None, None), partial(_verdicts, ("pass", "regression"), partial(_one_falls, 0.5), n, 1, 1.0))
            for n in SIZES
        ),
    ),
    Study(
        "settle",
        "No change, with the articles that it takes to settle",
        "One rule, normal differences, true change 0, as many articles as `stats.articles_to_settle` asks for: about\n"
        "80 % pass. A gate that always said inconclusive would fail this.",
        ("SD / margin", "n"),
        ("pass",),
        tuple(
            Cell(
                (f"{ratio:g}", _settled(ratio)),
                (_POWER,),
                partial(_verdicts, ("pass",), _unchanged, _settled(ratio), 1, 1 / ratio),
            )
            for ratio in _RATIOS
        ),
    ),
)
