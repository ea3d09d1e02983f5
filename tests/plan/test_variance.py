"""The components of variance: by hand, and recovered where they were planted."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from harness import plan as planning
from harness.compare import Member
from harness.plan import words
from harness.plan.spread import rerun, spread
from tests.plan.made_plans import RUNS, pilot_of, sampled


def test_the_components_of_variance_by_hand() -> None:
    table = sampled({"x": [[0.0, 0.2], [0.4, 0.4], [0.5, 0.7]], "y": [[0.5, 0.5], [0.3, 0.7], [1.0, 1.0]]})
    found = spread(Member("x", table, "x"), Member("y", table, "y"), "quality")
    # differences of means .4, .1, .4: variance .03; within x (.02 + 0 + .02)/3, within y (0 + .08 + 0)/3
    assert found.sd == pytest.approx(math.sqrt(0.03))
    assert found.components is not None
    assert found.components.sampling == pytest.approx(0.04)
    assert found.components.between == pytest.approx(0.03 - 0.02)
    assert found.components.sd(2) == pytest.approx(found.sd)
    assert found.components.sampling_share(2) == pytest.approx(0.02 / 0.03)
    again = rerun(table, "x", "quality")
    assert again is not None
    assert again.sd == pytest.approx(math.sqrt(2 * 0.04 / 3 / 2))


def test_planted_components_are_recovered_without_bias() -> None:
    rng, n, r = np.random.default_rng(11), 14, 3
    between, within = 0.05**2, (0.04**2, 0.02**2)
    found = []
    for _ in range(RUNS):
        articles = rng.normal(0.5, 0.2, n)
        x = articles[:, None] + rng.normal(0, math.sqrt(within[0]), (n, r))
        y = (articles + rng.normal(0, math.sqrt(between), n))[:, None] + rng.normal(0, math.sqrt(within[1]), (n, r))
        d = y.mean(axis=1) - x.mean(axis=1)
        sampling = x.var(axis=1, ddof=1).mean() + y.var(axis=1, ddof=1).mean()
        found.append((d.var(ddof=1) - sampling / r, sampling))
    one = spread_of_arrays(x, y)
    assert one == pytest.approx((max(0.0, found[-1][0]), found[-1][1]))
    mean, error = np.mean(found, axis=0), 4 * np.std(found, axis=0) / math.sqrt(RUNS)
    assert mean[0] == pytest.approx(between, abs=error[0])
    assert mean[1] == pytest.approx(sum(within), abs=error[1])


def spread_of_arrays(x: Any, y: Any) -> tuple[float, float]:
    """The harness's components of two arrays of samples, shape (articles, samples)."""
    table = sampled({"x": x.tolist(), "y": y.tolist()})
    parts = spread(Member("x", table, "x"), Member("y", table, "y"), "quality").components
    assert parts is not None
    return parts.between, parts.sampling


def test_samples_that_vary_more_than_the_differences_leave_nothing_between_articles_and_say_so() -> None:
    table = sampled({"x": [[0.0, 1.0], [0.0, 1.0]], "y": [[0.5, 0.5], [0.4, 0.5]]})
    parts = spread(Member("x", table, "x"), Member("y", table, "y"), "quality").components
    assert parts is not None
    assert (parts.between, parts.floored) == (0.0, True)
    said = words.closing(planning.plan(pilot_of(table), {"quality": 0.1}))
    assert "all of the spread is taken for sampling" in said[-1]
