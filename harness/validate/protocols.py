"""The protocols of agreement: which rows are set against each other, and with which weights they are resampled.

    summary   correlation over the systems of one document (3 or more), mean over the documents
    system    correlation over system means (5 or more)
    pooled    correlation over all rows
    partial   the same after group means ("system") or the length of the summary ("length") are taken out of both sides
    auc       chance that a consistent row scores above an inconsistent one, ties half
    bacc      balanced accuracy, each fold of documents with the threshold of the other four
    pairs     share of pairs whose consistent row scores higher, ties half

Several rows of one document and system are its samples, averaged first where systems are compared. A fractional label
counts as consistent from .5 where a protocol needs two classes; correlations use the fraction. All protocols resample
documents; `system` resamples systems as well. `partial` takes group means and slopes from all rows, once: they change
a resampled correlation in second order only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from harness.stats import Vector
from harness.validate.bootstrap import UNDEFINED, Codes, Estimate, ratio, weightings
from harness.validate.correlations import STATISTICS, grouped, pooled, tidy, unit
from harness.validate.decisions import area, balanced_accuracy, fact_accuracy, pair_accuracy
from harness.validate.observations import Mask, Observations

LEAST_SYSTEMS_OF_DOCUMENT = 3
LEAST_SYSTEMS = 5
Estimates = Mapping[str, Estimate]
"""Statistic -> its estimate."""


def estimate(protocol: str, partial_on: str | None, seen: Observations) -> Estimates:
    """Every statistic of a protocol. Raises KeyError for a protocol that does not exist."""
    statistics, compute = _PROTOCOLS[protocol, partial_on]
    if not len(seen.x):
        skipped = {"summary": seen.n_judged_documents, "pairs": seen.n_judged_pairs}.get(protocol, seen.n_unscored)
        empty = Estimate(UNDEFINED, 0, 0, None, skipped, "no row is scored" if skipped else "no row is judged")
        return dict.fromkeys(statistics, empty)
    if statistics is STATISTICS:  # correlations do not know the scale; decisions do
        seen = replace(seen, x=unit(seen.x), y=unit(seen.y))
    return compute(seen)


def _summary(seen: Observations) -> Estimates:
    x, y, (documents, _) = _cells(seen)
    weights = weightings("documents", seen.n_documents).astype(np.float64)
    rho = {name: np.full(seen.n_documents, np.nan) for name in STATISTICS}
    for rows in _equally_large(documents):
        found = grouped(x[rows], y[rows], np.ones((len(rows), 1, rows.shape[1])))
        for name in STATISTICS:
            rho[name][documents[rows[:, 0]]] = found[name][:, 0]
    defined = np.isfinite(rho[STATISTICS[0]])
    n_used = int(defined.sum())
    shared = np.einsum("bd,d->b", weights, defined.astype(np.float64))
    used = defined[seen.documents] & (seen.systems >= 0)
    reason = None
    if not n_used:
        few = not any(rows.size for rows in _equally_large(documents))
        reason = "no document with 3 systems" if few else "constant within every document"
    return {
        name: Estimate(
            ratio(np.einsum("bd,d->b", weights, np.nan_to_num(rho[name])), shared),
            n=int(used.sum()),
            n_documents=n_used,
            n_systems=seen.n_systems(used),
            skipped=seen.n_judged_documents - n_used,
            reason=reason,
        )
        for name in STATISTICS
    }


def _cells(seen: Observations) -> tuple[Vector, Vector, tuple[Codes, Codes]]:
    """Means of x and y over the rows of each document and system, sorted by document."""
    named = seen.systems >= 0
    pairs, cell = np.unique(
        np.stack([seen.documents[named], seen.systems[named]]).reshape(2, -1), axis=1, return_inverse=True
    )
    size = np.bincount(cell.ravel(), minlength=pairs.shape[1])
    x, y = (np.bincount(cell.ravel(), side[named], minlength=pairs.shape[1]) / size for side in (seen.x, seen.y))
    return tidy(x), tidy(y), (pairs[0], pairs[1])


def _equally_large(documents: Codes) -> Iterator[Codes]:
    """Cell numbers of the documents with k systems, shape (documents, k), for each k of 3 and more."""
    _, starts, sizes = np.unique(documents, return_index=True, return_counts=True)
    for size in np.unique(sizes[sizes >= LEAST_SYSTEMS_OF_DOCUMENT]):
        yield starts[sizes == size][:, None] + np.arange(size)


def _system(seen: Observations) -> Estimates:
    x, y, (documents, systems) = _cells(seen)
    n_systems = int(systems.max(initial=-1)) + 1
    named = seen.systems >= 0
    if n_systems < LEAST_SYSTEMS:
        reason = f"{n_systems} of the {LEAST_SYSTEMS} systems it takes"
        return {name: _of_rows(seen, named, UNDEFINED, reason) for name in STATISTICS}
    weights = weightings("documents", seen.n_documents).astype(np.float64)
    sums = []
    for side in (x, y, np.ones_like(x)):
        matrix = np.zeros((seen.n_documents, n_systems))
        matrix[documents, systems] = side
        sums.append(np.einsum("bd,ds->bs", weights, matrix))
    drawn = weightings("systems", n_systems) * (sums[2] > 0)
    means = [tidy(np.where(sums[2] > 0, ratio(side, sums[2]), 0.0)) for side in sums[:2]]
    found = grouped(means[0], means[1], drawn[:, None, :].astype(np.float64))
    return {name: _of_rows(seen, named, found[name][:, 0], "one side is constant") for name in STATISTICS}


def _pooled(seen: Observations) -> Estimates:
    return _over_rows(seen, seen.x, seen.y, np.ones(len(seen.x), dtype=bool))


def _partial_on_system(seen: Observations) -> Estimates:
    named = seen.systems >= 0
    x, y = (tidy(_without_means(side[named], seen.systems[named])) for side in (seen.x, seen.y))
    return _over_rows(seen, x, y, named)


def _partial_on_length(seen: Observations) -> Estimates:
    length = np.log(np.maximum(seen.words, 1.0))
    x, y = (_without_length(side, length, seen) for side in (seen.x, seen.y))
    return _over_rows(seen, x, y, np.ones(len(seen.x), dtype=bool))


def _over_rows(seen: Observations, x: Vector, y: Vector, rows: Mask) -> Estimates:
    """Pooled correlations of x and y, which belong to the `rows` of `seen`."""
    if not len(x):
        return {name: _of_rows(seen, rows, UNDEFINED, "no row names its system") for name in STATISTICS}
    found = pooled(x, y, seen.documents[rows], weightings("documents", seen.n_documents))
    return {name: _of_rows(seen, rows, found[name], "one side is constant") for name in STATISTICS}


def _of_rows(seen: Observations, rows: Mask, draws: Vector, reason: str) -> Estimate:
    """An estimate that uses `rows`; `reason` says why it has no value, if it has none."""
    return Estimate(
        draws,
        n=int(rows.sum()),
        n_documents=len(np.unique(seen.documents[rows])),
        n_systems=seen.n_systems(rows),
        skipped=seen.n_unscored + int((~rows).sum()),
        reason=None if np.isfinite(draws[0]) else reason,
    )


def _without_means(values: Vector, groups: Codes) -> Vector:
    means = np.bincount(groups, values) / np.maximum(np.bincount(groups), 1)
    residuals: Vector = values - means[groups]
    return residuals


def _without_length(values: Vector, length: Vector, seen: Observations) -> Vector:
    """Residuals on `length` within each document of three systems and more, and over all rows for the others."""
    residuals = _residuals(values, length, np.zeros(len(values), dtype=np.int64))
    named = np.unique(np.stack([seen.documents, seen.systems])[:, seen.systems >= 0], axis=1)
    n_systems = np.bincount(named[0], minlength=seen.n_documents)
    within = n_systems[seen.documents] >= LEAST_SYSTEMS_OF_DOCUMENT
    if within.any():
        residuals[within] = _residuals(values[within], length[within], seen.documents[within])
    return residuals


def _residuals(values: Vector, on: Vector, groups: Codes) -> Vector:
    """Residuals of least squares with an intercept in each group; where `on` is constant, only the mean goes."""
    y, x = _without_means(values, groups), _without_means(on, groups)
    slopes = ratio(*(np.bincount(groups, weights=x * side).astype(np.float64) for side in (y, x)))
    return tidy(y - np.nan_to_num(slopes)[groups] * x)


_Compute = Callable[[Observations], Estimates]
_PROTOCOLS: Mapping[tuple[str, str | None], tuple[Sequence[str], _Compute]] = {
    ("summary", None): (STATISTICS, _summary),
    ("system", None): (STATISTICS, _system),
    ("pooled", None): (STATISTICS, _pooled),
    ("partial", "system"): (STATISTICS, _partial_on_system),
    ("partial", "length"): (STATISTICS, _partial_on_length),
    ("auc", None): (("auc",), lambda seen: {"auc": area(seen)}),
    ("bacc", None): (("bacc",), lambda seen: {"bacc": balanced_accuracy(seen)}),
    ("pairs", None): (("accuracy",), lambda seen: {"accuracy": pair_accuracy(seen)}),
    ("facts", None): (("auc", "bacc"), lambda seen: {"auc": area(seen), "bacc": fact_accuracy(seen)}),
}
CORRELATIONS = tuple(key for key, (statistics, _) in _PROTOCOLS.items() if statistics is STATISTICS)
"""The protocols of every dimension, with what is partialled out."""
