"""Coverage of what matters: key facts, references, or the salient content of the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from harness.case import Case
from harness.metrics.coverage.key_facts import facts_share, judge
from harness.metrics.coverage.references import reference_recall
from harness.metrics.coverage.sources import per_source, salient_share
from harness.types import Score


@dataclass(frozen=True)
class Coverage:
    """How much of what matters the summary tells. First version.

    given: what the value is computed from. "auto" takes the best available in the order key_facts, references,
    sources. Key facts: share found, vital ones weighing 1, okay ones 0.5; a fact is found where one sentence, or
    two adjacent ones, hold half of its content words by idf and all of its numbers. References: recall of content
    words (Lin 2004). Sources: share of the 40 most salient words. 0: nothing; 1: everything.

    It cannot see whether a fact that it finds is told rightly, and a longer summary covers more: read it beside
    `length`.
    """

    given: Literal["auto", "key_facts", "references", "sources"] = "auto"

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ()
    languages: ClassVar[tuple[str, ...]] = ("en",)

    def score(self, case: Case) -> Score:
        """Value; parts key_facts, references, sources and one per source; findings fact.found, fact.missing."""
        findings = tuple(judge(case))
        parts: dict[str, float | None] = {
            "key_facts": facts_share(case, findings),
            "references": reference_recall(case),
            "sources": salient_share(case),
        }
        order = ("key_facts", "references", "sources") if self.given == "auto" else (self.given,)
        value = next((parts[part] for part in order if parts[part] is not None), None)
        parts.update(per_source(case))
        reason = None if value is not None else f"the article has no {' and no '.join(order).replace('_', ' ')}"
        return Score(value=value, parts=parts, findings=findings, reason=reason)
