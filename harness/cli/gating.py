"""`harness gate` and `bless`: a run judged against a baseline, and a run made one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.output import emit_commands, emit_json, note, say
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.gate import Gate


def gate(
    run: Annotated[Path, typer.Argument(help="The candidate run's folder.")],
    baseline: Annotated[str, typer.Option("--baseline", help="A run's folder, or a suite whose baseline is blessed.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML to this file.")] = None,
    markdown: Annotated[Path | None, typer.Option("--markdown", help="Write a pull request's comment here.")] = None,
    github: Annotated[bool, typer.Option("--github", help="Annotations, and the step's summary.")] = False,
    link: Annotated[str | None, typer.Option("--link", help="Where the comment leads: the log, or a report.")] = None,
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
    result = gates.with_evidence(result, candidate, other)
    names = (candidate.name, other.name)
    _write(result, names, junit=junit, markdown=markdown, github=github, link=link)
    if as_json:
        emit_json(gates.to_json(result, *names))
    else:
        from harness.gate.terminal import to_lines

        for line in to_lines(result, *names, width=_width()):
            say(line)
    if github:
        from harness.gate.github import to_annotations

        emit_commands(to_annotations(result), stderr=as_json)
    raise typer.Exit(result.exit_code)


def _width() -> int:
    """Of the terminal, within what reads well; 120 in a log."""
    import sys

    return max(60, min(120, shutil.get_terminal_size().columns)) if sys.stdout.isatty() else 120


def _write(
    result: Gate, names: tuple[str, str], *, junit: Path | None, markdown: Path | None, github: bool, link: str | None
) -> None:
    from harness.gate.github import run_link
    from harness.gate.junit import to_junit
    from harness.gate.markdown import to_markdown

    if junit is not None:
        _put(junit, to_junit(result))
    if markdown is None and not github:
        return
    comment = to_markdown(result, *names, link or (run_link(os.environ) if github else None)).encode("utf-8", "replace")
    if markdown is not None:
        _put(markdown, comment)
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if github else None
    if summary:
        _put(Path(summary), comment, append=True)
    elif github:
        note("GITHUB_STEP_SUMMARY names no file, so there is no step summary; --markdown writes the same to a file")


def _put(path: Path, data: bytes, *, append: bool = False) -> None:
    try:
        with path.open("ab" if append else "wb") as file:
            file.write(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}; give a file in a folder that exists") from None


def bless(
    run: Annotated[Path, typer.Argument(help="The run to make the baseline.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
) -> None:
    """Make a run the committed baseline of its suite, in reports/baselines.

    Example: harness bless reports/runs/news-20261123-101500
    """
    from harness.baselines import bless as promote

    for line in promote(run, dry_run=dry_run):
        say(line)


COMMANDS = (gate, bless)
