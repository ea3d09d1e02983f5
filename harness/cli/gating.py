"""`harness gate` and `bless`: a run judged against a baseline, and a run made one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import files
from harness.cli.output import emit_commands, emit_json, note, prose_width, say

if TYPE_CHECKING:
    from harness.gate import Gate


def gate(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The candidate run's folder.")],
    baseline: Annotated[
        str,
        typer.Option(
            "--baseline", metavar="SUITE|RUN", help="The name of a suite whose baseline is blessed, or a run's folder."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML to this file.")] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Write a pull request's comment to this file.")
    ] = None,
    github: Annotated[bool, typer.Option("--github", help="Annotations, and the step's summary.")] = False,
    link: Annotated[
        str | None, typer.Option("--link", metavar="URL", help="Where the comment leads: the log, or a report.")
    ] = None,
) -> None:
    """Judge a run against a baseline by the suite's [gate] rules.

    Exit code 0: pass; or inconclusive, where the suite says inconclusive = "warn" (as it does by default) or "pass".
    1: regression. 3: inconclusive, where it says "fail". 4: unmeasurable. 2: bad input, such as no baseline; nothing is
    judged.

    Example: harness gate reports/runs/candidate --baseline news-lexical
    """
    from harness import gate as gates
    from harness.aggregate import tabulate
    from harness.baselines import find_baseline
    from harness.store import Run

    summary = _step_summary() if github else None
    files.check_writable({"--junit": junit, "--markdown": markdown, "GITHUB_STEP_SUMMARY": summary})
    candidate = Run(run)
    settings = gates.settings_of(candidate)
    other = Run(find_baseline(baseline))
    result = gates.gate(tabulate(candidate), tabulate(other), settings, candidate.seconds())
    result = gates.with_evidence(result, candidate, other)
    names = (candidate.name, other.name)
    _write(result, names, junit=junit, markdown=markdown, summary=summary, link=link or _link(github))
    if as_json:
        emit_json(gates.to_json(result, *names))
    else:
        from harness.gate.terminal import to_lines

        for line in to_lines(result, *names, width=prose_width()):
            say(line)
    if github:
        from harness.gate.github import to_annotations

        emit_commands(to_annotations(result), stderr=as_json)
    raise typer.Exit(result.exit_code)


def _step_summary() -> Path | None:
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        note("GITHUB_STEP_SUMMARY names no file, so there is no step summary; --markdown writes the same to a file")
    return Path(path) if path else None


def _link(github: bool) -> str | None:
    from harness.gate.github import run_link

    return run_link(os.environ) if github else None


def _write(
    result: Gate,
    names: tuple[str, str],
    *,
    junit: Path | None,
    markdown: Path | None,
    summary: Path | None,
    link: str | None,
) -> None:
    """The files that were asked for. What may be refused, the comment's link, is looked at before the first is written."""
    from harness.gate.junit import to_junit
    from harness.gate.markdown import to_markdown

    wanted = markdown is not None or summary is not None
    comment = to_markdown(result, *names, link).encode("utf-8", "replace") if wanted else b""
    if junit is not None:
        files.write(junit, to_junit(result))
    if markdown is not None:
        files.write(markdown, comment)
    if summary is not None:
        files.append(summary, comment)


def bless(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run to make the baseline.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
) -> None:
    """Make a run the committed baseline of its suite, in reports/baselines.

    Example: harness bless reports/runs/news-20261123-101500
    """
    from harness.baselines import bless as promote

    for line in promote(run, dry_run=dry_run):
        say(line)


COMMANDS = (gate, bless)
