"""`harness gate` and `bless`: a run judged against a baseline, and a run made one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.output import emit_json, say


def gate(
    run: Annotated[Path, typer.Argument(help="The candidate run's folder.")],
    baseline: Annotated[str, typer.Option("--baseline", help="A run's folder, or a suite whose baseline is blessed.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Judge a run against a baseline by the suite's [gate] rules.

    Exit code 0 pass, 1 regression, 3 inconclusive (under policy fail), 4 unmeasurable.

    Example: harness gate reports/runs/candidate --baseline reports/baselines/news
    """
    from harness import gate as gates
    from harness.aggregate import tabulate
    from harness.baselines import find_baseline
    from harness.store import Run

    candidate = Run(run)
    settings = gates.settings_of(candidate)
    other = Run(find_baseline(baseline))
    result = gates.gate(tabulate(candidate), tabulate(other), settings, candidate.seconds())
    if as_json:
        emit_json(gates.to_json(result, candidate.name, other.name))
    else:
        say(f"{result.kind.upper()}: {candidate.name} against {other.name}")
        marks = {"pass": "ok  ", "regression": "FAIL", "inconclusive": "?   ", "unmeasurable": "!   "}
        judged = ("margin", "floor", "forbid")
        shown = [item for item in result.results if item.kind != "pass" or item.rule in judged]
        for item in sorted(shown, key=lambda item: item.kind == "pass"):
            say(f"  {marks[item.kind]} {item.sentence}")
            for detail in item.details[:5] if item.kind != "pass" else ():
                say(f"         {detail}")
        if len(shown) < len(result.results):
            say(f"  ok   {len(result.results) - len(shown)} further rules on failures, measurement and limits")
        for text in result.notes:
            say(f"  note {text}")
        if result.kind == "inconclusive":
            say(f"  policy for inconclusive: {result.policy}")
    raise typer.Exit(result.exit_code)


def bless(run: Annotated[Path, typer.Argument(help="The run to make the baseline.")]) -> None:
    """Make a run the committed baseline of its suite, in reports/baselines.

    Example: harness bless reports/runs/news-20261123-101500
    """
    from harness.baselines import bless as promote

    for line in promote(run):
        say(line)


COMMANDS = (gate, bless)
