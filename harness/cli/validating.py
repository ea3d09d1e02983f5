"""`harness validate`: how far the metrics agree with people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.cli.output import counted, emit_json, note, progress, say, say_prose, say_table

if TYPE_CHECKING:
    from rich.table import Table

    from harness.validate import Agreement, Validation

_OTHERS = ("kendall", "pearson")


def validate(
    labels: Annotated[Path, typer.Argument(metavar="LABELS.jsonl", help="Summaries with human judgements.")],
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric", metavar="NAME", help="Only this metric; may be repeated. Default: the headline three."
        ),
    ] = None,
    given: Annotated[
        Literal["sources", "references", "key_facts"] | None,
        typer.Option(
            "--given",
            metavar="sources|references|key_facts",
            help="What coverage may see; default: key facts, else references, else sources.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, max=64, help="Summaries at a time.")] = 1,
) -> None:
    """Compare the metrics with human judgements.

    LABELS.jsonl has one summary a line with id, doc_id, summary and, where they exist, sources, references, key_facts,
    system, origin, pair_id, the numbers that people gave (human) and whether they found it consistent (label).

    Example: harness validate labels.jsonl --metric consistency
    """
    from harness import validate as validation
    from harness.plugins import HEADLINE

    with progress() as bar:
        done = validation.validate(
            labels,
            tuple(metric or HEADLINE),
            given,
            threads=threads,
            on_start=bar.start,
            on_row=lambda row: bar.advance(),
        )
    for text in (*done.judged.notes, *_unscored(done)):
        note(text)
    if as_json:
        emit_json(validation.to_json(done))
        return
    _print(done)


def _unscored(done: Validation) -> Iterator[str]:
    for name, reasons in done.unscored.items():
        for reason, n in reasons.most_common(5):
            yield f"{name}: {n} of {len(done.judged.ids)} rows unscored: {reason}"
    if not done.results:
        yield "the file holds no judgement: neither numbers in `human`, nor a `label`, nor labelled key facts"


def _print(done: Validation) -> None:
    from harness.text import visible

    judged = done.judged
    dataset = visible(judged.dataset or "labels", one_line=True)
    say(f"{dataset}: {counted(len(judged.ids), 'row')}, {counted(len(set(judged.documents)), 'document')}")
    for name in done.metrics:
        given = done.scores.columns[name].given
        say(f"{name}: {done.scores.columns[name].signature}{f', computed from {_words(given)}' if given else ''}")
    for origin, dimension in dict.fromkeys((r.origin, r.dimension) for r in done.results):
        own = [r for r in done.results if (r.origin, r.dimension) == (origin, dimension)]
        say()
        say(visible(f"{dimension} · {'all rows' if origin is None else f'origin {origin}'}", one_line=True))
        say_table(_table([r for r in own if r.metric in done.metrics], own))
        counters = [r for r in own if r.metric not in done.metrics]
        if counters:
            say_table(_counter_table(counters))
        for sentence in _comparisons(done, own):
            say_prose(sentence)
    say()
    say_prose(
        "value: Spearman, AUC, balanced accuracy or share of pairs; interval: 95 %, 1,000 resamples of documents, under"
        " protocol system of systems too. skipped: documents under protocol summary, else rows, facts or pairs."
    )


def _table(results: list[Agreement], own: list[Agreement]) -> Table:
    """A line for each metric and protocol: the headline statistic with its interval, the others beside it."""
    from harness.report import numbers
    from harness.validate.rivals import HEADLINE

    table = _empty("metric", "protocol", "value", "interval", "kendall", "pearson", "docs", "systems", "skipped")
    for result in (r for r in results if r.statistic in HEADLINE or r.protocol == "facts"):
        others = [
            next((numbers.value(o.value) for o in own if _key(o) == (*_key(result)[:3], other)), "")
            for other in _OTHERS
        ]
        _add(
            table,
            result.metric,
            _protocol(result),
            numbers.value(result.value),
            result.reason or numbers.interval(result.low, result.high),
            *others,
            str(result.n_docs),
            "–" if result.n_systems is None else str(result.n_systems),
            str(result.skipped),
        )
    return table


def _counter_table(results: list[Agreement]) -> Table:
    """Counters × protocols, the headline statistic."""
    from harness.report import numbers
    from harness.validate.rivals import HEADLINE

    shown = [r for r in results if r.statistic in HEADLINE]
    protocols = list(dict.fromkeys(_protocol(r) for r in shown))
    table = _empty("counter", *protocols)
    for name in dict.fromkeys(r.metric for r in shown):
        cells = {_protocol(r): numbers.value(r.value) for r in shown if r.metric == name}
        _add(table, name, *(cells.get(protocol, "") for protocol in protocols))
    return table


def _comparisons(done: Validation, own: list[Agreement]) -> Iterator[str]:
    """For each metric the counters that it does not beat (paired 95 % interval), by protocol."""
    from harness.validate import find_rivals
    from harness.validate.rivals import HEADLINE

    counters = [r for r in own if r.metric not in done.metrics]
    names = {r.metric for r in counters}
    for name in done.metrics:
        equals = []
        for result in (r for r in own if r.metric == name and r.statistic in HEADLINE and r.value is not None):
            found = [rival.counter for rival in find_rivals(result, counters, done.scores.columns, done.judged)]
            equals.append(f"{_protocol(result)}: {'all' if len(found) == len(names) else ', '.join(found) or 'none'}")
        if equals:
            yield f"counters that do as well as {name} by {'; '.join(equals)}"


def _empty(*columns: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for place, column in enumerate(columns):
        left = place == 0 or column == "protocol"
        table.add_column(column, justify="left" if left else "right", overflow="fold")
    return table


def _add(table: Table, *cells: str) -> None:
    from rich.text import Text

    from harness.text import visible

    table.add_row(*(Text(visible(cell, one_line=True)) for cell in cells))


def _key(result: Agreement) -> tuple[str, str, str | None, str]:
    return result.metric, result.protocol, result.partial_on, result.statistic


def _protocol(result: Agreement) -> str:
    if result.protocol == "facts":
        return f"facts, {result.statistic}"
    return f"partial on {result.partial_on}" if result.partial_on else result.protocol


def _words(given: str) -> str:
    return given.replace("_", " ")


COMMANDS = (validate,)
