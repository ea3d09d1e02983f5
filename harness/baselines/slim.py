"""A row as a baseline keeps it: what a gate, a comparison and a reading of the texts need."""

from __future__ import annotations

from harness.jsonl import encode
from harness.types import Row, StoredFinding


def slim(row: Row) -> Row:
    """The row without parts of scores and evidence, and of the findings only errors and warnings.

    What is said of key facts (`fact.*`) goes whole: some of it alone would count facts wrongly.
    """
    scores = {name: score.model_copy(update={"parts": {}}) for name, score in row.scores.items()}
    kept = tuple(finding.model_copy(update={"evidence": ()}) for finding in row.findings if _kept(finding))
    return row.model_copy(update={"scores": scores, "findings": kept})


def _kept(finding: StoredFinding) -> bool:
    return finding.severity == "error" or (finding.severity == "warning" and not finding.check.startswith("fact."))


def slim_line(row: Row) -> bytes:
    """The slim row as a line of rows.jsonl; fields that have their default value are left out."""
    return encode(slim(row).model_dump(exclude_defaults=True)) + b"\n"
