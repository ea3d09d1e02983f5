"""Cuts lines that hold several things: byline and date in one line, a dateline before the lede, notices behind a
paragraph, a date and its timeline entry in two lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.story.clues import is_name, verdict, weigh
from harness.story.dates import find_date, is_date, is_hour, is_stamp
from harness.story.lines import Line
from harness.story.parts import Kind
from harness.story.subheads import is_timeline

_SEPARATOR = re.compile(r"\s+[|·•/–—]+\s+|\s*[|·•]\s*|\s{3,}")
_BARS = frozenset("|·•")
_JOINT = " ,;:|·•/–—-()"
_LONGEST = 240  # characters of a line of labels
_SENTENCE = re.compile(r"[.!?…][\"”’)]*\s+(?=[“\"©A-Z])")
_MOST_SENTENCES = 4


def pieces(line: Line) -> list[Line]:
    """The byline, date and labels that stand in one line, each alone; else the line whole."""
    if line.form == "row" or len(line.text) > _LONGEST or not _may_be_labels(line.text):
        return [line]
    for cut in (_at_separators, _round_date):
        found = cut(line)
        kinds = _labels(found) if len(found) > 1 else set()
        dates = "date" in kinds and (not is_date(line.text) or all(is_date(piece.text) for piece in found))
        if dates or ("date" not in kinds and len(kinds) > 1):
            return found
    return [line]


def _may_be_labels(text: str) -> bool:
    return any(map(str.isdigit, text)) or not _BARS.isdisjoint(text)


def _at_separators(line: Line) -> list[Line]:
    edges = [0, *(e for m in _SEPARATOR.finditer(line.text) for e in m.span()), len(line.text)]
    cut = [line.cut(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    if len(cut) < 2:
        return cut
    return [finer for piece in cut for finer in _finer(piece)]


def _finer(piece: Line) -> list[Line]:
    if is_date(piece.text):
        return [piece]
    found = _round_date(piece)
    return found if all(_label(finer) for finer in found) else [piece]


def _round_date(line: Line) -> list[Line]:
    found = find_date(line.text)
    if found is None:
        return [line]
    result = []
    for start, end in ((0, found[0]), found, (found[1], len(line.text))):
        text = line.text[start:end]
        first = start + len(text) - len(text.lstrip(_JOINT))
        piece = line.cut(first, first + len(text.strip(_JOINT)))
        if any(c.isalnum() for c in piece.text):
            result.append(piece)
    return result


def _labels(found: Sequence[Line]) -> set[Kind]:
    """What they are, none where one of them is no label."""
    kinds: set[Kind] = set()
    for piece in sorted(found, key=lambda piece: len(piece.text)):  # the short ones are weighed soonest
        kind = _label(piece)
        if kind is None:
            return set()
        kinds.add(kind)
    return kinds


def _label(piece: Line) -> Kind | None:
    if not any(c.isalnum() for c in piece.text):
        return None
    if is_date(piece.text):
        return "date"
    kind = verdict(piece)
    if kind in ("byline", "furniture"):
        return kind
    return "byline" if is_name(piece.text) else None


def notices(line: Line, kinds: Sequence[Kind]) -> tuple[Line, list[tuple[Kind, Line]]]:
    """The paragraph, and what is set behind it that tells nothing: sentences that are a notice of one of `kinds`."""
    bounds = [match.end() for match in _SENTENCE.finditer(line.text, max(0, len(line.text) - 800))]
    found: list[tuple[Kind, Line]] = []
    end = len(line.text)
    for start in bounds[: -_MOST_SENTENCES - 1 : -1]:
        piece = line.cut(start, end)
        kind = verdict(piece)
        if kind is None or kind not in kinds:
            break
        found.insert(0, (kind, piece))
        end = start
    return (line.cut(0, end), found) if found else (line, [])


def tells_first(line: Line, kind: Kind) -> bool:
    """Whether a line that ends as a notice of `kind` begins with a sentence that has nothing of it."""
    end = _SENTENCE.search(line.text)
    if end is None or line.emphasis or line.hints:
        return False
    first = line.cut(0, end.end())
    return len(first.words) >= 3 and weigh(first)[kind] <= 0


def with_stamps(lines: Sequence[Line]) -> Iterator[Line]:
    """Dates and hours that stand in a line above their entry, joined with it: in timelines, and below the lede where
    there are several.
    """
    stamps = [is_stamp(line.text) for line in lines]
    told = next((i for i, line in enumerate(lines) if line.prose and len(line.words) > 8), len(lines))
    hours = [i for i, line in enumerate(lines) if stamps[i] and is_hour(line.text)]
    told = min(told, hours[0]) if len(hours) > 1 else told
    several = sum(stamps[told:]) > 1
    timeline = False
    held: Line | None = None
    for line, stamp in zip(lines, stamps, strict=True):
        if held is not None:
            entry = line.form != "heading" and not stamp and len(line.words) > 2
            yield from (held.join(line, "\n"),) if entry else (held, line)
            held = None
        elif stamp and (timeline or (several and told <= 0 and line.form != "heading")):
            held = line
        else:
            if line.form == "heading" or line.emphasis or len(line.words) <= 6:
                timeline = is_timeline(line.text) or (timeline and line.form == "text" and not line.emphasis)
            yield line
        told -= 1
    if held is not None:
        yield held
