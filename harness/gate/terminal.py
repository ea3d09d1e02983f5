"""The gate on a terminal: sentences that stand alone, worst first, and below them the summaries behind them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from harness.gate.document import called, changed, clip, compared, headline, moves, quoted
from harness.gate.results import Gate, Noticed, Result, Verdict, Worst, counted
from harness.text import visible

_MARKS: dict[Verdict, str] = {"pass": "ok  ", "regression": "FAIL", "inconclusive": "?   ", "unmeasurable": "!   "}
_JUDGED = ("margin", "floor", "forbid")
_TEXT = 400
_DIFF = 22
_MOST = 20


def to_lines(result: Gate, candidate: str, baseline: str, width: int = 120) -> list[str]:
    """The lines, none wider than `width`, without anything that a terminal would obey."""
    lines = [*_wrapped("", headline(result), width), *_wrapped("", compared(result, candidate, baseline), width), ""]
    lines += [line for text in _rules(result, width) for line in text]
    for text in result.notes:
        lines += _wrapped("note ", text, width)
    for change in result.changes:
        lines += _wrapped("diff ", changed(change), width)
        lines += [line for text in change.lines[2:_DIFF] for line in _wrapped("       ", text, width)]
        if len(change.lines) > _DIFF:
            lines.append(f"       and {counted(len(change.lines) - _DIFF, 'more line')}")
    if result.worst:
        lines += ["", "Worst articles"]
        for worst in result.worst:
            lines += _worst(worst, width)
    return [*lines, *_forbidden(result, width)]


def _rules(result: Gate, width: int) -> Iterator[list[str]]:
    shown = [r for r in result.ordered() if r.kind != "pass" or r.rule in _JUDGED]
    for item in shown:
        yield [*_wrapped(f"{_MARKS[item.kind]} ", item.sentence, width), *_details(item, width)]
    if len(shown) < len(result.results):
        n = counted(len(result.results) - len(shown), "further rule")
        yield _wrapped("ok   ", f"{n} on failures, measurement and limits", width)


def _forbidden(result: Gate, width: int) -> Iterator[str]:
    shown = {worst.finding for worst in result.worst}
    rest = [found for found in result.forbidden if found not in shown]
    if rest:
        yield ""
        yield "Forbidden findings beside those"
    for found in rest[:_MOST]:
        yield from _wrapped("  ", f"{found.article} by {found.backend}  (report: #{found.anchor})", width)
        yield from _finding(found, width)
    if len(rest) > _MOST:
        yield from _wrapped("  ", f"{len(rest) - _MOST:,} more; --json has them all", width)


def _details(item: Result, width: int) -> Iterator[str]:
    """The articles behind a rule that has no numbers per article to be listed by below."""
    if item.kind == "pass" or item.rule not in ("failed", "unscored"):
        return
    for detail in item.details[:5]:
        yield from _wrapped("       ", detail, width)
    if len(item.details) > 5:
        yield f"       and {counted(len(item.details) - 5, 'more article')}"


def _worst(worst: Worst, width: int) -> Iterator[str]:
    yield from _wrapped(
        "  ", f"{worst.article} by {worst.backend}: {moves(worst.changes)}  (report: #{worst.anchor})", width
    )
    if worst.failure is not None:
        yield from _wrapped("      ", worst.failure, width)
    if worst.finding is not None:
        yield from _finding(worst.finding, width)


def _finding(found: Noticed, width: int) -> Iterator[str]:
    yield from _wrapped("      ", f"{called(found)}: {found.message}", width)
    if found.claim is not None:
        yield from _wrapped("      claim     ", quoted(found.claim), width)
    if found.evidence is not None:
        source = "" if found.source is None else f"{found.source}: "
        yield from _wrapped("      evidence  ", f"{source}{quoted(found.evidence)}", width)


def _wrapped(head: str, text: str, width: int) -> list[str]:
    plain = clip(visible(text, one_line=True), _TEXT)
    return textwrap.wrap(
        plain, max(width, len(head) + 20), initial_indent=head, subsequent_indent=" " * len(head),
        break_on_hyphens=False,
    ) or [head]  # fmt: skip
