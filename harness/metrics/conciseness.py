"""Conciseness: how much of the summary is needed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import ClassVar, Literal

from harness.case import Case
from harness.metrics.coverage.key_facts import judge
from harness.metrics.telling.entities import salience_share
from harness.metrics.telling.redundancy import SIMILAR, overlaps
from harness.metrics.telling.told import Told, finding, told
from harness.types import Finding, Score

_NEW = 1 / 3  # of a sentence's content words, from which it tells something new
_SALIENT = 0.15  # of the sources' salience; 94 of 100 sentences of faithful stories have it
_BORNE = 0.25  # least support by a source

Fault = Literal["sentence.irrelevant", "sentence.nothing-new"]
_MESSAGES: Mapping[Fault, str] = {
    "sentence.irrelevant": "This sentence carries nothing that matters.",
    "sentence.nothing-new": "This sentence tells nothing that has not been told before.",
}


@dataclass(frozen=True)
class Conciseness:
    """Share of the words of running text that stand in sentences which carry something relevant and new.

    The idea is FineSurE's (Song et al. 2024): the share of sentences that a key fact can be matched to; here a model's
    matching is replaced by that of `coverage`, sentences are weighed by their words, and what says again what stood
    there before is taken out. 1: no sentence could go; 0: all could.

    given: what is relevant. "key_facts": the sentence, or two adjacent ones, that carry a key fact best. "sources": a
    sentence that a source supports, with salient words of the sources. "auto" takes key facts where there are any.
    Headlines, subheads and timelines are left out.

    It cannot see long-windedness within a sentence, nor relevance that is not in the sources' frequent and early words;
    by sources nearly every sentence taken from them is relevant, so that it mostly sees repetition and what is foreign.
    A short summary is not better for being short: read it beside `coverage`.
    """

    given: Literal["auto", "key_facts", "sources"] = "auto"

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value; parts relevant and new, the shares of words by either alone; findings sentence.irrelevant and
        sentence.nothing-new.
        """
        sentences = told(case)
        if not sentences:
            return Score(value=None, reason="the summary has no sentence of running text")
        by_facts = self.given == "key_facts" or (self.given == "auto" and bool(case.article.key_facts))
        if not (case.article.key_facts if by_facts else case.article.sources):
            return Score(value=None, reason=f"the article has no {'key facts' if by_facts else 'sources'}")
        relevant = _carriers(case, sentences) if by_facts else _salient(case, sentences)
        new = _new(sentences)
        return Score(
            value=_share(sentences, relevant & new),
            parts={"relevant": _share(sentences, relevant), "new": _share(sentences, new)},
            findings=tuple(_findings(sentences, relevant, new)),
        )


def _carriers(case: Case, sentences: Sequence[Told]) -> Set[int]:
    """The sentences that tell a key fact, rightly or wrongly: a wrong figure is no padding."""
    carriers = [judged.claim for judged in judge(case) if judged.claim is not None]
    return {
        number
        for number, told_ in enumerate(sentences)
        if any(c.start < told_.sentence.end and told_.sentence.start < c.end for c in carriers)
    }


def _salient(case: Case, sentences: Sequence[Told]) -> Set[int]:
    """The sentences that a source supports and that have salient words."""
    return {
        number
        for number, sentence in enumerate(sentences)
        if sentence.claim.support >= _BORNE and (salience_share(case, sentence.content) or 0.0) >= _SALIENT
    }


def _new(sentences: Sequence[Told]) -> Set[int]:
    """The sentences with words that stand in none before, and that are not like one before."""
    again = {number for number, (share, _) in overlaps(sentences).items() if share >= SIMILAR}
    seen: set[str] = set()
    new = set()
    for number, sentence in enumerate(sentences):
        fresh = len(sentence.content - seen)
        if number not in again and (not sentence.content or fresh >= _NEW * len(sentence.content)):
            new.add(number)
        if sentence.claim.part != "lede":  # it may be told again in full
            seen |= sentence.content
    return new


def _share(sentences: Sequence[Told], kept: Set[int]) -> float:
    total = sum(len(sentence.words) for sentence in sentences)
    return sum(len(sentences[number].words) for number in kept) / total if total else 0.0


def _findings(sentences: Sequence[Told], relevant: Set[int], new: Set[int]) -> list[Finding]:
    findings = []
    for number, sentence in enumerate(sentences):
        check: Fault
        for check, kept in (("sentence.irrelevant", relevant), ("sentence.nothing-new", new)):
            if number not in kept:
                findings.append(finding(check, "info", _MESSAGES[check], sentence.span(), confidence=0.5))
    return findings
