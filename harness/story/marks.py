"""Reads Markdown and plain text into lines: marks of headings, lists, quotations, tables, emphasis; hard wraps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from harness.story.lines import ATTRIBUTION, BREAK, EMPHASIS, QUOTED, UNSEEN, Form, Line, read_inline

_LINE = re.compile(rf"[^{BREAK}]+")
_LEAD = re.compile(rf"[\s{UNSEEN}]*")
_QUOTE = re.compile(r"(?:>\s*)+")
_HEADING = re.compile(r"(#{1,6})\s+")
_CLOSING = re.compile(r"\s+#+\s*$")
_ITEM = re.compile(r"(?:[-*+–—]|\d{1,2}[.)]|[a-z]\))\s+|[•‣▪▫◦●○■□►▶▸➤✓✔→·⁃∙]\s*")
_RULE = re.compile(r"[\s|:=_*~#>.—–-]*$")
_FENCE = re.compile(r"(?:```|~~~)\s*\w*\s*$")
_UNDER = re.compile(r"\s*(=|-)\1+\s*$")
_TABBED = re.compile(r"\S\t+\S")
_WIDTH = range(50, 111)  # characters of a line that may have been wrapped


class _Raw(NamedTuple):
    """A line of the original: `start:end` without marks, how it was marked, and whether a blank line precedes."""

    start: int
    end: int
    form: Form
    level: int
    emphasis: str
    gap: bool
    full: int
    """Characters of the whole line, marks and indent included."""


def read_marked(value: str) -> list[Line]:
    """The lines of a text without block tags, in order."""
    raws = _underlined(value, list(_raw_lines(value)))
    lines = []
    for raw in _joined(value, raws):
        linked = value[raw.start] == "[" and value[raw.end - 1] == ")"
        setting = {"form": raw.form, "level": raw.level, "emphasis": raw.emphasis, "gap": raw.gap, "linked": linked}
        line = read_inline(value, raw.start, raw.end, **setting)
        if line is not None:
            lines.append(line)
    return lines


def _raw_lines(value: str) -> Iterator[_Raw]:
    end, gap = 0, True
    for match in _LINE.finditer(value):
        breaks = value[end : match.start()].replace("\r\n", "\n")
        gap = gap or len(breaks) > 1 or not breaks
        end = match.end()
        raw = _marked(value, match.start(), match.end(), gap)
        if raw is not None:
            yield raw
        # a line without words, as a rule or a lone “>”, parts what stands around it like a blank line
        gap = raw is None and not match.group().lstrip().startswith(">")


def _marked(value: str, start: int, end: int, gap: bool) -> _Raw | None:
    full = end - start
    while end > start and (value[end - 1].isspace() or value[end - 1] in "\u200b\ufeff"):
        end -= 1
    lead = _LEAD.match(value, start, end)
    start = lead.end() if lead else start
    text = value[start:end]
    framed = _framed(text)
    if framed:
        return _Raw(start + framed[0], start + framed[1], "heading", 2, "", gap, full)
    under = _UNDER.match(text)
    if under:
        return _Raw(start, end, "text", 1 if under[1] == "=" else 2, "under", gap, full)
    if not text or _RULE.match(text) or _FENCE.match(text):
        return None
    form: Form = "text"
    level = 0
    if match := _QUOTE.match(value, start, end):
        form, start = "quote", match.end()
    elif match := _HEADING.match(value, start, end):
        form, level, start = "heading", len(match[1]), match.end()
        closing = _CLOSING.search(value[start:end])
        end = start + closing.start() if closing else end
    elif text.startswith("|"):
        form, start = "row", start + 1
        end -= value[end - 1] == "|" and end - 1 > start
    elif match := _ITEM.match(value, start, end):
        form, start = "item", match.end()
    elif "\t" in text and _TABBED.search(text):
        form = "row"
    return _emphasised(value, start, end, form, level, gap, full) if start < end else None


def _framed(text: str) -> tuple[int, int] | None:
    """Where the words stand in a line such as `--- Reaction ---`."""
    edges = text.split(None, 1)[:1] + text.rsplit(None, 1)[1:]
    if len(edges) < 2 or not all(len(edge) > 1 and set(edge) <= set("-=~*+—–") for edge in edges):
        return None
    words = text[len(edges[0]) : -len(edges[1])]
    start = len(edges[0]) + len(words) - len(words.lstrip())
    return (start, start + len(words.strip())) if words.strip() else None


def _emphasised(value: str, start: int, end: int, form: Form, level: int, gap: bool, full: int) -> _Raw:
    """Without the marks of emphasis that stand round all of it."""
    match = EMPHASIS.match(value[start:end].rstrip())
    if match is None:
        return _Raw(start, end, form, level, "", gap, full)
    emphasis = "italic" if len(match[1]) == 1 else "bold"
    return _Raw(start + match.start("words"), start + match.end("words"), form, level, emphasis, gap, full)


def _underlined(value: str, raws: list[_Raw]) -> list[_Raw]:
    """Lines with a line of `===` or `---` right beneath are headings; other such lines part what is around them."""
    result: list[_Raw] = []
    gap = False
    for raw in raws:
        if raw.emphasis != "under":
            result.append(raw._replace(gap=raw.gap or gap))
            gap = False
            continue
        gap = True
        above = result[-1] if result and not raw.gap else None
        short = above and above.form == "text" and len(value[above.start : above.end].split()) <= 20
        if above and short and value[above.end - 1] not in ".;,":
            result[-1] = above._replace(form="heading", level=raw.level)
    return result


def _joined(value: str, raws: list[_Raw]) -> list[_Raw]:
    """Wrapped lines, the lines of one quotation, and a quotation with the line that names its speaker."""
    width = _wrap_width(value, raws)
    result: list[_Raw] = []
    for raw in raws:
        last = result[-1] if result else None
        if last and (_speaker(value, last, raw) or (not raw.gap and _continues(value, last, raw, width))):
            result[-1] = last._replace(end=raw.end, full=raw.full)
        else:
            result.append(raw)
    return result


def _continues(value: str, last: _Raw, raw: _Raw, width: int) -> bool:
    if last.form == raw.form == "quote":
        return True
    if raw.form != "text" or raw.emphasis or last.emphasis or last.form not in ("text", "item", "quote") or not width:
        return False
    word = value[raw.start : raw.end].split(None, 1)[0]
    return last.full + 1 + len(word) > width


def _speaker(value: str, last: _Raw, raw: _Raw) -> bool:
    """Whether this line says whose words the line before quotes."""
    whole = "quote" if last.form == "quote" else QUOTED.match(value, last.start, last.end)
    if not whole or raw.form not in ("text", "item", "quote"):
        return False
    mark = value[max(last.end, raw.start - 3) : raw.start].strip()
    shown = f"{mark if raw.form == 'item' else ''}{value[raw.start : raw.end]}"
    return bool(ATTRIBUTION.match(shown))


def _wrap_width(value: str, raws: list[_Raw]) -> int:
    """The width to which the text was wrapped, 0 if it was not: many lines reach it, and break within a sentence."""
    texts = [raw for raw in raws if raw.form in ("text", "item", "quote") and not raw.emphasis]
    width = max((raw.full for raw in texts), default=0)
    if width not in _WIDTH:
        return 0
    broken = 0
    for one, other in pairwise(texts):
        if not other.gap and other.form == "text" and value[one.end - 1] not in '.!?…”"':
            broken += one.full > width - 20
    return width if broken >= 2 else 0
