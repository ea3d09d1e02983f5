"""The baselines that this repository has blessed belong to its suites as they stand now."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.aggregate import tabulate
from harness.articles import article_hash
from harness.baselines import BASELINES
from harness.gate import gate, settings_of
from harness.loading import load
from harness.store import Run
from harness.suite import find_suite, load_suite
from tests.conftest import ROOT

BLESSED = sorted(path.parent for path in (ROOT / BASELINES).glob("*/run.json"))


def test_the_suite_that_the_readme_gates_is_blessed() -> None:
    assert ROOT / BASELINES / "news-lexical" in BLESSED


@pytest.mark.parametrize("folder", BLESSED, ids=lambda path: path.name)
def test_a_blessed_baseline_can_be_compared_with_a_run_of_today(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    info, suite = Run(folder).info, load_suite(find_suite(folder.name))
    stale = "bless a new run: harness run news-lexical --out reports/runs/main && harness bless reports/runs/main"
    assert {m.name: m.signature for m in info.metrics} == {m.name: m.signature for m in suite.metrics}, stale
    assert suite.origin is not None
    articles = load(suite.origin, suite.path.parent)
    assert dict(info.articles) == {article.id: article_hash(article) for article in articles}, stale
    assert {b.name for b in info.backends} == {b.name for b in suite.backends}, stale


@pytest.mark.parametrize("folder", BLESSED, ids=lambda path: path.name)
def test_a_blessed_baseline_passes_against_itself(folder: Path) -> None:
    run = Run(folder)
    result = gate(tabulate(run), tabulate(run), settings_of(run), {})
    assert (result.kind, result.exit_code) == ("pass", 0)
