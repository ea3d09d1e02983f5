"""Attribution: which sources the summary rests on, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.attribution import Attributed, attribute, evidence, voices
from harness.case import Case
from harness.types import Evidence, Finding, Score, Span

_FEW_CLAIMS = 5  # from which something can be said of a summary as a whole
_TOO_MUCH = 0.3  # share of claims by which a voice may exceed its even share


@dataclass(frozen=True)
class Attribution:
    """Voices that bear out a sentence of the summary, mean over its sentences. Neutral, never ranked.

    Near-duplicate sources are one voice. Every sentence has a finding `claim.sources` with the passages that bear it
    out, which make up the matrix of `harness check` and of the report; `claim.fused` are sentences that two sources
    explain together and neither alone, to be read with care; `source.overused` says that one outlet carries the story.
    It sees words: two sources that say the same in other words are two voices, and what nobody says in these words is
    unattributed. Unscored with a single voice.
    """

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = None
    needs: ClassVar[tuple[str, ...]] = ("sources",)
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Mean number of voices as value; parts, all shares of the sentences but `voices`: single_source,
        unattributed, fused, top_source (those that follow the voice that most sentences follow).
        """
        lines = attribute(case)
        groups = voices(case.subject)
        if len(groups) < 2 or not lines:
            reason = "all sources are one voice" if lines else "the summary has no sentence that makes a claim"
            return Score(value=None, findings=tuple(_sources(case, lines)), reason=reason)
        n = len(lines)
        leads = Counter(line.voices[0] for line in lines if line.voices)
        top = max(leads, key=lambda voice: (leads[voice], -voice), default=None)
        parts = {
            "single_source": sum(len(line.voices) == 1 for line in lines) / n,
            "unattributed": sum(not line.voices for line in lines) / n,
            "fused": sum(line.fused is not None for line in lines) / n,
            "top_source": 0.0 if top is None else leads[top] / n,
            "voices": float(len(groups)),
        }
        findings = [*_sources(case, lines), *_fused(case, lines)]
        if top is not None and n >= _FEW_CLAIMS and leads[top] / n > 1 / len(groups) + _TOO_MUCH:
            findings.append(_overused(case, groups[top], leads[top], n))
        return Score(value=sum(len(line.voices) for line in lines) / n, parts=parts, findings=tuple(findings))


def _sources(case: Case, lines: Sequence[Attributed]) -> Iterator[Finding]:
    ids = [source.id for source in case.article.sources]
    for line in lines:
        supports = ", ".join(f"{ids[n]} ({line.support[n]:.2f})" for n in line.sources)
        yield Finding(
            check="claim.sources",
            severity="info",
            message=f"Borne out by {supports}." if supports else "No source bears this out in these words.",
            claim=_span(line),
            evidence=_passages(case, line, line.sources),
        )


def _fused(case: Case, lines: Sequence[Attributed]) -> Iterator[Finding]:
    for line in lines:
        if line.fused is not None:
            a, b = (case.article.sources[n].publisher or case.article.sources[n].id for n in line.fused)
            yield Finding(
                check="claim.fused",
                severity="info",
                message=f"This sentence joins what {a} says with what {b} says; neither says all of it.",
                confidence=0.5,
                claim=_span(line),
                evidence=_passages(case, line, line.fused),
            )


def _overused(case: Case, group: Sequence[int], n_followed: int, n_claims: int) -> Finding:
    names = " and ".join(case.article.sources[n].publisher or case.article.sources[n].id for n in group)
    return Finding(
        check="source.overused",
        severity="info",
        message=f"{n_followed} of {n_claims} sentences follow {names} more closely than any other source.",
        confidence=0.6,
    )


def _passages(case: Case, line: Attributed, sources: Sequence[int]) -> tuple[Evidence, ...]:
    return tuple(passage for n in sources if (passage := evidence(case, line, n)))


def _span(line: Attributed) -> Span:
    return Span(start=line.claim.start, end=line.claim.end, text=line.claim.text)
