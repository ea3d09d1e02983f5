"""Quotations in curly, straight and angle quotation marks, double and single, over one paragraph or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.text import find_words

_ELLIPSIS = re.compile(r"\[[^\]]*\]|\([….]+\)|…|\.\.\.|\. \. \.")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# Where a quotation may open. A straight mark opens behind a space or a bracket and in front of a word; ” and ’ never do.
_OPEN = re.compile(
    r"[“«„]|``|(?<![\w”])\"(?=\S)|(?<!\w)\"(?= \w)|(?<![\w’])‘(?=\S)|(?<![\w`])`(?!`)"
    r"|(?<![\w.,’)\]])'(?=[\w“\"\[…])(?!(?:s|t|re|ve|ll|d|m|em|n|til|cause|tis|twas|\d0s)\b)"
)
_CLOSE = {"“": "”", "„": "“”", "«": "»", "``": "''", '"': '"', "‘": "’", "'": "'", "`": "'"}
_CURLY = re.compile("[“”]")
_SINGLE = ("‘", "'", "`")
_AFTER_CLOSE = re.compile(r"[\s.,;:!?)\]”\"»—–-]|$")
# an apostrophe at the end of a word rather than a closing mark: dogs’, droppin’
_APOSTROPHE = re.compile(r"(?:s|\win)$", re.IGNORECASE)
_SHORT = 3  # words; fewer are often titles or scare quotes


class Quote(NamedTuple):
    """The words between two quotation marks, at `start:end`, marks left out."""

    start: int
    end: int
    text: str
    goes_on: bool = False
    """Whether it opens a paragraph and goes on with the quotation that the paragraph before did not close."""

    @property
    def short(self) -> bool:
        """Whether it has fewer than three words, as titles and scare quotes do."""
        words = find_words(self.text)
        return sum(1 for _, _ in zip(range(_SHORT), words, strict=False)) < _SHORT


def find_quotes(text: str) -> list[Quote]:
    """The outermost quotations, in order; one without any word is none.

    A quotation over several paragraphs, each of which opens anew, is one `Quote` a paragraph.
    """
    quotes: list[Quote] = []
    unclosed = False
    for line in _LINE.finditer(text):
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        still = False
        for first, last, closed in _in_line(text, start, line.end()):
            quote = text[first:last]
            if next(find_words(quote), None) is not None:
                going_on = unclosed and not text[start:first].strip("“\"‘'„«`")
                quotes.append(Quote(first, last, quote, going_on))
            still = not closed
        unclosed = still or (unclosed and not line.group().strip())
    return quotes


def pieces(quote: str) -> list[tuple[str, ...]]:
    """The word sequences that must stand in a source: a quote is cut at […], … and bracketed insertions."""
    parts = (tuple(word.norm for word in find_words(part)) for part in _ELLIPSIS.split(quote))
    return [part for part in parts if part]


def _in_line(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether closed) of the quotations of one paragraph."""
    position = start
    while opening := _OPEN.search(text, position, end):
        mark, first = opening.group(), opening.end()
        close = _single(text, first, end, mark) if mark in _SINGLE else _double(text, first, end, mark)
        if close is not None:
            yield first, close, True
            position = close + len(_CLOSE[mark][:1] if mark != "``" else "''")
        elif mark in "“„" or (mark == '"' and opening.start() == start):
            yield first, _trimmed(text, first, end), False
            return
        else:
            position = first


def _double(text: str, first: int, end: int, mark: str) -> int | None:
    close = _CLOSE[mark]
    if mark != "“":
        return min(
            (place for sign in (close if mark == "„" else [close]) if (place := text.find(sign, first, end)) >= 0),
            default=None,
        )
    depth = 1
    for sign in _CURLY.finditer(text, first, end):  # nested quotations may not change their marks
        depth += 1 if sign.group() == "“" else -1
        if not depth:
            return sign.start()
    place = text.find(close, first, end)
    return place if place >= 0 else None


def _single(text: str, first: int, end: int, mark: str) -> int | None:
    """Where a single quotation closes: not at an apostrophe, as far as can be told."""
    later = _OPEN.search(text, first, end) if mark == "‘" else None
    while later and later.group() not in _SINGLE:
        later = _OPEN.search(text, later.end(), end)
    limit = later.start() if later else end
    perhaps = None
    place = text.find(_CLOSE[mark], first, limit)
    while place >= 0:
        if place > first and _AFTER_CLOSE.match(text, place + 1):
            if not _APOSTROPHE.search(text, max(first, place - 3), place):
                return place
            perhaps = place if perhaps is None else perhaps
        place = text.find(_CLOSE[mark], place + 1, limit)
    return perhaps


def _trimmed(text: str, first: int, end: int) -> int:
    return first + len(text[first:end].rstrip())
