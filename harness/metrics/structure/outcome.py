"""What a rule answers, and the few ways in which rules measure how far they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from harness.case import Case
from harness.story import Part
from harness.types import Evidence, Span


class Breach(NamedTuple):
    """What is wrong, for a person, and where; `claim` None where something is missing."""

    message: str
    claim: Span | None = None
    evidence: tuple[Evidence, ...] = ()
    expected: str | None = None
    found: str | None = None


class Outcome(NamedTuple):
    """How far a rule is kept: 1 wholly, 0 not at all, None where the part that it speaks of does not exist."""

    kept: float | None
    breaches: tuple[Breach, ...] = ()


Rule = Callable[..., Outcome]
KEPT = Outcome(1.0)
SILENT = Outcome(None)


def broken(*breaches: Breach) -> Outcome:
    """Not kept at all."""
    return Outcome(0.0, breaches)


def counted(breaches: Sequence[Breach], of: int) -> Outcome:
    """Kept by the share of `of` places that have no breach; None where there is no place."""
    return Outcome(max(0.0, 1 - len(breaches) / of), tuple(breaches)) if of else SILENT


def halved(breaches: Sequence[Breach]) -> Outcome:
    """Kept by half with one breach, not at all with two."""
    return Outcome(max(0.0, 1 - len(breaches) / 2), tuple(breaches))


def band(n: float, low: float, high: float, subject: str, claim: Span | None = None, unit: str = "words") -> Outcome:
    """1 inside the band; outside it falls in proportion, to 0 at none or at twice the limit."""
    if low <= n <= high:
        return KEPT
    kept = max(0.0, n) / low if n < low else max(0.0, 2 - n / high) if high else 0.0
    asked = f"at most {high:g}" if low <= 0 else f"{low:g} to {high:g}"
    return Outcome(kept, (Breach(f"{subject} {n:g} {unit}; {asked} are asked for.".replace(" ;", ";"), claim),))


def span(part: Part) -> Span:
    """The place of a part."""
    return Span(start=part.start, end=part.end, text=part.text)


def place(case: Case, start: int, end: int) -> Span:
    """`start:end` of the summary."""
    return Span(start=start, end=end, text=case.summary.value[start:end])
