"""`harness compare` as it is typed: what it prints, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from harness.store import BackendInfo
from harness.types import Article, Source
from tests.conftest import Harness
from tests.made_runs import make_info, make_metric, make_row, write_run

N = 12
PROMPT = "Write a story.\nKeep every number.\n::error::not a command\n"


def _run(folder: Path, gains: dict[str, float], prompt: str = PROMPT) -> Path:
    """A run in which a backend scores `gain` above the article's own level, on articles about two topics."""
    ids = [f"event-{i}" for i in range(N)]
    backends = [
        BackendInfo(name=b, type="openai", signature=f"openai[{b}]", control=False, texts={"prompt": prompt})
        for b in gains
    ]
    rows = [
        make_row(a, b, {"coverage": round(0.3 + 0.02 * i + gain + (0.004 if i % 3 else -0.004), 4)})
        for i, a in enumerate(ids)
        for b, gain in gains.items()
    ]
    articles = [
        Article(
            id=a, sources=(Source(id="s", text="word " * (100 + i)),), meta={"topic": "storm" if i % 2 else "court"}
        )
        for i, a in enumerate(ids)
    ]
    return write_run(folder, make_info(ids, backends, [make_metric("coverage")]), rows, articles)


def _ok(done: object) -> str:
    assert getattr(done, "returncode", None) == 0, done
    return str(getattr(done, "stdout", ""))


def test_a_changed_prompt_is_shown_with_what_it_moved(harness: Harness, tmp_path: Path) -> None:
    old = _run(tmp_path / "old", {"x": 0.0})
    new = _run(tmp_path / "new", {"x": -0.1}, prompt="Write a story.\n::error::not a command\n")
    told = _ok(harness("compare", old, new))
    assert "new: x: prompt: 3 lines became 2 lines" in told
    assert "    -Keep every number." in told
    assert "What moved the mean most:" in told
    assert "coverage, new: x against old: x (−0.100): event-0 −0.100, event-1 −0.100" in told
    assert "coverage: new: x −0.100" in told.splitlines()[-1]


def test_many_pairs_are_shown_only_when_asked_for(harness: Harness, tmp_path: Path) -> None:
    run = _run(tmp_path / "run", {name: 0.01 * n for n, name in enumerate("vwxyz")})
    short = _ok(harness("compare", run))
    assert "group" in short
    assert "Every pair, and what moved its mean: --details" in short
    assert "W/T/L" not in short
    long = _ok(harness("compare", run, "--details"))
    assert "corrected for 10 comparisons (Holm)" in long
    assert "topic: court" in long


def test_parquet_and_csv_say_the_same(harness: Harness, tmp_path: Path) -> None:
    run = _run(tmp_path / "run", {"x": 0.0, "y": 0.1})
    told = _ok(harness("compare", run, "--csv", "--parquet", tmp_path / "table.parquet"))
    frame = pd.read_parquet(tmp_path / "table.parquet")
    assert len(told.splitlines()) == len(frame) + 1 == 4
    assert frame["outcome"].tolist()[-1] == "better"


def test_backends_of_other_names_are_paired_by_hand(harness: Harness, tmp_path: Path) -> None:
    old, new = _run(tmp_path / "old", {"x": 0.0, "a=b": 0.0}), _run(tmp_path / "new", {"x": 0.0, "c=d": 0.1})
    document = json.loads(_ok(harness("compare", old, new, "--json", "--pair", "c=d=a=b")))
    assert [(c["baseline"], c["candidate"]) for c in document["comparisons"]] == [
        ("old: x", "new: x"),
        ("old: a=b", "new: c=d"),
    ]
    assert document["schema"] == 1
    everything = json.loads(_ok(harness("compare", old, new, "--json", "--all-pairs")))
    assert len(everything["comparisons"]) == 6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--pair", "x"), "--pair x: expected CANDIDATE=BASELINE, the names of two backends"),
        (
            ("--pair", "q=x"),
            "--pair q=x: expected CANDIDATE=BASELINE; CANDIDATE is a backend of a later run (x), BASELINE one of the first"
            " run (x)",
        ),
        (("--json", "--csv"), "choose one of --json, --csv and --markdown"),
    ],
)
def test_what_cannot_be_compared_is_said(
    harness: Harness, tmp_path: Path, arguments: Sequence[str], message: str
) -> None:
    old, new = _run(tmp_path / "old", {"x": 0.0}), _run(tmp_path / "new", {"x": 0.1})
    done = harness("compare", old, new, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().splitlines()[-1] == f"harness: {message}"


def test_a_run_compared_with_itself_needs_another_name(harness: Harness, tmp_path: Path) -> None:
    run = _run(tmp_path / "run", {"x": 0.0})
    done = harness("compare", run, run)
    assert (done.returncode, done.stderr) == (
        2,
        "harness: two runs have the same name; rename one so that the table can tell them apart\n",
    )
