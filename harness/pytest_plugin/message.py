"""Why a test of a summary failed, as plain text: what is broken, the scores, the marked text, the findings."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console

from harness import inert
from harness.report import marked, numbers
from harness.text import visible
from harness.types import Row

_WIDTH = 100  # the same everywhere, so that the message is


def failure(row: Row, broken: Sequence[str]) -> str:
    """The message of the failure. `broken` are sentences that say what was required and is not so.

    It holds no control character, no colour, and no line that a CI system would take for a command.
    """
    blocks = ["\n".join(visible(sentence, one_line=True) for sentence in broken)]
    if row.scores:
        scores = (f"{name} {numbers.value(score.value)}" for name, score in row.scores.items())
        blocks.append(f"Scores: {visible(', '.join(scores), one_line=True)}")
    if row.summary:
        blocks += [f"The summary{_of(row)}, findings marked >>so<<[1]:", _indented(text(row))]
    if row.scores:
        blocks.append("".join(_plain(item) + "\n" for item in marked.findings(row)).strip("\n"))
    return inert.log("\n\n".join(blocks))


def text(row: Row) -> str:
    """The summary with every claim of a finding between >> and <<, followed by the numbers of its findings."""
    summary = row.summary or ""
    spans: dict[tuple[int, int], list[str]] = {}
    for number, finding in enumerate(marked.numbered(row), start=1):
        if finding.claim is not None:
            spans.setdefault((finding.claim.start, finding.claim.end), []).append(str(number))
    edges = sorted({0, len(summary), *(edge for span in spans for edge in span)})
    pieces = []
    for edge, after in zip(edges, [*edges[1:], len(summary)], strict=True):
        # inner spans close before outer ones, and open after them
        closing = sorted((span for span in spans if span[0] < span[1] == edge), reverse=True)
        pieces += [f"<<[{','.join(spans[span])}]" for span in closing]
        if (edge, edge) in spans:
            pieces.append(f">><<[{','.join(spans[edge, edge])}]")
        pieces += [">>" for start, end in spans if edge == start < end]
        pieces.append(visible(summary[edge:after]))
    return "".join(pieces)


def _of(row: Row) -> str:
    if row.article == "summary":
        return ""
    return f" of {visible(row.article, one_line=True)} by {visible(row.backend, one_line=True)}"


def _indented(block: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in block.split("\n"))


def _plain(item: object) -> str:
    """A part of the terminal's report without colour."""
    out = io.StringIO()
    console = Console(file=out, width=_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(item, highlight=False, markup=False)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))
