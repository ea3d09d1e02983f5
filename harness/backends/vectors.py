"""What the extractive backends share: the source sentences of an article as tf-idf vectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.text import STOPWORDS, Sentence, Text
from harness.types import Article

Matrix = NDArray[np.float64]


class Place(NamedTuple):
    """A sentence, with the number of its source and its position there."""

    source: int
    position: int
    sentence: Sentence


def source_sentences(article: Article, *, min_words: int = 1) -> list[Place]:
    """All sentences of all sources in order, shorter ones than `min_words` left out."""
    return [
        Place(number, position, sentence)
        for number, source in enumerate(article.sources)
        for position, sentence in enumerate(Text(source.text).sentences)
        if len(sentence.words) >= min_words
    ]


def tfidf(places: Sequence[Place]) -> Matrix:
    """Unit-length rows, shape (sentences, content stems); a sentence without content words is all zero."""
    counts = [Counter(stem for stem in place.sentence.stems if stem not in STOPWORDS) for place in places]
    frequency = Counter(stem for count in counts for stem in count)
    columns = {stem: column for column, stem in enumerate(sorted(frequency))}
    matrix = np.zeros((len(places), max(1, len(columns))))
    for row, count in enumerate(counts):
        for stem, times in count.items():
            matrix[row, columns[stem]] = times * math.log(1 + len(places) / frequency[stem])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(norms > 0, norms, 1.0)


def join(places: Iterable[Place]) -> str:
    """The sentences as one paragraph."""
    return " ".join(place.sentence.text for place in places)


def check_sentences(sentences: int) -> None:
    """Raise ValueError for an option `sentences` below 1."""
    if sentences < 1:
        raise ValueError(f"sentences must be at least 1, not {sentences}")
