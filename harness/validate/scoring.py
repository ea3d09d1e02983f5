"""Scores for the rows of a label file, by the same loop as `harness score`, of which only the numbers are kept.

The metrics see what the file's articles hold: sources, references and the texts of key facts, never a label.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from harness import plugins
from harness.evaluate import Plan, Task, evaluate
from harness.labels import LabelArticles, LabelFile, Stored
from harness.stats import Vector, random_stream
from harness.store import Key
from harness.types import Metric, Row
from harness.validate.agreement import Column, Decisions
from harness.validate.bootstrap import SEED
from harness.validate.observations import Judgements

PROFILE = "free"
"""The profile of label files, as of a suite that names none: nothing is known about the form that was asked for."""
GIVEN = ("key_facts", "references", "sources")
RANDOM = "random"
COUNTERS: Mapping[str, tuple[str, str | None]] = {
    "length": ("length", None),
    "compression": ("compression", None),
    "extractiveness": ("extractiveness", None),
    "density": ("extractiveness", "density"),
    "bigram_precision": ("extractiveness", "bigram_precision"),
}
"""Counter -> the metric that counts it, and the part if it is not the value. `random` stands beside them."""
_DECIDED = ("fact.found", "fact.wrong", "fact.missing")


@dataclass(frozen=True)
class Scores:
    """What the metrics said of every row of a file, in the file's order."""

    columns: Mapping[str, Column]
    """The metrics asked for, then the counters and `random`."""
    decisions: Mapping[str, Decisions]
    """Metric -> its key-fact decisions, where it makes any."""
    unscored: Mapping[str, Counter[str]]
    """Metric -> reason -> rows that it did not score."""


def score_file(
    path: Path,
    judged: Judgements,
    names: tuple[str, ...],
    given: str | None = None,
    *,
    threads: int = 1,
    on_start: Callable[[int, int], None] = lambda done, total: None,
    on_row: Callable[[Row], None] = lambda row: None,
) -> Scores:
    """Score every row with the metrics `names` and the counters; `given` goes to the metrics that have that option.

    Raises PluginError for an unknown metric and InputError for a broken file.
    """
    asked = [name for name in names if name not in COUNTERS and name != RANDOM]
    metrics = {name: _build(name, given) for name in dict.fromkeys((*asked, *(name for name, _ in COUNTERS.values())))}
    sheet = _Sheet(judged, metrics)
    labels = LabelFile(path)
    try:
        plan = Plan(
            articles=LabelArticles(labels),
            backends={system: Stored(labels, system) for system in labels.systems},
            metrics=metrics,
            tasks=[Task(*row) for row in labels.rows],
            ids=[document.id for document in labels.documents],
            profile=PROFILE,
            language="en",
            seed=SEED,
        )
        on_start(0, len(plan.tasks))
        evaluate(plan, sheet, threads=threads, on_row=on_row)
    finally:
        labels.close()
    return sheet.scores(asked)


def _build(name: str, given: str | None) -> Metric:
    cls = plugins.find("metric", name)
    options = {"given": given} if given is not None and "given" in plugins.options(cls) else {}
    options = plugins.with_profile(cls, options, PROFILE, Path())
    return cast(Metric, plugins.build("metric", name, options, folder=Path(), where=f"--metric {name}"))


class _Sheet:
    """The ledger that keeps numbers and lets the rows go, so that memory grows by a few bytes a row."""

    def __init__(self, judged: Judgements, metrics: Mapping[str, Metric]) -> None:
        self._judged = judged
        self._metrics = metrics
        self._places = {name: place for place, name in enumerate(judged.ids)}
        self._values = {name: np.full(len(judged.ids), math.nan) for name in (*metrics, *COUNTERS)}
        self._unscored: dict[str, Counter[str]] = {name: Counter() for name in metrics}
        self._given: dict[str, set[str]] = {name: set() for name in metrics}
        self._decisions: dict[str, list[dict[str, float]]] = {}
        self.done: set[Key] = set()

    def append(self, row: Row, seconds: Mapping[str, float]) -> None:
        """Keep the row's numbers. What a metric calls worse when higher is kept with its sign turned."""
        self.done.add((row.article, row.backend, row.sample))
        place = self._places[str(row.id)]
        for name, metric in self._metrics.items():
            score = row.scores.get(name)
            if score is None or score.value is None:
                self._unscored[name][_why(row, name)] += 1
                continue
            self._values[name][place] = -score.value if metric.higher_is_better is False else score.value
            self._given[name] |= {next((part for part in GIVEN if score.parts.get(part) is not None), "nothing")}
        for name, (metric_name, part) in COUNTERS.items():
            score = row.scores.get(metric_name)
            value = None if score is None else score.parts.get(part) if part else score.value
            self._values[name][place] = math.nan if value is None else value
        for finding in row.findings:
            if finding.check in _DECIDED and finding.expected is not None:
                there = finding.check == "fact.found"
                decided = self._decisions.setdefault(finding.metric, [{} for _ in self._judged.ids])
                decided[place][finding.expected] = finding.confidence if there else 1 - finding.confidence

    def sync_if_due(self, seconds: float) -> None:
        """There is no disk."""

    def scores(self, asked: list[str]) -> Scores:
        """What was kept, the metrics in the order asked."""
        columns = {name: Column(self._values[name], self._signature(name), self._used(name)) for name in asked}
        for name, (metric, part) in COUNTERS.items():
            columns[name] = Column(self._values[name], self._signature(metric) + (f".{part}" if part else ""))
        columns[RANDOM] = Column(_random(self._judged.ids), f"random[seed={SEED}]")
        decisions = {name: Decisions(rows, self._signature(name)) for name, rows in self._decisions.items()}
        return Scores(columns, decisions, {name: reasons for name, reasons in self._unscored.items() if reasons})

    def _signature(self, name: str) -> str:
        return plugins.signature(name, self._metrics[name])

    def _used(self, name: str) -> str | None:
        """What the metric's values come from; None where it has no such option, or not every row the same."""
        metric = self._metrics[name]
        if "given" not in plugins.options(type(metric)):
            return None
        option = str(getattr(metric, "given", None))
        used = {option} if option in GIVEN else self._given[name]
        return next(iter(used)) if len(used) == 1 else None


def _why(row: Row, metric: str) -> str:
    score = row.scores.get(metric)
    if score is None:
        return row.reason or row.state
    return f"{score.error.type}: {score.error.message}" if score.error is not None else score.reason or "no value"


def _random(ids: tuple[str, ...]) -> Vector:
    """A number from 0 to 1 for each row, by its id."""
    return np.array([random_stream(SEED, RANDOM, name).random() for name in ids])
