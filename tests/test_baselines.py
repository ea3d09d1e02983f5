"""Blessing: what may become a baseline, how it is put in place, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import baselines
from harness.baselines import bless, find_baseline
from harness.errors import InputError
from harness.store import Run
from harness.types import Row
from tests.made_runs import make_backend, make_info, make_metric, make_row, write_run

RUN = Path("run")
TARGET = Path("reports/baselines/small")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _run(
    folder: Path = RUN,
    rows: Sequence[Row] | None = None,
    backends: str = "x",
    value: float = 0.5,
    **more: Any,
) -> Path:
    info = make_info(["a", "b"], [make_backend(b) for b in backends.split()], [make_metric()], **more)
    made = [make_row(a, b.name, {"quality": value}) for a in info.articles for b in info.backends]
    return write_run(folder, info, made if rows is None else rows)


def test_a_blessed_run_is_found_by_its_suites_name_and_reads_back() -> None:
    folder = _run()
    said = list(bless(folder))
    assert said == ["first baseline of small: 2 articles, 1 backends", f"baseline: {TARGET}"]
    assert find_baseline("small") == TARGET
    assert list(Run(TARGET).rows()) == list(Run(folder).rows())
    assert sorted(path.name for path in TARGET.iterdir()) == ["rows.jsonl", "run.json"]


def test_the_files_of_a_run_are_copied_byte_by_byte_and_article_texts_are_not() -> None:
    folder = _run()
    (folder / "articles.jsonl").write_bytes(b"{}\n")
    (folder / "scores.parquet").write_bytes(b"PAR1")
    list(bless(folder))
    for name in ("run.json", "rows.jsonl"):
        assert (TARGET / name).read_bytes() == (folder / name).read_bytes()
    assert not (TARGET / "articles.jsonl").exists()


def test_a_runs_folder_is_a_baseline_too_and_comes_first() -> None:
    assert find_baseline(str(_run())) == RUN
    list(bless(RUN))
    assert find_baseline("small") == TARGET
    assert find_baseline(str(_run(Path("small")))) == Path("small")


@pytest.mark.parametrize(("name", "told"), [("news", "'news'"), ("a\x1b[31m\nb", "'a\\x1b[31m\\nb'")])
def test_the_message_of_a_missing_baseline_names_bless(name: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        find_baseline(name)
    assert str(caught.value) == f"no baseline at {told}; make one with: harness bless RUN"


@pytest.mark.parametrize("status", ["partial", "unfinished"])
def test_a_run_that_is_not_complete_is_refused(status: str) -> None:
    folder = _run(status=status)
    with pytest.raises(InputError) as caught:
        list(bless(folder))
    assert str(caught.value) == f"run: the run is {status}; only a complete run can be blessed"
    assert not TARGET.exists()


@pytest.mark.parametrize(
    "broken",
    [
        make_row("b", "x", state="infra_error"),
        make_row("b", "x", {"quality": "it broke"}, state="metric_error"),
    ],
    ids=["infra_error", "metric_error"],
)
def test_a_run_with_errors_is_refused(broken: Row) -> None:
    folder = _run(rows=[make_row("a", "x", {"quality": 0.5}), broken])
    with pytest.raises(InputError) as caught:
        list(bless(folder))
    assert str(caught.value) == "run: 1 rows were not measured (x on b); a baseline needs all"
    assert not TARGET.exists()


@pytest.mark.parametrize("state", ["refused", "empty", "truncated", "not_applicable"])
def test_a_summarizers_own_failures_can_be_blessed(state: Any) -> None:
    folder = _run(rows=[make_row("a", "x", {"quality": 0.5}), make_row("b", "x", state=state)])
    list(bless(folder))
    assert (TARGET / "run.json").exists()


def test_a_refused_run_leaves_the_old_baseline() -> None:
    list(bless(_run(Path("one"))))
    before = (TARGET / "rows.jsonl").read_bytes()
    with pytest.raises(InputError):
        list(bless(_run(Path("two"), value=0.75, status="partial")))
    assert (TARGET / "rows.jsonl").read_bytes() == before


def test_a_new_baseline_replaces_the_old_one_whole_and_says_what_changed() -> None:
    list(bless(_run(Path("one"))))
    (TARGET / "stray").touch()
    said = list(bless(_run(Path("two"), value=0.75)))
    assert said == ["x, quality: 0.5000 -> 0.7500", f"baseline: {TARGET}"]
    assert (TARGET / "rows.jsonl").read_bytes() == Path("two/rows.jsonl").read_bytes()
    assert sorted(path.name for path in TARGET.iterdir()) == ["rows.jsonl", "run.json"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


def test_an_unscored_mean_is_said_to_be_unscored() -> None:
    list(bless(_run(Path("one"))))
    empty = [make_row(a, "x", state="empty") for a in "ab"]
    assert list(bless(_run(Path("two"), rows=empty))) == [
        "x, quality: 0.5000 -> unscored",
        f"baseline: {TARGET}",
    ]


def test_a_backend_that_is_new_or_gone_is_said() -> None:
    list(bless(_run(Path("one"), backends="x y")))
    said = list(bless(_run(Path("two"), backends="x z")))
    assert "z, quality: unscored -> 0.5000" in said
    assert [line for line in said if re.match("y\\b", line)], "that y is gone is not said"


def test_blessing_the_same_run_again_changes_nothing() -> None:
    folder = _run()
    list(bless(folder))
    assert list(bless(folder)) == [f"baseline: {TARGET}"]


def test_a_baseline_can_be_blessed_onto_itself() -> None:
    list(bless(_run()))
    before = (TARGET / "rows.jsonl").read_bytes()
    assert list(bless(TARGET)) == [f"baseline: {TARGET}"]
    assert (TARGET / "rows.jsonl").read_bytes() == before


def test_a_failure_while_copying_leaves_the_old_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    list(bless(_run(Path("one"))))
    before = (TARGET / "rows.jsonl").read_bytes()

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(baselines, "write_atomically", full)
    with pytest.raises(OSError, match="No space left on device"):
        list(bless(_run(Path("two"), value=0.75)))
    assert (TARGET / "rows.jsonl").read_bytes() == before


@pytest.mark.parametrize("left", ["new", "old"])
def test_what_a_killed_bless_left_behind_does_not_hinder_the_next(left: str) -> None:
    list(bless(_run(Path("one"))))
    rest = TARGET.parent / f".small.{left}"
    rest.mkdir()
    (rest / "rows.jsonl").write_text("half")
    list(bless(_run(Path("two"), value=0.75)))
    assert (TARGET / "rows.jsonl").read_bytes() == Path("two/rows.jsonl").read_bytes()
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]


@pytest.mark.parametrize("name", ["../../precious", "..", ".", "x/../../../precious", ""])
def test_a_run_whose_suites_name_leaves_the_folder_of_baselines_touches_nothing(name: str) -> None:
    precious = Path("precious")
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    list(bless(_run(Path("one"))))
    with pytest.raises(InputError):
        list(bless(_run(Path("two"), name=name)))
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]
    assert [path.name for path in TARGET.parent.iterdir()] == ["small"]
