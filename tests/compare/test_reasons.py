"""What moved the mean, and on which kinds of articles."""

from __future__ import annotations

import dataclasses
import math

import pytest

from harness import stats
from harness.aggregate import Features, Table
from harness.compare import Report, buckets, compare, contributions
from tests.made_runs import make_table

N = 20


def _table(differences: list[float], **more: list[float]) -> Table:
    old = [0.5] * len(differences)
    new = [0.5 + d for d in differences]
    columns = {"x": {"quality": old}, "y": {"quality": new}}
    for metric, values in more.items():
        columns["x"][metric] = columns["y"][metric] = values
    return make_table(columns)


def _report(differences: list[float], features: list[Features] | None = None, **more: list[float]) -> Report:
    table = _table(differences, **more)
    known = dict(zip(table.info.articles, features or [], strict=False))
    return compare([dataclasses.replace(table, features=known)], ["run"])


def test_the_articles_that_moved_the_mean_come_with_their_share() -> None:
    report = _report([0.0, 0.3, -0.1, 0.01, 0.0])
    found = contributions(report, report.comparisons[0], most=3)
    assert [item.article for item in found] == ["a2", "a3", "a4"]
    assert [item.contribution for item in found] == pytest.approx([0.06, -0.02, 0.002])
    effect = report.comparisons[0].effect
    assert effect is not None
    assert math.fsum(item.contribution for item in found) == pytest.approx(effect.mean)


def test_articles_that_did_not_change_moved_nothing() -> None:
    report = _report([0.0] * 4)
    assert contributions(report, report.comparisons[0]) == []
    assert buckets(report, report.comparisons) == {}


def test_articles_are_cut_into_halves_by_what_they_are_like() -> None:
    differences = [0.2 + 0.01 * (i % 3) if i < 10 else -0.2 + 0.01 * (i % 3) for i in range(N)]
    features = [Features(1000 + i, 2 if i < 10 else 6, "storm" if i % 2 else "court") for i in range(N)]
    report = _report(differences, features)
    found = buckets(report, report.comparisons)[0]
    assert [(b.feature, b.label, b.effect.n) for b in found] == [
        ("words in the sources", "1,000 to 1,009", 10),
        ("words in the sources", "1,010 to 1,019", 10),
        ("sources", "2", 10),
        ("sources", "6", 10),
        ("topic", "court", 10),
        ("topic", "storm", 10),
    ]
    assert found[2].effect == stats.paired(differences[:10], seed=7, epsilon=0.0005) or found[
        2
    ].effect.mean == pytest.approx(sum(differences[:10]) / 10)
    for bucket in found:
        assert bucket.effect.detectable == stats.detectable(bucket.effect.sd or 0, 10, comparisons=6)
    raw = [b.effect.p_t or 0.0 for b in found]
    assert [b.p_adjusted for b in found] == pytest.approx(stats.benjamini_hochberg(raw))


def test_many_articles_are_cut_into_thirds() -> None:
    features = [Features(i, 1, None) for i in range(60)]
    report = _report([0.1 + 0.001 * i for i in range(60)], features)
    assert [b.label for b in buckets(report, report.comparisons)[0]] == ["0 to 19", "20 to 39", "40 to 59"]


def test_a_cut_never_goes_through_equal_values() -> None:
    features = [Features(1, 2 if i < 8 else 3, None) for i in range(N)]
    report = _report([0.1 + 0.001 * i for i in range(N)], features)
    assert [(b.label, b.effect.n) for b in buckets(report, report.comparisons)[0]] == [("2", 8), ("3", 12)]


def test_a_bucket_of_few_articles_is_not_shown() -> None:
    features = [Features(1, 2 if i < 4 else 3, "rare" if i < 4 else "common") for i in range(N)]
    report = _report([0.1 + 0.001 * i for i in range(N)], features)
    assert buckets(report, report.comparisons) == {}


def test_a_bucket_that_says_the_opposite_flips() -> None:
    differences = [0.3 + 0.01 * (i % 3) if i < 15 else -0.1 - 0.01 * (i % 3) for i in range(N)]
    features = [Features(1, 2 if i < 15 else 6, None) for i in range(N)]
    report = _report(differences, features)
    assert report.comparisons[0].outcome == "better"
    assert [(b.label, b.flips) for b in buckets(report, report.comparisons)[0]] == [("2", False), ("6", True)]


def test_extractiveness_is_that_of_both_summaries() -> None:
    copied = [0.1 * (i % 10) for i in range(N)]
    report = _report([0.1 + 0.001 * i for i in range(N)], extractiveness=copied)
    found = [b for b in buckets(report, report.comparisons[:1])[0] if b.feature == "extractiveness"]
    assert [(b.label, b.effect.n) for b in found] == [("0.00 to 0.40", 10), ("0.50 to 0.90", 10)]


def test_without_texts_there_are_no_kinds_of_articles() -> None:
    report = _report([0.1 + 0.001 * i for i in range(N)])
    assert buckets(report, report.comparisons) == {}
