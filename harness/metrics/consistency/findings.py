"""The kinds of findings of consistency, how grave each is, and how one is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from harness.case import Case, Claim
from harness.types import Evidence, Finding, Severity, Span

Check = Callable[[Case], Iterator[Finding]]
"""Reads a summary beside its sources and tells what is wrong. Precision first: it says nothing where it cannot prove."""


class Gravity(NamedTuple):
    """Severity of a kind of finding, and the factor by which one finding of it lowers the score."""

    severity: Severity
    factor: float


_ERROR = Gravity("error", 0.5)
_WARNING = Gravity("warning", 0.8)
KINDS: dict[str, Gravity] = {
    "name.novel": Gravity("warning", 0.6),
    "name.swapped": _ERROR,
    "number.novel": Gravity("warning", 0.6),
    "number.swapped": _ERROR,
    "number.unit": _ERROR,
    "date.wrong": _ERROR,
    "date.weekday": _ERROR,
    "date.stale": _WARNING,
    "quote.fabricated": _ERROR,
    "quote.altered": _ERROR,
    "quote.misattributed": _ERROR,
    "polarity.flipped": _ERROR,
    "direction.flipped": _ERROR,
    "modality.raised": _WARNING,
    "attribution.dropped": Gravity("warning", 0.9),
    "role.swapped": _ERROR,
    "event.merged": _ERROR,
    "sentence.unsupported": Gravity("warning", 0.9),
    "self.contradiction": _ERROR,
    "headline.unsupported": _WARNING,
    "source.conflict": Gravity("warning", 0.9),
}


def finding(
    check: str,
    message: str,
    claim: Span,
    evidence: Iterable[Evidence] = (),
    *,
    expected: str | None = None,
    found: str | None = None,
    confidence: float = 1.0,
) -> Finding:
    """A finding of a kind in `KINDS`."""
    return Finding(
        check=check,
        severity=KINDS[check].severity,
        message=message,
        confidence=confidence,
        claim=claim,
        evidence=tuple(evidence),
        expected=expected,
        found=found,
    )


def span(case: Case, start: int, end: int) -> Span:
    """`start:end` of the summary."""
    return Span(start=start, end=end, text=case.summary.value[start:end])


def source_span(case: Case, source: int, start: int, end: int) -> Evidence:
    """`start:end` of source number `source`."""
    text = case.subject.sources[source].value[start:end]
    return Evidence(source=case.article.sources[source].id, start=start, end=end, text=text)


def summary_span(case: Case, start: int, end: int) -> Evidence:
    """`start:end` of the summary, as evidence against another place of it."""
    return Evidence(source=None, start=start, end=end, text=case.summary.value[start:end])


def nearest(case: Case, claim: Claim) -> tuple[Evidence, ...]:
    """The passage that supports the claim best."""
    return () if claim.best is None else (case.subject.index.evidence(claim.best),)
