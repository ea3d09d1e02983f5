"""Small runs to bless, and what the tests of baselines share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.baselines import bless
from harness.errors import InputError
from harness.types import Row, StoredFinding, StoredScore
from tests.made_runs import (
    make_backend,
    make_evidence,
    make_finding,
    make_info,
    make_metric,
    make_row,
    write_run,
)

RUN = Path("run")
TARGET = Path("reports/baselines/small")
OLD = TARGET.parent / ".small.old"
KEPT = ["README.md", "rows.jsonl", "run.json"]
TAIL = [f"baseline: {TARGET}", f"commit it with: git add {TARGET}"]
GATE = {"primary": ["quality"], "margin": {"quality": 0.1}, "forbid": ["quote.fabricated"]}


def made_run(
    folder: Path = RUN,
    rows: Sequence[Row] | None = None,
    backends: str = "x",
    value: float = 0.5,
    articles: Sequence[str] = ("a", "b"),
    **more: Any,
) -> Path:
    info = make_info(articles, [make_backend(b) for b in backends.split()], [make_metric()], **more)
    made = [make_row(a, b.name, {"quality": value}) for a in info.articles for b in info.backends]
    return write_run(folder, info, made if rows is None else rows)


def rich_row(article: str = "a", backend: str = "x", value: float = 0.5, *findings: StoredFinding) -> Row:
    """A row with all that a baseline keeps and all that it does not."""
    row = make_row(article, backend, summary=f"A text about {article}.", input_tokens=90, cost_usd=0.25)
    told = make_evidence("s1", "He said nothing.")
    every = (
        make_finding(evidence=[told], expected="nothing", confidence=0.75),
        make_finding("headline.missing", None, metric="structure", message="There is no headline."),
        make_finding("name.novel", "A", severity="warning", evidence=[told]),
        make_finding("claim.sources", severity="info", evidence=[told]),
        make_finding("fact.found", severity="info", evidence=[told]),
        make_finding("fact.missing", None, severity="warning"),
        *findings,
    )
    score = StoredScore(value=value, parts={"facts": 0.25, "sources": None})
    return row.model_copy(update={"scores": {"quality": score}, "findings": every})


def files_in(folder: Path = TARGET) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def refusal(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        bless(folder)
    return str(caught.value)
