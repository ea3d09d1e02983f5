"""Comparison tables for terminal, Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text as RichText

from harness.aggregate import Aggregate
from harness.compare import Comparison, Report, lost_to_correction
from harness.report import numbers, ordered, words
from harness.text import visible


def summary_tables(report: Report, width: int) -> list[RichTable]:
    """Backends × metrics: mean over interval, and the row states; as many metrics a table as fit into `width`.

    Controls come last, dimmed; headline metrics first.
    """
    metrics = metric_names(report)
    headline = words.headline_metrics(report)
    metrics = [*headline, *(m for m in metrics if m not in headline)]
    longest = max((len(_plain(name)) + 10 * control for name, control in members(report)), default=0)
    room = width - min(longest, 40) - 22
    groups: list[list[str]] = []
    left = 0
    for metric in metrics:
        needed = max(18, len(_plain(words.label(report, metric))) + 2)
        if not groups or needed > left:
            groups.append([])
            left = room
        groups[-1].append(metric)
        left -= needed
    return [_summary_table(report, group) for group in groups]


def _summary_table(report: Report, metrics: Sequence[str]) -> RichTable:
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("backend", overflow="fold", max_width=40)
    for metric in metrics:
        table.add_column(_plain(words.label(report, metric)), justify="right", no_wrap=True)
    table.add_column("rows", overflow="fold")
    for name, control in members(report):
        cells = []
        for metric in metrics:
            a = find(report, name, metric)
            shown = "–" if a is None or a.mean is None else f"{numbers.value(a.mean)}\n"
            interval = "" if a is None or a.mean is None else numbers.interval(a.low, a.high)
            cells.append(RichText.assemble(shown, (interval, "dim")))
        label = RichText(_plain(name) + (" (control)" if control else ""))
        states = RichText(numbers.states(_rows(report, name)))
        table.add_row(label, *cells, states, style="dim" if control else None)
    return table


def comparison_table(report: Report) -> RichTable:
    """Every pair on the headline metrics, with what may be said of it."""
    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("metric", no_wrap=True)
    for column in ("candidate", "baseline"):
        table.add_column(column, overflow="fold")
    for column in ("difference [95 %]", "n", "p", "W/T/L", "resolves"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("verdict", overflow="fold")
    before = None
    for c in report.comparisons:
        if c.metric not in words.headline_metrics(report):
            continue
        if before not in (None, c.metric):
            table.add_section()
        metric, candidate, baseline, difference, interval, *rest = comparison_cells(report, c)
        shown = [metric if before != c.metric else "", candidate, baseline, f"{difference} {interval}", *rest]
        table.add_row(*(RichText(_plain(item)) for item in shown))
        before = c.metric
    return table


def comparison_cells(report: Report, c: Comparison) -> list[str]:
    """metric's label, candidate, baseline, difference, interval, n, p, wins/ties/losses, resolves, verdict."""
    e, metric = c.effect, words.label(report, c.metric)
    if e is None:
        return [
            metric,
            c.candidate,
            c.baseline,
            "–",
            "–",
            "0",
            "–",
            "–",
            "–",
            f"not comparable: {c.reason}",
        ]
    ties = e.n - e.wins - e.losses
    unclear = f"not after correction for {c.family} pairs" if lost_to_correction(c) else "cannot tell"
    return [
        metric,
        c.candidate,
        c.baseline,
        numbers.difference(e.mean),
        numbers.interval(e.low, e.high),
        str(e.n),
        numbers.p_value(e.p),
        f"{e.wins}/{ties}/{e.losses}",
        numbers.value(e.detectable),
        {"better": "better", "worse": "worse", "unclear": unclear, "unchanged": "no article differs"}[c.outcome],
    ]


def to_markdown(report: Report) -> str:
    """The verdict and both tables, safe to paste into a pull request."""
    metrics = metric_names(report)
    lines = [*(f"- {_md(sentence)}" for sentence in words.verdict(report)), ""]
    lines.append(_md_row(["backend", *(words.label(report, metric) for metric in metrics), "rows"]))
    lines.append(_md_row(["---", *("---:" for _ in metrics), "---"], raw=True))
    for name, control in members(report):
        cells = [_cell(find(report, name, metric)) for metric in metrics]
        lines.append(_md_row([name + (" (control)" if control else ""), *cells, numbers.states(_rows(report, name))]))
    if found := ordered.lines(report):
        lines += ["", _md_row(ordered.COLUMNS), _md_row(["---"] * len(ordered.COLUMNS), raw=True)]
        lines += map(_md_row, found)
    if report.comparisons:
        columns = [
            "metric",
            "candidate",
            "baseline",
            "difference",
            "interval",
            "n",
            "p",
            "W/T/L",
            "resolves",
            "verdict",
        ]
        lines += [
            "",
            _md_row([c.replace("_", " ") for c in columns]),
            _md_row(["---"] * len(columns), raw=True),
        ]
        shown = words.headline_metrics(report)
        lines += [_md_row(comparison_cells(report, c)) for c in report.comparisons if c.metric in shown]
    return "\n".join(lines) + "\n"


def to_csv(report: Report) -> str:
    """One line per backend and metric; numbers plain, texts safe for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["backend", "control", "metric", "mean", "low", "high", "n", "states"])
    controls = dict(members(report))
    for a in report.aggregates:
        texts = [spreadsheet(a.backend), "yes" if controls.get(a.backend) else "no", spreadsheet(a.metric)]
        plain = ["" if x is None else repr(x) for x in (a.mean, a.low, a.high)]
        writer.writerow([*texts, *plain, a.n, numbers.states(a.states)])
    return out.getvalue()


def to_json(report: Report, runs: Sequence[str]) -> dict[str, Any]:
    """The comparison's document, schema 1."""
    return {
        "schema": 1,
        "runs": [
            {
                "run": run,
                "name": t.info.name,
                "suite_hash": t.info.suite_hash,
                "articles_hash": t.info.articles_hash,
            }
            | {"profile": t.info.profile, "n_articles": len(t.info.articles), "status": t.info.status}
            | {"metrics": {m.name: m.signature for m in t.info.metrics}}
            | {"backends": {b.name: b.signature for b in t.info.backends}}
            for run, t in zip(runs, report.tables, strict=True)
        ],
        "verdict": words.verdict(report),
        "aggregates": [a._asdict() | {"states": dict(a.states)} for a in report.aggregates],
        "comparisons": [
            c._asdict() | {"effect": c.effect and c.effect._asdict(), "unpaired": list(c.unpaired)}
            for c in report.comparisons
        ],
        "order": [
            bias._asdict()
            | {"change": bias.change._asdict(), "first": bias.first and bias.first._asdict()}
            | {"run": run}
            for run, table in zip(runs, report.tables, strict=True)
            for bias in table.order
        ],
    }


def members(report: Report) -> list[tuple[str, bool]]:
    """(name, is a control), controls last."""
    named = [(m.name, next(b.control for b in m.table.info.backends if b.name == m.backend)) for m in report.members]
    return sorted(named, key=lambda item: item[1])


def metric_names(report: Report) -> list[str]:
    """All metrics of all runs, in order of first appearance."""
    return list(dict.fromkeys(m.name for t in report.tables for m in t.info.metrics))


def find(report: Report, backend: str, metric: str) -> Aggregate | None:
    """The aggregate of a backend and metric, if the run has it."""
    return next((a for a in report.aggregates if a.backend == backend and a.metric == metric), None)


def spreadsheet(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    plain = _plain(text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


def _rows(report: Report, name: str) -> dict[Any, int]:
    member = next(m for m in report.members if m.name == name)
    total: dict[Any, int] = {}
    for counter in member.table.states.get(member.backend, {}).values():
        for state, n in counter.items():
            total[state] = total.get(state, 0) + n
    return total


def _cell(a: Aggregate | None) -> str:
    if a is None or a.mean is None:
        return "–"
    return f"{numbers.value(a.mean)} {numbers.interval(a.low, a.high)} n={a.n}"


def _plain(text: str) -> str:
    return visible(text, one_line=True)


def _md(text: str) -> str:
    """`text` as Markdown shows it letter by letter: character references for everything that has a meaning there."""
    return re.sub(r"[&\\`*_{}\[\]<>|#~!@]", lambda match: f"&#{ord(match.group())};", _plain(text))


def _md_row(cells: Sequence[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cells if raw else [_md(cell) for cell in cells]) + " |"
