"""A row as a baseline keeps it: what a gate, a comparison and a reading of the texts need."""

from __future__ import annotations

from harness.jsonl import encode
from harness.types import Row

_BARE = {"evidence": (), "expected": None, "found": None}


def slim(row: Row) -> Row:
    """The row without parts of scores and evidence, and of the findings only errors and warnings.

    Of those the message says what was expected and found, so that both go too.
    """
    scores = {name: score.model_copy(update={"parts": {}}) for name, score in row.scores.items()}
    kept = [finding for finding in row.findings if finding.severity != "info"]
    bare = tuple(finding.model_copy(update=_BARE) for finding in kept)
    return row.model_copy(update={"scores": scores, "findings": bare})


def slim_line(row: Row) -> bytes:
    """The slim row as a line of rows.jsonl; fields that have their default value are left out."""
    return encode(slim(row).model_dump(exclude_defaults=True)) + b"\n"
