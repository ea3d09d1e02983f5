"""From rows to one number per article, backend and metric, and from those to means with intervals. Pure functions.

One function, `tabulate`, partitions rows into articles; every interval, test and n comes from it. Samples are
averaged within article and backend before anything else.
"""

from __future__ import annotations

import dataclasses
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from harness import stats
from harness.articles import shown
from harness.errors import InputError
from harness.order import OrderBias, order_biases
from harness.types import STATES, Row, State

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

    def error_checks(self, metric: str) -> Set[str]:
        """The checks by which this metric found errors anywhere in the run."""
        return self.checks.get(metric, frozenset())

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
    return dataclasses.replace(tabulate_rows(run.info, run.rows()), probe=run.probe(), order=_order_of(run))


def _order_of(run: Run) -> tuple[OrderBias, ...]:
    permuted = run.permuted()
    if permuted is None:
        return ()
    ranked = {metric.name: metric.type for metric in run.info.metrics if metric.higher_is_better is not None}
    wanted = int(run.info.suite["permute_sources"])
    found = order_biases(run.rows(), permuted.rows(), run.articles(), ranked, wanted=wanted, seed=run.info.seed)
    return tuple(found)


def tabulate_rows(info: RunInfo, rows: Iterable[Row]) -> Table:
    """As `tabulate`, from rows at hand."""
    values: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[tuple[str, str], dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    states: dict[str, dict[str, Counter[State]]] = defaultdict(lambda: defaultdict(Counter))
    costs: dict[str, float | None] = {}
    forbidden: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    n_findings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    checks: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.article not in info.articles:
            raise InputError(f"rows.jsonl has a row of article {shown(row.article)}, which run.json does not know")
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


def to_columns(table: Table) -> dict[str, list[Any]]:
    """One entry per article, backend and metric: value (mean over samples) and the count of each state."""
    columns: dict[str, list[Any]] = {name: [] for name in ("article", "backend", "metric", "value")}
    columns |= {f"n_{state}": [] for state in STATES}
    for (backend, metric), cells in table.cells.items():
        for article, cell in cells.items():
            entry = (article, backend, metric, cell.value, *(cell.states.get(state, 0) for state in STATES))
            for column, item in zip(columns.values(), entry, strict=True):
                column.append(item)
    return columns


def to_frame(table: Table) -> pd.DataFrame:
    """`to_columns` as a data frame; an unscored value is NaN there, as pandas has no other missing number."""
    import pandas as pd

    return pd.DataFrame(to_columns(table)).astype({"value": "float64"})


def to_parquet(table: Table) -> bytes:
    """`to_columns` as a Parquet file; an unscored value is null. Lone surrogates, which Parquet cannot hold, are
    written as escapes.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = to_columns(table)
    for name in ("article", "backend", "metric"):
        columns[name] = [item.encode("utf-8", "backslashreplace").decode() for item in columns[name]]
    types = {"value": pa.float64(), **{f"n_{state}": pa.int64() for state in STATES}}
    arrays = {name: pa.array(column, types.get(name, pa.string())) for name, column in columns.items()}
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays), buffer)
    return buffer.getvalue()


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
