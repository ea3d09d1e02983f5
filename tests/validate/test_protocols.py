"""harness.validate.protocols: each protocol against pandas and scipy, and what it leaves out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from harness.stats import Vector
from harness.validate import Judgements
from harness.validate.bootstrap import Estimate, weightings
from harness.validate.observations import observe
from harness.validate.protocols import CORRELATIONS, estimate
from tests.validate.made_judgements import make

SCIPY = {"spearman": stats.spearmanr, "kendall": stats.kendalltau, "pearson": stats.pearsonr}


def _frame(judged: Judgements, scores: Vector) -> pd.DataFrame:
    columns = {"x": scores, "y": judged.dimensions["quality"], "words": judged.words}
    return pd.DataFrame({"doc": judged.documents, "system": judged.systems, **columns})


def _estimate(judged: Judgements, scores: Vector, protocol: str, statistic: str, on: str | None = None) -> Estimate:
    seen = observe(judged, judged.where(None), scores, judged.dimensions["quality"])
    return estimate(protocol, on, seen)[statistic]


def _on_length(frame: pd.DataFrame) -> tuple[Vector, Vector]:
    sides = []
    for side in ("x", "y"):
        residuals = frame[side] * 0.0
        for _, group in frame.groupby("doc"):
            fit = stats.linregress(np.log(group["words"]), group[side])
            residuals[group.index] = group[side] - fit.intercept - fit.slope * np.log(group["words"])
        sides.append(residuals.to_numpy())
    return sides[0], sides[1]


@pytest.mark.parametrize("statistic", SCIPY)
def test_every_protocol_is_what_pandas_and_scipy_compute(statistic: str) -> None:
    judged, scores = make()
    frame = _frame(judged, scores)
    correlate = SCIPY[statistic]
    means = frame.groupby("system")[["x", "y"]].mean().round(10)
    by_document = [correlate(group["x"], group["y"])[0] for _, group in frame.groupby("doc")]
    centred = (frame[["x", "y"]] - frame.groupby("system")[["x", "y"]].transform("mean")).round(10)
    expected = {
        ("summary", None): np.mean(by_document),
        ("system", None): correlate(means["x"], means["y"])[0],
        ("pooled", None): correlate(frame["x"], frame["y"])[0],
        ("partial", "system"): correlate(centred["x"], centred["y"])[0],
        ("partial", "length"): correlate(*_on_length(frame))[0],
    }
    assert set(expected) == set(CORRELATIONS)
    for (protocol, on), value in expected.items():
        assert _estimate(judged, scores, protocol, statistic, on).draws[0] == pytest.approx(value, abs=1e-9), protocol


@pytest.mark.parametrize("statistic", SCIPY)
def test_a_draw_of_system_resamples_documents_and_systems(statistic: str) -> None:
    judged, scores = make()
    found = _estimate(judged, scores, "system", statistic)
    frame = _frame(judged, scores)
    for draw in (1, 9, 77):
        copies = np.repeat(np.arange(12), weightings("documents", 12)[draw])
        by_system = [frame[frame["system"] == f"s{s}"][["x", "y"]].to_numpy()[copies].mean(axis=0) for s in range(6)]
        drawn = np.round(np.repeat(by_system, weightings("systems", 6)[draw], axis=0), 10)
        assert found.draws[draw] == pytest.approx(SCIPY[statistic](drawn[:, 0], drawn[:, 1])[0], abs=1e-9)


def test_a_draw_of_summary_is_the_mean_over_the_drawn_documents() -> None:
    judged, scores = make()
    found = _estimate(judged, scores, "summary", "spearman")
    by_document = [
        stats.spearmanr(group["x"], group["y"])[0] for _, group in _frame(judged, scores).groupby("doc", sort=False)
    ]
    drawn = np.repeat(by_document, weightings("documents", 12)[5])
    assert found.draws[5] == pytest.approx(np.mean(drawn))


def test_summary_skips_documents_with_a_constant_side_or_two_systems_and_counts_them() -> None:
    judged, scores = make(4, 4)
    quality = judged.dimensions["quality"].copy()
    quality[:4] = 5.0
    systems = (*judged.systems[:4], "s0", "s1", None, None, *judged.systems[8:])
    judged = dataclasses.replace(judged, dimensions={"quality": quality}, systems=systems)
    found = _estimate(judged, scores, "summary", "spearman")
    assert (found.n, found.n_documents, found.n_systems, found.skipped) == (8, 2, 4, 2)
    expected = [stats.spearmanr(scores[i : i + 4], quality[i : i + 4])[0] for i in (8, 12)]
    assert found.draws[0] == pytest.approx(np.mean(expected))


def test_samples_of_one_document_and_system_are_averaged_first() -> None:
    judged, scores = make(6, 6)
    twice = dataclasses.replace(
        judged,
        ids=tuple(f"r{i}" for i in range(72)),
        documents=judged.documents * 2,
        systems=judged.systems * 2,
        origins=(None,) * 72,
        pairs=(None,) * 72,
        words=np.tile(judged.words, 2),
        dimensions={
            "quality": np.concatenate([judged.dimensions["quality"] - 0.25, judged.dimensions["quality"] + 0.25])
        },
    )
    for protocol in ("summary", "system"):
        single = _estimate(judged, scores, protocol, "spearman").draws
        assert np.array_equal(_estimate(twice, np.tile(scores, 2), protocol, "spearman").draws, single, equal_nan=True)


def test_fewer_than_five_systems_are_not_compared() -> None:
    judged, scores = make(8, 4)
    found = _estimate(judged, scores, "system", "spearman")
    assert np.isnan(found.draws[0])
    assert (found.reason, found.n_systems) == ("4 of the 5 systems it takes", 4)
    assert _estimate(judged, scores, "summary", "spearman").reason is None


def test_rows_without_a_system_enter_only_where_no_system_is_needed() -> None:
    judged, scores = make()
    judged = dataclasses.replace(judged, systems=(None,) * 72)
    found = {key: _estimate(judged, scores, key[0], "pearson", key[1]) for key in CORRELATIONS}
    assert found["summary", None].reason == "no document with 3 systems"
    assert found["system", None].reason == "0 of the 5 systems it takes"
    assert found["partial", "system"].reason == "no row names its system"
    assert found["partial", "system"].skipped == found["system", None].skipped == 72
    assert found["pooled", None].n_systems is None
    length = np.log(judged.words)
    x, y = (side - np.polyval(np.polyfit(length, side, 1), length) for side in (scores, judged.dimensions["quality"]))
    assert found["partial", "length"].draws[0] == pytest.approx(stats.pearsonr(x, y)[0])


def test_unscored_rows_are_left_out_and_counted() -> None:
    judged, scores = make()
    missing = scores.copy()
    missing[:7] = np.nan
    pooled = _estimate(judged, missing, "pooled", "spearman")
    assert (pooled.n, pooled.n_documents, pooled.skipped) == (65, 11, 7)
    summary = _estimate(judged, missing, "summary", "spearman")
    assert (summary.n_documents, summary.skipped) == (11, 1)
    nothing = _estimate(judged, np.full(72, np.nan), "pooled", "spearman")
    assert (nothing.n, nothing.skipped, nothing.reason) == (0, 72, "no row is scored")


def test_constant_scores_have_no_correlation_and_say_why() -> None:
    judged, _ = make()
    reasons = {key: _estimate(judged, np.full(72, 0.1), key[0], "kendall", key[1]).reason for key in CORRELATIONS}
    assert reasons.pop(("summary", None)) == "constant within every document"
    assert set(reasons.values()) == {"one side is constant"}


def test_a_metric_that_only_knows_the_system_has_nothing_left_after_it() -> None:
    judged, _ = make()
    scores = np.array([float(name[1:]) / 3 for name in judged.systems if name is not None])
    assert np.isfinite(_estimate(judged, scores, "pooled", "spearman").draws[0])
    assert np.isnan(_estimate(judged, scores, "partial", "spearman", "system").draws[0])


def test_a_metric_that_only_counts_words_has_nothing_left_after_length() -> None:
    judged, _ = make()
    assert np.isnan(_estimate(judged, 2 * np.log(judged.words), "partial", "pearson", "length").draws[0])
