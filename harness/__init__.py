"""summary-harness: which summarizer to ship, why, and how sure you can be."""

from __future__ import annotations

__version__ = "0.1.0"
