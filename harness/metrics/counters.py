"""Counters: length, compression, extractiveness. Neutral, never ranked; they stand beside every metric because
many metrics are half a measure of length or of copying.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case, Places
from harness.types import Score


@dataclass(frozen=True)
class Length:
    """Words in the summary."""

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = None
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """Number of words; sentences and characters as parts."""
        summary = case.summary
        parts = {"sentences": float(len(summary.sentences)), "characters": float(len(summary.value))}
        return Score(value=float(len(summary.words)), parts=parts)


@dataclass(frozen=True)
class Compression:
    """Words in all sources per word of the summary; 1 for a copy. Grusky et al. 2018, Newsroom."""

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = None
    needs: ClassVar[tuple[str, ...]] = ("sources",)
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """The ratio; unscored for a summary without words."""
        if not case.summary.words:
            return Score(value=None, reason="the summary has no words")
        words = sum(len(source.words) for source in case.subject.sources)
        return Score(value=words / len(case.summary.words), parts={"source_words": float(words)})


@dataclass(frozen=True)
class Extractiveness:
    """Share of the summary's words that lie in fragments copied from a source. Grusky et al. 2018, Newsroom.

    Greedy longest fragments, left to right, over all sources. 0: no word of any source; 1: pasted together.
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = None
    needs: ClassVar[tuple[str, ...]] = ("sources",)
    languages: ClassVar[tuple[str, ...]] = ()

    def score(self, case: Case) -> Score:
        """Fragment coverage as value; density (mean squared fragment length per word) and the share of the summary's
        pairs of adjacent words that stand in a source (None for a single word) as parts.
        """
        words = [word.norm for word in case.summary.words]
        if not words:
            return Score(value=None, reason="the summary has no words")
        fragments = _fragments(words, case.subject.places)
        density = sum(length * length for length in fragments) / len(words)
        parts = {
            "density": density,
            "longest_fragment_words": float(max(fragments, default=0)),
            "bigram_precision": _bigram_precision(words, case.subject.places),
        }
        return Score(value=sum(fragments) / len(words), parts=parts)


def _bigram_precision(summary: list[str], places: Places) -> float | None:
    """Share of the summary's bigrams that some source holds."""
    found = [
        any(_match(pair, 0, *place) == 2 for place in places.get(pair[0], ())) for pair in itertools.pairwise(summary)
    ]
    return sum(found) / len(found) if found else None


def _fragments(summary: list[str], places: Places) -> list[int]:
    """Lengths of the greedy longest matches of `summary` in any source."""
    lengths = []
    start = 0
    while start < len(summary):
        longest = max((_match(summary, start, *place) for place in places.get(summary[start], ())), default=0)
        if longest:
            lengths.append(longest)
        start += longest or 1
    return lengths


def _match(summary: Sequence[str], start: int, source: Sequence[str], position: int) -> int:
    length = 0
    limit = min(len(summary) - start, len(source) - position)
    while length < limit and summary[start + length] == source[position + length]:
        length += 1
    return length
