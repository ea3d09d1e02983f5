"""A golden A/B: made runs of 40 articles with a planted effect of known size, checked against scipy called directly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats as reference

from harness.gate import Gate, Verdict, gate
from harness.limits import GateSettings
from tests.conftest import Harness
from tests.made_runs import make_backend, make_info, make_metric, make_row, make_table, write_run

N = 40
SETTINGS = GateSettings.model_validate({"primary": ["quality"], "margin": {"quality": 0.05}})


def _pair(effect: float, sd: float) -> tuple[list[float], list[float]]:
    """Baseline and candidate; the differences are normal, with exactly this mean and spread."""
    rng = np.random.default_rng(20261123)
    old = rng.uniform(0.4, 0.6, N)
    z = rng.standard_normal(N)
    d = effect + sd * (z - z.mean()) / z.std(ddof=1)
    return old.tolist(), (old + d).tolist()


def _judge(effect: float, sd: float) -> tuple[Gate, np.ndarray]:
    old, new = _pair(effect, sd)
    result = gate(make_table({"x": {"quality": new}}), make_table({"x": {"quality": old}}), SETTINGS, {})
    return result, np.array(new) - np.array(old)


@pytest.mark.parametrize(
    ("effect", "sd", "kind"),
    [
        (0.0, 0.05, "pass"),
        (-0.02, 0.05, "pass"),
        (0.1, 0.05, "pass"),
        (-0.05, 0.05, "regression"),
        (-0.1, 0.05, "regression"),
        (-0.04, 0.05, "inconclusive"),
        (-0.06, 0.25, "inconclusive"),
        (0.0, 0.25, "inconclusive"),
    ],
)
def test_a_planted_effect_has_the_verdict_interval_and_size_that_scipy_gives(
    effect: float, sd: float, kind: Verdict
) -> None:
    result, d = _judge(effect, sd)
    found = result.results[0]
    expected = reference.ttest_1samp(d, 0).confidence_interval(0.95)
    assert result.kind == found.kind == kind
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert found.observed == pytest.approx(effect, abs=1e-12)
    assert (kind == "pass") == (expected.low > -0.05)
    assert (kind == "regression") == (expected.high < 0 and found.observed is not None and found.observed <= -0.05)


def test_the_articles_that_would_settle_it_have_the_power_that_is_promised() -> None:
    result, d = _judge(0.0, 0.25)
    n = result.results[0].articles_needed
    assert n is not None
    sd = float(np.std(d, ddof=1))

    def reach(count: int) -> float:
        return float((reference.t.ppf(0.975, count - 1) + reference.t.ppf(0.8, count - 1)) * sd / np.sqrt(count))

    assert reach(n) <= 0.05 < reach(n - 1)


def test_the_worst_articles_are_those_that_took_most_from_the_mean() -> None:
    result, d = _judge(-0.1, 0.05)
    order = np.argsort(d)[:5]
    assert [w.article for w in result.worst] == [f"a{i + 1}" for i in order]
    lost = np.clip(-d, 0, None)
    assert [w.share for w in result.worst] == pytest.approx(lost[order] / lost.sum())


@pytest.mark.parametrize(("effect", "code"), [(-0.1, 1), (0.0, 0)])
def test_the_command_on_github_annotates_and_appends_to_the_steps_summary(
    tmp_path: Path, harness: Harness, monkeypatch: pytest.MonkeyPatch, effect: float, code: int
) -> None:
    suite = {"gate": SETTINGS.model_dump()}
    articles = [f"a{i + 1}" for i in range(N)]
    for folder, values in zip(("baseline", "candidate"), _pair(effect, 0.05), strict=True):
        info = make_info(articles, [make_backend("x")], [make_metric()], name="planted", suite=suite)
        rows = [make_row(a, "x", {"quality": v}) for a, v in zip(articles, values, strict=True)]
        write_run(tmp_path / folder, info, rows)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    for name, value in (
        ("STEP_SUMMARY", str(summary)), ("SERVER_URL", "https://github.com"), ("REPOSITORY", "o/r"), ("RUN_ID", "5"),
    ):  # fmt: skip
        monkeypatch.setenv(f"GITHUB_{name}", value)
    done = harness("gate", "candidate", "--baseline", "baseline", "--github")
    assert done.returncode == code
    first = "::error title=gate of planted::REGRESSION" if code else "::notice title=gate of planted::PASS"
    assert sum(line.startswith(first) for line in done.stdout.splitlines()) == 1
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- summary-harness gate: planted -->\n")
    assert "[details](https://github.com/o/r/actions/runs/5)" in text
    done = harness(
        "gate", "candidate", "--baseline", "baseline", "--github", "--json", "--link", "https://x.example/r.html"
    )
    assert done.stdout.startswith('{\n  "schema": 1,\n  "kind": "')
    assert first in done.stderr
    assert ("https://x.example/r.html#a" in summary.read_text(encoding="utf-8")) == bool(code)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    done = harness("gate", "candidate", "--baseline", "baseline", "--github", "--markdown", "no/such/file.md")
    assert done.returncode == 2
    assert "no/such/file.md: cannot be written: No such file or directory" in done.stderr
