"""Coverage of the sources alone: salience, voices, balance, what is missing, and which source is not used."""

from __future__ import annotations

from typing import Any

import pytest

from harness.case import Case, Subject
from harness.metrics.coverage import Coverage
from harness.metrics.coverage.missing import missing_content, unused_sources
from harness.metrics.coverage.salience import FITTED, inventory, weigh
from harness.metrics.coverage.sources import balance, fresh_share, salient_share
from harness.text import Text
from harness.types import Article, Finding, Score, Source

WIRE = (
    "The Marlow bridge closed on Tuesday after engineers found 12 cracks in its eastern pier. Engineers said the cracks "
    "in the bridge had grown since March. Mayor Ines Falk said repairs to the pier would cost 3 million crowns. "
    "A busker played on."
)
POST = (
    "Cracks forced the Marlow bridge to close on Tuesday, engineers said. Shopkeepers on the market square fear losing "
    "their summer customers altogether. Baker Otto Lund wants the council to bring back the passenger ferry service "
    "abandoned in 1974."
)


def case(summary: str, *sources: str) -> Case:
    made = tuple(
        Source(id=f"s{n}", publisher=f"Paper {n}", text=text) for n, text in enumerate(sources or (WIRE, POST))
    )
    return Case(Subject(Article(id="a", sources=made)), summary)


def judge(summary: str, *sources: str, **options: Any) -> Score:
    return Coverage(**options).score(case(summary, *sources))


def test_what_several_sentences_and_voices_lead_with_weighs_most() -> None:
    weights = weigh([[Text(WIRE)], [Text(POST)]])
    assert max(weights, key=weights.__getitem__) in {"bridg", "crack", "engin"}
    assert weights["crack"] > weights["pier"] > weights["busker"]
    assert weights["12"] == pytest.approx(FITTED.figure * weights["close"] / weights["close"] * FITTED.once)
    assert "the" not in weights


def test_the_same_word_earlier_weighs_more() -> None:
    weights = weigh([[Text("Quarry dust rose. It fell. Miners coughed.")]])
    assert weights["quarri"] > weights["miner"]


def test_copies_of_a_text_change_no_weight() -> None:
    alone, copied = (
        inventory(case("", *sources).subject)
        for sources in ((WIRE, POST), (WIRE, POST, WIRE, WIRE.partition("Mayor")[0]))
    )
    assert copied.weights == pytest.approx(alone.weights)
    assert [voice.sources for voice in copied.voices] == [(0, 2, 3), (1,)]
    assert copied.shared == alone.shared


def test_the_parts_tell_whose_content_is_told() -> None:
    parts = judge(WIRE).parts
    assert parts["source[s0]"] == pytest.approx(1.0)
    assert parts["unique[s0]"] == pytest.approx(1.0)
    assert parts["unique[s1]"] == pytest.approx(0.0)
    assert parts["shared"] == pytest.approx(1.0)
    assert judge(f"{WIRE} {POST}").parts["salient_recall"] == pytest.approx(1.0)


def test_one_voice_has_no_balance() -> None:
    for sources in ((WIRE,), (WIRE, WIRE)):
        parts = judge("The bridge closed.", *sources).parts
        assert not [name for name in parts if name.startswith(("unique", "shared", "balance"))]


@pytest.mark.parametrize(
    ("there", "taken", "wanted"),
    [
        ([1.0, 1.0], [0.5, 0.5], 1.0),
        ([1.0, 1.0], [1.0, 0.0], 0.5),
        ([3.0, 1.0], [3.0, 1.0], 1.0),
        ([3.0, 1.0], [1.0, 0.0], 0.75),
        ([1.0, 1.0], [0.0, 0.0], None),
        ([0.0, 0.0], [0.0, 0.0], None),
    ],
)
def test_balance_is_measured_against_what_each_has_of_its_own(
    there: list[float], taken: list[float], wanted: float | None
) -> None:
    assert balance(there, taken) == (None if wanted is None else pytest.approx(wanted))


def test_saying_it_twice_lowers_the_figure_and_not_the_recall() -> None:
    sentence = "Engineers found 12 cracks in the bridge."
    once, twice = judge(sentence), judge(f"{sentence} {sentence}")
    assert fresh_share(case(sentence)) == 1.0
    assert twice.parts["fresh"] == pytest.approx(0.5)
    assert twice.parts["salient_recall"] == once.parts["salient_recall"]
    assert (twice.value or 0) < 0.6 * (once.value or 0)


def test_the_same_content_in_more_words_is_worth_less() -> None:
    short = "Engineers found 12 cracks in the Marlow bridge."
    long = "Engineers found, so it would very much seem to all of us here by now, 12 cracks in the Marlow bridge."
    assert (salient_share(case(long)) or 0) < (salient_share(case(short)) or 0)


def test_nothing_told_is_nothing() -> None:
    assert judge("").value == 0.0
    assert judge("Zebras graze quietly.").value == 0.0
    assert judge("").parts["length_controlled"] is None


def findings(found: Any) -> list[Finding]:
    return list(found)


def test_what_two_voices_tell_is_a_warning_when_it_is_missing() -> None:
    found = findings(
        missing_content(case("Baker Otto Lund wants the council to bring back the passenger ferry service."))
    )
    assert found[0].severity == "warning"
    assert found[0].message.startswith("The summary does not say what 2 independent sources tell: ")
    assert found[0].message.endswith(": Cracks forced the Marlow bridge to close on Tuesday, engineers said.")
    assert all(e.text == (WIRE, POST)[int((e.source or "s0")[1])][e.start : e.end] for f in found for e in f.evidence)
    assert len(found) <= 3


def test_nothing_is_missing_from_a_copy_and_no_source_unused() -> None:
    whole = case(f"{WIRE}\n{POST}")
    assert findings(missing_content(whole)) == []
    assert findings(unused_sources(whole)) == []


def test_a_source_of_which_nothing_is_told_is_named() -> None:
    (finding,) = unused_sources(case(WIRE))
    assert (finding.check, finding.severity) == ("source.unused", "warning")
    assert finding.message == "The summary tells next to nothing of what only Paper 1 reports (0% by weight)."
    assert [e.source for e in finding.evidence] == ["s1"]
    assert "ferry" in finding.evidence[0].text


def test_a_single_sentence_need_not_use_every_source() -> None:
    assert findings(unused_sources(case("Engineers found 12 cracks."))) == []


def test_copies_that_are_not_used_are_named_together() -> None:
    (finding,) = unused_sources(case(WIRE, WIRE, POST, POST))
    assert "Paper 1 and Paper 2" in finding.message


def test_with_key_facts_the_facts_tell_what_is_missing() -> None:
    article = Article.model_validate(
        {"id": "a", "sources": [{"id": "s", "text": WIRE}], "key_facts": [{"id": "k", "text": "The bridge closed."}]}
    )
    score = Coverage().score(Case(Subject(article), "A busker played."))
    assert "content.missing" not in {finding.check for finding in score.findings}
