"""`harness init`, `run`, `score`: everything that makes article sets and runs."""

from __future__ import annotations

import math
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli import files
from harness.cli.output import counted, note, progress, say, say_prose, say_table, width
from harness.errors import InputError

if TYPE_CHECKING:
    from harness.launch import Launch
    from harness.types import Estimate, Row

INTERRUPTED = 130
NOTHING_SCORED = 4
_Out = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="The run's folder; gone on with if it holds this run.")
]
_Threads = Annotated[int, typer.Option("--threads", metavar="N", min=1, max=64, help="Calls at a time.")]


def init(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A CSV or JSONL file of articles.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where evals/ and fixtures/ are written.")
    ] = Path(),
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Name of the set and the suite; default: the file's.")
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="What a summary should look like.")
    ] = "brief",
) -> None:
    """Write an article set and a suite from a CSV or JSONL of articles.

    Columns: id, text (or article, document, body), and where they exist title, published (or date), publisher, url,
    reference (or summary, highlights). Rows with the same `event` (or article_id) become the sources of one article.

    Example: harness init articles.csv --name mynews
    """
    from harness.initialize import initialize

    with files.writing(out):
        made = initialize(data, out, name=name, profile=profile)
    parts = (
        f"{counted(made.n_articles, 'article')} with {counted(made.n_sources, 'source')}",
        counted(made.n_references, "reference"),
    )
    say(f"{' and '.join(parts)}: {made.folder}")
    say(f"suite: {made.suite}")
    say(f"next:  harness run {made.suite}")


def run(
    suite: Annotated[
        str,
        typer.Argument(metavar="SUITE", help="A suite's TOML file, or the name of one that ships with the harness."),
    ],
    out: _Out = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the latest unfinished run of this suite.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and cost; do nothing.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Only the first N articles.")] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only this backend; may be repeated.")
    ] = None,
    threads: _Threads = 4,
) -> None:
    """Summarize and score: run every backend of a suite on its articles.

    Exit code 4 if no row was scored.

    Example: harness run evals/news.toml
    """
    from harness import launch
    from harness.store import latest_unfinished
    from harness.suite import find_suite, load_suite

    loaded = load_suite(find_suite(suite))
    ready = launch.from_suite(loaded, limit=limit, only=tuple(only or ()))
    if out is not None and resume:
        raise InputError("--out and --resume exclude each other; --out goes on with its folder anyway")
    if dry_run:
        _say_plan(ready)
        return
    folder = out or (latest_unfinished(launch.RUNS, loaded.hash) if resume else launch.new_folder(loaded.name))
    _execute(ready, folder, threads, f"harness run {suite} --out {folder}")


def score(
    stored: Annotated[Path, typer.Argument(metavar="RUN|FILE", help="A run's folder, or a JSONL file of summaries.")],
    suite: Annotated[str, typer.Option("--suite", metavar="SUITE", help="The suite whose metrics score.")],
    out: _Out = None,
    threads: _Threads = 1,
) -> None:
    """Score stored summaries anew; nothing is generated.

    FILE has one summary a line with id, doc_id, summary and, where they exist, system, sources, references and
    key_facts; each system becomes a backend. The suite's articles and backends are not read.

    Example: harness score summaries.jsonl --suite evals/news.toml
    """
    from harness import launch
    from harness.store import Run
    from harness.suite import find_suite, load_suite

    loaded = load_suite(find_suite(suite), scoring_only=True)
    ready = launch.from_run(loaded, Run(stored)) if stored.is_dir() else launch.from_file(loaded, stored)
    folder = out or launch.new_folder(f"{loaded.name}-scored")
    _execute(ready, folder, threads, f"harness score {stored} --suite {suite} --out {folder}")


def _say_plan(ready: Launch) -> None:
    _say_calls(ready)
    if ready.permuted is not None:
        say()
        say("then, with the sources in other orders:")
        _say_calls(ready.permuted)


def _say_calls(ready: Launch) -> None:
    plan = ready.plan
    calls = Counter(task.backend for task in plan.tasks)
    words = {number: sum(len(s.text.split()) for s in article.sources) for number, article in enumerate(plan.articles)}
    total = sum(words[task.article] for task in plan.tasks)
    controls = {backend.name for backend in ready.info.backends if backend.control}
    n_articles = counted(len({t.article for t in plan.tasks}), "article")
    times = f"{'up to ' * bool(plan.n_orders)}{counted(ready.info.repeats, 'order' if plan.n_orders else 'sample')}"
    say(f"{counted(len(plan.tasks), 'row')}: {n_articles} × {counted(len(calls), 'backend')} × {times}")
    for name, n in calls.items():
        say(f"  {name}: {counted(n, 'call')}{' (control)' if name in controls else ''}")
    say(f"about {total * 4 // 3:,} tokens of source text to read (words × 4/3)")
    for name, estimate in ready.estimates.items():
        cost = f"cost unknown: {estimate.reason}" if estimate.cost_usd is None else _at_most(estimate.cost_usd)
        say(f"  {name}: {_tokens(estimate)}; {cost}")
    costs = [estimate.cost_usd for estimate in ready.estimates.values()]
    known = [cost for cost in costs if cost is not None]
    if not costs:
        say("cost: no backend of this suite states a price")
    elif len(known) < len(costs):
        say("cost of these calls: unknown")
    else:
        say(f"cost of these calls: {_at_most(sum(known))}, if every call is answered at its first try")


def _tokens(estimate: Estimate) -> str:
    if estimate.output_tokens is None:
        return f"at most {estimate.input_tokens:,} tokens of prompts, answers of any length"
    return f"at most {estimate.input_tokens + estimate.output_tokens:,} tokens, prompts and answers together"


def _at_most(usd: float) -> str:
    """Whole cents, rounded up: a bound that is rounded down is none."""
    return f"at most ${math.ceil(round(usd * 100, 6)) / 100:,.2f}"


def _execute(ready: Launch, folder: Path, threads: int, again: str) -> None:
    from harness import launch

    failures: Counter[str] = Counter()

    with progress() as bar, _interruptible() as stop:

        def on_row(row: Row) -> None:
            bar.advance()
            if row.state != "ok" and row.error is not None and failures[row.backend] == 0:
                note(f"{row.backend}, {row.article}: {row.state}: {row.reason or row.error.message}")
            failures[row.backend] += row.error is not None

        finished = launch.execute(ready, folder, threads=threads, stop=stop, on_start=bar.start, on_row=on_row)
    if not finished:
        note(f"interrupted; every finished row is kept. To go on: {again}")
        raise typer.Exit(INTERRUPTED)
    _say_results(folder)


def _say_results(folder: Path) -> None:
    from harness.aggregate import tabulate
    from harness.compare import compare
    from harness.report import tables, words
    from harness.store import Run

    done = Run(folder)
    report = compare([tabulate(done)], [done.name])
    for table in tables.summary_tables(report, width()):
        say_table(table)
        say()
    for sentence in words.verdict(report):
        say_prose(sentence)
    total: Counter[str] = Counter()
    for by_article in report.tables[0].states.values():
        for counter in by_article.values():
            total.update(counter)
    say()
    say(f"run: {folder}")
    if done.info.status == "partial":
        say(f"partial: {sum(total.values()):,} of {counted(done.info.n_rows, 'row')}")
    scored = total["ok"] + total["metric_error"]
    failed = ", ".join(f"{n} {state}" for state, n in sorted(total.items()) if state != "ok")
    say(f"rows: {total['ok']} ok{f', {failed}' if failed else ''}")
    if not scored:
        raise typer.Exit(NOTHING_SCORED)


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Ctrl-C and SIGTERM: the first ends the run after the calls in flight, the second at once."""
    stop = Event()

    def handle(number: int, frame: Any) -> None:
        if stop.is_set():
            # rows are flushed one by one, so this loses no more than kill -9 does: the calls in flight
            os._exit(INTERRUPTED)
        stop.set()
        note("ending after the calls in flight; once more to drop them")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


COMMANDS = (init, run, score)
