"""The running sentences of a summary, and how shares and findings are made of them.

A sentence is told where it stands in running text: headlines, subheads and timelines echo the story on purpose, and are
left out.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from harness.case import Case, Claim
from harness.text import STOPWORDS, Sentence, Word
from harness.types import Evidence, Finding, Severity, Span

Pair = tuple[str, str]
Measured = tuple[float | None, tuple[Finding, ...]]
"""A share, and the places that cost it points."""
Measure = Callable[[Case, Sequence["Told"]], Measured]

_ECHOES = ("headline", "timeline")
_LISTED = ("bullet",)
# what tokenizers leave of possessives and brackets
LEFTOVERS = frozenset("s t lrb rrb lsb rsb".split())


@dataclass(frozen=True)
class Told:
    """A sentence of running text with its claim."""

    claim: Claim

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.claim.sentence

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words without what tokenizers leave behind."""
        return tuple(word for word in self.sentence.words if word.norm not in LEFTOVERS)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of its words."""
        return tuple(word.stem for word in self.words)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its pairs of adjacent words, as stems."""
        return tuple(pairwise(self.stems))

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems that are no stop words."""
        return frozenset(term for term in self.sentence.terms if term not in STOPWORDS)

    @property
    def listed(self) -> bool:
        """Whether it stands in a list, where fragments are in order."""
        return self.claim.part in _LISTED

    def span(self, first: int = 0, last: int = -1) -> Span:
        """The sentence; or its words `first` to `last`."""
        if (first, last) == (0, -1):
            return Span(start=self.sentence.start, end=self.sentence.end, text=self.sentence.text)
        start, end = self.words[first].start, self.words[last].end
        return Span(
            start=start, end=end, text=self.sentence.text[start - self.sentence.start : end - self.sentence.start]
        )


def told(case: Case) -> tuple[Told, ...]:
    """The sentences of running text that say something about the event, in order."""
    return tuple(Told(claim) for claim in case.aligned if claim.part not in _ECHOES)


def mean(values: Iterable[float]) -> float | None:
    """Mean; None of nothing."""
    found = list(values)
    return math.fsum(found) / len(found) if found else None


_DECAY = 0.7
"""Weight of a value beside the next smaller one."""


def from_worst(values: Iterable[float]) -> float | None:
    """Mean in which each value weighs less than the next smaller one; None of nothing."""
    ranked = sorted(values)
    weights = [_DECAY**rank for rank in range(len(ranked))]
    return math.fsum(map(operator.mul, weights, ranked)) / math.fsum(weights) if ranked else None


def combined(parts: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The weighted mean of the parts that are not None; None where no part is left."""
    known = {name: value for name, value in parts.items() if value is not None}
    total = math.fsum(weights[name] for name in known)
    return math.fsum(weights[name] * value for name, value in known.items()) / total if total else None


def finding(
    check: str,
    severity: Severity,
    message: str,
    claim: Span,
    *,
    earlier: Sentence | None = None,
    confidence: float = 1.0,
) -> Finding:
    """A finding at `claim`; its evidence is the `earlier` sentence of the summary, if there is one."""
    evidence = (
        () if earlier is None else (Evidence(source=None, start=earlier.start, end=earlier.end, text=earlier.text),)
    )
    return Finding(
        check=check, severity=severity, message=message, claim=claim, evidence=evidence, confidence=confidence
    )
