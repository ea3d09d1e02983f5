"""The workflows and the action: by their schemas, by zizmor, and by the rule that no expression reaches a shell."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.runner import ACTION
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FILES = [*WORKFLOWS, ACTION]


def _command(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name(name)), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def zizmor(*files: Path) -> list[dict[str, Any]]:
    """What zizmor finds of medium severity or higher, no network asked."""
    done = _command("zizmor", "--offline", "--no-progress", "--format", "json-v1", "--min-severity", "medium", *files)
    findings: list[dict[str, Any]] = json.loads(done.stdout)
    return findings


def schema_errors(schema: str, *files: Path) -> str:
    """What check-jsonschema says against a schema that it brings along; empty where all is well."""
    done = _command("check-jsonschema", "--builtin-schema", schema, *files)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _steps(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, dict):
        for key, value in document.items():
            if key == "steps":
                yield from value
            else:
                yield from _steps(value)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_files_are_what_github_reads() -> None:
    assert schema_errors("vendor.github-workflows", *WORKFLOWS) == ""
    assert schema_errors("vendor.github-actions", ACTION) == ""


def test_zizmor_finds_nothing_of_medium_severity() -> None:
    assert zizmor(*FILES) == []


def test_zizmor_would_find_an_expression_in_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "action.yml"
    path.write_text(ACTION.read_text(encoding="utf-8").replace('"$SUITE"', "${{ inputs.suite }}"), encoding="utf-8")
    assert "template-injection" in {finding["ident"] for finding in zizmor(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_expression_stands_in_a_shell(path: Path) -> None:
    scripts = [step["run"] for step in _steps(_read(path)) if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_every_script_of_the_action_stops_at_its_first_error() -> None:
    steps = [step for step in _steps(_read(ACTION)) if "run" in step]
    assert {step["run"].splitlines()[0] for step in steps} == {"set -euo pipefail"}
    assert {step["shell"] for step in steps} == {"bash"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_foreign_actions_are_pinned_by_commit(path: Path) -> None:
    used = [step["uses"] for step in _steps(_read(path)) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"\./\.github/.*|[\w.-]+/[\w.-]+@[0-9a-f]{40}", name) for name in used), used


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_grants_nothing_that_a_job_did_not_ask_for(path: Path) -> None:
    document = _read(path)
    triggers = document[True]  # YAML 1.1 reads `on` so
    assert "pull_request_target" not in triggers
    assert document["permissions"] == {}
    assert "concurrency" in document
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 60
        granted = dict(job["permissions"])
        assert granted.pop("contents") == "read"
        comments = any(step.get("uses", "").endswith("actions/gate") for step in job["steps"])
        assert granted == ({"pull-requests": "write"} if comments else {})
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_only_the_step_that_comments_is_given_a_token() -> None:
    action = _read(ACTION)
    holders = [step["name"] for step in _steps(action) if "github.token" in json.dumps(step)]
    assert holders == ["Comment"]
