"""Which sentence of a summary carries a key fact, and how likely a person would say that the fact is told.

Few features that can only rise with what the summary holds, joined by a logistic curve whose weights are fitted by
tests/benchmarks/fit_facts.py with their signs fixed. It sees words, not meaning: a fact in quite other words is missed,
and one whose words all stand in one sentence counts as told, whoever did what to whom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.metrics.coverage.asked import Asked, Lines, held, widened
from harness.stats import Vector
from harness.types import Span

TOLD = 0.5
"""Probability from which a fact counts as told."""
_NO_NUMBER = 0.5
_SECOND = 0.05  # a second sentence must add so much to a carrier


class Features(NamedTuple):
    """What the summary holds of a fact, each 0–1.

    pair: of its own words, the best one or two adjacent sentences; names count wherever they stand. single: the best
    sentence alone, names too. words: of all its words, evenly weighed, the best sentence. order: longest common
    subsequence with a sentence. whole: its very words in the whole summary. numbers: 1 if all are told, 0 if
    not, and half where there are none. stated: what the sources themselves hold in two sentences; where they use other
    words, less can be asked of a summary.
    """

    pair: float
    single: float
    words: float
    order: float
    whole: float
    numbers: float
    stated: float


SIGNS = Features(1, 1, 1, 1, 1, 1, -1)
WEIGHTS = Features(pair=1.58, single=1.34, words=0.67, order=1.29, whole=0.58, numbers=1.06, stated=-0.5)
BIAS = -2.9


class Carried(NamedTuple):
    """How likely the fact is told, by which sentences (first and last of the lines), and the numbers that are not."""

    probability: float
    place: tuple[int, int] | None
    untold: tuple[Number, ...]


def carried(fact: Asked, lines: Lines, numbers: Sequence[Number]) -> Carried:
    """Judges one fact; `numbers` are those of the whole summary."""
    untold = tuple(number for number in fact.numbers if not is_told(number, numbers))
    if not fact.words or not lines.sentences:
        return Carried(0.0, None, untold)
    features, place = compared(fact, lines, told_numbers=not untold)
    return Carried(probability(features), place, untold)


def is_told(number: Number, numbers: Sequence[Number]) -> bool:
    """Whether a number of a fact is among those of a summary, whatever stands before it: "beyond 80 million" tells "no
    more than 80 million". Of a score the first side will do ("by four votes to one").
    """
    if any(same_value(other, number) for other in numbers):
        return True
    alike = (other for other in numbers if other.unit == number.unit or "score" in (number.kind, other.kind))
    ends = {end for other in alike for end in (other.low, other.high)}
    return number.low in ends and (number.kind == "score" or number.high in ends)


def probability(features: Features) -> float:
    """The logistic curve."""
    return 1 / (1 + math.exp(-BIAS - math.fsum(w * f for w, f in zip(WEIGHTS, features, strict=True))))


def compared(fact: Asked, lines: Lines, *, told_numbers: bool) -> tuple[Features, tuple[int, int]]:
    """The features of a fact that has words, and the first and last of the sentences that hold most of it."""
    literally = lines.literally(fact.words)
    table = lines.related(fact.words, literally)
    anywhere = literally.max(axis=1)
    names = np.array([term.name for term in fact.words])
    with_names = np.where(names[:, None], np.maximum(table, anywhere[:, None]), table)
    own = fact.own if fact.own.sum() > 0 else fact.rare
    features = Features(
        pair=float(held(own, widened(with_names)).max()),
        single=float(held(own, table).max()),
        words=float(with_names.mean(axis=0).max()),
        order=max(LCSseq.similarity(fact.terms, s.terms) for s in lines.sentences) / len(fact.terms),
        whole=float(held(fact.rare, anywhere[:, None])[0]),
        numbers=float(told_numbers) if fact.numbers else _NO_NUMBER,
        stated=fact.stated,
    )
    return features, _place(held(own, table), held(own, widened(table)))


def _place(single: Vector, both: Vector) -> tuple[int, int]:
    """The sentence that holds most, or two adjacent ones that hold more; the first of equals."""
    first = int(np.argmax(single))
    pairs = both[len(single) :]
    if len(pairs) and pairs.max() > single[first] + _SECOND:
        start = int(np.argmax(pairs))
        return start, start + 1
    return first, first


def span(place: tuple[int, int], lines: Lines, text: str) -> Span:
    """The sentences of a place as a span of the summary."""
    start, end = lines.sentences[place[0]].start, lines.sentences[place[1]].end
    return Span(start=start, end=end, text=text[start:end])
