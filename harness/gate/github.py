"""The gate on GitHub: annotations for the runner, and the address of the workflow's run."""

import re
from collections.abc import Mapping
from typing import Literal

from harness import inert
from harness.gate.document import headline
from harness.gate.results import Gate, Result

Level = Literal["error", "warning", "notice"]
_LEVELS: dict[str, Level] = {"fail": "error", "warn": "warning", "pass": "notice"}
"""What an inconclusive rule is told as, by the suite's policy."""
MOST = 10
"""Annotations of one level that GitHub shows for one step."""
_SERVER = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")


def to_annotations(result: Gate) -> list[str]:
    """Lines for the runner: `::error title=…::…` and so on, the verdict first, then each rule that does not pass."""
    lines = []
    rules = [(_level(result, rule), rule) for rule in result.ordered() if rule.kind != "pass"]
    verdict: Level = "notice" if result.kind == "pass" else rules[0][0]
    for level in ("error", "warning", "notice"):
        told = [_line(level, f"gate of {result.suite}", headline(result))] if level == verdict else []
        told += [_line(level, rule.name, rule.sentence) for own, rule in rules if own == level]
        if len(told) > MOST:
            more = f"{len(told) - MOST + 1} more rules are told in the step's summary"
            told = [*told[: MOST - 1], _line(level, f"gate of {result.suite}", more)]
        lines += told
    return lines


def _level(gate: Gate, rule: Result) -> Level:
    if rule.kind in ("regression", "unmeasurable"):
        return "error"
    return _LEVELS[gate.policy]


def _line(level: Level, title: str, message: str) -> str:
    return f"::{level} title={inert.workflow_property(title)}::{inert.workflow_data(message)}"


def run_link(environment: Mapping[str, str]) -> str | None:
    """The page of the workflow's run, from the variables that the runner sets; None where one is not what it should be."""
    server, repository, run = (environment.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID"))
    if _SERVER.fullmatch(server) and _REPOSITORY.fullmatch(repository) and run.isascii() and run.isdigit():
        return f"{server}/{repository}/actions/runs/{run}"
    return None
