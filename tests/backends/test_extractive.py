"""harness.backends.extractive: lead, LexRank and centroid choose sentences of the sources, the right ones."""

from __future__ import annotations

import pytest

from harness.backends.extractive import Centroid, Lead, LexRank
from harness.text import Text
from harness.types import Article
from tests.conftest import make_article

Extractive = Lead | LexRank | Centroid
KINDS = (Lead, LexRank, Centroid)


def article(*sources: str) -> Article:
    """An article with these source texts."""
    return Article.model_validate(
        {"id": "a", "sources": [{"id": f"s{n}", "text": text} for n, text in enumerate(sources)]}
    )


def sentences(backend: Extractive, of: Article) -> list[str]:
    """The sentences of the summary."""
    return [sentence.text for sentence in Text(backend.summarize(of, sample=0).text or "").sentences]


THREE = article("One is first. Two is next.", "Three is alone.", "Four opens here. Five goes on. Six ends it.")


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "One is first."),
        (3, "One is first. Three is alone. Four opens here."),
        (4, "One is first. Three is alone. Four opens here. Two is next."),
        (6, "One is first. Three is alone. Four opens here. Two is next. Five goes on. Six ends it."),
        (99, "One is first. Three is alone. Four opens here. Two is next. Five goes on. Six ends it."),
    ],
)
def test_lead_takes_the_first_of_each_source_then_the_second_of_each(n: int, expected: str) -> None:
    assert Lead(n).summarize(THREE, sample=0).text == expected


def test_lead_of_one_source_is_its_beginning() -> None:
    assert Lead(2).summarize(article("First here. Second there. Third."), sample=0).text == "First here. Second there."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 2, 5])
def test_every_sentence_of_the_summary_stands_in_a_source(kind: type[Extractive], n: int) -> None:
    of = Article.model_validate(make_article(1))
    chosen = sentences(kind(sentences=n), of)
    assert len(chosen) == n
    assert len(set(chosen)) == n
    assert all(any(sentence in source.text for source in of.sources) for sentence in chosen)


@pytest.mark.parametrize("kind", [LexRank, Centroid])
def test_chosen_sentences_keep_the_order_of_the_sources(kind: type[Extractive]) -> None:
    of = Article.model_validate(make_article(1))
    everything = [sentence.text for source in of.sources for sentence in Text(source.text).sentences]
    places = [everything.index(sentence) for sentence in sentences(kind(sentences=4), of)]
    assert places == sorted(places)


HUB = "The dam broke, the sirens failed and the town flooded."
STORY = article(
    "A bakery won a cake prize in the autumn. Inspectors had found cracks in the dam.",
    f"Nobody heard any sirens before dawn. {HUB}",
    "Boats carried people out of the town. Pupils painted a fence beside the school.",
)


@pytest.mark.parametrize("kind", [LexRank, Centroid])
def test_the_sentence_that_ties_the_others_together_is_chosen(kind: type[Extractive]) -> None:
    assert sentences(kind(sentences=1), STORY) == [HUB]


@pytest.mark.parametrize("kind", [LexRank, Centroid])
def test_a_wire_copy_is_not_told_twice(kind: type[Extractive]) -> None:
    copy = "The river dam broke at dawn and flooded the valley town of Oster."
    of = article(
        f"{copy} The mayor of Oster asked for helicopters and boats.",
        f"{copy} Schools across the valley stay closed until Friday.",
        copy,
    )
    chosen = sentences(kind(sentences=3), of)
    assert chosen.count(copy) == 1
    assert len(chosen) == 3


def test_lexrank_says_less_than_asked_rather_than_repeat_itself() -> None:
    of = article(*["The river dam broke at dawn and flooded the town."] * 3)
    assert sentences(LexRank(sentences=3), of) == ["The river dam broke at dawn and flooded the town."]


def test_centroid_with_relevance_alone_repeats_what_is_central() -> None:
    copy = "The river dam broke at dawn and flooded the valley town."
    of = article(f"{copy} Schools across the region stay closed until Friday.", copy)
    assert sentences(Centroid(sentences=2, relevance=1.0), of) == [copy, copy]
    assert len(set(sentences(Centroid(sentences=2, relevance=0.3), of))) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_summary_depends_on_the_texts_alone(kind: type[Extractive]) -> None:
    of = Article.model_validate(make_article(1))
    other = of.model_copy(update={"id": "b", "title": "Other", "meta": {"x": 1}, "references": (), "key_facts": ()})
    first = kind().summarize(of, sample=0)
    assert kind().summarize(of, sample=3) == first
    assert kind().summarize(other, sample=0) == first


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [0, -1])
def test_a_summary_of_no_sentence_is_refused(kind: type[Extractive], n: int) -> None:
    with pytest.raises(ValueError, match=rf"^sentences must be at least 1, not {n}$"):
        kind(sentences=n)


@pytest.mark.parametrize("relevance", [-0.1, 1.1])
def test_a_relevance_outside_its_range_is_refused(relevance: float) -> None:
    with pytest.raises(ValueError, match=rf"^relevance must lie between 0 and 1, not {relevance}$"):
        Centroid(relevance=relevance)
