"""What a plan says of made runs."""

from __future__ import annotations

import numpy as np
import pytest

from harness import plan as planning
from harness import stats
from harness.aggregate import tabulate_rows
from harness.errors import InputError
from harness.limits import GateSettings
from harness.plan import tables, words
from harness.plan.power import sd_interval
from tests.made_runs import make_backend, make_info, make_metric, make_row, make_table
from tests.plan.made_plans import OTHER, THIRD, WAVE, golden, pilot_of, sampled


def test_a_plan_from_one_run_takes_the_middle_pair_and_leaves_controls_out() -> None:
    (found,) = planning.plan(golden()).metrics
    pairs = {"xy": (WAVE, OTHER), "xz": (WAVE, THIRD), "yz": (OTHER, THIRD)}
    sds = sorted(float(np.std(np.subtract(b, a), ddof=1)) for a, b in pairs.values())
    assert found.spread is not None
    assert found.spread.sd == pytest.approx(sds[1])
    assert found.others == pytest.approx((sds[0], sds[2]))
    assert found.detectable == pytest.approx(stats.detectable(sds[1], 10))
    assert found.detectable_family == pytest.approx(stats.detectable(sds[1], 10, comparisons=3))
    assert found.margins[0].articles == stats.articles_to_settle(sds[1], 0.05)
    assert found.margins[0].articles_high == stats.articles_to_settle(sd_interval(sds[1], 10).high, 0.05)
    assert found.margins[0].rerun_passes is None


def test_of_two_runs_each_backend_that_changed_is_planned_by_itself() -> None:
    before = make_table({"x": {"quality": WAVE}, "y": {"quality": OTHER}, "gone": {"quality": WAVE}})
    after = make_table({"x": {"quality": THIRD}, "y": {"quality": OTHER}})
    done = planning.plan(pilot_of(after, before), {"quality": 0.05})
    (found,) = done.metrics
    assert found.spread is not None
    assert found.spread.sd == pytest.approx(np.std(np.subtract(THIRD, WAVE), ddof=1))
    assert (found.spread.candidate, list(done.unchanged), done.k) == ("x", ["y"], 2)
    assert done.gate is not None
    assert done.gate.passes == pytest.approx((found.margins[0].passes,) * 2)
    assert "No score of y changed between the two runs, so nothing is planned there." in words.opening(done)


def test_backends_of_other_names_are_paired_as_the_gate_says() -> None:
    before, after = make_table({"x": {"quality": WAVE}}), make_table({"new": {"quality": OTHER}})
    done = planning.plan(pilot_of(after, before, settings=GateSettings(pairs={"new": "x"})))
    assert done.metrics[0].spread is not None
    assert (done.metrics[0].spread.baseline, done.metrics[0].spread.candidate) == ("x", "new")
    with pytest.raises(InputError) as caught_error:
        planning.plan(pilot_of(after, before))
    assert str(caught_error.value) == (
        "before and run: no backend that is no control is in both; a plan pairs backends by name, or as"
        ' [gate] pairs = { candidate = "baseline" } says'
    )


def test_articles_without_a_score_are_left_out_and_counted() -> None:
    table = make_table({"x": {"quality": [*WAVE, 0.5]}, "y": {"quality": [*OTHER, None]}})
    done = planning.plan(pilot_of(table), {"quality": 0.05})
    assert done.metrics[0].spread is not None
    assert (done.metrics[0].spread.n, done.metrics[0].spread.n_unpaired) == (10, 1)
    assert any("1 articles lack a score or a partner and are left out." in line for line in words.closing(done))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"x": [0.5], "y": [0.6]}, "1 articles are scored on both sides; it takes at least 2"),
        ({"x": [0.5, 0.25], "y": [None, None]}, "0 articles are scored on both sides; it takes at least 2"),
        ({"x": [0.5, 0.25], "y": [0.75, 0.5]}, "all pairs of backends differ by the same on every article"),
        ({"x": WAVE, "y": [v + 0.1 for v in WAVE]}, "all pairs of backends differ by the same on every article"),
        (
            {"x": [0.5, 0.25]},
            "the run has fewer than two backends that are no controls; give another run of it with --baseline",
        ),
    ],
)
def test_a_metric_without_a_spread_says_why_it_cannot_be_planned(
    values: dict[str, list[float | None]], reason: str
) -> None:
    done = planning.plan(pilot_of(make_table({b: {"quality": v} for b, v in values.items()})), {"quality": 0.05})
    assert words.closing(done) == [
        f"quality cannot be planned: {reason}.",
        "The gate as a whole cannot be planned, because of quality.",
    ]


def test_a_change_by_the_same_everywhere_or_nowhere_is_told_apart() -> None:
    before = make_table({"x": {"quality": WAVE}})
    moved = planning.plan(pilot_of(make_table({"x": {"quality": [v + 0.1 for v in WAVE]}}), before), {"quality": 0.05})
    assert moved.metrics[0].reason == "all 10 articles differ by the same, so there is no spread to plan from"
    assert moved.gate is not None
    assert moved.gate.passes is None
    same = planning.plan(pilot_of(before, before), {"quality": 0.05})
    assert same.metrics[0].reason == "no backend's score changed on any article, so there is no spread to plan from"
    assert same.gate is not None
    assert (same.gate.passes, same.gate.articles, same.gate.unplanned) == (None, None, ["quality"])
    assert words.closing(same)[-1] == "The gate as a whole cannot be planned, because of quality."


def test_one_metric_that_no_backend_changed_keeps_the_whole_gate_from_being_planned() -> None:
    before = make_table({"x": {"quality": WAVE, "fit": WAVE}})
    after = make_table({"x": {"quality": OTHER, "fit": WAVE}})
    done = planning.plan(pilot_of(after, before), {"quality": 0.05, "fit": 0.05})
    assert [p.reason is None for p in done.metrics] == [True, False]
    assert done.gate is not None
    assert (done.gate.passes, done.gate.articles, done.gate.unplanned) == (None, None, ["fit"])
    document = tables.to_json(done, [])["gate"]
    assert document == {
        "n_rules": 2, "passes": None, "rerun_passes": None, "articles": None, "unplanned": ["fit"],
    }  # fmt: skip


def test_few_articles_that_differ_are_a_caution() -> None:
    table = make_table({"x": {"quality": [0.5] * 14}, "y": {"quality": [0.5] * 13 + [0.25]}})
    said = "\n".join(words.closing(planning.plan(pilot_of(table), {"quality": 0.05})))
    assert "Caution: only 1 of 14 articles differ, and the whole spread rests on them." in said


def test_counters_are_left_out_and_without_a_gate_four_margins_are_planned() -> None:
    metrics = [make_metric("length", higher=None), make_metric("rouge1"), make_metric("coverage", label="Coverage")]
    rows = [
        make_row(f"a{i}", b, {"length": 9.0 + i, "rouge1": v, "coverage": v})
        for b, column in (("x", WAVE), ("y", OTHER))
        for i, v in enumerate(column)
    ]
    info = make_info([f"a{i}" for i in range(10)], [make_backend("x"), make_backend("y")], metrics)
    done = planning.plan(pilot_of(tabulate_rows(info, rows)))
    assert [(p.label, [m.margin for m in p.margins]) for p in done.metrics] == [
        ("Coverage", [0.01, 0.02, 0.03, 0.05]),
        ("rouge1", []),
    ]
    assert (done.gate, done.k) == (None, 1)


def test_repeats_of_a_steady_backend_are_worth_nothing_and_a_single_sample_tells_how_to_find_out() -> None:
    table = sampled({"x": [[v, v, v] for v in WAVE], "y": [[v, v, v] for v in OTHER]}, repeats=3)
    done = planning.plan(pilot_of(table), {"quality": 0.05})
    said = words.closing(done)
    assert said[-1] == "Repeats: all samples of an article score the same on quality; more of them are worth nothing."
    assert done.gate is not None
    assert done.gate.rerun_passes == (1.0, 1.0)
    assert words.closing(planning.plan(golden()))[-1] == (
        "Repeats: what a second sample is worth is unknown, because no article has two. To find out, put repeats = 3 into"
        " the suite and run it with --limit 10."
    )


def test_at_equal_calls_more_articles_always_find_more_than_more_samples() -> None:
    rng = np.random.default_rng(8)
    x = {b: (rng.normal(0.5, 0.05, (14, 1)) + rng.normal(0, 0.05, (14, 3))).tolist() for b in "xy"}
    (found,) = planning.plan(pilot_of(sampled(x, repeats=3)), {"quality": 0.05}).metrics
    assert [line.repeats for line in found.repeats] == [1, 2, 3, 5, 10]
    assert all(line.same_calls < line.detectable for line in found.repeats[1:])
    assert found.spread is not None
    assert found.repeats[2].sd == pytest.approx(found.spread.sd)
