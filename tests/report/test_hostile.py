"""Texts that would act on a page, a terminal or the direction of writing stay texts wherever they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from harness.store import Run
from harness.text import visible
from harness.types import Article, Failure, Row, StoredScore
from tests.made_runs import (
    HOSTILE,
    make_backend,
    make_evidence,
    make_finding,
    make_metric,
    make_row,
    write_run,
)
from tests.report.made_pages import claimed, page_of, written
from tests.report.parsed_page import Page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(tmp_path: Path, text: str) -> None:
    source = {
        "id": text,
        "title": text,
        "publisher": text,
        "text": f"{text} {text}",
        "url": f"https://e.example/{text}",
    }
    fact = {"id": text, "text": text, "sources": [text]}
    article = Article.model_validate(
        {"id": text, "title": text, "sources": [source], "key_facts": [fact], "references": [text]}
    )
    findings = (
        claimed(0, len(text), f"{text} {text}", check=text, message=text, evidence=(make_evidence(text, text),)),
        make_finding("fact.missing", None, severity="info", message=text, expected=text),
    )
    broken = StoredScore(value=None, error=Failure(type=text, message=text))
    rows = [
        make_row(text, text, {"coverage": 0.5}, summary=f"{text} {text}", findings=findings, reason=text),
        make_row(text, "y", summary=text, reason=text, state="infra_error", error=Failure(type=text, message=text)),
    ]
    rows[0] = rows[0].model_copy(update={"scores": {"coverage": rows[0].scores["coverage"], text: broken}})
    run = written(
        tmp_path / "run", rows, [article], name=text, versions={text: text}, profile=text,
        git={"commit": text, "dirty": True}, backends=[make_backend(text, signature=text), make_backend("y")],
        metrics=[make_metric("coverage"), make_metric(text, signature=text)],
    )  # fmt: skip
    data = page_of(run)
    shown = data.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    found = Page(data)
    plain = Page(page_of(_plain_run(tmp_path / "plain", run)))
    assert [e.tag for e in found.elements] == [e.tag for e in plain.elements]
    assert found.dangling() == set()
    summaries = ["".join(e.text) for e in found.all("div", "text")]
    assert any(visible(text) in summary for summary in summaries)


def _plain_run(folder: Path, run: Run) -> Run:
    """The same run with every text replaced by letters of the same length."""
    hostile = run.info.name
    harmless = "w" * len(hostile)

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(hostile, harmless)
        if isinstance(value, dict):
            return {clean(k): clean(v) for k, v in value.items()}
        return [clean(v) for v in value] if isinstance(value, list | tuple) else value

    info = run.info.__class__.model_validate(clean(run.info.model_dump(by_alias=True)))
    rows = [Row.model_validate(clean(row.model_dump())) for row in run.rows()]
    articles = [Article.model_validate(clean(a.model_dump())) for a in run.articles()]
    return Run(write_run(folder, info, rows, articles))
