"""Metrics against human judgements, one table: value, interval, target, cheap baseline and paired difference.

Reads the label files in the folder that the variable SUMMARY_LABELS names. Run as
`python -m tests.benchmarks.agreement`, with `--metric` for some of the lines. The protocols are those of
`harness validate`; the baselines are computed here on the same rows.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from harness.validate import (
    Agreement,
    Decisions,
    Difference,
    Judgements,
    Scores,
    agreements,
    fact_agreements,
    paired_difference,
    read_judgements,
    score_file,
)
from harness.validate.agreement import compare_draws
from tests.benchmarks.cheap import baseline, fact_decisions, rows_of


class Target(NamedTuple):
    """One line of the table: what is measured on which rows, by which protocol, and what is to be reached."""

    metric: str
    file: str
    dimension: str
    protocol: str
    statistic: str
    baseline: str
    target: float
    origin: str | None = None
    partial_on: str | None = None
    given: str | None = None
    systems: str = ""
    """What the names of the systems begin with; the others are left out."""


TARGETS = (
    Target("consistency", "summeval", "consistency", "summary", "spearman", "sentence LCS", 0.46),
    Target("consistency", "frank", "Factuality", "partial", "spearman", "sentence LCS", 0.42, "cnndm", "system"),
    Target("consistency", "summedits", "label", "bacc", "bacc", "novel facts", 0.70, "news"),
    Target("consistency", "summedits", "label", "bacc", "bacc", "novel facts", 0.62),
    Target("consistency", "bump", "label", "pairs", "accuracy", "idf bigrams", 0.88),
    Target("consistency", "xsumfaith", "label", "auc", "auc", "idf words", 0.78),
    Target("coverage", "summeval", "relevance", "summary", "spearman", "salient words", 0.37, given="sources"),
    Target("coherence", "summeval", "coherence", "summary", "spearman", "five signs", 0.46),
    Target("fluency", "summeval", "fluency", "summary", "spearman", "sentence LCS", 0.36),
    Target(
        *("coverage", "realsumm", "scu_recall", "summary", "pearson", "ROUGE-1 recall", 0.66),
        given="references",
        systems="abs_",
    ),
    Target(
        *("coverage", "realsumm", "scu_recall", "partial", "spearman", "ROUGE-1 recall", 0.45),
        partial_on="length",
        given="references",
        systems="abs_",
    ),
    Target(
        *("coverage", "realsumm", "scu_recall", "partial", "spearman", "ROUGE-1 recall", 0.45),
        partial_on="length",
        given="references",
    ),
    Target("coverage", "realsumm", "key_facts", "facts", "bacc", "idf words of pairs", 0.79, given="key_facts"),
    Target("coverage", "realsumm", "key_facts", "facts", "auc", "idf words of pairs", 0.87, given="key_facts"),
    Target("coverage", "realsumm", "scu_recall", "summary", "spearman", "share of facts", 0.62, given="key_facts"),
    Target(
        *("coverage", "realsumm", "scu_recall", "partial", "spearman", "source words", 0.25),
        partial_on="length",
        given="sources",
    ),
)
_FOUND = 0.6  # share of a fact's words with which the baseline calls it told


class Scored(NamedTuple):
    """A file with what one metric said of its rows."""

    path: Path
    judged: Judgements
    scores: Scores


@cache
def _scored(path: Path, metric: str, given: str | None, threads: int) -> Scored:
    judged = read_judgements(path)
    return Scored(path, judged, score_file(path, judged, (metric,), given, threads=threads))


@cache
def _baseline(path: Path, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if name == "share of facts":
        shares = [[value >= _FOUND for value in row.values()] for row in fact_decisions(path)]
        return np.array([math.fsum(row) / len(row) if row else math.nan for row in shares])
    return baseline(path, name)


def _pick(results: list[Agreement], target: Target) -> Agreement:
    wanted = (target.dimension, target.origin, target.protocol, target.statistic, target.partial_on)
    return next(r for r in results if (r.dimension, r.origin, r.protocol, r.statistic, r.partial_on) == wanted)


def _on_scores(target: Target, seen: Scored) -> tuple[Agreement, Agreement, Difference | None]:
    mine, theirs = seen.scores.columns[target.metric].values, _baseline(seen.path, target.baseline)
    found = [_pick(agreements({"": values}, seen.judged), target) for values in (mine, theirs)]
    difference = paired_difference(
        mine,
        theirs,
        seen.judged,
        dimension=target.dimension,
        protocol=target.protocol,
        statistic=target.statistic,
        origin=target.origin,
        partial_on=target.partial_on,
    )
    return found[0], found[1], difference


def _on_facts(target: Target, seen: Scored) -> tuple[Agreement, Agreement, Difference | None]:
    cheap = [
        # the statistic calls .5 and more told
        {fact: min(1.0, value * 0.5 / _FOUND) for fact, value in row.items()}
        for row in fact_decisions(seen.path)
    ]
    mine, theirs = (
        _pick(fact_agreements("", decisions, seen.judged), target)
        for decisions in (seen.scores.decisions[target.metric], Decisions(cheap))
    )
    found = compare_draws(mine.draws, theirs.draws, target.protocol, either_way=False)
    return mine, theirs, None if found is None else Difference(*found, mine.n, mine.n_docs)


def line(target: Target, seen: Scored) -> str:
    """The table's line for one target."""
    measure = _on_facts if target.protocol == "facts" else _on_scores
    mine, theirs, difference = measure(target, seen)
    if mine.value is None or theirs.value is None:
        raise ValueError(f"{target}: not defined, {mine.reason or theirs.reason}")
    better = difference is not None and difference.low is not None and difference.low > 0
    apart = "n/a" if difference is None else f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"
    reached = "met   " if mine.value >= target.target else "missed"
    given = f" ({target.given})" if target.given else ""
    rows = (
        f"{target.file}{'/' + target.origin if target.origin else ''}{' ' + target.systems if target.systems else ''}"
    )
    how = f"{target.protocol}{'|' + target.partial_on if target.partial_on else ''} {target.statistic}"
    return (
        f"{target.metric + given:22} {rows:14} {target.dimension:11} {how:24}"
        f" {mine.value:5.3f} [{mine.low:.3f}, {mine.high:.3f}]  target {target.target:.2f} {reached}"
        f"  {target.baseline} {theirs.value:.3f}, difference {apart}{' better' if better else ''}"
        f"  n={mine.n}, documents={mine.n_docs}"
    )


def _only(path: Path, systems: str, folder: Path) -> Path:
    """The rows of the systems whose names begin so, in a file of their own."""
    kept = folder / f"{systems}{path.name}"
    rows = (json.dumps(row) for row in rows_of(path) if str(row.get("system")).startswith(systems))
    kept.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return kept


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--metric", choices=sorted({target.metric for target in TARGETS}), action="append")
    parser.add_argument("--given", choices=("sources", "references", "key_facts"))
    arguments = parser.parse_args()
    labels = os.environ.get("SUMMARY_LABELS")
    if not labels:
        sys.exit("no labels: set SUMMARY_LABELS to the folder of the label files")
    with tempfile.TemporaryDirectory() as folder:
        for target in TARGETS:
            if arguments.metric and target.metric not in arguments.metric:
                continue
            if arguments.given and target.given != arguments.given:
                continue
            path = Path(labels) / f"{target.file}.jsonl"
            if target.systems:
                path = _only(path, target.systems, Path(folder))
            seen = _scored(path, target.metric, target.given, arguments.threads)
            print(line(target, seen), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
