"""Coherence, fluency and conciseness on small texts with one thing wrong in each."""

from __future__ import annotations

import pytest

from harness.case import Case, Subject
from harness.metrics import coherence, fluency
from harness.metrics.coherence import Coherence
from harness.metrics.conciseness import Conciseness
from harness.metrics.fluency import Fluency
from harness.types import Article, Score

SOURCE = (
    "The old bridge in Varnholt closed on Tuesday after engineers found cracks in two of its piers. "
    "Mayor Ines Falk said that repairs of the bridge would cost 1.2 million crowns and take nine weeks. "
    "Buses to the hospital cross the river at the ford until the piers are safe again. "
    "Farmers on the eastern bank fear for the autumn market, which the bridge has always served. "
    "The council meets on Friday to decide how the town will pay for the repairs."
)
FIRST, SECOND, THIRD, FOURTH, FIFTH = SOURCE.replace(". ", ".\n").split("\n")
GOOD = " ".join((FIRST, SECOND, THIRD))
FACTS = [
    {"id": "k1", "text": "The bridge in Varnholt closed after engineers found cracks."},
    {"id": "k2", "text": "Repairs cost 1.2 million crowns."},
]


def case(summary: str, *sources: str, facts: bool = False) -> Case:
    records = [{"id": f"s{n}", "text": text} for n, text in enumerate(sources)]
    article = {"id": "a", "sources": records, "key_facts": FACTS if facts else []}
    return Case(Subject(Article.model_validate(article)), summary)


def checks(score: Score) -> list[str]:
    return [finding.check for finding in score.findings]


def value(score: Score) -> float:
    assert score.value is not None
    return score.value


def coherent(summary: str, *sources: str) -> Score:
    return Coherence().score(case(summary, *(sources or (SOURCE,))))


def fluent(summary: str, *sources: str) -> Score:
    return Fluency().score(case(summary, *(sources or (SOURCE,))))


@pytest.mark.parametrize("weights", [coherence.WEIGHTS, fluency.WEIGHTS])
def test_weights_are_not_negative_and_add_up_to_one(weights: dict[str, float]) -> None:
    assert min(weights.values()) > 0
    assert sum(weights.values()) == pytest.approx(1)


def test_the_value_is_the_weighted_mean_of_the_parts() -> None:
    score = coherent(GOOD)
    assert value(score) == pytest.approx(sum(coherence.WEIGHTS[n] * (p or 0) for n, p in score.parts.items()))


def test_a_good_start_of_a_story_is_nearly_fully_coherent_and_fluent_and_has_no_finding() -> None:
    assert value(coherent(GOOD)) > 0.85
    assert value(fluent(GOOD)) > 0.95
    assert coherent(GOOD).findings == fluent(GOOD).findings == ()


@pytest.mark.parametrize(
    ("part", "worse"),
    [
        ("similar", f"{FIRST} {SECOND} Mayor Ines Falk said that repairs of the bridge would take nine weeks."),
        ("unrepeated", f"{FIRST} {SECOND} {SECOND}"),
        ("tight", f"{FIRST} {SECOND} Buses cross, buses cross, buses cross the river and the river at the ford."),
        ("contiguous", f"{FIRST} {THIRD} {SECOND}"),
        ("forward", f"{THIRD} {SECOND} {FIRST}"),
        ("focused", f"{FIRST} {SECOND} A choir of forty children sang three carols under golden lanterns."),
        ("linked", f"{FIRST} {SECOND} A choir of forty children sang three carols under golden lanterns."),
        ("introduced", f"But {FIRST} {SECOND} {THIRD}"),
        ("full", f"{FIRST} {SECOND} At the ford."),
        ("finished", f"{FIRST} Mayor Ines Falk said that repairs of the bridge would. {THIRD}"),
    ],
)
def test_each_part_of_coherence_falls_by_what_it_is_about(part: str, worse: str) -> None:
    good, bad = coherent(GOOD), coherent(worse)
    before, after = good.parts[part], bad.parts[part]
    assert before is not None
    assert after is not None
    assert after < before
    assert value(bad) < value(good)


@pytest.mark.parametrize(
    ("part", "worse"),
    [
        ("tight", f"{FIRST} Buses cross, buses cross, buses cross the river at the ford."),
        ("full", f"{FIRST} At the ford."),
        ("unbroken", f"{FIRST} Mayor Ines Falk said that repairs would take nine weeks and the."),
        ("closed", f"{FIRST} Mayor Ines Falk said that repairs of the bridge would cost 1.2 million crowns and take"),
        ("verbal", f"{FIRST} Of the eastern ninety among our several hundreds of the."),
        ("finished", f"{FIRST} Mayor Ines Falk said that repairs of the bridge would."),
        ("familiar", f"{FIRST} Said of that Ines would to the cost at and nine until."),
    ],
)
def test_each_part_of_fluency_falls_by_what_it_is_about(part: str, worse: str) -> None:
    good, bad = fluent(GOOD), fluent(worse)
    before, after = good.parts[part], bad.parts[part]
    assert before is not None
    assert after is not None
    assert after < before
    assert value(bad) < value(good)


def test_without_sources_the_parts_that_need_them_are_none_and_the_rest_makes_the_value() -> None:
    told, formed = Coherence().score(case(GOOD)), Fluency().score(case(GOOD))
    assert {name for name, part in told.parts.items() if part is None} == {
        "contiguous",
        "forward",
        "focused",
        "finished",
    }
    assert {name for name, part in formed.parts.items() if part is None} == {"finished", "familiar"}
    assert value(told) > 0.9
    assert value(formed) > 0.9


def test_order_is_judged_in_the_source_that_has_both_sentences() -> None:
    other = "Rowers from six towns race on the lake at Ombrey this weekend, weather allowing."
    assert coherent(GOOD, other, SOURCE).parts["forward"] == 1.0
    assert coherent(" ".join((THIRD, SECOND, FIRST)), other, SOURCE).parts["forward"] == 0.0


def test_a_similar_sentence_is_found_with_the_earlier_one_as_evidence() -> None:
    text = f"{FIRST} {SECOND} Repairs of the bridge would cost 1.2 million crowns, the mayor said."
    (found,) = coherent(text).findings
    assert (found.check, found.severity) == ("sentence.similar", "warning")
    assert found.claim is not None
    assert found.claim.text.startswith("Repairs of the bridge")
    assert [e.text for e in found.evidence] == [SECOND]


def test_a_word_that_stands_twice_is_found_at_its_place() -> None:
    (found,) = fluent(f"{FIRST} Buses cross the the river at the ford until Friday.").findings
    assert found.claim is not None
    assert (found.check, found.claim.text) == ("words.repeated", "the the")


def test_a_dangling_beginning_and_a_broken_end_are_found() -> None:
    assert checks(coherent(f"He said so. {FIRST}")) == ["reference.dangling"]
    assert checks(fluent(f"{FIRST} Mayor Ines Falk said that repairs would cost the.")) == ["sentence.cut"]


def test_a_headline_and_a_timeline_may_echo_the_story_and_a_lede_may_be_told_again() -> None:
    story = (
        f"# Old bridge in Varnholt closed after engineers found cracks\n\n{FIRST}\n\n## What happened\n\n"
        f"Engineers found cracks in two of its piers, and the old bridge in Varnholt closed on Tuesday. {SECOND}\n\n"
        f"## Timeline\n\n- 17 March 2026: The old bridge in Varnholt closed on Tuesday after engineers found cracks.\n"
    )
    score = coherent(story)
    assert "sentence.similar" not in checks(score)
    similar = score.parts["similar"]
    assert similar is not None
    assert similar > 0.7


def test_a_text_without_running_sentences_is_unscored() -> None:
    for metric in (Coherence(), Fluency(), Conciseness()):
        score = metric.score(case("… 🙂", SOURCE))
        assert (score.value, score.reason) == (None, "the summary has no sentence of running text")


def test_conciseness_by_key_facts_is_the_share_of_words_in_sentences_that_carry_one() -> None:
    score = Conciseness().score(case(f"{FIRST} {SECOND} {FOURTH}", SOURCE, facts=True))
    words = [len(sentence.split()) for sentence in (FIRST, SECOND, FOURTH)]
    assert value(score) == pytest.approx(sum(words[:2]) / sum(words), abs=0.03)
    assert checks(score) == ["sentence.irrelevant"]


def test_conciseness_by_sources_counts_neither_repetition_nor_foreign_sentences() -> None:
    foreign = "A choir of forty children sang three carols under golden lanterns."
    assert value(Conciseness().score(case(GOOD, SOURCE))) == 1.0
    padded = Conciseness().score(case(f"{GOOD} {SECOND} {foreign}", SOURCE))
    assert checks(padded) == ["sentence.nothing-new", "sentence.irrelevant"]
    assert value(padded) < 0.75


@pytest.mark.parametrize(
    ("given", "missing"), [("key_facts", "key facts"), ("sources", "sources"), ("auto", "sources")]
)
def test_conciseness_without_what_it_needs_is_unscored(given: str, missing: str) -> None:
    score = Conciseness(given=given).score(case(GOOD))  # type: ignore[arg-type]
    assert (score.value, score.reason) == (None, f"the article has no {missing}")
