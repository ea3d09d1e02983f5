"""Fits the parameters of support: the weights of its features, and the curve that makes a score of it.

Weights: on the label files in the folder that SUMMARY_LABELS names, all combinations in steps of .1 that add up to 1 and
are not negative; the best is the highest mean of four agreements with people (SummEval, FRANK, BUMP, XSumFaith). The
figure that is reported is cross-fitted: weights chosen on four fifths of the documents, measured on the rest. Curve: a
logistic regression on the project's own fixtures, faithful stories against the sources of their own event and of every
other one, the two weighted alike. Run as `python -m tests.benchmarks.fit_support`; the result is what stands in
harness/align.py and harness/metrics/consistency/support.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata, spearmanr

from harness.align import WEIGHTS, Index, best
from harness.articles import load_set
from harness.case import Case, Subject
from harness.metrics.consistency.support import overall
from harness.text import Text
from harness.types import Article
from tests.benchmarks.cheap import rows_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETS = ("summeval", "frank", "bump", "xsumfaith")
GRID = [(a / 10, b / 10, (10 - a - b) / 10) for a in range(11) for b in range(11 - a)]
FOLDS = 5
Features = list[tuple[float, float, float]]


class Labelled(NamedTuple):
    """A row of a label file with the features of its sentences: (order, pairs, words) each."""

    row: dict[str, Any]
    features: Features

    @property
    def fold(self) -> int:
        """The fold of its document."""
        return int(hashlib.sha256(self.row["doc_id"].encode()).hexdigest(), 16) % FOLDS


def read(path: Path) -> list[Labelled]:
    """The rows of a label file with their features."""
    labelled = []
    indexes: dict[str, Index] = {}
    for row in rows_of(path):
        key = json.dumps(row["sources"])
        if key not in indexes:
            indexes = {key: Index([Text(s) for s in row["sources"]], [str(n) for n in range(len(row["sources"]))])}
        features: Features = []
        for sentence in Text(row["summary"]).sentences:
            if sentence.terms:
                window = best(indexes[key].windows(sentence))
                features.append((window.order, window.pairs, window.words) if window else (0.0, 0.0, 0.0))
        kept = {k: row.get(k) for k in ("doc_id", "system", "origin", "label", "human", "pair_id")}
        labelled.append(Labelled(kept, features))
    return labelled


def support(features: Features, weights: Sequence[float]) -> float:
    """The support of a summary under these weights."""
    if not features:
        return 0.0
    return overall([sum(w * f for w, f in zip(weights, sentence, strict=True)) for sentence in features])


def agreement(name: str, rows: Sequence[Labelled], weights: Sequence[float]) -> float:
    """What the target table measures on this set, from support alone."""
    x = np.array([support(r.features, weights) for r in rows])
    return {"summeval": _summary, "frank": _partial, "bump": _pairs, "xsumfaith": _auc}[name](rows, x)


def _summary(rows: Sequence[Labelled], x: np.ndarray[Any, Any]) -> float:
    documents = defaultdict(list)
    for i, r in enumerate(rows):
        documents[r.row["doc_id"]].append(i)
    found = []
    for members in documents.values():
        y = [rows[i].row["human"]["consistency"] for i in members]
        if len(set(y)) > 1 and len(set(x[members])) > 1:
            found.append(spearmanr(x[members], y).statistic)
    return float(np.mean(found))


def _partial(rows: Sequence[Labelled], x: np.ndarray[Any, Any]) -> float:
    keep = [i for i, r in enumerate(rows) if r.row["origin"] == "cnndm"]
    a, b = x[keep].astype(float), np.array([float(rows[i].row["human"]["Factuality"]) for i in keep])
    systems = np.array([rows[i].row["system"] for i in keep])
    for system in set(systems):
        a[systems == system] -= a[systems == system].mean()
        b[systems == system] -= b[systems == system].mean()
    return float(spearmanr(a, b).statistic)


def _pairs(rows: Sequence[Labelled], x: np.ndarray[Any, Any]) -> float:
    pairs: dict[str, dict[int, float]] = defaultdict(dict)
    for r, value in zip(rows, x, strict=True):
        pairs[r.row["pair_id"]][r.row["label"]] = float(value)
    return float(np.mean([(p[1] > p[0]) + 0.5 * (p[1] == p[0]) for p in pairs.values()]))


def _auc(rows: Sequence[Labelled], x: np.ndarray[Any, Any]) -> float:
    yes = np.array([r.row["label"] >= 0.5 for r in rows])
    n = int(yes.sum())
    return float((rankdata(x)[yes].sum() - n * (n + 1) / 2) / (n * (len(rows) - n)))


def fit_weights(folder: Path) -> tuple[float, float, float]:
    """The best weights on all documents; prints what they reach, cross-fitted."""
    data = {name: read(folder / f"{name}.jsonl") for name in SETS}
    all_of = {w: _mean_agreement(data, w, range(FOLDS)) for w in GRID}
    chosen = max(GRID, key=lambda w: all_of[w])
    held_out = []
    for fold in range(FOLDS):
        others = [f for f in range(FOLDS) if f != fold]
        picked = max(GRID, key=lambda w: _mean_agreement(data, w, others))
        held_out.append(_mean_agreement(data, picked, [fold]))
    print(f"weights {chosen}: mean agreement {all_of[chosen]:.4f}, cross-fitted {np.mean(held_out):.4f}")  # noqa: T201
    for name in SETS:
        print(f"  {name}: {agreement(name, data[name], chosen):.4f}")  # noqa: T201
    return chosen


def _mean_agreement(data: dict[str, list[Labelled]], weights: Sequence[float], folds: Sequence[int]) -> float:
    return float(
        np.mean([agreement(name, [r for r in rows if r.fold in folds], weights) for name, rows in data.items()])
    )


def faithful_stories() -> list[tuple[Article, str]]:
    """Stories of the fixtures that are true to their sources, each with its article."""
    found: list[tuple[Article, str]] = []
    for name in ("newsroom", "briefs"):
        found += [(a, reference.text) for a in load_set(FIXTURES / name).articles for reference in a.references]
    articles = {a.id: a for a in load_set(FIXTURES / "newsroom").articles}
    careful = (FIXTURES / "newsroom" / "summaries" / "careful.jsonl").read_text(encoding="utf-8")
    found += [(articles[row["article"]], row["summary"]) for row in map(json.loads, careful.splitlines())]
    return found


def fit_curve() -> tuple[float, float]:
    """(slope, middle) of the logistic curve from support to score, rounded to two decimals."""
    stories = faithful_stories()
    subjects = {a.id: Subject(a, profile="news-story") for a, _ in stories}
    own: list[float] = []
    other: list[float] = []
    for article, text in stories:
        for subject in subjects.values():
            claims = Case(subject, text).aligned
            (own if subject.article.id == article.id else other).append(overall([c.support for c in claims]))
    x = np.array([*own, *other])
    y = np.concatenate([np.ones(len(own)), -np.ones(len(other))])
    weights = np.where(y > 0, 0.5 / len(own), 0.5 / len(other))

    def loss(parameters: np.ndarray[Any, Any]) -> float:
        slope, middle = parameters
        return float((weights * np.logaddexp(0, -y * slope * (x - middle))).sum() + RIDGE * slope**2)

    slope, middle = minimize(loss, np.array([10.0, 0.3]), method="Nelder-Mead").x
    print(f"{len(own)} stories against their own sources: lowest support {min(own):.3f}, median {np.median(own):.3f}")  # noqa: T201
    print(f"against other events' sources: highest {max(other):.3f}, median {np.median(other):.3f}")  # noqa: T201
    return round(float(slope), 2), round(float(middle), 2)


RIDGE = 1e-5
"""On the slope: the two kinds may be told apart without error, and then no finite slope would be best."""


def main() -> None:
    """Print both fits."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    folder = os.environ.get("SUMMARY_LABELS")
    if folder:
        chosen = fit_weights(Path(folder))
        print(f"WEIGHTS = {chosen}" + ("" if chosen == WEIGHTS else f", harness/align.py has {WEIGHTS}"))  # noqa: T201
    else:
        print("no labels (SUMMARY_LABELS is not set): the weights are not fitted")  # noqa: T201
    print("SLOPE, MIDDLE = {}, {}".format(*fit_curve()))  # noqa: T201


if __name__ == "__main__":
    main()
