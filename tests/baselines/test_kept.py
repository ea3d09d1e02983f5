"""What is kept of a run, and that it judges and reads like the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.aggregate import tabulate
from harness.baselines import bless, find_baseline
from harness.baselines.slim import slim, slim_line
from harness.compare import compare
from harness.gate import gate, settings_of
from harness.store import Run
from harness.types import Failure, StoredScore
from tests.baselines.made_baselines import GATE, KEPT, TAIL, TARGET, files_in, made_run, rich_row
from tests.conftest import Harness
from tests.made_runs import (
    make_finding,
    make_row,
)


def test_a_blessed_run_is_found_by_its_suites_name_and_reads_back() -> None:
    folder = made_run()
    assert bless(folder) == ["first baseline of small: 2 articles, 1 backend, 2 rows", *TAIL]
    assert find_baseline("small") == TARGET
    assert list(Run(TARGET).rows()) == list(Run(folder).rows())
    assert list(files_in()) == KEPT


def test_a_line_of_a_baseline_holds_what_is_compared_and_read_and_nothing_else() -> None:
    bless(made_run(rows=[rich_row(), rich_row("b")]))
    assert (TARGET / "rows.jsonl").read_text().splitlines()[0] == (
        '{"article": "a", "backend": "x", "sample": 0, "state": "ok", "summary": "A text about a.", "input_tokens": 90,'
        ' "cost_usd": 0.25, "scores": {"quality": {"value": 0.5}}, "findings": ['
        '{"check": "quote.fabricated", "severity": "error", "message": "Nobody said this.", "confidence": 0.75,'
        ' "claim": {"start": 0, "end": 6, "text": "A text"}, "metric": "quality"},'
        ' {"check": "headline.missing", "severity": "error", "message": "There is no headline.",'
        ' "metric": "structure"},'
        ' {"check": "name.novel", "severity": "warning", "message": "Nobody said this.",'
        ' "claim": {"start": 0, "end": 1, "text": "A"}, "metric": "quality"},'
        ' {"check": "fact.missing", "severity": "warning", "message": "Nobody said this.", "metric": "quality"}]}'
    )


def test_reasons_and_failures_are_kept_and_slimming_twice_changes_nothing() -> None:
    failed = StoredScore(value=None, reason="no words", error=Failure(type="ValueError", message="it broke"))
    row = rich_row().model_copy(update={"reason": "cut", "error": Failure(type="E", message="m"), "id": "7"})
    row = row.model_copy(update={"scores": {"lone\ud800half": failed}, "summary": None})
    assert slim(row).model_copy(update={"findings": row.findings}) == row
    assert slim(slim(row)) == slim(row)
    Path("line").mkdir()
    line = slim_line(row)
    assert line.isascii()
    assert line.count(b"\n") == 1
    (Path("line") / "rows.jsonl").write_bytes(line)
    (Path("line") / "run.json").write_bytes((made_run() / "run.json").read_bytes())
    assert list(Run(Path("line")).rows()) == [slim(row)]


def test_run_json_is_the_runs_own_and_texts_of_articles_seconds_and_the_probe_stay_behind() -> None:
    folder = made_run()
    for name in ("articles.jsonl", "scores.parquet", "timings.jsonl", "probe.json"):
        (folder / name).write_bytes(b"{}\n")
    bless(folder)
    assert files_in()["run.json"] == (folder / "run.json").read_bytes()
    assert list(files_in()) == KEPT


def test_a_changed_summary_or_score_changes_one_line_of_the_rows() -> None:
    bless(made_run(Path("one"), rows=[rich_row("a"), rich_row("b")]))
    before = files_in()["rows.jsonl"].splitlines()
    bless(made_run(Path("two"), rows=[rich_row("a"), rich_row("b", value=0.625)]))
    after = files_in()["rows.jsonl"].splitlines()
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False]


def _judged(baseline: Path, candidate: Path) -> tuple[Any, ...]:
    """All that is said of a candidate beside a baseline."""
    runs = [Run(baseline), Run(candidate)]
    old, new = (tabulate(run) for run in runs)
    report = compare([old, new], ["old", "new"])
    result = gate(new, old, settings_of(runs[1]), {})
    return result, report.aggregates, report.comparisons


@pytest.mark.parametrize("value", [0.5, 0.25, 0.75])
def test_a_run_is_judged_against_a_slim_baseline_exactly_as_against_the_whole_run(value: float) -> None:
    ids = [f"a{n}" for n in range(12)]
    known = [rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)]
    full = made_run(Path("full"), rows=known, articles=ids, suite={"gate": GATE})
    fresh = [
        rich_row(a, "x", value + n / 90, *([make_finding(text="text about")] if n % 4 else []))
        for n, a in enumerate(ids[:-1])
    ]
    rows = [*fresh, make_row(ids[-1], "x", state="refused")]
    candidate = made_run(Path("candidate"), rows=rows, articles=ids, suite={"gate": GATE})
    bless(full)
    whole, slimmed = _judged(full, candidate), _judged(TARGET, candidate)
    assert slimmed == whole
    assert "12 that the baseline has already" not in str(whole)
    assert "known" in str(whole)
    assert len(files_in()["rows.jsonl"]) < 0.75 * len((full / "rows.jsonl").read_bytes())


def test_the_commands_print_the_same_against_a_slim_baseline_as_against_the_whole_run(harness: Harness) -> None:
    ids = [f"a{n}" for n in range(12)]
    rows = [rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)]
    full = made_run(Path("full/small"), rows=rows, articles=ids, suite={"gate": GATE})
    made_run(Path("candidate"), rows=[*rows[:11], rich_row("a11", "x", 0.1)], articles=ids, suite={"gate": GATE})
    assert harness("bless", full).returncode == 0
    for options in ((), ("--json",)):
        whole, slimmed = (harness("gate", "candidate", "--baseline", base, *options) for base in (full, TARGET))
        assert (whole.stdout, whole.returncode) == (slimmed.stdout, slimmed.returncode)
        assert "quality" in whole.stdout
    whole, slimmed = (harness("compare", base, "candidate", "--json") for base in (full, TARGET))
    assert (whole.stdout, whole.returncode) == (slimmed.stdout, 0)


def test_a_baseline_can_be_shown_on_a_page_beside_a_run(harness: Harness) -> None:
    ids = [f"a{n}" for n in range(12)]
    folder = made_run(rows=[rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)], articles=ids)
    bless(folder)
    shown = harness("report", TARGET, folder, "--out", "page.html")
    assert shown.returncode == 0, shown.stderr
    assert Path("page.html").stat().st_size > 10_000
    assert list(Run(TARGET).articles()) == []
