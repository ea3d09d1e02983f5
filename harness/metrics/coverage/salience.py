"""What matters in the sources, judged from them alone: every content word with the weight that it has in the story.

A word weighs more the more sentences use it (centrality), the earlier a voice brings it (position), the more voices
have it, and where it is a figure. Words that a single sentence uses are details and weigh little. The five parameters
are fitted by tests/benchmarks/fit_coverage.py; copies of one text count as one voice (harness/voices.py). Position and
frequency are the oldest signs of salience there are (Luhn 1958; Edmundson 1969) and still the best without a model.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from harness.attribution import voices
from harness.case import Subject, per_article
from harness.text import STOPWORDS, Text

Weights = Mapping[str, float]
"""Stem -> weight, above 0."""


class Parameters(NamedTuple):
    """Of the weight of a word; each is 0 or more, so that every sign counts in the direction that it must."""

    once: float
    """Weight of a word that one sentence uses, beside one that three do not."""
    twice: float
    """The same for two sentences."""
    growth: float
    """Power of the number of sentences."""
    decay: float
    """Power of 1 / position of the voice's first sentence with it."""
    figure: float
    """Weight of a word that begins with a digit, beside another."""


FITTED = Parameters(once=0.05, twice=0.55, growth=0.4, decay=0.25, figure=2.5)
OWN = FITTED._replace(once=1.0, twice=1.0)
"""For what only one voice has, which are mostly details."""


class Voice(NamedTuple):
    """One voice: its sources' numbers, the longest first, and the weights of the words that only it has."""

    sources: tuple[int, ...]
    unique: Weights


class Inventory(NamedTuple):
    """The content of an article: all words weighted, the voices, the words that two voices and more have."""

    weights: Weights
    voices: tuple[Voice, ...]
    shared: frozenset[str]


@per_article
def inventory(subject: Subject) -> Inventory:
    """What the sources of an article hold, weighted."""
    groups = voices(subject)
    texts = [[subject.sources[n] for n in group] for group in groups]
    held = [{term for text in group for s in text.sentences for term in s.terms} - STOPWORDS for group in texts]
    spread = Counter(term for terms in held for term in terms)
    return Inventory(
        weigh(texts),
        tuple(
            Voice(group, {term: weight for term, weight in weigh([own], OWN).items() if spread[term] == 1})
            for group, own in zip(groups, texts, strict=True)
        ),
        frozenset(term for term, n in spread.items() if n > 1),
    )


def weigh(groups: Iterable[Sequence[Text]], parameters: Parameters = FITTED) -> dict[str, float]:
    """The weight of every content word of some voices, each given as its texts; copies add nothing to one another."""
    n_sentences: Counter[str] = Counter()
    earliness: defaultdict[str, float] = defaultdict(float)
    for texts in groups:
        counts: Counter[str] = Counter()
        first: dict[str, int] = {}
        for text in texts:
            own: Counter[str] = Counter()
            for position, sentence in enumerate(text.sentences):
                for term in set(sentence.terms) - STOPWORDS:
                    own[term] += 1
                    first[term] = min(position, first.get(term, position))
            counts |= own
        n_sentences += counts
        for term, position in first.items():
            earliness[term] += (1 + position) ** -parameters.decay
    return {term: _weight(term, n, parameters) * earliness[term] for term, n in n_sentences.items()}


def _weight(term: str, n: int, parameters: Parameters) -> float:
    seldom = parameters.once if n == 1 else parameters.twice if n == 2 else 1.0
    return seldom * math.pow(n, parameters.growth) * (parameters.figure if term[0].isdigit() else 1.0)
