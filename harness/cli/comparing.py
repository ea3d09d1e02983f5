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
_MANY_PAIRS = 6


def compare(
    runs: Runs,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One line per mean and per paired difference.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a pull request.")] = False,
    parquet: Annotated[Path | None, typer.Option("--parquet", help="Write the lines of --csv as Parquet.")] = None,
    pair: Annotated[
        list[str] | None, typer.Option("--pair", help="CANDIDATE=BASELINE, where names differ; may be repeated.")
    ] = None,
    all_pairs: Annotated[
        bool, typer.Option("--all-pairs", help="Every backend with every other, across runs too.")
    ] = False,
    epsilon: Annotated[
        float, typer.Option("--epsilon", min=0.0, help="An article's difference up to this is a tie.")
    ] = 0.0005,
    details: Annotated[
        bool, typer.Option("--details", help="Every pair, what moved its mean, and on which kinds of articles.")
    ] = False,
) -> None:
    """Compare the backends of a run, or the same backends across runs.

    Example: harness compare reports/runs/news-20261123-101500
    """
    from harness.report import documents
    from harness.store import write_atomically

    if as_json + as_csv + as_markdown > 1:
        raise InputError("choose one of --json, --csv and --markdown")
    report, loaded = compared(runs, pair or [], all_pairs=all_pairs, epsilon=epsilon)
    if parquet is not None:
        write_atomically(parquet, documents.to_parquet(report))
        note(f"parquet: {parquet}")
    if as_json:
        emit_json(documents.to_json(report, [run.name for run in loaded]))
    elif as_csv:
        emit_text(documents.to_csv(report))
    elif as_markdown:
        emit_text(documents.to_markdown(report))
    else:
        _print(report, details=details)


def _print(report: Report, *, details: bool) -> None:
    from harness.compare import buckets
    from harness.report import ordered, tables, words

    out = console()
    for table in tables.summary_tables(report, out.width):
        out.print(table)
        out.print()
    if report.ranks:
        out.print(tables.rank_table(report))
        say(tables.RANK_NOTE)
        out.print()
    shown = tables.headline_comparisons(report)
    few = len({(c.baseline, c.candidate) for c in shown}) <= _MANY_PAIRS
    if shown and (few or details):
        out.print(tables.comparison_table(report))
        say(tables.pair_note(report))
        out.print()
    if len(report.tables) > 1 or details:
        _print_reasons(report)
    if details and (split := buckets(report, shown)):
        out.print(tables.bucket_table(report, shown, split))
        say("Kinds of articles are exploration: p is corrected over all of them (Benjamini–Hochberg).")
        out.print()
    if found := ordered.lines(report):
        out.print(ordered.terminal_table(found))
        say(ordered.NOTE)
        out.print()
    for sentence in words.verdict(report):
        say(sentence)
    if shown and not few and not details:
        say("Every pair, and what moved its mean: --details")


def _print_reasons(report: Report) -> None:
    from harness.report import tables

    found = tables.changed(report)
    for sentence, diff in found:
        say(sentence)
        for line in diff:
            say(f"    {line}")
    lines = tables.moved(report, tables.headline_comparisons(report))
    if lines:
        say("What moved the mean most:")
    for line in lines:
        say(f"  {line}")
    if found or lines:
        say()


def compared(
    runs: list[Path], pairs: list[str] | None = None, *, all_pairs: bool = False, epsilon: float = 0.0005
) -> tuple[Report, list[Run]]:
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
    found = [tabulate(run) for run in loaded]
    chosen = _pairs(pairs or [], [b.name for table in found for b in table.info.backends])
    return compare_tables(found, names, chosen=chosen, every=all_pairs, epsilon=epsilon), loaded


def _pairs(given: list[str], names: list[str]) -> dict[str, str]:
    """CANDIDATE=BASELINE; names may hold an equals sign themselves, so it is cut where both sides are known."""
    chosen = {}
    for item in given:
        cuts = [(item[:i], item[i + 1 :]) for i, letter in enumerate(item) if letter == "="]
        if not cuts:
            raise InputError(f"--pair {item}: expected CANDIDATE=BASELINE, the names of two backends")
        known = [cut for cut in cuts if cut[0] in names and cut[1] in names]
        candidate, baseline = known[0] if known else cuts[0]
        chosen[candidate] = baseline
    return chosen


COMMANDS = (compare,)
