"""BERTScore: how well the tokens of summary and reference match in a transformer's vector space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from harness.case import Case
from harness.encoder import MINILM, Embedded, load_encoder, require_extra, revision
from harness.types import Score


@dataclass(frozen=True)
class BertScore:
    """BERTScore F1 against the references, the best of several. Zhang et al. 2020.

    Each token is matched with its most similar one on the other side; without idf weights and without rescaling.
    About .3 for unrelated texts with MiniLM, 1 for equal ones: the scale is the model's own, so compare only equal
    signatures. It sees meaning rather than wording, and is blind to changed numbers, swapped roles and negation.

    model: "minilm" (the packaged MiniLM-L6, shown as "BERTScore (MiniLM-L6)"), a folder, or a hub name. layers: how
    many of its layers are used. Longer texts than the model takes are encoded in windows.
    """

    model: str = MINILM
    layers: int = 6

    version: ClassVar[int] = 1
    higher_is_better: ClassVar[bool | None] = True
    needs: ClassVar[tuple[str, ...]] = ("references",)
    languages: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        require_extra()
        if self.layers < 1:
            raise ValueError(f"layers must be at least 1, not {self.layers}")

    @property
    def revision(self) -> str:
        """Stands for the weights in the signature."""
        return revision(self.model)

    @property
    def label(self) -> str:
        """What the metric is called in tables."""
        return (
            "BERTScore (MiniLM-L6)" if self.model == MINILM else f"BERTScore ({self.model.rstrip('/').split('/')[-1]})"
        )

    def score(self, case: Case) -> Score:
        """F1 as value; precision, recall and the summary's windows as parts."""
        encoder = load_encoder(self.model, self.layers)
        summary = encoder.embed(case.summary.value)
        if not summary.weights.sum():
            return Score(value=None, reason="the summary has no tokens")
        scores = [_match(encoder.embed(reference.value), summary) for reference in case.subject.references]
        precision, recall, f1 = max(scores, key=lambda score: score[2])
        parts = {"precision": precision, "recall": recall, "windows": float(summary.n_windows)}
        return Score(value=f1, parts=parts)


def _match(reference: Embedded, summary: Embedded) -> tuple[float, float, float]:
    """Precision, recall and F1, rounded to what the model's arithmetic can repeat on another machine."""
    similarity = summary.vectors @ reference.vectors.T
    precision = _weighted(similarity.max(dim=1).values, summary.weights)
    recall = _weighted(similarity.max(dim=0).values, reference.weights)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return round(precision, 6), round(recall, 6), round(f1, 6)


def _weighted(best: Any, weights: Any) -> float:
    """Weighted mean of two tensors of shape (tokens,); Any, since torch is no dependency of the core."""
    total = float(weights.sum())
    return float((best * weights).sum()) / total if total else 0.0
