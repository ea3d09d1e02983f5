"""Key facts: which of a closed list the summary tells, and which sentence carries each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from harness.case import Case
from harness.facts.numbers import find_numbers
from harness.facts.numbers.values import same_value
from harness.metrics.coverage.shares import share
from harness.types import Finding, KeyFact, Span

# idf-weighted share of a fact's content words that one or two adjacent sentences must hold: the best of .35–.7 on
# REALSumm's labelled key facts (balanced accuracy .776 on 5,255 of them)
_CARRIED = 0.5
_WEIGHT = {"vital": 1.0, "okay": 0.5}


def judge(case: Case) -> Iterator[Finding]:
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
        held = share(weights, {stem for claim in claims[first : last + 1] for stem in claim.stems})
        if held < highest or (best is not None and held == highest):
            continue
        start, end = claims[first].start, claims[last].end
        text = case.summary.value[start:end]
        told = find_numbers(text)
        if all(any(same_value(other, number) for other in told) for number in numbers):
            best, highest = Span(start=start, end=end, text=text), held
    return best


def facts_share(case: Case, findings: Sequence[Finding]) -> float | None:
    weights = [_WEIGHT[fact.weight] for fact in case.article.key_facts]
    if not weights:
        return None
    found = (w for w, finding in zip(weights, findings, strict=True) if finding.check == "fact.found")
    return math.fsum(found) / math.fsum(weights)
