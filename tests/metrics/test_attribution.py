"""The metric attribution: shares that a person can count, and findings that hold the matrix."""

from __future__ import annotations

import pytest

from harness.case import Case, Subject
from harness.metrics.attribution import Attribution
from harness.types import Article, Score, Source
from tests.test_attribution import POST, WIRE

OWN = "Mayor Ines Falk said repairs would cost three million crowns."
OTHER = "Shopkeepers on the market square fear for their trade."
BOTH = "The bridge in Varnholt closed on Tuesday."
FOREIGN = "A comet was seen above the northern islands of Quessana."


def judge(summary: str, *sources: str) -> Score:
    made = tuple(
        Source(id=f"s{n}", publisher=f"Paper {n}", text=text) for n, text in enumerate(sources or (WIRE, POST))
    )
    score = Attribution().score(Case(Subject(Article(id="a", sources=made)), summary))
    for finding in score.findings:
        if finding.claim:
            assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
    return score


def test_the_shares_are_of_sentences() -> None:
    score = judge(f"{OWN} {OTHER} {BOTH} {FOREIGN}")
    assert score.value == pytest.approx((1 + 1 + 2 + 0) / 4)
    wanted = {"single_source": 0.5, "unattributed": 0.25, "fused": 0.0, "top_source": 0.5, "voices": 2.0}
    assert score.parts == pytest.approx(wanted)


def test_each_sentence_has_a_finding_with_the_passages_that_bear_it_out() -> None:
    findings = judge(f"{OWN} {BOTH} {FOREIGN}").findings
    assert [f.check for f in findings] == ["claim.sources"] * 3
    assert [[e.source for e in f.evidence] for f in findings] == [["s0"], ["s0", "s1"], []]
    assert findings[0].message == "Borne out by s0 (1.00)."
    assert findings[2].message == "No source bears this out in these words."


def test_a_fused_sentence_is_named_with_both_papers() -> None:
    summary = f"{OWN[:-1]}, and the ferry service that ended in 1974 may return."
    score = judge(summary)
    (finding,) = (f for f in score.findings if f.check == "claim.fused")
    assert finding.severity == "info"
    assert "Paper 0" in finding.message
    assert "Paper 1" in finding.message
    assert [e.source for e in finding.evidence] in (["s0", "s1"], ["s1", "s0"])
    assert score.parts["fused"] == 1.0


def test_a_story_after_one_outlet_is_said_to_be_so() -> None:
    score = judge(f"{WIRE} Engineers found twelve cracks. {OWN}")
    (finding,) = (f for f in score.findings if f.check == "source.overused")
    assert finding.message == "5 of 5 sentences follow Paper 0 more closely than any other source."
    assert not [f for f in judge(f"{OWN} {OTHER}").findings if f.check == "source.overused"]


def test_with_one_voice_there_is_nothing_to_attribute() -> None:
    score = judge(BOTH, WIRE, WIRE)
    assert (score.value, score.reason) == (None, "all sources are one voice")
    assert judge("").reason == "the summary has no sentence that makes a claim"
