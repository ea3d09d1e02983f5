"""References: how much of what a person wrote the summary tells."""

from __future__ import annotations

from harness.case import Case
from harness.metrics.coverage.shares import share


def reference_recall(case: Case) -> float | None:
    """Best recall of a reference's content words."""
    return max((share(weights, case.stems) for weights in case.subject.reference_weights), default=None)
