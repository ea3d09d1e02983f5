"""Consistency, and the three headline metrics together, of a 400-word story against four sources of 400 words, beside
rouge-score on one pair.

`python -m pytest tests/benchmarks/test_speed.py --benchmark-enable` prints all; the ratio is told in the table's order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rouge_score.rouge_scorer import RougeScorer

from harness.articles import load_set
from harness.case import Case, Subject
from harness.metrics.consistency import Consistency
from harness.metrics.coverage import Coverage
from harness.metrics.structure import Structure
from harness.types import Score

NEWSROOM = Path(__file__).parents[2] / "fixtures" / "newsroom"
WORDS = 400
HEADLINE = (Coverage(), Consistency(), Structure())


def cut(text: str) -> str:
    """The first 400 words."""
    return " ".join(text.split(" ")[:WORDS])


@pytest.fixture(scope="module")
def story() -> tuple[Subject, str]:
    """An analysed article and a faithful story about it."""
    article = load_set(NEWSROOM).articles[0]
    sources = tuple(source.model_copy(update={"text": cut(source.text)}) for source in article.sources)
    rows = (NEWSROOM / "summaries" / "careful.jsonl").read_text(encoding="utf-8").splitlines()
    text = next(row["summary"] for row in map(json.loads, rows) if row["article"] == article.id)
    subject = Subject(article.model_copy(update={"sources": sources}), profile="news-story")
    for metric in HEADLINE:  # the article is analysed once
        metric.score(Case(subject, text))
    return subject, cut(text)


def test_consistency_of_a_story(benchmark: Any, story: tuple[Subject, str]) -> None:
    subject, text = story
    score = benchmark.pedantic(lambda: Consistency().score(Case(subject, text)), rounds=10)
    assert score.value is not None


def test_the_three_headline_metrics_of_a_story(benchmark: Any, story: tuple[Subject, str]) -> None:
    subject, text = story

    def judge() -> list[Score]:
        case = Case(subject, text)
        return [metric.score(case) for metric in HEADLINE]

    assert all(score.value is not None for score in benchmark.pedantic(judge, rounds=10))


def test_rouge_score_on_a_pair(benchmark: Any, story: tuple[Subject, str]) -> None:
    _, text = story
    other = cut(load_set(NEWSROOM).articles[0].references[0].text)
    scorer = RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)
    scores = benchmark.pedantic(lambda: scorer.score(other, text), rounds=10)
    assert set(scores) == {"rouge1", "rouge2", "rougeLsum"}
