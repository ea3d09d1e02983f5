"""A story against itself: headlines that nothing bears out, and places that contradict each other."""

from __future__ import annotations

import pytest

from tests.metrics.consistency.judging import article, judge, marked

SOURCE = (
    "A ferry ran into a barge off Dunmarrow on Monday, and 34 passengers were hurt. Police questioned the captain, who "
    "was not arrested. The company said that the radar had been repaired in March. Inspectors have seized the log. The "
    "barge, which carried 1,150 tonnes of gravel, stayed afloat. The ferry line plans a memorial service."
)
STORY = article(SOURCE, published=["2026-10-13"])
BODY = (
    "\n\nPolice questioned the captain after a ferry ran into a barge off Dunmarrow on Monday. Inspectors seized the "
    "log, and 34 passengers were hurt.\n"
)


@pytest.mark.parametrize(
    "headline",
    [
        "Ferry captain arrested after crash off Dunmarrow",
        "Inspectors find log of Dunmarrow ferry was forged",
        "Ferry line to scrap its oldest vessels",
        "Company sat on radar fault before ferry crash",
        "Ferry line sued by passengers after Dunmarrow crash",
        "Captain blamed for ferry crash off Dunmarrow",
        "Captain guilty of ferry crash",
    ],
)
def test_a_headline_that_nothing_bears_out_is_marked(headline: str) -> None:
    found = marked(judge(f"# {headline}{BODY}", STORY), "headline")
    assert found == [("headline.unsupported", headline)]


@pytest.mark.parametrize(
    "headline",
    [
        "Captain questioned after ferry hits barge",
        "Log seized after ferry crash off Dunmarrow",
        "Ferry runs into barge, hurting 34",
        "Radar was repaired in March, says ferry company",
        "Memorial service planned after ferry crash",
        "A ferry, a barge and many questions",
        "Dunmarrow mourns",
    ],
)
def test_a_headline_that_the_story_or_a_source_bears_out_is_not_marked(headline: str) -> None:
    assert marked(judge(f"# {headline}{BODY}", STORY), "headline") == []


def test_a_text_without_a_body_has_no_headline_to_bear_out() -> None:
    assert marked(judge("# Captain blamed", STORY), "headline") == []


def test_two_counts_of_the_same_thing_contradict_each_other() -> None:
    summary = (
        "The ferry ran into a barge and 34 passengers of the ferry were hurt. Police questioned the captain.\n\n"
        "The 61 passengers of the ferry who were hurt were all on deck."
    )
    (finding,) = (f for f in judge(summary, STORY).findings if f.check == "self.contradiction")
    assert finding.claim is not None
    assert (finding.claim.text, finding.expected, finding.found) == ("61", "34", "61")
    assert finding.message == "The story says “34” in one place and “61” in another."
    assert [(e.source, summary[e.start : e.end] == e.text) for e in finding.evidence] == [(None, True)]


@pytest.mark.parametrize(
    "summary",
    [
        "First 12 passengers of the ferry were said to be hurt. Later 61 passengers of the ferry were said to be hurt.",
        "The ferry had 34 passengers who were hurt. The barge had 2 men who were hurt.",
        "About 30 passengers of the ferry were hurt. In all 34 passengers of the ferry were hurt.",
        "34 passengers of the ferry were hurt. 34 passengers of the ferry were hurt, police said.",
    ],
)
def test_updates_other_things_and_hedges_are_no_contradiction(summary: str) -> None:
    assert marked(judge(summary, STORY), "self") == []


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The ferry left at 7.10 am and hit the barge at 7.24 am, two hours after it left.", ["two hours"]),
        ("The ferry left at 7.10 am and hit the barge at 7.24 am, 14 minutes after it left.", []),
        ("The council voted by seven to two. A unanimous vote of the council ended it.", ["unanimous"]),
    ],
)
def test_spans_of_time_and_votes_have_to_fit(summary: str, found: list[str]) -> None:
    assert [text for _, text in marked(judge(summary, STORY), "self")] == found
