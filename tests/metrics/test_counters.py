"""Counters: length, compression and extractiveness on texts that a person can count."""

from __future__ import annotations

import pytest

from harness.case import Case, Subject
from harness.metrics.counters import Compression, Extractiveness, Length
from harness.plugins import direction
from harness.types import Article


def case(summary: str, *sources: str) -> Case:
    records = [{"id": f"s{n}", "text": text} for n, text in enumerate(sources)]
    return Case(Subject(Article.model_validate({"id": "a", "sources": records})), summary)


@pytest.mark.parametrize(
    ("summary", "words", "sentences"),
    [
        ("The bridge closed. Buses wait.", 5, 2),
        ("1,200 crowns, don’t ask", 4, 1),
        ("мост закрыт", 2, 1),
        ("हिन्दी शब्द", 2, 1),
        ("cafe\u0301\r\nbar", 2, 2),
        ("🙂 …", 0, 1),
        ("", 0, 0),
    ],
)
def test_length_counts_words_sentences_and_characters(summary: str, words: int, sentences: int) -> None:
    score = Length().score(case(summary))
    assert score.value == words
    assert score.parts == {"sentences": sentences, "characters": len(summary)}


def test_compression_is_source_words_per_summary_word() -> None:
    sources = ("The bridge in Varnholt closed today.", "Buses wait there.")
    score = Compression().score(case("Bridge closed, buses.", *sources))
    assert (score.value, score.parts) == (3.0, {"source_words": 9.0})
    assert Compression().score(case(" ".join(sources), *sources)).value == 1.0


@pytest.mark.parametrize("metric", [Compression(), Extractiveness()])
@pytest.mark.parametrize("summary", ["", "… 🙂"])
def test_a_summary_without_words_is_unscored(metric: Compression | Extractiveness, summary: str) -> None:
    score = metric.score(case(summary, "The bridge closed."))
    assert (score.value, score.reason) == (None, "the summary has no words")


@pytest.mark.parametrize(
    ("summary", "coverage", "density", "longest", "bigrams"),
    [
        ("a b c d", 1.0, 4.0, 4, 1.0),
        ("a b x c d", 4 / 5, (4 + 4) / 5, 2, 2 / 4),
        ("c d a b", 1.0, 2.0, 2, 2 / 3),
        ("x y z", 0.0, 0.0, 0, 0.0),
        ("a x b", 2 / 3, 2 / 3, 1, 0.0),
        ("b c d e f x", 5 / 6, (9 + 4) / 6, 3, 3 / 5),
        ("A, B! “c” D?", 1.0, 4.0, 4, 1.0),
        ("a", 1.0, 1.0, 1, None),
    ],
)
def test_extractiveness_takes_the_longest_fragments_of_any_source(
    summary: str, coverage: float, density: float, longest: int, bigrams: float | None
) -> None:
    score = Extractiveness().score(case(summary, "a b c d", "a b. e f"))
    assert score.value == pytest.approx(coverage)
    assert score.parts == {
        "density": pytest.approx(density),
        "longest_fragment_words": longest,
        "bigram_precision": None if bigrams is None else pytest.approx(bigrams),
    }


def test_a_fragment_does_not_run_from_one_source_into_the_next() -> None:
    score = Extractiveness().score(case("a b c d", "a b", "c d"))
    assert (score.value, score.parts["longest_fragment_words"]) == (1.0, 2.0)


@pytest.mark.parametrize("name", ["length", "compression", "extractiveness"])
def test_counters_are_never_ranked(name: str) -> None:
    assert direction(name) is None
