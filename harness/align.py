"""Alignment of summary sentences to source windows: which 1–3 sentences of which source support a sentence best.

The index is made once per article and serves every summary of it. Lexical: it sees words and their order, not
meaning; a falsification of one word costs as little as a harmless rewording of one word.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from rapidfuzz.distance import LCSseq

from harness.text import STOPWORDS, Sentence, Text
from harness.types import Evidence

K = TypeVar("K")

MAX_WINDOW = 3
_CANDIDATES = 6
_LONGER = 0.02
_W_ORDER, _W_PAIRS, _W_WORDS = 0.5, 0.3, 0.2


@dataclass(frozen=True)
class Window:
    """Sentences `first..last` of source number `source`, and how well they support a claim (0–1)."""

    source: int
    first: int
    last: int
    support: float


class Index:
    """The sentences of all sources of one article, searchable by stem."""

    def __init__(self, sources: Sequence[Text], ids: Sequence[str]) -> None:
        self.sources = sources
        self.ids = ids
        self.places = [(n, i) for n, source in enumerate(sources) for i in range(len(source.sentences))]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for place, (n, i) in enumerate(self.places):
            for stem in set(sources[n].sentences[i].stems):
                self._postings[stem].append(place)

    @property
    def stems(self) -> Set[str]:
        """Every stem that some source holds."""
        return self._postings.keys()

    def idf(self, stem: str) -> float:
        """Inverse sentence frequency over all sources; a stem that none holds weighs most."""
        return math.log((1 + len(self.places)) / (0.5 + len(self._postings.get(stem, ()))))

    @cached_property
    def salience(self) -> dict[str, float]:
        """Weight of each content stem: its idf, times how many sources hold it, times how early they do."""
        weights: defaultdict[str, float] = defaultdict(float)
        for source in self.sources:
            earliest: dict[str, float] = {}
            for position, sentence in enumerate(source.sentences):
                for stem in sentence.stems:
                    earliest.setdefault(stem, 1 / math.sqrt(1 + position))
            for stem, weight in earliest.items():
                if stem not in STOPWORDS:
                    weights[stem] += weight * self.idf(stem)
        return dict(weights)

    def best_window(self, sentence: Sentence) -> Window | None:
        """The window that supports the sentence best; None where no source shares a word with it.

        A longer window must earn each further sentence; ties go to the shorter window, then to the earlier one.
        """
        claim = _Claim(sentence.stems, self)
        scores: defaultdict[int, float] = defaultdict(float)
        for stem, weight in claim.weights.items():
            for place in self._postings.get(stem, ()):
                scores[place] += weight
        best: Window | None = None
        best_key: tuple[float, int, int] | None = None
        candidates = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]
        for n, first, last in self._windows([place for place, _ in candidates]):
            support = claim.support(self._stems(n, first, last))
            key = (support - _LONGER * (last - first), -n, -first)
            if best_key is None or key > best_key:
                best, best_key = Window(n, first, last, support), key
        return best

    def evidence(self, window: Window) -> Evidence:
        """The window as a span of its source."""
        sentences = self.sources[window.source].sentences
        start, end = sentences[window.first].start, sentences[window.last].end
        text = self.sources[window.source].value[start:end]
        return Evidence(source=self.ids[window.source], start=start, end=end, text=text)

    def _windows(self, places: Sequence[int]) -> list[tuple[int, int, int]]:
        windows: dict[tuple[int, int, int], None] = {}
        for place in places:
            n, i = self.places[place]
            length = len(self.sources[n].sentences)
            for size in range(1, MAX_WINDOW + 1):
                for first in range(max(0, i - size + 1), min(i, length - size) + 1):
                    windows[n, first, first + size - 1] = None
        return list(windows)

    def _stems(self, n: int, first: int, last: int) -> list[str]:
        return [stem for s in self.sources[n].sentences[first : last + 1] for stem in s.stems]


class _Claim:
    """A sentence prepared for comparison with many windows."""

    def __init__(self, stems: Sequence[str], index: Index) -> None:
        self.stems = list(stems)
        self.weights = {s: index.idf(s) * (0.1 if s in STOPWORDS else 1.0) for s in dict.fromkeys(stems)}
        self.pairs = {pair: self.weights[pair[0]] + self.weights[pair[1]] for pair in itertools.pairwise(stems)}

    def support(self, window: list[str]) -> float:
        """Longest common subsequence, idf-weighted bigrams and words of the claim found in the window; 0–1."""
        order = LCSseq.similarity(self.stems, window) / len(self.stems)
        words = set(window)
        found = _share(self.weights, words)
        pairs = _share(self.pairs, set(itertools.pairwise(window))) if self.pairs else found
        return _W_ORDER * order + _W_PAIRS * pairs + _W_WORDS * found


def _share(weights: Mapping[K, float], present: Set[K]) -> float:
    total = math.fsum(weights.values())
    return math.fsum(w for key, w in weights.items() if key in present) / total if total else 1.0
