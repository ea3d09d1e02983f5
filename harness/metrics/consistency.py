"""Consistency with the sources: support of every sentence, and names, numbers and quotes that no source holds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rapidfuzz import fuzz

from harness.align import Window
from harness.case import Case
from harness.facts.names import find_names
from harness.facts.numbers import find_numbers, readings
from harness.facts.quotes import Quote, find_quotes, pieces
from harness.text import Sentence, find_words
from harness.types import Evidence, Finding, Score, Severity, Source, Span

# Support of sentences about another event: median .15, nine in ten below .26; of faithful rewordings: three in four
# above .38. Measured on the newsroom set's careful stories against their own and against other events' sources.
_NONE, _FULL = 0.15, 0.40
_UNSUPPORTED = 0.25
_ALTERED = 85.0  # rapidfuzz ratio of a quote to the nearest passage of a source, 0-100
_FACTOR = {"name.novel": 0.7, "number.novel": 0.7, "quote.altered": 0.5, "quote.fabricated": 0.3}


@dataclass(frozen=True)
class Consistency:
    """How far the sources bear the summary out. Lexical tier, first version.

    1: every sentence is near a source passage and all its names, numbers and quotations stand in a source; near 0: it
    is about something else. Each sentence gets the support of its best window of 1–3 source sentences, stretched so
    that sentences about other events come near 0 and faithful rewordings near 1, times a factor for each name, number
    or quotation in it that no source holds; the value is the mean over the sentences that make claims, weighted by
    their words.

    It cannot see what words cannot show: roles swapped between known names, a number moved from one thing to
    another, a negation, a paraphrase of something false. Support is the surface kind of ROUGE (Lin 2004), taken
    against the source as in SummaC (Laban et al. 2022).
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ("sources",)
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value, parts (support, supported_share, names, numbers, quotes) and findings."""
        if not case.claims:
            return Score(value=None, reason="the summary has no sentence that makes a claim")
        check = _Check(case)
        judged = [check.sentence(claim, window) for claim, window in zip(case.claims, case.windows, strict=True)]
        words = [len(claim.words) for claim in case.claims]
        supports = [_support(window) for window in case.windows]
        total = sum(words)
        value = math.fsum(w * s for w, s in zip(words, judged, strict=True)) / total
        parts = {
            "support": math.fsum(w * s for w, s in zip(words, supports, strict=True)) / total,
            "weakest_support": min(supports),
            "supported_share": sum(s >= _UNSUPPORTED for s in supports) / len(supports),
            **{f"{kind}_found_share": check.share(kind) for kind in ("names", "numbers", "quotes")},
        }
        return Score(value=value, parts=parts, findings=tuple(check.findings))


class _Check:
    """Collects findings sentence by sentence, with what was looked for and what was found."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._counts = {"names": [0, 0], "numbers": [0, 0], "quotes": [0, 0]}
        self._numbers = {
            value
            for source in case.article.sources
            for number in find_numbers(source.text)
            for value in readings(number)
        }
        # over the whole summary: a quotation may run over several sentences, and belongs to the one it begins in
        self._quotations = find_quotes(case.summary.value)
        self.findings: list[Finding] = []

    def share(self, kind: str) -> float | None:
        """Found among looked for; None where the summary has none."""
        found, total = self._counts[kind]
        return found / total if total else None

    def sentence(self, claim: Sentence, window: Window | None) -> float:
        """The sentence's support after its findings."""
        support = _support(window)
        near = () if window is None else (self._case.subject.index.evidence(window),)
        findings = [*self._quotes(claim, near), *self._numbers_of(claim, near), *self._names(claim, near)]
        if support < _UNSUPPORTED:
            message = "No source says this in words near these." if near else "No source shares a word with this."
            findings.append(_finding("sentence.unsupported", "warning", message, _span(claim), near))
        self.findings.extend(findings)
        stretched = min(1.0, max(0.0, (support - _NONE) / (_FULL - _NONE)))
        return stretched * math.prod(_FACTOR.get(finding.check, 1.0) for finding in findings)

    def _names(self, claim: Sentence, near: tuple[Evidence, ...]) -> Iterator[Finding]:
        names = list(find_names(claim))
        novel = [name for name in names if name.norm not in self._case.subject.vocabulary]
        self._count("names", len(names), len(novel))
        for name in novel:
            span = Span(start=name.start, end=name.end, text=name.text)
            yield _finding("name.novel", "warning", f"No source names “{name.text}”.", span, near, found=name.text)

    def _numbers_of(self, claim: Sentence, near: tuple[Evidence, ...]) -> Iterator[Finding]:
        numbers = find_numbers(claim.text)
        novel = [number for number in numbers if not readings(number) & self._numbers]
        self._count("numbers", len(numbers), len(novel))
        for number in novel:
            start = claim.start + number.start
            span = Span(start=start, end=start + len(number.text), text=number.text)
            message = f"No source gives the number {number.text}."
            yield _finding("number.novel", "warning", message, span, near, found=number.text)

    def _quotes(self, claim: Sentence, near: tuple[Evidence, ...]) -> Iterator[Finding]:
        quotes = [quote for quote in self._quotations if claim.start <= quote.start < claim.end]
        missing = [quote for quote in quotes if not all(self._said(piece) for piece in pieces(quote.text))]
        self._count("quotes", len(quotes), len(missing))
        for quote in missing:
            span = Span(start=quote.start, end=quote.end, text=quote.text)
            original = self._nearest(quote)
            if original is not None:
                message = f"The words of this quotation differ from the source's: “{original.text}”."
                yield _finding(
                    "quote.altered",
                    "error",
                    message,
                    span,
                    (original,),
                    expected=original.text,
                    found=quote.text,
                )
            else:
                message = "No source holds the words of this quotation."
                yield _finding("quote.fabricated", "error", message, span, near, found=quote.text)

    def _said(self, piece: tuple[str, ...]) -> bool:
        """True if the word sequence stands in a source."""
        length = len(piece)
        places = self._case.subject.places.get(piece[0], ())
        return any(tuple(words[position : position + length]) == piece for words, position in places)

    def _nearest(self, quote: Quote) -> Evidence | None:
        """The passage that the quotation altered, if some source has one near enough."""
        best: Evidence | None = None
        highest = _ALTERED
        for source in self._case.article.sources:
            match = fuzz.partial_ratio_alignment(quote.text, source.text, score_cutoff=highest)
            if match is not None and match.score > highest:
                best = _whole_words(source, match.dest_start, match.dest_end)
                highest = match.score
        return best

    def _count(self, kind: str, total: int, missing: int) -> None:
        self._counts[kind][0] += total - missing
        self._counts[kind][1] += total


def _whole_words(source: Source, start: int, end: int) -> Evidence:
    """The passage, grown to whole words and without quotation marks at its ends."""
    words = [word for word in find_words(source.text) if word.start < end and word.end > start]
    if words:
        start, end = words[0].start, max(words[-1].end, start + len(source.text[start:end].rstrip("”“\"’‘' \n")))
    return Evidence(source=source.id, start=start, end=end, text=source.text[start:end])


def _support(window: Window | None) -> float:
    return 0.0 if window is None else window.support


def _span(claim: Sentence) -> Span:
    return Span(start=claim.start, end=claim.end, text=claim.text)


def _finding(
    check: str,
    severity: Severity,
    message: str,
    claim: Span,
    evidence: tuple[Evidence, ...],
    expected: str | None = None,
    found: str | None = None,
) -> Finding:
    return Finding(
        check=check,
        severity=severity,
        message=message,
        confidence=1.0,
        claim=claim,
        evidence=evidence,
        expected=expected,
        found=found,
    )
