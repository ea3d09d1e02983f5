"""Coherence: do the sentences belong together, each once, in order, whole?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case
from harness.metrics.telling.measures import measured
from harness.types import Score

WEIGHTS = {
    "similar": 0.11,
    "unrepeated": 0.12,
    "tight": 0.10,
    "contiguous": 0.04,
    "forward": 0.04,
    "focused": 0.13,
    "linked": 0.06,
    "introduced": 0.08,
    "full": 0.27,
    "finished": 0.05,
}
"""Of the measures, together 1: see tests/benchmarks/fit_coherence.py."""


@dataclass(frozen=True)
class Coherence:
    """How well the running sentences of a summary belong together. 1: each tells something new about the event, takes
    up what was told before and is whole; 0: one thing over and over, in pieces.

    A weighted mean of measures, each a part of 0–1. Redundancy: `similar`, `unrepeated` and `tight` (words shared by
    two sentences, by neighbouring ones, within one). Order: `contiguous` and `forward` (neighbours tell neighbouring
    passages of a source; all stand in its order). Entities: `focused` (salience of the least salient sentences),
    `linked` (sentences that take up something told, in the spirit of the entity grid of Barzilay and Lapata 2008),
    `introduced` (the first sentence presupposes nothing). Whole sentences: `full` (no scraps), `finished` (they end
    where sources make a stop). Without sources `contiguous`, `forward`, `focused` and `finished` are None, and the
    others make up the value. Headlines, subheads and timelines echo the story on purpose and are left out; a lede may
    be told again in other words.

    It cannot see whether one sentence follows from another, contradictions, or who a pronoun means. A story put in a
    good order of its own loses on `contiguous` and `forward`. The same thing said again in other words is not redundant
    to it. Nearness of neighbouring sentences is no part of it: people's judgements do not go with it.
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value, one part per measure, and findings sentence.similar, words.repeated, reference.dangling."""
        return measured(case, WEIGHTS)
