"""The parts of a story: headline, byline, date, lede, sections, timeline, what's next, disclaimer.

Reads Markdown and plain text line by line; every part carries its span in the untouched original. A text without
headline and headings is `body` only. First version: HTML and site furniture are not recognised yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "headline", "byline", "date", "lede", "heading", "paragraph", "bullet", "timeline", "whats_next", "disclaimer",
    "body",
]  # fmt: skip
CLAIMS: tuple[Kind, ...] = ("headline", "lede", "paragraph", "bullet", "timeline", "whats_next", "body")

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\.?"
)
_DAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\\s+)?"
DATE = re.compile(
    rf"{_DAY}(?:(?:early|late|mid)[ -])?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|(?:19|20)\d{{2}})\b"
)
_DATE_LINE = re.compile(
    rf"(?:(?:Published|Updated|Date):?\s+)?{DATE.pattern}(?:,?\s+(?:at\s+)?\d{{1,2}}[:.]\d{{2}}.*)?$"
)
_ENTRY = re.compile(
    rf"[*_]*(?:{DATE.pattern}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:,?\s+\d{{1,2}}[:.]\d{{2}}(?:\s?[ap]\.?m\.?)?)?[*_]*\s*[:—–-]+[*_]*\s*"
)
_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_BULLET = re.compile(r"(?:[-*•‣–]|\d{1,2}[.)])\s+")
_BYLINE = re.compile(r"[*_]*(?:By|From|Reporting by)\s+[^\W\d_].{0,100}$")
_TIMELINE = re.compile(r"\b(?:timeline|chronology|how it (?:unfolded|happened)|key dates)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:what['’]?s next|what (?:happens|comes|to expect) next|next steps|looking ahead)\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"[*_(\[]*(?:disclaimer|note|editor['’]s note|written|generated|compiled"
    r"|this (?:story|article|summary|report|page|text|account))\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\bA\.?I\b|artificial intelligence|\bautomatic(?:ally)?\b|language model|\bmachine\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…:;,]['’”\"*_)]*$")


class Part(NamedTuple):
    """One part of the story at `start:end`; `section` is the heading that it stands under, if any."""

    kind: Kind
    start: int
    end: int
    text: str
    section: str | None = None
    date: str | None = None
    """The date in front of a timeline entry, as written."""


class Story(NamedTuple):
    """The parts in order of their place."""

    parts: tuple[Part, ...]

    def of(self, *kinds: Kind) -> tuple[Part, ...]:
        """The parts of these kinds."""
        return tuple(part for part in self.parts if part.kind in kinds)

    def claims(self) -> tuple[Part, ...]:
        """The parts that say something about the event."""
        return self.of(*CLAIMS)

    def to_json(self) -> dict[str, list[dict[str, object]]]:
        """{kind: [{start, end, text, section, date}]}, only kinds that occur."""
        result: dict[str, list[dict[str, object]]] = {}
        for part in self.parts:
            entry = {
                "start": part.start,
                "end": part.end,
                "text": part.text,
                "section": part.section,
                "date": part.date,
            }
            result.setdefault(part.kind, []).append(entry)
        return result


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def parse_story(text: str) -> Story:
    """Find the parts of `text`. Never raises."""
    lines = list(_lines(text))
    headline = _headline(lines)
    if headline is None and not any(_HEADING.match(line.text) for line in lines):
        return Story(tuple(_plain(line, "body") for line in lines))
    parts: list[Part] = []
    section: str | None = None
    for index, line in enumerate(lines):
        if index == 0 and headline is not None:
            parts.append(headline)
            continue
        heading = _heading(line, lines[index + 1] if index + 1 < len(lines) else None)
        if heading is not None:
            section = heading.text
            parts.append(heading)
            continue
        parts.append(_classify(line, section, parts))
    return Story(tuple(parts))


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\r\n\u2028\u2029]+", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield _Line(start, start + len(stripped), stripped)


def _headline(lines: list[_Line]) -> Part | None:
    if len(lines) < 2:
        return None
    first = lines[0]
    marked = _HEADING.match(first.text)
    if marked:
        return _part("headline", first, marked.start(2), marked.end(2)) if len(marked[1]) == 1 else None
    words = len(first.text.split())
    plain = 3 <= words <= 16 and not _SENTENCE_END.search(first.text) and not _BULLET.match(first.text)
    # a list of fragments has no headline: what follows must read like prose
    prose = any(_SENTENCE_END.search(line.text) and len(line.text.split()) > 12 for line in lines[1:4])
    return _part("headline", first) if plain and prose else None


def _heading(line: _Line, following: _Line | None) -> Part | None:
    marked = _HEADING.match(line.text)
    if marked:
        return _part("heading", line, marked.start(2), marked.end(2))
    bold = re.fullmatch(r"\*\*([^*]+?):?\*\*|__([^_]+?):?__", line.text)
    if bold:
        return _part("heading", line, 2, len(line.text.rstrip("*_").rstrip(":")))
    short = len(line.text.split()) <= 8 and line.text[0].isupper() and not _SENTENCE_END.search(line.text)
    other = _BULLET.match(line.text) or _BYLINE.match(line.text) or _DATE_LINE.match(line.text)
    return _part("heading", line) if short and not other and following is not None else None


def _classify(line: _Line, section: str | None, before: list[Part]) -> Part:
    kinds = {part.kind for part in before}
    byline = _BYLINE.match(line.text) and len(line.text.split()) <= 14 and not _SENTENCE_END.search(line.text)
    if "lede" not in kinds and byline:
        return _part("byline", line)
    if "lede" not in kinds and _DATE_LINE.match(line.text.strip("*_")):
        return _part("date", line)
    if section is None:
        return _plain(line, "paragraph" if "lede" in kinds else "lede")
    if _TIMELINE.search(section) and not _is_notice(line.text):
        return _entry(line, section)
    return _plain(line, "whats_next" if _NEXT.search(section) else "paragraph", section)


def _plain(line: _Line, kind: Kind, section: str | None = None) -> Part:
    """A paragraph of this kind, unless it is a disclaimer or a bullet."""
    if _is_notice(line.text):
        return _part("disclaimer", line, section=section)
    bullet = _BULLET.match(line.text)
    if bullet:
        return _part("bullet" if kind != "whats_next" else kind, line, bullet.end(), section=section)
    return _part(kind, line, section=section)


def _entry(line: _Line, section: str) -> Part:
    bullet = _BULLET.match(line.text)
    start = bullet.end() if bullet else 0
    dated = _ENTRY.match(line.text, start)
    date = line.text[start : dated.end()].strip(" *_:—–-") if dated else None
    return _part("timeline", line, dated.end() if dated else start, section=section, date=date)


def _is_notice(text: str) -> bool:
    """A line set in emphasis, or opened as a note, that says a machine wrote this."""
    emphasised = len(text) > 2 and text[0] in "*_" and text[-1] == text[0]
    opened = emphasised or bool(_NOTICE.match(text))
    return len(text.split()) <= 80 and opened and bool(_MACHINE.search(text))


def _part(
    kind: Kind,
    line: _Line,
    start: int = 0,
    end: int | None = None,
    *,
    section: str | None = None,
    date: str | None = None,
) -> Part:
    stop = len(line.text) if end is None else end
    return Part(kind, line.start + start, line.start + stop, line.text[start:stop], section, date)
