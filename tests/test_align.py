"""Alignment: the window of source sentences that supports a claim best, with ties settled the same way each time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.align import MAX_WINDOW, Index, Window
from harness.align import best as best_of
from harness.text import Sentence, Text

WIRE = (
    "The bridge in Varnholt closed on Tuesday. Engineers had found 12 cracks in its deck. "
    "Repairs will cost 3 million crowns.\r\n\r\nBuses cross at the old ford. Schools stay open."
)
POST = "Drivers face a detour of 20 kilometres. Shopkeepers fear for their trade. Schools stay open."


def index(*sources: str) -> Index:
    return Index([Text(source) for source in sources], [f"s{n}" for n in range(len(sources))])


def claim(text: str) -> Sentence:
    return Sentence(0, len(text), text)


def best(text: str, *sources: str) -> Window:
    window = best_of(index(*sources).windows(claim(text)))
    assert window is not None
    return window


@pytest.mark.parametrize(
    ("text", "source", "first", "last"),
    [
        ("The bridge in Varnholt closed on Tuesday.", 0, 0, 0),
        ("Engineers found cracks.", 0, 1, 1),
        ("Shopkeepers fear for trade.", 1, 1, 1),
        ("Engineers found 12 cracks and repairs will cost 3 million crowns.", 0, 1, 2),
        ("Varnholt closed on Tuesday, engineers found 12 cracks, repairs cost 3 million crowns.", 0, 0, 2),
        ("Schools stay open.", 0, 4, 4),
    ],
)
def test_the_best_window_is_the_shortest_earliest_that_holds_the_claim(
    text: str, source: int, first: int, last: int
) -> None:
    window = best(text, WIRE, POST)
    assert (window.source, window.first, window.last) == (source, first, last)


def test_a_copied_sentence_has_full_support() -> None:
    assert all(
        best(sentence.text, WIRE, POST).support == pytest.approx(1.0)
        for source in (WIRE, POST)
        for sentence in Text(source).sentences
    )


def test_support_falls_with_every_word_that_the_source_does_not_hold() -> None:
    supports = [
        best(text, WIRE, POST).support
        for text in (
            "Engineers had found 12 cracks in its deck.",
            "Engineers had found 12 faults in its deck.",
            "Divers had found 90 faults in its deck.",
            "Divers lost ninety coins beside a deck.",
        )
    ]
    assert supports == sorted(supports, reverse=True)
    assert len(set(supports)) == 4
    assert supports[-1] < 0.25


def test_support_sees_the_order_of_words() -> None:
    assert best("Cracks engineers 12 found.", WIRE).support < best("Engineers found 12 cracks.", WIRE).support


@pytest.mark.parametrize("text", ["Zebras graze quietly.", "12,000", ""])
def test_a_claim_that_shares_no_word_with_any_source_has_no_window(text: str) -> None:
    assert best_of(index(WIRE, POST).windows(claim(text))) is None


def test_no_sources_and_empty_sources_give_no_window() -> None:
    assert best_of(index().windows(claim("The bridge closed."))) is None
    assert best_of(index("", " \r\n").windows(claim("The bridge closed."))) is None


def test_evidence_is_cut_out_of_its_source() -> None:
    made = index(POST, WIRE)
    window = best_of(made.windows(claim("Repairs will cost 3 million crowns and buses cross at the old ford.")))
    assert window is not None
    evidence = made.evidence(window)
    assert evidence.source == "s1"
    assert evidence.text == WIRE[evidence.start : evidence.end]
    assert evidence.text == "Repairs will cost 3 million crowns.\r\n\r\nBuses cross at the old ford."


def test_rare_words_weigh_more_and_unknown_ones_most() -> None:
    made = index(WIRE, POST)
    assert made.idf("school") < made.idf("ford") < made.idf("zebra")
    assert made.idf("zebra") == math.log((1 + 8) / 0.5)


def test_salience_adds_up_sources_and_prefers_what_comes_early() -> None:
    salience = index(WIRE, POST).salience
    assert salience["bridg"] > salience["ford"]
    assert "the" not in salience
    assert index(WIRE).salience["school"] == pytest.approx(index(WIRE).idf("school") / math.sqrt(5))
    assert salience["school"] == pytest.approx(index(WIRE, POST).idf("school") * (1 / math.sqrt(5) + 1 / math.sqrt(3)))


def test_the_stems_of_an_index_are_those_of_all_sources() -> None:
    assert set(index("Cracks grew.", "Ferries wait.").stems) == {"crack", "grew", "ferri", "wait"}


SCRAPS = st.lists(
    st.sampled_from("the bridge closed 12 cracks. Falk said “no”. é \r\n 🙂 ford?".split(" ")), max_size=25
)


@settings(deadline=None)
@given(SCRAPS.map(" ".join), st.lists(SCRAPS.map(" ".join), max_size=3))
def test_windows_of_any_texts_are_short_supported_and_true(summary: str, sources: list[str]) -> None:
    made = index(*sources)
    for sentence in Text(summary).sentences:
        if not sentence.words:
            continue
        window = best_of(made.windows(sentence))
        assert (window is None) == made.stems.isdisjoint(sentence.stems)
        if window is not None:
            evidence = made.evidence(window)
            assert 0 <= window.last - window.first < MAX_WINDOW
            assert 0.0 < window.support <= 1.0 + 1e-9
            assert sources[window.source][evidence.start : evidence.end] == evidence.text
            assert window == best_of(made.windows(sentence))
