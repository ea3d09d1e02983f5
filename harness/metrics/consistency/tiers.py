"""What supports a sentence beyond its words: nearness in a transformer's space, or a model of inference."""

from __future__ import annotations

from typing import Any, Literal

from harness.case import Case, Claim
from harness.encoder import MINILM, load_encoder
from harness.entailment import load_entailment

Tier = Literal["lexical", "encoder", "nli"]
_LAYERS = 6
_NEARNESS = 0.3  # weight of the cosine beside the words
_INFERENCE = 0.5  # weight of the probability of entailment beside the words


def supports(case: Case, tier: Tier, model: str) -> list[float]:
    """The support of each claim, 0–1: of its words, and in the other tiers of its best passages in every source."""
    if tier == "encoder":
        return [_near(case, claim, model or MINILM) for claim in case.aligned]
    if tier == "nli":
        return [_entailed(case, claim, model) for claim in case.aligned]
    return [claim.support for claim in case.aligned]


def _near(case: Case, claim: Claim, model: str) -> float:
    encoder = load_encoder(model, _LAYERS)
    mine = _pooled(encoder.embed(claim.text))
    passages = (case.subject.index.evidence(window).text for window in claim.windows if window)
    cosine = max((float(mine @ _pooled(encoder.embed(text))) for text in passages), default=0.0)
    nearness = min(1.0, max(0.0, round(cosine, 6)))
    return (1 - _NEARNESS) * claim.support + _NEARNESS * nearness


def _pooled(embedded: Any) -> Any:
    """The mean of the token vectors, of unit length."""
    mean = (embedded.vectors * embedded.weights[:, None]).sum(dim=0)
    return mean / mean.norm().clamp_min(1e-9)


def _entailed(case: Case, claim: Claim, model: str) -> float:
    reader = load_entailment(model)
    passages = (case.subject.index.evidence(window).text for window in claim.windows if window)
    entailed = max((reader.probability(text, claim.text) for text in passages), default=0.0)
    return (1 - _INFERENCE) * claim.support + _INFERENCE * entailed
