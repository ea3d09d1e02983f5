"""The words of a claim in their place among others, and the same place in a source.

Two words are counterparts where the content words round them agree. So a word may be compared with the one that the
source has in its place, without a parser and whatever the word order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from harness.case import Claim, Subject, per_article
from harness.facts.lexicon import antonyms, opposed
from harness.facts.lexicon.opposites import Family
from harness.facts.wording import Cue
from harness.metrics.consistency.wording.terms import Term, base_forms, find_terms, focus, means
from harness.text import Sentence, Text

_REACH = 4  # terms of the claim on each side that are its place
_SOURCE_REACH = 6  # terms of the source among which they are looked for
_CLOSE = 2  # terms of the source between which a word next to the claim's term is expected
_MIN_SUPPORT = 0.12  # of a window that is looked at
_SHARE = 0.42  # of the neighbours of a word that stand round its counterpart
_APART_SHARE = 0.65  # of a synonym's, and where no neighbour stands close by
_NEIGHBOURS = 2
GOVERNING = frozenset(("negation", "modal", "alleged"))
"""The kinds of cues whose first governed word is looked at."""


class Place(NamedTuple):
    """Term number `at` of source number `source`; `share` of the claim's neighbours round it, `n` of them, how many
    of these stand on the other side of it, whether one from right beside the claim's term stands close by, and whether
    it stands right beside as well.
    """

    source: int
    at: int
    share: float
    n: int
    crossed: int
    touching: bool
    adjoining: bool


class Counterpart(NamedTuple):
    """A word of a source in the place of one of the claim's, with its sentence."""

    place: Place
    sentence: Sentence
    term: Term


class Told:
    """The terms of one article's sources with their places and cues."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.terms: list[list[Term]] = []
        self._firsts: list[list[int]] = []
        self._stems: list[dict[str, list[int]]] = []
        self._norms: list[dict[str, list[int]]] = []
        self._by_lemma: defaultdict[str, set[str]] = defaultdict(set)
        for text in subject.sources:
            self._add(text)
        self.sentences = frozenset(sentence.text for text in subject.sources for sentence in text.sentences)
        self._opposites: dict[str, dict[str, Family]] = {}

    def _add(self, text: Text) -> None:
        terms: list[Term] = []
        firsts: list[int] = []
        for sentence in text.sentences:
            firsts.append(len(terms))
            terms.extend(find_terms(sentence))
        firsts.append(len(terms))
        stems: defaultdict[str, list[int]] = defaultdict(list)
        norms: defaultdict[str, list[int]] = defaultdict(list)
        for n, term in enumerate(terms):
            if term.content:
                stems[term.stem].append(n)
            norms[term.norm].append(n)
        for norm in norms:
            for lemma in base_forms(norm):
                self._by_lemma[lemma].add(norm)
        self.terms.append(terms)
        self._firsts.append(firsts)
        self._stems.append(dict(stems))
        self._norms.append(dict(norms))

    @cached_property
    def cues(self) -> tuple[dict[int, tuple[Cue, ...]], ...]:
        """For each source the cues of each sentence by its number."""
        result = []
        for text, facts in zip(self.subject.sources, self.subject.facts, strict=True):
            starts = [sentence.start for sentence in text.sentences]
            by_sentence: defaultdict[int, list[Cue]] = defaultdict(list)
            for cue in facts.cues:
                by_sentence[bisect_left(starts, cue.start + 1) - 1].append(cue)
            result.append({n: tuple(cues) for n, cues in by_sentence.items()})
        return tuple(result)

    def opposites(self, norm: str) -> dict[str, Family]:
        """The words of the sources that `norm` excludes, with the family."""
        found = self._opposites.get(norm)
        if found is None:
            others = {other for lemma in antonyms(norm) for other in self._by_lemma.get(lemma, ())}
            found = {other: family for other in others if (family := opposed(norm, other))}
            self._opposites[norm] = found
        return found

    def passages(self, claim: Claim, wider: int = 1) -> Iterator[tuple[int, int, int]]:
        """(source, first term, last term) of what each source says about the claim: its window, a sentence wider."""
        for window in claim.windows:
            if window and window.support >= _MIN_SUPPORT:
                firsts = self._firsts[window.source]
                last = min(window.last + wider + 1, len(firsts) - 1)
                yield window.source, firsts[max(0, window.first - wider)], firsts[last]

    def at(self, source: int, norm: str, first: int, last: int) -> list[int]:
        """Where a word stands in a passage."""
        return [n for n in self._norms[source].get(norm, ()) if first <= n < last]

    def sentence_of(self, source: int, at: int) -> int:
        """The number of the sentence that a term stands in."""
        return bisect_left(self._firsts[source], at + 1) - 1

    def terms_of(self, source: int, sentence: int) -> range:
        """The numbers of the terms of a sentence."""
        return range(*self._firsts[source][sentence : sentence + 2])

    def counterparts(self, claim: Claim, mine: Sequence[Term], i: int) -> list[Counterpart]:
        """Where the sources have the same word as term `i`, or a synonym, in the same place.

        The word itself comes before synonyms, then the best place.
        """
        found: list[Counterpart] = []
        if mine[i].name:
            return found
        for source, first, last in self.passages(claim):
            for at in self._meaning(source, mine[i], first, last):
                place = self.place(mine, i, source, at)
                if place.n >= _NEIGHBOURS and place.share >= (
                    _SHARE if place.touching and self.terms[source][at].stem == mine[i].stem else _APART_SHARE
                ):
                    found.append(self._counterpart(place))
        return sorted(found, key=lambda one: (one.term.stem != mine[i].stem, -one.place.share))

    @cached_property
    def governed(self) -> tuple[tuple[list[int], list[Cue]], ...]:
        """For each source the numbers of the first terms that its cues govern, in order, and these cues."""
        result = []
        for source, by_sentence in enumerate(self.cues):
            found = []
            for number, cues in by_sentence.items():
                numbers = self.terms_of(source, number)
                terms = self.terms[source][numbers.start : numbers.stop]
                for cue in cues:
                    k = focus(terms, cue, 0) if cue.kind in GOVERNING else None
                    if k is not None:
                        found.append((numbers.start + k, cue))
            found.sort(key=lambda pair: pair[0])
            result.append(([at for at, _ in found], [cue for _, cue in found]))
        return tuple(result)

    def under(self, claim: Claim, mine: Sequence[Term], kinds: Set[str]) -> list[int]:
        """The numbers of the claim's terms that say what a cue of these kinds governs in the passages."""
        norms: set[str] = set()
        for source, first, last in self.passages(claim):
            places, cues = self.governed[source]
            for n in range(bisect_left(places, first), bisect_left(places, last)):
                if cues[n].kind in kinds:
                    norms.add(self.terms[source][places[n]].norm)
        return [i for i, term in enumerate(mine) if any(means(term.norm, norm) for norm in norms)]

    def everywhere(self, mine: Sequence[Term], i: int) -> Iterator[Counterpart]:
        """Every place of the same word in the sources."""
        for source, stems in enumerate(self._stems):
            for at in stems.get(mine[i].stem, ()):
                yield self._counterpart(self.place(mine, i, source, at))

    def _meaning(self, source: int, term: Term, first: int, last: int) -> list[int]:
        """Where a passage has a word, or a synonym."""
        norms = {other.norm for other in self.terms[source][first:last]}
        return [at for norm in norms if means(term.norm, norm) for at in self.at(source, norm, first, last)]

    def _counterpart(self, place: Place) -> Counterpart:
        sentence = self.subject.sources[place.source].sentences[self.sentence_of(place.source, place.at)]
        return Counterpart(place, sentence, self.terms[place.source][place.at])

    def place(self, mine: Sequence[Term], i: int, source: int, at: int) -> Place:
        """How far the neighbours of term `i` of a claim stand round term `at` of a source."""
        stems = self._stems[source]
        idf = self.subject.index.idf
        total = held = 0.0
        n = crossed = 0
        touching = adjoining = False
        sentence = self.sentence_of(source, at)
        for k in range(max(0, i - _REACH), min(len(mine), i + _REACH + 1)):
            term = mine[k]
            if k == i or not term.content or term.stem == mine[i].stem:
                continue
            weight = idf(term.stem)
            total += weight
            near = _near(stems.get(term.stem, ()), at)
            if near is not None:
                held += weight
                n += 1
                crossed += (near < at) != (k < i)
                if abs(k - i) == 1 and self.sentence_of(source, near) == sentence:
                    touching |= abs(near - at) <= _CLOSE
                    adjoining |= near - at == k - i
        return Place(source, at, held / total if total else 0.0, n, crossed, touching, adjoining)


def _near(places: Sequence[int], at: int) -> int | None:
    """The place nearest to `at`, if within reach."""
    k = bisect_left(places, at)
    found = [p for p in places[max(0, k - 1) : k + 2] if p != at and abs(p - at) <= _SOURCE_REACH]
    return min(found, key=lambda p: abs(p - at), default=None)


@per_article
def told(subject: Subject) -> Told:
    """The terms of an article's sources, made once."""
    return Told(subject)
