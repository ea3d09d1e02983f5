"""The statistics by hand and by their formulas. Against the libraries: test_parity.py; simulated: tests/simulations."""

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
from harness.stats.reliability import Level, alpha_interval, krippendorff_alpha

SKEWED = [x / 64 for x in (1, 3, 3, 7, 13, 22, 39, 60)]  # sums are exact, so that ties are ties to scipy too
COLUMNS = [
    SKEWED,
    [0.375, 0.875, 0.75, 0.75, 0.625, 0.5, 0.625, 1.0],
    [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")
CHANGES = [
    [0.1, -0.2, 0.3, 0.05, 0.4],
    [0.5, 0.0, 0.25, 0.0, -0.125, 0.5],
    [-0.1] * 7 + [0.3],
    [0.01 * i - 0.03 for i in range(12)],
]


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
    assert stats.sign_flip(np.array(d), seed=1) == pytest.approx(by_hand)
    assert stats.paired(d, seed=1).p == pytest.approx(by_hand)


def test_many_articles_are_flipped_at_random_near_the_exact_value() -> None:
    d = np.random.default_rng(5).normal(0.35, 1.0, 16)
    patterns = 1 - 2.0 * ((np.arange(2**16)[:, None] >> np.arange(16)) & 1)
    exact = float((np.abs(patterns @ d) >= abs(d.sum()) - 1e-12).mean())
    found = stats.sign_flip(d, seed=9)
    assert found == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 10_000))
    assert found != exact
    assert found * 10_001 == pytest.approx(round(found * 10_001), abs=1e-6)


def test_the_sign_flip_value_is_never_zero() -> None:
    assert stats.sign_flip(np.arange(40.0) + 1, seed=1) == 1 / 10_001
    assert stats.sign_flip(np.full(3, 0.1), seed=1) == 2 / 8
    assert stats.sign_flip(np.full(40, 0.1), seed=1) == 2**-39
    assert 0 < stats.sign_flip(np.full(3000, 0.1), seed=1) < 1e-300
    assert stats.sign_flip(np.zeros(5), seed=1) == 1.0


def test_equal_differences_have_an_interval_of_no_width_where_their_signs_alone_decide() -> None:
    found = stats.paired([0.25] * 6, seed=1)
    assert (found.low, found.high, found.p, found.p_t, found.detectable) == (0.25, 0.25, 2 / 64, 2 / 64, None)
    assert stats.t_interval(found, 0.05) == (0.25, 0.25)
    assert stats.t_interval(found, 0.05 / 3) is None
    none = stats.paired([0.0] * 6, seed=1)
    assert (none.low, none.high, none.p, none.p_t, none.n_nonzero) == (0.0, 0.0, 1.0, 1.0, 0)
    assert none.detectable is None
    assert stats.t_interval(none, 0.001) == (0.0, 0.0)


def test_too_few_equal_differences_have_no_interval() -> None:
    found = stats.paired([-0.25] * 5, seed=1)
    assert (found.sd, found.low, found.high, found.p, found.p_t) == (0.0, None, None, 2 / 32, 2 / 32)


@pytest.mark.parametrize("by", [0.1, 0.25, -0.1, 1 / 3, 0.0])
@pytest.mark.parametrize("n", [2, 5, 6, 14])
def test_what_rounding_adds_to_equal_differences_decides_nothing(by: float, n: int) -> None:
    base = [0.1 + 0.8 * i / 13 for i in range(n)]
    exact, rounded = stats.paired([by] * n, seed=1), stats.paired([(x + by) - x for x in base], seed=1)
    assert rounded.mean == pytest.approx(by, abs=1e-12)
    assert rounded._replace(mean=by, low=exact.low, high=exact.high) == exact
    assert (rounded.low is None) == (exact.low is None)
    large = stats.paired([(1e7 * x + 1e7 * by) - 1e7 * x for x in base], seed=1)
    assert (large.sd, large.p, large.n_nonzero) == (exact.sd, exact.p, exact.n_nonzero)


def test_differences_that_are_small_and_not_equal_keep_their_spread() -> None:
    assert (stats.paired([1e-8, 3e-8], seed=1).sd or 0) > 0


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
    assert stats.articles_to_settle(0.0, 0.02) == 6
    assert stats.articles_to_settle(0.0, 0.02, alpha=0.01) == 8
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


def test_alpha_of_the_published_example() -> None:
    # Krippendorff 2011, section E: four observers, twelve units, missing data
    x = math.nan
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, 3],
        [x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, x],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x],
    ]
    found = [krippendorff_alpha(ratings, level) for level in LEVELS]
    assert found == pytest.approx([0.743, 0.815, 0.849], abs=0.0005)


@pytest.mark.parametrize(
    "ratings",
    [
        np.ones((2, 3)),
        np.array([[1.0, 2.0, math.nan], [math.nan, math.nan, 3.0]]),
        np.array([[1.0, 2.0, 1.0], [1.0, math.nan, 1.0]]),
        np.full((2, 2), math.nan),
        np.zeros((2, 0)),
        np.zeros((0, 3)),
    ],
    ids=["constant", "no pair", "constant where paired", "all missing", "no item", "no rater"],
)
def test_alpha_without_variation_or_without_two_ratings_is_undefined(ratings: stats.Vector) -> None:
    for level in LEVELS:
        assert krippendorff_alpha(ratings, level) is None
        assert alpha_interval(ratings, np.arange(ratings.shape[1]), level, seed=1) is None


def test_alpha_is_one_for_agreement_and_below_zero_for_its_opposite() -> None:
    for level in LEVELS:
        assert krippendorff_alpha([[1, 2, 3, 2], [1, 2, 3, 2]], level) == pytest.approx(1.0)
        opposite = krippendorff_alpha([[1, 2, 1, 2], [2, 1, 2, 1]], level)
        assert opposite is not None
        assert opposite < 0


def test_an_ordinal_alpha_depends_on_the_order_of_values_alone() -> None:
    ratings = np.random.default_rng(1).integers(0, 4, (3, 30)).astype(float)
    stretched = np.array([-1e6, 0.0, 1e-6, 5.0])[ratings.astype(int)]
    assert krippendorff_alpha(stretched, "ordinal") == pytest.approx(krippendorff_alpha(ratings, "ordinal"), abs=1e-12)
    assert krippendorff_alpha(stretched, "interval") != pytest.approx(krippendorff_alpha(ratings, "interval"), abs=0.01)


@pytest.mark.parametrize("level", LEVELS)
def test_each_draw_of_alpha_is_that_of_the_articles_drawn(level: Level) -> None:
    rng = np.random.default_rng(4)
    ratings = rng.integers(0, 4, (3, 20)).astype(float)
    ratings[rng.random(ratings.shape) < 0.2] = math.nan
    articles = np.repeat(np.arange(5), 4)
    drawn = np.random.default_rng(9).multinomial(5, np.full(5, 1 / 5), size=10_000)
    kinds, times = np.unique(drawn, axis=0, return_counts=True)
    by_hand = [krippendorff_alpha(np.repeat(ratings, kind[articles], axis=1), level) for kind in kinds]
    values = np.repeat(np.array([math.nan if a is None else a for a in by_hand]), times)
    expected = np.percentile(values[~np.isnan(values)], (2.5, 97.5))
    assert alpha_interval(ratings, articles, level, seed=9) == pytest.approx(tuple(expected), abs=1e-9)


def test_the_interval_of_alpha_is_seeded_and_draws_articles_whole() -> None:
    rng = np.random.default_rng(3)
    true = np.repeat(rng.integers(0, 4, 15), 8)  # eight items of an article that are all alike
    ratings = (true + (rng.random((2, 120)) < 0.3)).astype(float)
    whole, again, apart = (
        alpha_interval(ratings, articles, "interval", seed=5)
        for articles in (np.repeat(np.arange(15), 8), np.repeat(np.arange(15), 8), np.arange(120))
    )
    assert whole == again
    assert whole is not None
    assert apart is not None
    assert whole.high - whole.low > 1.3 * (apart.high - apart.low)
    assert alpha_interval(ratings, ["one"] * 120, "interval", seed=5) is None


def test_alpha_refuses_what_is_no_table_of_ratings() -> None:
    with pytest.raises(ValueError, match=r"^ratings have shape \(3,\); \(raters, items\) is needed$"):
        krippendorff_alpha([1.0, 2.0, 3.0], "nominal")
    with pytest.raises(ValueError, match=r"^a rating is infinite; use NaN for one that is missing$"):
        krippendorff_alpha([[1.0, math.inf], [1.0, 2.0]], "nominal")
    with pytest.raises(ValueError, match=r"^2 items have 3 articles; give one for each item$"):
        alpha_interval([[1.0, 2.0], [1.0, 2.0]], ["a", "b", "c"], "nominal", seed=1)
