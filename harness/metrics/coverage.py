"""Coverage of what matters: key facts, references, or the salient content of the sources."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import ClassVar, Literal

from harness.case import Case
from harness.facts.numbers import find_numbers
from harness.facts.numbers.values import same_value
from harness.types import Finding, KeyFact, Score, Span

# idf-weighted share of a fact's content words that one or two adjacent sentences must hold: the best of .35–.7 on
# REALSumm's labelled key facts (balanced accuracy .776 on 5,255 of them)
_CARRIED = 0.5
_WEIGHT = {"vital": 1.0, "okay": 0.5}
_SALIENT = 40  # words; metrics.md's best reference-free feature counts the top 40


@dataclass(frozen=True)
class Coverage:
    """How much of what matters the summary tells. First version.

    given: what the value is computed from. "auto" takes the best available in the order key_facts, references,
    sources. Key facts: share found, vital ones weighing 1, okay ones 0.5; a fact is found where one sentence, or
    two adjacent ones, hold half of its content words by idf and all of its numbers. References: recall of content
    words (Lin 2004). Sources: share of the 40 most salient words. 0: nothing; 1: everything.

    It cannot see whether a fact that it finds is told rightly, and a longer summary covers more: read it beside
    `length`.
    """

    given: Literal["auto", "key_facts", "references", "sources"] = "auto"

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value; parts key_facts, references, sources and one per source; findings fact.found, fact.missing."""
        findings = tuple(_judge(case))
        parts: dict[str, float | None] = {
            "key_facts": _facts_share(case, findings),
            "references": _reference_recall(case),
            "sources": _salient_share(case),
        }
        order = ("key_facts", "references", "sources") if self.given == "auto" else (self.given,)
        value = next((parts[part] for part in order if parts[part] is not None), None)
        parts.update(_per_source(case))
        reason = None if value is not None else f"the article has no {' and no '.join(order).replace('_', ' ')}"
        return Score(value=value, parts=parts, findings=findings, reason=reason)


def _judge(case: Case) -> Iterator[Finding]:
    """One finding per key fact: found, with the sentence that carries it, or missing, with the source's sentence."""
    subject = case.subject
    for fact, weights, evidence in zip(
        case.article.key_facts, subject.fact_weights, subject.fact_evidence, strict=True
    ):
        carrier = _carrier(fact, weights, case)
        if carrier is None:
            severity: Literal["warning", "info"] = "warning" if fact.weight == "vital" else "info"
            yield Finding(
                check="fact.missing",
                severity=severity,
                message=f"Not told: {fact.text}",
                evidence=evidence,
                expected=fact.text,
            )
        else:
            yield Finding(
                check="fact.found",
                severity="info",
                message=f"Told: {fact.text}",
                claim=carrier,
                evidence=evidence,
                expected=fact.text,
            )


def _carrier(fact: KeyFact, weights: Mapping[str, float], case: Case) -> Span | None:
    """The best sentence, or pair of adjacent ones, that carries the fact."""
    numbers = [number for number in find_numbers(fact.text) if number.kind != "ordinal"]
    best: Span | None = None
    highest = _CARRIED
    claims = case.claims
    # single sentences first, so that a pair must carry more than either of its sentences
    for first, last in (*((i, i) for i in range(len(claims))), *itertools.pairwise(range(len(claims)))):
        share = _share(weights, {stem for claim in claims[first : last + 1] for stem in claim.stems})
        if share < highest or (best is not None and share == highest):
            continue
        start, end = claims[first].start, claims[last].end
        text = case.summary.value[start:end]
        told = find_numbers(text)
        if all(any(same_value(other, number) for other in told) for number in numbers):
            best, highest = Span(start=start, end=end, text=text), share
    return best


def _facts_share(case: Case, findings: Sequence[Finding]) -> float | None:
    weights = [_WEIGHT[fact.weight] for fact in case.article.key_facts]
    if not weights:
        return None
    found = (w for w, finding in zip(weights, findings, strict=True) if finding.check == "fact.found")
    return math.fsum(found) / math.fsum(weights)


def _reference_recall(case: Case) -> float | None:
    """Best recall of a reference's content words."""
    return max((_share(weights, case.stems) for weights in case.subject.reference_weights), default=None)


def _salient_share(case: Case) -> float | None:
    if not case.article.sources:
        return None
    salience = case.subject.index.salience
    top = sorted(salience, key=lambda stem: (-salience[stem], stem))[:_SALIENT]
    return _share({stem: salience[stem] for stem in top}, case.stems)


def _per_source(case: Case) -> Mapping[str, float]:
    """For each source the idf-weighted share of its content words that the summary holds."""
    return {
        f"source[{source.id}]": _share(weights, case.stems)
        for source, weights in zip(case.article.sources, case.subject.source_weights, strict=True)
    }


def _share(weights: Mapping[str, float], present: Set[str]) -> float:
    total = math.fsum(weights.values())
    return math.fsum(w for stem, w in weights.items() if stem in present) / total if total else 0.0
