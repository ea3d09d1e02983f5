"""The plan: held to scipy, statsmodels and simulation; what it says of made runs, whole; inert on hostile names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats as reference
from statsmodels.stats.power import TTestPower

from harness import plan as planning
from harness import stats
from harness.aggregate import Table, tabulate_rows
from harness.compare import Member
from harness.errors import InputError
from harness.limits import GateSettings
from harness.plan import Pilot, find_pilot, tables, words
from harness.plan.power import all_pass, articles_for_all, caught, passes, sd_interval
from harness.plan.spread import rerun, spread
from harness.text import visible
from tests.conftest import ROOT, Harness
from tests.made_runs import HOSTILE, make_backend, make_info, make_metric, make_row, make_table, write_run

RUNS = 2_000
ERROR = 4 * math.sqrt(0.8 * 0.2 / RUNS)  # four Monte Carlo errors, .036
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# --- the formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 5, 14, 40, 200])
@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0, 2.0])
def test_the_chance_to_pass_is_the_power_of_a_t_test_that_statsmodels_gives(n: int, ratio: float) -> None:
    by_statsmodels = TTestPower().power(effect_size=ratio, nobs=n, alpha=0.025, alternative="larger")
    by_scipy = reference.nct.sf(reference.t.ppf(0.975, n - 1), n - 1, ratio * math.sqrt(n))
    assert passes(0.3, n, 0.3 * ratio, 0.05) == pytest.approx(by_scipy, abs=1e-9)
    assert passes(0.3, n, 0.3 * ratio, 0.05) == pytest.approx(by_statsmodels, abs=1e-6)


@pytest.mark.parametrize("sd", [1e-3, 1e-9, 1e-15])
def test_a_spread_of_almost_nothing_passes_for_certain(sd: float) -> None:
    assert passes(sd, 14, 0.02, 0.05) == pytest.approx(1.0)


@pytest.mark.parametrize("ratio", [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0])
def test_the_articles_of_the_house_formula_are_those_of_the_exact_power_but_for_one(ratio: float) -> None:
    exact = TTestPower().solve_power(effect_size=ratio, alpha=0.05, power=0.80)
    assert abs(stats.articles_to_settle(1.0, ratio) - math.ceil(float(exact))) <= 1


def test_the_interval_of_a_spread_is_the_chi_square_interval_and_covers() -> None:
    low, high = sd_interval(0.1, 14)
    assert low == pytest.approx(0.1 * math.sqrt(13 / reference.chi2.ppf(0.975, 13)))
    assert high == pytest.approx(0.1 * math.sqrt(13 / reference.chi2.ppf(0.025, 13)))
    found = np.random.default_rng(2).normal(0.0, 0.1, (RUNS, 14)).std(axis=1, ddof=1)
    limits = [sd_interval(float(sd), 14) for sd in found]
    assert np.mean([x.low <= 0.1 <= x.high for x in limits]) == pytest.approx(0.95, abs=4 * math.sqrt(0.0475 / RUNS))


@pytest.mark.parametrize(("n", "margin", "k"), [(14, 0.02, 1), (14, 0.1, 1), (14, 0.03, 21), (60, 0.05, 3)])
def test_a_change_as_large_as_planned_is_reported_in_four_of_five_cases(n: int, margin: float, k: int) -> None:
    change = caught(0.1, n, margin, alpha=0.05, k=k)
    d = np.random.default_rng(n + k).normal(-change, 0.1, (RUNS, n))
    half = reference.t.ppf(1 - 0.05 / (2 * k), n - 1) * d.std(axis=1, ddof=1) / math.sqrt(n)
    reported = (d.mean(axis=1) + half < 0) & (d.mean(axis=1) <= -margin)
    assert reported.mean() == pytest.approx(0.80, abs=ERROR)


@pytest.mark.parametrize("ratio", [0.15, 0.3, 0.6, 1.0])
def test_an_unchanged_mean_passes_in_four_of_five_cases_with_the_articles_that_are_planned(ratio: float) -> None:
    n = stats.articles_to_settle(0.1, 0.1 * ratio)
    d = np.random.default_rng(n).normal(0.0, 0.1, (RUNS, n))
    low = d.mean(axis=1) - reference.t.ppf(0.975, n - 1) * d.std(axis=1, ddof=1) / math.sqrt(n)
    share = (low > -0.1 * ratio).mean()
    assert share == pytest.approx(0.80, abs=0.05)
    assert share == pytest.approx(passes(0.1, n, 0.1 * ratio, 0.05), abs=ERROR)


@pytest.mark.parametrize(("n_pilot", "expected"), [(14, 0.76), (40, 0.785)])
def test_a_spread_that_is_only_estimated_costs_a_few_points_of_the_chance_to_pass(
    n_pilot: int, expected: float
) -> None:
    """What docs/planning.md says of plans from small pilots; exact power at each n that a pilot gives."""
    pilots = np.random.default_rng(n_pilot).normal(0.0, 0.1, (RUNS, n_pilot)).std(axis=1, ddof=1)
    found = [passes(0.1, stats.articles_to_settle(float(sd), 0.03), 0.03, 0.05) for sd in pilots]
    assert np.mean(found) == pytest.approx(expected, abs=0.015)


def test_rules_together_lie_between_bonferroni_and_the_weakest_one() -> None:
    assert all_pass([0.9, 0.95, 0.8]) == pytest.approx((0.65, 0.8))
    assert all_pass([0.5, 0.4]) == (0.0, 0.4)
    assert all_pass([]) == (1.0, 1.0)


def test_the_articles_for_all_rules_are_the_smallest_number_that_is_enough() -> None:
    rules = [(0.1, 0.03), (0.1, 0.03), (0.05, 0.02)]
    n = articles_for_all(rules, 0.05)
    assert sum(1 - passes(*rule[:1], n, rule[1], 0.05) for rule in rules) <= 0.2
    assert sum(1 - passes(*rule[:1], n - 1, rule[1], 0.05) for rule in rules) > 0.2
    assert articles_for_all([(0.1, 0.03)], 0.05) == pytest.approx(stats.articles_to_settle(0.1, 0.03), abs=1)


# --- the components of variance ---------------------------------------------------------------------------------------


def _sampled(values: Mapping[str, Sequence[Sequence[float]]], **more: Any) -> Table:
    """backend -> one list of samples an article."""
    n = max(len(column) for column in values.values())
    rows = [
        make_row(f"a{i + 1}", name, {"quality": value}, sample=sample)
        for name, column in values.items()
        for i, samples in enumerate(column)
        for sample, value in enumerate(samples)
    ]
    ids = [f"a{i + 1}" for i in range(n)]
    info = make_info(ids, [make_backend(name) for name in values], [make_metric()], **({"n_rows": len(rows)} | more))
    return tabulate_rows(info, rows)


def test_the_components_of_variance_by_hand() -> None:
    table = _sampled({"x": [[0.0, 0.2], [0.4, 0.4], [0.5, 0.7]], "y": [[0.5, 0.5], [0.3, 0.7], [1.0, 1.0]]})
    found = spread(Member("x", table, "x"), Member("y", table, "y"), "quality")
    # differences of means .4, .1, .4: variance .03; within x (.02 + 0 + .02)/3, within y (0 + .08 + 0)/3
    assert found.sd == pytest.approx(math.sqrt(0.03))
    assert found.components is not None
    assert found.components.sampling == pytest.approx(0.04)
    assert found.components.between == pytest.approx(0.03 - 0.02)
    assert found.components.sd(2) == pytest.approx(found.sd)
    assert found.components.sampling_share(2) == pytest.approx(0.02 / 0.03)
    again = rerun(table, "x", "quality")
    assert again is not None
    assert again.sd == pytest.approx(math.sqrt(2 * 0.04 / 3 / 2))


def test_planted_components_are_recovered_without_bias() -> None:
    rng, n, r = np.random.default_rng(11), 14, 3
    between, within = 0.05**2, (0.04**2, 0.02**2)
    found = []
    for _ in range(RUNS):
        articles = rng.normal(0.5, 0.2, n)
        x = articles[:, None] + rng.normal(0, math.sqrt(within[0]), (n, r))
        y = (articles + rng.normal(0, math.sqrt(between), n))[:, None] + rng.normal(0, math.sqrt(within[1]), (n, r))
        d = y.mean(axis=1) - x.mean(axis=1)
        sampling = x.var(axis=1, ddof=1).mean() + y.var(axis=1, ddof=1).mean()
        found.append((d.var(ddof=1) - sampling / r, sampling))
    one = spread_of_arrays(x, y)
    assert one == pytest.approx((max(0.0, found[-1][0]), found[-1][1]))
    mean, error = np.mean(found, axis=0), 4 * np.std(found, axis=0) / math.sqrt(RUNS)
    assert mean[0] == pytest.approx(between, abs=error[0])
    assert mean[1] == pytest.approx(sum(within), abs=error[1])


def spread_of_arrays(x: Any, y: Any) -> tuple[float, float]:
    """The harness's components of two arrays of samples, shape (articles, samples)."""
    table = _sampled({"x": x.tolist(), "y": y.tolist()})
    parts = spread(Member("x", table, "x"), Member("y", table, "y"), "quality").components
    assert parts is not None
    return parts.between, parts.sampling


def test_samples_that_vary_more_than_the_differences_leave_nothing_between_articles_and_say_so() -> None:
    table = _sampled({"x": [[0.0, 1.0], [0.0, 1.0]], "y": [[0.5, 0.5], [0.4, 0.5]]})
    parts = spread(Member("x", table, "x"), Member("y", table, "y"), "quality").components
    assert parts is not None
    assert (parts.between, parts.floored) == (0.0, True)
    said = words.closing(planning.plan(_pilot(table), {"quality": 0.1}))
    assert "all of the spread is taken for sampling" in said[-1]


# --- what is said -----------------------------------------------------------------------------------------------------

WAVE = [0.5, 0.62, 0.44, 0.71, 0.38, 0.55, 0.6, 0.49, 0.66, 0.52]
OTHER = [0.55, 0.6, 0.5, 0.69, 0.44, 0.5, 0.68, 0.47, 0.6, 0.61]
THIRD = [0.4, 0.7, 0.3, 0.8, 0.5, 0.4, 0.7, 0.6, 0.5, 0.55]


def _pilot(table: Table, baseline: Table | None = None, **more: Any) -> Pilot:
    named = None if baseline is None else "before"
    return Pilot("run", table, "the run run", baseline, named, **more)


def _golden() -> Pilot:
    values = {"x": {"quality": WAVE}, "y": {"quality": OTHER}, "z": {"quality": THIRD}, "copy": {"quality": WAVE}}
    settings = GateSettings(primary=("quality",), margin={"quality": 0.05})
    return _pilot(make_table(values, controls=["copy"]), settings=settings)


def test_a_plan_from_one_run_takes_the_middle_pair_and_leaves_controls_out() -> None:
    (found,) = planning.plan(_golden()).metrics
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
    done = planning.plan(_pilot(after, before), {"quality": 0.05})
    (found,) = done.metrics
    assert found.spread is not None
    assert found.spread.sd == pytest.approx(np.std(np.subtract(THIRD, WAVE), ddof=1))
    assert (found.spread.candidate, list(done.unchanged), done.k) == ("x", ["y"], 2)
    assert done.gate is not None
    assert done.gate.passes == pytest.approx((found.margins[0].passes,) * 2)
    assert "No score of y changed between the two runs, so nothing is planned there." in words.opening(done)


def test_backends_of_other_names_are_paired_as_the_gate_says() -> None:
    before, after = make_table({"x": {"quality": WAVE}}), make_table({"new": {"quality": OTHER}})
    done = planning.plan(_pilot(after, before, settings=GateSettings(pairs={"new": "x"})))
    assert done.metrics[0].spread is not None
    assert (done.metrics[0].spread.baseline, done.metrics[0].spread.candidate) == ("x", "new")
    with pytest.raises(InputError) as caught_error:
        planning.plan(_pilot(after, before))
    assert str(caught_error.value) == (
        "before and run: no backend that is no control is in both; a plan pairs backends by name, or as"
        ' [gate] pairs = { candidate = "baseline" } says'
    )


def test_articles_without_a_score_are_left_out_and_counted() -> None:
    table = make_table({"x": {"quality": [*WAVE, 0.5]}, "y": {"quality": [*OTHER, None]}})
    done = planning.plan(_pilot(table), {"quality": 0.05})
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
    done = planning.plan(_pilot(make_table({b: {"quality": v} for b, v in values.items()})), {"quality": 0.05})
    assert words.closing(done) == [
        f"quality cannot be planned: {reason}.",
        "The gate as a whole cannot be planned, because of quality.",
    ]


def test_a_change_by_the_same_everywhere_or_nowhere_is_told_apart() -> None:
    before = make_table({"x": {"quality": WAVE}})
    moved = planning.plan(_pilot(make_table({"x": {"quality": [v + 0.1 for v in WAVE]}}), before), {"quality": 0.05})
    assert moved.metrics[0].reason == "all 10 articles differ by the same, so there is no spread to plan from"
    assert moved.gate is not None
    assert moved.gate.passes is None
    same = planning.plan(_pilot(before, before), {"quality": 0.05})
    assert same.metrics[0].reason == "no backend's score changed on any article, so there is no spread to plan from"
    assert same.gate is not None
    assert (same.gate.passes, same.gate.articles, same.gate.unplanned) == (None, None, ["quality"])
    assert words.closing(same)[-1] == "The gate as a whole cannot be planned, because of quality."


def test_one_metric_that_no_backend_changed_keeps_the_whole_gate_from_being_planned() -> None:
    before = make_table({"x": {"quality": WAVE, "fit": WAVE}})
    after = make_table({"x": {"quality": OTHER, "fit": WAVE}})
    done = planning.plan(_pilot(after, before), {"quality": 0.05, "fit": 0.05})
    assert [p.reason is None for p in done.metrics] == [True, False]
    assert done.gate is not None
    assert (done.gate.passes, done.gate.articles, done.gate.unplanned) == (None, None, ["fit"])
    document = tables.to_json(done, [])["gate"]
    assert document == {
        "n_rules": 2, "passes": None, "rerun_passes": None, "articles": None, "unplanned": ["fit"],
    }  # fmt: skip


def test_few_articles_that_differ_are_a_caution() -> None:
    table = make_table({"x": {"quality": [0.5] * 14}, "y": {"quality": [0.5] * 13 + [0.25]}})
    said = "\n".join(words.closing(planning.plan(_pilot(table), {"quality": 0.05})))
    assert "Caution: only 1 of 14 articles differ, and the whole spread rests on them." in said


def test_counters_are_left_out_and_without_a_gate_four_margins_are_planned() -> None:
    metrics = [make_metric("length", higher=None), make_metric("rouge1"), make_metric("coverage", label="Coverage")]
    rows = [
        make_row(f"a{i}", b, {"length": 9.0 + i, "rouge1": v, "coverage": v})
        for b, column in (("x", WAVE), ("y", OTHER))
        for i, v in enumerate(column)
    ]
    info = make_info([f"a{i}" for i in range(10)], [make_backend("x"), make_backend("y")], metrics)
    done = planning.plan(_pilot(tabulate_rows(info, rows)))
    assert [(p.label, [m.margin for m in p.margins]) for p in done.metrics] == [
        ("Coverage", [0.01, 0.02, 0.03, 0.05]),
        ("rouge1", []),
    ]
    assert (done.gate, done.k) == (None, 1)


def test_repeats_of_a_steady_backend_are_worth_nothing_and_a_single_sample_tells_how_to_find_out() -> None:
    table = _sampled({"x": [[v, v, v] for v in WAVE], "y": [[v, v, v] for v in OTHER]}, repeats=3)
    done = planning.plan(_pilot(table), {"quality": 0.05})
    said = words.closing(done)
    assert said[-1] == "Repeats: all samples of an article score the same on quality; more of them are worth nothing."
    assert done.gate is not None
    assert done.gate.rerun_passes == (1.0, 1.0)
    assert words.closing(planning.plan(_golden()))[-1] == (
        "Repeats: what a second sample is worth is unknown, because no article has two. To find out, put repeats = 3 into"
        " the suite and run it with --limit 10."
    )


def test_at_equal_calls_more_articles_always_find_more_than_more_samples() -> None:
    rng = np.random.default_rng(8)
    x = {b: (rng.normal(0.5, 0.05, (14, 1)) + rng.normal(0, 0.05, (14, 3))).tolist() for b in "xy"}
    (found,) = planning.plan(_pilot(_sampled(x, repeats=3)), {"quality": 0.05}).metrics
    assert [line.repeats for line in found.repeats] == [1, 2, 3, 5, 10]
    assert all(line.same_calls < line.detectable for line in found.repeats[1:])
    assert found.spread is not None
    assert found.repeats[2].sd == pytest.approx(found.spread.sd)


GOLDEN = """\
metric     n              SD [95 %]     all pairs   finds   3 rules   n = 40
────────────────────────────────────────────────────────────────────────────
quality   10   0.118 [0.081, 0.216]   0.056–0.120   0.117     0.143    0.054

metric    margin   articles [95 %]   passes   run again   reports
─────────────────────────────────────────────────────────────────
quality     0.05      46 [23, 148]     22 %           –     0.144
"""


def test_the_whole_plan_of_a_small_run_on_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    done = planning.plan(_golden(), articles=40)
    out = Console(width=80, markup=False, highlight=False)
    for table in (tables.spread_table(done), tables.margin_table(done)):
        out.print(table)
        out.print()
    shown = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())
    assert shown.strip() == GOLDEN.strip()
    assert words.closing(done)[:3] == [
        "quality: 10 articles find a change of ±0.117 in 80 % of cases, 40 one of ±0.054. A margin of 0.05 takes about 46"
        " articles (23 to 148); with 10, a change that leaves the mean as it is passes in 22 % of cases, and the smallest"
        " margin that it passes in 80 % is 0.117. Pair: z against y, the middle one of 3.",
        "All 3 margin rules together: pass in at most 22 % of cases (nothing can be promised from below) where the"
        " articles move as above and no mean changes.",
        "  For all of them to pass in 80 % of cases it takes about 69 articles.",
    ]


def test_the_document_of_a_small_run() -> None:
    done = planning.plan(_golden())
    found = json.loads(json.dumps(tables.to_json(done, words.closing(done))))
    (metric,) = found.pop("metrics")
    assert found.pop("sentences") == words.closing(done)
    assert found == {
        "schema": 1,
        "pilot": {
            "run": "run",
            "baseline": None,
            "suite": "small",
            "source": "the run run",
            "notes": [],
            "n_articles": 10,
            "repeats": 1,
        },
        "alpha": 0.05,
        "power": 0.8,
        "k": 3,
        "articles": None,
        "unchanged": [],
        "gate": {
            "n_rules": 3,
            "passes": [0.0, pytest.approx(0.22342, abs=5e-4)],
            "rerun_passes": None,
            "articles": 69,
            "unplanned": [],
        },
    }
    assert metric.pop("margins") == [
        {
            "margin": 0.05,
            "articles": 46,
            "articles_low": 23,
            "articles_high": 148,
            "passes": pytest.approx(0.22342, abs=5e-4),
            "rerun_passes": None,
            "caught": pytest.approx(0.1445, abs=5e-4),
        }
    ]
    assert metric.pop("spread") == {
        "baseline": "y",
        "candidate": "z",
        "n": 10,
        "n_unpaired": 0,
        "n_nonzero": 10,
        "sd": pytest.approx(0.1181, abs=5e-4),
        "components": None,
        "reason": None,
    }
    assert metric == {
        "metric": "quality",
        "label": "quality",
        "n_pairs": 3,
        "others": [pytest.approx(0.0564, abs=5e-4), pytest.approx(0.120, abs=5e-4)],
        "sd_interval": [pytest.approx(0.0812, abs=5e-4), pytest.approx(0.2156, abs=5e-4)],
        "detectable": pytest.approx(0.1175, abs=5e-4),
        "detectable_family": pytest.approx(0.1425, abs=5e-4),
        "detectable_with": None,
        "reruns": [],
        "repeats": [],
        "reason": None,
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_inert_in_sentences_and_tables(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    rng = np.random.default_rng(4)
    backends = [make_backend(name, signature=name), make_backend("other")]
    rows = [
        make_row(f"{name}{i}", b.name, {name: float(rng.uniform())}, sample=s)
        for b in backends
        for i in range(4)
        for s in range(2)
    ]
    info = make_info([f"{name}{i}" for i in range(4)], backends, [make_metric(name)], name=name, repeats=2)
    done = planning.plan(_pilot(tabulate_rows(info, rows)), {name: 0.1})
    said = [*words.opening(done), *words.closing(done)]
    assert not any(CONTROL.search(line) for line in said)
    out = Console(width=100, markup=False, highlight=False, emoji=False)
    for table in (tables.spread_table(done), tables.margin_table(done), tables.repeat_table(done, done.metrics)):
        out.print(table)
    shown = capsys.readouterr().out
    assert not CONTROL.search(shown.replace("\n", ""))
    assert visible(name, one_line=True).split("\\")[0][:8] in shown


# --- where the pilot comes from, and the command ----------------------------------------------------------------------


def _write(folder: Path, columns: Mapping[str, Sequence[float]], **more: Any) -> Path:
    rows = [make_row(f"a{i}", b, {"coverage": v}) for b, column in columns.items() for i, v in enumerate(column)]
    info = make_info(
        [f"a{i}" for i in range(len(WAVE))], [make_backend(b) for b in columns], [make_metric("coverage")], **more
    )
    return write_run(folder, info, rows)


def test_of_a_suite_the_blessed_baseline_is_the_pilot_else_its_newest_complete_run(
    suite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(suite_path.parent)
    with pytest.raises(InputError) as error:
        find_pilot("small.toml")
    assert str(error.value) == (
        "small.toml: no blessed baseline in reports/baselines/small and no complete run of 'small' under reports/runs; a"
        " plan needs one to see how far articles spread. Make one with: harness run small.toml, and keep it with:"
        " harness bless RUN"
    )
    columns = {"x": WAVE, "y": OTHER}
    for name, day, status in (("z", 1, "complete"), ("r3", 3, "partial"), ("r2", 2, "complete")):
        _write(Path(f"reports/runs/{name}"), columns, started=f"2026-03-0{day}T00:00:00+00:00", status=status)
    Path("reports/runs/broken").mkdir()
    Path("reports/runs/broken/run.json").write_text("{}")
    found = find_pilot("small.toml")
    assert (found.name, found.source) == ("r2", "the newest complete run of the suite, reports/runs/r2")
    assert found.notes == ("small.toml has changed since r2 was made.",)
    _write(Path("reports/baselines/small"), columns)
    rows = Path("reports/baselines/small/rows.jsonl")
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-20])
    with pytest.raises(
        InputError, match=r"small/rows\.jsonl: 19 of 20 rows: the baseline is damaged; restore it with git"
    ):
        find_pilot("small.toml")
    rows.write_bytes(whole)
    assert find_pilot("small.toml").source == "the blessed baseline reports/baselines/small"
    pair = find_pilot("small.toml", "small")
    assert pair.source == "the newest complete run of the suite, reports/runs/r2 against reports/baselines/small"
    with pytest.raises(InputError) as error:
        find_pilot("reports/baselines/small", "small")
    assert str(error.value) == "--baseline 'small': is the run that it is compared with; give another run"
    with pytest.raises(InputError, match="no baseline at 'nowhere'; make one with: harness bless RUN"):
        find_pilot("small.toml", "nowhere")


def test_a_gate_of_a_run_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    folder = _write(tmp_path / "r", {"x": WAVE, "y": OTHER}, suite={"gate": {"primary": "coverage"}})
    with pytest.raises(InputError, match=r"r/run\.json: \[gate\]: field 'primary': "):
        find_pilot(str(folder))


def test_an_unfinished_run_is_planned_from_with_a_word_of_it(tmp_path: Path) -> None:
    folder = _write(tmp_path / "r", {"x": WAVE, "y": OTHER}, status="unfinished", n_rows=40)
    assert find_pilot(str(folder)).notes == ("r is unfinished: 20 of 40 rows; what is missing is not in the plan.",)


def test_the_command_prints_a_plan_and_its_document(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from harness.cli.planning import LEGEND, plan

    gate = {"primary": ["coverage"], "margin": {"coverage": 0.05}}
    _write(tmp_path / "r", {"x": WAVE, "y": OTHER}, suite={"gate": gate})
    done = harness("plan", "r", "--json", "--margin", "coverage=0.02", "--articles", "40")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["schema"], document["articles"]) == (1, 40)
    assert [m["margin"] for m in document["metrics"][0]["margins"]] == [0.02]
    monkeypatch.chdir(tmp_path)
    plan("r", margin=["coverage=0.02"], articles=40)
    told = capsys.readouterr().out
    assert told.splitlines()[0] == "small: planned from the run r (10 articles, 1 sample each)"
    plain = " ".join(told.split())
    assert [line for line in (*document["sentences"], *LEGEND[:2]) if " ".join(line.split()) not in plain] == []
    assert LEGEND[2][:40] not in plain


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("coverage", "--margin 'coverage': expected METRIC=NUMBER, such as consistency=0.02"),
        ("0.02", "--margin '0.02': expected METRIC=NUMBER, such as consistency=0.02"),
        ("coverage=much", "--margin 'coverage=much': expected METRIC=NUMBER, such as consistency=0.02"),
        ("coverage=0", "--margin 'coverage=0': a margin is above 0, such as coverage=0.02"),
        ("coverage=nan", "--margin 'coverage=nan': a margin is above 0, such as coverage=0.02"),
        ("rouge9=0.1", "--margin: metric 'rouge9' is not in r; it has coverage"),
    ],
)
def test_a_wrong_margin_is_told(given: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.cli.planning import plan

    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "r", {"x": WAVE, "y": OTHER})
    with pytest.raises(InputError) as error:
        plan("r", margin=[given])
    assert str(error.value) == message


def test_a_margin_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.cli.planning import plan

    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "r", {"x": WAVE, "y": OTHER})
    with pytest.raises(InputError) as error:
        plan("r", margin=["coverage=0.02", "coverage=0.03"])
    assert str(error.value) == (
        "--margin 'coverage=0.03': coverage was given the margin 0.02 before; give each metric one"
    )


def test_more_than_a_million_articles_are_not_counted(harness: Harness, tmp_path: Path) -> None:
    _write(tmp_path / "r", {"x": WAVE, "y": OTHER})
    told = harness("plan", "r", "--margin", "coverage=1e-9").stdout
    assert "A margin of 1e-09 takes more than a million articles;" in told
    assert "> 1 million" in told
    assert not re.search(r"\d,\d{3},\d{3}", told)
    document = json.loads(harness("plan", "r", "--margin", "coverage=1e-9", "--json").stdout)
    assert document["metrics"][0]["margins"][0]["articles"] > 1_000_000
    assert tables.count(1_000_000) == "1,000,000"
    assert tables.about(1_000_000) == "about 1,000,000"


def test_a_plan_of_nothing_says_so_first_and_explains_no_lines(harness: Harness, tmp_path: Path) -> None:
    _write(tmp_path / "r", {"x": WAVE})
    _write(tmp_path / "same", {"x": WAVE})
    alone, unchanged = harness("plan", "r"), harness("plan", "r", "--baseline", "same")
    assert (alone.returncode, unchanged.returncode) == (0, 0)
    assert alone.stdout.startswith("small: nothing can be planned from the run r (10 articles, 1 sample each)\n")
    assert unchanged.stdout.startswith("small: nothing can be planned from the run r against same (10 articles,")
    for told in (alone.stdout, unchanged.stdout):
        assert "The spread (SD) is that of" not in told
        assert "finds:" not in told
    assert "No score of x changed between the two runs, so nothing is planned there." in unchanged.stdout


def test_a_counter_cannot_be_planned_for() -> None:
    table = tabulate_rows(
        make_info(["a"], [make_backend("x")], [make_metric("length", higher=None), make_metric()]), []
    )
    with pytest.raises(InputError) as error:
        planning.plan(_pilot(table), {"length": 3.0})
    assert str(error.value) == ("--margin: metric 'length' is a counter without a good direction; it has quality")


def test_the_figures_of_the_manual_are_computed_ones() -> None:
    manual = (ROOT / "docs/planning.md").read_text(encoding="utf-8")
    ratios, needed = (
        [float(cell) for cell in re.findall(r"[\d.]+", line)]
        for line in manual.splitlines()
        if line.startswith(("| SD / margin", "| articles |"))
    )
    assert [stats.articles_to_settle(ratio, 1.0) for ratio in ratios] == needed
    promised = {n: passes(1.0, n, stats.detectable(1.0, n), 0.05) for n in range(2, 400)}
    assert f"at n = 3 the 80 % are {100 * promised[3]:.0f} %, at n = 2 they are {100 * promised[2]:.0f} %" in manual
    assert all(abs(p - 0.80) < 0.01 for n, p in promised.items() if n >= 5)
