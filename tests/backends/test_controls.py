"""harness.backends.controls: the sanity ladder, whose place in every ranking is known beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from harness import plugins
from harness.backends.controls import Copy, Empty, Oracle, Random, RandomOwn, Shuffled
from harness.text import Text
from harness.types import Article
from tests.conftest import make_article

CONTROLS = ("oracle", "copy", "random-own", "random", "shuffled", "empty")


def article(**changes: Any) -> Article:
    """The small article."""
    return Article.model_validate(make_article(1, **changes))


def test_all_controls_say_that_they_are_and_no_other_backend_does() -> None:
    flagged = [name for name in plugins.BACKENDS if plugins.find("backend", name).control]
    assert flagged == list(CONTROLS)


def test_only_oracle_and_shuffled_see_references() -> None:
    needs: dict[str, tuple[str, ...]] = {name: plugins.find("backend", name).needs for name in plugins.BACKENDS}
    assert {name: need for name, need in needs.items() if need} == {
        "oracle": ("references",),
        "random": ("other",),
        "shuffled": ("other", "references"),
    }


def test_empty_says_nothing() -> None:
    assert Empty().summarize(article(), sample=0).text == ""


def test_copy_is_all_sources_whole() -> None:
    of = article()
    assert Copy().summarize(of, sample=0).text == f"{of.sources[0].text}\n\n{of.sources[1].text}"


@pytest.mark.parametrize("kind", [RandomOwn, Random])
def test_random_draws_different_sentences_of_the_article_that_it_is_given(kind: type[RandomOwn]) -> None:
    of = article()
    everything = [sentence.text for source in of.sources for sentence in Text(source.text).sentences]
    for sample in range(20):
        drawn = [s.text for s in Text(kind(sentences=4).summarize(of, sample=sample).text or "").sentences]
        assert len(set(drawn)) == 4
        assert [everything.index(text) for text in drawn] == sorted(everything.index(text) for text in drawn)


def test_random_takes_all_where_there_are_fewer() -> None:
    of = article(sources=[{"id": "s", "text": "One here. Two there."}], key_facts=[])
    assert RandomOwn(sentences=9).summarize(of, sample=0).text == "One here. Two there."


def test_a_draw_depends_on_seed_article_and_sample_only() -> None:
    of = article()
    base = RandomOwn(seed=3).summarize(of, sample=0)
    assert RandomOwn(seed=3).summarize(of.model_copy(update={"title": None}), sample=0) == base
    by_seed = {RandomOwn(seed=seed).summarize(of, sample=0).text for seed in range(8)}
    by_sample = {RandomOwn(seed=3).summarize(of, sample=sample).text for sample in range(8)}
    by_article = {RandomOwn(seed=3).summarize(of.model_copy(update={"id": f"a{n}"}), sample=0).text for n in range(8)}
    assert min(len(by_seed), len(by_sample), len(by_article)) > 3


def test_every_sentence_is_drawn_about_equally_often() -> None:
    of = article()
    n_sentences = sum(len(Text(source.text).sentences) for source in of.sources)
    drawn = [RandomOwn(sentences=1).summarize(of, sample=sample).text or "" for sample in range(800)]
    counts = [drawn.count(text) for text in set(drawn)]
    expected = 800 / n_sentences
    assert len(counts) == n_sentences
    assert all(0.6 * expected < count < 1.4 * expected for count in counts)


def test_shuffled_is_the_reference_of_the_article_that_it_is_given() -> None:
    of = article()
    assert Shuffled().summarize(of, sample=0).text == of.references[0].text


def test_shuffled_is_the_beginning_where_there_is_no_reference() -> None:
    of = article(references=[])
    expected = [sentence.text for sentence in Text(of.sources[0].text).sentences[:2]]
    assert Shuffled(sentences=2).summarize(of, sample=0).text == " ".join(expected)


def test_oracle_without_a_reference_is_not_applicable() -> None:
    summary = Oracle().summarize(article(references=[]), sample=0)
    assert (summary.state, summary.text) == ("not_applicable", None)
    assert summary.reason == "the article has no reference of this profile"


def test_oracle_finds_the_sentences_that_the_reference_was_made_of() -> None:
    of = article()
    wanted = [Text(of.sources[0].text).sentences[0].text, Text(of.sources[1].text).sentences[3].text]
    of = article(references=[" ".join(reversed(wanted))])
    assert Oracle().summarize(of, sample=0).text == " ".join(wanted)


def test_oracle_takes_the_best_of_several_references() -> None:
    of = article()
    sentence = Text(of.sources[1].text).sentences[0].text
    of = article(references=["Nothing alike whatsoever.", sentence])
    assert Oracle().summarize(of, sample=0).text == sentence


def test_oracle_says_nothing_where_no_sentence_helps() -> None:
    assert Oracle().summarize(article(references=["Qqq zzz."]), sample=0).text == ""
