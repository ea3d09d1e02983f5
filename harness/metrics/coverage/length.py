"""Length control: what a coverage figure is worth, given how long the summary is.

Every figure is set beside what two texts of the same length reach on the same article: the beginnings of the sources in
turn (lead-k), and sentences of the sources chosen greedily for the figure (the oracle). Both are curves over words,
made once per article. And a summary is judged by what stands within the length that was asked for.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from harness.attribution import voices
from harness.case import Case, Subject, per_article
from harness.metrics.structure.profiles import load_profile, profile_names
from harness.text import Sentence

Figure = Callable[[Case], float | None]
"""A coverage figure of a summary, 0–1."""
BAND = "length.band"
_SHARE = 0.5  # of the words of all voices: what is longer is no summary of them
_LEAST = 200  # words that count in any case
_STEP = 1.4  # each further point of a curve has so many times the words


class Curve(NamedTuple):
    """A figure at rising numbers of words."""

    words: Sequence[int]
    values: Sequence[float]

    def at(self, n_words: int) -> float:
        """Linear between the points, level beyond the last."""
        return float(np.interp(n_words, self.words, self.values))


class Reach(NamedTuple):
    """What the lead and the greedy oracle reach on an article."""

    lead: Curve
    oracle: Curve


def within_budget(case: Case) -> Case:
    """The case up to the end of the sentence in which the budget is spent; offsets stay true."""
    words = case.summary.words
    n = budget(case.subject)
    if len(words) <= n:
        return case
    last = words[n - 1].end
    end = next(s.end for s in case.summary.sentences if s.end >= last)
    return Case(case.subject, case.summary.value[:end])


@per_article
def budget(subject: Subject) -> int:
    """Words that count: the most that the profile allows, if it ships with such a rule; else half of the sources'."""
    band = load_profile(subject.profile).rules.get(BAND) if subject.profile in profile_names() else None
    asked = band.parameters.get("max_words") if band else None
    if asked is not None:
        return int(asked)
    spoken = sum(len(subject.sources[group[0]].words) for group in voices(subject))
    return max(_LEAST, round(_SHARE * spoken)) if spoken else 10**9


def controlled(value: float, lead: float, oracle: float) -> float:
    """Where a value lies between nothing (0), the lead of the same length (.5) and the oracle of that length (1).

    Linear in between, and never above 1. Where the oracle has nothing on the lead, as for a copy of everything, .5 is
    the most.
    """
    if value < lead:
        return 0.5 * value / lead
    room = oracle - lead
    return 0.5 + 0.5 * min(1.0, (value - lead) / room) if room > 1e-9 else 0.5


def beside(value: float, n_words: int, reach: Reach) -> dict[str, float | None]:
    """The parts that stand beside a figure: the lead, the oracle, and where between them it lies."""
    lead = reach.lead.at(n_words)
    oracle = max(lead, reach.oracle.at(n_words))  # greedy: on short articles the lead may be the better choice
    return {
        "lead_at_length": lead,
        "oracle_at_length": oracle,
        "length_controlled": controlled(value, lead, oracle) if n_words else None,
    }


def lead_order(subject: Subject) -> Iterator[Sentence]:
    """The sentences of the voices in turn: the first of each, the second of each, and so on."""
    columns = itertools.zip_longest(*(subject.sources[group[0]].sentences for group in voices(subject)))
    return (sentence for column in columns for sentence in column if sentence is not None and sentence.words)


def oracle_order(subject: Subject, weights: Mapping[str, float]) -> Iterator[Sentence]:
    """The sentences of the sources by the weight that each adds per word to those before it, the greatest first."""
    left = [s for s in lead_order(subject)]
    held: set[str] = set()
    # gains only fall as more is held, so that the best of the heap need only be looked at again
    heap = [(-_gain(sentence, weights, held), place) for place, sentence in enumerate(left)]
    heapq.heapify(heap)
    while heap:
        gain, place = heapq.heappop(heap)
        now = -_gain(left[place], weights, held)
        if heap and now > heap[0][0] + 1e-12 and now > gain:
            heapq.heappush(heap, (now, place))
            continue
        held |= set(left[place].terms)
        yield left[place]


def _gain(sentence: Sentence, weights: Mapping[str, float], held: set[str]) -> float:
    return math.fsum(weights.get(term, 0.0) for term in set(sentence.terms) - held) / len(sentence.words)


def weighted_reach(subject: Subject, weights: Mapping[str, float]) -> Reach:
    """The curves of a weighted recall of words, which need no scoring of texts."""
    return Reach(*(_recalled(order, weights) for order in (lead_order(subject), oracle_order(subject, weights))))


def _recalled(order: Iterable[Sentence], weights: Mapping[str, float]) -> Curve:
    total = math.fsum(weights.values()) or 1.0
    words, values, held = [0], [0.0], set[str]()
    for sentence in order:
        new = set(sentence.terms) - held
        held |= new
        words.append(words[-1] + len(sentence.words))
        values.append(values[-1] + math.fsum(weights.get(term, 0.0) for term in new) / total)
    return Curve(words, values)


def scored_reach(subject: Subject, figure: Figure, weights: Mapping[str, float]) -> Reach:
    """The curves of any figure, scored on texts of rising length up to the budget."""
    lead = _scored(subject, lead_order(subject), figure)
    return Reach(lead, _scored(subject, oracle_order(subject, weights), figure))


def _scored(subject: Subject, order: Iterable[Sentence], figure: Figure) -> Curve:
    words, values = [0], [0.0]
    chosen: list[str] = []
    n_words, limit = 0, budget(subject)
    for sentence, following in itertools.pairwise([*order, None]):
        assert sentence is not None
        chosen.append(sentence.text)
        n_words += len(sentence.words)
        last = following is None or n_words >= limit
        if last or n_words >= _STEP * words[-1]:
            words.append(n_words)
            values.append(max(values[-1], figure(Case(subject, " ".join(chosen))) or 0.0))
        if last:
            break
    return Curve(words, values)
