"""Sentences that no source bears out, and details of an older event told as this one's."""

from __future__ import annotations

import pytest

from tests.metrics.consistency.judging import article, judge, marked

NOW = (
    "The spillway at Kelder gave way on Tuesday, and the town of Ostrava Mills was flooded. Rescuers took families off "
    "roofs with boats. The river stood 3.2 metres deep in the lower streets, the fire brigade said. The operator said "
    "that the gates had been tested in spring. Schools will stay closed until Friday."
)
THEN = (
    "Older people thought of Brannock at once.\n\nOn 9 April 2011 the earth dam at Brannock burst above a sleeping "
    "village. Seventeen people died. The water was five metres deep in the market square, and a jammed sluice was "
    "found to be the cause. The minister resigned within three weeks and flew home in a helicopter.\n\nIn Ostrava "
    "Mills nobody wants to hear of it."
)
STORY = article(NOW, THEN, published=["2026-05-20", "2026-05-21"])


def found(summary: str, *kinds: str) -> list[str]:
    return [kind for kind, _ in marked(judge(summary, STORY), *kinds)]


@pytest.mark.parametrize(
    "summary",
    [
        "Several bereaved fathers intend to sue the company over unpaid wages.",
        "Environmental groups had demanded stricter rules for chemical plants nearby.",
        "Residents complained that ambulances arrived far too late after the alarm.",
        "Insurance firms have promised to pay every shopkeeper without delay.",
        "A concert for the victims raised money from listeners across the continent.",
        "Zebras graze quietly beside volcanoes.",
    ],
)
def test_a_sentence_that_nothing_bears_out_is_marked(summary: str) -> None:
    assert found(summary, "sentence") == ["sentence.unsupported"]


@pytest.mark.parametrize(
    "summary",
    [
        "Boats were used to bring families down from their roofs.",
        "Classes are cancelled until Friday.",
        "How many families were on the roofs is not clear.",
        "Ostrava Mills lies under water.",
        "The operator had the gates checked in spring, it said.",
        "The spillway at Kelder collapsed on Tuesday.",
        "No other report mentions it.",
    ],
)
def test_a_rewording_of_a_source_is_not_marked(summary: str) -> None:
    assert found(summary, "sentence") == []


@pytest.mark.parametrize(
    "summary",
    [
        "The river stood five metres deep in the market square on Tuesday.",
        "When the spillway gave way, a jammed sluice was found to be the cause.",
        "The town was flooded, and the minister resigned within three weeks.",
        "The minister flew home in a helicopter after the spillway gave way.",
    ],
)
def test_a_detail_of_the_older_event_is_marked(summary: str) -> None:
    assert found(summary, "event") == ["event.merged"]


@pytest.mark.parametrize(
    "summary",
    [
        "At Brannock the water was five metres deep in the market square.",
        "In 2011 the water stood five metres deep in the market square.",
        "Fifteen years ago, when another dam burst, the minister resigned within three weeks.",
        "People recall an earlier flood: the water was five metres deep in the market square.",
        "The river stood 3.2 metres deep in the lower streets.",
        "Rescuers took families off roofs.",
    ],
)
def test_the_older_event_told_as_such_is_not_marked(summary: str) -> None:
    assert found(summary, "event") == []


def test_the_evidence_is_the_sentence_about_the_older_event() -> None:
    score = judge("The river stood five metres deep in the market square on Tuesday.", STORY)
    (finding,) = (f for f in score.findings if f.check == "event.merged")
    assert finding.severity == "error"
    assert [(e.source, e.text[:31]) for e in finding.evidence] == [("s1", "The water was five metres deep ")]


def test_without_a_dateline_no_event_is_an_older_one() -> None:
    summary = "The river stood five metres deep in the market square on Tuesday."
    assert marked(judge(summary, article(NOW, THEN)), "event") == []
