"""What a parsed story is made of."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "furniture", "headline", "byline", "boilerplate", "date", "dateline", "lede", "heading", "paragraph", "bullet",
    "timeline", "quote", "whats_next", "disclaimer", "related", "body", "markup",
]  # fmt: skip
CLAIMS: tuple[Kind, ...] = ("headline", "lede", "paragraph", "bullet", "timeline", "quote", "whats_next", "body")


class Part(NamedTuple):
    """One part of the story: `text` is what stands at `start:end`, a half-open span of code points in the original.

    `markup` is form without words: line breaks, list and heading marks, tags, separators. Every other part begins and
    ends with a character that is no space.
    """

    kind: Kind
    start: int
    end: int
    text: str
    section: str | None = None
    """The text of the heading that it stands under, None before the first."""
    date: str | None = None
    """The date in front of a timeline entry, as written."""
    body: int = 0
    """The offset where the words begin that make a claim: `start`, or behind the date of a timeline entry."""


class Story(NamedTuple):
    """The parts in order of their place. They tile the text: no character is lost, none stands in two parts."""

    parts: tuple[Part, ...]

    def of(self, *kinds: Kind) -> tuple[Part, ...]:
        """The parts of these kinds."""
        return tuple(part for part in self.parts if part.kind in kinds)

    def claims(self) -> tuple[Part, ...]:
        """The parts that say something about the event."""
        return self.of(*CLAIMS)

    def to_json(self) -> dict[str, list[dict[str, object]]]:
        """{kind: [{start, end, text, section, date}]}, only kinds that occur; `markup` among them."""
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
