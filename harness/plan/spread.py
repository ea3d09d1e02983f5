"""How far articles spread: the paired differences of two backends, and how much of their variance is sampling.

The variance of differences of means of r samples is σ²b + (σ²w₁ + σ²w₂)/r: what articles differ by, and what the same
backend differs by when it is asked again. The second is measured inside articles, the first is what remains.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from harness import stats
from harness.aggregate import Table
from harness.compare import Member, differences, incomparable


class Components(NamedTuple):
    """Where the variance of differences comes from, over the articles with two samples or more.

    `sampling` is σ²w₁ + σ²w₂ for one sample each; `between` is σ²b. `floored` is true where `between` came out below 0.
    """

    between: float
    sampling: float
    floored: bool

    def sd(self, repeats: int) -> float:
        """The standard deviation of differences with so many samples of every article."""
        return math.sqrt(self.between + self.sampling / repeats)

    def sampling_share(self, repeats: int) -> float:
        """The share of the variance that is sampling, 0 to 1."""
        variance = self.between + self.sampling / repeats
        return self.sampling / repeats / variance if variance else 0.0


class Spread(NamedTuple):
    """The paired differences of two backends on one metric: `sd` over `n` articles, `n_nonzero` of which differ.

    `n_unpaired` articles lack a score or a partner. `components` is None where no article has two samples.
    """

    baseline: str
    candidate: str
    n: int
    n_unpaired: int
    n_nonzero: int
    sd: float | None
    components: Components | None
    reason: str | None = None


class Rerun(NamedTuple):
    """Two runs of one unchanged backend: their differences have variance 2σ²w/r and nothing else."""

    backend: str
    repeats: float
    n: int
    sd: float


def spread(baseline: Member, candidate: Member, metric: str) -> Spread:
    """The spread of one pair; `reason` says why there is none."""
    names = (baseline.name, candidate.name)
    refused = incomparable(baseline.table, candidate.table, metric)
    if refused:
        return Spread(*names, 0, 0, 0, None, None, refused)
    paired, unpaired = differences(baseline, candidate, metric)
    d = stats.without_rounding(np.array(list(paired.values())))
    changed = int((d != 0).sum())
    if len(d) < 2:
        reason = f"{len(d)} articles are scored on both sides; it takes at least 2"
        return Spread(*names, len(d), len(unpaired), changed, None, None, reason)
    sd = 0.0 if np.ptp(d) == 0 else float(d.std(ddof=1))
    return Spread(*names, len(d), len(unpaired), changed, sd, _components(baseline, candidate, metric, paired, sd))


def _components(
    baseline: Member, candidate: Member, metric: str, articles: Iterable[str], sd: float
) -> Components | None:
    articles = list(articles)
    sides = [_within(m.table, m.backend, metric, articles) for m in (baseline, candidate)]
    if None in sides:
        return None
    known = [side for side in sides if side is not None]
    between = sd * sd - math.fsum(variance * share for variance, share in known)
    return Components(max(0.0, between), math.fsum(variance for variance, _ in known), between < 0)


def _within(table: Table, backend: str, metric: str, articles: Iterable[str]) -> tuple[float, float] | None:
    """σ²w of one sample, and the mean of 1/r over the articles; every article weighs the same."""
    cells = [table.cells[backend, metric][article] for article in articles]
    # samples that are equal but for rounding are equal
    floor = [1e-24 * (cell.value or 0.0) ** 2 for cell in cells]
    variances = [
        c.variance if c.variance > f else 0.0 for c, f in zip(cells, floor, strict=True) if c.variance is not None
    ]
    if not variances:
        return None
    return math.fsum(variances) / len(variances), math.fsum(1 / cell.n for cell in cells) / len(cells)


def rerun(table: Table, backend: str, metric: str) -> Rerun | None:
    """What two runs of this backend, unchanged, differ by; None where no article has two samples."""
    scored = list(table.values(backend, metric))
    found = _within(table, backend, metric, scored) if scored else None
    if found is None:
        return None
    variance, share = found
    return Rerun(backend, 1 / share, len(scored), math.sqrt(2 * variance * share))
