"""Alignment of summary sentences to source windows: which 1–3 sentences of which source support a sentence best.

The index is made once per article and serves every summary of it. A sentence is aligned in every source by itself, so
that it is known who supports it and who does not speak of it. Lexical: it sees words and their order, not meaning; a
falsification of one word costs as little as a harmless rewording of one word.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import LCSseq

from harness.text import STOPWORDS, Sentence, Text
from harness.types import Evidence

K = TypeVar("K")
Place = tuple[int, int, int]
"""(number of the source, first sentence, last sentence)."""

MAX_WINDOW = 3
_CANDIDATES = 3  # sentences of each source round which windows are laid
_LONGER = 0.02
_FIRST_CODE = 0x10000  # behind the surrogates
_ROUNDING = 1e-9
_STOPWORD = 0.1  # weight of a stop word beside a content word of the same frequency
WEIGHTS = (0.4, 0.3, 0.3)
"""Of order, pairs and words in the support: fitted by tests/benchmarks/fit_support.py."""


class Window(NamedTuple):
    """Sentences `first..last` of source number `source`, and how well they support a claim; all shares 0–1.

    `order`: the claim's longest common subsequence with the window; `pairs` and `words`: idf-weighted share of its
    bigrams and of its words that the window holds; `support` is their weighted sum.
    """

    source: int
    first: int
    last: int
    support: float
    order: float
    pairs: float
    words: float


class Index:
    """The sentences of all sources of one article, searchable by stem."""

    def __init__(self, sources: Sequence[Text], ids: Sequence[str]) -> None:
        self.sources = sources
        self.ids = ids
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._laid: dict[Place, _Laid] = {}
        n_sentences = 0
        for n, source in enumerate(sources):
            n_sentences += len(source.sentences)
            for i, sentence in enumerate(source.sentences):
                for term in set(sentence.terms):
                    self._postings[term].append((n, i))
        self._n = n_sentences
        self._codes = {term: chr(_FIRST_CODE + number) for number, term in enumerate(self._postings)}

    @property
    def stems(self) -> Set[str]:
        """Every stem that some source holds."""
        return self._postings.keys()

    def idf(self, stem: str) -> float:
        """Inverse sentence frequency over all sources; a stem that none holds weighs most."""
        return math.log((1 + self._n) / (0.5 + len(self._postings.get(stem, ()))))

    @cached_property
    def salience(self) -> dict[str, float]:
        """Weight of each content stem: its idf, times how many sources hold it, times how early they do."""
        weights: defaultdict[str, float] = defaultdict(float)
        for source in self.sources:
            earliest: dict[str, float] = {}
            for position, sentence in enumerate(source.sentences):
                for stem in sentence.terms:
                    earliest.setdefault(stem, 1 / math.sqrt(1 + position))
            for stem, weight in earliest.items():
                if stem not in STOPWORDS:
                    weights[stem] += weight * self.idf(stem)
        return dict(weights)

    def windows(self, sentence: Sentence) -> tuple[Window | None, ...]:
        """For each source the window that supports the sentence best; None where it shares no word with it.

        A longer window must earn each further sentence; ties go to the shorter window, then to the earlier one.
        """
        claim = _Claim(sentence.terms, self)
        scores: dict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for term, weight in claim.weights.items():
            for n, i in self._postings.get(term, ()):
                scores[n][i] += weight
        return tuple(self._best(claim, n, scores[n]) if n in scores else None for n in range(len(self.sources)))

    def evidence(self, window: Window) -> Evidence:
        """The window as a span of its source."""
        sentences = self.sources[window.source].sentences
        start, end = sentences[window.first].start, sentences[window.last].end
        text = self.sources[window.source].value[start:end]
        return Evidence(source=self.ids[window.source], start=start, end=end, text=text)

    def _best(self, claim: _Claim, n: int, scores: Mapping[int, float]) -> Window | None:
        candidates = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]
        glances = [
            claim.glance(n, first, last, self._window(n, first, last))
            for first, last in self._places(n, (i for i, _ in candidates))
        ]
        best: Window | None = None
        best_key: tuple[float, int, int] | None = None
        # from the most promising on: the others need no closer look once none of them can be better
        for most, glance, laid in sorted(glances, key=lambda g: (-g[0], g[1].last - g[1].first, g[1].first)):
            if best_key is not None and most < best_key[0]:
                break
            window = claim.compared(glance, laid)
            length = window.last - window.first
            key = (window.support - _LONGER * length, -length, -window.first)
            if best_key is None or key > best_key:
                best, best_key = window, key
        return best

    def _places(self, n: int, sentences: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Every window round these sentences of source `n`, shorter ones first."""
        length = len(self.sources[n].sentences)
        places = {
            (first, first + size - 1)
            for i in sentences
            for size in range(1, MAX_WINDOW + 1)
            for first in range(max(0, i - size + 1), min(i, length - size) + 1)
        }
        return sorted(places, key=lambda place: (place[1] - place[0], place[0]))

    def _window(self, n: int, first: int, last: int) -> _Laid:
        place = (n, first, last)
        laid = self._laid.get(place)
        if laid is None:
            terms = [term for s in self.sources[n].sentences[first : last + 1] for term in s.terms]
            coded = "".join(self._codes[term] for term in terms)
            laid = self._laid[place] = _Laid(coded, frozenset(terms), frozenset(itertools.pairwise(terms)))
        return laid

    def coded(self, terms: Iterable[str]) -> str:
        """The terms as a string with a character for each, which compares quickly; one that no source holds is NUL."""
        return "".join(self._codes.get(term, "\0") for term in terms)


def best(windows: Iterable[Window | None]) -> Window | None:
    """The window with the most support; ties go to the earlier source. None where there is none."""
    return max((window for window in windows if window), key=lambda window: window.support, default=None)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A window of a source, prepared for comparison with many claims."""

    coded: str
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class _Claim:
    """A sentence prepared for comparison with many windows."""

    def __init__(self, terms: Sequence[str], index: Index) -> None:
        self.terms = list(terms)
        self.coded = index.coded(terms)
        self.weights = {t: index.idf(t) * (_STOPWORD if t in STOPWORDS else 1.0) for t in dict.fromkeys(terms)}
        self.counts = Counter(terms)
        self.pairs = {pair: self.weights[pair[0]] + self.weights[pair[1]] for pair in itertools.pairwise(terms)}
        self._total = math.fsum(self.weights.values())
        self._total_pairs = math.fsum(self.pairs.values())

    def glance(self, source: int, first: int, last: int, laid: _Laid) -> tuple[float, Window, _Laid]:
        """The window with its words and pairs, no order yet, and the most that its support can come to."""
        common = self.weights.keys() & laid.words
        words = _share(self.weights, common, self._total)
        pairs = _share(self.pairs, self.pairs.keys() & laid.pairs, self._total_pairs) if self.pairs else words
        held = sum(map(self.counts.__getitem__, common)) / len(self.terms)
        window = Window(source, first, last, _support(0.0, pairs, words), 0.0, pairs, words)
        return _support(held, pairs, words) - _LONGER * (last - first) + _ROUNDING, window, laid

    def compared(self, glance: Window, laid: _Laid) -> Window:
        """The window with the order of its words as well."""
        order = LCSseq.similarity(self.coded, laid.coded) / len(self.terms)
        return glance._replace(order=order, support=_support(order, glance.pairs, glance.words))


def _support(order: float, pairs: float, words: float) -> float:
    return WEIGHTS[0] * order + WEIGHTS[1] * pairs + WEIGHTS[2] * words


def _share(weights: Mapping[K, float], held: Set[K], total: float) -> float:
    return math.fsum(map(weights.__getitem__, held)) / total if total else 1.0
