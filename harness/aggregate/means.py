"""Means over articles, with intervals."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from harness import stats
from harness.aggregate.table import Table
from harness.types import STATES, State


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
    return Aggregate(*key, math.fsum(values) / len(values) if values else None, low, high, len(values), states)
