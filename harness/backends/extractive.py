"""Extractive summarizers: lead, LexRank and centroid with MMR. They need nothing but the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

import numpy as np

from harness.backends.vectors import Matrix, Place, check_sentences, join, source_sentences, tfidf
from harness.text import Text
from harness.types import Article, Summary

_TOO_ALIKE = 0.6  # cosine above which a sentence repeats one already taken (wire copies)


@dataclass(frozen=True)
class Lead:
    """The first `sentences` sentences, taken in turn from each source: first of each, second of each, and so on."""

    sentences: int = 3

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_sentences(self.sentences)

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The same for every sample."""
        columns = zip_longest(*(Text(source.text).sentences for source in article.sources))
        in_turn = [sentence for column in columns for sentence in column if sentence is not None]
        return Summary(text=" ".join(sentence.text for sentence in in_turn[: self.sentences]))


@dataclass(frozen=True)
class LexRank:
    """The most central sentences of the similarity graph, in source order. Erkan & Radev 2004.

    threshold: cosine from which two sentences are joined. damping: share of the random walk that follows edges.
    Sentences that repeat one already taken are passed over.
    """

    sentences: int = 3
    threshold: float = 0.1
    damping: float = 0.85

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_sentences(self.sentences)

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The same for every sample."""
        places = source_sentences(article, min_words=4) or source_sentences(article)
        vectors = tfidf(places)
        similarity = vectors @ vectors.T
        rank = _centrality((similarity >= self.threshold).astype(np.float64), self.damping)
        order = sorted(range(len(places)), key=lambda i: (-round(float(rank[i]), 12), i))
        return Summary(text=_take(order, places, similarity, self.sentences))


@dataclass(frozen=True)
class Centroid:
    """Sentences near the centroid of all sources, chosen one by one by maximal marginal relevance.

    Radev et al. 2004 (centroid); Carbonell & Goldstein 1998 (MMR). relevance: weight of nearness to the centroid
    against nearness to what was taken already, 0–1.
    """

    sentences: int = 3
    relevance: float = 0.7

    needs: ClassVar[tuple[str, ...]] = ()
    control: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_sentences(self.sentences)
        if not 0 <= self.relevance <= 1:
            raise ValueError(f"relevance must lie between 0 and 1, not {self.relevance}")

    def summarize(self, article: Article, *, sample: int) -> Summary:
        """The same for every sample."""
        places = source_sentences(article, min_words=4) or source_sentences(article)
        vectors = tfidf(places)
        near = np.round(vectors @ vectors.mean(axis=0), 12) if places else np.zeros(0)
        similarity = np.round(vectors @ vectors.T, 12)
        chosen: list[int] = []
        while len(chosen) < min(self.sentences, len(places)):
            repeated = similarity[:, chosen].max(axis=1) if chosen else np.zeros(len(places))
            value = self.relevance * near - (1 - self.relevance) * repeated
            value[chosen] = -np.inf
            chosen.append(int(value.argmax()))
        return Summary(text=join(places[i] for i in sorted(chosen)))


def _centrality(edges: Matrix, damping: float) -> Matrix:
    """Stationary distribution of the damped random walk over `edges`, shape (n,)."""
    n = len(edges)
    if n == 0:
        return np.zeros(0)
    degrees = edges.sum(axis=1, keepdims=True)
    walk = np.divide(edges, degrees, out=np.full_like(edges, 1 / n), where=degrees > 0)
    rank = np.full(n, 1 / n)
    for _ in range(100):
        following = (1 - damping) / n + damping * (walk.T @ rank)
        if np.abs(following - rank).sum() < 1e-10:
            break
        rank = following
    return rank


def _take(order: Sequence[int], places: Sequence[Place], similarity: Matrix, sentences: int) -> str:
    chosen: list[int] = []
    for index in order:
        if len(chosen) == sentences:
            break
        if all(similarity[index, taken] < _TOO_ALIKE for taken in chosen):
            chosen.append(index)
    return join(places[i] for i in sorted(chosen))
