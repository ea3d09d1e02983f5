"""The gate: one test per verdict and per rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as reference

from harness import stats
from harness.aggregate import Table
from harness.errors import InputError
from harness.gate import Gate, Result, Verdict, gate, to_json
from harness.jsonl import encode
from harness.limits import GateSettings
from harness.report import numbers
from tests.made_runs import make_table

OLD = [0.5, 0.625, 0.75, 0.5, 0.625, 0.75, 0.875, 0.5]
WOBBLE = [0.03, -0.03, 0.02, -0.02, 0.01, -0.01, 0.02, -0.02]
MARGIN: dict[str, Any] = {"primary": ["quality"], "margin": {"quality": 0.125}}


def _moved(by: float, times: float = 1.0) -> list[float]:
    return [value + by + times * wobble for value, wobble in zip(OLD, WOBBLE, strict=True)]


UNSURE = _moved(-0.11, 10)


def judge(
    new: Table,
    old: Table | None = None,
    seconds: Mapping[tuple[str, str, int], float] | None = None,
    **settings: Any,
) -> Gate:
    base = make_table({"x": {"quality": OLD}}) if old is None else old
    return gate(new, base, GateSettings.model_validate(settings or MARGIN), dict(seconds or {}))


def quality(values: Sequence[float | None], **more: Any) -> Table:
    return make_table({"x": {"quality": values}}, **more)


def rule_of(result: Gate, rule: str) -> Result:
    return next(r for r in result.results if r.rule == rule)


@pytest.mark.parametrize(
    ("new", "kind", "sentence"),
    [
        (_moved(0.0), "pass",
         "quality of x changed by 0.000 [−0.019, 0.019] over 8 articles (few for an interval): "
         "a fall of 0.125 or more is ruled out."),
        (OLD, "pass",
         "quality of x changed on none of 8 articles: no fall was seen, which on so few articles says little of others."),
        (_moved(-0.0625), "pass",
         "quality of x changed by −0.062 [−0.081, −0.044] over 8 articles (few for an interval): "
         "a fall of 0.125 or more is ruled out."),
        (_moved(-0.25), "regression",
         "quality of x changed by −0.250 [−0.269, −0.231] over 8 articles (few for an interval): "
         "it fell by the margin of 0.125 or more."),
        (UNSURE, "inconclusive",
         "quality of x changed by −0.110 [−0.300, 0.080] over 8 articles (few for an interval): "
         "a fall of 0.125 can neither be shown nor ruled out; about 28 articles would settle it."),
    ],
)  # fmt: skip
def test_a_margin_gives_each_verdict_and_says_what_was_seen(new: list[float], kind: Verdict, sentence: str) -> None:
    result = judge(quality(new))
    found = rule_of(result, "margin")
    assert (found.kind, found.sentence) == (kind, sentence)
    assert result.kind == kind
    assert (found.limit, found.n) == (-0.125, 8)


def test_a_fall_of_exactly_the_margin_is_a_regression_and_never_a_pass() -> None:
    assert rule_of(judge(quality([v - 0.125 for v in OLD])), "margin").kind == "regression"
    pairs = [0.0625, -0.0625] * 4
    spread = [v - 0.125 + d for v, d in zip(OLD, pairs, strict=True)]
    found = rule_of(judge(quality(spread)), "margin")
    assert (found.observed, found.kind) == (-0.125, "regression")


def test_a_fall_below_the_margin_is_no_regression_however_sure() -> None:
    found = rule_of(judge(quality(_moved(-0.12))), "margin")
    assert found.high is not None
    assert found.high < 0
    assert found.kind == "inconclusive"


def test_a_drop_is_no_regression_while_its_family_interval_holds_zero() -> None:
    new = quality(_moved(-0.17, 8))
    assert rule_of(judge(new), "margin").kind == "regression"
    crowd = judge(new, primary=["quality"], margin={"quality": 0.125}, floor={"quality": 0.1})
    found = rule_of(crowd, "margin")
    assert (crowd.k, found.kind) == (2, "inconclusive")
    assert found.high is not None
    assert found.family_high is not None
    assert found.high < 0 < found.family_high


@given(st.lists(st.floats(-0.3, 0.3), min_size=2, max_size=30), st.floats(0.01, 0.2))
def test_a_margin_passes_just_when_the_interval_lies_above_it(d: list[float], margin: float) -> None:
    old = make_table({"x": {"quality": [0.5] * len(d)}})
    new = make_table({"x": {"quality": [0.5 + x for x in d]}})
    settings: dict[str, Any] = {"primary": ["quality"], "margin": {"quality": margin}}
    found = rule_of(judge(new, old, **settings), "margin")
    assert found.low is not None
    assert found.high is not None
    assert found.observed is not None
    assert (found.kind == "pass") == (found.low > -margin + 1e-9)
    fell = found.high < 0 and found.observed <= -margin + 1e-9
    assert (found.kind == "regression") == (fell and found.kind != "pass")
    differences = np.array([0.5 + x for x in d]) - 0.5
    if np.ptp(differences) > 1e-9:
        expected = reference.ttest_1samp(differences, 0).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_k_counts_statistical_rules_times_pairs_and_both_intervals_are_kept() -> None:
    values = {b: {"quality": OLD, "fit": OLD} for b in ("x", "y")}
    moved = {b: {"quality": _moved(-0.1), "fit": OLD} for b in ("x", "y")}
    settings: dict[str, Any] = {
        "primary": ["quality", "fit"],
        "margin": {"quality": 0.125, "fit": 0.125},
        "floor": {"quality": 0.25},
        "forbid": ["quote.fabricated"],
    }
    result = judge(make_table(moved), make_table(values), **settings)
    assert result.k == 6
    found = rule_of(result, "margin")
    d = np.array(_moved(-0.1)) - np.array(OLD)
    for alpha, limits in ((0.05, (found.low, found.high)), (0.05 / 6, (found.family_low, found.family_high))):
        expected = reference.ttest_1samp(d, 0).confidence_interval(1 - alpha)
        assert limits == pytest.approx((expected.low, expected.high))


def test_the_sentence_prints_both_intervals_when_k_is_above_one() -> None:
    values = {"x": {"quality": OLD, "fit": OLD}}
    settings: dict[str, Any] = {"primary": ["quality", "fit"], "margin": {"quality": 0.125, "fit": 0.125}}
    new = {"x": {"quality": _moved(-0.25), "fit": OLD}}
    found = rule_of(judge(make_table(new), make_table(values), **settings), "margin")
    for low, high in ((found.low, found.high), (found.family_low, found.family_high)):
        assert numbers.interval(low, high) in found.sentence


def test_alpha_of_the_suite_sets_the_intervals() -> None:
    strict, loose = (rule_of(judge(quality(_moved(-0.1)), **MARGIN, alpha=a), "margin") for a in (0.01, 0.2))
    assert strict.low is not None
    assert loose.low is not None
    assert strict.low < loose.low


def test_the_articles_needed_come_from_the_spread_alone() -> None:
    one, other = (rule_of(judge(quality(_moved(by, 10))), "margin") for by in (-0.11, -0.0625))
    assert one.kind == other.kind == "inconclusive"
    sd = float(np.std(np.array(WOBBLE) * 10, ddof=1))
    assert one.articles_needed == other.articles_needed == stats.articles_to_settle(sd, 0.125)


def test_one_article_is_inconclusive() -> None:
    found = rule_of(judge(quality([0.25]), quality([0.5])), "margin")
    assert (found.kind, found.n) == ("inconclusive", 1)
    assert found.sentence == "quality of x changed by −0.250 on one article; it takes more than one to tell."


def test_a_rise_of_a_lower_is_better_metric_is_judged_as_a_fall_and_told_as_a_rise() -> None:
    old = quality(OLD, lower=["quality"])
    assert rule_of(judge(quality(_moved(-0.25), lower=["quality"]), old), "margin").kind == "pass"
    found = rule_of(judge(quality(_moved(0.25), lower=["quality"]), old), "margin")
    assert found.kind == "regression"
    assert "-0.250" not in found.sentence
    assert "fell" not in found.sentence


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"signatures": {"quality": "quality[v=2]"}},
     "the metric's signature changed from quality[v=1] to quality[v=2]"),
    ({"profile": "bullets"}, "the profile differs: brief and bullets"),
    ({"articles": {f"a{i}": f"hash-of-a{i}" if i < 8 else "new" for i in range(1, 9)}},
     "the texts of 1 article changed (a8); bless a new baseline"),
    ({"articles": {f"a{i}": f"hash-of-a{i}" for i in range(1, 8)}}, "1 article is in one run only (a8)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "reason"), CHANGES)
def test_other_metrics_articles_or_profiles_are_unmeasurable(changes: dict[str, Any], reason: str) -> None:
    result = judge(quality(OLD, **changes))
    assert (result.kind, result.exit_code) == ("unmeasurable", 4)
    subject = "quality of x" if "signature" in reason else "x"
    assert [r.sentence for r in result.results if r.kind == "unmeasurable"] == [
        f"{subject} cannot be compared: {reason}."
    ]


@pytest.mark.parametrize("changes", [changes for changes, _ in CHANGES])
def test_a_gate_of_floors_alone_is_unmeasurable_too_on_other_metrics_articles_or_profiles(
    changes: dict[str, Any],
) -> None:
    assert judge(quality(OLD, **changes), floor={"quality": 0.1}).kind == "unmeasurable"


@pytest.mark.parametrize("changes", [changes for changes, reason in CHANGES if "signature" not in reason])
def test_a_gate_of_forbidden_findings_alone_is_unmeasurable_too_on_other_articles_or_profiles(
    changes: dict[str, Any],
) -> None:
    assert judge(quality(OLD, **changes), forbid=["quote.fabricated"]).kind == "unmeasurable"


def test_a_changed_backend_is_told_and_no_refusal() -> None:
    old = quality(OLD, signatures={"x": "made[prompt=one]"})
    result = judge(quality(OLD, signatures={"x": "made[prompt=two]"}), old)
    (change,) = result.changes
    assert (result.kind, change.candidates, change.before, change.after) == (
        "pass", ("x",), "made[prompt=one]", "made[prompt=two]",
    )  # fmt: skip


def test_a_new_backend_is_a_note() -> None:
    result = judge(make_table({"x": {"quality": OLD}, "y": {"quality": [0.0] * 8}}))
    assert result.kind == "pass"
    assert list(result.notes) == ["y is new: the baseline has no such backend, so it is not judged."]


def test_a_baseline_backend_without_partner_is_unmeasurable() -> None:
    old = make_table({"x": {"quality": OLD}, "y": {"quality": OLD}})
    result = judge(quality(OLD), old)
    assert result.kind == "unmeasurable"
    assert rule_of(result, "comparable").sentence == "Baseline backend y has no partner in this run."


def test_controls_need_no_partner_and_are_not_judged() -> None:
    values = {"x": {"quality": OLD}, "copy": {"quality": OLD}}
    worse = make_table({"x": {"quality": OLD}, "copy": {"quality": [0.0] * 8}}, controls=["copy"])
    for new in (quality(OLD), worse):
        result = judge(new, make_table(values, controls=["copy"]))
        assert (result.kind, result.k, result.notes) == ("pass", 1, [])
    nothing = judge(quality(OLD, controls=["x"]), quality(OLD, controls=["x"]))
    assert [r.sentence for r in nothing.results] == ["The baseline has no backend to compare with."]
    assert nothing.kind == "unmeasurable"


def test_pairs_override_names() -> None:
    old = make_table({"one": {"quality": OLD}})
    result = judge(make_table({"two": {"quality": OLD}}), old, **MARGIN, pairs={"two": "one"})
    found = rule_of(result, "margin")
    assert (result.kind, found.backend, found.baseline) == ("pass", "two", "one")
    with pytest.raises(InputError) as caught:
        judge(make_table({"two": {"quality": OLD}}), old, **MARGIN, pairs={"two": "uno"})
    assert str(caught.value) == "[gate] pairs: two = uno: no such candidate or baseline backend"


def test_the_worst_rule_wins() -> None:
    inconclusive = quality(UNSURE)
    assert judge(inconclusive, **MARGIN, floor={"quality": 0.1}).kind == "inconclusive"
    broken = judge(inconclusive, **MARGIN, floor={"quality": 0.95})
    assert {r.kind for r in broken.results} >= {"inconclusive", "regression", "pass"}
    assert broken.kind == "regression"
    lost = judge(inconclusive, **MARGIN, floor={"quality": 0.95}, max_cost=1.0)
    assert (lost.kind, lost.exit_code) == ("unmeasurable", 4)


@pytest.mark.parametrize("policy", ["pass", "warn", "fail"])
def test_exit_codes_follow_the_policy_for_inconclusive_only(policy: str) -> None:
    codes = {
        kind: (result.kind, result.exit_code)
        for kind, values in (("pass", OLD), ("regression", _moved(-0.25)), ("inconclusive", UNSURE))
        for result in [judge(quality(values), **MARGIN, inconclusive=policy)]
    }
    assert codes == {
        "pass": ("pass", 0),
        "regression": ("regression", 1),
        "inconclusive": ("inconclusive", 3 if policy == "fail" else 0),
    }


def test_the_json_document_carries_every_rule() -> None:
    result = judge(quality(_moved(-0.25)), **MARGIN, floor={"quality": 0.1}, inconclusive="fail")
    document = to_json(result, "new-run", "old-run")
    assert encode(document)
    assert {key: value for key, value in document.items() if key not in ("rules", "worst", "guarantees")} == {
        "schema": 1, "kind": "regression", "exit_code": 1, "policy": {"inconclusive": "fail"}, "alpha": 0.05,
        "k": 2, "candidate": "new-run", "baseline": "old-run", "suite": "small", "n_articles": 8,
        "notes": [], "changes": [], "forbidden": [],
    }  # fmt: skip
    assert [r["rule"] for r in document["rules"]] == ["margin", "floor", "failed", "unscored"]
    assert document["rules"][0]["details"][0] == "a2: −0.280"
