"""harness.validate.agreement and rivals: results, paired differences, counters that do as well."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from harness.errors import InputError
from harness.stats import Vector
from harness.validate import Agreement, Column, Decisions, agreements, fact_agreements, find_rivals, paired_difference
from harness.validate.bootstrap import interval
from harness.validate.observations import observe
from harness.validate.protocols import estimate
from tests.validate.made_judgements import make


def _find(results: list[Agreement], **wanted: str | None) -> Agreement:
    found = [r for r in results if all(getattr(r, name) == value for name, value in wanted.items())]
    assert len(found) == 1
    return found[0]


def test_every_score_meets_every_dimension_protocol_and_statistic() -> None:
    judged, scores = make(origins=("a", "b") * 36)
    results = agreements({"one": scores, "two": Column(-scores, "two[]", "sources")}, judged)
    keys = {(r.metric, r.dimension, r.origin, r.protocol, r.partial_on, r.statistic) for r in results}
    assert len(keys) == len(results) == 2 * 3 * (2 * 15 + 2)
    assert {r.origin for r in results} == {None, "a", "b"}
    assert {(r.signature, r.given) for r in results if r.metric == "two"} == {("two[]", "sources")}
    for one in (r for r in results if r.metric == "one" and r.protocol in ("pooled", "auc")):
        wanted = {
            "dimension": one.dimension,
            "origin": one.origin,
            "protocol": one.protocol,
            "statistic": one.statistic,
        }
        two = _find(results, metric="two", **wanted)
        assert one.value is not None
        assert two.value == pytest.approx((1 if one.protocol == "auc" else 0) - one.value)


def test_the_interval_holds_the_value_and_narrows_with_documents() -> None:
    widths = []
    for n in (10, 160):
        judged, scores = make(n, 6)
        result = _find(agreements({"m": scores}, judged), dimension="quality", protocol="summary", statistic="pearson")
        assert result.value is not None
        assert result.low is not None
        assert result.high is not None
        assert result.low < result.value < result.high
        widths.append(result.high - result.low)
    assert widths[1] < widths[0] / 2


@pytest.mark.slow
def test_the_interval_of_pooled_holds_the_truth_in_about_95_of_100_files() -> None:
    # x = y + noise of the same size, clustered by document: Pearson is √½
    inside = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        y = rng.normal(size=160) + np.repeat(rng.normal(size=40), 4)
        x = y + rng.normal(size=160) + np.repeat(rng.normal(size=40), 4)
        judged, _ = make(40, 4, dimensions={"quality": y})
        limits = interval(estimate("pooled", None, observe(judged, judged.where(None), x, y))["pearson"].draws[1:])
        assert limits is not None
        inside += limits.low < np.sqrt(0.5) < limits.high
    # two Monte Carlo errors below 93 %, as statistics.md asks of intervals
    assert 0.93 - 2 * np.sqrt(0.93 * 0.07 / 200) <= inside / 200 <= 0.99


def test_one_document_has_a_value_and_no_interval() -> None:
    judged, scores = make(1, 6)
    result = _find(agreements({"m": scores}, judged), dimension="quality", protocol="pooled", statistic="kendall")
    assert result.value is not None
    assert (result.low, result.high) == (None, None)


def test_scores_of_a_wrong_length_are_refused() -> None:
    judged, _ = make()
    with pytest.raises(ValueError, match=r"m: \(3,\) scores for 72 rows"):
        agreements({"m": np.zeros(3)}, judged)


def _difference(first: Vector, second: Vector, protocol: str = "pooled", **more: str | None) -> tuple[float, ...]:
    judged, _ = make(40, 6)
    dimension = "label" if protocol in ("auc", "bacc", "pairs") else "quality"
    statistic = more.pop("statistic", None) or {"auc": "auc", "bacc": "bacc"}.get(protocol, "spearman")
    found = paired_difference(
        first,
        second,
        judged,
        dimension=dimension,
        protocol=protocol,
        statistic=statistic,
        **more,  # type: ignore[arg-type]
    )
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    return found.value, found.low, found.high


@pytest.mark.parametrize("protocol", ["summary", "system", "pooled", "auc", "bacc"])
def test_a_metric_does_not_differ_from_itself(protocol: str) -> None:
    _, scores = make(40, 6)
    assert _difference(scores, scores, protocol) == (0, 0, 0)


def test_a_paired_difference_is_narrower_than_two_intervals() -> None:
    judged, scores = make(40, 6)
    noisy = scores + np.random.default_rng(9).normal(scale=0.5, size=240)
    value, low, high = _difference(scores, noisy)
    results = agreements({"a": scores, "b": noisy}, judged)
    a, b = (_find(results, metric=m, dimension="quality", protocol="pooled", statistic="spearman") for m in "ab")
    assert a.value is not None
    assert b.value is not None
    assert value == pytest.approx(a.value - b.value)
    assert 0 < low < value < high
    assert high - low < ((a.high or 0) - (a.low or 0) + (b.high or 0) - (b.low or 0)) / 2


def test_a_difference_is_taken_on_the_rows_that_both_scored() -> None:
    judged, scores = make()
    fewer = scores.copy()
    fewer[:6] = np.nan
    found = paired_difference(scores, fewer, judged, dimension="quality", protocol="pooled")
    assert found is not None
    assert (found.value, found.n, found.n_docs) == (0, 66, 11)


def test_an_undefined_side_has_no_difference_and_an_unknown_dimension_is_an_error() -> None:
    judged, scores = make()
    assert paired_difference(scores, np.ones(72), judged, dimension="quality", protocol="pooled") is None
    with pytest.raises(InputError, match="no dimension 'beauty'; the file has quality, label"):
        paired_difference(scores, scores, judged, dimension="beauty", protocol="pooled")


def test_a_counter_does_as_well_where_the_difference_may_be_none_read_either_way_up() -> None:
    judged, scores = make(40, 6)
    good = judged.dimensions["quality"] + 0.1 * scores
    columns = {
        "m": Column(scores),
        "mirror": Column(-scores),
        "noise": Column(np.sin(1e4 * scores)),
        "good": Column(good),
    }
    results = [r for r in agreements(columns, judged) if r.dimension == "label" and r.statistic in ("spearman", "auc")]
    for result in (r for r in results if r.metric == "m" and r.value is not None):
        found = {rival.counter: rival.difference for rival in find_rivals(result, results, columns, judged)}
        assert found["mirror"].value == pytest.approx(0)
        assert found["good"].value <= 0 or result.protocol == "system"
        assert ("noise" in found) == (result.protocol == "system")


def test_rivals_are_compared_on_common_rows_where_one_is_unscored() -> None:
    judged, scores = make(40, 6)
    holes = np.where(np.arange(240) % 7 == 0, np.nan, scores)
    columns = {"m": Column(scores), "holes": Column(holes)}
    results = [r for r in agreements(columns, judged) if r.dimension == "quality" and r.statistic == "spearman"]
    own = _find(results, metric="m", protocol="pooled")
    (rival,) = find_rivals(own, results, columns, judged)
    assert (rival.difference.value, rival.difference.n) == (0, int(np.isfinite(holes).sum()))


def test_fact_decisions_meet_the_labels_of_their_facts() -> None:
    judged, _ = make(2, 2)
    judged = dataclasses.replace(judged, facts=({"a": 1.0, "b": 0.0}, {"a": 0.6}, {}, {"c": 0.0, "d": 1.0}))
    decisions = Decisions(({"a": 1.0, "b": 1.0}, {"a": 0.0}, {"z": 1.0}, {"c": 0.2}), "m[]")
    auc, bacc = fact_agreements("m", decisions, judged)
    assert (auc.dimension, auc.given, auc.statistic, bacc.statistic) == ("key_facts", "key_facts", "auc", "bacc")
    assert (bacc.n, bacc.n_docs, bacc.n_systems, bacc.skipped) == (4, 2, 2, 1)
    assert bacc.value == pytest.approx((1 / 2 + 1 / 2) / 2)
    # yes scored 1 and 0, no scored 1 and .2
    assert auc.value == pytest.approx((0.5 + 1 + 0 + 0) / 4)


def test_a_file_without_labelled_facts_has_no_fact_results() -> None:
    judged, _ = make(2, 2, facts=({}, {}, {}, {}))
    assert fact_agreements("m", Decisions(({},) * 4), judged) == []


def test_huge_and_tiny_judgements_do_not_overflow() -> None:
    judged, scores = make()
    plain = agreements({"m": scores}, judged)
    for scale in (2.0**990, 2.0**-990):
        scaled = {name: values * scale for name, values in judged.dimensions.items() if name == "quality"}
        found = agreements({"m": scores * scale}, dataclasses.replace(judged, dimensions=scaled))
        assert found == [r for r in plain if r.dimension == "quality"]
