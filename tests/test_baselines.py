"""Blessing: what may become a baseline, what is kept of it, how it is put in place, and what is said of it."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from harness import baselines, inert
from harness.aggregate import tabulate
from harness.baselines import bless, find_baseline
from harness.baselines.slim import slim, slim_line
from harness.compare import compare
from harness.errors import InputError
from harness.gate import gate, settings_of
from harness.store import Run
from harness.text import visible
from harness.types import Failure, Row, StoredFinding, StoredScore
from tests.conftest import Harness
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_evidence,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)

RUN = Path("run")
TARGET = Path("reports/baselines/small")
OLD = TARGET.parent / ".small.old"
KEPT = ["README.md", "rows.jsonl", "run.json"]
TAIL = [f"baseline: {TARGET}", f"commit it with: git add {TARGET}"]
GATE = {"primary": ["quality"], "margin": {"quality": 0.1}, "forbid": ["quote.fabricated"]}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _run(
    folder: Path = RUN,
    rows: Sequence[Row] | None = None,
    backends: str = "x",
    value: float = 0.5,
    articles: Sequence[str] = ("a", "b"),
    **more: Any,
) -> Path:
    info = make_info(articles, [make_backend(b) for b in backends.split()], [make_metric()], **more)
    made = [make_row(a, b.name, {"quality": value}) for a in info.articles for b in info.backends]
    return write_run(folder, info, made if rows is None else rows)


def _rich_row(article: str = "a", backend: str = "x", value: float = 0.5, *findings: StoredFinding) -> Row:
    """A row with all that a baseline keeps and all that it does not."""
    row = make_row(article, backend, summary=f"A text about {article}.", input_tokens=90, cost_usd=0.25)
    told = make_evidence("s1", "He said nothing.")
    every = (
        make_finding(evidence=[told], expected="nothing", confidence=0.75),
        make_finding("headline.missing", None, metric="structure", message="There is no headline."),
        make_finding("name.novel", "A", severity="warning", evidence=[told]),
        make_finding("claim.sources", severity="info", evidence=[told]),
        make_finding("fact.found", severity="info", evidence=[told]),
        make_finding("fact.missing", None, severity="warning"),
        *findings,
    )
    score = StoredScore(value=value, parts={"facts": 0.25, "sources": None})
    return row.model_copy(update={"scores": {"quality": score}, "findings": every})


def _files(folder: Path = TARGET) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _refusal(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        bless(folder)
    return str(caught.value)


# --- what is kept


def test_a_blessed_run_is_found_by_its_suites_name_and_reads_back() -> None:
    folder = _run()
    assert bless(folder) == ["first baseline of small: 2 articles, 1 backend, 2 rows", *TAIL]
    assert find_baseline("small") == TARGET
    assert list(Run(TARGET).rows()) == list(Run(folder).rows())
    assert list(_files()) == KEPT


def test_a_line_of_a_baseline_holds_what_is_compared_and_read_and_nothing_else() -> None:
    bless(_run(rows=[_rich_row(), _rich_row("b")]))
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
    row = _rich_row().model_copy(update={"reason": "cut", "error": Failure(type="E", message="m"), "id": "7"})
    row = row.model_copy(update={"scores": {"lone\ud800half": failed}, "summary": None})
    assert slim(row).model_copy(update={"findings": row.findings}) == row
    assert slim(slim(row)) == slim(row)
    Path("line").mkdir()
    line = slim_line(row)
    assert line.isascii()
    assert line.count(b"\n") == 1
    (Path("line") / "rows.jsonl").write_bytes(line)
    (Path("line") / "run.json").write_bytes((_run() / "run.json").read_bytes())
    assert list(Run(Path("line")).rows()) == [slim(row)]


def test_run_json_is_the_runs_own_and_texts_of_articles_seconds_and_the_probe_stay_behind() -> None:
    folder = _run()
    for name in ("articles.jsonl", "scores.parquet", "timings.jsonl", "probe.json"):
        (folder / name).write_bytes(b"{}\n")
    bless(folder)
    assert _files()["run.json"] == (folder / "run.json").read_bytes()
    assert list(_files()) == KEPT


def test_a_changed_summary_or_score_changes_one_line_of_the_rows() -> None:
    bless(_run(Path("one"), rows=[_rich_row("a"), _rich_row("b")]))
    before = _files()["rows.jsonl"].splitlines()
    bless(_run(Path("two"), rows=[_rich_row("a"), _rich_row("b", value=0.625)]))
    after = _files()["rows.jsonl"].splitlines()
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
    known = [_rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)]
    full = _run(Path("full"), rows=known, articles=ids, suite={"gate": GATE})
    fresh = [
        _rich_row(a, "x", value + n / 90, *([make_finding(text="text about")] if n % 4 else []))
        for n, a in enumerate(ids[:-1])
    ]
    rows = [*fresh, make_row(ids[-1], "x", state="refused")]
    candidate = _run(Path("candidate"), rows=rows, articles=ids, suite={"gate": GATE})
    bless(full)
    whole, slimmed = _judged(full, candidate), _judged(TARGET, candidate)
    assert slimmed == whole
    assert "12 that the baseline has already" not in str(whole)
    assert "known" in str(whole)
    assert len(_files()["rows.jsonl"]) < 0.75 * len((full / "rows.jsonl").read_bytes())


def test_the_commands_print_the_same_against_a_slim_baseline_as_against_the_whole_run(harness: Harness) -> None:
    ids = [f"a{n}" for n in range(12)]
    rows = [_rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)]
    full = _run(Path("full/small"), rows=rows, articles=ids, suite={"gate": GATE})
    _run(Path("candidate"), rows=[*rows[:11], _rich_row("a11", "x", 0.1)], articles=ids, suite={"gate": GATE})
    assert harness("bless", full).returncode == 0
    for options in ((), ("--json",)):
        whole, slimmed = (harness("gate", "candidate", "--baseline", base, *options) for base in (full, TARGET))
        assert (whole.stdout, whole.returncode) == (slimmed.stdout, slimmed.returncode)
        assert "quality" in whole.stdout
    whole, slimmed = (harness("compare", base, "candidate", "--json") for base in (full, TARGET))
    assert (whole.stdout, whole.returncode) == (slimmed.stdout, 0)


def test_a_baseline_can_be_shown_on_a_page_beside_a_run(harness: Harness) -> None:
    ids = [f"a{n}" for n in range(12)]
    folder = _run(rows=[_rich_row(a, "x", 0.5 + n / 100) for n, a in enumerate(ids)], articles=ids)
    bless(folder)
    shown = harness("report", TARGET, folder, "--out", "page.html")
    assert shown.returncode == 0, shown.stderr
    assert Path("page.html").stat().st_size > 10_000
    assert list(Run(TARGET).articles()) == []


# --- finding


def test_a_runs_folder_is_a_baseline_too_and_comes_first() -> None:
    assert find_baseline(str(_run())) == RUN
    bless(RUN)
    assert find_baseline("small") == TARGET
    assert find_baseline(str(_run(Path("small")))) == Path("small")


@pytest.mark.parametrize(
    ("name", "told"),
    [("news", "'news'"), ("a\x1b[31m\nb", "'a\\x1b[31m\\nb'"), ("nul\x00end", "'nul\\x00end'"), (".", "'.'")],
)
def test_the_message_of_a_missing_baseline_names_bless(name: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        find_baseline(name)
    assert str(caught.value) == f"no baseline at {told}; make one with: harness bless RUN"


@pytest.mark.parametrize("name", ["x" * 5000, "lone\ud800half", ""])
def test_a_name_that_no_file_can_have_is_a_missing_baseline(name: str) -> None:
    with pytest.raises(InputError, match="no baseline at"):
        find_baseline(name)


# --- what is refused


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("partial", "run: the run is partial (--limit or --only); run the whole suite and bless that run"),
        ("unfinished", "run: the run is unfinished; finish it with: harness run SUITE --out run"),
    ],
)
def test_a_run_that_is_not_complete_is_refused(status: str, told: str) -> None:
    assert _refusal(_run(status=status)) == told
    assert not TARGET.exists()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (make_row("b", "x", state="infra_error"), "x on b: infra_error"),
        (make_row("b", "x", {"quality": "it broke"}, state="metric_error"), "x on b: quality"),
        (make_row("b", "x", {"quality": "it broke"}), "x on b: quality"),
        (make_row("b", "x\x1b\n", {"quality": "it broke"}), "x\\x1b\\n on b: quality"),
    ],
    ids=["infra_error", "metric_error", "error in an ok row", "hostile name"],
)
def test_a_run_with_errors_is_refused(broken: Row, told: str) -> None:
    assert _refusal(_run(rows=[make_row("a", "x", {"quality": 0.5}), broken])) == (
        f"run: 1 row was not measured ({told}); a baseline needs all: see to the cause and run the suite again"
    )
    assert not TARGET.exists()


def test_of_many_errors_three_are_named() -> None:
    ids = "abcde"
    folder = _run(rows=[make_row(a, "x", state="infra_error") for a in ids], articles=ids)
    assert _refusal(folder) == (
        "run: 5 rows were not measured (x on a: infra_error, x on b: infra_error, x on c: infra_error, …); a baseline"
        " needs all: see to the cause and run the suite again"
    )


def test_a_run_without_rows_or_with_rows_lost_is_refused() -> None:
    assert _refusal(_run(Path("none"), rows=[], articles=[])) == (
        "none: the run has no rows, so there is nothing to compare with; check its suite"
    )
    assert _refusal(_run(Path("lost"), rows=[make_row("a", "x", {"quality": 0.5})])) == (
        "lost: rows.jsonl has 1 of the run's 2 rows; run the suite again"
    )
    torn = _run(Path("torn"))
    (torn / "rows.jsonl").write_bytes((torn / "rows.jsonl").read_bytes()[:-1])
    assert _refusal(torn) == "torn: rows.jsonl has 1 of the run's 2 rows; run the suite again"


@pytest.mark.parametrize("inner", [None, "unfinished", "complete"])
def test_a_run_is_refused_while_its_part_with_other_orders_is_unfinished(inner: str | None) -> None:
    folder = _run(suite={"permute_sources": 2})
    if inner is not None:
        _run(folder / "permuted", rows=[], status=inner, suite={"permute_sources": 2})
    if inner == "complete":
        bless(folder)
        assert list(_files()) == KEPT
    else:
        assert _refusal(folder) == (
            "run: its part with the sources in other orders is unfinished; finish it with: harness run SUITE --out run"
        )


def test_a_run_that_had_no_part_with_other_orders_to_make_can_be_blessed() -> None:
    folder = _run(suite={"permute_sources": 2})
    (folder / "scores.parquet").write_bytes(b"PAR1")
    bless(folder)
    assert list(_files()) == KEPT


@pytest.mark.parametrize("state", ["refused", "empty", "truncated", "not_applicable"])
def test_a_summarizers_own_failures_can_be_blessed(state: Any) -> None:
    bless(_run(rows=[make_row("a", "x", {"quality": 0.5}), make_row("b", "x", state=state)]))
    assert (TARGET / "run.json").exists()


@pytest.mark.parametrize("name", ["../../precious", "..", ".", "x/../../../precious", "", ".small.old", "a\nb"])
def test_a_run_whose_suites_name_leaves_the_folder_of_baselines_touches_nothing(name: str) -> None:
    precious = Path("precious")
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    bless(_run(Path("one")))
    assert re.fullmatch(
        "two: run.json names the suite '.*', which cannot name a folder; give the suite a name of letters, digits, dots,"
        " dashes and underscores, and run it again",
        _refusal(_run(Path("two"), name=name)),
    )
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_baseline_is_not_blessed_again_by_whatever_way_it_is_named() -> None:
    bless(_run())
    Path("link").symlink_to(TARGET)
    inside = _run(TARGET / "inside")
    before = (TARGET / "rows.jsonl").read_bytes()
    for folder in (TARGET, TARGET.resolve(), Path("link"), inside):
        assert _refusal(folder) == f"{folder}: is a baseline already; bless a run, such as one in reports/runs"
    assert (TARGET / "rows.jsonl").read_bytes() == before


def test_what_stands_in_the_baselines_place_and_is_none_is_not_replaced() -> None:
    TARGET.mkdir(parents=True)
    (TARGET / "thesis.txt").write_text("years of work")
    assert _refusal(_run()) == (f"{TARGET}: is no baseline (it holds no run.json) and would be replaced; move it away")
    assert list(_files()) == ["thesis.txt"]


def _damage(how: str) -> None:
    path = TARGET / "rows.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    cut = {
        "a line is missing": lines[1:],
        "the last line is cut": [*lines[:-1], lines[-1][:40]],
        "the last line lacks its end": [*lines[:-1], lines[-1][:-1]],
        "emptied": [],
        "a line is broken": [lines[0][:40] + b"\n", *lines[1:]],
        "a line stands twice": [lines[0], *lines],
    }
    path.write_bytes(b"".join(cut[how]))


MEND = f"the baseline is damaged; restore it with git, or delete {TARGET} and bless a run again"


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("a line is missing", "1 of 2 rows"),
        ("the last line is cut", "1 of 2 rows"),
        ("the last line lacks its end", "1 of 2 rows"),
        ("emptied", "0 of 2 rows"),
    ],
)
def test_a_damaged_baseline_is_an_error_that_says_what_to_do(harness: Harness, how: str, told: str) -> None:
    folder = _run(suite={"gate": GATE})
    bless(folder)
    _damage(how)
    message = f"{TARGET / 'rows.jsonl'}: {told}: {MEND}"
    for find in (lambda: find_baseline("small"), lambda: bless(folder)):
        with pytest.raises(InputError) as caught:
            find()
        assert str(caught.value) == message
    done = harness("gate", folder, "--baseline", "small")
    assert (done.returncode, done.stdout) == (2, "")
    assert " ".join(message.split()) in " ".join(done.stderr.split())


@pytest.mark.parametrize("how", ["a line is broken", "a line stands twice"])
def test_a_broken_line_of_a_baseline_is_named_with_what_to_do(how: str) -> None:
    bless(_run())
    _damage(how)
    with pytest.raises(InputError) as caught:
        find_baseline("small")
    assert str(caught.value).startswith(f"{TARGET / 'rows.jsonl'}:")
    assert str(caught.value).endswith(f": {MEND}")


def test_a_damaged_baseline_that_was_deleted_can_be_made_again() -> None:
    folder = _run()
    bless(folder)
    before = _files()
    _damage("emptied")
    for path in TARGET.iterdir():
        path.unlink()
    TARGET.rmdir()
    bless(folder)
    assert _files() == before


def test_an_unfinished_run_is_a_baseline_of_what_it_has() -> None:
    folder = _run(rows=[make_row("a", "x", {"quality": 0.5})], status="unfinished")
    assert find_baseline(str(folder)) == folder


@pytest.mark.parametrize("value", ["true", '"0.5"', "[0.5]"])
def test_a_score_that_is_no_number_is_named_and_never_read_as_one(value: str) -> None:
    bless(_run())
    path = TARGET / "rows.jsonl"
    path.write_bytes(path.read_bytes().replace(b"0.5", value.encode(), 1))
    with pytest.raises(InputError) as caught:
        tabulate(Run(TARGET))
    assert str(caught.value).startswith(f"{path}:1: field 'scores.quality.value': Input should be a valid number")


def test_a_row_of_an_article_that_the_run_does_not_know_is_told_with_its_file() -> None:
    folder = _run(rows=[make_row("a", "x"), make_row("nope", "x")])
    with pytest.raises(InputError) as caught:
        tabulate(Run(folder))
    assert str(caught.value) == "run/rows.jsonl: has a row of article 'nope', which run.json does not know"
    assert _refusal(folder) == str(caught.value)


def test_what_a_gate_could_not_judge_is_said_before_anything_else() -> None:
    rows = [
        make_row(a, b, {"quality": v})
        for a, b, v in (("a", "x", 0.5), ("b", "x", None), ("a", "y", 0.5), ("b", "y", 0.5))
    ]
    rows += [make_row(a, "copy", {"quality": None}) for a in "ab"]
    backends = [make_backend("x"), make_backend("y"), make_backend("copy", control=True)]
    info = make_info(["a", "b"], backends, [make_metric()], suite={"gate": GATE})
    said = bless(write_run(RUN, info, rows), dry_run=True)
    assert said[:2] == [
        "caution: quality of x has no score on 1 of 2 articles; a gate will judge the other 1 alone",
        "first baseline of small: 2 articles, 3 backends, 6 rows",
    ]


# --- putting it in place


def test_a_refused_run_leaves_the_old_baseline() -> None:
    bless(_run(Path("one")))
    before = _files()
    _refusal(_run(Path("two"), value=0.75, status="partial"))
    assert _files() == before


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    first = _run(Path("one"))
    assert bless(first, dry_run=True) == [
        "first baseline of small: 2 articles, 1 backend, 2 rows",
        f"nothing was written; without --dry-run this becomes {TARGET}",
    ]
    assert not Path("reports").exists()
    bless(first)
    before = _files()
    said = bless(_run(Path("two"), value=0.75), dry_run=True)
    assert said[0] == "x, quality: 0.500 (n=2) -> 0.750 (n=2); paired +0.250 over 2 articles, 2 changed"
    assert _files() == before


def test_a_new_baseline_replaces_the_old_one_whole() -> None:
    bless(_run(Path("one")))
    (TARGET / "stray").touch()
    bless(_run(Path("two"), value=0.75))
    assert [row.scores["quality"].value for row in Run(TARGET).rows()] == [0.75, 0.75]
    assert list(_files()) == KEPT
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_linked_baseline_is_replaced_and_what_it_pointed_to_stays() -> None:
    elsewhere = _run(Path("elsewhere"))
    TARGET.parent.mkdir(parents=True)
    TARGET.symlink_to(elsewhere.resolve())
    for _ in range(2):
        bless(_run(Path(f"two{_}"), value=0.75))
    assert not TARGET.is_symlink()
    assert list(_files(elsewhere)) == ["rows.jsonl", "run.json"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_failure_while_writing_leaves_the_old_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    bless(_run(Path("one")))
    before = _files()

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(baselines, "write_atomically", full)
    with pytest.raises(OSError, match="No space left on device"):
        bless(_run(Path("two"), value=0.75))
    assert _files() == before


class _Killed(BaseException):
    """Ends a call at once, as a kill does: nothing catches it."""


def _killed_at(step: int, folder: Path) -> bool:
    """Bless, and be killed before the given call that touches the disk; False if there are not so many."""
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            if left == 0:
                raise _Killed
            left -= 1
            return call(*arguments, **more)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            *((Path, name) for name in ("mkdir", "replace", "open", "unlink")),
            *((os, name) for name in ("fsync", "rmdir", "unlink")),  # rmtree takes one file after the other
        ):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        try:
            bless(folder)
        except _Killed:
            return True
    return False


def test_killed_at_any_step_either_the_old_or_the_new_baseline_stands_whole_and_the_next_bless_goes_through() -> None:
    one, two = _run(Path("one")), _run(Path("two"), value=0.75)
    bless(two)
    new, killed = _files(), True
    found: list[bool] = []
    while killed:
        bless(one)
        old = _files()
        killed = _killed_at(len(found), two)
        standing = _files(find_baseline("small"))
        assert standing in (old, new), f"killed before step {len(found)}: {sorted(standing)}"
        found.append(standing == new)
        bless(two)
        assert _files() == new
        assert [path.name for path in TARGET.parent.iterdir()] == ["small"]
    assert found == sorted(found), "an earlier step left the new one, a later the old"
    assert found.count(False) > 15
    assert found.count(True) > 3


def test_between_the_two_renames_the_old_baseline_is_found_compared_with_and_replaced() -> None:
    bless(_run(Path("one")))
    TARGET.rename(OLD)
    assert find_baseline("small") == OLD
    said = bless(_run(Path("two"), value=0.75))
    assert said[0].startswith("x, quality: 0.500 (n=2) -> 0.750")
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


# --- what is said


def test_blessing_the_same_run_again_changes_nothing() -> None:
    folder = _run(rows=[_rich_row(), _rich_row("b")])
    bless(folder)
    before = _files()
    assert bless(folder) == ["nothing changes", *TAIL]
    assert _files() == before


def test_another_run_with_the_same_results_changes_only_the_record() -> None:
    bless(_run(Path("one")))
    said = bless(_run(Path("two"), started="2026-03-18T09:00:00+00:00", git={"commit": "c0ffee"}))
    assert said == ["nothing changes but the record of the run (started, git)", *TAIL]


def test_other_tokens_or_warnings_are_said_where_nothing_else_changes() -> None:
    bless(_run(Path("one"), rows=[_rich_row(), _rich_row("b")]))
    more = _rich_row().model_copy(update={"input_tokens": 91})
    assert bless(_run(Path("two"), rows=[more, _rich_row("b")])) == [
        "no score, text or error changes, but 1 row in tokens, cost, reasons or warnings (a)",
        *TAIL,
    ]


def test_a_baseline_from_before_they_were_slim_is_compared_all_the_same() -> None:
    folder = _run(rows=[_rich_row(), _rich_row("b")])
    TARGET.mkdir(parents=True)
    for name in ("run.json", "rows.jsonl"):
        (TARGET / name).write_bytes((folder / name).read_bytes())
    assert bless(folder) == ["nothing changes", *TAIL]
    assert list(_files()) == KEPT


def test_every_kind_of_change_is_said() -> None:
    old = make_info(
        ["a", "b", "gone"],
        [make_backend("x", signature="x[k=1]"), make_backend("left")],
        [make_metric("coverage"), make_metric("quality", signature="quality[v=1]"), make_metric("bygone")],
        suite={"gate": {"margin": {"quality": 0.02}, "primary": ["quality"]}},
    )
    new = make_info(
        {"a": "", "b": "", "come": ""},
        [make_backend("x", signature="x[k=2]"), make_backend("right")],
        [make_metric("coverage"), make_metric("quality", signature="quality[v=2]"), make_metric("recent")],
        suite={"gate": {"margin": {"quality": 0.05}, "primary": ["quality"], "forbid": ["quote.fabricated"]}},
        seed=8,
    )
    new = new.model_copy(update={"articles": {**new.articles, "b": "another hash"}})

    def row(article: str, backend: str, coverage: float, *findings: StoredFinding, **more: Any) -> Row:
        return make_row(article, backend, {"coverage": coverage, "quality": coverage}, findings=findings, **more)

    one, other = make_finding(text="one"), make_finding(text="two\nlines")
    bless(
        write_run(
            Path("one"),
            old,
            [
                *(row(a, "left", 0.5) for a in ("a", "b", "gone")),
                row("a", "x", 0.5, one),
                row("b", "x", 0.5),
                row("gone", "x", 1.0),
            ],
        )
    )
    said = bless(
        write_run(
            Path("two"),
            new,
            [
                *(row(a, "right", 0.5) for a in ("a", "b", "come")),
                row("a", "x", 0.75, other, other, summary="Another."),
                row("b", "x", 0.25),
                make_row("come", "x", state="refused"),
            ],
        )
    )
    assert said == [
        "caution: quality of x has no score on 1 of 3 articles; a gate will judge the other 2 alone",
        "backend left is gone",
        "backend x: x[k=1] -> x[k=2]",
        "backend right is new",
        "metric bygone is gone",
        "metric quality: quality[v=1] -> quality[v=2]",
        "metric recent is new",
        "1 article is new (come)",
        "1 article is gone (gone)",
        "1 article is changed (b)",
        'suite, gate.forbid: not set -> ["quote.fabricated"]',
        "suite, gate.margin.quality: 0.02 -> 0.05",
        "suite, seed: 7 -> 8",
        "x: 3 ok -> 2 ok, 1 refused",
        "x: 1 of 2 summaries changed (a)",
        "x, coverage: 0.667 (n=3) -> 0.500 (n=2); paired +0.250 over 1 article, 1 changed",
        "x, quality: 0.667 (n=3) -> 0.500 (n=2); not comparable",
        "x, quote.fabricated errors: 1 new (a: two\\nlines), 1 gone (a: one)",
        *TAIL,
    ]


def test_an_unscored_mean_is_said_to_be_unscored() -> None:
    bless(_run(Path("one")))
    assert bless(_run(Path("two"), rows=[make_row(a, "x", state="empty") for a in "ab"])) == [
        "x: 2 ok -> 2 empty",
        "x: 2 of 2 summaries changed (a, b)",
        "x, quality: 0.500 (n=2) -> unscored",
        *TAIL,
    ]


def test_a_mean_over_the_easier_half_is_no_rise() -> None:
    bless(_run(Path("one"), rows=[make_row("a", "x", {"quality": 0.25}), make_row("b", "x", {"quality": 0.75})]))
    rows = [make_row("a", "x", {"quality": None}), make_row("b", "x", {"quality": 0.75})]
    said = bless(_run(Path("two"), rows=rows), dry_run=True)
    assert said[0] == "x, quality: 0.500 (n=2) -> 0.750 (n=1); none of 1 paired changed"


def test_scores_that_change_without_moving_the_mean_are_said() -> None:
    bless(_run(Path("one")))
    rows = [make_row("a", "x", {"quality": 0.25}), make_row("b", "x", {"quality": 0.75})]
    (line, *_) = bless(_run(Path("two"), rows=rows))
    assert line.startswith("x, quality: 0.500 (n=2) -> 0.500 (n=2); paired 0.000 [−")
    assert line.endswith("over 2 articles, 2 changed")


def test_of_many_changes_five_are_named_and_the_rest_are_counted() -> None:
    ids = "abcdefg"
    bless(_run(Path("one"), articles=ids))
    long = [make_row(a, "x", {"quality": 0.5}, findings=[make_finding(text="y" * 99)]) for a in ids]
    cut = "y" * 79 + "…"
    assert bless(_run(Path("two"), articles=ids, rows=long))[0] == (
        f"x, quote.fabricated errors: 7 new ({'; '.join(f'{a}: {cut}' for a in 'abcde')}; and 2 more)"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_texts_are_said_on_one_line_each(text: str) -> None:
    made = [make_finding(check=text, text=text)]
    backends, metrics = [make_backend("x"), make_backend(text)], [make_metric()]
    rows = [make_row(text, b.name, {"quality": 0.5}) for b in backends]
    bless(write_run(Path("one"), make_info([text], backends, metrics), rows))
    found = [make_row(text, b.name, {"quality": 0.25}, findings=made, summary=text) for b in backends]
    told = bless(write_run(Path("two"), make_info([text], backends, metrics, suite={text: {text: text}}), found))
    assert len(told) == 2 * 3 + 1 + 2
    assert [line for line in told if line != visible(line, one_line=True)] == []
    # and the baseline reads back as it was
    assert {row.article for row in Run(TARGET).rows()} == {text}
    assert [row.summary for row in Run(TARGET).rows()] == [text, text]


# --- the page that a reviewer reads


def _page(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text))


def test_the_page_tells_the_scores_states_errors_and_what_they_were_made_with() -> None:
    info = make_info(
        ["a", "b"],
        [make_backend("x"), make_backend("copy", control=True)],
        [make_metric(), make_metric("made", label="made up")],
        suite={"gate": GATE},
        git={"commit": "c0ffee", "dirty": True},
    )
    rows = [
        make_row("a", "x", {"quality": 0.5}, findings=[make_finding(), make_finding(), make_finding("date.wrong")]),
        make_row("b", "x", {"quality": 0.75}),
        make_row("a", "copy", {"quality": 0.25}, findings=[make_finding(severity="warning"), make_finding()]),
        make_row("b", "copy", state="empty"),
    ]
    bless(write_run(RUN, info, rows))
    assert (TARGET / "README.md").read_text() == (
        "# Baseline small\n"
        "\n"
        "Written by `harness bless`. Later runs are judged against it: `harness gate RUN --baseline small`.\n"
        "To change it, bless another run.\n"
        "\n"
        "| what | value |\n"
        "| --- | --- |\n"
        "| run | run |\n"
        "| started | 2026-03-17T09:00:00+00:00 |\n"
        "| articles | 2, sha256 aaaaaaaaaaaa |\n"
        "| suite | sha256 555555555555 |\n"
        "| rows | 4 |\n"
        "| profile | brief |\n"
        "| language | en |\n"
        "| seed | 7 |\n"
        "| repeats | 1 |\n"
        "| commit | c0ffee, with changes that were not committed |\n"
        "\n"
        "## Scores\n"
        "\n"
        "Mean over the articles, its 95 % interval and the number of articles in it.\n"
        "\n"
        "| backend | quality | made up | rows |\n"
        "| --- | --- | --- | --- |\n"
        "| x | 0.625 [0.500, 0.750] n=2 | – | 2 ok |\n"
        "| copy (control) | 0.250 – n=1 | – | 1 ok, 1 empty |\n"
        "\n"
        "## Errors\n"
        "\n"
        "| check | errors | of which |\n"
        "| --- | --- | --- |\n"
        "| date.wrong | 1 | x 1 |\n"
        "| quote.fabricated | 3 | x 2, copy 1 |\n"
        "\n"
        "## Made with\n"
        "\n"
        "| what | name | signature |\n"
        "| --- | --- | --- |\n"
        "| backend | x | made&#91;name=x&#93; |\n"
        "| backend | copy | made&#91;name=copy&#93; |\n"
        "| metric | quality | quality&#91;v=1&#93; |\n"
        "| metric | made | made&#91;v=1&#93; |\n"
        "| version | summary-harness | 0 |\n"
        "\n"
        "## Gate\n"
        "\n"
        "What the suite asks of a run.\n"
        "\n"
        "| setting | value |\n"
        "| --- | --- |\n"
        '| primary | &#91;"quality"&#93; |\n'
        "| margin.quality | 0.1 |\n"
        '| forbid | &#91;"quote.fabricated"&#93; |\n'
    )


def test_a_run_without_errors_says_so() -> None:
    bless(_run())
    assert "\n## Errors\n\nNone.\n\n## Made with\n" in (TARGET / "README.md").read_text()


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "https://evil.example",
        "www.evil.example",
        "[a](b)",
        "[a][b]",
        "![a](b)",
        "$x$",
        "**b** __b__ ~~s~~",
        "@you #1",
    ],
)
def test_hostile_texts_are_shown_letter_by_letter(text: str) -> None:
    backends, metrics = [make_backend(text, signature=text)], [make_metric(text, signature=text)]
    row = make_row("a", text, {text: 0.5}, findings=[make_finding(check=text)])
    more: dict[str, Any] = {"suite": {"gate": {text: text}}, "git": {"commit": text}, "versions": {text: text}}
    folder = write_run(Path("runs") / "run|<b>", make_info(["a"], backends, metrics, **more), [row])
    bless(folder)
    source = (TARGET / "README.md").read_text()
    shown = _page(source)
    tags = {tag for tag in re.findall(r"<(\w+)", shown)}
    assert tags == {"h1", "h2", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}
    cells = [html.unescape(cell).replace(inert.JOINER, "") for cell in re.findall(r"<td>(.*?)</td>", shown)]
    letters = visible(text, one_line=True).strip()
    assert cells.count(letters) >= 6
    assert "run|<b>" in cells
    assert f"{letters} 1" in cells
    assert not re.search(r"://|www\.|\$|@\w", source), "a bare address becomes a link, and dollars a formula"


def test_a_page_is_the_same_whatever_order_sets_come_in() -> None:
    folder = _run(rows=[_rich_row(), _rich_row("b")], backends="x")
    code = "import pathlib; from harness.baselines import bless; bless(pathlib.Path('run'))"
    pages = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        pages.add((TARGET / "README.md").read_bytes())
    assert len(pages) == 1
    assert folder.exists()
