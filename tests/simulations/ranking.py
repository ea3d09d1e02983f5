"""Ranks and ties through `compare`, and a backend against itself through the tabulation of rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from harness import stats
from harness.aggregate import tabulate_rows
from harness.compare import Member, Report, compare, differences
from tests.made_runs import make_backend, make_info, make_metric, make_row
from tests.simulations import Cell, Promise, Study, without_draws
from tests.simulations.verdicts import make_scores

RUNS = 2000
Counts = tuple[int, Sequence[int]]

WORLDS: dict[str, Callable[[int], list[float]]] = {
    "all equal": lambda k: [0.0] * k,
    "two groups": lambda k: [0.5 * (i < k // 2) for i in range(k)],
    "a ladder": lambda k: [-0.4 * i for i in range(k)],
}
"""The true means of k backends; a score's standard deviation beside its article's level is 1."""


def _ranks(levels: Sequence[float], n: int, rng: np.random.Generator) -> Counts:
    """How often all true ranks lie in their intervals, and how often a pair that is tied in truth is told apart."""
    covered = parted = 0
    with without_draws():
        for _ in range(RUNS):
            scores = rng.normal(0.0, 1.0, (len(levels), n)) + np.array(levels)[:, None]
            report = compare([make_scores(scores[:, None, :].tolist())], ["run"])
            covered += _all_hold(report, levels)
            parted += _tied_are_apart(report, levels)
    return RUNS, [covered, parted]


def _all_hold(report: Report, levels: Sequence[float]) -> bool:
    """Backends that are equal share all the ranks that they could take among themselves."""
    by_name = {rank.backend: rank for rank in report.ranks}
    assert len(by_name) == len(levels)
    for i, level in enumerate(levels):
        best = 1 + sum(other > level for other in levels)
        worst = len(levels) - sum(other < level for other in levels)
        if by_name[f"b{i}"].best > best or by_name[f"b{i}"].worst < worst:
            return False
    return True


def _tied_are_apart(report: Report, levels: Sequence[float]) -> bool:
    letters = {int(rank.backend[1:]): set(rank.letters) for rank in report.ranks}
    return any(
        levels[i] == levels[j] and not letters[i] & letters[j] for i, j in itertools.combinations(range(len(levels)), 2)
    )


def _against_itself(samples: int, n: int, rng: np.random.Generator) -> Counts:
    """A noisy backend's samples in two halves, each metric a run of its own: how often the interval excludes 0."""
    together, found = 250, 0
    metrics = [f"m{i}" for i in range(together)]
    info = make_info(
        [f"a{i}" for i in range(n)], [make_backend(b) for b in ("one", "other")], [make_metric(m) for m in metrics]
    )
    for _ in range(RUNS // together):
        level = rng.beta(4.0, 2.0, (n, together))
        rows = [
            make_row(f"a{i}", name, dict(zip(metrics, values, strict=True)), sample=sample)
            for i in range(n)
            for name in ("one", "other")
            for sample in range(samples)
            for values in [np.clip(rng.normal(level[i], 0.05 + 0.3 * (1 - level[i])), 0, 1).tolist()]
        ]
        table = tabulate_rows(info, rows)
        pair = Member("one", table, "one"), Member("other", table, "other")
        columns = [list(differences(*pair, metric)[0].values()) for metric in metrics]
        with without_draws():
            effects = stats.paired_each(columns, seed=1)
        found += sum(e.low is not None and e.high is not None and not e.low <= 0 <= e.high for e in effects)
    return RUNS, [found]


_COVERS = Promise("at least", 0.95)
_RARE = Promise("at most", 0.05)

STUDIES = (
    Study(
        "ranks",
        "Rank intervals and tie groups",
        "K backends on n articles through `compare`: t tests of all pairs, Holm over all. *Holds*: every backend's true\n"
        "rank lies in its interval; equal backends share all the ranks of their group. *Parts equals*: two backends that\n"
        "are equal in truth share no letter. *Two groups* lie half a standard deviation apart, the rungs of the *ladder*\n"
        "four tenths; it has no equals.",
        ("truth", "K", "n"),
        ("holds", "parts equals"),
        tuple(
            Cell((name, k, n), (_COVERS, None if name == "a ladder" else _RARE), partial(_ranks, world(k), n))
            for name, world in WORLDS.items()
            for k, n in ((4, 16), (4, 40), (4, 200), (8, 16), (8, 40))
            if name != "a ladder" or n < 200
        ),
    ),
    Study(
        "against-itself",
        "A backend against itself",
        "Two sets of samples of the same noisy backend, scores in [0, 1], from rows through the table to the paired\n"
        "interval: how often it excludes 0.",
        ("samples", "n"),
        ("a difference is claimed",),
        tuple(
            Cell((samples, n), (_RARE,), partial(_against_itself, samples, n)) for samples in (1, 4) for n in (16, 40)
        ),
    ),
)
