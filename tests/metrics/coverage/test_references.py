"""Coverage of references: words anywhere, figures doubly, sentence by sentence, and ROUGE's recalls beside it."""

from __future__ import annotations

import pytest

from harness.case import Case, Subject
from harness.metrics.coverage import Coverage
from harness.metrics.coverage.references import reference_recall, rouge_recalls
from harness.metrics.rouge import Rouge1, Rouge2, RougeL
from harness.types import Article

SOURCE = {"id": "s", "text": "Engineers found 12 cracks in the bridge. The mayor shut it. Buses take the ford."}


def case(summary: str, *references: str) -> Case:
    article = {"id": "a", "sources": [SOURCE], "references": list(references)}
    return Case(Subject(Article.model_validate(article)), summary)


@pytest.mark.parametrize(
    ("summary", "recall"),
    [
        ("Engineers found 12 cracks.", 1.0),
        ("12 cracks were found by the engineers.", 1.0),
        ("", 0.0),
        ("Zebras graze.", 0.0),
        ("Engineers found cracks.", 3 / 5),
        ("There were 12.", 2 / 5),
        # all words but in two sentences: the best sentence holds 3 of 5
        ("Engineers found it. Cracks: 12 cracks.", 0.8 + 0.2 * 3 / 5),
    ],
)
def test_content_words_count_once_and_figures_twice(summary: str, recall: float) -> None:
    assert reference_recall(case(summary, "Engineers found 12 cracks.")) == pytest.approx(recall)


def test_the_best_reference_counts_and_without_one_there_is_no_recall() -> None:
    assert reference_recall(case("The mayor shut it.", "Zebras graze.", "The mayor shut it.")) == pytest.approx(1.0)
    assert reference_recall(case("The mayor shut it.")) is None
    assert rouge_recalls(case("The mayor shut it.")) == {}


def test_a_reference_of_stop_words_holds_nothing() -> None:
    assert reference_recall(case("It was so.", "It was so.")) == 0.0


def test_rouge_recalls_are_those_of_the_rouge_metrics() -> None:
    made = case("The mayor shut the bridge.", "The mayor of the town shut the bridge early.")
    parts = Coverage(given="references").score(made).parts
    for name, metric in (("rouge1", Rouge1), ("rouge2", Rouge2), ("rougeL", RougeL)):
        assert parts[f"{name}_recall"] == metric().score(made).parts["recall"]
