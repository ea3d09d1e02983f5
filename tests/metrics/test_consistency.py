"""Consistency: a copy scores 1, another event near 0, and every invented name, number and quotation is marked."""

from __future__ import annotations

import pytest

from harness.case import Case, Subject
from harness.metrics.consistency import Consistency
from harness.types import Article, Finding, Score

WIRE = (
    "The bridge in Varnholt closed on Tuesday after engineers found 12 cracks in its deck. "
    "Mayor Ines Falk said repairs would cost 1.2 million crowns. "
    "“We will not gamble with the lives of our people,” Falk said. "
    "Buses now cross at the old ford, 40 metres upstream."
)
POST = (
    "Drivers in Varnholt face a detour of 20 kilometres. The bridge, built in 1974, was last inspected three years "
    "ago.\r\n\r\n“Nobody told us anything, and now the street is empty,” said the baker Otto Brandt. "
    "Some 5,000 cars crossed it each day. Work is to begin in May."
)
ARTICLE = Article.model_validate(
    {
        "id": "bridge",
        "title": "Cracked bridge closes",
        "sources": [
            {"id": "wire", "publisher": "Harbour Wire", "text": WIRE},
            {"id": "post", "title": "Detour angers Tarrow Heath", "text": POST},
        ],
    }
)


def judge(summary: str, article: Article = ARTICLE) -> Score:
    score = Consistency().score(Case(Subject(article), summary))
    for finding in score.findings:
        assert finding.claim is not None
        assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            source = next(s.text for s in article.sources if s.id == evidence.source)
            assert source[evidence.start : evidence.end] == evidence.text
    return score


def marked(score: Score) -> list[tuple[str, str]]:
    return [(f.check, f.claim.text if f.claim else "") for f in score.findings]


def the_one(summary: str) -> Finding:
    score = judge(summary)
    assert len(score.findings) == 1, marked(score)
    return score.findings[0]


@pytest.mark.parametrize("summary", [WIRE, POST, f"{WIRE}\n\n{POST}", f"{POST} {WIRE}"])
def test_a_copy_of_the_sources_scores_exactly_1_without_findings(summary: str) -> None:
    score = judge(summary)
    assert (score.value, score.findings) == (1.0, ())
    assert score.parts == {
        "support": 1.0,
        "weakest_support": 1.0,
        "supported_share": 1.0,
        "names_found_share": 1.0,
        "numbers_found_share": 1.0,
        "quotes_found_share": 1.0,
    }


def test_a_summary_of_another_event_scores_near_0() -> None:
    score = judge(
        "The airline cancelled 230 flights after pilots rejected an offer of higher wages. "
        "Passengers slept on benches overnight while managers argued with unions."
    )
    assert score.value is not None
    assert score.value < 0.05
    assert [check for check, _ in marked(score)] == [
        "number.novel",
        "sentence.unsupported",
        "sentence.unsupported",
    ]


def test_a_sentence_that_shares_no_word_with_a_source_has_no_evidence() -> None:
    finding = the_one("Zebras graze quietly beside volcanoes.")
    assert (finding.check, finding.severity, finding.evidence) == ("sentence.unsupported", "warning", ())
    assert finding.message == "No source shares a word with this."


def test_a_novel_number_is_marked_where_it_stands() -> None:
    summary = "It is shut.\r\n\r\nThe bridge in Varnholt closed on Tuesday after engineers found 15 cracks in its deck."
    (finding,) = (f for f in judge(summary).findings if f.check == "number.novel")
    assert finding.claim is not None
    assert (finding.claim.start, finding.claim.text, finding.found) == (summary.index("15"), "15", "15")
    assert (finding.severity, finding.message) == ("warning", "No source gives the number 15.")
    assert [(e.source, e.text) for e in finding.evidence] == [("wire", WIRE[: WIRE.index(" Mayor")])]


def test_a_novel_name_is_marked_where_it_stands() -> None:
    finding = the_one("The bridge in Pellsund closed on Tuesday after engineers found 12 cracks in its deck.")
    assert finding.claim is not None
    assert (finding.check, finding.claim.start, finding.found) == ("name.novel", 14, "Pellsund")
    assert (finding.severity, finding.message) == ("warning", "No source names “Pellsund”.")


def test_a_sentence_of_names_and_one_verb_has_its_novel_names_marked() -> None:
    assert ("name.novel", "Lund") in marked(judge("Mayor Ines Falk told Otto Lund that the bridge was closed."))
    assert ("name.novel", "Lund") in marked(judge("Ines Falk met Otto Lund."))


def test_an_altered_quotation_is_shown_beside_the_original() -> None:
    finding = the_one("“We will not gamble with the health of our people,” Falk said.")
    assert finding.claim is not None
    assert (finding.check, finding.severity) == ("quote.altered", "error")
    assert finding.claim.text == "We will not gamble with the health of our people,"
    assert (finding.found, finding.expected) == (finding.claim.text, finding.evidence[0].text)
    assert [e.source for e in finding.evidence] == ["wire"]
    assert finding.evidence[0].text.strip("“”,") == "We will not gamble with the lives of our people"


def test_the_original_of_an_altered_quotation_is_told_without_its_quotation_marks() -> None:
    finding = the_one("“We will not gamble with the health of our people,” Falk said.")
    assert finding.message == (
        "The words of this quotation differ from the source's: “We will not gamble with the lives of our people,”."
    )


def test_a_fabricated_quotation_is_an_error() -> None:
    score = judge("Falk said the bridge closed: “This council has betrayed every driver.”")
    finding = next(f for f in score.findings if f.check == "quote.fabricated")
    assert finding.severity == "error"
    assert finding.message == "No source holds the words of this quotation."
    assert finding.claim is not None
    assert finding.claim.text == "This council has betrayed every driver."
    assert score.parts["quotes_found_share"] == 0.0


def test_a_quotation_over_two_paragraphs_is_checked_in_both() -> None:
    score = judge("“This council has betrayed every driver.\n“It will pay at the polls,” Falk said.")
    quotes = [text for check, text in marked(score) if check == "quote.fabricated"]
    assert quotes == ["This council has betrayed every driver.", "It will pay at the polls,"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Falk said repairs would cost 1.2m crowns.",
        "Falk said repairs would cost 1,200,000 crowns.",
        "Falk said repairs would cost 1.2 mn crowns.",
        "Buses now cross at the old ford 40m upstream.",
        "Engineers found twelve cracks in the deck of Varnholt's bridge.",
        "The bridge was last inspected 3 years ago.",
        "Some 5000 cars crossed it each day.",
        "Some five thousand cars crossed it each day.",
        "The bridge, built in 1974, was last inspected three years ago, Harbour Wire wrote.",
        "Work on the bridge near Tarrow Heath is to begin in May.",
        '"We will not gamble with the lives of our people," Falk said.',
        "“we will not gamble with the lives of our people”, Falk said.",
        "“We will not gamble … lives of our people,” Falk said.",
        "“We will not gamble with the lives of [all] our people,” Falk said.",
        "FALK SAID REPAIRS WOULD COST 1.2 MILLION CROWNS",
    ],
)
def test_harmless_forms_have_no_findings(sentence: str) -> None:
    assert marked(judge(sentence)) == []


def test_each_finding_lowers_the_value_of_its_sentence_by_its_factor() -> None:
    sentence = "The bridge in Varnholt closed on Tuesday after engineers found {} cracks in its deck."
    assert judge(sentence.format(12)).value == 1.0
    assert judge(sentence.format(15)).value == pytest.approx(0.7)
    assert judge(sentence.format(15).replace("Varnholt", "Pellsund")).value == pytest.approx(0.49)


def test_sentences_weigh_by_their_words() -> None:
    good = "Drivers in Varnholt face a detour of 20 kilometres."
    score = judge(f"{good} Zebras graze.")
    assert score.value == pytest.approx(9 / 11)
    assert score.parts["supported_share"] == 0.5
    assert score.parts["weakest_support"] == 0.0


def test_bylines_dates_subheads_and_disclaimers_are_no_claims() -> None:
    summary = (
        "# Bridge in Varnholt closed\n\nBy Zebulon Quist\n\n9 June 2031\n\n"
        "The bridge in Varnholt closed on Tuesday.\n\n"
        "## Zebulon remembers\n\nWork is to begin in May.\n\n*Written by AI; Zebulon Corp. checks 99 facts.*"
    )
    assert marked(judge(summary)) == []


@pytest.mark.parametrize("summary", ["", "…", "*Written by AI.*"])
def test_a_summary_without_claims_is_unscored(summary: str) -> None:
    score = judge(summary)
    assert (score.value, score.reason) == (None, "the summary has no sentence that makes a claim")
