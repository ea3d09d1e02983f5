"""The verdict: every form of its sentences, and what it never says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest

from harness.aggregate import Table
from harness.compare import Report, compare
from harness.report import documents, numbers, words
from harness.report.html import render
from harness.stats import mean_intervals
from harness.store import Key
from harness.types import Article, Row
from tests.made_runs import make_table

OLD = [0.50, 0.52, 0.47, 0.55, 0.60, 0.41, 0.58, 0.49, 0.53, 0.44, 0.62, 0.51]
WOBBLE = [0.02, -0.01, 0.03, -0.02, 0.01, 0.0, 0.02, -0.03, 0.01, -0.01, 0.0, -0.02]
LITTLE, LOW, HIGH = ([round(v + by + w, 6) for v, w in zip(OLD, WOBBLE, strict=True)] for by in (0.001, -0.1, 0.1))
Values = Mapping[str, Sequence[float | None]]


def _one(values: Values, **more: Sequence[str]) -> Report:
    lower, controls = more.get("lower", ()), more.get("controls", ())
    table = make_table({b: {"coverage": v} for b, v in values.items()}, lower=lower, controls=controls)
    return compare([table], ["run"])


def _many(values: Mapping[str, Values]) -> Report:
    return compare([make_table(values)], ["run"])


def _two(old: Sequence[float | None], new: Sequence[float | None]) -> Report:
    both: list[Table] = [make_table({"x": {"coverage": v}}) for v in (old, new)]
    return compare(both, ["old", "new"])


def _mean(values: Sequence[float]) -> str:
    (found,) = mean_intervals(np.array([values]), seed=7)
    assert found is not None
    return f"{numbers.value(sum(values) / len(values))} {numbers.interval(*found)}"


def test_a_winner_is_named_with_the_next_and_its_distance() -> None:
    assert words.verdict(_one({"x": OLD, "y": HIGH, "z": LOW})) == [
        "y is best on coverage.",
        f"coverage: y has {_mean(HIGH)} over 12 articles, ahead of all others; next is x, 0.100 [0.088, 0.112] behind.",
    ]


def test_the_distance_reads_the_same_whoever_stands_first_in_the_suite() -> None:
    first, second = (words.verdict(_one(values)) for values in ({"x": OLD, "y": HIGH}, {"y": HIGH, "x": OLD}))
    assert first == second


def test_where_lower_is_better_the_lowest_wins_and_its_distance_lies_in_its_interval() -> None:
    for values in ({"x": OLD, "y": LOW}, {"y": LOW, "x": OLD}):
        assert words.verdict(_one(values, lower=["coverage"])) == [
            "y is best on coverage.",
            f"coverage: y has {_mean(LOW)} over 12 articles, ahead of all others; "
            "next is x, 0.100 [0.088, 0.112] behind.",
        ]


def test_who_cannot_be_told_apart_is_said_with_what_the_articles_resolve() -> None:
    found = _one({"x": OLD, "y": LITTLE})
    effect = found.comparisons[0].effect
    assert effect is not None
    assert words.verdict(found) == [
        "No backend can be called the best on any headline metric: 12 articles cannot tell.",
        f"coverage: y has {_mean(LITTLE)} over 12 articles: not to be told from x "
        f"(these articles resolve {numbers.value(effect.detectable)}).",
    ]


def test_backends_that_are_level_on_every_article_are_called_level() -> None:
    assert words.verdict(_one({"x": OLD, "y": OLD, "z": LOW}))[1] == (
        f"coverage: x has {_mean(OLD)} over 12 articles: ahead of z; level with y on every article."
    )


def test_one_article_has_neither_interval_nor_resolution() -> None:
    assert words.verdict(_one({"x": [0.25], "y": [0.5]})) == [
        "No backend can be called the best on any headline metric: 1 article cannot tell.",
        "coverage: y has 0.500 – over 1 article: not to be told from x.",
    ]


def test_several_metrics_and_winners_are_listed() -> None:
    found = _many(
        {
            "x": {"coverage": OLD, "consistency": HIGH, "structure": OLD},
            "y": {"coverage": HIGH, "consistency": OLD, "structure": LITTLE},
        }
    )
    assert words.verdict(found)[0] == (
        "y is best on coverage and x is best on consistency; on structure no single backend is ahead of all others."
    )
    assert [sentence.partition(":")[0] for sentence in words.verdict(found)[1:]] == [
        "coverage", "consistency", "structure",
    ]  # fmt: skip


def test_a_backend_whose_rival_is_ahead_on_the_shared_articles_is_not_called_level_with_it() -> None:
    easy: list[float | None] = [value + 0.3 for value in OLD]
    hard: list[float | None] = [None] * 12
    rival = [*(value + 0.35 + w for value, w in zip(OLD, WOBBLE, strict=True)), *[0.1] * 12]
    found = _one({"x": easy + hard, "y": rival})
    assert [c.outcome for c in found.comparisons] == ["better"]
    assert "not to be told from y" not in words.verdict(found)[1]


def test_one_backend_is_not_compared() -> None:
    assert words.verdict(_one({"x": OLD})) == [
        "There is only one backend, so nothing is compared.",
        f"coverage: x has {_mean(OLD)} over 12 articles.",
    ]


def test_controls_are_no_rivals() -> None:
    assert words.verdict(_one({"x": OLD, "copy": HIGH}, controls=["copy"]))[0] == (
        "There is only one backend, so nothing is compared."
    )


def test_a_run_of_controls_alone_is_not_said_to_have_a_backend() -> None:
    found = words.verdict(_one({"copy": OLD, "random": LOW}, controls=["copy", "random"]))
    assert "There is only one backend, so nothing is compared." not in found


def test_a_metric_without_scores_says_so() -> None:
    assert words.verdict(_one({"x": [None] * 3, "y": [None] * 3}))[1] == "coverage: no backend has a score."


def test_two_runs_are_told_by_their_change() -> None:
    assert words.verdict(_two(OLD, HIGH)) == [
        "coverage: new: x +0.100 [0.088, 0.112] against old: x (12 articles; p < .001)."
    ]


def test_a_change_that_cannot_be_told_says_what_the_articles_resolve() -> None:
    found = _two(OLD, LITTLE)
    effect = found.comparisons[0].effect
    assert effect is not None
    (sentence,) = words.verdict(found)
    assert sentence == (
        f"coverage: new: x +0.001 {numbers.interval(effect.low, effect.high)} against old: x (12 articles; "
        f"p {numbers.p_value(effect.p)}; cannot tell: these articles resolve "
        f"{numbers.value(effect.detectable)})."
    )


def test_few_changed_articles_and_a_single_one_are_said() -> None:
    few = [OLD[0] + 0.1, OLD[1] + 0.2, *OLD[2:]]
    (sentence,) = words.verdict(_two(OLD, few))
    assert sentence.endswith("; only 2 of 12 articles changed).")
    assert words.verdict(_two([0.25], [0.5])) == [
        "coverage: new: x +0.250 – against old: x (1 article; p –; cannot tell; one article gives no interval)."
    ]


def test_unchanged_scores_are_told_as_such() -> None:
    assert words.verdict(_two(OLD, OLD)) == ["coverage: new: x and old: x: no article's score differs (12 articles)."]


def test_who_has_no_score_is_named_and_blames_no_number_of_articles() -> None:
    mute = [None] * len(OLD)
    told = words.verdict(_one({"x": OLD, "y": HIGH, "mute": mute}))
    assert told[0] == "y is best on coverage."
    assert told[1].endswith(" behind. mute has no score.")


def test_what_the_suite_declares_is_what_the_verdict_speaks_of() -> None:
    values = {"x": {"coverage": OLD, "rouge1": OLD}, "y": {"coverage": HIGH, "rouge1": HIGH}}
    gated = {"gate": {"primary": ["rouge1"], "margin": {"rouge1": 0.1}}}
    report = compare([make_table(values, suite=gated)], ["run"])
    assert words.verdict(report)[0] == "y is best on rouge1."
    assert words.headline_metrics(report) == ["coverage", "rouge1"]


def test_several_backends_that_did_not_move_share_a_sentence() -> None:
    runs = [make_table({b: {"coverage": v} for b, v in {"x": OLD, "y": LOW, "z": z}.items()}) for z in (LOW, HIGH)]
    first, second = words.verdict(compare(runs, ["old", "new"]))
    assert first.startswith("coverage: new: z +0.200 ")
    assert second == "coverage: no article's score differs for new: x and new: y."


def test_what_is_not_comparable_says_why() -> None:
    assert words.verdict(_two([None] * 2, [0.5] * 2)) == [
        "coverage: new: x is not comparable with old: x: no article has a score on both sides."
    ]


def test_runs_that_share_no_metric_say_so() -> None:
    both = [make_table({"x": {name: OLD}}) for name in ("coverage", "structure")]
    assert words.verdict(compare(both, ["old", "new"])) == [
        "coverage: new: x is not comparable with old: x: the candidate has no metric coverage.",
        "structure: new: x is not comparable with old: x: the baseline has no metric structure.",
    ]


def test_the_headline_metrics_are_the_three_or_else_the_first_three() -> None:
    columns = {name: OLD for name in ("rouge1", "structure", "fit", "coverage", "consistency")}
    assert words.headline_metrics(_many({"x": columns, "y": columns})) == [
        "coverage",
        "consistency",
        "structure",
    ]
    others = {name: OLD for name in ("rouge1", "rouge2", "fit", "reach")}
    assert words.headline_metrics(_many({"x": others, "y": others})) == ["rouge1", "rouge2", "fit"]


def test_where_nobody_is_best_those_who_may_be_are_named() -> None:
    near = [value + (0.001 if i % 2 else -0.001) for i, value in enumerate(OLD)]
    table = make_table({"x": {"coverage": OLD}, "y": {"coverage": near}, "z": {"coverage": [v - 0.2 for v in OLD]}})
    assert words.verdict(compare([table], ["run"]))[0] == (
        "No single backend is best: x or y on coverage. 12 articles cannot tell which."
    )


@pytest.mark.parametrize("new", [OLD, LITTLE, LOW, HIGH, [None] * 12, OLD[:1]])
def test_no_difference_is_never_claimed(new: list[float | None]) -> None:
    old: list[float | None] = list(OLD[: len(new)])
    for found in (_one({"x": old, "y": new}), _two(old, new)):
        page = b"".join(render(found, [_NoTexts() for _ in found.tables])).decode()
        told = [*words.verdict(found), documents.to_markdown(found), documents.to_csv(found), page]
        assert "no difference" not in "\n".join(told).lower()


class _NoTexts:
    """A run that keeps neither rows nor texts."""

    name = "run"

    def articles(self) -> Iterator[Article]:
        return iter(())

    def places(self) -> Mapping[Key, tuple[int, int]]:
        return {}

    def read_rows(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        return []

    def seconds(self) -> Mapping[Key, float]:
        return {}
