"""harness.validate.bootstrap: resamples, weighted ranks, intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from harness.validate.bootstrap import N_RESAMPLES, Ranking, blocks, interval, midranks, weightings


def test_a_resample_draws_as_many_documents_as_there_are_and_the_first_draws_each_once() -> None:
    weights = weightings("documents", 13)
    assert weights.shape == (1 + N_RESAMPLES, 13)
    assert (weights.sum(axis=1) == 13).all()
    assert (weights[0] == 1).all()
    assert weights[1:].max() > 1


def test_documents_and_systems_are_drawn_independently_and_always_the_same() -> None:
    before = weightings("documents", 7).copy()
    weightings.cache_clear()
    assert np.array_equal(weightings("documents", 7), before)
    assert not np.array_equal(weightings("systems", 7), before)


def test_weighted_ranks_are_those_of_copied_rows() -> None:
    rng = np.random.default_rng(5)
    values = rng.integers(0, 6, size=30).astype(np.float64)
    documents = rng.integers(0, 9, size=30)
    weights = rng.integers(0, 4, size=(9, 8))
    ranking = Ranking(values, documents, 9)
    sizes = ranking.sizes(weights.astype(np.float64))
    for draw in range(8):
        copies = weights[documents, draw]
        counts = [int(copies[values == value].sum()) for value in np.unique(values)]
        assert sizes[:, draw].tolist() == counts
        ranks = midranks(sizes)[ranking.group, draw]
        assert np.array_equal(stats.rankdata(np.repeat(values, copies)), np.repeat(ranks, copies))
    odd = values % 2 == 1
    assert np.array_equal(ranking.sizes(weights.astype(np.float64), odd)[0], np.zeros(8))


def test_the_interval_leaves_out_what_is_undefined_until_that_is_half() -> None:
    draws = np.concatenate([np.linspace(0, 1, 101), np.full(101, np.nan)])
    assert interval(draws) == pytest.approx((0.025, 0.975))
    assert interval(np.append(draws, np.nan)) is None
    assert interval(np.array([])) is None


def test_blocks_tile_everything() -> None:
    assert [i for block in blocks(300_000, total=10) for i in range(10)[block]] == list(range(10))
    assert len(list(blocks(10_000_000, total=4))) == 4
