"""`harness compare`: what runs say side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.output import console, emit_json, emit_text, note, say
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.compare import Report
    from harness.store import Run

Runs = Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders that `harness run` wrote.")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def compare(
    runs: Runs,
    as_json: _Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One line per backend and metric.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a pull request.")] = False,
) -> None:
    """Compare the backends of a run, or the same backends across runs.

    Example: harness compare reports/runs/news-20261123-101500
    """
    from harness.report import ordered, tables, words

    if as_json + as_csv + as_markdown > 1:
        raise InputError("choose one of --json, --csv and --markdown")
    report, loaded = compared(runs)
    if as_json:
        emit_json(tables.to_json(report, [run.name for run in loaded]))
    elif as_csv:
        emit_text(tables.to_csv(report))
    elif as_markdown:
        emit_text(tables.to_markdown(report))
    else:
        out = console()
        for table in tables.summary_tables(report, out.width):
            out.print(table)
            out.print()
        if report.comparisons:
            out.print(tables.comparison_table(report))
            out.print()
        if found := ordered.lines(report):
            out.print(ordered.terminal_table(found))
            say(ordered.NOTE)
            out.print()
        for sentence in words.verdict(report):
            say(sentence)


def compared(runs: list[Path]) -> tuple[Report, list[Run]]:
    """The runs, read and compared."""
    from harness.aggregate import tabulate
    from harness.compare import compare as compare_tables
    from harness.store import Run

    loaded = [Run(path) for path in runs]
    names = [run.name for run in loaded]
    for run in loaded:
        n = len(run.places())
        if n < run.info.n_rows:
            note(f"{run.name} is {run.info.status}: {n} of {run.info.n_rows} rows; what is missing is not compared")
    if len(set(names)) != len(names):
        raise InputError("two runs have the same folder name; rename one so that the table can tell them apart")
    return compare_tables([tabulate(run) for run in loaded], names), loaded


COMMANDS = (compare,)
