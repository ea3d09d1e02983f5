"""Quotations in curly, straight and nested quotation marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from harness.text import find_words

_ELLIPSIS = re.compile(r"\[[^\]]*\]|\(\.\.\.\)|…|\.\.\.")
# An outermost quotation: curly double (with nested singles inside), or straight double, within a paragraph.
_QUOTE = re.compile(r"“(?P<curly>[^“”\n]+)(?:”|(?=\n)|\Z)|(?<!\w)\"(?P<straight>[^\"\n]+)\"|«(?P<angle>[^«»\n]+)»")


class Quote(NamedTuple):
    """The words between two quotation marks, at `start:end`."""

    start: int
    end: int
    text: str


def find_quotes(text: str, *, min_words: int = 3) -> list[Quote]:
    """Quotations of at least `min_words` words; shorter ones are often titles or scare quotes."""
    quotes = []
    for match in _QUOTE.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        if sum(1 for _ in find_words(text[start:end])) >= min_words:
            quotes.append(Quote(start, end, text[start:end]))
    return quotes


def pieces(quote: str) -> list[tuple[str, ...]]:
    """The word sequences that must stand in a source: a quote is cut at […], … and bracketed insertions."""
    parts = (tuple(word.norm for word in find_words(part)) for part in _ELLIPSIS.split(quote))
    return [part for part in parts if part]
