"""Judgements with known dependence: no texts, no metric."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from harness.stats import Vector
from harness.validate import Judgements


def make(n_documents: int = 12, n_systems: int = 6, *, seed: int = 1, **changes: Any) -> tuple[Judgements, Vector]:
    """Judgements on a scale of 1–5, with ties, and scores that agree with them in part."""
    rng = np.random.default_rng(seed)
    n = n_documents * n_systems
    quality = rng.normal(size=n) + np.tile(rng.normal(size=n_systems), n_documents)
    judged = Judgements(
        ids=tuple(f"r{i}" for i in range(n)),
        documents=tuple(f"d{i // n_systems}" for i in range(n)),
        systems=tuple(f"s{i % n_systems}" for i in range(n)),
        origins=(None,) * n,
        pairs=(None,) * n,
        words=rng.integers(20, 90, size=n).astype(np.float64),
        dimensions={"quality": np.clip(np.round(quality + 3), 1, 5), "label": (quality > 0).astype(np.float64)},
    )
    scores = np.round(quality + rng.normal(size=n), 1)
    return dataclasses.replace(judged, **changes), scores
