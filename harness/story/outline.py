"""Puts lines together to a story: what a line is depends on what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from harness.story.clues import is_name, verdict, weigh
from harness.story.dates import dateline, entry, is_hour, is_labelled
from harness.story.fragments import notices, tells_first
from harness.story.headers import find_headline, find_lede
from harness.story.lines import EMPHASIS, Line
from harness.story.parts import CLAIMS, Kind, Part
from harness.story.subheads import QUOTED, Subheads, is_next, is_notice, is_timeline, leads_on, may_be_title

_COLUMNS = re.compile(r"(?:date|day|time|when|year)s?\b", re.IGNORECASE)
_PADDING: tuple[Kind, ...] = ("boilerplate", "furniture", "disclaimer")
_NOTICE = 12  # words of a notice that may be all that a text says
_BEFORE: tuple[Kind, ...] = ("byline", "boilerplate", "disclaimer", "related")


class Outline:
    """The lines of a text and what each of them is."""

    def __init__(self, value: str, lines: Sequence[Line]) -> None:
        self.value = value
        self.lines = lines
        self.verdicts = _verdicts(lines)
        self.headline = find_headline(lines, self.verdicts)
        self._name_authors()
        self.first = 0 if self.headline is None else self.headline + 1
        self.subheads = Subheads(lines, self.verdicts, self.headline)
        self.headings = self.subheads.find()
        self.structured = self.headline is not None or bool(self.headings)
        self.lede, self.deck = find_lede(lines, self.verdicts, self.headings | self.subheads.listed, self.first)
        if self.headline is None and any(i < (self.lede or 0) for i in self.headings):
            self.lede = None
        self.headings -= self.deck
        self.told = self.deck | self.subheads.listed | ({self.lede} if self.lede is not None else set())
        self.entries = self._entries()
        told = (i for i, line in enumerate(lines) if line.prose and self.verdicts[i] is None)
        self.last = max(told, default=0)
        self.n_behind = sum(1 for line in lines[self.last + 1 :] if line.form == "text" and not line.ended)
        self.section: str | None = None
        self.related = False
        self.parts: list[Part] = []

    def read(self) -> list[Part]:
        """The parts with words, in order."""
        for i, line in enumerate(self.lines):
            if i < self.first:
                self._above(i, line)
            elif i in self.headings:
                self._heading(i, line)
            else:
                self._below(i, line)
        return self._told()

    def _told(self) -> list[Part]:
        """The parts; of a text that would tell nothing at all, the longest notice is the text."""
        if self.headline is None and self.parts and not any(part.kind in CLAIMS for part in self.parts):
            longest = max(range(len(self.parts)), key=lambda i: len(self.parts[i].text))
            part = self.parts[longest]
            if part.kind != "disclaimer" and len(part.text.split()) > _NOTICE:
                self.parts[longest] = self.parts[longest]._replace(kind="body")
        return self.parts

    # what lines are

    def _name_authors(self) -> None:
        """A name alone beside the date above the story is its byline; so is the job of its author below."""
        for i in range(self.headline + 1 if self.headline is not None else 0, len(self.lines)):
            line = self.lines[i]
            if self.verdicts[i] is None and line.prose:
                return
            if self.verdicts[i] is None and (self._is_name(i, line) or self._is_job(i, line)):
                self.verdicts[i] = "byline"

    def _is_name(self, i: int, line: Line) -> bool:
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        above = i > 0 and self.verdicts[i - 1] == "date" and (following is None or following.prose)
        beside = above or (following is not None and self.verdicts[i + 1] == "date")
        names = re.split(r"\s*[|·•/,]\s*", line.text[:120])
        named = len(line.words) <= 8 and len(names[0].split()) <= 4 and all(is_name(name) for name in names)
        return beside and named

    def _is_job(self, i: int, line: Line) -> bool:
        beside = i > 0 and self.verdicts[i - 1] == "byline" and line.form == "text"
        return beside and not line.ended and len(line.words) <= 6 and weigh(line)["byline"] > 0

    def _entries(self) -> set[int]:
        """Lines outside timelines that are entries all the same: dated ones in a row, or hours throughout."""
        dated = [i for i in range(self.first, len(self.lines)) if self._dated(i)]
        hours = [i for i in dated if is_hour(self.lines[i].text)]
        rows = {i for a, b in pairwise(dated) if b == a + 1 for i in (a, b)}
        return (rows | set(hours) if len(hours) > 1 else rows) - self.headings

    def _dated(self, i: int) -> bool:
        line = self.lines[i]
        fits = line.form in ("text", "item", "row") and self.verdicts[i] is None
        found = entry(line.text, loose=is_hour(line.text)) if fits else None
        return found is not None and (self.structured or line.form != "text" or is_hour(line.text))

    # where they go

    def _add(self, kind: Kind, line: Line, *, date: str | None = None, body: int = 0) -> None:
        if not line.text:
            return
        start, end = line.starts[0], line.ends[-1]
        marks = EMPHASIS.match(self.value[start:end])
        if marks:
            start, end = start + marks.start("words"), start + marks.end("words")
        words = line.starts[body] if body else start
        self.parts.append(Part(kind, start, end, self.value[start:end], self.section, date, words))

    def _above(self, i: int, line: Line) -> None:
        """The headline and the lines over it: a day without label is the page's there, not the story's."""
        kind = self.verdicts[i]
        if i == self.headline:
            self._add("headline", line)
        elif kind in _BEFORE or (kind == "date" and is_labelled(line.text)):
            self._add(kind, line)
        else:
            self._add("furniture", line)

    def _heading(self, i: int, line: Line) -> None:
        kind = self.verdicts[i]
        self.related = kind == "related"
        if kind in ("related", "boilerplate", "disclaimer", "furniture"):
            self._add(kind, line)
            return
        self._add("heading", line)
        self.parts[-1] = self.parts[-1]._replace(section=None)
        self.section = line.text

    def _below(self, i: int, line: Line) -> None:
        kind = self.verdicts[i]
        if self.related and kind in (None, "related", "date") and may_be_title(line):
            self._add("related", line)
            return
        self.related = kind == "related" and not line.ended and len(line.words) <= 6
        if i in self.entries:
            self._entry(line)
        elif kind is not None and line.form != "row":
            self._add(kind, line)
        elif self.structured and self._label(i, line):
            return
        else:
            self._telling(i, line)

    def _label(self, i: int, line: Line) -> bool:
        """Whether an unmarked line between headline and lede, or behind the story, is a label; then it is added."""
        if line.form not in ("text", "heading") or line.ended or i in self.told:
            return False
        if self.lede is None or i < self.lede:
            self._add("byline" if is_name(line.text) else "furniture", line)
            return True
        beside = any(self.verdicts[j] is not None for j in (i - 1, i + 1) if j < len(self.lines))
        if i > self.last and ((beside and len(line.words) <= 5) or self.n_behind > 2):
            self._add("furniture", line)
            return True
        return False

    def _telling(self, i: int, line: Line) -> None:
        """A line that tells something: by its form and its section."""
        if line.form == "row" and _COLUMNS.match(line.text) and not any(c.isdigit() for c in line.text):
            return  # the head of a table is form
        if is_timeline(self.section) and line.form != "quote" and (line.form != "text" or entry(line.text, loose=True)):
            self._entry(line)
        elif line.form == "quote" or (self.structured and i != self.lede and QUOTED.match(line.text)):
            self._add("quote", line)
        else:
            self._prose(i, line)

    def _prose(self, i: int, line: Line) -> None:
        line, behind = (line, []) if is_notice(self.section) else notices(line, _PADDING)
        if i == self.lede:
            place = dateline(line.text)
            if place:
                self._add("dateline", line.cut(0, place[0]))
                line = line.cut(place[1], len(line.text))
        self._add(self._role(i, line), line)
        for kind, piece in behind:
            self._add(kind, piece)

    def _role(self, i: int, line: Line) -> Kind:
        if is_next(self.section) or (self.structured and leads_on(line)):
            return "whats_next"
        if line.form in ("item", "row"):
            return "bullet"
        if is_notice(self.section):
            return "disclaimer"
        if not self.structured:
            return "body"
        if i == self.lede:
            return "lede"
        return "bullet" if i in self.subheads.listed and i not in self.deck else "paragraph"

    def _entry(self, line: Line) -> None:
        line, behind = notices(line, _PADDING)
        found = entry(line.text, loose=True)
        # as written: with the entities of the original, without marks of emphasis
        date = self.value[line.starts[0] : line.ends[len(found[0]) - 1]].strip("*_") if found else None
        self._add("timeline", line, date=date, body=found[1] if found else 0)
        for kind, piece in behind:
            self._add(kind, piece)


def _verdicts(lines: Sequence[Line]) -> list[Kind | None]:
    """What the clues say of each line; the words of the byline are clues for the lines about its author."""
    counts = Counter(line.text.casefold() for line in lines)
    found = [verdict(line, repeated=counts[line.text.casefold()] > 1) for line in lines]
    bylines = [line.text for line, kind in zip(lines, found, strict=True) if kind == "byline"][:3]
    words = (w.casefold() for b in bylines for w in re.findall(r"\w{2,}", b) if w[0].isupper())
    author = frozenset(words) - {"by", "from", "the", "reporting", "written"}
    if author:
        for i, line in enumerate(lines):
            if author & frozenset(re.findall(r"\w+", line.text[:60].casefold())):
                found[i] = verdict(line, repeated=counts[line.text.casefold()] > 1, author=author)
    return [
        None if kind in _PADDING and tells_first(line, kind) else kind for line, kind in zip(lines, found, strict=True)
    ]
