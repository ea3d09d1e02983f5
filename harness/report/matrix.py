"""The attribution matrix: the sentences of a summary down, the sources across, and who bears out what.

On pages it is made of the findings `claim.sources` that a row keeps; in the terminal, of the case itself, with numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as RichText

from harness.attribution import Attributed, attribute
from harness.case import Case
from harness.text import visible
from harness.types import Evidence, Row, Span

SOURCES, FUSED = "claim.sources", "claim.fused"
_WIDE, _CELL = 22, 11  # letters of a source's id, in all and in a line
_SHOWN = 64  # letters of a sentence


class Line(NamedTuple):
    """A sentence with, for each source, the passage that bears it out, if it does; `note` is what is odd about it."""

    claim: Span
    passages: Sequence[Evidence | None]
    note: str


def lines(row: Row, sources: Sequence[str]) -> list[Line]:
    """The matrix of a row for the sources with these ids, in the order of the summary; empty without the metric."""
    fused = {(f.claim.start, f.claim.end) for f in row.findings if f.check == FUSED and f.claim}
    result = []
    for finding in row.findings:
        if finding.check == SOURCES and finding.claim is not None:
            by_source: Mapping[str | None, Evidence] = {evidence.source: evidence for evidence in finding.evidence}
            claim = finding.claim
            odd = note(len(by_source), (claim.start, claim.end) in fused)
            result.append(Line(claim, [by_source.get(source) for source in sources], odd))
    return result


def table(case: Case) -> Table:
    """Sentence number × source with calibrated support, 0–1; in bold where the source bears the sentence out."""
    result = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    result.add_column("sentence", no_wrap=True, overflow="ellipsis", min_width=24)
    for source in case.article.sources:
        result.add_column(visible(source.id, one_line=True)[:_WIDE], justify="right", overflow="fold", max_width=_CELL)
    result.add_column("", no_wrap=True)
    for number, line in enumerate(attribute(case), start=1):
        result.add_row(_short(number, line), *_cells(line), note(len(line.voices), line.fused is not None))
    return result


def _cells(line: Attributed) -> list[RichText]:
    return [
        RichText(f"{support:.2f}", style="bold green" if n in line.sources else "dim")
        if window
        else RichText("–", "dim")
        for n, (support, window) in enumerate(zip(line.support, line.claim.windows, strict=True))
    ]


def _short(number: int, line: Attributed) -> RichText:
    text = visible(" ".join(line.claim.text.split()), one_line=True)
    return RichText(f"{number}. {text if len(text) <= _SHOWN else f'{text[: _SHOWN - 1]}…'}")


def note(n_sources: int, fused: bool) -> str:
    """What is odd about a sentence that so many independent sources bear out; empty where nothing is."""
    if fused:
        return "fused"
    return {0: "no source", 1: "one source"}.get(n_sources, "")
