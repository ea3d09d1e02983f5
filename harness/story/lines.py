"""A line as a reader sees it, with the way back to the original text for every character."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

Form = Literal["text", "heading", "item", "quote", "row"]

BREAK = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029"
UNSEEN = "\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069"
ENTITY = r"&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
CELL = " | "
EMPHASIS = re.compile(r"(\*\*\*|___|\*\*|__|\*|_)(?=[^\s*_])(?P<words>[^*_]+(?:(?<=\w)_(?=\w)[^*_]+)*)\1(?P<colon>:?)$")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
ATTRIBUTION = re.compile(r"(?:[—–-]|--)\s*(?=[A-Z])[^.!?]{3,90}$")
QUOTED = re.compile(r"[“\"«].+[”\"»][.,]?$", re.DOTALL)
_ENDED = re.compile(r"[.!?…][\"'’”»)\]]*$")


@dataclass(frozen=True)
class Line:
    """The words of one line or block, and how it was set.

    Character i of `text` stands at `starts[i]:ends[i]` in the original; tags, entities, marks of emphasis and unseen
    characters are not in `text`.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    form: Form = "text"
    level: int = 0
    """Of a heading that is marked as one, 1 to 6; else 0."""
    emphasis: Literal["", "bold", "italic"] = ""
    """Set on the whole line."""
    gap: bool = True
    """Whether a blank line or the edge of a block stands before it."""
    hints: str = field(default="", compare=False)
    """Names and classes of the tags around it."""
    linked: bool = False
    """Whether all of it is a link."""

    def cut(self, start: int, end: int) -> Line:
        """The stretch `start:end` of its text without the spaces around it."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        return replace(self, text=self.text[start:end], starts=self.starts[start:end], ends=self.ends[start:end])

    def join(self, other: Line, between: str) -> Line:
        """Both as one line; `between` stands for what is between them in the original."""
        starts = [*self.starts, *[self.ends[-1]] * len(between), *other.starts]
        ends = [*self.ends, *[other.starts[0]] * len(between), *other.ends]
        return replace(self, text=f"{self.text}{between}{other.text}", starts=starts, ends=ends)

    @cached_property
    def words(self) -> list[str]:
        """Its words, cut at spaces."""
        return self.text.split()

    @cached_property
    def ended(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(_ENDED.search(self.text[-8:]))

    @cached_property
    def prose(self) -> bool:
        """Whether it reads like a sentence of a story."""
        n = len(self.words)
        return (self.ended and n >= 5) or (n >= 12 and ". " in self.text)


# opening marks belong to the character behind them, closing ones to the character before
_INLINE = re.compile(
    rf"(?P<none>[{UNSEEN}]+|</?[a-zA-Z][^<>]*>|!\[[^\[\]]{{0,300}}\]\([^()\s]{{0,300}}\))"
    rf"|(?P<wrap>[^\S{BREAK}]*[{BREAK}]\s*(?:>+\s*)*)"
    r"|(?P<open>\[(?=[^\[\]]{1,300}\]\()|(?<![\w*_])[*_]{1,3}(?=[^\s*_]))"
    r"|(?P<close>\]\([^()\s]{0,300}\)|(?<=[^\s*_])[*_]{1,3}(?![\w*_]))"
    rf"|(?P<entity>{ENTITY})"
)
_MARK = re.compile(rf"[{UNSEEN}{BREAK}<\[\]*_&]")  # one stands in whatever that finds


def read_inline(value: str, start: int, end: int, **setting: Any) -> Line | None:
    """The stretch `start:end` of Markdown or plain text as a line; None where no words are left. `setting` are the
    other fields of the line.
    """
    if not _MARK.search(value, start, end):
        return made(_SPACE.sub(" ", value[start:end]), range(start, end), range(start + 1, end + 1), **setting)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    opened: int | None = None

    def add(characters: str, places: range) -> None:
        nonlocal opened
        text.append(characters)
        starts.extend(places)
        ends.extend(range(places.start + 1, places.stop + 1))
        if opened is not None and places:
            starts[-len(places)] = opened
            opened = None

    position = start
    for match in _INLINE.finditer(value, start, end):
        if match.start() > position:
            add(_SPACE.sub(" ", value[position : match.start()]), range(position, match.start()))
        position = match.end()
        if match.lastgroup in ("wrap", "entity"):
            add(character(match.group()), range(match.start(), match.start() + 1))
            ends[-1] = position
        elif match.lastgroup == "open":
            opened = match.start() if opened is None else opened
        elif match.lastgroup == "close" and ends:
            ends[-1] = position
    if position < end:
        add(_SPACE.sub(" ", value[position:end]), range(position, end))
    return made("".join(text), starts, ends, **setting)


def made(text: str, starts: Sequence[int], ends: Sequence[int], **setting: Any) -> Line | None:
    """A line without the spaces around it; None where no letter or digit is left."""
    if not any(c.isalnum() for c in text):
        return None
    stripped = text.strip()
    if len(stripped) < len(text):
        first = len(text) - len(text.lstrip())
        starts, ends = starts[first : first + len(stripped)], ends[first : first + len(stripped)]
    return Line(stripped, starts, ends, **setting)


def character(source: str) -> str:
    """What stands for an entity or a line break in the words: always one character."""
    if source[0] != "&":
        return " "
    shown = _SPACE.sub(" ", html.unescape(source))
    return shown if len(shown) == 1 and not shown.isspace() else " "
