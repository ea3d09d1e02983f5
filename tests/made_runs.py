"""Runs made of records directly, for tests of what reads runs: no backend is asked and no metric is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.aggregate import Table, tabulate_rows
from harness.jsonl import encode
from harness.store import BackendInfo, MetricInfo, RunInfo, row_line
from harness.types import Article, Evidence, Failure, Row, Span, State, StoredFinding, StoredScore

HOSTILE = (
    "pipe|and`tick`",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd()",
    "+1",
    "@x",
    "-2",
    "nul\x00end",
    "\x1b[31mred\x1b[0m",
    "right\u202eleft",
    "two\nlines\r\nthree",
    "lone\ud800half",
    "&lt;b&gt;",
    "{{ 7 * 7 }}",
    "back\\slash[1](x)",
    "</style></title>'",
)
"""Texts that have broken tables and pages elsewhere; used as names, ids, titles and messages."""


def make_metric(
    name: str = "quality", *, signature: str = "", higher: bool | None = True, label: str | None = None
) -> MetricInfo:
    """A metric of a run."""
    signature = signature or f"{name}[v=1]"
    return MetricInfo(name=name, type=name, signature=signature, higher_is_better=higher, label=label)


def make_backend(name: str, *, signature: str = "", control: bool = False) -> BackendInfo:
    """A backend of a run."""
    return BackendInfo(name=name, type="made", signature=signature or f"made[name={name}]", control=control)


def make_row(
    article: str,
    backend: str,
    scores: Mapping[str, float | str | None] | None = None,
    *,
    sample: int = 0,
    state: State = "ok",
    **more: Any,
) -> Row:
    """A row; a score given as text is the message of the exception that the metric raised."""
    stored = {
        name: StoredScore(value=None, error=Failure(type="ValueError", message=value))
        if isinstance(value, str)
        else StoredScore(value=value, reason="no words" if value is None else None)
        for name, value in (scores or {}).items()
    }
    more = {"summary": "A text." if state == "ok" else None, **more}
    return Row(article=article, backend=backend, sample=sample, state=state, scores=stored, **more)


def make_finding(check: str = "quote.fabricated", text: str | None = "A text", **more: Any) -> StoredFinding:
    """A finding on the first words of a summary; without `text` it has no claim."""
    claim = None if text is None else Span(start=0, end=len(text), text=text)
    fields = {
        "metric": "quality",
        "severity": "error",
        "message": "Nobody said this.",
        "claim": claim,
        **more,
    }
    return StoredFinding(check=check, **fields)


def make_evidence(source: str | None, text: str, start: int = 0) -> Evidence:
    """A passage of a source."""
    return Evidence(source=source, start=start, end=start + len(text), text=text)


def make_info(
    article_ids: Iterable[str], backends: Sequence[BackendInfo], metrics: Sequence[MetricInfo], **more: Any
) -> RunInfo:
    """run.json of a complete run; `more` replaces fields."""
    ids = list(article_ids)
    fields: dict[str, Any] = {
        "name": "small",
        "suite": {},
        "suite_hash": "5" * 64,
        "articles_hash": "a" * 64,
        "articles": {article: f"hash-of-{article}" for article in ids},
        "profile": "brief",
        "language": "en",
        "seed": 7,
        "repeats": 1,
        "backends": tuple(backends),
        "metrics": tuple(metrics),
        "status": "complete",
        "n_rows": len(ids) * len(backends),
        "started": "2026-03-17T09:00:00+00:00",
        "versions": {"summary-harness": "0"},
    }
    return RunInfo(**(fields | more))


def make_table(
    values: Mapping[str, Mapping[str, Sequence[float | None]]],
    *,
    lower: Sequence[str] = (),
    controls: Sequence[str] = (),
    signatures: Mapping[str, str] | None = None,
    articles: Mapping[str, str] | None = None,
    **more: Any,
) -> Table:
    """A run as numbers, from backend -> metric -> one value per article a1, a2, …; None is unscored.

    `articles` replaces the ids and their hashes; rows of ids that it lacks are left out.
    """
    signed = signatures or {}
    metrics = list(dict.fromkeys(metric for columns in values.values() for metric in columns))
    n = max(len(column) for columns in values.values() for column in columns.values())
    hashes = {f"a{i + 1}": f"hash-of-a{i + 1}" for i in range(n)} if articles is None else articles
    rows = [
        make_row(f"a{i + 1}", name, {metric: column[i] for metric, column in columns.items()})
        for i in range(n)
        for name, columns in values.items()
        if f"a{i + 1}" in hashes
    ]
    return tabulate_rows(
        make_info(
            hashes,
            [make_backend(b, signature=signed.get(b, ""), control=b in controls) for b in values],
            [make_metric(m, signature=signed.get(m, ""), higher=m not in lower) for m in metrics],
            **{"articles": hashes, **more},
        ),
        rows,
    )


def write_run(folder: Path, info: RunInfo, rows: Iterable[Row], articles: Iterable[Article] = ()) -> Path:
    """The same as a folder."""
    folder.mkdir(parents=True)
    (folder / "run.json").write_bytes(info.to_bytes())
    (folder / "rows.jsonl").write_bytes(b"".join(row_line(row) for row in rows))
    if lines := [encode(article.model_dump(mode="json")) + b"\n" for article in articles]:
        (folder / "articles.jsonl").write_bytes(b"".join(lines))
    return folder
