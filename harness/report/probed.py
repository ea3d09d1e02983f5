"""A probe as tables: what each metric notices here. From the document of `harness probe --json`, which a run keeps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text as RichText

from harness.aggregate import Table
from harness.report import numbers
from harness.text import visible

LABEL = "not trustworthy on this set"
ROLES = {
    "fault": "faults: noticed",
    "control": "harmless: alarm",
    "gaming": "gaming: paid",
}
"""Role -> what the numbers of its faults say."""
COLUMNS = ("strict", "all", "at place", "monotone", "leaks", "false alarms")
_WIDTH = 17  # characters of a column
_NAME = 22


class Line(NamedTuple):
    """One fault: how many articles it could be put into, and each metric's share with interval.

    `asked` are the metrics that must notice it; the others may be silent.
    """

    fault: str
    strict: bool
    n: int
    cells: Mapping[str, str]
    asked: frozenset[str]


def lines(document: Mapping[str, Any], role: str) -> list[Line]:
    """The faults of a role, in the order of the document; those that found nothing to edit have n = 0."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for reaction in document["reactions"]:
        if reaction["role"] == role:
            found.setdefault(reaction["fault"], []).append(reaction)
    return [
        Line(
            fault,
            any(r["strict"] for r in reactions),
            max(r["n"] for r in reactions),
            {r["metric"]: share(r["rate"], r["low"], r["high"]) for r in reactions},
            frozenset(r["metric"] for r in reactions if r["must_drop"]),
        )
        for fault, reactions in found.items()
    ]


def share(rate: float | None, low: float | None, high: float | None) -> str:
    """ "93 % [69, 99]", or a dash."""
    if rate is None:
        return "–"
    return f"{rate:.0%}" + ("" if low is None or high is None else f" [{100 * low:.0f}, {100 * high:.0f}]")


def summary(document: Mapping[str, Any], metric: str) -> list[str]:
    """The cells of COLUMNS: means over the faults that the metric must notice, and over those that it need not."""
    own = [r for r in document["reactions"] if r["metric"] == metric and r["role"] == "fault" and r["rate"] is not None]
    asked = [r for r in own if r["must_drop"]]
    standing = next(m for m in document["metrics"] if m["metric"] == metric)
    return [
        _percent([r["rate"] for r in asked if r["strict"]]),
        _percent([r["rate"] for r in asked]),
        _percent([r["overlap_share"] for r in asked if r["overlap_share"] is not None]),
        _percent([r["monotone_share"] for r in asked if r["monotone_share"] is not None]),
        numbers.value(_mean([r["mean_change"] for r in own if not r["must_drop"]])),
        share(standing["false_alarms"], standing["low"], standing["high"]),
    ]


def distrusted(document: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Metric -> why it is not trustworthy on this set."""
    return {m["metric"]: m["reasons"] for m in document["metrics"] if not m["trustworthy"]}


def of_run(table: Table) -> Mapping[str, Sequence[str]]:
    """`distrusted` by the run's own probe; without the metrics whose signature was another one then."""
    if table.probe is None:
        return {}
    now = {metric.name: metric.signature for metric in table.info.metrics}
    then = {m["metric"]: m["signature"] for m in table.probe["metrics"]}
    return {m: reasons for m, reasons in distrusted(table.probe).items() if now.get(m) == then[m]}


def sentences(document: Mapping[str, Any]) -> list[str]:
    """One sentence a metric that is not trustworthy here, or has no score."""
    told = [f"{metric} is {LABEL}: {'; '.join(reasons)}." for metric, reasons in distrusted(document).items()]
    silent = [m for m in document["metrics"] if m["unscored"]]
    return [*told, *(f"{m['metric']} scored no summary: {m['unscored']}." for m in silent)]


def metric_table(document: Mapping[str, Any]) -> RichTable:
    """A line a metric."""
    table = _empty("metric", *COLUMNS)
    for entry in document["metrics"]:
        name = RichText(visible(entry["metric"], one_line=True))
        if not entry["trustworthy"]:
            name.append(f"\n{LABEL}", "bold red")
        table.add_row(name, *summary(document, entry["metric"]))
    return table


def fault_tables(document: Mapping[str, Any], width: int) -> list[RichTable]:
    """Faults × metrics, as many metrics a table as fit into `width`; what a metric need not notice is dimmed."""
    metrics = [entry["metric"] for entry in document["metrics"]]
    fitting = max(1, (width - _NAME - 6) // _WIDTH)
    groups = [metrics[i : i + fitting] for i in range(0, len(metrics), fitting)]
    return [_fault_table(document, group) for group in groups]


def _fault_table(document: Mapping[str, Any], metrics: Sequence[str]) -> RichTable:
    table = _empty("fault", "n", *metrics)
    for role, title in ROLES.items():
        found = lines(document, role)
        if not found:
            continue
        table.add_row(RichText(title, "bold"))
        for line in found:
            cells = [
                RichText(line.cells.get(m, "–"), "" if role != "fault" or m in line.asked else "dim") for m in metrics
            ]
            name = f"  {visible(line.fault, one_line=True)}{' *' if line.strict else ''}"
            table.add_row(RichText(name), str(line.n), *cells)
        table.add_section()
    return table


def _empty(*columns: str) -> RichTable:
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for place, column in enumerate(columns):
        text = RichText(visible(column, one_line=True))
        table.add_column(text, justify="right" if place else "left", overflow="fold", min_width=0)
    return table


def _percent(values: Sequence[float]) -> str:
    mean = _mean(values)
    return "–" if mean is None else f"{mean:.0%}"


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
