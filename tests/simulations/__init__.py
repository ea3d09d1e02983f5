"""What the statistics promise, counted in simulated worlds where the truth is known.

A study is a table of docs/simulations.md, a cell a line of it: so many runs of the harness's own code on made numbers,
and how often the thing happened. `python -m tests.simulations` writes the page; the slow tests compute every cell again
and hold its line. Each cell draws from a stream of its own, which depends on the seed and on its labels alone.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple
from unittest import mock

import numpy as np

from harness.stats import random_stream

SEED = 20261122
ERRORS = 3.0
"""Monte Carlo errors that a limit may be missed by: many true rates lie exactly at theirs."""


class Promise(NamedTuple):
    """What a rate must be. `slack` is in Monte Carlo errors, for `within` in the rate's own unit."""

    kind: Literal["at least", "at most", "within"]
    limit: float
    slack: float = ERRORS

    def kept(self, rate: float, runs: int) -> bool:
        """Whether the rate found in so many runs is in keeping with it."""
        if self.kind == "within":
            return abs(rate - self.limit) <= self.slack
        if self.kind == "at most":
            return rate <= self.limit + self.slack * _error(self.limit, runs)
        return rate >= self.limit - self.slack * _error(rate, runs)

    def __str__(self) -> str:
        """As it stands in the table."""
        return f"{self.limit:g} ± {self.slack:g}" if self.kind == "within" else f"{self.kind} {self.limit:g}"


class Cell(NamedTuple):
    """One world: its labels, what is promised of each rate there (None: nothing), and the runs.

    `simulate` gives the number of runs and, for each rate of the study, how many of them it happened in.
    """

    labels: tuple[str | int, ...]
    promises: tuple[Promise | None, ...]
    simulate: Callable[[np.random.Generator], tuple[int, Sequence[int]]]


class Study(NamedTuple):
    """A table of the page: `columns` name the labels of its cells, `rates` what is counted."""

    name: str
    title: str
    text: str
    columns: tuple[str, ...]
    rates: tuple[str, ...]
    cells: tuple[Cell, ...]

    def lines(self, cell: Cell) -> list[str]:
        """The cell's lines of the table, one for each rate."""
        runs, hits = cell.simulate(random_stream(SEED, self.name, *cell.labels))
        told = zip(self.rates, hits, cell.promises, strict=True)
        return [_line(self.start(cell, what), runs, count, promise) for what, count, promise in told]

    def start(self, cell: Cell, rate: str) -> str:
        """How a line begins, by which it is found in the page."""
        return "| " + " | ".join([*map(str, cell.labels), *([rate] if len(self.rates) > 1 else [])]) + " |"

    def head(self) -> list[str]:
        """The two lines above the table's body."""
        names = [*self.columns, *(["what"] if len(self.rates) > 1 else [])]
        names += ["runs", self.rates[0] if len(self.rates) == 1 else "rate", "±", "promised", "kept"]
        return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]


def _line(start: str, runs: int, count: int, promise: Promise | None) -> str:
    rate = count / runs
    verdict = "yes" if promise and promise.kept(rate, runs) else "**no**"
    told = f" {promise} | {verdict} |" if promise else " | |"
    return f"{start} {runs} | {rate:.3f} | {_error(rate, runs):.3f} |{told}"


def _error(rate: float, runs: int) -> float:
    """The Monte Carlo standard error of a rate."""
    return math.sqrt(rate * (1 - rate) / runs)


@contextmanager
def without_draws() -> Iterator[None]:
    """No sign flips and hardly a bootstrap draw: for runs that read neither p nor the interval of a single mean.

    The t interval, its p, the verdicts and the ranks depend on neither.
    """
    with (
        mock.patch.object(sys.modules["harness.stats.paired"], "N_FLIPS", 0),
        mock.patch.object(sys.modules["harness.stats.intervals"], "N_RESAMPLES", 50),
    ):
        yield
