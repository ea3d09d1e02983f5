"""Fits the parameters of salience: how much a word of the sources weighs, by frequency, position and kind.

On SummEval (relevance, summary level) and REALSumm (recall of content units, length partialled out), both without
references, one set of parameters for both: the sum of the two Spearman correlations of the sources' figure is climbed
coordinate by coordinate over a fixed grid, from the first value of each on. Every parameter is 0 or more. The figure
that is reported is cross-fitted: parameters chosen on four fifths of the documents (sha256(doc_id) mod 5), values of the
last fifth, correlations over all values so made. Run as `python -m tests.benchmarks.fit_coverage` with SUMMARY_LABELS
set; the result is what stands in harness/metrics/coverage/salience.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from harness.metrics.coverage.salience import FITTED, Parameters
from harness.text import STOPWORDS, Text, find_words
from tests.benchmarks.cheap import rows_of

SETS = {"summeval": "relevance", "realsumm": "scu_recall"}
GRID: Mapping[str, Sequence[float]] = {
    "once": (0.12, 0.05, 0.08, 0.18, 0.25, 0.4, 1.0),
    "twice": (0.55, 0.3, 0.4, 0.7, 0.85, 1.0),
    "growth": (0.4, 0.0, 0.2, 0.6, 0.8, 1.0),
    "decay": (0.25, 0.0, 0.1, 0.35, 0.5, 0.75),
    "figure": (2.5, 1.0, 1.5, 2.0, 3.5, 5.0),
}
FOLDS = 5
_RUN = 2
_ROUNDS = 2
Numbers = NDArray[np.float64]


class Document(NamedTuple):
    """A document with its summaries: features of its words (words, 4), which words each summary holds (summaries,
    words), the words of each sentence, and per summary length in words, fresh share and judgement.
    """

    fold: int
    words: Numbers
    held: Numbers
    sentences: Sequence[NDArray[np.int64]]
    sentence_lengths: Sequence[int]
    lengths: Numbers
    fresh: Numbers
    judged: Numbers


def read(path: Path, dimension: str) -> list[Document]:
    """The documents of a label file, each with a single source."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(path):
        rows.setdefault(json.dumps([row["doc_id"], row["sources"]]), []).append(row)
    return [_document(of_one, dimension) for of_one in rows.values()]


def _document(rows: Sequence[dict[str, Any]], dimension: str) -> Document:
    source = Text(rows[0]["sources"][0])
    sentences = [s for s in source.sentences if s.words]
    place: dict[str, int] = {}
    counts: list[int] = []
    first: list[int] = []
    for position, sentence in enumerate(source.sentences):
        for term in set(sentence.terms) - STOPWORDS:
            if term not in place:
                place[term] = len(place)
                counts.append(0)
                first.append(position)
            counts[place[term]] += 1
    features = [[n, n == 1, 1 + f, t[0].isdigit()] for t, n, f in zip(place, counts, first, strict=True)]
    held = np.zeros((len(rows), len(place)))
    fresh = []
    for number, row in enumerate(rows):
        terms = [sentence.terms for sentence in Text(row["summary"]).sentences]
        held[number, [place[t] for own in terms for t in own if t in place]] = 1
        runs = [own[i : i + _RUN] for own in terms for i in range(len(own) - _RUN + 1)]
        fresh.append(len(set(runs)) / len(runs) if runs else 1.0)
    return Document(
        fold=int(hashlib.sha256(rows[0]["doc_id"].encode()).hexdigest(), 16) % FOLDS,
        words=np.array(features, dtype=float).reshape(-1, 4),
        held=held,
        sentences=[np.array(sorted({place[t] for t in s.terms if t in place}), dtype=np.int64) for s in sentences],
        sentence_lengths=[len(s.words) for s in sentences],
        lengths=np.array([sum(1 for _ in find_words(row["summary"])) for row in rows], dtype=float),
        fresh=np.array(fresh),
        judged=np.array([row["human"][dimension] for row in rows], dtype=float),
    )


def figure(document: Document, parameters: Parameters) -> Numbers:
    """The sources' figure of each summary, as harness.metrics.coverage.sources.salient_share has it."""
    n, once, position, digit = document.words.T
    seldom = np.where(once > 0, parameters.once, np.where(n == 2, parameters.twice, 1.0))
    weights = seldom * n**parameters.growth * position**-parameters.decay * np.where(digit > 0, parameters.figure, 1.0)
    recall = document.held @ weights / weights.sum()
    oracle = np.maximum(recall, _oracle(document, weights / weights.sum()))
    return np.asarray(np.where(oracle > 0, recall / np.sqrt(np.maximum(oracle, 1e-12)), 0.0) * document.fresh)


def _oracle(document: Document, weights: Numbers) -> Numbers:
    """The most that sentences of the source reach at each summary's length, chosen greedily by weight per word."""
    left, rest = dict(enumerate(document.sentences)), weights.copy()
    words, values = [0.0], [0.0]
    while left and words[-1] < document.lengths.max():
        best = max(left, key=lambda i: (rest[left[i]].sum() / document.sentence_lengths[i], -i))
        words.append(words[-1] + document.sentence_lengths[best])
        values.append(values[-1] + rest[left[best]].sum())
        rest[left.pop(best)] = 0.0
    return np.interp(document.lengths, words, values)


def agreement(name: str, documents: Sequence[Document], figures: Sequence[Numbers]) -> float:
    """SummEval: Spearman within each document, mean. REALSumm: Spearman of the residuals on log length."""
    if name == "summeval":
        found = [_pearson(rankdata(f), rankdata(d.judged)) for d, f in zip(documents, figures, strict=True)]
        return float(np.nanmean(found))
    logs = [np.log(np.maximum(d.lengths, 1.0)) for d in documents]
    x = np.concatenate([_residual(f, length) for f, length in zip(figures, logs, strict=True)])
    y = np.concatenate([_residual(d.judged, length) for d, length in zip(documents, logs, strict=True)])
    return _pearson(rankdata(x), rankdata(y))


def _pearson(x: Numbers, y: Numbers) -> float:
    return float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) and np.ptp(y) else float("nan")


def _residual(values: Numbers, on: Numbers) -> Numbers:
    y, x = values - values.mean(), on - on.mean()
    residual: Numbers = np.round(y - (x @ y) / max(x @ x, 1e-12) * x, 12)
    return residual


Data = Mapping[str, Sequence[Document]]


def both(data: Data, parameters: Parameters, folds: Collection[int]) -> float:
    """The sum of the two agreements on the documents of these folds."""
    total = 0.0
    for name, documents in data.items():
        chosen = [d for d in documents if d.fold in folds]
        total += agreement(name, chosen, [figure(d, parameters) for d in chosen])
    return total


def climb(data: Data, folds: Collection[int]) -> Parameters:
    """The best parameters, one after the other along the grid, twice round."""
    best = Parameters(**{name: values[0] for name, values in GRID.items()})
    highest = both(data, best, folds)
    for name, value in [(name, value) for _ in range(_ROUNDS) for name, values in GRID.items() for value in values]:
        tried = best._replace(**{name: value})
        if tried != best and (reached := both(data, tried, folds)) > highest + 5e-4:
            best, highest = tried, reached
    return best


def main() -> None:
    """Print the fit and what it reaches, on all documents and cross-fitted."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    folder = os.environ.get("SUMMARY_LABELS")
    if not folder:
        sys.exit("no labels: set SUMMARY_LABELS to the folder of the label files")
    data = {name: read(Path(folder) / f"{name}.jsonl", dimension) for name, dimension in SETS.items()}
    chosen = climb(data, range(FOLDS))
    print(f"{chosen}" + ("" if chosen == FITTED else f"; the package has {FITTED}"))  # noqa: T201
    held_out = [climb(data, [f for f in range(FOLDS) if f != fold]) for fold in range(FOLDS)]
    for name, documents in data.items():
        plain = agreement(name, documents, [figure(d, chosen) for d in documents])
        crossed = agreement(name, documents, [figure(d, held_out[d.fold]) for d in documents])
        print(f"{name}: {plain:.4f}, cross-fitted {crossed:.4f}")  # noqa: T201


if __name__ == "__main__":
    main()
