"""docs/ci.md is true: its commands run as they stand, its files are what they claim to be, its tables are complete."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.ci.project import ACTOR, HARMFUL, PROMPT, git, harness_on_path, write_project
from tests.ci.runner import ACTION
from tests.ci.test_workflows import schema_errors, zizmor
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
SHELL, YAML, TOML = (re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL) for kind in ("sh", "yaml", "toml"))
RECORD, BLESS, GATE, RENEW = SHELL


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The repository that docs/ci.md speaks of, with the two suites as they stand there."""
    root = tmp_path / "stories"
    write_project(root, n_articles=6)
    for block in TOML:
        name, _, _ = block.removeprefix("# ").partition("\n")
        (root / name).write_text(block, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(root))
    harness_on_path(tmp_path / "bin")
    return root


def _run(root: Path, script: str) -> subprocess.CompletedProcess[str]:
    path = f"{root.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=root,
        env={**os.environ, **ACTOR, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


@pytest.mark.slow
def test_every_command_runs_as_it_stands(project: Path) -> None:
    done = _run(project, "\n".join([RECORD, BLESS, GATE, RENEW]))
    assert done.returncode == 0, done.stdout + done.stderr
    assert git(project, "ls-files", "reports", "evals/recorded").split() == [
        "evals/recorded/stories.jsonl",
        "evals/recorded/stories.sha256",
        "reports/baselines/stories/README.md",
        "reports/baselines/stories/rows.jsonl",
        "reports/baselines/stories/run.json",
    ]
    assert re.search(r"^\W*PASS\b", done.stdout, re.MULTILINE)
    assert (project / "gate.md").read_text(encoding="utf-8")
    assert (project / "gate.xml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_prompt_without_new_answers_is_stopped_and_with_them_it_is_judged(project: Path) -> None:
    assert _run(project, RECORD + BLESS).returncode == 0
    (project / PROMPT).write_text(HARMFUL, encoding="utf-8")
    stale = _run(project, GATE)
    assert stale.returncode == 1
    assert f"{PROMPT}: FAILED" in stale.stdout
    assert not (project / "reports" / "runs" / "candidate").exists()
    judged = _run(project, RECORD + GATE)
    assert judged.returncode == 1, judged.stderr
    assert re.search(r"^\W*REGRESSION\b", judged.stdout, re.MULTILINE)


def test_the_workflow_is_one_that_github_reads_and_zizmor_lets_pass(tmp_path: Path) -> None:
    workflow, _, live = YAML
    path = tmp_path / ".github" / "workflows" / "prompts.yml"
    path.parent.mkdir(parents=True)
    path.write_text((workflow + live).replace("@COMMIT", "@" + "0" * 40), encoding="utf-8")
    assert schema_errors("vendor.github-workflows", path) == ""
    assert zizmor(path) == []
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    assert list(jobs) == ["gate", "live"]


def test_the_gitlab_job_is_one_that_gitlab_reads_and_does_what_the_shell_does(tmp_path: Path) -> None:
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(YAML[1], encoding="utf-8")
    assert schema_errors("vendor.gitlab-ci", path) == ""
    script = yaml.safe_load(YAML[1])["gate"]["script"]
    assert script[1:] == [line for line in GATE.splitlines() if not line.startswith("rm ")]


def test_the_table_of_inputs_is_the_actions() -> None:
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    rows = dict(re.findall(r"^\| `([\w-]+)` \|(.*?)\|", TEXT, re.MULTILINE))
    told = {name: default.strip(" `") for name, default in rows.items()}
    wanted = {name: spec.get("default", "") for name, spec in action["inputs"].items()}
    assert told == wanted | {"baseline": "the suite's own"}
    assert (
        f"Its outputs are {', '.join(f'`{name}`' for name in action['outputs'])}".replace(
            "`exit-code`, `folder`", "`exit-code` and `folder`"
        )
        in TEXT
    )


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
