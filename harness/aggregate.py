"""From rows to one number per article, backend and metric, and from those to means with intervals. Pure functions.

One function, `tabulate`, partitions rows into articles; every interval, test and n comes from it. Samples are
averaged within article and backend before anything else.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from harness import stats
from harness.types import STATES, Row, State

if TYPE_CHECKING:
    import pandas as pd

    from harness.store import Run, RunInfo


class Cell(NamedTuple):
    """What one backend got on one article by one metric: the mean over samples, None if no sample is scored."""

    value: float | None
    states: Mapping[State, int]


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

    def values(self, backend: str, metric: str) -> dict[str, float]:
        """Article -> value, in suite order, scored articles only."""
        cells = self.cells.get((backend, metric), {})
        return {article: cell.value for article, cell in cells.items() if cell.value is not None}


class Aggregate(NamedTuple):
    """The mean of one metric over the articles of one backend; macro, by article.

    `n` articles are in the mean; `states` counts all rows, so that what was left out stands beside it. `mean` is None
    for n = 0, the interval (BCa, 95 %) None for n < 2.
    """

    backend: str
    metric: str
    mean: float | None
    low: float | None
    high: float | None
    n: int
    states: Mapping[State, int]


def tabulate(run: Run) -> Table:
    """Read the rows once and keep their numbers, not their texts."""
    return tabulate_rows(run.info, run.rows())


def tabulate_rows(info: RunInfo, rows: Iterable[Row]) -> Table:
    """As `tabulate`, from rows at hand."""
    values: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[tuple[str, str], dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    states: dict[str, dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    costs: dict[str, float | None] = {}
    forbidden: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    n_findings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        states[row.backend][row.article][row.state] += 1
        if row.cost_usd is not None:
            costs[row.backend] = (costs.get(row.backend) or 0.0) + row.cost_usd
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
    cells = {key: _cells(info.articles, values[key], by_article) for key, by_article in counts.items()}
    return Table(info, cells, states, costs, forbidden, n_findings)


def _cells(
    order: Mapping[str, str], values: Mapping[str, list[float]], states: Mapping[str, Counter[State]]
) -> dict[str, Cell]:
    return {
        article: Cell(_mean(values.get(article, ())), states[article])
        for article in order
        if article in states
    }


def aggregate(table: Table) -> list[Aggregate]:
    """One aggregate per backend and metric, in suite order."""
    keys = [(b.name, m.name) for b in table.info.backends for m in table.info.metrics]
    values = {key: list(table.values(*key).values()) for key in keys}
    by_n: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, column in values.items():
        by_n[len(column)].append(key)
    intervals: dict[tuple[str, str], stats.Interval | None] = {}
    for n, group in by_n.items():
        if n:
            found = stats.mean_intervals(np.array([values[key] for key in group]), seed=table.info.seed)
            intervals.update(zip(group, found, strict=True))
    return [_aggregate(table, key, values[key], intervals.get(key)) for key in keys]


def _aggregate(
    table: Table, key: tuple[str, str], values: Sequence[float], interval: stats.Interval | None
) -> Aggregate:
    total: Counter[State] = Counter()
    for cell in table.cells.get(key, {}).values():
        total.update(cell.states)
    states = {state: total[state] for state in STATES if total[state]}
    low, high = (None, None) if interval is None else interval
    return Aggregate(*key, _mean(values), low, high, len(values), states)


def to_frame(table: Table) -> pd.DataFrame:
    """One line per article, backend and metric: value (mean over samples) and the count of each state."""
    import pandas as pd

    lines = [
        {"article": article, "backend": backend, "metric": metric, "value": cell.value}
        | {f"n_{state}": cell.states.get(state, 0) for state in STATES}
        for (backend, metric), cells in table.cells.items()
        for article, cell in cells.items()
    ]
    columns = ["article", "backend", "metric", "value", *(f"n_{state}" for state in STATES)]
    return pd.DataFrame(lines, columns=columns).astype({"value": "float64"})


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
