"""`harness compare`, `gate`, `bless`, `report`: everything that reads runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.output import console, emit_json, emit_text, note, say
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.compare import Report
    from harness.store import Run

_Runs = Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders that `harness run` wrote.")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
HTML = Path("reports/html")


def compare(
    runs: _Runs,
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
    report, loaded = _compared(runs)
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


def gate(
    run: Annotated[Path, typer.Argument(help="The candidate run's folder.")],
    baseline: Annotated[str, typer.Option("--baseline", help="A run's folder, or a suite whose baseline is blessed.")],
    as_json: _Json = False,
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


def report(
    runs: _Runs,
    out: Annotated[Path | None, typer.Option("--out", help="The HTML file; default: reports/html/<run>.html.")] = None,
) -> None:
    """Write the HTML report: one file that opens from disk.

    Example: harness report reports/runs/news-20261123-101500
    """
    from harness.report.html import render
    from harness.store import write_atomically

    compared, loaded = _compared(runs)
    path = out or HTML / f"{'+'.join(run.name for run in loaded)[:120]}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, render(compared, loaded))
    note(f"{path.stat().st_size / 1e6:.1f} MB")
    say(f"report: {path}")


def _compared(runs: list[Path]) -> tuple[Report, list[Run]]:
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


COMMANDS = (compare, gate, bless, report)
