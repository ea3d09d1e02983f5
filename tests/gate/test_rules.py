"""The gate's rules beside the margin: floor, forbid, failed, unscored and the limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from harness import stats
from harness.aggregate import Table, tabulate_rows
from harness.gate import Verdict
from harness.types import Row, State
from tests.gate.test_gate import MARGIN, OLD, judge, quality, rule_of
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, make_table

OK: tuple[State, ...] = ("ok",) * 8


def _states(states: Sequence[State], **more: Any) -> Table:
    rows = [
        make_row(f"a{i + 1}", "x", {"quality": value}, state=state, **more)
        for i, (state, value) in enumerate(zip(states, OLD, strict=False))
    ]
    return tabulate_rows(make_info([r.article for r in rows], [make_backend("x")], [make_metric()]), rows)


@pytest.mark.parametrize(
    ("floor", "lower", "kind", "tail"),
    [
        (0.5, [], "pass", "the floor of 0.5 is kept"),
        (0.64, [], "inconclusive", "the floor of 0.64 lies inside the interval"),
        (0.8, [], "regression", "the floor of 0.8 is broken"),
        (0.8, ["quality"], "pass", "the ceiling of 0.8 is kept"),
        (0.64, ["quality"], "inconclusive", "the ceiling of 0.64 lies inside the interval"),
        (0.5, ["quality"], "regression", "the ceiling of 0.5 is broken"),
    ],
)
def test_a_floor_gives_each_verdict(floor: float, lower: list[str], kind: Verdict, tail: str) -> None:
    result = judge(quality(OLD, lower=lower), quality(OLD, lower=lower), floor={"quality": floor})
    (interval,) = stats.mean_intervals(np.array([OLD]), seed=7)
    assert interval is not None
    found = rule_of(result, "floor")
    told = f"quality of x is 0.641 [{interval.low:.3f}, {interval.high:.3f}] over 8 articles"
    assert (found.kind, found.sentence, result.kind) == (kind, f"{told}: {tail}.", kind)


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        ([0.9], "inconclusive", "quality of x is 0.900 on one article; it takes more."),
        ([None, None], "unmeasurable", "quality of x: no article is scored."),
    ],
)
def test_a_floor_needs_scores(values: list[float | None], kind: Verdict, sentence: str) -> None:
    found = rule_of(judge(quality(values), quality([0.5] * len(values)), floor={"quality": 0.5}), "floor")
    assert (found.kind, found.sentence) == (kind, sentence)


def test_a_floor_at_the_low_end_is_kept() -> None:
    result = judge(quality([0.5] * 8), floor={"quality": 0.5})
    assert rule_of(result, "floor").kind == "pass"


def _findings(*texts: str, **more: Any) -> Table:
    rows: list[Row] = [
        make_row(f"a{i + 1}", "x", {"quality": value}, findings=[make_finding(text=t, **more) for t in texts])
        for i, value in enumerate(OLD)
    ]
    return tabulate_rows(make_info([r.article for r in rows], [make_backend("x")], [make_metric()]), rows)


@pytest.mark.parametrize(
    ("new", "old", "kind", "sentence"),
    [
        (_findings(), _findings(), "pass", "x has no new quote.fabricated finding."),
        (_findings("Go"), _findings(), "regression",
         "x has 8 new quote.fabricated findings in 8 articles."),
        (_findings("Go"), _findings("Go"), "pass",
         "x has no new quote.fabricated finding; 8 that the baseline has already are known."),
        (_findings("Go", "Stay"), _findings("Go"), "regression",
         "x has 8 new quote.fabricated findings in 8 articles; 8 that the baseline has already are known."),
        (_findings("Go", severity="warning"), _findings(), "pass", "x has no new quote.fabricated finding."),
        (_findings("Go", metric="other"), _findings("Go"), "pass",
         "x has no new quote.fabricated finding; 8 that the baseline has already are known."),
    ],
)  # fmt: skip
def test_a_forbidden_finding_fails_unless_the_baseline_has_it(
    new: Table, old: Table, kind: Verdict, sentence: str
) -> None:
    result = judge(new, old, forbid=["quote.fabricated"])
    found = rule_of(result, "forbid")
    assert (found.kind, found.sentence, result.kind) == (kind, sentence, kind)


def test_a_pattern_forbids_every_check_that_it_means() -> None:
    found = rule_of(judge(_findings("We go"), _findings(), forbid=["quote.*"]), "forbid")
    assert (found.kind, found.sentence) == ("regression", "x has 8 new quote.* findings in 8 articles.")
    assert judge(_findings("We go"), _findings(), forbid=["number.*"]).kind == "pass"


def test_a_known_finding_is_known_on_its_own_article_only() -> None:
    info = make_info(["a1", "a2"], [make_backend("x")], [make_metric()])
    rows = {
        article: [make_row(a, "x", {"quality": 0.5}, findings=[make_finding()] * (a == article)) for a in info.articles]
        for article in info.articles
    }
    result = judge(tabulate_rows(info, rows["a1"]), tabulate_rows(info, rows["a2"]), forbid=["quote.fabricated"])
    found = rule_of(result, "forbid")
    assert (found.kind, list(found.details)) == ("regression", ["a1: A text"])


@pytest.mark.parametrize("state", ["refused", "empty", "truncated"])
def test_more_failed_summaries_are_a_regression_beyond_what_is_allowed(state: State) -> None:
    new: Table = _states([state, state, *OK[:6]])
    old = _states([state, *OK[:7]])
    found = rule_of(judge(new, old, forbid=["c"]), "failed")
    assert (found.kind, list(found.details)) == ("regression", ["a2"])
    assert found.sentence == (
        "x refused, left empty or cut off 25.0% of its summaries, the baseline 12.5% (8 articles); "
        "an increase of 0.0% is allowed."
    )
    assert rule_of(judge(new, old, max_failed_increase=0.125), "failed").kind == "pass"
    assert rule_of(judge(old, new, forbid=["c"]), "failed").kind == "pass"


def test_a_summarizer_that_could_not_be_asked_did_not_fail() -> None:
    found = rule_of(judge(_states(["infra_error", *OK[:7]]), forbid=["c"]), "failed")
    assert (found.kind, found.observed, found.n) == ("pass", 0.0, 7)


@pytest.mark.parametrize("state", ["infra_error", "metric_error"])
def test_rows_that_could_not_be_measured_are_unmeasurable_beyond_what_is_allowed(state: State) -> None:
    new = _states([*OK[:7], "infra_error"])
    if state == "metric_error":
        rows = [make_row(f"a{i + 1}", "x", {"quality": "broke" if i == 7 else OLD[i]}) for i in range(8)]
        new = tabulate_rows(new.info, [r.model_copy(update={"state": "metric_error"}) for r in rows])
    result = judge(new)
    found = rule_of(result, "unscored")
    assert (found.kind, list(found.details)) == ("unmeasurable", ["a8"])
    assert found.sentence == "quality of x: 1 of 8 rows could not be measured (12.5%; 0.0% allowed)."
    assert (result.kind, result.exit_code) == ("unmeasurable", 4)
    assert rule_of(judge(new, **MARGIN, max_unscored_share=0.125), "unscored").kind == "pass"


def test_a_run_that_lacks_rows_is_unmeasurable() -> None:
    info = make_info([f"a{i + 1}" for i in range(8)], [make_backend("x")], [make_metric()])
    rows = [make_row(f"a{i + 1}", "x", {"quality": OLD[i]}) for i in range(4)]
    result = judge(tabulate_rows(info, rows))
    assert rule_of(result, "unscored").sentence == ("x: 4 articles lack rows (a5, a6, a7, …); finish the run.")
    assert result.kind == "unmeasurable"


@pytest.mark.parametrize(
    ("rule", "limit", "kind", "sentence"),
    [
        ("truncated", 0.25, "pass", "x cut off a share of 0.250 of its summaries; 0.25 is allowed."),
        ("truncated", 0.125, "regression", "x cut off a share of 0.250 of its summaries; 0.125 is allowed."),
        ("cost", 4.0, "pass", "x cost 4.0000 US dollars; 4 is allowed."),
        ("cost", 3.5, "regression", "x cost 4.0000 US dollars; 3.5 is allowed."),
        ("seconds", 2.0, "pass", "x took 2.00 seconds a summary; 2 is allowed."),
        ("seconds", 1.5, "regression", "x took 2.00 seconds a summary; 1.5 is allowed."),
    ],
)
def test_limits_hold_or_break(rule: str, limit: float, kind: Verdict, sentence: str) -> None:
    table = _states(["truncated", "truncated", *OK[:6]], cost_usd=0.5)
    seconds = {("a1", "x", 0): 1.0, ("a2", "x", 0): 3.0, ("a1", "y", 0): 90.0}
    key = "max_truncated_share" if rule == "truncated" else f"max_{rule}"
    settings: dict[str, Any] = {key: limit}
    result = judge(table, table, seconds, **settings)
    found = rule_of(result, rule)
    assert (found.kind, found.sentence, result.kind) == (kind, sentence, kind)


@pytest.mark.parametrize("rule", ["cost", "seconds"])
def test_a_limit_on_what_was_not_recorded_is_unmeasurable(rule: str) -> None:
    settings: dict[str, Any] = {f"max_{rule}": 2.5}
    found = rule_of(judge(_states(OK), **settings), rule)
    assert found.kind == "unmeasurable"
    assert found.sentence == f"x: {rule} is not recorded in this run, so the limit of 2.5 cannot be checked."
    assert not [r for r in judge(_states(OK), forbid=["c"]).results if r.rule == rule]


def test_a_gate_of_forbidden_findings_alone_needs_its_rows_measured() -> None:
    lost = _states([*OK[:7], "infra_error"])
    result = judge(lost, forbid=["quote.fabricated"])
    assert (result.kind, rule_of(result, "unscored").metric) == ("unmeasurable", "quality")


def test_a_metric_that_makes_a_forbidden_finding_must_have_the_same_signature() -> None:
    old = _findings("Go")
    metric = make_metric(signature="quality[v=2]")
    new = tabulate_rows(old.info.model_copy(update={"metrics": (metric,)}), [])
    new = new.__class__(new.info, old.cells, old.states, {})
    found = rule_of(judge(new, old, forbid=["quote.fabricated"]), "forbid")
    assert (found.kind, found.sentence) == (
        "unmeasurable",
        "quote.fabricated of x cannot be compared: the metric's signature changed from quality[v=1] to quality[v=2].",
    )


def test_a_baseline_that_was_not_measured_is_unmeasurable_too() -> None:
    result = judge(quality(OLD), _states([*OK[:7], "infra_error"]))
    told = [r.sentence for r in result.results if r.kind == "unmeasurable"]
    assert told == ["quality of x in the baseline: 1 of 8 rows could not be measured (12.5%; 0.0% allowed)."]


def test_a_change_cannot_drop_what_its_own_gate_forbids_and_moved_limits_are_told() -> None:
    old = quality(OLD, suite={"gate": {**MARGIN, "forbid": ["quote.fabricated"], "max_cost": 2.0}})
    result = judge(quality(OLD), old, primary=["quality"], margin={"quality": 0.5}, max_failed_increase=0.1)
    assert [r.sentence for r in result.results if r.kind == "unmeasurable"] == [
        "The baseline's suite forbids quote.fabricated, this run's does not; bless a new baseline if that is meant."
    ]
    assert list(result.notes) == [
        "[gate] 'margin.quality' was 0.125, is now 0.5.",
        "[gate] 'max_failed_increase' was 0, is now 0.1.",
        "[gate] 'max_cost' was 2, is now not set.",
    ]


def test_a_backend_that_one_run_did_not_ask_is_unmeasurable_and_one_that_neither_asked_is_left_out() -> None:
    both = make_table({"x": {"quality": OLD}, "y": {"quality": OLD}})
    only = tabulate_rows(both.info, [make_row(f"a{i + 1}", "x", {"quality": v}) for i, v in enumerate(OLD)])
    assert [r.sentence for r in judge(only, both).results if r.kind == "unmeasurable"] == [
        "y has no row in this run; finish the run, without --only."
    ]
    assert [r.sentence for r in judge(both, only).results if r.kind == "unmeasurable"] == [
        "y has no row in the baseline; finish the run, without --only."
    ]
    neither = judge(only, only)
    assert (neither.kind, neither.k, list(neither.notes)) == ("pass", 1, ["Asked in neither run, so not judged: y."])


def test_an_article_without_a_score_on_both_sides_is_counted_in_the_sentence() -> None:
    found = rule_of(judge(quality([None, *OLD[1:]])), "margin")
    assert found.sentence == (
        "quality of x changed on none of 7 articles (1 without a score on one side or both): "
        "no fall was seen, which on so few articles says little of others."
    )
    assert found.details[-1] == "a1: no partner"


def test_a_summary_that_claims_nothing_does_not_drop_out_of_the_mean() -> None:
    result = judge(quality([None, None, *OLD[2:]]))
    found = next(r for r in result.results if r.rule == "unscored")
    assert (result.kind, found.kind, found.observed) == ("unmeasurable", "unmeasurable", 0.25)
    assert found.sentence == (
        "quality of x: 2 of 8 rows could not be measured (25.0%; 0.0% allowed); to 2 the metric does not apply, as it "
        "did in the baseline."
    )
    assert [(case.article, case.said) for case in found.cases] == [
        ("a1", "has no score; in the baseline it has one"),
        ("a2", "has no score; in the baseline it has one"),
    ]
    assert judge(quality([None, None, *OLD[2:]]), **MARGIN, max_unscored_share=0.25).kind == "pass"


def test_what_a_metric_never_applied_to_is_no_loss() -> None:
    partly = quality([None, None, *OLD[2:]])
    assert judge(partly, partly).kind == "pass"
    assert judge(quality(OLD), partly).kind == "pass"


def test_articles_that_all_fell_by_the_same_are_a_regression_that_says_how_few_they_are() -> None:
    found = rule_of(judge(quality([0.25, 0.25]), quality([0.5, 0.5])), "margin")
    assert (found.kind, found.low, found.sentence) == (
        "regression",
        -0.25,
        "quality of x changed by −0.250 [−0.250, −0.250] over 2 articles (all differ by the same, too few for an "
        "interval): it fell by the margin of 0.125 or more.",
    )


def test_a_fall_of_just_the_margin_is_not_ruled_out_by_rounding() -> None:
    found = rule_of(
        judge(quality([0.40] * 14), quality([0.43] * 14), primary=["quality"], margin={"quality": 0.03}), "margin"
    )
    assert found.kind == "regression"


def test_a_warning_that_became_an_error_is_a_new_error() -> None:
    warned = _findings("A text", check="quote.fabricated", severity="warning")
    found = rule_of(judge(_findings("A text", check="quote.fabricated"), warned, forbid=["quote.*"]), "forbid")
    assert (found.kind, found.observed) == ("regression", 8.0)
