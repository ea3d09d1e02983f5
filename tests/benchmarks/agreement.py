"""Consistency against human judgements, one table: value, interval, target, cheap baseline and paired difference.

Reads the label files in the folder that the variable SUMMARY_LABELS names. Run as
`python -m tests.benchmarks.agreement`. The protocols are those of `harness validate`; the baselines are computed here
on the same rows, from the sources alone.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from harness.align import Index
from harness.text import STOPWORDS, Sentence, Text
from harness.validate import Judgements, agreements, paired_difference, read_judgements, score_file


class Target(NamedTuple):
    """One line of the table: what is measured on which rows, by which protocol, and what is to be reached."""

    file: str
    dimension: str
    protocol: str
    statistic: str
    baseline: str
    target: float
    origin: str | None = None
    partial_on: str | None = None


TARGETS = (
    Target("summeval", "consistency", "summary", "spearman", "sentence LCS", 0.46),
    Target("frank", "Factuality", "partial", "spearman", "sentence LCS", 0.42, "cnndm", "system"),
    Target("summedits", "label", "bacc", "bacc", "novel facts", 0.70, "news"),
    Target("summedits", "label", "bacc", "bacc", "novel facts", 0.62),
    Target("bump", "label", "pairs", "accuracy", "idf bigrams", 0.88),
    Target("xsumfaith", "label", "auc", "auc", "idf words", 0.78),
)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a label file, one after the other."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _share(weights: dict[Any, float], present: set[Any]) -> float:
    total = math.fsum(weights.values())
    return math.fsum(w for key, w in weights.items() if key in present) / total if total else 0.0


def _lcs(index: Index, sentences: list[Sentence]) -> float:
    """Mean over the sentences of the longest common subsequence with the best window."""
    orders = [max((w.order for w in index.windows(s) if w), default=0.0) for s in sentences]
    return _mean(orders)


def _idf_words(index: Index, sentences: list[Sentence]) -> float:
    """idf-weighted share of the summary's words that the sources have."""
    words = {t for s in sentences for t in s.terms}
    return _share({t: index.idf(t) for t in words if t not in STOPWORDS}, set(index.stems))


def _idf_bigrams(index: Index, sentences: list[Sentence]) -> float:
    """idf-weighted share of the summary's bigrams that the sources have."""
    held = {pair for text in index.sources for s in text.sentences for pair in pairwise(s.terms)}
    pairs = {pair for s in sentences for pair in pairwise(s.terms)}
    return _share({pair: index.idf(pair[0]) + index.idf(pair[1]) for pair in pairs}, held)


def _novel_facts(index: Index, sentences: list[Sentence]) -> float:
    """Minus the number of figures and capitalised words that no source has."""
    count = 0
    for sentence in sentences:
        for place, word in enumerate(sentence.words):
            written = sentence.text[word.start - sentence.start]
            if (written.isdigit() or (written.isupper() and place)) and word.stem not in index.stems:
                count += 1
    return float(-count)


BASELINES: dict[str, Callable[[Index, list[Sentence]], float]] = {
    "sentence LCS": _lcs,
    "idf words": _idf_words,
    "idf bigrams": _idf_bigrams,
    "novel facts": _novel_facts,
}


def baseline(path: Path, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """One baseline for every row of a label file."""
    indexes: dict[str, Index] = {}
    values = []
    for row in rows_of(path):
        sources = row.get("sources") or []
        key = json.dumps(sources)
        if key not in indexes:
            indexes = {key: Index([Text(s) for s in sources], [str(n) for n in range(len(sources))])}
        sentences = [s for s in Text(row["summary"]).sentences if s.terms]
        values.append(BASELINES[name](indexes[key], sentences) if sentences and sources else math.nan)
    return np.array(values)


def line(target: Target, judged: Judgements, scores: Any, cheap: Any) -> str:
    """The table's line for one target."""

    def found(values: Any) -> Any:
        results = agreements({"consistency": values}, judged)
        wanted = (target.dimension, target.origin, target.protocol, target.statistic, target.partial_on)
        return next(r for r in results if (r.dimension, r.origin, r.protocol, r.statistic, r.partial_on) == wanted)

    mine, theirs = found(scores), found(cheap)
    difference = paired_difference(
        scores,
        cheap,
        judged,
        dimension=target.dimension,
        protocol=target.protocol,
        statistic=target.statistic,
        origin=target.origin,
        partial_on=target.partial_on,
    )
    better = difference is not None and difference.low is not None and difference.low > 0
    apart = "n/a" if difference is None else f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"
    reached = "met   " if mine.value >= target.target else "missed"
    where = f"{target.file}{'/' + target.origin if target.origin else ''} {target.dimension}"
    return (
        f"{where:28} {target.protocol:8}{target.statistic:9} {mine.value:6.3f} [{mine.low:.3f}, {mine.high:.3f}]"
        f"  target {target.target:.2f} {reached}"
        f"  {target.baseline} {theirs.value:.3f}, difference {apart}{' better' if better else ''}"
        f"  n={mine.n}, documents={mine.n_docs}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    folder = os.environ.get("SUMMARY_LABELS")
    if not folder:
        sys.exit("no labels: set SUMMARY_LABELS to the folder of the label files")
    kept: dict[str, tuple[Judgements, Any]] = {}
    for target in TARGETS:
        path = Path(folder) / f"{target.file}.jsonl"
        if target.file not in kept:
            judged = read_judgements(path)
            scored = score_file(path, judged, ("consistency",), threads=arguments.threads)
            kept[target.file] = judged, scored.columns["consistency"].values
        judged, scores = kept[target.file]
        print(line(target, judged, scores, baseline(path, target.baseline)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
