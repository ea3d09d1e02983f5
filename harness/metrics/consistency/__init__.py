"""Consistency with the sources: what its words support, and what is wrong with its facts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.case import Case, Claim
from harness.encoder import MINILM, revision
from harness.metrics.consistency.contrast import contrast
from harness.metrics.consistency.dates import check_dates
from harness.metrics.consistency.findings import KINDS, Check
from harness.metrics.consistency.names import check_names
from harness.metrics.consistency.numbers import check_numbers
from harness.metrics.consistency.numbers.conflicts import check_conflicts
from harness.metrics.consistency.quotes import check_quotes
from harness.metrics.consistency.story import check_story
from harness.metrics.consistency.story.events import check_events
from harness.metrics.consistency.support import calibrated, overall
from harness.metrics.consistency.tiers import Tier, supports
from harness.metrics.consistency.wording import check_wording
from harness.types import Finding, Score

CHECKS: tuple[Check, ...] = (
    check_quotes,
    check_numbers,
    check_conflicts,
    check_names,
    check_dates,
    check_wording,
    check_story,
    check_events,
)
_SUPPORTED = 0.25


@dataclass(frozen=True)
class Consistency:
    """How far the sources bear the summary out.

    1: every sentence follows a source passage and no fact in it is found wrong; near 0: it is about something else, or
    has many wrong facts. The value is the calibrated support of its sentences by the best windows of 1–3 source
    sentences, times a factor for signs of contradiction, times a factor for each finding. Sentences are weighed from
    the least supported one on, so that adding supported ones hides nothing.

    Findings come from exact checks of names, numbers, dates, quotations, polarity and attribution against the aligned
    passages of every source, the same in every tier; docs/consistency.md says what each tier cannot see.

    tier: what counts as support. "lexical": the words alone. "encoder": also nearness in the space of a transformer,
    `model` (the packaged MiniLM-L6 unless given). "nli": also what a model of inference, `model` (a folder or a hub
    name), takes for entailed. The last two need the extra `bert`.
    """

    tier: Tier = "lexical"
    model: str = ""

    version: ClassVar[int] = 3
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ("sources",)
    languages: ClassVar[tuple[str, ...]] = ("en",)
    errors: ClassVar[tuple[str, ...]] = tuple(kind for kind, gravity in KINDS.items() if gravity.severity == "error")

    def __post_init__(self) -> None:
        if self.tier == "nli" and not self.model:
            raise ValueError('tier "nli" needs `model`: the folder or the hub name of a model for inference')
        if self.tier == "lexical" and self.model:
            raise ValueError('tier "lexical" has no model; leave `model` out or choose the tier "encoder" or "nli"')

    @property
    def revision(self) -> str | None:
        """Stands for the weights in the signature; None for the lexical tier."""
        return None if self.tier == "lexical" else revision(self.model or MINILM)

    def score(self, case: Case) -> Score:
        """Value, findings, and parts: support, a factor for each family of checks, support by each source."""
        claims = case.aligned
        if not claims:
            return Score(value=None, reason="the summary has no sentence that makes a claim")
        findings = _in_order(finding for check in CHECKS for finding in check(case))
        supported = supports(case, self.tier, self.model)
        support = calibrated(overall(supported))
        signs = contrast(case)
        parts = {
            "support": support,
            "contrast": signs,
            "weakest_support": min(supported),
            "supported_share": sum(s >= _SUPPORTED for s in supported) / len(supported),
            **_families(findings),
            **_by_source(case, claims),
        }
        return Score(value=support * signs * _factor(findings), parts=parts, findings=findings)


def _in_order(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """By place in the summary; of several findings at the same place, errors first."""
    place = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(findings, key=lambda f: (f.claim.start if f.claim else -1, place[f.severity], f.check)))


def _factor(findings: Sequence[Finding]) -> float:
    return math.prod(KINDS[finding.check].factor for finding in findings)


def _families(findings: Sequence[Finding]) -> dict[str, float]:
    """For each family of checks the factor of its findings; 1 where it found nothing."""
    families = dict.fromkeys(kind.partition(".")[0] for kind in KINDS)
    return {
        f"factor[{family}]": _factor([f for f in findings if f.check.startswith(f"{family}.")]) for family in families
    }


def _by_source(case: Case, claims: Sequence[Claim]) -> dict[str, float]:
    """For each source the mean support that it gives to the claims."""
    return {
        f"source[{source.id}]": math.fsum(w.support for claim in claims if (w := claim.windows[n])) / len(claims)
        for n, source in enumerate(case.article.sources)
    }
