"""Runs and review files made of records and plain JSON, as the report's page writes them; no browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from harness.review.draw import draw
from harness.review.records import Draw, SummaryKey, finding_id
from harness.review.summaries import RunSummaries, read_summaries
from harness.store import Run
from harness.types import Row, Span, StoredFinding
from tests.made_runs import make_backend, make_finding, make_info, make_metric, make_row, write_run

BACKENDS = ("north", "south", "east")
METRICS = ("coverage", "consistency", "structure")
TIME = "2026-11-23T10:00:00Z"


def text_of(key: SummaryKey) -> str:
    """A summary with characters of two UTF-16 units before what is labelled."""
    joined = "\U0001f469\u200d\U0001f692"
    return f"\U0001f309 The bridge closed. “Nobody was hurt,” said {key.backend}’s mayor {joined} at {key.article}."


def findings_of(key: SummaryKey) -> tuple[StoredFinding, ...]:
    """Three findings a summary: one with a claim, one without, one of another kind."""
    text = text_of(key)
    start = text.index("“")
    claim = Span(start=start, end=start + 10, text=text[start : start + 10])
    return (
        make_finding("quote.altered", None, metric="consistency", claim=claim, message="The words differ."),
        make_finding("fact.missing", None, metric="coverage", severity="warning", message="No word of the cause."),
        make_finding("number.wrong", "\U0001f309 The", metric="consistency", message="The number differs."),
    )


def make_rows(n_articles: int, *, backends: Sequence[str] = BACKENDS, samples: int = 1) -> list[Row]:
    """Rows of every backend and of the control "copy", with scores that a fixed stream gives."""
    stream = np.random.default_rng(5)
    rows = []
    for number in range(1, n_articles + 1):
        hard = stream.uniform(0.1, 0.5)
        for place, backend in enumerate((*backends, "copy")):
            for sample in range(samples):
                key = SummaryKey(f"a{number}", backend, sample)
                values = np.clip(1 - hard - 0.1 * place + stream.normal(0, 0.1, len(METRICS)), 0, 1)
                scores = dict(zip(METRICS, (round(float(x), 3) for x in values), strict=True))
                rows.append(make_row(*key[:2], scores, sample=sample, summary=text_of(key), findings=findings_of(key)))
    return rows


def make_run(
    folder: Path, n_articles: int = 12, *, backends: Sequence[str] = BACKENDS, samples: int = 1, **more: Any
) -> RunSummaries:
    """A run's folder, and the run read from it."""
    rows = make_rows(n_articles, backends=backends, samples=samples)
    return store_run(folder, rows, backends=backends, **more)


def store_run(folder: Path, rows: Iterable[Row], *, backends: Sequence[str] = BACKENDS, **more: Any) -> RunSummaries:
    """A run's folder from rows."""
    rows = list(rows)
    info = make_info(
        dict.fromkeys(row.article for row in rows),
        [*map(make_backend, backends), make_backend("copy", control=True)],
        [make_metric(name) for name in METRICS],
        **{"n_rows": len(rows), **more},
    )
    write_run(folder, info, rows)
    return read_summaries(Run(folder))


Judge = Callable[[SummaryKey], Mapping[str, int]]


def judge_evenly(key: SummaryKey) -> dict[str, int]:
    """Every dimension 4."""
    return dict.fromkeys(("coverage", "consistency", "structure", "fluency"), 4)


def make_item(
    run: RunSummaries, key: SummaryKey, judge: Judge = judge_evenly, verdicts: Sequence[str] = ("agree",), **more: Any
) -> dict[str, Any]:
    """One summary's labels; `verdicts` are of its first findings."""
    known = run.by_key[key]
    text = known.text or ""
    start = text.index("mayor")
    labelled = zip(findings_of(key), verdicts, strict=False)
    return {
        **key._asdict(),
        "run": run.name,
        "summary_hash": known.hash,
        "time": TIME,
        "findings": [
            {
                "finding": finding_id(f.metric, f),
                "metric": f.metric,
                "check": f.check,
                "verdict": verdict,
                "comment": "",
            }
            for f, verdict in labelled
        ],
        "missed": [{"start": start, "end": start + 5, "text": "mayor", "check": "role.wrong", "comment": ""}],
        "judgements": dict(judge(key)),
        "comment": "",
        **more,
    }


def make_review(
    run: RunSummaries, items: Sequence[Any], reviewer: str = "Anna", drawn: Draw | None = None, **more: Any
) -> dict[str, Any]:
    """A review file's content, as the page exports it."""
    reference = None if drawn is None else {"sample": drawn.sample, "seed": drawn.seed, "id": drawn.id}
    return {
        "schema": 1,
        "kind": "review",
        "reviewer": reviewer,
        "exported": "2026-11-23T11:00:00Z",
        "report": {"runs": [run.hashes.model_dump()]},
        "draw": reference,
        "blind_seed": 7,
        "items": list(items),
        "preferences": [],
        **more,
    }


def make_preference(run: RunSummaries, article: str, a: str, b: str, prefer: str = "a", **more: Any) -> dict[str, Any]:
    """A preference between two backends' summaries."""
    sides = {side: {"run": run.name, "backend": name, "sample": 0} for side, name in (("a", a), ("b", b))}
    return {"article": article, **sides, "prefer": prefer, "time": TIME, "comment": "", **more}


def draw_review(
    run: RunSummaries, sample: int, reviewer: str = "Anna", judge: Judge = judge_evenly, *, seed: int = 3, **more: Any
) -> dict[str, Any]:
    """The review of all that is drawn."""
    drawn = draw(run, sample=sample, seed=seed)
    return make_review(run, [make_item(run, item.key, judge) for item in drawn.items], reviewer, drawn, **more)


def write_review(path: Path, review: Any) -> Path:
    """As the browser saves it: ASCII escapes for lone surrogates only."""
    path.write_text(json.dumps(review, ensure_ascii=False), encoding="utf-8")
    return path
