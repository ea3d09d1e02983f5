"""All measures by name, and the score that is made of some of them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.case import Case
from harness.metrics.telling.entities import focused, introduced, linked
from harness.metrics.telling.order import contiguous, forward
from harness.metrics.telling.redundancy import similar, tight, unrepeated
from harness.metrics.telling.told import Measure, combined, told
from harness.metrics.telling.wholeness import closed, familiar, finished, full, unbroken, verbal
from harness.types import Finding, Score

MEASURES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (
        similar,
        unrepeated,
        tight,
        contiguous,
        forward,
        focused,
        linked,
        introduced,
        full,
        unbroken,
        closed,
        verbal,
        finished,
        familiar,
    )
}
"""Every measure under its name, which is that of its part."""


def measured(case: Case, weights: Mapping[str, float]) -> Score:
    """The score made of these measures, with a part and the findings of each."""
    sentences = told(case)
    if not sentences:
        return Score(value=None, reason="the summary has no sentence of running text")
    parts: dict[str, float | None] = {}
    findings: list[Finding] = []
    for name in weights:
        parts[name], found = MEASURES[name](case, sentences)
        findings += found
    findings.sort(key=lambda f: (f.claim.start if f.claim else -1, f.check))
    return Score(value=combined(parts, weights), parts=parts, findings=tuple(findings))
