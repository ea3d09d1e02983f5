"""Numbers: borne out, worked out, in another unit, of something else, of one party only, or of nobody."""

from __future__ import annotations

import pytest

from harness.types import Article
from tests.metrics.consistency.judging import article, judge, marked

WIRE = (
    "The dam at Orvel broke on Monday and flooded 480 hectares of pasture. At least nine people have died and 26 are "
    "missing, the civil guard said. The river stood 3.2 metres deep in Lower Street. Some 2,300 residents were taken to "
    "schools in Bremmel, 28 kilometres away. The operator, Halden Water, runs 14 dams; its rival Corrin Power runs 31 "
    "dams.\n\nThe chute was passing 880 cubic metres of water per second, within the 900 it was built for. The repair "
    "will cost 4.5 million crowns and take 18 months. Turnout at the school had been 64 per cent before and 71 per cent "
    "afterwards. The ferry carried 141 people: 135 passengers and six crew."
)
REWARD = (
    "Police found 212,000 crowns in a flat in Tanner Lane. Halden Water is offering a reward of 150,000 crowns for "
    "information."
)
FLOOD = article(WIRE, REWARD)
KINDS = ("number", "source")


def found(summary: str, of: Article = FLOOD) -> list[tuple[str, str]]:
    return marked(judge(summary, of), *KINDS)


@pytest.mark.parametrize(
    "summary",
    [
        "The flood covered 480 hectares of pasture.",
        "Nine people have died and twenty-six are missing.",
        "At least nine people died when the dam at Orvel broke.",
        "The river stood more than three metres deep in Lower Street.",
        "The river stood 320 centimetres deep in Lower Street.",
        "More than 2,000 residents were taken to schools in Bremmel.",
        "Two thousand three hundred residents were taken to schools.",
        "Residents were taken to Bremmel, about 17 miles away.",
        "Halden Water runs 14 dams and Corrin Power 31 dams.",
        "The two companies together run 45 dams.",
        "Corrin Power runs 17 dams more than Halden Water with its 14.",
        "The chute was passing 880 m³ of water per second.",
        "The repair will cost 4,500,000 crowns.",
        "The repair will cost 4.5m crowns and take a year and a half.",
        "Turnout rose by seven percentage points, from 64 per cent to 71 per cent.",
        "The ferry carried 135 passengers, and 141 people in all.",
        "Halden Water is offering 150,000 crowns as a reward.",
        "Police found some 200,000 crowns in a flat.",
        "Three of the dams are old.",
        "Halden Water, which has been selling water for a generation, said nothing.",
    ],
)
def test_what_the_sources_bear_out_is_not_marked(summary: str) -> None:
    assert found(summary) == []


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("The flood covered 620 hectares of pasture.", "620 hectares"),
        ("The dam broke and 43 people are missing, the civil guard said.", "43"),
        ("Some 3,900 residents were taken to schools in Bremmel.", "3,900"),
        ("The river stood 5.7 metres deep in Lower Street.", "5.7 metres"),
        ("The repair will cost 6.8 million crowns.", "6.8 million crowns"),
        ("Turnout at the school had been 58 per cent before.", "58 per cent"),
        ("Halden Water runs 19 dams.", "19"),
    ],
)
def test_a_number_of_no_source_is_novel(summary: str, number: str) -> None:
    assert found(summary) == [("number.novel", number)]


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("The chute was passing 880 litres of water per second.", "880 litres of water per second"),
        ("The repair will cost 4.5 billion crowns.", "4.5 billion crowns"),
        ("Residents were taken to schools in Bremmel, 28 miles away.", "28 miles"),
        ("The flood covered 480 square kilometres of pasture.", "480 square kilometres"),
        ("The repair will take 18 weeks.", "18 weeks"),
        ("Turnout at the school had been 64 percentage points before.", "64 percentage points"),
    ],
)
def test_the_right_figure_in_another_unit_is_told_as_such(summary: str, number: str) -> None:
    assert found(summary) == [("number.unit", number)]


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("Halden Water runs 31 dams.", "31"),
        ("Corrin Power runs 14 dams.", "14"),
        ("The ferry carried 141 passengers and six crew.", "141"),
        ("Halden Water is offering a reward of 212,000 crowns.", "212,000 crowns"),
    ],
)
def test_a_figure_of_something_else_is_swapped(summary: str, number: str) -> None:
    assert found(summary) == [("number.swapped", number)]


def test_a_swapped_number_is_shown_with_the_right_one_and_with_where_it_comes_from() -> None:
    (finding,) = (f for f in judge("Halden Water runs 31 dams.", FLOOD).findings if f.check == "number.swapped")
    assert finding.message == "The sources say “14” here; “31” is their figure for something else."
    assert (finding.severity, finding.expected, finding.found) == ("error", "14", "31")
    assert all("31 dams" in e.text for e in finding.evidence)


def test_a_novel_number_is_shown_with_the_figure_in_its_place() -> None:
    (finding,) = judge("Halden Water runs 19 dams.", FLOOD).findings
    assert finding.message == "No source gives the number “19”; they say “14”."
    assert (finding.severity, finding.expected, finding.found) == ("warning", "14", "19")


UNION = (
    "The union says 6,500 jobs in the shops are at risk under the plan. Tolvane says 1,900 jobs in the shops would go."
)


@pytest.mark.parametrize(
    ("summary", "kinds"),
    [
        ("Under the plan 6,500 jobs in the shops are at risk.", ["source.conflict"]),
        ("Some jobs in the shops are at risk: 1,900 jobs in the shops.", ["source.conflict"]),
        ("The union says 6,500 jobs in the shops are at risk.", []),
        ("Tolvane says 1,900 jobs in the shops would go.", []),
        ("Between 1,900 and 6,500 jobs in the shops are at risk.", []),
        ("According to the union, 6,500 jobs in the shops are at risk under the plan.", []),
        ("Under the plan 6,500 jobs in the shops are at risk. Tolvane puts it at 1,900 jobs.", []),
        ("About 6,500 jobs in the shops are at risk.", []),
    ],
)
def test_a_value_of_one_party_is_told_with_its_party_or_with_the_other_value(summary: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in found(summary, article(UNION))] == kinds


def test_a_superseded_figure_of_an_earlier_source_is_no_conflict() -> None:
    early = "Officials said 12 people in Orvel were missing after the flood."
    late = "Officials in Orvel said that 8 people were missing after the flood, the civil guard said."
    story = article(early, late, published=["2026-03-01", "2026-03-03"])
    assert found("After the flood in Orvel 8 people were missing.", story) == []


def test_numbers_in_quotations_are_left_to_the_check_of_quotations() -> None:
    assert found("“It took 77 goats and 19 dogs,” the civil guard said.") == []


def test_figures_written_as_a_time_or_a_code_in_the_source_are_known() -> None:
    assert found("It fell at 7.02 in the morning.", article("The 7.02 train fell into the river at Orvel.")) == []
