"""The parts of a story: what is furniture, headline, lede, section, timeline, notice, and where each stands.

Reads Markdown, HTML and plain text as copied from a page. `tags` and `marks` find the lines, `clues` weighs what each
may be by itself, `fragments` cuts lines that hold several things, `headers` finds headline and lede, `outline` puts all
together. A text without headline and headings is `body` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from harness.story.dates import DATE
from harness.story.fragments import pieces, with_stamps
from harness.story.lines import BREAK, read_inline
from harness.story.marks import read_marked
from harness.story.outline import Outline
from harness.story.parts import CLAIMS, Kind, Part, Story
from harness.story.readable import readable
from harness.story.tags import is_html, read_tagged

__all__ = ["CLAIMS", "DATE", "Kind", "Part", "Story", "parse_story", "readable"]

_EDGES = re.compile(rf"(?:[{BREAK}]\s*|<[^<>]*>\s*)+")
_MOST_EDGES = 2000


def parse_story(text: str) -> Story:
    """The parts of `text`, which tile it. Never raises; takes time in proportion to the length."""
    end = _end_of_page(text)
    page = text[:end]
    lines = read_tagged(page) if is_html(page) else read_marked(page)
    lines = [piece for line in lines for piece in pieces(line)]
    rest = read_inline(text, end, len(text)) if end < len(text) else None
    lines += [rest] if rest else []
    return Story(tuple(_tiled(text, Outline(text, list(with_stamps(lines))).read())))


def _end_of_page(text: str) -> int:
    """Where the text has more lines and blocks than any page; what stands behind that is read as one paragraph."""
    if len(text) <= 2 * _MOST_EDGES:  # other characters stand between two of them
        return len(text)
    edge = next(islice(_EDGES.finditer(text), _MOST_EDGES, None), None)
    return edge.start() if edge else len(text)


def _tiled(text: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with markup between them."""
    position, section = 0, None
    for part in parts:
        if position < part.start:
            yield _markup(text, position, part.start, section)
        yield part
        position, section = part.end, part.section
    if position < len(text):
        yield _markup(text, position, len(text), section)


def _markup(text: str, start: int, end: int, section: str | None) -> Part:
    return Part("markup", start, end, text[start:end], section, body=start)
