"""The statistics, held to scipy called directly, to hand calculation and to simulation."""

from __future__ import annotations

import inspect
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as reference

from harness import stats

SKEWED = [x / 64 for x in (1, 3, 3, 7, 13, 22, 39, 60)]  # sums are exact, so that ties are ties to scipy too
COLUMNS = [
    SKEWED,
    [0.375, 0.875, 0.75, 0.75, 0.625, 0.5, 0.625, 1.0],
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
]
CHANGES = [
    [0.1, -0.2, 0.3, 0.05, 0.4],
    [0.5, 0.0, 0.25, 0.0, -0.125, 0.5],
    [-0.1] * 7 + [0.3],
    [0.01 * i - 0.03 for i in range(12)],
]


@pytest.mark.parametrize("alpha", [0.05, 0.01])
@pytest.mark.parametrize("column", COLUMNS)
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


def test_a_column_has_the_same_interval_alone_and_among_others() -> None:
    together = stats.mean_intervals(np.array(COLUMNS), seed=3)
    alone = [stats.mean_intervals(np.array([column]), seed=3)[0] for column in COLUMNS]
    for one, other in zip(together, alone, strict=True):
        assert one == pytest.approx(other, abs=1e-12)


def test_the_interval_is_seeded_and_holds_the_mean() -> None:
    one, again, other = (stats.mean_intervals(np.array([SKEWED]), seed=seed)[0] for seed in (1, 1, 2))
    assert one == again != other
    assert one is not None
    assert one.low < sum(SKEWED) / len(SKEWED) < one.high


def test_equal_values_have_an_interval_of_no_width_beside_columns_that_vary() -> None:
    flat, varied = stats.mean_intervals(np.array([[0.7] * 8, SKEWED]), seed=3)
    assert flat == (0.7, 0.7)
    assert varied == pytest.approx(stats.mean_intervals(np.array([SKEWED]), seed=3)[0], abs=1e-12)


@pytest.mark.parametrize("odd", [math.nextafter(0.5, 1), 1 - 0.5 + 2**-52, math.nextafter(0.5, 0)])
def test_values_that_are_equal_but_for_rounding_give_numbers_and_no_nan(odd: float) -> None:
    (found,) = stats.mean_intervals(np.array([[0.5] * 30 + [odd]]), seed=7)
    assert found == pytest.approx((0.5, 0.5), abs=1e-9)


def test_one_article_has_no_interval() -> None:
    assert stats.mean_intervals(np.array([[0.4], [0.6]]), seed=3) == [None, None]


@pytest.mark.parametrize("d", CHANGES)
def test_the_interval_and_p_of_paired_differences_are_students(d: list[float]) -> None:
    expected = reference.ttest_1samp(d, 0.0)
    for alpha in (0.05, 0.2):
        limits = expected.confidence_interval(1 - alpha)
        found = stats.paired(d, seed=1, alpha=alpha)
        assert (found.low, found.high) == pytest.approx((limits.low, limits.high))
        assert stats.t_interval(stats.paired(d, seed=1), alpha) == pytest.approx((limits.low, limits.high))
        assert found.p_t == pytest.approx(expected.pvalue)
        assert found.mean == pytest.approx(np.mean(d))
        assert found.sd == pytest.approx(np.std(d, ddof=1))


def test_wins_losses_and_differences_that_are_not_zero_are_counted() -> None:
    found = stats.paired([0.5, 0.0, 0.25, 0.0, -0.125, 0.5], seed=1)
    assert (found.n, found.wins, found.losses, found.n_nonzero) == (6, 3, 1, 4)


@pytest.mark.parametrize("d", CHANGES)
def test_the_sign_flip_value_is_exact_for_few_articles(d: list[float]) -> None:
    observed = abs(sum(d)) - 1e-12
    flipped = [
        abs(sum(s * x for s, x in zip(signs, d, strict=True))) for signs in itertools.product((1, -1), repeat=len(d))
    ]
    by_hand = sum(total >= observed for total in flipped) / len(flipped)
    by_scipy = reference.permutation_test(
        (np.array(d),), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
    )
    assert stats.sign_flip(np.array(d), seed=1) == pytest.approx(by_hand)
    assert stats.paired(d, seed=1).p == pytest.approx(by_scipy.pvalue)


def test_many_articles_are_flipped_at_random_near_the_exact_value() -> None:
    d = np.random.default_rng(5).normal(0.35, 1.0, 16)
    patterns = 1 - 2.0 * ((np.arange(2**16)[:, None] >> np.arange(16)) & 1)
    exact = float((np.abs(patterns @ d) >= abs(d.sum()) - 1e-12).mean())
    found = stats.sign_flip(d, seed=9)
    assert found == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 10_000))
    assert found != exact
    assert found * 10_001 == pytest.approx(round(found * 10_001), abs=1e-6)


def test_the_sign_flip_value_is_never_zero() -> None:
    assert stats.sign_flip(np.full(40, 0.1), seed=1) == 1 / 10_001
    assert stats.sign_flip(np.full(3, 0.1), seed=1) == 2 / 8
    assert stats.sign_flip(np.zeros(5), seed=1) == 1.0


def test_equal_differences_have_an_interval_of_no_width() -> None:
    found = stats.paired([0.25] * 6, seed=1)
    assert (found.low, found.high, found.p, found.p_t, found.detectable) == (0.25, 0.25, 2 / 64, 2 / 64, 0.0)
    none = stats.paired([0.0] * 6, seed=1)
    assert (none.low, none.high, none.p, none.p_t, none.n_nonzero) == (0.0, 0.0, 1.0, 1.0, 0)


def test_one_difference_has_no_interval_and_none_is_an_error() -> None:
    found = stats.paired([0.2], seed=1)
    assert found == stats.Paired(1, 0.2, None, None, None, None, None, None, 1, 1, 0)
    assert stats.t_interval(found, 0.05) is None
    with pytest.raises(ValueError, match=r"^no paired articles$"):
        stats.paired([], seed=1)


@pytest.mark.parametrize("k", [1, 3, 10])
def test_the_detectable_difference_follows_its_formula(k: int) -> None:
    d = CHANGES[3]
    n, sd = len(d), float(np.std(d, ddof=1))
    t = reference.t(n - 1).ppf
    expected = (t(1 - 0.05 / (2 * k)) + t(0.80)) * sd / math.sqrt(n)
    assert stats.paired(d, seed=1, comparisons=k).detectable == pytest.approx(expected)


def _reach(n: int, sd: float, alpha: float) -> float:
    t = reference.t(n - 1).ppf
    return float((t(1 - alpha / 2) + t(0.80)) * sd / math.sqrt(n))


@given(st.floats(0.001, 0.5), st.floats(0.01, 0.2), st.sampled_from([0.05, 0.01, 0.2]))
def test_articles_to_settle_is_the_smallest_n(sd: float, margin: float, alpha: float) -> None:
    n = stats.articles_to_settle(sd, margin, alpha=alpha)
    assert _reach(n, sd, alpha) <= margin * (1 + 1e-9)
    assert n == 2 or _reach(n - 1, sd, alpha) > margin * (1 - 1e-9)


def test_articles_to_settle_knows_the_spread_and_never_the_observed_difference() -> None:
    assert list(inspect.signature(stats.articles_to_settle).parameters) == ["sd", "margin", "alpha"]
    assert stats.articles_to_settle(0.0, 0.02) == 2
    assert stats.articles_to_settle(0.1, 0.03) == 90


@pytest.mark.parametrize(
    ("given_p", "adjusted"),
    [
        ([0.04], [0.04]),
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.5, 0.001, 0.4], [0.8, 0.003, 0.8]),
        ([0.02, 0.02], [0.04, 0.04]),
        ([0.9, 0.8], [1.0, 1.0]),
        ([], []),
    ],
)
def test_holm_by_hand(given_p: list[float], adjusted: list[float]) -> None:
    assert stats.holm(given_p) == pytest.approx(adjusted)


@pytest.mark.parametrize("alpha", [0.05, 0.1])
@pytest.mark.parametrize(("successes", "n"), [(0, 1), (0, 16), (16, 16), (1, 7), (19, 20), (130, 400)])
def test_wilson_is_scipys(successes: int, n: int, alpha: float) -> None:
    expected = reference.binomtest(successes, n).proportion_ci(1 - alpha, method="wilson")
    assert stats.wilson(successes, n, alpha) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_of_no_articles_is_unknown() -> None:
    assert stats.wilson(0, 0) is None


def test_a_random_stream_depends_on_the_seed_and_on_every_name() -> None:
    keys: list[tuple[int, tuple[str | int, ...]]] = [
        (1, ("draw", "a", 0)), (2, ("draw", "a", 0)), (1, ("draw", "b", 0)), (1, ("draw", "a", 1)),
        (1, ("a", "draw", 0)), (1, ("dra", "wa", 0)), (1, ("draw", "a")), (1, ()), (1, ("\ud800",)),
    ]  # fmt: skip
    draws = [tuple(stats.random_stream(seed, *names).random(4)) for seed, names in keys]
    assert len(set(draws)) == len(keys)
    assert draws == [tuple(stats.random_stream(seed, *names).random(4)) for seed, names in keys]


def test_random_streams_of_neighbouring_names_are_uncorrelated() -> None:
    streams = np.array([stats.random_stream(7, "article", i).random(2000) for i in range(8)])
    between = np.corrcoef(streams)[np.triu_indices(8, 1)]
    assert np.abs(between).max() < 4.5 / math.sqrt(2000)


@pytest.mark.parametrize("digits", [6, 0], ids=["normal", "tied"])
@pytest.mark.parametrize("n", [16, 40])
def test_the_interval_of_paired_differences_covers_in_simulation(n: int, digits: int) -> None:
    runs, true = 2000, 0.25
    d = np.random.default_rng(20261122).normal(0.0, 1.0, (runs, n)).round(digits) + true
    found = stats.paired_each(list(d), seed=1)
    covered = sum(f.low <= true <= f.high for f in found if f.low is not None and f.high is not None) / runs
    error = math.sqrt(covered * (1 - covered) / runs)
    print(f"n = {n}: covers {covered:.3f} ± {error:.3f}")  # noqa: T201 - the Monte Carlo error is to be told
    assert covered >= 0.93 - 2 * error
