"""Random streams: each depends on the suite's seed and on what it is for, and on nothing else."""

from __future__ import annotations

import hashlib

import numpy as np


def random_stream(seed: int, *names: str | int) -> np.random.Generator:
    """A generator that depends on the suite's seed and on what it is for, and on nothing else."""
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng([seed & 0xFFFFFFFF, *np.frombuffer(digest, dtype=np.uint32).tolist()])
