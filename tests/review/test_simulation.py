"""The promise of statistics.md, points 11 and 12, by simulation: do prediction-powered intervals cover, and do they pay?

The table of docs/reviewing.md is what this file measures: `python -m tests.review.test_simulation` prints it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special

from harness.stats.prediction_powered import labels_alone, prediction_powered
from tests.conftest import ROOT

RUNS = 2_000
RHOS = (0.0, 0.3, 0.5, 0.8)
KINDS = ("normal", "skewed", "binary")
PROMISED = [(n, others, rows) for rows in (1, 4) for n in (40, 80) for others in (160, 400)]
"""Labelled articles, other articles, rows of each: what the promise is about."""
FEW = [(n, 160, 1) for n in (5, 10, 20)]
"""Published as it is, and no promise."""
BEGIN, END = "<!-- simulated: begin -->\n", "<!-- simulated: end -->\n"

_SHARE = 0.7
Numbers = NDArray[np.float64]


class Cell(NamedTuple):
    """Shares of runs whose interval holds the true mean, and the mean width over that of the labels alone."""

    covered: float
    labels_covered: float
    width: float


def monte_carlo_error(rate: float) -> float:
    """Of a rate over RUNS."""
    return math.sqrt(rate * (1 - rate) / RUNS)


def draw_clustered(rng: np.random.Generator, kind: str, articles: int, rows: int) -> Numbers:
    """Mean 0, variance 1, shape (articles, rows); half of the variance is the article's where it has several rows."""

    def draw(*shape: int) -> Numbers:
        return rng.exponential(size=shape) - 1 if kind == "skewed" else rng.normal(size=shape)

    return draw(articles, 1) if rows == 1 else math.sqrt(0.5) * (draw(articles, 1) + draw(articles, rows))


def draw_labels(rng: np.random.Generator, kind: str, rho: float, articles: int, rows: int) -> tuple[Numbers, Numbers]:
    """Labels and scores, (articles · rows,) each, whose correlation is exactly rho; the skew of both is 2 (rows = 1)."""
    plain = draw_clustered(rng, kind, articles, rows)
    labels = (plain < special.ndtri(_SHARE)).astype(np.float64) if kind == "binary" else plain
    standard = (labels - _SHARE) / math.sqrt(_SHARE * (1 - _SHARE)) if kind == "binary" else labels
    scores = rho * standard + math.sqrt(1 - rho**2) * draw_clustered(rng, kind, articles, rows)
    return labels.ravel(), scores.ravel()


def simulate(kind: str, rho: float, n: int, others: int, rows: int) -> Cell:
    """RUNS draws of one cell."""
    rng = np.random.default_rng([11, KINDS.index(kind), int(rho * 10), n, others, rows])
    truth = _SHARE if kind == "binary" else 0.0
    articles = np.repeat(np.arange(n + others), rows)
    cut = n * rows
    covered = labels_covered = 0
    widths = labels_widths = 0.0
    for _ in range(RUNS):
        y, f = draw_labels(rng, kind, rho, n + others, rows)
        powered = prediction_powered(y[:cut], f[:cut], articles[:cut], f[cut:], articles[cut:])
        alone = labels_alone(y[:cut], articles[:cut])
        if alone.low is None or alone.high is None:  # every label equal: no interval is claimed, and none covers
            continue
        assert powered.low is not None
        assert powered.high is not None
        covered += powered.low <= truth <= powered.high
        labels_covered += alone.low <= truth <= alone.high
        widths += powered.high - powered.low
        labels_widths += alone.high - alone.low
    return Cell(covered / RUNS, labels_covered / RUNS, widths / labels_widths)


def lines(setting: tuple[int, int, int], cells: dict[tuple[str, float], Cell]) -> Iterator[str]:
    """The lines of the table for one setting."""
    n, others, rows = setting
    for kind in KINDS:
        shown = [cells[kind, rho] for rho in RHOS]
        figures = [f"{cell.covered:.3f} ({cell.labels_covered:.3f}) · {cell.width:.2f}" for cell in shown]
        yield f"| {n} | {others} | {rows} | {kind} | {' | '.join(figures)} |\n"


def measure(setting: tuple[int, int, int]) -> dict[tuple[str, float], Cell]:
    """All cells of a setting."""
    return {(kind, rho): simulate(kind, rho, *setting) for kind in KINDS for rho in RHOS}


def documented() -> str:
    """The table as docs/reviewing.md has it."""
    text = (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
    return text.split(BEGIN)[1].split(END)[0]


@pytest.mark.slow
@pytest.mark.parametrize("setting", PROMISED, ids=str)
def test_intervals_cover_and_are_narrower_where_the_metric_correlates(setting: tuple[int, int, int]) -> None:
    cells = measure(setting)
    for (kind, rho), cell in cells.items():
        assert cell.covered >= 0.93 - 2 * monte_carlo_error(0.93), (kind, rho, cell)
        assert rho < 0.5 or cell.width < 0.95, (kind, rho, cell)
        # a metric that is worth nothing costs next to nothing
        assert cell.width < 1.01, (kind, rho, cell)
    assert "".join(lines(setting, cells)) in documented()


@pytest.mark.slow
@pytest.mark.parametrize("setting", FEW, ids=str)
def test_what_few_labelled_articles_give_is_published_as_it_is(setting: tuple[int, int, int]) -> None:
    assert "".join(lines(setting, measure(setting))) in documented()


def test_the_table_names_its_monte_carlo_error_and_every_setting() -> None:
    table = documented()
    assert f"{monte_carlo_error(0.95):.3f}" in table
    for n, others, rows in (*FEW, *PROMISED):
        assert sum(line.startswith(f"| {n} | {others} | {rows} |") for line in table.splitlines()) == len(KINDS)


def test_the_simulated_scores_have_the_correlation_they_claim() -> None:
    for kind in KINDS:
        y, f = draw_labels(np.random.default_rng(1), kind, 0.8, 200_000, 1)
        assert np.corrcoef(y, f)[0, 1] == pytest.approx(0.8, abs=0.01)
        assert y.mean() == pytest.approx(_SHARE if kind == "binary" else 0, abs=0.01)


def print_table() -> None:
    """The table for docs/reviewing.md."""
    import sys

    out = sys.stdout.write
    out(
        f"95 % intervals, {RUNS:,} runs a cell; Monte Carlo error of a coverage of .95: {monte_carlo_error(0.95):.3f}.\n\n"
    )
    out(
        "| labelled | others | rows | labels | ρ = 0 | ρ = .3 | ρ = .5 | ρ = .8 |\n|---:|---:|---:|---|---|---|---|---|\n"
    )
    for setting in (*FEW, *PROMISED):
        out("".join(lines(setting, measure(setting))))


if __name__ == "__main__":
    print_table()
