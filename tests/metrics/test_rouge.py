"""ROUGE equals rouge-score to the last bit: constant none, tool rouge-score 0.1.2, tolerance zero."""

from __future__ import annotations

import random

import pytest
from rouge_score import rouge_scorer

from harness.case import Case, Subject
from harness.metrics.rouge import Rouge, Rouge1, Rouge2, RougeL, RougeLsum, Tokenizer
from harness.text import Text
from harness.types import Article

METRICS: dict[str, type[Rouge]] = {
    "rouge1": Rouge1,
    "rouge2": Rouge2,
    "rougeL": RougeL,
    "rougeLsum": RougeLsum,
}
VOCABULARY = (
    "the a bridge bridges bridging closed closes closing engineer engineers found cracks crack 12 1,200 3.5 Mayor "
    "Falk's Falk’s said “we” will not gamble; — repairs cost 3m crowns of to in on Tuesday buses co-op ford naïve "
    "Zürich мост 🙂 run running generously generalization ties dying U.S. x"
).split()
ODD = [
    "",
    " ",
    "…",
    "bridge",
    "The bridge.",
    "мост закрыт",
    "мост\nзакрыт",
    "a\n\nb\r\nc",
    "é\u0301 café",
    "X" * 500,
    "12 12 12 12",
]


def texts(seed: int) -> tuple[str, str]:
    """A reference and a summary: anything from nothing to long, unrelated to copied, one line or many."""
    rng = random.Random(seed)

    def make(words: list[str], n: int) -> str:
        picked = (rng.choice(words) + rng.choice(["", "", "", "", ".", "?", "\n", ".\n\n"]) for _ in range(n))
        return " ".join(picked)

    words = rng.sample(VOCABULARY, rng.randint(2, len(VOCABULARY)))
    reference = make(words, rng.choice([0, 1, 2, 5, 30, 120]))
    kind = rng.randrange(4)
    if kind == 0:
        return reference, make(words, rng.choice([0, 1, 3, 40, 150]))
    pieces = reference.split(" ")
    if kind == 1:
        pieces = [piece for piece in pieces if rng.random() < 0.7]
    elif kind == 2:
        rng.shuffle(pieces)
    else:
        pieces = [rng.choice(VOCABULARY) if rng.random() < 0.2 else piece for piece in pieces]
    return reference, " ".join(pieces)


PAIRS = [texts(seed) for seed in range(200)]
ODD_PAIRS = [(a, b) for a in ODD for b in ODD]


def numbers(metric: Rouge, references: list[str], summary: str, language: str = "en") -> tuple[object, ...]:
    article = Article.model_validate({"id": "a", "sources": [], "references": references})
    score = metric.score(Case(Subject(article, language=language), summary))
    return score.value, score.parts["precision"], score.parts["recall"]


def expected(name: str, scorer: rouge_scorer.RougeScorer, references: list[str], summary: str) -> tuple[object, ...]:
    if name == "rougeLsum":
        references, summary = [Text(reference).lines for reference in references], Text(summary).lines
    score = scorer.score_multi(references, summary)[name]
    return score.fmeasure, score.precision, score.recall


def test_the_generated_pairs_are_of_varied_shape() -> None:
    values = [numbers(Rouge1(), [reference], summary)[0] for reference, summary in PAIRS]
    assert values.count(0.0) > 10
    assert values.count(1.0) > 10
    assert sum(0.05 < float(str(value)) < 0.95 for value in values) > 60
    assert sum("\n" in reference for reference, _ in PAIRS) > 80


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("stemmer", [True, False])
def test_values_equal_rouge_score_to_the_last_bit(name: str, stemmer: bool) -> None:
    scorer = rouge_scorer.RougeScorer([name], use_stemmer=stemmer)
    metric = METRICS[name](stemmer=stemmer)
    for reference, summary in PAIRS + ODD_PAIRS:
        assert numbers(metric, [reference], summary) == expected(name, scorer, [reference], summary)


@pytest.mark.parametrize("name", METRICS)
def test_several_references_equal_score_multi(name: str) -> None:
    scorer = rouge_scorer.RougeScorer([name], use_stemmer=True)
    for seed in range(0, 60, 3):
        references = [PAIRS[seed + n][0] for n in range(3)]
        summary = PAIRS[seed][1]
        assert numbers(METRICS[name](), references, summary) == expected(name, scorer, references, summary)


@pytest.mark.parametrize("name", METRICS)
def test_the_unicode_alphabet_equals_rouge_score_given_the_same_tokenizer(name: str) -> None:
    scorer = rouge_scorer.RougeScorer([name], tokenizer=Tokenizer("unicode"))
    metric = METRICS[name](alphabet="unicode")
    for reference, summary in PAIRS + ODD_PAIRS:
        assert numbers(metric, [reference], summary) == expected(name, scorer, [reference], summary)


@pytest.mark.parametrize(
    "text",
    [
        "The Bridges' closing, 1,200.50 — “gamble”!",
        "naïve Zürich мост",
        "U.S. x\ty\r\nz",
        "",
        "generously dying ties was",
    ],
)
@pytest.mark.parametrize("stemmer", [True, False])
def test_the_tokenizer_equals_rouge_scores_own(text: str, stemmer: bool) -> None:
    from rouge_score.tokenizers import DefaultTokenizer

    assert Tokenizer(stemmer=stemmer).tokenize(text) == DefaultTokenizer(stemmer).tokenize(text)


def test_the_ascii_alphabet_drops_other_letters_and_unicode_keeps_them() -> None:
    assert numbers(Rouge1(), ["мост закрыт"], "мост закрыт") == (0.0, 0.0, 0.0)
    assert numbers(Rouge1(alphabet="unicode"), ["мост закрыт"], "мост закрыт", "ru") == (1.0, 1.0, 1.0)


def test_the_ascii_alphabet_is_not_applied_to_other_languages() -> None:
    article = Article.model_validate({"id": "a", "sources": [], "references": ["мост"]})
    score = Rouge2().score(Case(Subject(article, language="ru"), "мост"))
    assert (score.value, score.reason) == (
        None,
        'the "ascii" alphabet drops letters of ru; set alphabet = "unicode"',
    )


def test_first_takes_the_first_reference_and_max_the_best() -> None:
    references = ["buses cross elsewhere", "the bridge closed"]
    assert numbers(Rouge1(references="first"), references, "the bridge closed") == (0.0, 0.0, 0.0)
    assert numbers(Rouge1(references="max"), references, "the bridge closed") == (1.0, 1.0, 1.0)


def test_of_references_with_equal_f1_the_first_counts() -> None:
    references = ["bridge closed", "bridge closed found cracks buses cross ford now"]
    summary = "bridge closed found cracks"
    scorer = rouge_scorer.RougeScorer(["rouge1"], use_stemmer=True)
    assert [scorer.score(r, summary)["rouge1"].fmeasure for r in references] == [2 / 3, 2 / 3]
    assert numbers(Rouge1(), references, summary) == (2 / 3, 0.5, 1.0)
    assert numbers(Rouge1(), references[::-1], summary) == (2 / 3, 1.0, 0.5)


def test_only_references_of_the_profile_count() -> None:
    references = [
        {"text": "the bridge closed", "profile": "bullets"},
        {"text": "buses cross", "profile": "brief"},
    ]
    article = Article.model_validate({"id": "a", "sources": [], "references": references})
    assert Rouge1().score(Case(Subject(article, profile="brief"), "the bridge closed")).value == 0.0
    assert Rouge1().score(Case(Subject(article, profile="bullets"), "the bridge closed")).value == 1.0


def test_texts_too_long_to_keep_score_the_same() -> None:
    long = "The bridge closed on Tuesday. " * 800
    scorer = rouge_scorer.RougeScorer(["rouge2"], use_stemmer=True)
    assert numbers(Rouge2(), [long], "bridge closed") == expected("rouge2", scorer, [long], "bridge closed")
