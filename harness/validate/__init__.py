"""Agreement of metrics with human judgements: what `harness validate` does, for programs and for the command line.

    judged = read_judgements(path)                what people said, without the texts
    scores = score_file(path, judged, names)      what the metrics say, by the loop of `harness score`
    agreements(columns, judged)                   every metric × dimension × origin × protocol × statistic
    paired_difference(a, b, judged, ...)          two metrics on the same rows and the same resamples

Intervals are 95 % percentile intervals of 1,000 resamples of documents, and of systems too under protocol `system`.
Labels meet scores only in `agreements`: nothing that a metric is given holds one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import plugins
from harness.types import Row
from harness.validate.agreement import (
    KEY_FACTS,
    Agreement,
    Column,
    Decisions,
    Difference,
    agreements,
    fact_agreements,
    paired_difference,
)
from harness.validate.observations import Judgements, read_judgements
from harness.validate.rivals import find_rivals
from harness.validate.scoring import COUNTERS, GIVEN, RANDOM, Scores, score_file

__all__ = [
    "COUNTERS",
    "GIVEN",
    "RANDOM",
    "Agreement",
    "Column",
    "Decisions",
    "Difference",
    "Judgements",
    "Scores",
    "Validation",
    "agreements",
    "fact_agreements",
    "find_rivals",
    "paired_difference",
    "read_judgements",
    "score_file",
    "to_json",
    "validate",
]


@dataclass(frozen=True)
class Validation:
    """All results of one file, with what they came from."""

    judged: Judgements
    scores: Scores
    metrics: tuple[str, ...]
    """The metrics that were asked for; the others are the counters."""
    results: tuple[Agreement, ...]

    @property
    def unscored(self) -> Mapping[str, Counter[str]]:
        """Metric -> reason -> rows that it did not score."""
        return self.scores.unscored


def validate(
    path: Path,
    metrics: tuple[str, ...] = plugins.HEADLINE,
    given: str | None = None,
    *,
    threads: int = 1,
    on_start: Callable[[int, int], None] = lambda done, total: None,
    on_row: Callable[[Row], None] = lambda row: None,
) -> Validation:
    """Score a label file with `metrics` and the counters, and compare the scores with its judgements.

    `given` is what coverage may see: "key_facts", "references" or "sources"; None takes the best that each article
    has, in this order. Results of other metrics have `given` None, and so has coverage where articles differ in what
    they have. With another `given` than key_facts there are no key-fact decisions to judge.

    Raises InputError with file:line for a broken file, PluginError for an unknown metric.
    """
    metrics = tuple(dict.fromkeys(metrics))
    judged = read_judgements(path)
    scores = score_file(path, judged, metrics, given, threads=threads, on_start=on_start, on_row=on_row)
    results = agreements(scores.columns, judged)
    if given in (None, KEY_FACTS):
        for name, decisions in scores.decisions.items():
            results += fact_agreements(name, decisions, judged)
    return Validation(judged, scores, metrics, tuple(results))


def to_json(validation: Validation) -> dict[str, Any]:
    """The document of `harness validate --json`, schema 1."""
    return {
        "schema": 1,
        "dataset": validation.judged.dataset,
        "rows": len(validation.judged.ids),
        "results": [result.to_json() for result in validation.results],
    }
