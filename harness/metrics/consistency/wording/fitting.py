"""How well a place in a source fits the place of a word in a claim: by the words round both.

A number, name or date of the summary is shown to stand in another's place where the sources have the words round it
round another one of its sort, and not round itself. Near words count more than far ones, words of the same sentence
more than those of the next; synonyms count nearly as much.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.metrics.consistency.wording.counterparts import Told, told
from harness.metrics.consistency.wording.terms import Term, find_terms, means

_CLOSE, _NEAR = 3, 6  # terms of the claim from its word
_DECAY = (1.0, 0.6, 0.3)  # weight of what is close, near and further off
_CUT = re.compile(r"[;:–—]|,\s(?:and|but|while|which|who|after|before|when|where|though|although)\b")
_BEYOND = 0.5  # weight of what stands behind such a cut
_UNKNOWN = 0.5  # of a word that no source has, which may be a rewording
_REACH, _FAR = 6, 12  # terms of the source from the place
_HELD = (1.0, 0.8, 0.6)  # of a word within reach, further off and at the other end of the sentence
_BESIDE = 0.35  # of a word in the next sentence, or in the one before
_SYNONYM = 0.8


class Round(NamedTuple):
    """The words round a place of a claim with what each weighs, and what they weigh together."""

    terms: tuple[tuple[Term, float], ...]
    total: float


class Fit(NamedTuple):
    """The share of a claim's words, by weight, that stand round a place of a source, and how many in its sentence."""

    share: float
    n: int


_NONE = Fit(0.0, 0)


def around(case: Case, claim: Claim, start: int, end: int) -> Round:
    """The words round `start:end` of the summary, which lies in the claim."""
    index = case.subject.index
    mine = find_terms(claim.sentence)
    first = next((k for k, term in enumerate(mine) if term.end > start), len(mine))
    last = next((k for k in range(first, len(mine)) if mine[k].start >= end), len(mine)) - 1
    cuts = [match.start() + claim.start for match in _CUT.finditer(claim.text)]
    found = []
    for k, term in enumerate(mine):
        if not term.content or first <= k <= last:
            continue
        apart = first - k if k < first else k - last
        weight = index.idf(term.stem) * _DECAY[(apart > _CLOSE) + (apart > _NEAR)]
        if cuts and any(term.end <= cut <= start or end <= cut <= term.start for cut in cuts):
            weight *= _BEYOND
        found.append((term, weight * (1.0 if term.stem in index.stems else _UNKNOWN)))
    return Round(tuple(found), sum(weight for _, weight in found))


def fit(subject: Subject, words: Round, source: int, start: int, end: int, *, synonyms: bool = True) -> Fit:
    """How well `start:end` of a source fits the place round which these words of a claim stand."""
    grounds = _grounds(subject)
    starts = grounds.starts[source]
    if not words.total or not starts:
        return _NONE
    first = min(bisect_left(starts, start), len(starts) - 1)
    last = max(first, bisect_left(starts, end) - 1)
    place = _Place(grounds, source, grounds.told.sentence_of(source, first), first, last)
    held, n = 0.0, 0
    for term, weight in words.terms:
        share = place.holds(term, synonyms)
        held += weight * share
        n += share > _BESIDE
    return Fit(held / words.total, n)


class _Grounds:
    """The places of all words in the sources of one article, by sentence."""

    def __init__(self, subject: Subject) -> None:
        self.told: Told = told(subject)
        self.starts = [[term.start for term in terms] for terms in self.told.terms]
        self.stems: list[list[dict[str, list[int]]]] = []
        self.beside: list[list[frozenset[str]]] = []
        """Of each sentence and the two next to it."""
        for source, text in enumerate(subject.sources):
            by_sentence = []
            for number in range(len(text.sentences)):
                places: defaultdict[str, list[int]] = defaultdict(list)
                for k in self.told.terms_of(source, number):
                    places[self.told.terms[source][k].stem].append(k)
                by_sentence.append(dict(places))
            self.stems.append(by_sentence)
            self.beside.append(
                [frozenset().union(*by_sentence[max(0, n - 1) : n + 2]) for n in range(len(by_sentence))]
            )
        self._meanings: dict[tuple[int, int, str], list[int]] = {}

    def meaning(self, source: int, number: int, norm: str) -> list[int]:
        """The terms of a sentence that may say the same as a word; names say nothing else."""
        found = self._meanings.get((source, number, norm))
        if found is None:
            terms = self.told.terms[source]
            inside = self.told.terms_of(source, number)
            found = [k for k in inside if not terms[k].name and means(norm, terms[k].norm)]
            self._meanings[source, number, norm] = found
        return found


@per_article
def _grounds(subject: Subject) -> _Grounds:
    return _Grounds(subject)


class _Place(NamedTuple):
    """Terms `first` to `last` of a source, in its sentence `number`."""

    grounds: _Grounds
    source: int
    number: int
    first: int
    last: int

    def holds(self, term: Term, synonyms: bool) -> float:
        """How near a word of the claim stands, 0–1."""
        places = self.grounds.stems[self.source][self.number].get(term.stem)
        best = self._nearest(places) if places else 0.0
        if not best and synonyms and not term.name:
            best = _SYNONYM * self._nearest(self.grounds.meaning(self.source, self.number, term.norm))
        if not best and term.stem in self.grounds.beside[self.source][self.number]:
            best = _BESIDE
        return best

    def _nearest(self, places: Sequence[int]) -> float:
        first, last = self.first, self.last
        apart = min([first - k if k < first else k - last for k in places if not first <= k <= last], default=0)
        return _HELD[(apart > _REACH) + (apart > _FAR)] if apart else 0.0
