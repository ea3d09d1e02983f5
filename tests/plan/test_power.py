"""The formulas of the plan, held to scipy, statsmodels and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as reference
from statsmodels.stats.power import TTestPower

from harness import stats
from harness.plan.power import all_pass, articles_for_all, caught, passes, sd_interval
from tests.plan.made_plans import RUNS

ERROR = 4 * math.sqrt(0.8 * 0.2 / RUNS)  # four Monte Carlo errors, .036


@pytest.mark.parametrize("n", [2, 5, 14, 40, 200])
@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0, 2.0])
def test_the_chance_to_pass_is_the_power_of_a_t_test_that_statsmodels_gives(n: int, ratio: float) -> None:
    by_statsmodels = TTestPower().power(effect_size=ratio, nobs=n, alpha=0.025, alternative="larger")
    by_scipy = reference.nct.sf(reference.t.ppf(0.975, n - 1), n - 1, ratio * math.sqrt(n))
    assert passes(0.3, n, 0.3 * ratio, 0.05) == pytest.approx(by_scipy, abs=1e-9)
    assert passes(0.3, n, 0.3 * ratio, 0.05) == pytest.approx(by_statsmodels, abs=1e-6)


@pytest.mark.parametrize("sd", [1e-3, 1e-9, 1e-15])
def test_a_spread_of_almost_nothing_passes_for_certain(sd: float) -> None:
    assert passes(sd, 14, 0.02, 0.05) == pytest.approx(1.0)


@pytest.mark.parametrize("ratio", [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0])
def test_the_articles_of_the_house_formula_are_those_of_the_exact_power_but_for_one(ratio: float) -> None:
    exact = TTestPower().solve_power(effect_size=ratio, alpha=0.05, power=0.80)
    assert abs(stats.articles_to_settle(1.0, ratio) - math.ceil(float(exact))) <= 1


def test_the_interval_of_a_spread_is_the_chi_square_interval_and_covers() -> None:
    low, high = sd_interval(0.1, 14)
    assert low == pytest.approx(0.1 * math.sqrt(13 / reference.chi2.ppf(0.975, 13)))
    assert high == pytest.approx(0.1 * math.sqrt(13 / reference.chi2.ppf(0.025, 13)))
    found = np.random.default_rng(2).normal(0.0, 0.1, (RUNS, 14)).std(axis=1, ddof=1)
    limits = [sd_interval(float(sd), 14) for sd in found]
    assert np.mean([x.low <= 0.1 <= x.high for x in limits]) == pytest.approx(0.95, abs=4 * math.sqrt(0.0475 / RUNS))


@pytest.mark.parametrize(("n", "margin", "k"), [(14, 0.02, 1), (14, 0.1, 1), (14, 0.03, 21), (60, 0.05, 3)])
def test_a_change_as_large_as_planned_is_reported_in_four_of_five_cases(n: int, margin: float, k: int) -> None:
    change = caught(0.1, n, margin, alpha=0.05, k=k)
    d = np.random.default_rng(n + k).normal(-change, 0.1, (RUNS, n))
    half = reference.t.ppf(1 - 0.05 / (2 * k), n - 1) * d.std(axis=1, ddof=1) / math.sqrt(n)
    reported = (d.mean(axis=1) + half < 0) & (d.mean(axis=1) <= -margin)
    assert reported.mean() == pytest.approx(0.80, abs=ERROR)


@pytest.mark.parametrize("ratio", [0.15, 0.3, 0.6, 1.0])
def test_an_unchanged_mean_passes_in_four_of_five_cases_with_the_articles_that_are_planned(ratio: float) -> None:
    n = stats.articles_to_settle(0.1, 0.1 * ratio)
    d = np.random.default_rng(n).normal(0.0, 0.1, (RUNS, n))
    low = d.mean(axis=1) - reference.t.ppf(0.975, n - 1) * d.std(axis=1, ddof=1) / math.sqrt(n)
    share = (low > -0.1 * ratio).mean()
    assert share == pytest.approx(0.80, abs=0.05)
    assert share == pytest.approx(passes(0.1, n, 0.1 * ratio, 0.05), abs=ERROR)


@pytest.mark.parametrize(("n_pilot", "expected"), [(14, 0.76), (40, 0.785)])
def test_a_spread_that_is_only_estimated_costs_a_few_points_of_the_chance_to_pass(
    n_pilot: int, expected: float
) -> None:
    """What docs/planning.md says of plans from small pilots; exact power at each n that a pilot gives."""
    pilots = np.random.default_rng(n_pilot).normal(0.0, 0.1, (RUNS, n_pilot)).std(axis=1, ddof=1)
    found = [passes(0.1, stats.articles_to_settle(float(sd), 0.03), 0.03, 0.05) for sd in pilots]
    assert np.mean(found) == pytest.approx(expected, abs=0.015)


def test_rules_together_lie_between_bonferroni_and_the_weakest_one() -> None:
    assert all_pass([0.9, 0.95, 0.8]) == pytest.approx((0.65, 0.8))
    assert all_pass([0.5, 0.4]) == (0.0, 0.4)
    assert all_pass([]) == (1.0, 1.0)


def test_the_articles_for_all_rules_are_the_smallest_number_that_is_enough() -> None:
    rules = [(0.1, 0.03), (0.1, 0.03), (0.05, 0.02)]
    n = articles_for_all(rules, 0.05)
    assert sum(1 - passes(*rule[:1], n, rule[1], 0.05) for rule in rules) <= 0.2
    assert sum(1 - passes(*rule[:1], n - 1, rule[1], 0.05) for rule in rules) > 0.2
    assert articles_for_all([(0.1, 0.03)], 0.05) == pytest.approx(stats.articles_to_settle(0.1, 0.03), abs=1)
