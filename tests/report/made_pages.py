"""A small run with findings of every kind, and its page, for tests of the static half."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.aggregate import tabulate
from harness.compare import compare
from harness.report.html import render
from harness.store import Run
from harness.types import Article, Row, Span, StoredFinding
from tests.conftest import make_article
from tests.made_runs import make_backend, make_evidence, make_finding, make_info, make_metric, make_row, write_run

SUMMARY = "The bridge closed. “Go away,” said Falk & Sons <b>twice</b>."


def claimed(start: int, end: int, text: str = SUMMARY, **more: Any) -> StoredFinding:
    """A finding whose claim is this span of a text."""
    return make_finding(**{"claim": Span(start=start, end=end, text=text[start:end]), **more})


def an_article(number: int = 1) -> Article:
    """One of the made articles."""
    return Article.model_validate(make_article(number))


def rows_of(articles: Sequence[Article], **more: Any) -> list[Row]:
    """Rows of three backends for each article, with overlapping claims, evidence, key facts."""
    findings = (
        claimed(0, 18, severity="warning"),
        claimed(4, 30, evidence=(make_evidence("wire", "The bridge"), make_evidence("post", "Drivers"))),
        claimed(19, 30, evidence=(make_evidence(None, "The bridge"),)),
        make_finding("fact.missing", None, severity="info", expected="Work is to begin in May.",
                     evidence=(make_evidence("post", "Drivers"),)),
        make_finding("fact.found", "The bridge", severity="info", expected="The bridge is closed."),
    )  # fmt: skip
    scores = {"coverage": 0.5, "length": 9.0}
    return [
        make_row(a.id, b, scores, summary=SUMMARY, findings=findings, **more)
        for a in articles
        for b in ("x", "y", "copy")
    ]


def written(folder: Path, rows: Sequence[Row], articles: Sequence[Article], **more: Any) -> Run:
    """A run in a folder, of two backends and a control."""
    backends = [make_backend("x"), make_backend("y"), make_backend("copy", control=True)]
    metrics = [make_metric("coverage"), make_metric("length", higher=None)]
    more = {"backends": backends, "metrics": metrics, **more}
    info = make_info([a.id for a in articles], more.pop("backends"), more.pop("metrics"), **more)
    return Run(write_run(folder, info, rows, articles))


def page_of(*runs: Run) -> bytes:
    """The page of these runs."""
    report = compare([tabulate(run) for run in runs], [run.name for run in runs])
    return b"".join(render(report, list(runs)))
