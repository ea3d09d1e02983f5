"""`harness compare`: what runs say side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import files
from harness.cli.output import counted, emit_json, emit_text, note, say, say_prose, say_table, width
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.aggregate import Table
    from harness.compare import Report
    from harness.store import Run

Runs = Annotated[list[Path], typer.Argument(metavar="RUN", help="Folders that `harness run` wrote.")]
_MANY_PAIRS = 6


def compare(
    runs: Runs,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One line per mean and per paired difference.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a pull request.")] = False,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="FILE", help="Write the lines of --csv as Parquet.")
    ] = None,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            metavar="CANDIDATE=BASELINE",
            help="A backend of a later run with one of the first, where names differ; may be repeated.",
        ),
    ] = None,
    all_pairs: Annotated[
        bool, typer.Option("--all-pairs", help="Every backend with every other, across runs too.")
    ] = False,
    epsilon: Annotated[
        float, typer.Option("--epsilon", metavar="X", min=0.0, help="An article's difference up to this is a tie.")
    ] = 0.0005,
    details: Annotated[
        bool, typer.Option("--details", help="Every pair, what moved its mean, and on which kinds of articles.")
    ] = False,
) -> None:
    """Compare the backends of a run, or the same backends across runs.

    Of one run, all pairs of its backends. Of several, each backend of the later runs with the one of the same name in the
    first.

    Example: harness compare reports/runs/news-20261123-101500
    """
    from harness.report import documents

    if as_json + as_csv + as_markdown > 1:
        raise InputError("choose one of --json, --csv and --markdown")
    if pair and len(runs) < 2:
        raise InputError("--pair needs two runs or more: CANDIDATE is a backend of a later run, BASELINE of the first")
    files.check_writable({"--parquet": parquet})
    report, loaded = compared(runs, pair or [], all_pairs=all_pairs, epsilon=epsilon)
    if parquet is not None:
        files.write(parquet, documents.to_parquet(report))
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

    for table in tables.summary_tables(report, width()):
        say_table(table)
        say()
    if report.ranks:
        say_table(tables.rank_table(report))
        say_prose(tables.RANK_NOTE)
        say()
    shown = tables.headline_comparisons(report)
    few = len({(c.baseline, c.candidate) for c in shown}) <= _MANY_PAIRS
    if shown and (few or details):
        say_table(tables.comparison_table(report))
        say_prose(tables.pair_note(report))
        say()
    if len(report.tables) > 1 or details:
        _print_reasons(report)
    if details and (split := buckets(report, shown)):
        say_table(tables.bucket_table(report, shown, split))
        say_prose("Kinds of articles are exploration: p is corrected over all of them (Benjamini–Hochberg).")
        say()
    if found := ordered.lines(report):
        say_table(ordered.terminal_table(found))
        say_prose(ordered.NOTE)
        say()
    for sentence in words.verdict(report):
        say_prose(sentence)
    if shown and not few and not details:
        say("Every pair, and what moved its mean: --details")


def _print_reasons(report: Report) -> None:
    from harness.report import tables

    found = tables.changed(report)
    for sentence, diff in found:
        say_prose(sentence)
        for line in diff:
            say_prose(f"    {line}")
    lines = tables.moved(report, tables.headline_comparisons(report))
    if lines:
        say("What moved the mean most:")
    for line in lines:
        say_prose(f"  {line}")
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
        if said := _missing(run):
            note(said)
    found = [tabulate(run) for run in loaded]
    chosen = _pairs(pairs or [], *(_honest(tables) for tables in (found[:1], found[1:])))
    return compare_tables(found, names, chosen=chosen, every=all_pairs, epsilon=epsilon), loaded


def _missing(run: Run) -> str:
    """What a run lacks of its rows; empty if nothing."""
    n, of = len(run.places()), counted(run.info.n_rows, "row")
    if n >= run.info.n_rows:
        return ""
    if run.info.status == "complete":
        return f"{run.name}: run.json calls it complete, but only {n:,} of {of} are there; the others are not compared"
    return f"{run.name} is {run.info.status}: {n:,} of {of}; what is missing is not compared"


def _honest(tables: Sequence[Table]) -> list[str]:
    """The backends that are compared: those that are no controls."""
    return list(dict.fromkeys(b.name for table in tables for b in table.info.backends if not b.control))


def _pairs(given: list[str], first: Sequence[str], later: Sequence[str]) -> dict[str, str]:
    """CANDIDATE=BASELINE; names may hold an equals sign themselves, so it is cut where both sides are known.

    `first` and `later` are the backends of the first run and of the others. Raises InputError for a pair of other names.
    """
    chosen: dict[str, str] = {}
    for item in given:
        cuts = [(item[:i], item[i + 1 :]) for i, letter in enumerate(item) if letter == "="]
        if not cuts:
            raise InputError(f"--pair {item}: expected CANDIDATE=BASELINE, the names of two backends")
        known = [cut for cut in cuts if cut[0] in later and cut[1] in first]
        if not known:
            after, before = (", ".join(names) or "only controls" for names in (later, first))
            raise InputError(
                f"--pair {item}: expected CANDIDATE=BASELINE; CANDIDATE is a backend of a later run ({after}),"
                f" BASELINE one of the first run ({before})"
            )
        candidate, baseline = known[0]
        if candidate in chosen:
            raise InputError(f"--pair {item}: {candidate} has its baseline already, {chosen[candidate]}")
        chosen[candidate] = baseline
    return chosen


COMMANDS = (compare,)
