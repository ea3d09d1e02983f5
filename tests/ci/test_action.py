"""The gate's action, end to end: a prompt changes in a branch, and the steps of action.yml run as they stand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import junitparser
import pytest

from harness import baselines, launch
from harness.suite import load_suite
from tests.ci.project import (
    BREAKING,
    HARMFUL,
    HARMLESS,
    change_prompt,
    git,
    write_project,
)
from tests.ci.runner import BOT, Runner

pytestmark = pytest.mark.slow
SUITE = "evals/stories.toml"
MARKER = "<!-- summary-harness gate: stories -->"


@pytest.fixture(scope="module")
def _blessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("blessed") / "stories"
    write_project(root)
    git(root.parent, "init", "--quiet", "--initial-branch", "main", str(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        run = Path("reports/runs/main")
        assert launch.execute(launch.from_suite(load_suite(Path(SUITE))), run)
        baselines.bless(run)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Bless the baseline of stories")
    return root


@pytest.fixture
def project(_blessed: Path, tmp_path: Path) -> Path:
    """A clone with the blessed baseline on main."""
    git(tmp_path, "clone", "--quiet", str(_blessed), "checkout")
    return tmp_path / "checkout"


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner on which the harness is installed, and a pull request without a comment."""
    home = tmp_path / "runner"
    home.mkdir()
    return Runner(home)


def _methods(runner: Runner) -> list[str]:
    return [call[call.index("--method") + 1] if "--method" in call else "GET" for call in runner.calls]


def _verdict_lines(comment: str) -> str:
    """What is read first: the lines right below the marker."""
    return "\n".join(comment.splitlines()[1:4])


def test_a_prompt_that_drops_facts_fails_the_job_and_says_why_in_one_comment(project: Path, runner: Runner) -> None:
    change_prompt(project, "harmful", HARMFUL)
    outcome = runner.run(project, suite=SUITE, install="")
    assert outcome.code == 1, outcome.log
    assert outcome.outputs["verdict"] == "regression"
    assert outcome.outputs["exit-code"] == "1"

    assert _methods(runner) == ["GET", "POST"]
    [comment] = runner.comments
    assert comment["body"].splitlines()[0] == MARKER
    assert re.search(r"regression", _verdict_lines(comment["body"]), re.IGNORECASE)
    assert "coverage of newsroom" in comment["body"]
    assert "https://github.com/newsroom/stories/actions/runs/42" in comment["body"]

    assert sorted(outcome.kept) == ["comment.md", "junit.xml", "rows.jsonl", "run.json", "verdict.json"]
    assert json.loads(outcome.kept["verdict.json"])["kind"] == "regression"
    found = junitparser.JUnitXml.fromstring(outcome.kept["junit.xml"].encode())
    assert found.failures > 0
    assert found.errors == 0
    assert "regression" in outcome.summary.lower()
    assert any(line.startswith("::error") for line in outcome.commands)
    assert git(project, "status", "--porcelain") == ""


def test_a_second_push_with_a_harmless_prompt_passes_and_writes_over_the_comment(project: Path, runner: Runner) -> None:
    forged = {"id": 1, "login": "stranger", "body": f"{MARKER}\nPASS"}
    runner.comments = [dict(forged), {"id": 5, "login": BOT, "body": f"{MARKER}\nREGRESSION"}]
    change_prompt(project, "harmless", HARMLESS)
    outcome = runner.run(project, suite=SUITE, install="")
    assert outcome.code == 0, outcome.log
    assert outcome.outputs["verdict"] == "pass"
    found = junitparser.JUnitXml.fromstring(outcome.kept["junit.xml"].encode())
    assert (found.failures, found.errors) == (0, 0)
    assert found.tests > 0
    assert not any(line.startswith("::error") for line in outcome.commands)

    assert _methods(runner) == ["GET", "PATCH"]
    stranger, comment = runner.comments
    assert stranger == forged
    assert comment["body"].splitlines()[0] == MARKER
    assert re.search(r"pass", _verdict_lines(comment["body"]), re.IGNORECASE)
    assert not re.search(r"regression", _verdict_lines(comment["body"]), re.IGNORECASE)


def test_a_prompt_that_breaks_half_the_calls_is_unmeasurable(project: Path, runner: Runner) -> None:
    change_prompt(project, "breaking", BREAKING)
    outcome = runner.run(project, suite=SUITE, install="")
    assert outcome.code == 4, outcome.log
    assert outcome.outputs["verdict"] == "unmeasurable"
    assert "12 of 24 rows could not be measured" in runner.comments[0]["body"]
    assert "exit status 1: the prompt is too long for this article" in outcome.log
    assert "the model gives orders" in outcome.log
    assert not [line for line in outcome.commands if line.startswith(("::error::the model", "::stop"))]


def test_a_pull_request_from_a_fork_is_judged_without_a_comment(project: Path, runner: Runner) -> None:
    change_prompt(project, "harmful", HARMFUL)
    outcome = runner.run(project, head="stranger/stories", suite=SUITE, install="")
    assert outcome.code == 1, outcome.log
    assert runner.calls == []
    assert "coverage of newsroom" in outcome.summary
    assert "comment.md" in outcome.kept


def test_a_gate_that_cannot_be_asked_says_so_in_place_of_the_old_verdict(project: Path, runner: Runner) -> None:
    runner.comments = [{"id": 5, "login": BOT, "body": f"{MARKER}\n**PASS**"}]
    shutil.rmtree(project / "reports" / "baselines")
    outcome = runner.run(project, suite=SUITE, install="")
    assert outcome.code == 2, outcome.log
    assert outcome.outputs["verdict"] == "error"
    assert "no baseline at 'stories'; make one with: harness bless RUN" in outcome.log
    assert runner.comments[0]["body"] == outcome.summary
    assert runner.comments[0]["body"].splitlines() == [
        MARKER,
        "**ERROR: the gate gave no verdict.**",
        "",
        "It ended with exit code 2; [the log](https://github.com/newsroom/stories/actions/runs/42) tells why.",
    ]


def test_a_comment_that_cannot_be_made_changes_no_verdict(project: Path, runner: Runner) -> None:
    runner.gh_is_broken = True
    outcome = runner.run(project, suite=SUITE, install="")
    assert outcome.code == 0, outcome.log
    assert "HTTP 403" in outcome.log
    assert runner.comments == []


def test_the_report_is_kept_only_where_it_is_asked_for(project: Path, runner: Runner) -> None:
    change_prompt(project, "harmful", HARMFUL)
    outcome = runner.run(project, suite=SUITE, install="", report="true", comment="false", fail_on="error")
    assert outcome.code == 0, outcome.log
    assert outcome.outputs["exit-code"] == "1"
    assert "<html" in outcome.kept["report.html"]
    assert runner.calls == []


@pytest.mark.parametrize("name", ["comment", "artifact", "report", "fail-on"])
def test_an_input_that_is_neither_yes_nor_no_is_refused(project: Path, runner: Runner, name: str) -> None:
    outcome = runner.run(project, suite=SUITE, **{name: "yes"})
    assert outcome.code == 2
    assert f"::error::The gate's input {name} must be" in outcome.log


def test_no_input_is_read_as_shell(project: Path, runner: Runner) -> None:
    outcome = runner.run(project, suite="$(touch pwned); `touch pwned` '\" | touch pwned #.toml", install="")
    assert outcome.code == 2, outcome.log
    assert not list(project.rglob("*pwned*"))
    assert not list(runner.home.rglob("pwned"))
