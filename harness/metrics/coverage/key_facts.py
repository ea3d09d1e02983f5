"""Key facts: which of a closed list the summary tells, which sentence carries each, and which it tells wrongly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from harness.case import Case
from harness.facts.numbers import find_numbers
from harness.metrics.coverage.asked import Asked, Lines, asked
from harness.metrics.coverage.carriers import TOLD, Carried, carried, span
from harness.metrics.coverage.wrongly import Differing, differing
from harness.types import Finding

_UNDECIDED = 0.51  # what is decided against the curve is decided all the same
_WEIGHT = {"vital": 1.0, "okay": 0.5}
FOUND, MISSING, WRONG = "fact.found", "fact.missing", "fact.wrong"


def judge(case: Case) -> Iterator[Finding]:
    """One finding per key fact, in the article's order: found, with the sentence that carries it; wrong, with the
    sentence that gives another number or name; or missing, with the source's sentence. `confidence` is the probability
    of what the finding says.
    """
    facts = asked(case.subject)
    if not facts:
        return
    lines = Lines(case.claims)
    numbers = find_numbers(case.summary.value, case.subject.currencies)
    for fact in facts:
        told = carried(fact, lines, numbers)
        wrong = differing(fact, told, lines, case)
        if wrong is not None:
            yield _wrong(fact, told, wrong)
        elif told.probability >= TOLD and told.place is not None and not told.untold:
            yield Finding(
                check=FOUND,
                severity="info",
                message=f"Told: {fact.fact.text}",
                confidence=told.probability,
                claim=span(told.place, lines, case.summary.value),
                evidence=fact.evidence,
                expected=fact.fact.text,
            )
        else:
            yield _missing(fact, told)


def _missing(fact: Asked, told: Carried) -> Finding:
    severity: Literal["warning", "info"] = "warning" if fact.fact.weight == "vital" else "info"
    return Finding(
        check=MISSING,
        severity=severity,
        message=f"Not told: {fact.fact.text}",
        # a fact whose number is told nowhere is not told, however much else of it is
        confidence=max(_UNDECIDED, 1 - told.probability),
        evidence=fact.evidence,
        expected=fact.fact.text,
    )


def _wrong(fact: Asked, told: Carried, wrong: Differing) -> Finding:
    return Finding(
        check=WRONG,
        severity="warning",
        message=f"Told with {wrong.found} for {wrong.expected}: {fact.fact.text}",
        confidence=max(_UNDECIDED, told.probability),
        claim=wrong.claim,
        evidence=fact.evidence,
        expected=fact.fact.text,
        found=wrong.found,
    )


def facts_share(case: Case, findings: Sequence[Finding]) -> float | None:
    """Share of the key facts that is told, by weight; None without key facts."""
    weights = [_WEIGHT[fact.weight] for fact in case.article.key_facts]
    if not weights:
        return None
    found = (w for w, finding in zip(weights, findings, strict=True) if finding.check == FOUND)
    return math.fsum(found) / math.fsum(weights)
