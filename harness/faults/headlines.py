"""Faults of the headline: one of another story, one with a number that the story does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from harness.case import Case
from harness.faults import counting, places
from harness.faults.edits import Edit, Editing, Maker, pick
from harness.types import Article

_FOUND = ("headline.*", "name.*", "number.*", "sentence.unsupported", "event.merged", "self.contradiction")


@dataclass(frozen=True)
class HeadlineForeign(Editing):
    """The title of a source of another article as the headline."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND
    max_edits: ClassVar[int] = 1

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The headline, if there is one."""
        own = places.words_of(places.source_text(case))
        titles = [
            s.title for other in others for s in other.sources if s.title and len(places.words_of(s.title) - own) >= 3
        ]
        for part in case.story.of("headline")[:1]:
            yield partial(_foreign, part.start, part.end, titles)


def _foreign(start: int, end: int, titles: Sequence[str], rng: np.random.Generator) -> Edit | None:
    new = pick(rng, titles)
    return Edit(start, end, new) if new else None


@dataclass(frozen=True)
class HeadlineNumber(Editing):
    """A number of the headline changed to one that no source gives."""

    drops: ClassVar[tuple[str, ...]] = ("consistency",)
    finds: ClassVar[tuple[str, ...]] = _FOUND
    max_edits: ClassVar[int] = 1

    def places(self, case: Case, others: Sequence[Article]) -> Iterable[Maker]:
        """The exact numbers of the headline."""
        headlines = case.story.of("headline")
        for figure in counting.figures(case):
            if any(part.start <= figure.start < part.end for part in headlines):
                yield partial(counting.change, case, figure)
