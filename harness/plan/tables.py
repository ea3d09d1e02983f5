"""A plan as tables for the terminal, no wider than 80 columns, and as a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text as RichText

from harness.plan.records import MetricPlan, Plan, RepeatLine
from harness.report import numbers
from harness.stats import POWER
from harness.text import visible

MOST = 1_000_000


def percent(p: float | None) -> str:
    """A probability or share in whole per cent; never 0 % or 100 % for what is only near."""
    if p is None:
        return "–"
    if 0 < p < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= p < 1 else f"{100 * p:.0f} %"


def count(n: int) -> str:
    """A number of articles; beyond a million nobody needs to know it."""
    return f"{n:,}" if n <= MOST else "> 1 million"


def about(n: int) -> str:
    """A number of articles in a sentence: "about 1,200", "more than a million"."""
    return f"about {n:,}" if n <= MOST else "more than a million"


def spread_table(plan: Plan) -> RichTable:
    """A line a metric: how far articles spread, and what the present number of them finds."""
    family = plan.k > 1 and plan.gate is not None
    single = plan.pilot.baseline is None
    headers = ["n", "SD [95 %]", *(["all pairs"] if single else []), "finds"]
    headers += [f"{plan.k} rules"] if family else []
    headers += [f"n = {count(plan.articles)}"] if plan.articles is not None else []
    table = _empty("metric", *headers)
    for p in plan.metrics:
        if p.spread is None or p.reason:
            continue
        low, high = p.sd_interval or (None, None)
        cells = [count(p.spread.n), f"{numbers.value(p.spread.sd)} {numbers.interval(low, high)}"]
        cells += [f"{numbers.value(p.others.low)}–{numbers.value(p.others.high)}"] if p.others is not None else []
        cells += [numbers.value(p.detectable)]
        cells += [numbers.value(p.detectable_family)] if family else []
        cells += [numbers.value(p.detectable_with)] if plan.articles is not None else []
        table.add_row(*_texts([name(plan, p), *cells]))
    return table


def margin_table(plan: Plan) -> RichTable:
    """A line a metric and margin: the articles that it takes, and what the gate does with the present ones."""
    table = _empty("metric", "margin", "articles [95 %]", "passes", "run again", "reports")
    for p in plan.metrics:
        for m in p.margins:
            low, high = count(m.articles_low), count(m.articles_high)
            needed = count(m.articles) if m.articles_low > MOST else f"{count(m.articles)} [{low}, {high}]"
            cells = [f"{m.margin:g}", needed, percent(m.passes), percent(m.rerun_passes), numbers.value(m.caught)]
            table.add_row(*_texts([name(plan, p), *cells]))
    return table


def repeat_table(plan: Plan, metrics: Sequence[MetricPlan]) -> RichTable:
    """What more samples of every article are worth, beside what more articles are worth for the same calls."""
    table = _empty("metric", "samples", "sampling", "finds", "calls", "same calls, more articles")
    for p in metrics:
        for line in p.repeats:
            first = name(plan, p) if line is p.repeats[0] else ""
            table.add_row(*_texts([first, *_repeat_cells(p, line)]))
        table.add_section()
    return table


def _repeat_cells(p: MetricPlan, line: RepeatLine) -> list[str]:
    cells = [str(line.repeats), percent(line.sampling_share), numbers.value(line.detectable), count(line.calls)]
    return [*cells, f"{numbers.value(line.same_calls)} with {count(line.calls)}"]


def name(plan: Plan, p: MetricPlan) -> str:
    """What a line is about: the metric, and the backend where each has a line of its own."""
    return p.label if plan.pilot.baseline is None or p.spread is None else f"{p.label}, {p.spread.candidate}"


def to_json(plan: Plan, said: Sequence[str]) -> dict[str, Any]:
    """The plan's document, schema 1; `said` are its sentences."""
    pilot = plan.pilot
    return {
        "schema": 1,
        "pilot": {
            "run": pilot.name,
            "baseline": pilot.baseline_name,
            "suite": pilot.table.info.name,
            "source": pilot.source,
            "notes": list(pilot.notes),
            "n_articles": plan.n_articles,
            "repeats": pilot.table.info.repeats,
        },
        "alpha": plan.alpha,
        "power": POWER,
        "k": plan.k,
        "articles": plan.articles,
        "metrics": [_metric(p) for p in plan.metrics],
        "unchanged": list(plan.unchanged),
        "gate": None if plan.gate is None else plan.gate._asdict() | {"unplanned": list(plan.gate.unplanned)},
        "sentences": list(said),
    }


def _metric(p: MetricPlan) -> dict[str, Any]:
    spread = p.spread and p.spread._asdict() | {"components": p.spread.components and p.spread.components._asdict()}
    return p._asdict() | {
        "spread": spread,
        "reruns": [r._asdict() for r in p.reruns],
        "margins": [m._asdict() for m in p.margins],
        "repeats": [line._asdict() for line in p.repeats],
    }


def _empty(*columns: str) -> RichTable:
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for place, column in enumerate(columns):
        table.add_column(RichText(column), justify="right" if place else "left", overflow="fold", no_wrap=place > 0)
    return table


def _texts(cells: Sequence[str]) -> list[RichText]:
    return [RichText(visible(cell, one_line=True)) for cell in cells]
