"""Key facts: which are told and by which sentence, which are told with another number or name, which are missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from harness.case import Case, Subject
from harness.metrics.coverage import Coverage
from harness.metrics.coverage.asked import Lines, asked
from harness.metrics.coverage.carriers import SIGNS, WEIGHTS, Features, carried, probability
from harness.metrics.coverage.key_facts import judge
from harness.text import Text
from harness.types import Article, Finding

SOURCE = """Judge Simone Takahari sentenced former director Matej Orlevan to six years in prison on Friday.

Orlevan took bribes of 11.2m crowns from the builder, the court in Port Ilvesh found. He was fined 900,000 crowns.

Governor Radmila Echavar declared a state of emergency in the province after the flood. Some 2,300 residents left.

The spillway failed after six days of rain. An inspection had warned of hollows beneath it in October.

Buses run on Sunday, and the museum opens at noon. Shops in the centre stay closed."""
FACTS = (
    "Matej Orlevan was sentenced to six years in prison.",
    "Orlevan was fined 900,000 crowns.",
    "Governor Radmila Echavar declared a state of emergency.",
    "The spillway failed after six days of rain.",
)


def article(facts: Sequence[str] = FACTS, source: str = SOURCE) -> Article:
    return Article.model_validate(
        {
            "id": "event",
            "sources": [{"id": "wire", "text": source}] if source else [],
            "key_facts": [{"id": f"k{n}", "text": text} for n, text in enumerate(facts)],
        }
    )


def findings(summary: str, facts: Sequence[str] = FACTS, source: str = SOURCE) -> list[Finding]:
    found = list(judge(Case(Subject(article(facts, source)), summary)))
    for finding in found:
        if finding.claim is not None:
            assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            assert source[evidence.start : evidence.end] == evidence.text
    return found


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (0, "Matej Orlevan was sentenced to six years in prison."),
        (0, "The former director, Matej Orlevan, got a prison sentence of six years."),
        (0, "Ex-director Orlevan was given a 6-year prison sentence."),
        (1, "Orlevan also has to pay a fine of 900,000 crowns."),
        (1, "He must pay a fine of 0.9m crowns, and Orlevan loses his pension."),
        (2, "The governor, Echavar, declared an emergency."),
        (2, "A state of emergency was declared by Governor Radmila Echavar."),
        (3, "After six days of rain the spillway failed."),
        (3, "The failure of the spillway followed six days of rain."),
    ],
)
def test_a_fact_is_told_in_other_forms_of_its_words(fact: int, sentence: str) -> None:
    finding = findings(f"Shops stay closed. {sentence} Buses run.")[fact]
    assert (finding.check, finding.severity) == ("fact.found", "info")
    assert finding.claim is not None
    assert finding.claim.text == sentence
    assert finding.expected == FACTS[fact]
    assert finding.evidence


@pytest.mark.parametrize("fact", range(len(FACTS)))
def test_a_fact_whose_sentence_is_left_out_is_missing_though_its_names_stay(fact: int) -> None:
    told = [text for number, text in enumerate(FACTS) if number != fact]
    summary = " ".join(["Matej Orlevan and Governor Radmila Echavar were in Port Ilvesh.", *told])
    checks = [finding.check for finding in findings(summary)]
    assert checks == ["fact.missing" if n == fact else "fact.found" for n in range(len(FACTS))]


def test_a_fact_told_over_two_sentences_is_carried_by_both() -> None:
    finding = findings("Buses run. The spillway failed on Tuesday. It came after six days of rain. Shops wait.")[3]
    assert finding.claim is not None
    assert finding.claim.text == "The spillway failed on Tuesday. It came after six days of rain."


@pytest.mark.parametrize(
    ("fact", "summary", "instead"),
    [
        (0, "Matej Orlevan was sentenced to nine years in prison.", "nine years"),
        (1, "Orlevan was fined 400,000 crowns.", "400,000 crowns"),
        (3, "The spillway failed after ten days of rain.", "ten days"),
        (2, "In March Governor Simone Takahari declared a state of emergency.", "Simone Takahari"),
    ],
)
def test_another_number_or_name_is_told_wrongly_and_is_no_coverage(fact: int, summary: str, instead: str) -> None:
    finding = findings(summary)[fact]
    assert (finding.check, finding.severity, finding.found) == ("fact.wrong", "warning", instead)
    assert finding.expected == FACTS[fact]
    assert finding.claim is not None
    assert finding.claim.text == summary
    assert instead in finding.message
    assert finding.evidence
    only = Coverage().score(Case(Subject(article([FACTS[fact]])), summary))
    assert only.parts["key_facts"] == 0.0
    assert [f.check for f in only.findings if f.check.startswith("fact.")] == ["fact.wrong"]


def test_a_number_that_the_fact_has_besides_is_not_told_wrongly() -> None:
    fact = "Six people are missing, down from 26 on Tuesday."
    finding = findings("26 people are missing.", [fact], f"{SOURCE}\n\n{fact}")[0]
    assert finding.check == "fact.missing"


def test_the_day_of_a_date_is_no_number_that_must_be_told() -> None:
    fact = "The storm hit the coast in the night from Friday 16 to Saturday, 17 January 2026."
    assert findings("The storm hit the coast overnight to Saturday.", [fact], fact)[0].check == "fact.found"


@pytest.mark.parametrize(
    ("fact", "summary"),
    [
        (
            "The government pays no more than 80 million crowns.",
            "The government pays nothing beyond 80 million crowns.",
        ),
        ("The jury's vote was four to one.", "The jury decided by a vote of four votes to one."),
        ("The fund holds a third of the shares.", "The fund holds 33 per cent of the shares."),
    ],
)
def test_a_number_may_be_written_otherwise(fact: str, summary: str) -> None:
    assert findings(summary, [fact], fact)[0].check == "fact.found"


def test_the_confidence_is_on_the_side_of_the_decision() -> None:
    summary = "Orlevan was sentenced to six years. The spillway failed after ten days of rain. Zebras graze."
    for finding in findings(summary):
        assert 0.5 < finding.confidence <= 1


def test_what_is_certain_is_surer_than_what_is_likely() -> None:
    verbatim, reworded = (
        findings(text)[0].confidence for text in (FACTS[0], "Orlevan was sentenced to six years behind bars.")
    )
    assert verbatim > reworded > 0.5


@pytest.mark.parametrize("fact", ["It was what it was.", "…", "2026"])
@pytest.mark.parametrize("summary", ["", "…", "The court sat.", "# \n\n- "])
def test_facts_without_content_words_and_empty_summaries_are_judged(fact: str, summary: str) -> None:
    assert [f.check for f in findings(summary, [fact])] == ["fact.missing"]


def test_without_sources_the_facts_alone_decide() -> None:
    checks = [f.check for f in findings(FACTS[0], source="")]
    assert checks == ["fact.found", "fact.missing", "fact.missing", "fact.missing"]


def test_telling_more_makes_no_fact_less_likely() -> None:
    subject = Subject(article())
    sentences = [s.text for s in Text(SOURCE).sentences]
    likely = []
    for n in range(1, len(sentences) + 1):
        lines = Lines(Text(" ".join(sentences[:n])).sentences)
        likely.append([carried(fact, lines, ()).probability for fact in asked(subject)])
    for earlier, later in pairwise(likely):
        assert all(after >= before - 1e-12 for before, after in zip(earlier, later, strict=True))


def test_the_weights_have_the_signs_that_they_were_fitted_with() -> None:
    assert all(weight * sign > 0 for weight, sign in zip(WEIGHTS, SIGNS, strict=True))
    everything = Features(1, 1, 1, 1, 1, 1, 1)
    assert probability(everything) > 0.9
    assert probability(everything._replace(pair=0, single=0, words=0, order=0, whole=0, numbers=0)) < 0.1


def test_the_facts_of_an_article_are_made_ready_once() -> None:
    subject = Subject(article())
    assert asked(subject) is asked(subject)
