"""Fits the weights of coherence and of fluency on SummEval, and says how far they hold for other documents and systems.

The weights are a regression of human judgements within a document on all measures that stand under a metric's name in
MEASURES_OF; none is negative, and they are drawn towards equal weights of standardised measures, since a free regression
learns the systems by heart. The figures: fitted on four fifths of the documents and measured on the rest (by sha256 of
doc_id), and fitted on half of the systems and measured on the other half. Needs SUMMARY_LABELS. Run as
`python -m tests.benchmarks.fit_coherence`; the result is what stands in harness/metrics/coherence.py and fluency.py.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import nnls
from scipy.stats import rankdata

from harness.case import Case, Subject
from harness.labels import LabelFile
from harness.metrics import coherence, fluency
from harness.metrics.telling.measures import MEASURES
from harness.metrics.telling.told import told
from tests.benchmarks.cheap import rows_of

Vector = np.ndarray[Any, Any]
Weights = dict[str, float]
FOLDS = 5
HALVES = 8
SEED = 20261122
PULL = 2.0
"""Towards equal weights, beside 1 for what a measure explains."""
MEASURES_OF = {
    "coherence": (
        "similar",
        "unrepeated",
        "tight",
        "contiguous",
        "forward",
        "focused",
        "linked",
        "introduced",
        "full",
        "finished",
    ),
    # judged sentence by sentence: what needs two sentences, or the event, is no part of it
    "fluency": ("tight", "full", "unbroken", "closed", "verbal", "finished", "familiar"),
}
"""Dimension of the judgements -> what its metric is made of."""


class Rows(NamedTuple):
    """The rows of SummEval: documents, systems, what people said, and every measure (NaN where it is None)."""

    documents: Vector
    systems: Vector
    human: Mapping[str, Vector]
    measures: Mapping[str, Vector]

    def only(self, keep: Vector) -> Rows:
        """Those that `keep` says."""
        human = {name: column[keep] for name, column in self.human.items()}
        measures = {name: column[keep] for name, column in self.measures.items()}
        return Rows(self.documents[keep], self.systems[keep], human, measures)


def read(path: Path) -> Rows:
    """The rows of a label file with all measures."""
    labels = LabelFile(path)
    subjects = {labels.documents[n].id: Subject(labels.article(n)) for n in range(len(labels.documents))}
    labels.close()
    rows = list(rows_of(path))
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        case = Case(subjects[row["doc_id"]], row["summary"])
        sentences = told(case)
        for name, measure in MEASURES.items():
            value = measure(case, sentences)[0]
            columns[name].append(np.nan if value is None else value)
    return Rows(
        np.array([row["doc_id"] for row in rows]),
        np.array([row["system"] for row in rows]),
        {
            dimension: np.array([float(row["human"][dimension]) for row in rows])
            for dimension in ("coherence", "fluency")
        },
        {name: np.array(column) for name, column in columns.items()},
    )


def value(rows: Rows, weights: Weights) -> Vector:
    """The metric under these weights: the weighted mean of what is not None."""
    columns = np.array([rows.measures[name] for name in weights])
    share = np.array([[w] for w in weights.values()]) * ~np.isnan(columns)
    mean: Vector = (np.nan_to_num(columns) * share).sum(0) / np.maximum(share.sum(0), 1e-12)
    return mean


def agreement(rows: Rows, dimension: str, weights: Weights) -> float:
    """Summary-level Spearman correlation, as `harness validate` computes it."""
    found = []
    scores, human = value(rows, weights).round(9), rows.human[dimension]
    for members in _members(rows.documents):
        x, y = scores[members], human[members]
        if len(set(x)) > 1 and len(set(y)) > 1:
            found.append(float(np.corrcoef(rankdata(x), rankdata(y))[0, 1]))
    return float(np.mean(found))


def weigh(rows: Rows, dimension: str, names: Sequence[str]) -> Weights:
    """Weights for these measures, none negative, together 1, in hundredths; those of weight 0 are left out."""
    human = np.zeros(len(rows.documents))
    columns = np.array([np.where(np.isnan(c), np.nanmean(c), c) for c in (rows.measures[n] for n in names)]).T
    for members in _members(rows.documents):
        human[members] = rows.human[dimension][members] - rows.human[dimension][members].mean()
        columns[members] -= columns[members].mean(0)
    spread = columns.std(0) + 1e-9
    columns, human = columns / spread, human / human.std()
    together = columns.sum(1)
    equal = max(0.0, float(together @ human / (together @ together)))
    pull = np.sqrt(PULL * len(human))
    found, _ = nnls(
        np.vstack([columns, pull * np.eye(len(names))]), np.concatenate([human, np.full(len(names), pull * equal)])
    )
    return hundredths(dict(zip(names, found / spread, strict=True)))


def hundredths(weights: Weights) -> Weights:
    """The weights made to add up to 1, rounded by largest remainder."""
    total = sum(weights.values())
    exact = {name: 100 * weight / total for name, weight in weights.items()}
    whole = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[: 100 - sum(whole.values())]:
        whole[name] += 1
    return {name: share / 100 for name, share in whole.items() if share}


def fit(rows: Rows, dimension: str) -> Weights:
    """The weights of the dimension's metric."""
    return weigh(rows, dimension, MEASURES_OF[dimension])


def cross_fitted(rows: Rows, dimension: str) -> float:
    """Mean agreement on documents that were not fitted on; each document counts alike."""
    folds = np.array([int(hashlib.sha256(d.encode()).hexdigest(), 16) % FOLDS for d in rows.documents])
    reached = [
        (agreement(rows.only(folds == f), dimension, fit(rows.only(folds != f), dimension)), f) for f in range(FOLDS)
    ]
    sizes = [len(set(rows.documents[folds == f])) for f in range(FOLDS)]
    return float(np.average([a for a, _ in reached], weights=sizes))


def other_systems(rows: Rows, dimension: str, weights: Weights) -> tuple[float, float]:
    """Mean agreement on systems that were not fitted on, and that of the final weights on the same systems."""
    stream = np.random.default_rng(SEED)
    systems = np.array(sorted(set(rows.systems)))
    held_out, same = [], []
    for _ in range(HALVES // 2):
        half = np.isin(rows.systems, stream.permutation(systems)[: len(systems) // 2])
        for fitted, measured in ((half, ~half), (~half, half)):
            rest = rows.only(measured)
            held_out.append(agreement(rest, dimension, fit(rows.only(fitted), dimension)))
            same.append(agreement(rest, dimension, weights))
    return float(np.mean(held_out)), float(np.mean(same))


def _members(documents: Vector) -> list[Vector]:
    order = {name: np.flatnonzero(documents == name) for name in dict.fromkeys(documents)}
    return list(order.values())


def main() -> None:
    """Print weights and figures for both metrics."""
    folder = os.environ.get("SUMMARY_LABELS")
    if not folder:
        sys.exit("no labels: set SUMMARY_LABELS to the folder of the label files")
    rows = read(Path(folder) / "summeval.jsonl")
    for dimension, committed in (("coherence", coherence.WEIGHTS), ("fluency", fluency.WEIGHTS)):
        weights = fit(rows, dimension)
        held_out, same = other_systems(rows, dimension, weights)
        print(f"{dimension}: WEIGHTS = {weights}" + ("" if weights == committed else f"; committed {committed}"))  # noqa: T201
        figures = {
            "all documents": agreement(rows, dimension, weights),
            "other documents": cross_fitted(rows, dimension),
            "other systems": held_out,
            "these weights on the same systems": same,
        }
        print("  " + ", ".join(f"{name} {figure:.3f}" for name, figure in figures.items()), flush=True)  # noqa: T201
        for name in MEASURES_OF[dimension]:
            print(f"  {name}: {agreement(rows, dimension, {name: 1.0}):.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
