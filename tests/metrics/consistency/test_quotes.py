"""The checks of quotations: changed words, invented ones, and the wrong speaker; and what is legal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.metrics.consistency.quotes import check_quotes
from harness.types import Article, Finding, Source

BRIDGE = (
    "Marta Ilven, the mayor of Oststadt, defended the closure on Monday. “We do not believe that the old bridge is safe, "
    "and I will not reopen it before the winter,” Ilven said. “If the frost comes early, we may need two more months.”\n"
    "Engineer Pavel Dorn disagreed. “The northern pillar moved by 12 millimetres in three years,” Dorn said, “which is "
    "nothing unusual for a bridge of its age.” He added: “We would close it only if the pillar moved again.”\n"
    "Two shops near the river have closed since the barriers went up. “My customers have vanished,” said a baker on Quay "
    "Street. “They cannot cross the river any more.”"
)
COUNCIL = (
    "Oststadt council voted by 14 to 9 on Tuesday to borrow 8 million for repairs. “I'm proud of this vote, but nobody "
    "should celebrate yet,” said Karel Bohm, who leads the Greens. Ilven told reporters: “The colour of the paint is the "
    "least of our worries. We will have to borrow more money next year.” A report by the state inspectorate called the "
    "railing “in a poor but stable condition”. The harbour company Trasko declined to comment.\n"
    "“Our ships can wait for a week, but not for a year,” said Lena Foss, a spokeswoman for Trasko."
)
CITY = Subject(
    Article(id="bridge", title="Bridge stays shut", sources=(Source(id="a", text=BRIDGE), Source(id="b", text=COUNCIL)))
)


def found(summary: str, subject: Subject = CITY) -> list[Finding]:
    return list(check_quotes(Case(subject, summary)))


@pytest.mark.parametrize(
    ("summary", "expected", "words"),
    [
        ("“I will reopen it before the winter,” Ilven said.", "not", "will"),
        ("“I will not reopen it after the winter,” said the mayor.", "before", "after"),
        ("Dorn said the pillar had moved “by 21 millimetres in three years”.", "12", "21"),
        ("“The southern pillar moved by 12 millimetres in three years,” Dorn said.", "northern", "southern"),
        ("“The colour of the paint is the greatest of our worries,” Ilven told reporters.", "least", "greatest"),
        ("Ilven: “We will never have to borrow more money next year.”", "will", "never"),
        ("“Our ships can wait for a year, but not for a week,” Lena Foss said.", "week", "year"),
        ("“My customers have returned,” a baker said.", "vanished", "returned"),
        ("The inspectorate called the railing “in a poor and dangerous condition”.", "stable", "dangerous"),
        ("“I'm proud of this vote, and everybody should celebrate,” said Bohm.", "nobody", "everybody"),
    ],
)
def test_a_changed_word_is_found(summary: str, expected: str, words: str) -> None:
    [finding] = found(summary)
    assert finding.check == "quote.altered"
    assert expected in (finding.expected or "")
    assert words in (finding.found or "")
    assert finding.claim is not None
    assert finding.claim.text in summary
    [evidence] = finding.evidence
    assert expected in evidence.text


@pytest.mark.parametrize(
    "summary",
    [
        "Ilven said “the old bridge is safe”.",
        "“The old bridge is safe,” Ilven told the council.",
        "“Reopen it before the winter,” Ilven said.",
        "Dorn was firm. “We would close it,” he said, “only.” “The old bridge is safe.”",
        "“We do … believe that the old bridge is safe,” said Ilven.",
        "“I will […] reopen it before the winter,” Ilven said.",
        "“Our ships can wait for a week, but … for a year,” said Foss.",
    ],
)
def test_a_quotation_cut_into_its_opposite_is_found(summary: str) -> None:
    assert "quote.altered" in [finding.check for finding in found(summary)]


def test_a_quotation_without_its_condition_is_found() -> None:
    text = "“I will resign if the court finds against us,” Nora Quist said. “It is in God’s hands,” Quist said."
    subject = Subject(Article(id="quist", sources=(Source(id="a", text=text),)))
    [finding] = found("“I will resign,” Nora Quist said.", subject)
    assert finding.check == "quote.altered"
    assert found("Nora Quist said “I will resign” if the court ruled against her.", subject) == []


@pytest.mark.parametrize(
    "summary",
    [
        "“Nobody will ever cross that river on foot again,” Ilven said.",
        "Dorn promised “a full refund for every household”.",
        "“Three of my cousins worked on those rails as boys,” said Karel Bohm.",
        "'Shame on the whole lot of them,' said a baker.",
        "Trasko spoke of “dark clouds over its harvest”.",
        "“I'm proud of this vote. My grandmother would have wept with joy.”",
        "Mayor vows “to swim across if needed”\n\nThe mayor of Oststadt keeps the old bridge shut for the winter.",
        'She said: "Children were crying in the back seat."',
    ],
)
def test_words_that_no_source_holds_are_found(summary: str) -> None:
    [finding] = found(summary)
    assert finding.check == "quote.fabricated"
    assert finding.severity == "error"


def test_only_the_invented_sentence_of_a_quotation_is_marked() -> None:
    [finding] = found("“I'm proud of this vote, but nobody should celebrate yet. My dog wept with joy,” said Bohm.")
    assert finding.claim is not None
    assert finding.claim.text == "My dog wept with joy"


def test_the_telling_of_a_source_is_nobodys_speech() -> None:
    [finding] = found("“Two shops near the river have closed since the barriers went up,” said Karel Bohm.")
    assert finding.check == "quote.fabricated"
    assert "Karel Bohm" in finding.message
    assert found("“Two shops near the river have closed since the barriers went up,” according to a report.") == []


@pytest.mark.parametrize(
    ("summary", "right", "wrong"),
    [
        ("“I will not reopen it before the winter,” Pavel Dorn said.", "Marta Ilven", "Pavel Dorn"),
        ("“I will not reopen it before the winter,” said Engineer Dorn.", "Marta Ilven", "Dorn"),
        ("According to Karel Bohm, the pillar moved “by 12 millimetres in three years”.", "Pavel Dorn", "Karel Bohm"),
        ("Marta Ilven said she was “proud of this vote”.", "Karel Bohm", "Marta Ilven"),
        ("Bohm told reporters: “The colour of the paint is the least of our worries.”", "Marta Ilven", "Bohm"),
        ("“Our ships can wait for a week,” Karel Bohm warned.", "Lena Foss", "Karel Bohm"),
        ("“My customers have vanished,” Pavel Dorn complained.", "a baker on Quay Street", "Pavel Dorn"),
        ("“The northern pillar moved by 12 millimetres,” said Oskar Prenn, a lawyer.", "Pavel Dorn", "Oskar Prenn"),
        ("“The northern pillar moved by 12 millimetres,” said the mayor.", "Pavel Dorn", "the mayor"),
    ],
)
def test_a_wrong_speaker_is_found(summary: str, right: str, wrong: str) -> None:
    [finding] = found(summary)
    assert finding.check == "quote.misattributed"
    assert finding.expected is not None
    assert right.startswith(finding.expected) or finding.expected.startswith(right)
    assert finding.found is not None
    assert wrong in finding.found
    assert finding.claim is not None
    assert wrong.rsplit(maxsplit=1)[-1] in finding.claim.text
    assert any(right.rsplit(maxsplit=1)[-1] in evidence.text for evidence in finding.evidence)


@pytest.mark.parametrize(
    "summary",
    [
        "“We do not believe that the old bridge is safe,” Marta Ilven said.",
        "“We do not believe that the old bridge is safe,” the mayor said.",
        "Ms Ilven will “not reopen it before the winter”.",
        'Ilven said: "I will not reopen it before the winter."',
        "Mayor Ilven said 'I will not reopen it before the winter'.",
        "Ilven did not think “the old bridge is safe”.",
        "Ilven denied that “the old bridge is safe”.",
        "“We do not believe … the old bridge is safe,” said Ilven.",
        "“We do not believe that [it] is safe,” said Ilven.",
        "“[W]e may need two more months,” Ilven said of an early frost.",
        "“[The mayor] will not reopen it before the winter,” Ilven’s office said.",
        "“The northern pillar moved by 12 millimetres in three years, which is nothing unusual,” Dorn said.",
        "“The color of the paint is the least of our worries,” Ilven told reporters.",
        "Bohm said he was “proud of this vote”.",
        "“I am proud of this vote,” said Karel Bohm.",
        "Foss said Trasko’s ships “could wait for a week”.",
        "The company said its ships “can wait for a week, but not for a year”.",
        "“Our ships can wait for a week,” Trasko said.",
        "An inspectorate’s report called the railing “in a poor but stable condition”.",
        "“They cannot cross the river any more,” said a baker.",
        "“They can't cross the river anymore,” said one shopkeeper.",
        "They sang “The Wind in the Willows” on the quay.",
        "The “so-called” repair will cost 8 million.",
        "“If the frost comes early, we may need 2 more months,” Ilven said.",
        "“My custommers have vanished,” a baker said.",
        "“The northern pillar moved by 12 millimetres,” she said.",
        "“The northern pillar moved by 12 millimetres,” said officials.",
        "Bridge stays shut: “I will not reopen it”\n\nThe old bridge will be closed until spring, said the mayor.",
        "*Written by a language model. “No words of this kind stand in any source.”*",
    ],
)
def test_what_is_legal_is_not_flagged(summary: str) -> None:
    assert [(finding.check, finding.message) for finding in found(summary)] == []


@pytest.mark.parametrize("text", [BRIDGE, COUNCIL])
def test_a_source_has_nothing_wrong(text: str) -> None:
    assert found(text) == []


def test_tokenised_text_is_compared_with_running_text() -> None:
    subject = Subject(
        Article(id="t", sources=(Source(id="a", text="`` I do n't know what we 'll do , '' said Ann Roe ."),))
    )
    assert found("ann roe said : `` i don't know what we'll do '' .", subject) == []


def test_a_quotation_of_two_people_may_be_given_to_either() -> None:
    text = "“It is a bitter day for us,” said Ann Roe. “It is a bitter day for us,” said Tom Vale."
    subject = Subject(Article(id="t", sources=(Source(id="a", text=text),)))
    assert found("“It is a bitter day for us,” Tom Vale said.", subject) == []
    assert found("“It is a bitter day for us,” Ann Roe said.", subject) == []


def test_without_sources_nothing_is_said() -> None:
    assert found("“Nobody knows these words at all,” she said.", Subject(Article(id="none", sources=()))) == []


_SCRAPS = st.text(alphabet=st.sampled_from(list(" “”\"'‘’`[]….,\n-ab1Aé\u200b\ud800")) | st.characters(), max_size=200)


@given(_SCRAPS, st.lists(st.sampled_from([BRIDGE[120:240], COUNCIL[60:200], "“", "”", "not", "\n"]), max_size=6))
def test_any_text_is_checked_without_error(text: str, parts: list[str]) -> None:
    summary = text + " ".join(parts)
    for finding in found(summary):
        assert finding.claim is not None
        assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
