"""Who says what: for each claim of a summary, which sources bear it out, and how much.

The matrix stands beside the case, so that metrics, `harness check` and the report read the same one. Support is of the
surface kind (harness/align.py): it tells which report a sentence follows, not whether the sentence is true.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from harness.align import Window
from harness.case import Case, Claim, Subject, per_article
from harness.text import STOPWORDS
from harness.types import Evidence
from harness.voices import find_voices

NOTHING, WHOLE = 0.15, 0.40
"""Support by a window between which a claim goes from foreign to borne out: sentences about other events have a median
of .15, three in four sentences of careful, freely worded stories lie above .38."""
SUPPORTS = 0.4
"""Calibrated support from which a source bears a claim out."""
BESIDE = 0.5
"""A source whose window has less of this share of the best one's support only speaks of the same things."""
_FUSED_GAIN = 0.25  # share of the claim's words by idf that the second source must add
_FUSED_WHOLE = 0.6  # share that the two must explain together
_FUSED_WORDS = 2  # content words that each of the two must have alone
_FUSED_LEAST = 8  # content words of a claim in which two reports can be told apart


class Attributed(NamedTuple):
    """A claim with each source's calibrated support, 0–1, and the numbers of those that bear it out, strongest first.

    `fused` is the pair of sources that explain it together and neither alone, where there is one.
    """

    claim: Claim
    support: tuple[float, ...]
    sources: tuple[int, ...]
    voices: tuple[int, ...]
    fused: tuple[int, int] | None


@per_article
def voices(subject: Subject) -> tuple[tuple[int, ...], ...]:
    """The sources' numbers by voice; near-duplicates are one."""
    return find_voices(subject.sources)


def attribute(case: Case) -> tuple[Attributed, ...]:
    """The attribution matrix: one line for each claim, one number for each source."""
    voice_of = {n: v for v, group in enumerate(voices(case.subject)) for n in group}
    return tuple(_attributed(case.subject, claim, voice_of) for claim in case.aligned)


def evidence(case: Case, line: Attributed, source: int) -> Evidence | None:
    """The passage of a source that a claim follows, if it shares a word with it."""
    window = line.claim.windows[source]
    return None if window is None else case.subject.index.evidence(window)


def calibrated(support: float) -> float:
    """A window's support stretched to 0–1."""
    return min(1.0, max(0.0, (support - NOTHING) / (WHOLE - NOTHING)))


def to_json(case: Case) -> list[dict[str, Any]]:
    """The matrix as `harness check --json` gives it: each claim with the sources that share words with it."""
    result = []
    for line in attribute(case):
        entries = []
        for n, source in enumerate(case.article.sources):
            passage = evidence(case, line, n)
            if passage is not None:
                span = {"start": passage.start, "end": passage.end}
                entries.append({"source": source.id, "support": round(line.support[n], 4), "evidence": span})
        claim = line.claim
        result.append({"start": claim.start, "end": claim.end, "text": claim.text, "sources": entries})
    return result


def _attributed(subject: Subject, claim: Claim, voice_of: Mapping[int, int]) -> Attributed:
    support = tuple(0.0 if window is None else calibrated(window.support) for window in claim.windows)
    best = claim.support
    supporting = tuple(
        n
        for n in sorted(range(len(support)), key=lambda n: (-_raw(claim, n), n))
        if support[n] >= SUPPORTS and _raw(claim, n) >= BESIDE * best
    )
    heard = tuple(dict.fromkeys(voice_of[n] for n in supporting))
    return Attributed(claim, support, supporting, heard, _fused(subject, claim, voice_of))


def _raw(claim: Claim, source: int) -> float:
    window = claim.windows[source]
    return 0.0 if window is None else window.support


def _fused(subject: Subject, claim: Claim, voice_of: Mapping[int, int]) -> tuple[int, int] | None:
    """The pair of voices that explain more of the claim's words together than any source does alone."""
    terms = set(claim.sentence.terms) - STOPWORDS
    weights = {term: subject.index.idf(term) for term in terms}
    total = math.fsum(weights.values())
    if len(terms) < _FUSED_LEAST:
        return None
    held = {w.source: _terms(subject, w) & terms for w in claim.windows if w is not None}
    shares = {n: math.fsum(weights[t] for t in own) / total for n, own in held.items()}
    alone = max(shares.values(), default=0.0)
    best: tuple[int, int] | None = None
    most = max(alone + _FUSED_GAIN, _FUSED_WHOLE)
    for a, b in itertools.combinations(held, 2):
        apart = min(len(held[a] - held[b]), len(held[b] - held[a]))
        if voice_of[a] == voice_of[b] or apart < _FUSED_WORDS or shares[a] + shares[b] < most:
            continue
        together = math.fsum(weights[t] for t in held[a] | held[b]) / total
        if together >= most:
            best, most = ((a, b) if shares[a] >= shares[b] else (b, a)), together
    return best


def _terms(subject: Subject, window: Window) -> frozenset[str]:
    sentences = subject.sources[window.source].sentences[window.first : window.last + 1]
    return frozenset(term for sentence in sentences for term in sentence.terms)
