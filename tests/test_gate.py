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
from harness.aggregate import Table, tabulate_rows
from harness.errors import InputError
from harness.gate import Gate, Result, Verdict, gate, to_json
from harness.jsonl import encode
from harness.suite import GateSettings
from harness.types import Row, State
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, make_table

OLD = [0.5, 0.625, 0.75, 0.5, 0.625, 0.75, 0.875, 0.5]
WOBBLE = [0.03, -0.03, 0.02, -0.02, 0.01, -0.01, 0.02, -0.02]
MARGIN: dict[str, Any] = {"primary": ["quality"], "margin": {"quality": 0.125}}


def _moved(by: float, times: float = 1.0) -> list[float]:
    return [value + by + times * wobble for value, wobble in zip(OLD, WOBBLE, strict=True)]


UNSURE = _moved(-0.11, 10)


def _judge(
    new: Table,
    old: Table | None = None,
    seconds: Mapping[tuple[str, str, int], float] | None = None,
    **settings: Any,
) -> Gate:
    base = make_table({"x": {"quality": OLD}}) if old is None else old
    return gate(new, base, GateSettings.model_validate(settings or MARGIN), dict(seconds or {}))


def _quality(values: Sequence[float | None], **more: Any) -> Table:
    return make_table({"x": {"quality": values}}, **more)


def _rule(result: Gate, rule: str) -> Result:
    return next(r for r in result.results if r.rule == rule)


def _states(states: Sequence[State], **more: Any) -> Table:
    rows = [
        make_row(f"a{i + 1}", "x", {"quality": value}, state=state, **more)
        for i, (state, value) in enumerate(zip(states, OLD, strict=False))
    ]
    return tabulate_rows(make_info([r.article for r in rows], [make_backend("x")], [make_metric()]), rows)


@pytest.mark.parametrize(
    ("new", "kind", "sentence"),
    [
        (_moved(0.0), "pass",
         "quality of x changed by +0.000 [-0.019, +0.019] over 8 articles (only 8 of 8 articles changed): "
         "a fall of 0.125 or more is ruled out."),
        (OLD, "pass",
         "quality of x changed on none of 8 articles: a fall of 0.125 or more is ruled out."),
        (_moved(-0.0625), "pass",
         "quality of x changed by -0.062 [-0.081, -0.044] over 8 articles (only 8 of 8 articles changed): "
         "a fall of 0.125 or more is ruled out."),
        (_moved(-0.25), "regression",
         "quality of x changed by -0.250 [-0.269, -0.231] over 8 articles (only 8 of 8 articles changed): "
         "it fell by the margin of 0.125 or more."),
        (UNSURE, "inconclusive",
         "quality of x changed by -0.110 [-0.300, +0.080] over 8 articles (only 8 of 8 articles changed): "
         "a fall of 0.125 can neither be shown nor ruled out; about 28 articles would settle it."),
    ],
)  # fmt: skip
def test_a_margin_gives_each_verdict_and_says_what_was_seen(
    new: list[float], kind: Verdict, sentence: str
) -> None:
    result = _judge(_quality(new))
    found = _rule(result, "margin")
    assert (found.kind, found.sentence) == (kind, sentence)
    assert result.kind == kind
    assert (found.limit, found.n) == (-0.125, 8)


def test_a_fall_of_exactly_the_margin_is_a_regression_and_never_a_pass() -> None:
    assert _rule(_judge(_quality([v - 0.125 for v in OLD])), "margin").kind == "regression"
    pairs = [0.0625, -0.0625] * 4
    spread = [v - 0.125 + d for v, d in zip(OLD, pairs, strict=True)]
    found = _rule(_judge(_quality(spread)), "margin")
    assert (found.observed, found.kind) == (-0.125, "regression")


def test_a_fall_below_the_margin_is_no_regression_however_sure() -> None:
    found = _rule(_judge(_quality(_moved(-0.12))), "margin")
    assert found.high is not None
    assert found.high < 0
    assert found.kind == "inconclusive"


def test_a_drop_is_no_regression_while_its_family_interval_holds_zero() -> None:
    new = _quality(_moved(-0.17, 8))
    assert _rule(_judge(new), "margin").kind == "regression"
    crowd = _judge(new, primary=["quality"], margin={"quality": 0.125}, floor={"quality": 0.1})
    found = _rule(crowd, "margin")
    assert (crowd.k, found.kind) == (2, "inconclusive")
    assert found.high is not None
    assert found.family_high is not None
    assert found.high < 0 < found.family_high


@given(st.lists(st.floats(-0.3, 0.3), min_size=2, max_size=30), st.floats(0.01, 0.2))
def test_a_margin_passes_just_when_the_interval_lies_above_it(d: list[float], margin: float) -> None:
    old = make_table({"x": {"quality": [0.5] * len(d)}})
    new = make_table({"x": {"quality": [0.5 + x for x in d]}})
    settings: dict[str, Any] = {"primary": ["quality"], "margin": {"quality": margin}}
    found = _rule(_judge(new, old, **settings), "margin")
    assert found.low is not None
    assert found.high is not None
    assert found.observed is not None
    assert (found.kind == "pass") == (found.low > -margin)
    fell = found.high < 0 and found.observed <= -margin
    assert (found.kind == "regression") == (fell and found.low <= -margin)
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
    result = _judge(make_table(moved), make_table(values), **settings)
    assert result.k == 6
    found = _rule(result, "margin")
    d = np.array(_moved(-0.1)) - np.array(OLD)
    for alpha, limits in ((0.05, (found.low, found.high)), (0.05 / 6, (found.family_low, found.family_high))):
        expected = reference.ttest_1samp(d, 0).confidence_interval(1 - alpha)
        assert limits == pytest.approx((expected.low, expected.high))


def test_the_sentence_prints_both_intervals_when_k_is_above_one() -> None:
    values = {"x": {"quality": OLD, "fit": OLD}}
    settings: dict[str, Any] = {"primary": ["quality", "fit"], "margin": {"quality": 0.125, "fit": 0.125}}
    new = {"x": {"quality": _moved(-0.25), "fit": OLD}}
    found = _rule(_judge(make_table(new), make_table(values), **settings), "margin")
    for low, high in ((found.low, found.high), (found.family_low, found.family_high)):
        assert f"[{low:+.3f}, {high:+.3f}]" in found.sentence


def test_alpha_of_the_suite_sets_the_intervals() -> None:
    strict, loose = (_rule(_judge(_quality(_moved(-0.1)), **MARGIN, alpha=a), "margin") for a in (0.01, 0.2))
    assert strict.low is not None
    assert loose.low is not None
    assert strict.low < loose.low


def test_the_articles_needed_come_from_the_spread_alone() -> None:
    one, other = (_rule(_judge(_quality(_moved(by, 10))), "margin") for by in (-0.11, -0.0625))
    assert one.kind == other.kind == "inconclusive"
    sd = float(np.std(np.array(WOBBLE) * 10, ddof=1))
    assert one.articles_needed == other.articles_needed == stats.articles_to_settle(sd, 0.125)


def test_one_article_is_inconclusive() -> None:
    found = _rule(_judge(_quality([0.25]), _quality([0.5])), "margin")
    assert (found.kind, found.n) == ("inconclusive", 1)
    assert found.sentence == "quality of x changed by -0.250 on one article; it takes more than one to tell."


def test_a_rise_of_a_lower_is_better_metric_is_judged_as_a_fall_and_told_as_a_rise() -> None:
    old = _quality(OLD, lower=["quality"])
    assert _rule(_judge(_quality(_moved(-0.25), lower=["quality"]), old), "margin").kind == "pass"
    found = _rule(_judge(_quality(_moved(0.25), lower=["quality"]), old), "margin")
    assert found.kind == "regression"
    assert "-0.250" not in found.sentence
    assert "fell" not in found.sentence


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
    result = _judge(_quality(OLD, lower=lower), _quality(OLD, lower=lower), floor={"quality": floor})
    (interval,) = stats.mean_intervals(np.array([OLD]), seed=7)
    assert interval is not None
    found = _rule(result, "floor")
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
    found = _rule(_judge(_quality(values), _quality([0.5] * len(values)), floor={"quality": 0.5}), "floor")
    assert (found.kind, found.sentence) == (kind, sentence)


def test_a_floor_at_the_low_end_is_kept() -> None:
    result = _judge(_quality([0.5] * 8), floor={"quality": 0.5})
    assert _rule(result, "floor").kind == "pass"


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
    result = _judge(new, old, forbid=["quote.fabricated"])
    found = _rule(result, "forbid")
    assert (found.kind, found.sentence, result.kind) == (kind, sentence, kind)


def test_a_known_finding_is_known_on_its_own_article_only() -> None:
    info = make_info(["a1", "a2"], [make_backend("x")], [make_metric()])
    rows = {
        article: [
            make_row(a, "x", {"quality": 0.5}, findings=[make_finding()] * (a == article))
            for a in info.articles
        ]
        for article in info.articles
    }
    result = _judge(
        tabulate_rows(info, rows["a1"]), tabulate_rows(info, rows["a2"]), forbid=["quote.fabricated"]
    )
    found = _rule(result, "forbid")
    assert (found.kind, list(found.details)) == ("regression", ["a1: A text"])


@pytest.mark.parametrize("state", ["refused", "empty", "truncated"])
def test_more_failed_summaries_are_a_regression_beyond_what_is_allowed(state: State) -> None:
    new: Table = _states([state, state, *["ok"] * 6])
    old = _states([state, *["ok"] * 7])
    found = _rule(_judge(new, old, forbid=["c"]), "failed")
    assert (found.kind, list(found.details)) == ("regression", ["a2"])
    assert found.sentence == (
        "x refused, left empty or cut off 25.0% of its summaries, the baseline 12.5% (8 articles); "
        "an increase of 0.0% is allowed."
    )
    assert _rule(_judge(new, old, max_failed_increase=0.125), "failed").kind == "pass"
    assert _rule(_judge(old, new, forbid=["c"]), "failed").kind == "pass"


def test_a_summarizer_that_could_not_be_asked_did_not_fail() -> None:
    found = _rule(_judge(_states(["infra_error", *["ok"] * 7]), forbid=["c"]), "failed")
    assert (found.kind, found.observed, found.n) == ("pass", 0.0, 7)


@pytest.mark.parametrize("state", ["infra_error", "metric_error"])
def test_rows_that_could_not_be_measured_are_unmeasurable_beyond_what_is_allowed(state: State) -> None:
    new = _states(["ok"] * 7 + ["infra_error"])
    if state == "metric_error":
        rows = [make_row(f"a{i + 1}", "x", {"quality": "broke" if i == 7 else OLD[i]}) for i in range(8)]
        new = tabulate_rows(new.info, [r.model_copy(update={"state": "metric_error"}) for r in rows])
    result = _judge(new)
    found = _rule(result, "unscored")
    assert (found.kind, list(found.details)) == ("unmeasurable", ["a8"])
    assert found.sentence == "quality of x: 1 of 8 rows could not be measured (12.5%; 0.0% allowed)."
    assert (result.kind, result.exit_code) == ("unmeasurable", 4)
    assert _rule(_judge(new, **MARGIN, max_unscored_share=0.125), "unscored").kind == "pass"


def test_a_run_that_lacks_rows_is_unmeasurable() -> None:
    info = make_info([f"a{i + 1}" for i in range(8)], [make_backend("x")], [make_metric()])
    rows = [make_row(f"a{i + 1}", "x", {"quality": OLD[i]}) for i in range(4)]
    result = _judge(tabulate_rows(info, rows))
    assert _rule(result, "unscored").sentence == (
        "quality of x: 4 articles have no row (a5, a6, a7, …); finish the run."
    )
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
    table = _states(["truncated", "truncated", *["ok"] * 6], cost_usd=0.5)
    seconds = {("a1", "x", 0): 1.0, ("a2", "x", 0): 3.0, ("a1", "y", 0): 90.0}
    key = "max_truncated_share" if rule == "truncated" else f"max_{rule}"
    result = _judge(table, table, seconds, **{key: limit})
    found = _rule(result, rule)
    assert (found.kind, found.sentence, result.kind) == (kind, sentence, kind)


@pytest.mark.parametrize("rule", ["cost", "seconds"])
def test_a_limit_on_what_was_not_recorded_is_unmeasurable(rule: str) -> None:
    found = _rule(_judge(_states(["ok"] * 8), **{f"max_{rule}": 2.5}), rule)
    assert found.kind == "unmeasurable"
    assert found.sentence == f"x: {rule} is not recorded in this run, so the limit of 2.5 cannot be checked."
    assert not [r for r in _judge(_states(["ok"] * 8), forbid=["c"]).results if r.rule == rule]


CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"signatures": {"quality": "quality[v=2]"}},
     "the metric's signature changed from quality[v=1] to quality[v=2]"),
    ({"profile": "bullets"}, "the profile differs: brief and bullets"),
    ({"articles": {f"a{i}": f"hash-of-a{i}" if i < 8 else "new" for i in range(1, 9)}},
     "the texts of 1 articles changed (a8); bless a new baseline"),
    ({"articles": {f"a{i}": f"hash-of-a{i}" for i in range(1, 8)}}, "1 articles are in one run only (a8)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "reason"), CHANGES)
def test_other_metrics_articles_or_profiles_are_unmeasurable(changes: dict[str, Any], reason: str) -> None:
    result = _judge(_quality(OLD, **changes))
    assert (result.kind, result.exit_code) == ("unmeasurable", 4)
    assert _rule(result, "margin").sentence == f"quality of x cannot be compared: {reason}."


@pytest.mark.parametrize("changes", [changes for changes, _ in CHANGES])
def test_a_gate_of_floors_alone_is_unmeasurable_too_on_other_metrics_articles_or_profiles(
    changes: dict[str, Any],
) -> None:
    assert _judge(_quality(OLD, **changes), floor={"quality": 0.1}).kind == "unmeasurable"


def test_a_changed_backend_is_a_note_and_no_refusal() -> None:
    old = _quality(OLD, signatures={"x": "made[prompt=one]"})
    result = _judge(_quality(OLD, signatures={"x": "made[prompt=two]"}), old)
    assert (result.kind, list(result.notes)) == ("pass", ["x: made[prompt=one] became made[prompt=two]."])


def test_a_new_backend_is_a_note() -> None:
    result = _judge(make_table({"x": {"quality": OLD}, "y": {"quality": [0.0] * 8}}))
    assert result.kind == "pass"
    assert list(result.notes) == ["y is new: the baseline has no such backend, so it is not judged."]


def test_a_baseline_backend_without_partner_is_unmeasurable() -> None:
    old = make_table({"x": {"quality": OLD}, "y": {"quality": OLD}})
    result = _judge(_quality(OLD), old)
    assert result.kind == "unmeasurable"
    assert _rule(result, "comparable").sentence == "Baseline backend y has no partner in this run."


def test_controls_need_no_partner_and_are_not_judged() -> None:
    values = {"x": {"quality": OLD}, "copy": {"quality": OLD}}
    worse = make_table({"x": {"quality": OLD}, "copy": {"quality": [0.0] * 8}}, controls=["copy"])
    for new in (_quality(OLD), worse):
        result = _judge(new, make_table(values, controls=["copy"]))
        assert (result.kind, result.k, result.notes) == ("pass", 1, [])
    nothing = _judge(_quality(OLD, controls=["x"]), _quality(OLD, controls=["x"]))
    assert [r.sentence for r in nothing.results] == ["The baseline has no backend to compare with."]
    assert nothing.kind == "unmeasurable"


def test_pairs_override_names() -> None:
    old = make_table({"one": {"quality": OLD}})
    result = _judge(make_table({"two": {"quality": OLD}}), old, **MARGIN, pairs={"two": "one"})
    found = _rule(result, "margin")
    assert (result.kind, found.backend, found.baseline) == ("pass", "two", "one")
    with pytest.raises(InputError) as caught:
        _judge(make_table({"two": {"quality": OLD}}), old, **MARGIN, pairs={"two": "uno"})
    assert str(caught.value) == "[gate] pairs: two = uno: no such candidate or baseline backend"


def test_the_worst_rule_wins() -> None:
    inconclusive = _quality(UNSURE)
    assert _judge(inconclusive, **MARGIN, floor={"quality": 0.1}).kind == "inconclusive"
    broken = _judge(inconclusive, **MARGIN, floor={"quality": 0.95})
    assert {r.kind for r in broken.results} >= {"inconclusive", "regression", "pass"}
    assert broken.kind == "regression"
    lost = _judge(inconclusive, **MARGIN, floor={"quality": 0.95}, max_cost=1.0)
    assert (lost.kind, lost.exit_code) == ("unmeasurable", 4)


@pytest.mark.parametrize("policy", ["pass", "warn", "fail"])
def test_exit_codes_follow_the_policy_for_inconclusive_only(policy: str) -> None:
    codes = {
        kind: (result.kind, result.exit_code)
        for kind, values in (("pass", OLD), ("regression", _moved(-0.25)), ("inconclusive", UNSURE))
        for result in [_judge(_quality(values), **MARGIN, inconclusive=policy)]
    }
    assert codes == {
        "pass": ("pass", 0),
        "regression": ("regression", 1),
        "inconclusive": ("inconclusive", 3 if policy == "fail" else 0),
    }


def test_the_json_document_carries_every_rule() -> None:
    result = _judge(_quality(_moved(-0.25)), **MARGIN, floor={"quality": 0.1}, inconclusive="fail")
    document = to_json(result, "new-run", "old-run")
    assert encode(document)
    assert {key: value for key, value in document.items() if key != "rules"} == {
        "schema": 1, "kind": "regression", "exit_code": 1, "policy": {"inconclusive": "fail"}, "alpha": 0.05,
        "k": 2, "candidate": "new-run", "baseline": "old-run", "notes": [],
    }  # fmt: skip
    assert [r["rule"] for r in document["rules"]] == ["margin", "floor", "failed", "unscored"]
    assert document["rules"][0]["details"][0] == "a2: -0.280"
