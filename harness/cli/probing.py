"""`harness probe`: what the metrics notice when known faults are put into summaries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.output import counted, emit_json, note, progress, say, say_prose, say_table, width
from harness.types import MAX_SEED


def probe(
    target: Annotated[str, typer.Argument(metavar="SUITE|RUN", help="A suite, or the folder of a run.")],
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME", help="Only this fault, see `harness list faults`; may be repeated."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric", metavar="NAME", help="Only this metric; may be repeated. Default: all with a good direction."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Only the first N articles.")] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="Which places are edited; default: the suite's."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, max=64, help="Summaries at a time.")] = 2,
) -> None:
    """Put known faults into summaries and see which metric notices which.

    Of a suite the references are edited, of a run the stored summaries of its backends. A probe of a whole run, with all
    faults and metrics, is kept in its folder, and its report shows it. Exit code 0 whatever is found.

    Example: harness probe evals/news.toml --metric consistency --limit 5
    """
    from harness import probe as probing
    from harness.jsonl import encode
    from harness.report import probed
    from harness.store import Run, write_atomically
    from harness.suite import find_suite, load_suite

    chosen = {"metrics": tuple(metric or ()), "faults": tuple(fault or ())}
    run = Run(Path(target)) if Path(target).is_dir() else None
    if run is not None:
        ready = probing.from_run(run, **chosen, limit=limit, seed=seed)
    else:
        ready = probing.from_suite(load_suite(find_suite(target)), **chosen, limit=limit, seed=seed)
    with progress() as bar:
        done = probing.probe(ready, threads=threads, on_start=bar.start, on_row=lambda row: bar.advance())
    document = probing.to_json(done)
    if run is not None and not fault and not metric and limit is None:
        write_atomically(run.folder / probing.FILE, encode(document, indent=1) + b"\n")
        note(f"kept for the report: {run.folder / probing.FILE}")
    if as_json:
        emit_json(document)
        return
    n_summaries = counted(document["n_summaries"], "summary", "summaries")
    n_articles = counted(document["n_articles"], "article")
    say(f"{document['name']}: {n_summaries} ({document['summaries_of']}) of {n_articles}")
    say()
    for table in probed.fault_tables(document, min(width(), 100)):
        say_table(table)
        say()
    say_table(probed.metric_table(document))
    say()
    for sentence in (*probed.sentences(document), *EXPLAINED):
        say_prose(sentence)


EXPLAINED = (
    "n: articles with a place to edit. Shares are of summaries with one edit, intervals 95 % (Wilson, over articles).",
    "noticed: the score fell, or a finding of a right kind is new; dim: what it need not notice. * certain in itself.",
    "alarm: the score fell by more than .02, or an error is new. paid: the score rose by more than .01.",
    "strict, all: mean share of the faults noticed that the metric must notice.",
    "at place: of new findings, those on the edit. monotone: no rise from 0 to 3 edits.",
    "leaks: mean |change| by faults that the metric need not notice.",
)

COMMANDS = (probe,)
