"""Faults of order and of telling twice: sentences and sections out of their place, or there a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.faults import places
from harness.faults.edits import Edit, Editing, Maker, replace
from harness.faults.omissions import cut
from harness.faults.sentences import paragraphs
from harness.text import Sentence
from harness.types import Article

_ORDER = ("order.*", "sections.*", "coherence.*", "section.*", "sentence.misplaced")
_TWICE = ("sentence.repeated", "section.repeated", "*.repeated", "redundan*")


@dataclass(frozen=True)
class SentenceMoved(Editing):
    """A sentence moved into another paragraph."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    finds: ClassVar[tuple[str, ...]] = _ORDER

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every sentence of a paragraph that has several."""
        parts = paragraphs(case)
        for sentence in places.prose(case):
            home = next((p for p in parts if p.start <= sentence.start < p.end), None)
            if home is not None and home.end - home.start > sentence.end - sentence.start + 10:
                yield partial(_move, case, sentence, [p.start for p in parts if p is not home])


def _move(case: Case, sentence: Sentence, targets: Sequence[int], rng: np.random.Generator) -> Edit | None:
    if not targets:
        return None
    target = targets[int(rng.integers(len(targets)))]
    return Edit(target, target, f"{sentence.text} ", (cut(case.summary.value, sentence.start, sentence.end),))


def sections(case: Case) -> list[tuple[int, int]]:
    """Start and end of every section with its heading; what stands behind the last, as a disclaimer, is in none."""
    text = case.summary.value
    starts = [text.rfind("\n", 0, part.start) + 1 for part in case.story.of("heading")]
    notices = [text.rfind("\n", 0, part.start) + 1 for part in case.story.of("disclaimer")]
    bounds = [*starts, min([n for n in notices if starts and n > starts[-1]], default=len(text))]
    return list(zip(starts, bounds[1:], strict=False))


@dataclass(frozen=True)
class SectionMoved(Editing):
    """The timeline, or the section on what's next, moved in front of the first section."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    finds: ClassVar[tuple[str, ...]] = _ORDER
    max_edits: ClassVar[int] = 1

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Those two, where a section stands before them."""
        found = sections(case)
        late = [part.start for kind in ("timeline", "whats_next") for part in case.story.of(kind)[:1]]
        lede = case.story.of("lede")
        for start, end in found[1:]:
            if any(start <= place < end for place in late) and lede:
                text = case.summary.value[start:end].rstrip("\n") + "\n\n"
                target = case.summary.value.rfind("\n", 0, lede[0].start) + 1
                yield partial(_section, target, text, Edit(start, end, ""))


def _section(target: int, text: str, gone: Edit, rng: np.random.Generator) -> Edit:
    return Edit(target, target, text, (gone,))


@dataclass(frozen=True)
class SentenceRepeated(Editing):
    """A sentence told a second time, word for word."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    finds: ClassVar[tuple[str, ...]] = _TWICE

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every sentence of eight words and more, behind a later paragraph."""
        for sentence in places.prose(case):
            later = [p.end for p in paragraphs(case) if p.end > sentence.end]
            if later and len(sentence.text.split()) >= 8:
                yield partial(_again, sentence.text, later)


def _again(sentence: str, targets: Sequence[int], rng: np.random.Generator) -> Edit:
    target = targets[int(rng.integers(len(targets)))]
    return Edit(target, target, f" {sentence}")


@dataclass(frozen=True)
class SectionRepeated(Editing):
    """A whole section a second time, behind the others."""

    drops: ClassVar[tuple[str, ...]] = ("structure",)
    finds: ClassVar[tuple[str, ...]] = _TWICE
    max_edits: ClassVar[int] = 1

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """Every section but timeline and what's next."""
        found = sections(case)
        late = [part.start for part in case.story.of("timeline", "whats_next")]
        for start, end in found:
            if not any(start <= place < end for place in late):
                text = case.summary.value[start:end].rstrip("\n") + "\n\n"
                target = found[-1][1]
                gap = "" if case.summary.value[:target].endswith("\n\n") else "\n\n"
                yield replace(target, target, gap + text)
