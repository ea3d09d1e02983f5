"""Coverage of what matters: key facts, references, or the salient content of the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from harness.case import Case
from harness.metrics.coverage.key_facts import facts_share, judge
from harness.metrics.coverage.length import within_budget
from harness.metrics.coverage.missing import missing_content, unused_sources
from harness.metrics.coverage.reached import length_parts
from harness.metrics.coverage.references import reference_recall, rouge_recalls
from harness.metrics.coverage.sources import salient_share, source_parts
from harness.types import Score


@dataclass(frozen=True)
class Coverage:
    """How much of what matters the summary tells, within the length that was asked for.

    given: what the value is computed from. "auto" takes the best available in the order key_facts, references,
    sources. Key facts: share told, vital ones weighing 1, okay ones 0.5; a fact is told where all its numbers are
    and its words make it likelier than not (`carriers.py`), and not where another number or name stands. References:
    recall of content words (Lin 2004), figures doubly. Sources: recall of their words by salience, beside the most that a
    text of this length can reach, without what is said twice. 0: nothing; 1: everything.

    Beside the value stand what the beginnings of the sources and a greedy choice of their sentences reach in as many
    words, and where between them it lies (`length_controlled`; a copy is at most .5). What stands beyond the profile's
    most words does not count. It cannot see whether what it finds is told rightly, nor content in other words than the
    sources'; docs/coverage.md says what each part means.
    """

    given: Literal["auto", "key_facts", "references", "sources"] = "auto"

    version: ClassVar[int] = 2
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value; parts for what it is computed from, for length and for each source; findings fact.found, fact.wrong,
        fact.missing, content.missing and source.unused.
        """
        case = within_budget(case)
        findings = tuple(judge(case))
        parts: dict[str, float | None] = {
            "key_facts": facts_share(case, findings),
            "references": reference_recall(case),
            "sources": salient_share(case),
        }
        order = ("key_facts", "references", "sources") if self.given == "auto" else (self.given,)
        based = next((part for part in order if parts[part] is not None), None)
        if based is None:
            reason = f"the article has no {' and no '.join(order).replace('_', ' ')}"
            return Score(value=None, parts=parts | source_parts(case), findings=findings, reason=reason)
        # with key facts, what is missing is told by them
        missing = () if case.article.key_facts else missing_content(case)
        return Score(
            value=parts[based],
            parts=parts | length_parts(case, parts, based) | source_parts(case) | rouge_recalls(case),
            findings=(*findings, *missing, *unused_sources(case)),
        )
