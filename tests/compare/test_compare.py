"""Comparisons: who is paired with whom, what may be compared, and what may be said of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pytest
from scipy import stats as reference

from harness import stats
from harness.aggregate import Table
from harness.compare import Comparison, Outcome, caveat, compare, differences, lost_to_correction
from harness.errors import InputError
from tests.made_runs import make_table

OLD = [0.50, 0.52, 0.47, 0.55, 0.60, 0.41, 0.58, 0.49, 0.53, 0.44, 0.62, 0.51]
WOBBLE = [0.02, -0.01, 0.03, -0.02, 0.01, 0.0, 0.02, -0.03, 0.01, -0.01, 0.0, -0.02]


def _shifted(by: float) -> list[float]:
    return [value + by + wobble for value, wobble in zip(OLD, WOBBLE, strict=True)]


def _two(new: Sequence[float | None], old: Sequence[float | None] = OLD, *, lower: Sequence[str] = ()) -> Comparison:
    (found,) = compare(
        [make_table({"old": {"quality": old}, "new": {"quality": new}}, lower=lower)], ["run"]
    ).comparisons
    return found


def test_backends_are_paired_by_article_and_not_by_position() -> None:
    old = make_table({"x": {"quality": [0.1, 0.5, 0.9]}})
    hashes = dict(reversed(list(old.info.articles.items())))
    new = make_table({"x": {"quality": [0.2, 0.5, 0.7]}}, articles=hashes)
    (found,) = compare([old, new], ["one", "two"]).comparisons
    assert found.effect is not None
    assert (found.effect.wins, found.effect.losses, found.effect.n) == (1, 1, 3)
    assert found.effect.mean == pytest.approx((0.1 - 0.2) / 3)
    members = compare([old, new], ["one", "two"]).members
    paired, unpaired = differences(members[0], members[1], "quality")
    assert paired == pytest.approx({"a1": 0.1, "a2": 0.0, "a3": -0.2})
    assert unpaired == []


def test_the_effect_is_candidate_minus_baseline_by_student_and_sign_flip() -> None:
    found = _two(_shifted(0.1))
    d = [new - old for new, old in zip(_shifted(0.1), OLD, strict=True)]
    limits = reference.ttest_1samp(d, 0).confidence_interval(0.95)
    assert found.effect is not None
    assert (found.baseline, found.candidate) == ("old", "new")
    assert found.effect.mean == pytest.approx(0.1)
    assert (found.effect.low, found.effect.high) == pytest.approx((limits.low, limits.high))
    assert found.effect.p == pytest.approx(2 / 2**12)


def test_articles_without_a_partner_are_listed_and_left_out() -> None:
    found = _two([0.5, None, 0.7, 0.8], [0.4, 0.5, None, 0.6])
    assert found.unpaired == ["a2", "a3"]
    assert found.effect is not None
    assert found.effect.n == 2
    assert found.effect.mean == pytest.approx(0.15)


def test_an_article_whose_texts_changed_has_no_partner() -> None:
    old = make_table({"x": {"quality": [0.1, 0.2, 0.3]}})
    new = make_table({"x": {"quality": [0.1, 0.2, 0.9]}}, articles={**old.info.articles, "a3": "another"})
    (found,) = compare([old, new], ["one", "two"]).comparisons
    assert found.unpaired == ["a3"]
    assert found.effect is not None
    assert (found.effect.n, found.outcome) == (2, "unchanged")


def test_an_article_of_one_run_only_has_no_partner() -> None:
    (found,) = compare(
        [make_table({"x": {"quality": [0.1, 0.2]}}), make_table({"x": {"quality": [0.1, 0.2, 0.9]}})],
        ["1", "2"],
    ).comparisons
    assert found.unpaired == ["a3"]
    assert found.outcome == "unchanged"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"signatures": {"quality": "quality[v=2]"}},
            "the metric's signature changed from quality[v=1] to quality[v=2]",
        ),
        ({"profile": "bullets"}, "the profile differs: brief and bullets"),
        ({"language": "de"}, "the language differs: en and de"),
        ({"articles": {"b1": "h"}}, "no article has a score on both sides"),
    ],
)
def test_what_is_not_comparable_says_why(changes: Mapping[str, object], reason: str) -> None:
    old = make_table({"x": {"quality": OLD}})
    new = make_table({"x": {"quality": OLD}}, **changes)  # type: ignore[arg-type]
    (found,) = compare([old, new], ["one", "two"]).comparisons
    assert (found.outcome, found.reason) == ("not_comparable", reason)
    assert (found.effect, found.p_adjusted, found.family) == (None, None, 0)


def test_a_metric_of_one_run_only_is_not_comparable() -> None:
    first = make_table({"x": {"quality": OLD, "fit": OLD}})
    second = make_table({"x": {"quality": OLD, "reach": OLD}})
    reasons = {c.metric: c.reason for c in compare([first, second], ["one", "two"]).comparisons}
    assert reasons == {
        "quality": None,
        "fit": "the candidate has no metric fit",
        "reach": "the baseline has no metric reach",
    }


def test_a_changed_backend_is_compared() -> None:
    old = make_table({"x": {"quality": OLD}}, signatures={"x": "made[prompt=one]"})
    new = make_table({"x": {"quality": _shifted(0.1)}}, signatures={"x": "made[prompt=two]"})
    assert [c.outcome for c in compare([old, new], ["one", "two"]).comparisons] == ["better"]


def test_controls_are_aggregated_and_never_compared() -> None:
    values = {name: {"quality": OLD} for name in ("copy", "x", "y")}
    table = make_table(values, controls=["copy"])
    one = compare([table], ["run"])
    assert [(c.baseline, c.candidate) for c in one.comparisons] == [("x", "y")]
    assert [a.backend for a in one.aggregates] == ["copy", "x", "y"]
    two = compare([table, make_table(values, controls=["copy"])], ["one", "two"])
    assert [(c.baseline, c.candidate) for c in two.comparisons] == [
        ("one: x", "two: x"),
        ("one: y", "two: y"),
    ]


def test_neutral_metrics_are_not_compared() -> None:
    table = make_table({"x": {"quality": OLD, "length": OLD}, "y": {"quality": OLD, "length": OLD}})
    neutral = tuple(
        m.model_copy(update={"higher_is_better": None}) if m.name == "length" else m for m in table.info.metrics
    )
    info = table.info.model_copy(update={"metrics": neutral})
    report = compare([Table(info, table.cells, table.states, table.costs)], ["run"])
    assert {c.metric for c in report.comparisons} == {"quality"}
    assert {a.metric for a in report.aggregates} == {"quality", "length"}


def test_one_run_compares_every_pair_of_its_backends() -> None:
    table = make_table({name: {"quality": OLD} for name in "wxyz"})
    found = [(c.baseline, c.candidate) for c in compare([table], ["run"]).comparisons]
    assert found == list(itertools.combinations("wxyz", 2))


def test_several_runs_compare_each_backend_with_its_name_in_the_first() -> None:
    tables = [make_table({name: {"quality": OLD} for name in names}) for names in (("x", "y"), ("y", "z"), ("x",))]
    report = compare(tables, ["one", "two", "three"])
    assert [(c.baseline, c.candidate) for c in report.comparisons] == [
        ("one: y", "two: y"),
        ("one: x", "three: x"),
    ]
    assert [m.name for m in report.members] == ["one: x", "one: y", "two: y", "two: z", "three: x"]
    assert [a.backend for a in report.aggregates] == [m.name for m in report.members]


@pytest.mark.parametrize(
    ("by", "higher", "lower"),
    [(0.1, "better", "worse"), (-0.1, "worse", "better"), (0.001, "unclear", "unclear")],
)
def test_the_outcome_follows_the_interval_and_the_metrics_direction(by: float, higher: Outcome, lower: Outcome) -> None:
    assert _two(_shifted(by)).outcome == higher
    assert _two(_shifted(by), lower=["quality"]).outcome == lower


def test_unchanged_means_that_no_article_changed() -> None:
    assert _two(OLD).outcome == "unchanged"
    swapped = [OLD[1], OLD[0], *OLD[2:]]
    assert _two(swapped).outcome == "unclear"


def test_one_article_is_unclear_and_says_so() -> None:
    found = _two([0.9], [0.1])
    assert found.outcome == "unclear"
    assert found.effect is not None
    assert caveat(found.effect) == "one article gives no interval"


@pytest.mark.parametrize(
    ("n_changed", "said"),
    [(0, None), (3, "only 3 of 12 articles changed"), (9, "only 9 of 12 articles changed"), (10, None)],
)
def test_few_changed_articles_are_said(n_changed: int, said: str | None) -> None:
    new = [value + 0.1 * (i < n_changed) for i, value in enumerate(OLD)]
    effect = _two(new).effect
    assert effect is not None
    assert caveat(effect) == said


def test_few_articles_that_all_changed_are_not_counted_twice() -> None:
    few, equal = _two(_shifted(0.1)[:5], OLD[:5]).effect, _two([v + 0.1 for v in OLD[:5]], OLD[:5]).effect
    assert few is not None
    assert equal is not None
    assert caveat(few) == "few for an interval"
    assert caveat(equal) == "all differ by the same, too few for an interval"


COLUMNS = {"w": OLD, "x": _shifted(0.1), "y": _shifted(0.015), "z": OLD}


def test_the_primary_metrics_are_one_family_and_the_others_exploration() -> None:
    metrics = ("coverage", "structure", "rouge1", "rouge2")
    report = compare([make_table({b: dict.fromkeys(metrics, v) for b, v in COLUMNS.items()})], ["run"])
    assert report.primary == ["coverage", "structure"]
    for chosen, correction, adjust in (
        (metrics[:2], "holm", stats.holm),
        (metrics[2:], "benjamini-hochberg", stats.benjamini_hochberg),
    ):
        family = [c for c in report.comparisons if c.metric in chosen]
        raw = [c.effect.p_t for c in family if c.effect and c.effect.p_t is not None]
        assert [c.p_adjusted for c in family] == pytest.approx(adjust(raw))
        assert {(c.family, c.correction) for c in family} == {(12, correction)}


@pytest.mark.parametrize(
    ("metrics", "declared", "primary"),
    [
        (("rouge1", "structure", "coverage"), (), ["structure", "coverage"]),
        (("rouge1", "structure", "coverage"), ("rouge1",), ["rouge1"]),
        (("rouge1", "structure", "coverage"), ("gone",), ["structure", "coverage"]),
        (("a", "b", "c", "d"), (), ["a", "b", "c"]),
        (("a", "b", "c", "d"), ("d",), ["d"]),
    ],
)
def test_primary_is_what_was_declared_before_the_data_were_seen(
    metrics: Sequence[str], declared: Sequence[str], primary: Sequence[str]
) -> None:
    suite = {"gate": {"primary": list(declared)}}
    table = make_table({b: dict.fromkeys(metrics, OLD) for b in "xy"}, suite=suite)
    assert compare([table], ["run"]).primary == primary


def test_what_the_articles_resolve_knows_the_family() -> None:
    alone = _two(_shifted(0.02))
    assert alone.effect is not None
    crowd = compare([make_table({b: {"quality": v} for b, v in COLUMNS.items()})], ["run"]).comparisons[1]
    assert crowd.effect is not None
    assert crowd.effect.detectable == stats.detectable(crowd.effect.sd or 0, 12, comparisons=6)
    assert alone.effect.detectable == stats.detectable(alone.effect.sd or 0, 12)


def test_what_the_articles_resolve_knows_the_family_of_exploration_too() -> None:
    metrics = ("coverage", "rouge1", "rouge2")
    report = compare([make_table({b: dict.fromkeys(metrics, v) for b, v in COLUMNS.items()})], ["run"])
    for c in report.comparisons:
        k = 6 if c.metric == "coverage" else 12
        assert c.effect is not None
        sd = c.effect.sd
        assert c.effect.detectable == (stats.detectable(sd, 12, comparisons=k) if sd else None)
    assert {c.effect.detectable is None for c in report.comparisons if c.effect} == {True, False}


def test_a_pair_wins_alone_and_not_in_a_family_that_it_does_not_stand() -> None:
    new = _shifted(0.0135)
    alone = _two(new)
    assert alone.outcome == "better"
    assert (alone.family, alone.p_adjusted) == (1, alone.effect and alone.effect.p_t)
    crowd = make_table({"old": {"quality": OLD}, "new": {"quality": new}, "z": {"quality": _shifted(0.008)}})
    found = compare([crowd], ["run"]).comparisons[0]
    assert found.effect == alone.effect or (found.effect and found.effect.low and found.effect.low > 0)
    assert found.p_adjusted is not None
    assert (found.outcome, found.p_adjusted > 0.05, found.family) == ("unclear", True, 3)


@pytest.mark.parametrize("by", [0.1, 0.25])
@pytest.mark.parametrize(("n", "outcome"), [(2, "unclear"), (5, "unclear"), (6, "better"), (12, "better")])
def test_equal_differences_win_where_their_signs_alone_are_enough(by: float, n: int, outcome: Outcome) -> None:
    found = _two([value + by for value in OLD[:n]], OLD[:n])
    assert (found.outcome, found.p_adjusted) == (outcome, 2.0 ** (1 - n))
    assert not lost_to_correction(found)


def test_equal_differences_must_stand_the_correction_by_their_signs() -> None:
    values = {"old": OLD[:6], "new": [v + 0.1 for v in OLD[:6]], "noisy": _shifted(0)[:6]}
    found = compare([make_table({b: {"quality": v} for b, v in values.items()})], ["run"]).comparisons[0]
    assert found.p_adjusted == pytest.approx(2 / 32)
    assert found.outcome == "unclear"
    assert lost_to_correction(found)


def test_pairs_that_cannot_be_compared_stand_outside_the_family() -> None:
    values: dict[str, dict[str, Sequence[float | None]]] = {
        "x": {"quality": OLD},
        "y": {"quality": _shifted(0.1)},
        "z": {"quality": [None] * 12},
    }
    found = compare([make_table(values)], ["run"]).comparisons
    assert [(c.family, c.outcome) for c in found] == [
        (1, "better"),
        (1, "not_comparable"),
        (1, "not_comparable"),
    ]


def test_runs_without_a_common_backend_are_compared_pair_by_pair() -> None:
    tables = [make_table({name: {"quality": OLD} for name in names}) for names in (("x",), ("y", "z"))]
    report = compare(tables, ["one", "two"])
    assert [(c.baseline, c.candidate) for c in report.comparisons] == [
        ("one: x", "two: y"),
        ("one: x", "two: z"),
        ("two: y", "two: z"),
    ]


def test_every_pair_is_compared_across_runs_where_that_is_asked_for() -> None:
    tables = [make_table({name: {"quality": OLD} for name in "xy"}) for _ in range(2)]
    assert len(compare(tables, ["one", "two"]).comparisons) == 2
    assert len(compare(tables, ["one", "two"], every=True).comparisons) == 6


def test_a_backend_of_another_name_is_compared_where_the_pair_is_given() -> None:
    tables = [make_table({name: {"quality": OLD} for name in names}) for names in (("x", "y"), ("x", "z"))]
    report = compare(tables, ["one", "two"], chosen={"z": "y"})
    assert [(c.baseline, c.candidate) for c in report.comparisons] == [("one: x", "two: x"), ("one: y", "two: z")]
    with pytest.raises(InputError, match=r"^pair 'w': a later run has no such backend; it has x, z$"):
        compare(tables, ["one", "two"], chosen={"w": "y"})
    with pytest.raises(InputError, match=r"^pair 'w': the first run has no such backend; it has x, y$"):
        compare(tables, ["one", "two"], chosen={"z": "w"})


def test_a_difference_up_to_epsilon_is_a_tie() -> None:
    new = [OLD[0] + 0.02, OLD[1] - 0.02, OLD[2] + 0.0004, OLD[3] - 0.0004, *OLD[4:]]
    table = make_table({"old": {"quality": OLD}, "new": {"quality": new}})
    for epsilon, wins, losses in ((0.0005, 1, 1), (0.0, 2, 2), (0.1, 0, 0)):
        (found,) = compare([table], ["run"], epsilon=epsilon).comparisons
        assert found.effect is not None
        assert (found.effect.wins, found.effect.losses, found.effect.n_nonzero) == (wins, losses, 4)


def test_a_comparison_is_seeded_by_the_suite() -> None:
    def p(seed: int) -> float | None:
        values = {"x": {"quality": OLD * 2}, "y": {"quality": [*_shifted(0.01), *_shifted(-0.002)]}}
        (found,) = compare([make_table(values, seed=seed)], ["run"]).comparisons
        return found.effect.p if found.effect else None

    assert p(7) == p(7) != p(8)
