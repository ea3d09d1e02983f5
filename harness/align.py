"""Alignment of summary sentences to source windows: which 1–3 sentences of which source support a sentence best.

The index is made once per article and serves every summary of it. A sentence is aligned in every source by itself, so
that it is known who supports it and who does not speak of it. Lexical: it sees words and their order, not meaning; a
falsification of one word costs as little as a harmless rewording of one word.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from harness.text import STOPWORDS, Sentence, Text
from harness.types import Evidence

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
        self._pairs: dict[tuple[str, str], list[tuple[int, int, bool]]] = defaultdict(list)
        for n, source in enumerate(sources):
            placed = [(term, i) for i, sentence in enumerate(source.sentences) for term in sentence.terms]
            for term, i in dict.fromkeys(placed):
                self._postings[term].append((n, i))
            for (one, first), (other, last) in itertools.pairwise(placed):
                self._pairs[one, other].append((n, last, first < last))
        codes = {term: chr(_FIRST_CODE + number) for number, term in enumerate(self._postings)}
        self._codes = codes
        self._coded = [["".join(map(codes.__getitem__, s.terms)) for s in source.sentences] for source in sources]
        n_sentences = sum(map(len, self._coded))
        self._idf = {stem: math.log((1 + n_sentences) / (0.5 + len(p))) for stem, p in self._postings.items()}
        self._unheard = math.log((1 + n_sentences) / 0.5)

    @property
    def stems(self) -> Set[str]:
        """Every stem that some source holds."""
        return self._postings.keys()

    def idf(self, stem: str) -> float:
        """Inverse sentence frequency over all sources; a stem that none holds weighs most."""
        return self._idf.get(stem, self._unheard)

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
        held = [_Held(len(source.sentences)) for source in self.sources]
        for number, (term, weight) in enumerate(claim.weights.items()):
            bit = 1 << number
            for n, i in self._postings.get(term, ()):
                held[n].words[i] |= bit
                held[n].scores[i] += weight
        for number, pair in enumerate(claim.pairs):
            for n, i, across in self._pairs.get(pair, ()):
                (held[n].across if across else held[n].pairs)[i] |= 1 << number
        return tuple(self._best(claim, n, found) for n, found in enumerate(held))

    def evidence(self, window: Window) -> Evidence:
        """The window as a span of its source."""
        sentences = self.sources[window.source].sentences
        start, end = sentences[window.first].start, sentences[window.last].end
        text = self.sources[window.source].value[start:end]
        return Evidence(source=self.ids[window.source], start=start, end=end, text=text)

    def _best(self, claim: _Claim, n: int, held: _Held) -> Window | None:
        best: Window | None = None
        best_key: tuple[float, int, int] | None = None
        # from the most promising on: the others need no closer look once none of them can be better
        for most, first, last, pairs, words in sorted(claim.glances(held), reverse=True):
            if best_key is not None and most < best_key[0]:
                break
            order = LCSseq.similarity(claim.coded, "".join(self._coded[n][first : last + 1])) / len(claim.coded)
            support = _support(order, pairs, words)
            key = (support - _LONGER * (last - first), first - last, -first)
            if best_key is None or key > best_key:
                best, best_key = Window(n, first, last, support, order, pairs, words), key
        return best

    def coded(self, terms: Iterable[str]) -> str:
        """The terms as a string with a character for each, which compares quickly; one that no source holds is NUL."""
        return "".join([self._codes.get(term, "\0") for term in terms])


def best(windows: Iterable[Window | None]) -> Window | None:
    """The window with the most support; ties go to the earlier source. None where there is none."""
    return max((window for window in windows if window), key=lambda window: window.support, default=None)


class _Shares(dict[int, float]):
    """The share of a weight that each set of things holds, a bit of its key for each thing; worked out when asked for."""

    def __init__(self, weights: Collection[float]) -> None:
        self._weights = [(1 << number, weight) for number, weight in enumerate(weights)]
        self._total = math.fsum(weights)

    def __missing__(self, held: int) -> float:
        share = math.fsum([weight for bit, weight in self._weights if bit & held]) / self._total
        self[held] = share
        return share


class _Held:
    """What each sentence of a source holds of a claim: the weight of its words, and as bits its words, its pairs, and the
    pairs that it makes with the sentence before.
    """

    def __init__(self, length: int) -> None:
        self.scores = [0.0] * length
        self.words = [0] * length
        self.pairs = [0] * length
        self.across = [0] * length


class _Claim:
    """A sentence prepared for comparison with many windows."""

    def __init__(self, terms: Sequence[str], index: Index) -> None:
        self.coded = index.coded(terms)
        counts = Counter(terms)
        self.weights = {term: index.idf(term) * (_STOPWORD if term in STOPWORDS else 1.0) for term in counts}
        self.pairs = {pair: self.weights[pair[0]] + self.weights[pair[1]] for pair in itertools.pairwise(terms)}
        self._orders = _Shares(counts.values())
        self._words = _Shares(self.weights.values())
        self._pairs = _Shares(self.pairs.values()) if self.pairs else None

    def glances(self, held: _Held) -> Iterator[tuple[float, int, int, float, float]]:
        """The windows round the sentences that hold most, with the most that their support can come to, their first and
        last sentence, their pairs and words; no order yet. One that begins or ends with nothing of the claim is none.
        """
        found = [i for i, words in enumerate(held.words) if words]
        candidates = sorted(found, key=held.scores.__getitem__, reverse=True)[:_CANDIDATES]
        for first in {i - back for i in candidates for back in range(MAX_WINDOW) if i >= back}:
            nearest = min(i for i in candidates if i >= first)
            words = pairs = 0
            for last in range(first, min(first + MAX_WINDOW, len(held.words)) if held.words[first] else first):
                words |= held.words[last]
                pairs |= held.pairs[last] | (held.across[last] if last > first else 0)
                if held.words[last] and last >= nearest:
                    yield self._glance(first, last, words, pairs)

    def _glance(self, first: int, last: int, words: int, pairs: int) -> tuple[float, int, int, float, float]:
        of_words = self._words[words]
        of_pairs = of_words if self._pairs is None else self._pairs[pairs]
        most = _support(self._orders[words], of_pairs, of_words) - _LONGER * (last - first) + _ROUNDING
        return most, first, last, of_pairs, of_words


def _support(order: float, pairs: float, words: float) -> float:
    return WEIGHTS[0] * order + WEIGHTS[1] * pairs + WEIGHTS[2] * words
