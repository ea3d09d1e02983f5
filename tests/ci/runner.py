"""A GitHub runner, as far as the gate's action needs one: its steps run as they stand, with a `gh` that only notes.

Expressions are those that the action uses: values in `${{ }}`, and conditions of `==` and `!=` joined by `&&`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.ci.project import command_on_path, harness_on_path
from tests.conftest import ROOT

ACTION = ROOT / ".github" / "actions" / "gate" / "action.yml"
REPOSITORY = "newsroom/stories"
BOT = "github-actions[bot]"
FILTER = '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith($ENV.MARKER))) | .id'
"""The one jq program that the `gh` below can answer."""

GH = f"""
import json, os, pathlib, sys

arguments = sys.argv[1:]
state = pathlib.Path(os.environ["FAKE_GH_STATE"])
kept = json.loads(state.read_text())
kept["calls"].append(arguments)
method = arguments[arguments.index("--method") + 1] if "--method" in arguments else "GET"
if kept["broken"]:
    code = "gh: Resource not accessible by integration (HTTP 403)"
elif os.environ.get("GH_TOKEN") != "the-token":
    code = "gh: no token"
elif method == "GET":
    assert "--paginate" in arguments and arguments[arguments.index("--jq") + 1] == {FILTER!r}, arguments
    code = 0
    for comment in kept["comments"]:
        if comment["login"] == {BOT!r} and comment["body"].startswith(os.environ["MARKER"]):
            print(comment["id"])
else:
    name, _, path = arguments[arguments.index("--field") + 1].partition("=@")
    assert name == "body", arguments
    body, code = pathlib.Path(path).read_text(), 0
    [place] = [a for a in arguments if a.startswith("repos/{REPOSITORY}/issues/")]
    if method == "POST" and place.endswith("/7/comments"):
        kept["comments"].append({{"id": 1000 + len(kept["comments"]), "login": {BOT!r}, "body": body}})
    elif method == "PATCH":
        [comment] = [c for c in kept["comments"] if place.endswith(f"/comments/{{c['id']}}")]
        comment["body"] = body
    else:
        code = f"gh: {{method}} {{place}}: not found (HTTP 404)"
state.write_text(json.dumps(kept))
sys.exit(code)
"""


@dataclass
class Outcome:
    """What a job with the action left behind. `code` is the exit status of the step that failed, else 0."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]
    kept: Mapping[str, str]
    """Name of a file of the artefact -> its text; empty where nothing was uploaded."""

    @property
    def commands(self) -> list[str]:
        """The lines of the log that GitHub obeys; none of those between `::stop-commands::TOKEN` and `::TOKEN::`."""
        obeyed, token = [], ""
        for line in map(str.strip, self.log.splitlines()):
            if token:
                token = "" if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.startswith("::"):
                obeyed.append(line)
        return obeyed


@dataclass
class Runner:
    """One runner: `home` holds what GitHub keeps between jobs, which is the comments of pull request 7."""

    home: Path
    comments: list[dict[str, Any]] = field(default_factory=list)
    calls: list[list[str]] = field(default_factory=list)
    gh_is_broken: bool = False

    def __post_init__(self) -> None:
        harness_on_path(self.home / "bin")
        (self.home / "gh.py").write_text(GH, encoding="utf-8")
        command_on_path(self.home / "bin", "gh", sys.executable, str(self.home / "gh.py"))

    def run(self, workspace: Path, *, head: str = REPOSITORY, **inputs: str) -> Outcome:
        """Run the action in a checkout, for pull request 7 whose branch lives in the repository `head`."""
        action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
        job = _Job(self, workspace, head, _inputs(action, inputs))
        code = next(filter(None, map(job.step, action["runs"]["steps"])), 0)
        outputs = {name: job.fill(output["value"]) for name, output in action["outputs"].items()}
        return Outcome(code, job.log, job.read("summary"), outputs, job.kept)


def _inputs(action: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in given.items()}
    assert set(named) <= set(action["inputs"]), f"no such input: {named}"
    assert all(name in named for name, spec in action["inputs"].items() if spec.get("required"))
    return {name: named.get(name, spec.get("default", "")) for name, spec in action["inputs"].items()}


class _Job:
    """The steps of one run of the action, one after the other."""

    def __init__(self, runner: Runner, workspace: Path, head: str, inputs: Mapping[str, str]) -> None:
        self._runner, self._workspace = runner, workspace
        self._temporary = runner.home / f"job-{len(list(runner.home.glob('job-*')))}"
        self._temporary.mkdir()
        self._known = {f"inputs.{name}": value for name, value in inputs.items()} | {
            "github.token": "the-token",
            "github.event_name": "pull_request",
            "github.repository": REPOSITORY,
            "github.event.pull_request.head.repo.full_name": head,
            "github.event.pull_request.number": "7",
        }
        self.log = ""
        self.kept: dict[str, str] = {}

    def step(self, step: Mapping[str, Any]) -> int:
        """Run a step where its condition holds; returns the exit status that counts."""
        if not self._holds(step.get("if", "")):
            return 0
        if "uses" in step:
            assert step["uses"].startswith("actions/upload-artifact@"), step["uses"]
            self._upload(step["with"])
            return 0
        assert step["shell"] == "bash"
        code = self._bash(step)
        return 0 if step.get("continue-on-error") else code

    def fill(self, text: str) -> str:
        """`text` with its expressions replaced; an unknown output is empty, as on GitHub."""
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: self._value(found[1]), str(text))

    def read(self, name: str) -> str:
        """A file that the steps write for GitHub."""
        path = self._temporary / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _value(self, expression: str) -> str:
        if expression.startswith("'"):
            return expression.strip("'")
        return self._known.get(expression, "") if expression.startswith("steps.") else self._known[expression]

    def _holds(self, condition: str) -> bool:
        for clause in filter(None, condition.split(" && ")):
            left, sign, right = clause.split(" ")
            assert sign in ("==", "!="), condition
            if (self._value(left) == self._value(right)) != (sign == "=="):
                return False
        return True

    def _bash(self, step: Mapping[str, Any]) -> int:
        script = self._temporary / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        output = self._temporary / "output"
        output.write_text("", encoding="utf-8")
        state = self._temporary / "gh.json"
        runner = self._runner
        state.write_text(
            json.dumps({"comments": runner.comments, "calls": runner.calls, "broken": runner.gh_is_broken}),
            encoding="utf-8",
        )
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GH_", "RUNNER_"))},
            "PATH": f"{runner.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ACTION.parent),
            "GITHUB_ENV": str(self._temporary / "env"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_STEP_SUMMARY": str(self._temporary / "summary"),
            "GITHUB_WORKSPACE": str(self._workspace),
            "RUNNER_TEMP": str(self._temporary),
            "FAKE_GH_STATE": str(state),
            **{name: self.fill(value) for name, value in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self._workspace / self.fill(step.get("working-directory", ".")),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        self.log += done.stdout
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self._known[f"steps.{step['id']}.outputs.{name}"] = value
        kept = json.loads(state.read_text(encoding="utf-8"))
        runner.comments, runner.calls = kept["comments"], kept["calls"]
        return done.returncode

    def _upload(self, options: Mapping[str, Any]) -> None:
        for line in self.fill(options["path"]).splitlines():
            path = Path(line.strip())
            if path.is_file():
                self.kept[path.name] = path.read_text(encoding="utf-8")
