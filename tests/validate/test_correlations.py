"""harness.validate.correlations against scipy on rows that are really copied."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from harness.stats import Vector
from harness.validate.correlations import grouped, pooled, tidy, unit

SCIPY = {"spearman": stats.spearmanr, "kendall": stats.kendalltau, "pearson": stats.pearsonr}


def _made(seed: int) -> tuple[Vector, Vector, np.ndarray]:
    rng = np.random.default_rng(seed)
    documents = rng.integers(0, 9, size=60)
    y = rng.integers(1, 6, size=60).astype(np.float64)
    return np.round(y + rng.normal(size=60), 1), y, documents


@pytest.mark.parametrize("statistic", SCIPY)
def test_each_draw_of_pooled_is_the_statistic_of_the_resampled_rows(statistic: str) -> None:
    for seed in range(3):
        x, y, documents = _made(seed)
        weights = np.random.default_rng(seed).multinomial(9, np.full(9, 1 / 9), size=20)
        found = pooled(x, y, documents, weights)[statistic]
        for row, value in zip(weights, found, strict=True):
            copies = np.repeat(np.arange(60), row[documents])
            assert value == pytest.approx(SCIPY[statistic](x[copies], y[copies])[0], abs=1e-12)


@pytest.mark.parametrize("statistic", SCIPY)
def test_each_draw_of_grouped_is_the_statistic_of_the_drawn_members(statistic: str) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 8, size=(2, 4, 7)).astype(np.float64)
    weights = rng.integers(0, 4, size=(4, 5, 7)).astype(np.float64)
    found = grouped(x, y, weights)[statistic]
    for g in range(4):
        for r in range(5):
            copies = np.repeat(np.arange(7), weights[g, r].astype(int))
            expected = SCIPY[statistic](x[g][copies], y[g][copies])[0]
            assert found[g, r] == pytest.approx(expected, abs=1e-12)


def test_a_constant_side_has_no_correlation_even_where_its_mean_rounds() -> None:
    y = np.arange(6.0)
    constant = np.full(6, 0.1 + 0.2)
    for found in (
        pooled(constant, y, np.arange(6), np.ones((1, 6))),
        grouped(constant[None], y[None], np.ones((1, 1, 6))),
    ):
        assert all(np.isnan(values).all() for values in found.values())


def test_perfect_agreement_is_one_and_no_more() -> None:
    x = np.array([0.1, 0.2, 0.7, 0.4, 0.3])
    for found in (pooled(x, 3 * x, np.arange(5), np.ones((1, 5))), grouped(x[None], 3 * x[None], np.ones((1, 1, 5)))):
        for values in found.values():
            assert values.max() <= 1.0
            assert values == pytest.approx(1.0)


def test_tidy_makes_ties_of_what_differs_by_rounding() -> None:
    left, right = tidy(np.array([0.1 + 0.2, 0.3]))
    assert left == right
    assert tidy(np.array([0.1 + 0.2 - 0.3]))[0] == 0


def test_unit_changes_the_scale_and_nothing_else() -> None:
    values = np.array([-1e300, 1e-3, 7.0])
    assert np.abs(unit(values)).max() <= 1
    assert (unit(np.array([3.0, 1.0, 0.1])) * 4).tolist() == [3.0, 1.0, 0.1]
    assert unit(np.array([1e-300, 2e-300])).tolist() == pytest.approx([0.335, 0.67], abs=0.01)
    assert unit(np.zeros(2)).tolist() == [0, 0]
