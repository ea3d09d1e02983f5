"""The gate as a comment of a pull request: the verdict first, then the rules, the worst summaries, and how to go on.

Whatever the input, it stays below GitHub's limit for a comment: rows are left out whole, and a line says how many.
All untrusted text goes through `inert.markdown`; a diff stands in a block with a fence longer than any in it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from urllib.parse import quote

from harness import inert
from harness.errors import InputError
from harness.gate.document import ICONS, called, change, changed, clip, compared, guarantees, headline, limit, moves
from harness.gate.results import Gate, Noticed, Result, Worst, counted
from harness.text import visible
from harness.types import FOLDER_NAME

MOST = 60_000
"""Characters of the whole; GitHub takes 65,536."""
# what each part may take, of MOST; the head and the line on how to reproduce take the rest
_RULES, _WORST, _FORBIDDEN, _CHANGES, _NOTES = 20_000, 12_000, 8_000, 12_000, 4_000
_NAME, _TEXT = 80, 300
_ELSEWHERE = "the JSON document has them all"


def to_markdown(result: Gate, candidate: str, baseline: str, link: str | None = None) -> str:
    """The comment. Its first line is a marker that no reader sees, by which a workflow finds the comment to write over.

    `link` is put in as it is given, where it is an http(s) address. Raises InputError for a suite that cannot name a
    folder, since its name stands in the marker.
    """
    if not FOLDER_NAME.fullmatch(result.suite):
        raise InputError(
            f"run.json names the suite {clip(visible(result.suite, one_line=True), _NAME)}; expected letters, digits, "
            "dot, dash, underscore; run the suite again under such a name"
        )
    blocks = [
        [f"<!-- summary-harness gate: {result.suite} -->", f"## {ICONS[result.kind]} {headline(result)}"],
        [inert.markdown(compared(result, clip(candidate, _NAME), clip(baseline, _NAME))) + _more(link)],
        _rules(result),
        _worst(result, link),
        _forbidden(result, link),
        _changes(result),
        _notes(result),
        [f"Reproduce: {_code(f'harness run {result.suite} --out candidate')}, then {_command(baseline)}"],
    ]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^ +$", "", text)).rstrip() + "\n"


def _more(link: str | None) -> str:
    return f" · [details]({_address(link)})" if link else ""


def _address(link: str) -> str:
    if not re.match(r"https?://[^/]", link):
        raise InputError(
            f"--link {clip(visible(link, one_line=True), _NAME)}: expected an address that begins with https://"
        )
    return quote(link.encode("utf-8", "replace"), safe="!#$%&'*+,/:;=?@~")[:2000]


def _command(baseline: str) -> str:
    return _code(f"harness gate candidate --baseline {shlex.quote(clip(baseline, 200))}")


def _code(text: str) -> str:
    plain = visible(text, one_line=True)
    fence = "`" * (_longest_run(plain) + 1)
    return f"{fence} {plain} {fence}" if "`" in plain else f"`{plain}`"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _rules(result: Gate) -> list[str]:
    head = ["rule", "backend", "metric", f"change [{1 - result.alpha:.0%}]", "n", "limit", "verdict"]
    shown = [r for r in result.ordered() if r.kind != "pass" or r.rule in ("margin", "floor", "forbid")]
    rows = [_row(_cells(r)) for r in shown]
    lines = [_row(head), "|---|---|---|---:|---:|---:|---|", *_fit(rows, _RULES // 2, "row", table=7)]
    quiet = len(result.results) - len(shown)
    if quiet:
        lines += ["", f"{ICONS['pass']} {counted(quiet, 'further rule')} on failures, measurement and limits."]
    told = [f"- {inert.markdown(clip(r.sentence, 2 * _TEXT))}" for r in result.ordered() if r.kind != "pass"]
    return [*lines, *([""] if told else []), *_fit(told, _RULES // 2, "sentence")]


def _cells(result: Result) -> list[str]:
    n = "–" if result.n is None else f"{result.n:,}"
    subject = clip(result.metric or result.check or "–", _NAME)
    verdict = f"{ICONS[result.kind]} {result.kind}"
    return [result.rule, clip(result.backend, _NAME), subject, change(result), n, limit(result), verdict]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(inert.markdown, cells)) + " |"


def _worst(result: Gate, link: str | None) -> list[str]:
    if not result.worst:
        return []
    rows = ["\n".join(_summary(worst, link)) for worst in result.worst]
    return ["### Worst articles", "", *_fit(rows, _WORST, "article")]


def _summary(worst: Worst, link: str | None) -> list[str]:
    name = f"**{inert.markdown(clip(worst.article, _NAME))}** by {inert.markdown(clip(worst.backend, _NAME))}"
    lines = [f"- {name}: {inert.markdown(clip(moves(worst.changes), _TEXT))} {_panel(worst.anchor, link)}".rstrip()]
    if worst.failure is not None:
        lines.append(f"  - {inert.markdown(clip(worst.failure, _TEXT))}")
    if worst.finding is not None:
        lines += [f"  {line}" for line in _finding(worst.finding)]
    return lines


def _panel(anchor: str, link: str | None) -> str:
    """A link to the summary's place in the HTML report, where that is linked."""
    if link and re.search(r"\.html?$", link):
        return f"([read it]({_address(link)}#{anchor}))"
    return ""


def _finding(found: Noticed) -> list[str]:
    lines = [f"- {inert.markdown(called(found))}: {inert.markdown(clip(found.message, _TEXT))}"]
    if found.claim is not None:
        lines += ["", "  the summary:", "", f"  > {inert.markdown(clip(found.claim, _TEXT))}", ""]
    if found.evidence is not None:
        source = "elsewhere in the summary" if found.source is None else f"source {clip(found.source, _NAME)}"
        lines += ["", f"  {inert.markdown(source)}:", "", f"  > {inert.markdown(clip(found.evidence, _TEXT))}", ""]
    return lines


def _forbidden(result: Gate, link: str | None) -> list[str]:
    shown = {w.finding for w in result.worst}
    rest = [found for found in result.forbidden if found not in shown]
    if not rest:
        return []
    rows = []
    for found in rest:
        where = f"- **{inert.markdown(clip(found.article, _NAME))}** by {inert.markdown(clip(found.backend, _NAME))}"
        head = f"{where} {_panel(found.anchor, link)}".rstrip()
        rows.append("\n".join([head, *(f"  {line}" for line in _finding(found))]))
    head = "### Further forbidden findings" if len(rest) < len(result.forbidden) else "### Forbidden findings"
    return [head, "", *_fit(rows, _FORBIDDEN, "finding")]


def _changes(result: Gate) -> list[str]:
    """What was changed between the runs; a changed prompt as a diff, in a fence that nothing in it can close."""
    rows = []
    for item in result.changes:
        row = [f"- {inert.markdown(clip(changed(item), 3 * _TEXT))}"]
        rows.append("\n".join([*row, *diff([clip(line, _TEXT) for line in item.lines])]))
    return ["### What was changed", "", *_fit(rows, _CHANGES, "change")] if rows else []


def diff(lines: Sequence[str], most: int = 80) -> list[str]:
    """The lines of a diff as a fenced block; none where there are no lines. What is left out is said."""
    told = [visible(line, one_line=True) for line in lines[:most]]
    if not told:
        return []
    if len(lines) > most:
        told.append(f"… {counted(len(lines) - most, 'more line')}")
    fence = "`" * max(3, _longest_run("\n".join(told)) + 1)
    return ["", f"{fence}diff", *told, fence, ""]


def _notes(result: Gate) -> list[str]:
    notes = [f"- {inert.markdown(clip(note, 2 * _TEXT))}" for note in result.notes]
    if result.k > 1:
        level = f"{1 - result.alpha / result.k:.2%}"
        notes.append(f"- A regression is called on the interval of {level}, as {result.k} rules are judged together.")
    notes += [f"- {sentence}" for sentence in guarantees(result)]
    return ["### Notes", "", *_fit(notes, _NOTES, "note")] if notes else []


def _fit(rows: Sequence[str], room: int, noun: str, *, table: int = 0) -> list[str]:
    """As many rows as there is room for, and how many are left out."""
    kept: list[str] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept.append(row)
    if len(kept) < len(rows):
        more = f"{counted(len(rows) - len(kept), f'more {noun}')} left out here; {_ELSEWHERE}."
        kept.append(f"| {more} |" + " |" * (table - 1) if table else f"\n{more}")
    return kept
