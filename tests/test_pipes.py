"""A reader that goes away, a full disk and files that cannot be written: what the exit code says then."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Harness
from tests.made_runs import make_backend, make_info, make_metric, make_row, write_run

N = 12
HARNESS = f"{shlex.quote(sys.executable)} -m harness"
GATE: dict[str, Any] = {"primary": ["quality"], "margin": {"quality": 0.05}, "inconclusive": "fail"}


def _run(folder: Path, change: float, *, spread: float = 0.0, signature: str = "quality[]") -> Path:
    """A run of two backends whose scores lie `change` above an article's own level, give or take `spread`."""
    articles = [f"a{i}" for i in range(N)]
    signs = [spread if i % 2 else -spread for i in range(N)]
    rows = [
        make_row(a, b, {"quality": round(0.4 + 0.01 * i + gain + change + sign, 4)})
        for i, (a, sign) in enumerate(zip(articles, signs, strict=True))
        for b, gain in (("x", 0.0), ("y", 0.002 * i))
    ]
    backends = [make_backend("x"), make_backend("y")]
    info = make_info(articles, backends, [make_metric("quality", signature=signature)], suite={"gate": GATE})
    return write_run(folder, info, rows)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """The folder with a baseline and runs of each verdict against it."""
    _run(tmp_path / "base", 0.0)
    _run(tmp_path / "same", 0.0)
    _run(tmp_path / "worse", -0.2)
    _run(tmp_path / "unclear", -0.02, spread=0.2)
    _run(tmp_path / "other", 0.0, signature="quality[of=another]")
    return tmp_path


def _shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("gate same --baseline base", 0),
        ("gate worse --baseline base", 1),
        ("gate unclear --baseline base", 3),
        ("gate other --baseline base", 4),
        ("gate same --baseline base --json", 0),
        ("compare base same", 0),
        ("compare base --json", 0),
        ("list metrics", 0),
        ("plan base", 0),
        ("run suite.toml --out made", 0),
        ("--help", 0),
    ],
)
def test_a_reader_that_goes_away_changes_no_exit_code(runs: Path, suite_path: Path, arguments: str, code: int) -> None:
    suite_path.rename(runs / "suite.toml")
    # the reader closes its end at once; sleeping, it has certainly gone before the first line is written
    done = _shell(runs, f"{HARNESS} {arguments} 2> said | {{ exec 0<&-; sleep 0.1; }}")
    assert done.returncode == code
    told = (runs / "said").read_text()
    assert "Traceback" not in told
    assert told == "" or arguments.startswith("run")


def test_what_was_read_before_the_reader_went_is_whole(runs: Path) -> None:
    done = _shell(runs, f"{HARNESS} gate worse --baseline base | head -n 1")
    assert done.returncode == 1
    assert done.stdout.startswith("REGRESSION:")


def test_files_are_written_though_the_reader_has_gone(runs: Path) -> None:
    done = _shell(runs, f"{HARNESS} gate worse --baseline base --junit g.xml --markdown g.md | {{ exec 0<&-; }}")
    assert done.returncode == 1
    assert (runs / "g.xml").read_text().endswith("</testsuites>\n")
    assert "REGRESSION" in (runs / "g.md").read_text()


@pytest.mark.parametrize("arguments", ["gate worse --baseline base", "compare base --json", "list metrics", "--help"])
def test_a_standard_output_that_is_full_is_told_in_one_line(runs: Path, arguments: str) -> None:
    done = _shell(runs, f"{HARNESS} {arguments} > /dev/full")
    assert (done.returncode, done.stderr) == (
        2,
        "harness: standard output cannot be written: No space left on device\n",
    )


def test_a_standard_output_that_is_closed_is_told(runs: Path) -> None:
    done = _shell(runs, f"{HARNESS} gate worse --baseline base >&-")
    assert done.returncode == 2
    assert done.stderr.startswith("harness: standard output is closed")


@pytest.mark.parametrize("closed", ["2>&-", "2> /dev/full"])
def test_a_standard_error_that_takes_nothing_changes_no_verdict(runs: Path, closed: str) -> None:
    assert _shell(runs, f"{HARNESS} gate worse --baseline base {closed}").returncode == 1
    assert _shell(runs, f"{HARNESS} gate nowhere --baseline base {closed}").returncode == 2


FILES = (
    ("compare", "base", "--csv", "--parquet"),
    ("gate", "same", "--baseline", "base", "--junit"),
    ("gate", "same", "--baseline", "base", "--markdown"),
    ("report", "base", "--out"),
    ("check", "text", "--source", "text", "--html"),
    ("init", "data.csv", "--out"),
    ("run", "suite.toml", "--out"),
)
PLACES = {"nowhere/x": "No such file or directory", ".": "Is a directory", "text/x": "Not a directory"}
MADE = {"report": ("nowhere/x",), "init": ("nowhere/x", "."), "run": ("nowhere/x", ".")}
"""Commands that make the folder."""


CASES = [(command, place) for command in FILES for place in PLACES if place not in MADE.get(command[0], ())]


@pytest.mark.parametrize(("command", "place"), CASES)
def test_a_file_that_cannot_be_written_is_bad_input(
    runs: Path, harness: Harness, suite_path: Path, command: Sequence[str], place: str
) -> None:
    suite_path.rename(runs / "suite.toml")
    (runs / "text").write_text("Some words.\n")
    (runs / "data.csv").write_text("id,text\na,Some words.\n")
    done = harness(*command, place)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") <= 2
    assert done.stderr.splitlines()[-1].startswith(f"harness: {place}: cannot be ")
    if command[0] not in MADE:
        assert f"cannot be written: {PLACES[place]}; " in done.stderr


def test_nothing_is_written_where_one_of_two_files_cannot_be(runs: Path, harness: Harness) -> None:
    gate = ("gate", "same", "--baseline", "base", "--junit", "a.xml")
    for wrong in (
        ("--markdown", "nowhere/x.md"),
        ("--markdown", "x.md", "--link", "no address"),
        ("--markdown", "a.xml"),
        ("--markdown", "./base/../a.xml"),
    ):
        done = harness(*gate, *wrong)
        assert done.returncode == 2, wrong
        assert not (runs / "a.xml").exists(), wrong
    assert "--markdown and --junit: both name base/../a.xml; give each a file of its own" in done.stderr


def test_the_steps_summary_is_looked_at_first_too(
    runs: Path, harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    done = harness("gate", "same", "--baseline", "base", "--junit", "a.xml", "--github")
    assert done.returncode == 2
    assert "nowhere/summary.md: cannot be written: No such file or directory" in done.stderr
    assert not (runs / "a.xml").exists()


def test_a_file_that_stands_there_is_replaced_as_a_whole_and_a_link_stays_one(runs: Path, harness: Harness) -> None:
    (runs / "old.xml").write_text("old")
    before = (runs / "old.xml").stat().st_ino
    (runs / "link.xml").symlink_to("old.xml")
    assert harness("gate", "same", "--baseline", "base", "--junit", "link.xml").returncode == 0
    assert (runs / "link.xml").is_symlink()
    assert (runs / "old.xml").read_text().startswith("<?xml")
    assert (runs / "old.xml").stat().st_ino != before
    assert sorted(p.name for p in runs.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("option", ["--junit", "--markdown"])
def test_a_device_is_written_into_and_never_replaced(runs: Path, harness: Harness, option: str) -> None:
    os.mkfifo(runs / "pipe")
    reader = os.open(runs / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert harness("gate", "same", "--baseline", "base", option, "pipe").returncode == 0
        assert b"gate" in os.read(reader, 65_536)
    finally:
        os.close(reader)
    assert (runs / "pipe").is_fifo()


def test_a_page_is_written_to_a_regular_file_only(runs: Path, harness: Harness) -> None:
    (runs / "text").write_text("Some words.\n")
    os.mkfifo(runs / "pipe")
    done = harness("check", "text", "--source", "text", "--html", "pipe")
    assert (done.returncode, done.stderr) == (
        2,
        "harness: --html pipe: is no regular file, which a page is written to\n",
    )
    assert (runs / "pipe").is_fifo()
