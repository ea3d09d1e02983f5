"""How a baseline is found, which runs are refused, and what a damaged one says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from harness.aggregate import tabulate
from harness.baselines import bless, find_baseline
from harness.errors import InputError
from harness.store import Run
from harness.types import Row
from tests.baselines.made_baselines import GATE, KEPT, RUN, TARGET, files_in, made_run, refusal
from tests.conftest import Harness
from tests.made_runs import (
    make_backend,
    make_info,
    make_metric,
    make_row,
    write_run,
)


def test_a_runs_folder_is_a_baseline_too_and_comes_first() -> None:
    assert find_baseline(str(made_run())) == RUN
    bless(RUN)
    assert find_baseline("small") == TARGET
    assert find_baseline(str(made_run(Path("small")))) == Path("small")


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


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("partial", "run: the run is partial (--limit or --only); run the whole suite and bless that run"),
        ("unfinished", "run: the run is unfinished; finish it with: harness run SUITE --out run"),
    ],
)
def test_a_run_that_is_not_complete_is_refused(status: str, told: str) -> None:
    assert refusal(made_run(status=status)) == told
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
    assert refusal(made_run(rows=[make_row("a", "x", {"quality": 0.5}), broken])) == (
        f"run: 1 row was not measured ({told}); a baseline needs all: see to the cause and run the suite again"
    )
    assert not TARGET.exists()


def test_of_many_errors_three_are_named() -> None:
    ids = "abcde"
    folder = made_run(rows=[make_row(a, "x", state="infra_error") for a in ids], articles=ids)
    assert refusal(folder) == (
        "run: 5 rows were not measured (x on a: infra_error, x on b: infra_error, x on c: infra_error, …); a baseline"
        " needs all: see to the cause and run the suite again"
    )


def test_a_run_without_rows_or_with_rows_lost_is_refused() -> None:
    assert refusal(made_run(Path("none"), rows=[], articles=[])) == (
        "none: the run has no rows, so there is nothing to compare with; check its suite"
    )
    assert refusal(made_run(Path("lost"), rows=[make_row("a", "x", {"quality": 0.5})])) == (
        "lost: rows.jsonl has 1 of the run's 2 rows; run the suite again"
    )
    torn = made_run(Path("torn"))
    (torn / "rows.jsonl").write_bytes((torn / "rows.jsonl").read_bytes()[:-1])
    assert refusal(torn) == "torn: rows.jsonl has 1 of the run's 2 rows; run the suite again"


@pytest.mark.parametrize("inner", [None, "unfinished", "complete"])
def test_a_run_is_refused_while_its_part_with_other_orders_is_unfinished(inner: str | None) -> None:
    folder = made_run(suite={"permute_sources": 2})
    if inner is not None:
        made_run(folder / "permuted", rows=[], status=inner, suite={"permute_sources": 2})
    if inner == "complete":
        bless(folder)
        assert list(files_in()) == KEPT
    else:
        assert refusal(folder) == (
            "run: its part with the sources in other orders is unfinished; finish it with: harness run SUITE --out run"
        )


def test_a_run_that_had_no_part_with_other_orders_to_make_can_be_blessed() -> None:
    folder = made_run(suite={"permute_sources": 2})
    (folder / "scores.parquet").write_bytes(b"PAR1")
    bless(folder)
    assert list(files_in()) == KEPT


@pytest.mark.parametrize("state", ["refused", "empty", "truncated", "not_applicable"])
def test_a_summarizers_own_failures_can_be_blessed(state: Any) -> None:
    bless(made_run(rows=[make_row("a", "x", {"quality": 0.5}), make_row("b", "x", state=state)]))
    assert (TARGET / "run.json").exists()


@pytest.mark.parametrize("name", ["../../precious", "..", ".", "x/../../../precious", "", ".small.old", "a\nb"])
def test_a_run_whose_suites_name_leaves_the_folder_of_baselines_touches_nothing(name: str) -> None:
    precious = Path("precious")
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    bless(made_run(Path("one")))
    assert re.fullmatch(
        "two: run.json names the suite '.*', which cannot name a folder; give the suite a name of letters, digits, dots,"
        " dashes and underscores, and run it again",
        refusal(made_run(Path("two"), name=name)),
    )
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_a_baseline_is_not_blessed_again_by_whatever_way_it_is_named() -> None:
    bless(made_run())
    Path("link").symlink_to(TARGET)
    inside = made_run(TARGET / "inside")
    before = (TARGET / "rows.jsonl").read_bytes()
    for folder in (TARGET, TARGET.resolve(), Path("link"), inside):
        assert refusal(folder) == f"{folder}: is a baseline already; bless a run, such as one in reports/runs"
    assert (TARGET / "rows.jsonl").read_bytes() == before


def test_what_stands_in_the_baselines_place_and_is_none_is_not_replaced() -> None:
    TARGET.mkdir(parents=True)
    (TARGET / "thesis.txt").write_text("years of work")
    assert refusal(made_run()) == (
        f"{TARGET}: is no baseline (it holds no run.json) and would be replaced; move it away"
    )
    assert list(files_in()) == ["thesis.txt"]


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
    folder = made_run(suite={"gate": GATE})
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
    bless(made_run())
    _damage(how)
    with pytest.raises(InputError) as caught:
        find_baseline("small")
    assert str(caught.value).startswith(f"{TARGET / 'rows.jsonl'}:")
    assert str(caught.value).endswith(f": {MEND}")


def test_a_damaged_baseline_that_was_deleted_can_be_made_again() -> None:
    folder = made_run()
    bless(folder)
    before = files_in()
    _damage("emptied")
    for path in TARGET.iterdir():
        path.unlink()
    TARGET.rmdir()
    bless(folder)
    assert files_in() == before


def test_an_unfinished_run_is_a_baseline_of_what_it_has() -> None:
    folder = made_run(rows=[make_row("a", "x", {"quality": 0.5})], status="unfinished")
    assert find_baseline(str(folder)) == folder


@pytest.mark.parametrize("value", ["true", '"0.5"', "[0.5]"])
def test_a_score_that_is_no_number_is_named_and_never_read_as_one(value: str) -> None:
    bless(made_run())
    path = TARGET / "rows.jsonl"
    path.write_bytes(path.read_bytes().replace(b"0.5", value.encode(), 1))
    with pytest.raises(InputError) as caught:
        tabulate(Run(TARGET))
    assert str(caught.value).startswith(f"{path}:1: field 'scores.quality.value': Input should be a valid number")


def test_a_row_of_an_article_that_the_run_does_not_know_is_told_with_its_file() -> None:
    folder = made_run(rows=[make_row("a", "x"), make_row("nope", "x")])
    with pytest.raises(InputError) as caught:
        tabulate(Run(folder))
    assert str(caught.value) == "run/rows.jsonl: has a row of article 'nope', which run.json does not know"
    assert refusal(folder) == str(caught.value)


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
