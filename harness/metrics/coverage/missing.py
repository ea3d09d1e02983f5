"""What the summary leaves out, as findings: salient sentences of the sources, and sources that it does not use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Set
from typing import NamedTuple

from harness.attribution import voices
from harness.case import Case, Subject, per_article
from harness.metrics.coverage.salience import Inventory, Voice, Weights, inventory
from harness.metrics.coverage.shares import share
from harness.metrics.coverage.sources import told
from harness.text import STOPWORDS, Sentence
from harness.types import Evidence, Finding

_FEW = 3  # findings
_UNTOLD = 0.45  # share of a sentence's weight below which it is missing
_SALIENT = 0.25  # of the article's sentences, the most salient ones, can be missing
_ALIKE = 0.5  # two sentences that share so much of the shorter one's weight are one unit
_LEAST_WORDS = 6  # content words of a unit
_UNUSED = 0.1  # share of a voice's own content from which it is used
_NOTHING = 0.05  # share below which hardly a word is told
_OWN_WORDS = 3  # words of a voice alone in a claim that follows it


class Unit(NamedTuple):
    """A sentence of the sources with its salience, and how many voices tell the like."""

    source: int
    sentence: Sentence
    terms: frozenset[str]
    salience: float
    n_voices: int


@per_article
def salient_units(subject: Subject) -> tuple[Unit, ...]:
    """The most salient sentences of the voices, the first first; a sentence that two voices have stands once."""
    found = inventory(subject)
    units = [
        unit
        for voice in found.voices
        for sentence in subject.sources[voice.sources[0]].sentences
        if (unit := _unit(subject, voice.sources[0], sentence, found.weights))
    ]
    units.sort(key=lambda unit: (-unit.salience, unit.source, unit.sentence.start))
    chosen: list[Unit] = []
    for unit in units[: math.ceil(_SALIENT * len(units))]:
        if not any(_overlap(unit.terms, other.terms, found.weights) >= _ALIKE for other in chosen):
            chosen.append(unit)
    return tuple(chosen)


def _unit(subject: Subject, source: int, sentence: Sentence, weights: Weights) -> Unit | None:
    terms = frozenset(sentence.terms) - STOPWORDS
    if len(terms) < _LEAST_WORDS:
        return None
    # the root of the number of words: neither the longest sentence nor the one with the rarest words wins
    salience = math.fsum(weights[term] for term in terms) / math.sqrt(len(terms))
    return Unit(source, sentence, terms, salience, _n_voices(subject, terms, weights))


def _n_voices(subject: Subject, terms: Set[str], weights: Weights) -> int:
    """How many voices have a sentence with most of these words."""
    own = {term: weights[term] for term in terms}
    return sum(
        any(share(own, set(s.terms)) >= _ALIKE for s in subject.sources[group[0]].sentences)
        for group in voices(subject)
    )


def _overlap(a: Set[str], b: Set[str], weights: Weights) -> float:
    shorter = min(math.fsum(weights[term] for term in side) for side in (a, b))
    return math.fsum(weights[term] for term in a & b) / shorter if shorter else 0.0


def missing_content(case: Case) -> Iterator[Finding]:
    """`content.missing`: a few of the most salient sentences that the summary does not tell; a warning where several
    voices tell them, else a note.
    """
    if not case.article.sources:
        return
    weights = inventory(case.subject).weights
    held = told(case)
    untold = (
        unit
        for unit in salient_units(case.subject)
        if share({term: weights[term] for term in unit.terms}, held) < _UNTOLD
    )
    for unit, _ in zip(untold, range(_FEW), strict=False):
        source, sentence = case.article.sources[unit.source], unit.sentence
        several = unit.n_voices > 1
        by = f"{unit.n_voices} independent sources tell" if several else "a source tells prominently"
        yield Finding(
            check="content.missing",
            severity="warning" if several else "info",
            message=f"The summary does not say what {by}: {sentence.text}",
            confidence=0.7 if several else 0.5,
            evidence=(Evidence(source=source.id, start=sentence.start, end=sentence.end, text=sentence.text),),
            expected=sentence.text,
        )


def unused_sources(case: Case) -> Iterator[Finding]:
    """`source.unused`: a voice of whose own content the summary has next to nothing, and at most one sentence that
    follows it; a warning where there is no such sentence and hardly a word, else a note.
    """
    found = inventory(case.subject)
    # a text with fewer sentences than there are voices cannot use them all
    if len(found.voices) < 2 or len(case.claims) < len(found.voices):
        return
    followed = _followed(case, found)
    held = told(case)
    for number, voice in enumerate(found.voices):
        used = share(voice.unique, held)
        if voice.unique and followed[number] <= 1 and used < _UNUSED:
            yield _unused(case, voice, used, followed[number])


def _followed(case: Case, found: Inventory) -> Counter[int]:
    """Number of a voice -> how many claims have several words of it alone, more than of any other."""
    followed: Counter[int] = Counter()
    for claim in case.claims:
        terms = set(claim.terms)
        own = [len(terms & voice.unique.keys()) for voice in found.voices]
        second, first = sorted(range(len(own)), key=own.__getitem__)[-2:]
        if own[first] >= _OWN_WORDS and own[first] > own[second]:
            followed[first] += 1
    return followed


def _unused(case: Case, voice: Voice, used: float, n_followed: int) -> Finding:
    sources = [case.article.sources[n] for n in voice.sources]
    names = " and ".join(source.publisher or source.id for source in sources)
    text = case.subject.sources[voice.sources[0]]
    # what is most its own, as evidence of what there would have been to tell
    best = max(text.sentences, key=lambda s: math.fsum(voice.unique[t] for t in set(s.terms) & voice.unique.keys()))
    return Finding(
        check="source.unused",
        severity="warning" if used < _NOTHING and not n_followed else "info",
        message=f"The summary tells next to nothing of what only {names} reports ({used:.0%} by weight).",
        confidence=0.6,
        evidence=(Evidence(source=sources[0].id, start=best.start, end=best.end, text=best.text),),
    )
