"""A story as its rules see it: sections with their headings, prose, the words of a part. Made once for each case."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from harness.case import Case, Claim
from harness.story import Kind, Part
from harness.text import STOPWORDS, Sentence

PROSE: tuple[Kind, ...] = ("lede", "paragraph", "whats_next", "body", "bullet")
_IN_SECTION = frozenset(("paragraph", "bullet", "timeline", "whats_next", "quote", "body"))
_PAGES: WeakKeyDictionary[Case, Page] = WeakKeyDictionary()


class Section(NamedTuple):
    """A subhead and what stands under it."""

    heading: Part
    parts: tuple[Part, ...]

    @property
    def start(self) -> int:
        """Offset of the subhead."""
        return self.heading.start

    @property
    def end(self) -> int:
        """Offset behind its last part."""
        return self.parts[-1].end if self.parts else self.heading.end

    def has(self, kind: Kind) -> bool:
        """Whether a part of this kind stands in it."""
        return any(part.kind == kind for part in self.parts)

    @property
    def ordinary(self) -> bool:
        """Whether it is neither the timeline nor what's next, and holds something."""
        return bool(self.parts) and not self.has("timeline") and not self.has("whats_next")


class Page:
    """The parts of one summary, ready for the rules."""

    def __init__(self, case: Case) -> None:
        # without the case itself, which this is kept with
        self._parts = case.story.parts
        self._summary = case.summary
        self._cut: dict[int, tuple[Sentence, ...]] = {}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order."""
        found: list[tuple[Part, list[Part]]] = []
        for part in self._parts:
            if part.kind == "heading":
                found.append((part, []))
            elif found and part.kind in _IN_SECTION:
                found[-1][1].append(part)
        return tuple(Section(heading, tuple(parts)) for heading, parts in found)

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """The sentences of lede, paragraphs and items, timeline left out."""
        return self.sentences(part for part in self._parts if part.kind in PROSE)

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """Every sentence that says something about the event, the headline left out."""
        return self.sentences(part for part in self._parts if part.kind in _IN_SECTION or part.kind in PROSE)

    def sentences(self, parts: Iterable[Part]) -> tuple[Sentence, ...]:
        """The sentences of these parts."""
        return tuple(sentence for part in parts for sentence in self._within(part))

    def words(self, part: Part) -> int:
        """How many words a part has."""
        return sum(len(sentence.words) for sentence in self._within(part))

    def _within(self, part: Part) -> tuple[Sentence, ...]:
        found = self._cut.get(part.start)
        if found is None:
            cut = self._summary.clip(part.body or part.start, part.end)
            found = self._cut[part.start] = tuple(sentence for sentence in cut if sentence.words)
        return found


def page(case: Case) -> Page:
    """The page of a case."""
    found = _PAGES.get(case)
    if found is None:
        found = _PAGES[case] = Page(case)
    return found


def content(sentence: Sentence) -> list[str]:
    """The stems of its words, function words and bare figures left out."""
    return [word.stem for word in sentence.words if word.norm not in STOPWORDS and not word.norm[0].isdigit()]


def headline_claim(case: Case) -> Claim | None:
    """The headline with the passages that bear it out."""
    return next((claim for claim in case.aligned if claim.part == "headline"), None)
