"""What other orders of the sources change, as a table: a line for each backend and headline metric."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text as RichText

from harness.compare import Report
from harness.order import OrderBias
from harness.report import numbers, words
from harness.stats import Paired
from harness.text import visible

COLUMNS = ("metric", "backend", "n", "other orders", "change [95 %]", "moved", "gain of the first [95 %]")
NOTE = (
    "The same sources in other orders, scored against the same article. Change: other orders minus as given. Moved: mean"
    " size of the change. Gain of the first: how much more of a source is told when it comes first."
)


def lines(report: Report) -> list[list[str]]:
    """The cells of COLUMNS; empty where no run was made on other orders."""
    shown = words.headline_metrics(report)
    names = {(id(member.table), member.backend): member.name for member in report.members}
    found = [(names[id(table), bias.backend], bias) for table in report.tables for bias in table.order]
    return [
        _cells(words.label(report, metric), name, bias)
        for metric in shown
        for name, bias in found
        if bias.metric == metric
    ]


def _cells(metric: str, name: str, bias: OrderBias) -> list[str]:
    first = "–" if bias.first is None else _shown(bias.first)
    return [metric, name, str(bias.change.n), str(bias.n_orders), _shown(bias.change), numbers.value(bias.moved), first]


def _shown(effect: Paired) -> str:
    return f"{numbers.difference(effect.mean)} {numbers.interval(effect.low, effect.high)}".rstrip()


def terminal_table(rows: Sequence[Sequence[str]]) -> RichTable:
    """The lines for a terminal."""
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, title_justify="left")
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="left" if number < 2 else "right", overflow="fold")
    for cells in rows:
        table.add_row(*(RichText(visible(cell, one_line=True)) for cell in cells))
    return table


def sentences(report: Report) -> list[str]:
    """Who favours the source that comes first, where the interval says so."""
    said = []
    names = {(id(member.table), member.backend): member.name for member in report.members}
    for table in report.tables:
        for bias in table.order:
            first = bias.first
            if first is None or first.low is None or first.high is None or first.low <= 0 <= first.high:
                continue
            more = "more" if first.mean > 0 else "less"
            said.append(
                f"{names[id(table), bias.backend]} tells {more} of the source that comes first,"
                f" {_shown(first)} of its content on {first.n} articles."
            )
    return said
