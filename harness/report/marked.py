"""One summary in the terminal: scores, the text with its marks, the findings with their evidence."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from harness.report import matrix, numbers
from harness.text import visible
from harness.types import Row, StoredFinding

_STYLE = {"error": "bold red underline", "warning": "yellow underline", "info": "dim"}
_SIGN = {"error": "✕ error", "warning": "▲ warning", "info": "• note"}
_FACTS = ("fact.found", "fact.wrong", "fact.missing")


def scores(row: Row) -> Table:
    """One line per metric: value and the parts that are not 1, of which there would be too many to read."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("parts", overflow="fold")
    for name, score in row.scores.items():
        failed = f"{score.error.type}: {score.error.message}" if score.error else score.reason or ""
        told = [f"{part} {numbers.value(number)}" for part, number in score.parts.items() if number not in (1, None)]
        whole = sum(number == 1 for number in score.parts.values())
        told += [f"{whole} at 1"] if whole else []
        parts = ", ".join(told)
        table.add_row(name, numbers.value(score.value), RichText(visible(failed or parts, one_line=True)))
    return table


def numbered(row: Row) -> list[StoredFinding]:
    """The findings that are marked in the text or listed below it, in order of place; not what makes up the matrix."""
    unlisted = ("fact.found", matrix.SOURCES)
    return [finding for finding in row.findings if finding.check not in unlisted]


def text(row: Row) -> RichText:
    """The summary with its claims marked and numbered."""
    summary = row.summary or ""
    edges = {0, len(summary)}
    claims = [(number, f) for number, f in enumerate(numbered(row), start=1) if f.claim is not None]
    for _, finding in claims:
        assert finding.claim is not None
        edges |= {finding.claim.start, finding.claim.end}
    result = RichText()
    order = sorted(edges)
    for start, end in itertools.pairwise(order):
        over = [f for _, f in claims if f.claim and f.claim.start <= start and end <= f.claim.end]
        worst = max((f.severity for f in over), key=list(reversed(_STYLE)).index, default=None)
        result.append(visible(summary[start:end]), style=_STYLE[worst] if worst else None)
        ends = [str(number) for number, f in claims if f.claim and f.claim.end == end]
        if ends:
            result.append(f"[{','.join(ends)}]", style="bold cyan")
    return result


def findings(row: Row) -> Iterator[Padding | RichText]:
    """Each finding with its evidence, then how many key facts are told."""
    listed = numbered(row)
    if not listed:
        yield RichText("\nNo findings.", style="green")
    for number, finding in enumerate(listed, start=1):
        line = RichText(f"\n{number}. ")
        line.append(_SIGN[finding.severity], style=_STYLE[finding.severity].replace(" underline", ""))
        line.append(f" {finding.check}: ", style="bold")
        line.append(visible(finding.message, one_line=True))
        yield line
        for evidence in finding.evidence:
            where = evidence.source or "the summary"
            quoted = RichText(
                f"{visible(where, one_line=True)}: {visible(' '.join(evidence.text.split()))}", style="dim"
            )
            yield Padding(quoted, (0, 0, 0, 4))
    told = sum(f.check == "fact.found" for f in row.findings)
    total = sum(f.check in _FACTS for f in row.findings)
    if total:
        yield RichText(f"\nKey facts: {told} of {total} told.")
