"""Runs that are killed, interrupted, resumed, and run by several threads end in the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Harness, make_article, write_jsonl

# A summarizer that notes each call and takes its time; its answer depends on the article alone.
SLOW = """\
import json, os, sys, time
article = json.load(sys.stdin)
with open("calls.log", "a") as log:
    log.write(os.environ.get("GO", "0") + " " + article["id"] + "\\n")
time.sleep(float(os.environ.get("SLOW_SECONDS", "0.02")))
print(article["sources"][0]["text"].split(". ")[0] + ".")
"""
SUITE = """\
name = "slow"
articles = "articles.jsonl"
profile = "brief"
seed = 3
[[backends]]
type = "command"
name = "slow"
command = ["python", "slow.py"]
[[backends]]
type = "random-own"
[[metrics]]
type = "coverage"
[[metrics]]
type = "consistency"
[[metrics]]
type = "length"
"""
N_ARTICLES = 24


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A folder with the slow suite."""
    articles = [make_article(n) for n in range(1, N_ARTICLES + 1)]
    write_jsonl(tmp_path / "articles.jsonl", articles)
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "slow.toml").write_text(SUITE)
    return tmp_path


def command(out: str, threads: int) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "harness", "run", "slow.toml", "--out", out, "--threads", str(threads)]


def complete_rows(path: Path) -> set[str]:
    """The articles whose slow row is whole on the disk."""
    if not path.exists():
        return set()
    lines = path.read_bytes().split(b"\n")[:-1]
    rows = [json.loads(line) for line in lines]
    return {row["article"] for row in rows if row["backend"] == "slow"}


def calls(folder: Path, *, go: int = 0) -> list[str]:
    """The articles that the summarizer was asked about in this go."""
    log = folder / "calls.log"
    lines = [line.split(" ") for line in log.read_text().splitlines()] if log.exists() else []
    return [article for number, article in lines if number == str(go)]


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 4])
def test_kill_9_at_twenty_random_moments_repeats_no_finished_call(slow: Path, threads: int) -> None:
    subprocess.run(command("whole", 1), cwd=slow, check=True, capture_output=True)
    expected = (slow / "whole" / "rows.jsonl").read_bytes()
    rng = random.Random(threads)
    kills = 1  # go 0 was the uninterrupted run
    while kills <= 20:
        before = complete_rows(slow / "killed" / "rows.jsonl")
        if len(before) == N_ARTICLES:  # it got through between two kills: begin another run
            assert (slow / "killed" / "rows.jsonl").read_bytes() == expected
            subprocess.run(["rm", "-r", "killed"], cwd=slow, check=True)
            continue
        process = subprocess.Popen(
            command("killed", threads),
            cwd=slow,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # calls that outlive the killed process still note the go they belong to
            env={**os.environ, "GO": str(kills)},
        )
        # from before the first row to after the last one
        time.sleep(rng.uniform(0.3, 2.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        called = calls(slow, go=kills)
        kills += 1
        assert not before & set(called), "a finished call was repeated"
        assert len(called) == len(set(called)), "a call was made twice in one go"
    subprocess.run(command("killed", threads), cwd=slow, check=True, capture_output=True)
    assert (slow / "killed" / "rows.jsonl").read_bytes() == expected
    assert json.loads((slow / "killed" / "run.json").read_text())["status"] == "complete"


def test_one_and_four_threads_write_the_same_bytes(slow: Path) -> None:
    for name, threads in (("one", 1), ("four", 4)):
        subprocess.run(command(name, threads), cwd=slow, check=True, capture_output=True)
    assert (slow / "one" / "rows.jsonl").read_bytes() == (slow / "four" / "rows.jsonl").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_its_rows_and_says_how_to_go_on(slow: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "SLOW_SECONDS": "0.2"}
    process = subprocess.Popen(command("cut", 2), cwd=slow, stderr=subprocess.PIPE, text=True, env=environment)
    while not complete_rows(slow / "cut" / "rows.jsonl"):
        time.sleep(0.05)
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; every finished row is kept. To go on: harness run slow.toml --out cut" in told
    kept = complete_rows(slow / "cut" / "rows.jsonl")
    assert kept == set(calls(slow)), "a call in flight was paid for and lost"
    (slow / "calls.log").unlink()
    subprocess.run(command("cut", 2), cwd=slow, check=True, capture_output=True)
    assert not kept & set(calls(slow))


def test_a_second_process_on_the_same_run_is_refused(slow: Path, harness: Harness) -> None:
    environment = {**os.environ, "SLOW_SECONDS": "1"}
    first = subprocess.Popen(command("shared", 1), cwd=slow, env=environment, stderr=subprocess.DEVNULL)
    while not (slow / "shared" / "rows.jsonl").exists():
        time.sleep(0.05)
    second = harness("run", "slow.toml", "--out", "shared")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert second.returncode == 2
    assert second.stderr == (
        "harness: shared: another process is writing this run; wait until it ends or choose another --out\n"
    )
    # the lock of a dead process is no lock
    assert harness("run", "slow.toml", "--out", "shared", "--limit", "2").returncode == 0


def test_resume_goes_on_with_the_latest_unfinished_run(slow: Path, harness: Harness) -> None:
    limited = harness("run", "slow.toml", "--limit", "3")
    assert "partial: 6 of 48 rows" in limited.stdout
    resumed = harness("run", "slow.toml", "--resume")
    assert resumed.returncode == 0
    runs = list((slow / "reports" / "runs").iterdir())
    assert len(runs) == 1
    assert json.loads((runs[0] / "run.json").read_text())["status"] == "complete"
    again = harness("run", "slow.toml", "--resume")
    assert again.returncode == 2
    assert "holds no unfinished run of this suite as it stands now" in again.stderr
