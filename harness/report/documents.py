"""A comparison as a document: Markdown, CSV, Parquet, JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from harness import inert
from harness.aggregate import Aggregate
from harness.compare import Report, buckets, changes, compared_across_runs, contributions
from harness.compare.frames import COLUMNS, records, to_frame
from harness.report import numbers, ordered, tables, words
from harness.text import visible


def to_markdown(report: Report) -> str:
    """The verdict and all tables, safe to paste into a pull request."""
    metrics = tables.metric_names(report)
    found = {(a.backend, a.metric): a for a in report.aggregates}
    means = [
        [
            name + (" (control)" if control else ""),
            *(_cell(found.get((name, metric))) for metric in metrics),
            numbers.states(tables.row_states(report, name)),
        ]
        for name, control in tables.members(report)
    ]
    shown = tables.headline_comparisons(report)
    blocks = [
        [f"- {inert.markdown(sentence)}" for sentence in words.verdict(report)],
        _changes(report),
        _table(["backend", *(words.label(report, metric) for metric in metrics), "rows"], means, right=len(metrics)),
        _table(tables.RANK_COLUMNS, tables.rank_cells(report)),
        _table(ordered.COLUMNS, ordered.lines(report)),
        _table(tables.PAIR_COLUMNS, [tables.comparison_cells(report, c) for c in shown]),
        [f"- {inert.markdown(line)}" for line in (tables.moved(report, shown) if len(report.tables) > 1 else ())],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _changes(report: Report) -> list[str]:
    lines: list[str] = []
    for sentence, diff in tables.changed(report):
        lines.append(f"- {inert.markdown(sentence)}")
        if diff:
            told = [visible(line, one_line=True) for line in diff]
            longest = max((len(run) for line in told for run in re.findall("`+", line)), default=0)
            fence = "`" * max(3, longest + 1)
            lines += ["", f"{fence}diff", *told, fence, ""]
    return lines


def to_csv(report: Report) -> str:
    """One line per mean and per paired difference; numbers plain, texts safe for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_csv(line[column]) for column in COLUMNS] for line in records(report))
    return out.getvalue()


def _csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert.spreadsheet(value)
    return ("yes" if value else "no") if isinstance(value, bool) else repr(value)


def to_parquet(report: Report) -> bytes:
    """The same lines as a Parquet file, missing numbers null."""
    buffer = io.BytesIO()
    to_frame(report).to_parquet(buffer, index=False)
    return buffer.getvalue()


def to_json(report: Report, runs: Sequence[str]) -> dict[str, Any]:
    """The comparison's document, schema 1."""
    shown = tables.headline_comparisons(report)
    split = buckets(report, shown)
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
        "primary": list(report.primary),
        "epsilon": report.epsilon,
        "aggregates": [a._asdict() | {"states": dict(a.states)} for a in report.aggregates],
        "ranks": [rank._asdict() for rank in report.ranks],
        "comparisons": [
            c._asdict() | {"effect": c.effect and c.effect._asdict(), "unpaired": list(c.unpaired)}
            for c in report.comparisons
        ],
        "changes": [change._asdict() for change in changes(compared_across_runs(report))],
        "moved": [
            {"metric": c.metric, "baseline": c.baseline, "candidate": c.candidate}
            | {"articles": [item._asdict() for item in contributions(report, c)]}
            | {"buckets": [b._asdict() | {"effect": b.effect._asdict()} for b in split.get(place, ())]}
            for place, c in enumerate(shown)
            if c.effect is not None
        ],
        "order": [
            bias._asdict()
            | {"change": bias.change._asdict(), "first": bias.first and bias.first._asdict()}
            | {"run": run}
            for run, table in zip(runs, report.tables, strict=True)
            for bias in table.order
        ],
    }


def _cell(a: Aggregate | None) -> str:
    if a is None or a.mean is None:
        return "–"
    return f"{numbers.value(a.mean)} {numbers.interval(a.low, a.high)} n={a.n}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: int = 0) -> list[str]:
    """The lines of a table; none where it has no rows. `right` columns after the first are numbers."""
    if not rows:
        return []
    rule = ["---", *["---:"] * right, *["---"] * (len(columns) - 1 - right)]
    cells = ([inert.markdown(cell) for cell in row] for row in rows)
    return ["| " + " | ".join(row) + " |" for row in (map(inert.markdown, columns), rule, *cells)]
