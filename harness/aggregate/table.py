"""From rows to one number per article, backend and metric.

One function, `tabulate_rows`, partitions rows into articles; every interval, test and n comes from it. Samples are
averaged within article and backend before anything else.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.articles import shown
from harness.errors import InputError
from harness.order import OrderBias, order_biases
from harness.types import Row, State

if TYPE_CHECKING:
    import pandas as pd

    from harness.store import Run, RunInfo


class Cell(NamedTuple):
    """What one backend got on one article by one metric: the mean over samples, None if no sample is scored.

    `variance` is that of the `n` scored samples, with n − 1; None for fewer than two.
    """

    value: float | None
    states: Mapping[State, int]
    n: int = 0
    variance: float | None = None


class Features(NamedTuple):
    """What an article is like: words of all its sources, their number, and its topic (`meta.topic`), if it has one."""

    words: int
    sources: int
    topic: str | None


@dataclass(frozen=True)
class Table:
    """A run as numbers: cells by (backend, metric) and article, and the row states by backend and article."""

    info: RunInfo
    cells: Mapping[tuple[str, str], Mapping[str, Cell]]
    states: Mapping[str, Mapping[str, Counter[State]]]
    costs: Mapping[str, float | None]
    forbidden: Mapping[tuple[str, str], Sequence[tuple[str, str]]] = field(default_factory=dict)
    """(backend, check) -> (article, claim text) of each `error` finding."""
    n_findings: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    """(backend, metric) -> severity -> findings."""

    checks: Mapping[str, Set[str]] = field(default_factory=dict)
    """Metric -> the checks of its `error` findings."""

    probe: Mapping[str, Any] | None = None
    """What `harness probe` found on this run, if it was asked."""

    order: Sequence[OrderBias] = ()
    """What other orders of the sources change, if the suite asked for that."""

    features: Mapping[str, Features] = field(default_factory=dict)
    """Article -> what it is like, where the run keeps its texts."""

    def error_checks(self, metric: str) -> Set[str]:
        """The checks by which this metric found errors anywhere in the run."""
        return self.checks.get(metric, frozenset())

    def values(self, backend: str, metric: str) -> Mapping[str, float]:
        """Article -> value, in suite order, scored articles only."""
        return self._values.get((backend, metric), {})

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        return {
            key: {article: cell.value for article, cell in cells.items() if cell.value is not None}
            for key, cells in self.cells.items()
        }

    def to_frame(self) -> pd.DataFrame:
        """One line per article, backend and metric: see `harness.aggregate.to_frame`."""
        from harness.aggregate.frames import to_frame

        return to_frame(self)


def tabulate(run: Run) -> Table:
    """Read the rows once and keep their numbers, not their texts."""
    table = tabulate_rows(run.info, run.rows(), where=run.folder / "rows.jsonl")
    return dataclasses.replace(table, probe=run.probe(), order=_order_of(run), features=_features(run))


def _features(run: Run) -> dict[str, Features]:
    """The features of each article; empty for a blessed baseline, which keeps no texts."""
    found = {}
    for article in run.articles():
        topic = article.meta.get("topic")
        words = sum(len(source.text.split()) for source in article.sources)
        found[article.id] = Features(words, len(article.sources), topic if isinstance(topic, str) else None)
    return found


def _order_of(run: Run) -> tuple[OrderBias, ...]:
    permuted = run.permuted()
    if permuted is None:
        return ()
    ranked = {metric.name: metric.type for metric in run.info.metrics if metric.higher_is_better is not None}
    wanted = int(run.info.suite["permute_sources"])
    found = order_biases(run.rows(), permuted.rows(), run.articles(), ranked, wanted=wanted, seed=run.info.seed)
    return tuple(found)


def tabulate_rows(info: RunInfo, rows: Iterable[Row], *, where: Path = Path("rows.jsonl")) -> Table:
    """As `tabulate`, from rows at hand; `where` they stand is told in errors."""
    values: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[tuple[str, str], dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    states: dict[str, dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    costs: dict[str, float | None] = {}
    forbidden: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    n_findings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    checks: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.article not in info.articles:
            raise InputError(f"{where}: has a row of article {shown(row.article)}, which run.json does not know")
        states[row.backend][row.article][row.state] += 1
        if row.state not in ("infra_error", "not_applicable"):
            before = costs.setdefault(row.backend, 0.0)
            # one answer of unknown cost makes the sum unknown
            costs[row.backend] = None if before is None or row.cost_usd is None else before + row.cost_usd
        for metric in info.metrics:
            key = (row.backend, metric.name)
            state = row.state_for(metric.name)
            counts[key][row.article][state] += 1
            if state == "ok":
                value = row.scores[metric.name].value
                assert value is not None
                values[key][row.article].append(value)
        for finding in row.findings:
            n_findings[row.backend, finding.metric][finding.severity] += 1
            if finding.severity == "error":
                text = finding.claim.text if finding.claim else finding.message
                forbidden[row.backend, finding.check].append((row.article, text))
                checks[finding.metric].add(finding.check)
    cells = {key: _cells(info.articles, values[key], by_article) for key, by_article in counts.items()}
    return Table(info, cells, states, costs, forbidden, n_findings, checks)


def _cells(
    order: Mapping[str, str], values: Mapping[str, list[float]], states: Mapping[str, Counter[State]]
) -> dict[str, Cell]:
    return {article: _cell(values.get(article, ()), states[article]) for article in order if article in states}


def _cell(values: Sequence[float], states: Counter[State]) -> Cell:
    mean = _mean(values)
    if mean is None or len(values) < 2:
        return Cell(mean, states, len(values))
    return Cell(mean, states, len(values), math.fsum((x - mean) ** 2 for x in values) / (len(values) - 1))


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
