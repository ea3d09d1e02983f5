"""The statistics against the libraries, called directly. Correlations: tests/validate/test_correlations.py, to scipy."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats as reference
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from harness import stats
from harness.stats import Vector
from harness.stats.reliability import Level, krippendorff_alpha

# sixty-fourths: sums are exact, so that ties are ties to the libraries too
COLUMNS = {
    "skewed": [x / 64 for x in (1, 3, 3, 7, 13, 22, 39, 60)],
    "tied": [x / 64 for x in (24, 56, 48, 48, 40, 32, 40, 64)],
    "mostly zero": [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
    "forty": (np.random.default_rng(8).beta(6.0, 2.0, 40) * 64).round() / 64,
    "two": [0.25, 0.75],
}
CHANGES = {
    "few": [0.1, -0.2, 0.3, 0.05, 0.4],
    "some zero": [0.5, 0.0, 0.25, 0.0, -0.125, 0.5],
    "tied": [-0.1] * 7 + [0.3],
    "a dozen": [0.01 * i - 0.03 for i in range(12)],
    "two": [0.25, 0.5],
}

LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")

numbers = st.integers(-64, 64).map(lambda x: x / 64)
p_values = st.lists(
    st.one_of(st.floats(0.0, 1.0, allow_subnormal=False), st.sampled_from([0.0, 0.001, 0.01, 0.02, 0.05, 0.5, 1.0])),
    min_size=1,
    max_size=60,
)


@given(st.lists(numbers, min_size=2, max_size=60), st.sampled_from([0.05, 0.2, 0.005]))
def test_the_t_interval_and_its_p_are_scipys(d: list[float], alpha: float) -> None:
    assume(np.ptp(d) > 0)
    expected = reference.ttest_1samp(d, 0.0)
    limits = expected.confidence_interval(1 - alpha)
    found = stats.paired(d, seed=1, alpha=alpha)
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high), rel=1e-9, abs=1e-12)
    again = stats.t_interval(stats.paired(d, seed=1), alpha)
    assert again == pytest.approx((limits.low, limits.high), rel=1e-9, abs=1e-12)
    assert found.p_t == pytest.approx(expected.pvalue, rel=1e-9)
    assert (found.mean, found.sd) == pytest.approx((np.mean(d), np.std(d, ddof=1)), abs=1e-12)


@pytest.mark.parametrize("alpha", [0.05, 0.01])
@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_the_interval_of_a_mean_is_scipys_bca(column: list[float], alpha: float) -> None:
    expected = reference.bootstrap(
        (np.array(column),),
        np.mean,
        n_resamples=10_000,
        confidence_level=1 - alpha,
        method="BCa",
        rng=np.random.default_rng(11),
    ).confidence_interval
    found = stats.mean_intervals(np.array([column]), seed=11, alpha=alpha)
    assert found == [pytest.approx((expected.low, expected.high), abs=1e-12)]


@pytest.mark.parametrize("d", CHANGES.values(), ids=CHANGES)
def test_the_sign_flip_value_of_few_articles_is_scipys(d: list[float]) -> None:
    expected = reference.permutation_test(
        (np.array(d),), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
    )
    assert stats.paired(d, seed=1).p == pytest.approx(expected.pvalue)


@pytest.mark.parametrize(("n", "shift"), [(16, 0.4), (16, 0.1), (40, 0.25), (200, 0.15)])
def test_the_sign_flip_value_of_many_articles_is_scipys_within_monte_carlo_error(n: int, shift: float) -> None:
    d = np.random.default_rng(n).normal(0.0, 1.0, n)
    d += shift - d.mean()
    expected = reference.permutation_test(
        (d,), np.mean, permutation_type="samples", n_resamples=50_000, vectorized=True, rng=np.random.default_rng(4)
    ).pvalue
    # the harness counts both tails; scipy doubles the smaller one, p/2, whose variance is p/2 · (1 − p/2) a draw
    error = math.sqrt(expected * (1 - expected) / 10_000 + expected * (2 - expected) / 50_000)
    assert stats.sign_flip(d, seed=9) == pytest.approx(expected, abs=4 * error)


@pytest.fixture(scope="module")
def frozen() -> Iterator[None]:
    """statsmodels collects garbage at every call, which takes a second beside all that other tests have loaded."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("frozen")
@given(p_values)
def test_holm_is_statsmodels(given_p: list[float]) -> None:
    assert stats.holm(given_p) == pytest.approx(multipletests(given_p, method="holm")[1], abs=1e-12)


@pytest.mark.usefixtures("frozen")
@given(p_values)
def test_benjamini_hochberg_is_statsmodels(given_p: list[float]) -> None:
    assert stats.benjamini_hochberg(given_p) == pytest.approx(multipletests(given_p, method="fdr_bh")[1], abs=1e-12)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.05, 0.1]))
def test_wilson_is_scipys_and_statsmodels(counted: tuple[int, int], alpha: float) -> None:
    found = stats.wilson(*counted, alpha)
    limits = reference.binomtest(*counted).proportion_ci(1 - alpha, method="wilson")
    assert found == pytest.approx((limits.low, limits.high), abs=1e-12)
    assert found == pytest.approx(proportion_confint(*counted, alpha=alpha, method="wilson"), abs=1e-12)


def _ratings(seed: int, raters: int, items: int, missing: float) -> Vector:
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 5, items)
    ratings = np.clip(true + rng.integers(-1, 2, (raters, items)), 0, 4).astype(np.float64)
    ratings[rng.random(ratings.shape) < missing] = np.nan
    return np.asarray(ratings, dtype=np.float64)


def _library(ratings: Vector, level: Level) -> float | None:
    with np.errstate(invalid="ignore"):
        value = float(krippendorff.alpha(ratings, level_of_measurement=level))
    return None if math.isnan(value) else value


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("missing", [0.0, 0.3, 0.6])
@pytest.mark.parametrize(("raters", "items"), [(2, 14), (3, 40), (7, 15)])
def test_alpha_is_krippendorffs(level: Level, missing: float, raters: int, items: int) -> None:
    defined = 0
    for seed in range(5):
        ratings = _ratings(seed, raters, items, missing)
        expected = _library(ratings, level)
        found = krippendorff_alpha(ratings, level)
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))
        defined += found is not None
    assert defined >= 4


def test_alpha_of_measured_values_is_krippendorffs() -> None:
    ratings = np.random.default_rng(2).normal(1e4, 3.0, (4, 60)) + np.random.default_rng(3).normal(0.0, 5.0, 60)
    for level in LEVELS:
        assert krippendorff_alpha(ratings, level) == pytest.approx(_library(ratings, level), abs=1e-9)
