"""Prediction-powered means, held to the formula written out, to statsmodels' clustered errors, and to plain t."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats as reference

from harness.stats.prediction_powered import (
    labels_alone,
    paired_prediction_powered,
    prediction_powered,
    tuned_weight,
)

Numbers = NDArray[np.float64]
rng = np.random.default_rng(17)
SCORES: Numbers = rng.normal(0.6, 0.2, 60)
LABELS: Numbers = SCORES[:20] + rng.normal(0.05, 0.1, 20)
ARTICLES = np.arange(60)
LABELLED = (LABELS, SCORES[:20], ARTICLES[:20])
OTHERS = (SCORES[20:], ARTICLES[20:])


def test_one_row_an_article_is_the_formula_as_it_is_written() -> None:
    y, f, rest = LABELS, SCORES[:20], SCORES[20:]
    weight = np.cov(y, f, ddof=1)[0, 1] / ((1 + 20 / 40) * f.var(ddof=1))
    mean = weight * rest.mean() + (y - weight * f).mean()
    se = math.sqrt(weight**2 * rest.var(ddof=1) / 40 + (y - weight * f).var(ddof=2) / 20)
    half = reference.t.ppf(0.975, 18) * se
    found = prediction_powered(*LABELLED, *OTHERS)
    assert found[:5] == pytest.approx((mean, se, mean - half, mean + half, weight), rel=1e-12)
    assert found[5:] == (18, 20, 40, 20)
    assert found.p == pytest.approx(2 * reference.t.sf(abs(mean) / se, 18), rel=1e-9)


def test_rows_of_one_article_are_one_cluster_as_statsmodels_has_it() -> None:
    articles = np.repeat(np.arange(8), [1, 2, 3, 4, 1, 2, 3, 4])
    found = labels_alone(LABELS, articles)
    fitted = sm.OLS(LABELS, np.ones(20)).fit(cov_type="cluster", cov_kwds={"groups": articles, "use_correction": False})
    assert found.mean == pytest.approx(LABELS.mean())
    assert found.se == pytest.approx(fitted.bse[0] * math.sqrt(8 / 7), rel=1e-12)
    assert found.n_articles == 8


def test_labels_alone_are_students_t() -> None:
    expected = reference.ttest_1samp(LABELS, 0).confidence_interval(0.9)
    found = labels_alone(LABELS, ARTICLES[:20], alpha=0.1)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.weight == 0
    assert found.n_unlabelled == 0


def test_doubling_every_row_changes_neither_mean_nor_interval() -> None:
    once = prediction_powered(*LABELLED, *OTHERS)
    twice = prediction_powered(*(np.repeat(x, 2) for x in (*LABELLED, *OTHERS)))
    assert twice[:5] == pytest.approx(once[:5], rel=1e-12)
    assert (twice.n_labelled, twice.n_articles) == (40, 20)


def test_an_article_that_is_labelled_in_part_counts_once() -> None:
    apart = prediction_powered(*LABELLED, *OTHERS)
    shared = prediction_powered(*LABELLED, SCORES[20:], np.concatenate([np.arange(20), ARTICLES[40:]]))
    weight, residual = apart.weight, LABELS - apart.weight * SCORES[:20]
    influence = np.zeros(60)
    influence[:20] += (residual - residual.mean()) / 20 * math.sqrt(20 / 18)
    others = weight * (SCORES[20:] - SCORES[20:].mean()) / 40 * math.sqrt(40 / 39)
    influence[:20] += others[:20]
    influence[40:] += others[20:]
    assert shared.mean == apart.mean
    assert shared.se == pytest.approx(math.sqrt((influence**2).sum()), rel=1e-12)
    assert shared.se != apart.se


def test_a_perfect_metric_is_as_good_as_labels_of_all() -> None:
    found = prediction_powered(SCORES[:20], SCORES[:20], ARTICLES[:20], *OTHERS)
    assert found.weight == pytest.approx(1 / (1 + 20 / 40))
    assert found.mean == pytest.approx(SCORES.mean())


def test_a_constant_shift_of_the_metric_changes_nothing() -> None:
    moved = prediction_powered(LABELS, SCORES[:20] + 3, ARTICLES[:20], SCORES[20:] + 3, ARTICLES[20:])
    assert moved[:5] == pytest.approx(prediction_powered(*LABELLED, *OTHERS)[:5], rel=1e-9)


@pytest.mark.parametrize("others", [((), ()), ((0.9,), (44,)), ((0.9, 0.1), (44, 44))])
def test_without_two_unlabelled_articles_the_labels_stand_alone(others: tuple[list[float], list[int]]) -> None:
    found = prediction_powered(*LABELLED, *others)
    assert found[:5] == labels_alone(LABELS, ARTICLES[:20])[:5]


def test_a_metric_without_spread_has_no_weight() -> None:
    flat = np.full(20, 0.5)
    assert tuned_weight(LABELS, flat, 40) == 0
    assert prediction_powered(LABELS, flat, ARTICLES[:20], np.full(40, 0.5), ARTICLES[20:])[:5] == pytest.approx(
        labels_alone(LABELS, ARTICLES[:20])[:5]
    )


def test_a_weight_that_was_not_fitted_takes_no_degree_of_freedom() -> None:
    fitted = prediction_powered(*LABELLED, *OTHERS)
    given = prediction_powered(*LABELLED, *OTHERS, weight=fitted.weight)
    assert (fitted.degrees, given.degrees) == (18, 19)
    assert given.mean == fitted.mean
    assert fitted.se is not None
    assert given.se is not None
    assert given.se < fitted.se


def test_two_labelled_articles_are_too_few_to_fit_a_weight_to() -> None:
    two = (LABELS[:2], SCORES[:2], ARTICLES[:2])
    assert prediction_powered(*two, *OTHERS).low is None
    assert prediction_powered(*two, *OTHERS, weight=0.5).low is not None


@pytest.mark.parametrize("y", [[0.7], [0.7, 0.7, 0.7]])
def test_one_label_or_equal_labels_give_a_mean_and_no_interval(y: list[float]) -> None:
    found = prediction_powered(y, SCORES[: len(y)], range(len(y)), *OTHERS)
    assert found.mean == pytest.approx(0.7)
    assert found[1:4] == (None, None, None)
    assert found.p is None


def test_two_labels_of_one_article_give_no_interval() -> None:
    assert prediction_powered([0.2, 0.9], [0.1, 0.2], [4, 4], *OTHERS).low is None


def test_the_paired_form_is_that_of_the_differences() -> None:
    second = SCORES - rng.normal(0.1, 0.05, 60)
    other_labels = second[:20] + rng.normal(0, 0.1, 20)
    scores = np.stack([SCORES, second], axis=1)
    found = paired_prediction_powered(
        np.stack([LABELS, other_labels], axis=1), scores[:20], ARTICLES[:20], scores[20:], ARTICLES[20:]
    )
    expected = prediction_powered(
        LABELS - other_labels, (SCORES - second)[:20], ARTICLES[:20], (SCORES - second)[20:], ARTICLES[20:]
    )
    assert found == expected
    assert paired_prediction_powered([(1, 0), (1, 1)], [(1, 0), (1, 1)], [0, 1]).mean == 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [], []), "no labelled row"),
        (([1.0], [1.0, 2.0], [0]), "labelled rows: [(1,), (2,)] values for (1,) articles"),
        (([1.0], [1.0], [0], [0.5], []), "unlabelled rows: [(1,)] values for (0,) articles"),
        (([math.nan], [1.0], [0]), "labelled rows: a value is not finite; leave out what has no label or no score"),
        (([1.0], [1.0], [0], [math.inf], [1]), "unlabelled rows: a value is not finite"),
    ],
)
def test_what_cannot_be_estimated_is_refused(arguments: tuple[list[float], ...], message: str) -> None:
    with pytest.raises(ValueError, match="row") as raised:
        prediction_powered(*arguments)
    assert message in str(raised.value)
