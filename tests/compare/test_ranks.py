"""Ranks in a comparison follow from its outcomes, and only where every pair was compared."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from harness.compare import Rank, compare
from tests.made_runs import make_table

BASE = [0.2, 0.4, 0.5, 0.9, 0.7, 0.3, 0.8, 0.6, 0.1, 0.45, 0.55, 0.65]


def _shifted(by: float) -> list[float]:
    return [value + by + (0.01 if i % 2 else -0.01) for i, value in enumerate(BASE)]


COLUMNS = {"low": BASE, "high": _shifted(0.2), "near": _shifted(0.195), "mid": _shifted(0.1)}


def test_the_best_stands_first_and_what_is_not_told_apart_shares_a_letter() -> None:
    ranks = compare([make_table({b: {"quality": v} for b, v in COLUMNS.items()})], ["run"]).ranks
    assert ranks == [
        Rank("quality", "high", 1, 1, "a"),
        Rank("quality", "near", 2, 2, "b"),
        Rank("quality", "mid", 3, 3, "c"),
        Rank("quality", "low", 4, 4, "d"),
    ]


def test_noise_leaves_ranks_open() -> None:
    noisy = [value + (0.3 if i % 3 else -0.5) for i, value in enumerate(BASE)]
    ranks = compare([make_table({"x": {"quality": BASE}, "y": {"quality": noisy}})], ["run"]).ranks
    assert [(r.best, r.worst, r.letters) for r in ranks] == [(1, 2, "a"), (1, 2, "a")]


def test_where_lower_is_better_the_lowest_stands_first() -> None:
    ranks = compare([make_table({b: {"quality": v} for b, v in COLUMNS.items()}, lower=["quality"])], ["run"]).ranks
    assert [r.backend for r in ranks] == ["low", "mid", "near", "high"]
    assert [r.best for r in ranks] == [1, 2, 3, 4]


def test_ranks_agree_with_the_outcomes_of_the_pairs() -> None:
    report = compare([make_table({b: {"quality": v} for b, v in COLUMNS.items()})], ["run"])
    by_name = {rank.backend: rank for rank in report.ranks}
    for c in report.comparisons:
        better, worse = (c.candidate, c.baseline) if c.outcome == "better" else (c.baseline, c.candidate)
        assert by_name[better].best < by_name[worse].worst


def test_a_backend_without_a_score_has_no_rank_and_takes_none_away() -> None:
    values: dict[str, dict[str, Sequence[float | None]]] = {b: {"quality": v} for b, v in COLUMNS.items()}
    whole = compare([make_table(values)], ["run"])
    report = compare([make_table({"mute": {"quality": [None] * 12}, **values})], ["run"])
    assert report.ranks == whole.ranks
    assert (report.unranked("quality"), whole.unranked("quality")) == (["mute"], [])


def test_one_backend_with_a_score_has_no_rank() -> None:
    report = compare([make_table({"x": {"quality": BASE}, "y": {"quality": [None] * 12}})], ["run"])
    assert (report.ranks, report.unranked("quality")) == ([], ["x", "y"])


def test_backends_that_share_no_article_are_not_ranked_together() -> None:
    gap: list[None] = [None] * 6
    values: dict[str, dict[str, Sequence[float | None]]] = {
        "x": {"quality": BASE},
        "y": {"quality": [*BASE[:6], *gap]},
        "z": {"quality": [*gap, *BASE[6:]]},
    }
    assert compare([make_table(values)], ["run"]).ranks == []


def test_runs_that_are_compared_by_name_have_no_ranks() -> None:
    table = make_table({b: {"quality": v} for b, v in COLUMNS.items()})
    assert compare([table, table], ["one", "two"]).ranks == []


def test_controls_have_no_rank() -> None:
    table = make_table({b: {"quality": v} for b, v in COLUMNS.items()}, controls=["low"])
    assert {rank.backend for rank in compare([table], ["run"]).ranks} == {"high", "near", "mid"}


def test_the_names_of_all_pairs_are_ranked_once() -> None:
    tables = [make_table({b: {"quality": v} for b, v in COLUMNS.items()}) for _ in range(2)]
    report = compare(tables, ["one", "two"], every=True)
    assert sorted(rank.backend for rank in report.ranks) == sorted(
        f"{run}: {b}" for run, b in itertools.product(("one", "two"), COLUMNS)
    )
