"""Coverage: which key facts are told, how much of the references and sources is held, and what the value is made of."""

from __future__ import annotations

from typing import Any

import pytest

from harness.case import Case, Subject
from harness.metrics.coverage import Coverage
from harness.types import Article, Score
from tests.conftest import make_article

FIRST = "Engineers found 12 cracks in the bridge."
SECOND = "Work is to begin in May."


def judge(summary: str, given: Any = "auto", profile: str = "free", **changes: Any) -> Score:
    article = Article.model_validate(make_article(1, **changes))
    score = Coverage(given=given).score(Case(Subject(article, profile=profile), summary))
    for finding in score.findings:
        if finding.claim is not None:
            assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            source = next(s.text for s in article.sources if s.id == evidence.source)
            assert source[evidence.start : evidence.end] == evidence.text
    return score


def checks(score: Score) -> list[str]:
    return [finding.check for finding in score.findings if finding.check.startswith("fact.")]


@pytest.mark.parametrize(
    ("summary", "value", "found"),
    [
        (f"{FIRST} {SECOND}", 1.0, ["fact.found", "fact.found"]),
        (FIRST, 1 / 1.5, ["fact.found", "fact.missing"]),
        (SECOND, 0.5 / 1.5, ["fact.missing", "fact.found"]),
        ("Zebras graze quietly.", 0.0, ["fact.missing", "fact.missing"]),
        ("", 0.0, ["fact.missing", "fact.missing"]),
        (
            "The bridge was shut when engineers discovered twelve cracks.",
            1 / 1.5,
            ["fact.found", "fact.missing"],
        ),
        ("Engineers looked at the cracks. There were 12.", 1 / 1.5, ["fact.found", "fact.missing"]),
        ("Engineers found 15 cracks in the bridge.", 0.0, ["fact.wrong", "fact.missing"]),
    ],
)
def test_vital_facts_weigh_1_and_okay_ones_half(summary: str, value: float, found: list[str]) -> None:
    score = judge(summary)
    assert score.value == pytest.approx(value)
    assert score.parts["key_facts"] == score.value
    assert checks(score) == found


def test_a_found_fact_shows_the_sentence_that_tells_it_and_the_source() -> None:
    finding = judge(f"Buses run.\r\n{FIRST} Shops wait.").findings[0]
    assert (finding.severity, finding.message, finding.expected) == ("info", f"Told: {FIRST}", FIRST)
    assert finding.claim is not None
    assert finding.claim.text == FIRST
    assert [e.source for e in finding.evidence] == ["wire"]
    assert "12 cracks" in finding.evidence[0].text


def test_missing_facts_have_no_claim_and_vital_ones_are_warnings() -> None:
    vital, okay = judge("Zebras graze.").findings
    assert (vital.severity, vital.message, vital.claim) == ("warning", f"Not told: {FIRST}", None)
    assert (okay.severity, okay.message, okay.claim) == ("info", f"Not told: {SECOND}", None)
    assert [e.source for e in okay.evidence] == ["post"]


def test_a_fact_is_not_told_in_a_byline_or_disclaimer() -> None:
    summary = f"# Bridge shut in town\n\nThe town waits.\n\n*Note: AI wrote this. {SECOND}*"
    assert checks(judge(summary)) == ["fact.missing", "fact.missing"]


def test_without_key_facts_the_references_count_and_then_the_sources() -> None:
    reference = make_article(1)["references"][0]
    score = judge(reference, key_facts=[])
    assert (score.value, score.parts["references"], score.parts["key_facts"]) == (1.0, 1.0, None)
    score = judge(FIRST, key_facts=[], references=[])
    assert score.value == score.parts["sources"]
    assert score.parts["references"] is None
    assert score.findings == ()


def test_the_best_of_several_references_counts() -> None:
    score = judge("The road is shut.", "references", references=["Zebras graze quietly.", "The road is shut."])
    assert score.value == 1.0


def test_references_of_other_profiles_do_not_count() -> None:
    references = [{"text": "The road is shut.", "profile": "bullets"}]
    assert judge("The road is shut.", "references", profile="bullets", references=references).value == 1.0
    score = judge("The road is shut.", "references", profile="brief", references=references)
    assert (score.value, score.reason) == (None, "the article has no references")


def test_what_is_given_can_be_chosen() -> None:
    values = {given: judge(SECOND, given).value for given in ("key_facts", "references", "sources")}
    parts = judge(SECOND).parts
    assert values == {given: parts[given] for given in values}
    assert len(set(values.values())) == 3


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("key_facts", "the article has no key facts"),
        ("references", "the article has no references"),
        ("sources", "the article has no sources"),
        ("auto", "the article has no key facts and no references and no sources"),
    ],
)
def test_nothing_to_cover_is_unscored(given: str, reason: str) -> None:
    score = judge("The road is shut.", given, key_facts=[], references=[], sources=[])
    assert (score.value, score.reason) == (None, reason)


def test_each_source_has_its_part_and_a_copy_holds_all_of_it() -> None:
    article = make_article(1)
    wire, post = (source["text"] for source in article["sources"])
    parts = judge(wire).parts
    assert parts["source[wire]"] == pytest.approx(1.0)
    assert parts["source[post]"] is not None
    assert parts["source[post]"] < 0.5
    whole = judge(f"{wire}\n{post}").parts
    assert [whole[key] for key in ("source[wire]", "source[post]", "salient_recall")] == pytest.approx([1.0, 1.0, 1.0])


def test_telling_more_never_lowers_the_recall_of_the_sources() -> None:
    text = make_article(1)["sources"][0]["text"]
    values = [judge(text[:end], "sources").parts["salient_recall"] or 0.0 for end in range(0, len(text), 25)]
    assert values == sorted(values)
    assert values[0] == 0.0


def test_key_facts_are_judged_without_sources() -> None:
    score = judge(FIRST, sources=[], key_facts=[{"id": "k", "text": FIRST}])
    assert (score.value, score.findings[0].evidence) == (1.0, ())
