"""The checks of names: which no source has, which stand in another's place, and who did what to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.metrics.consistency.names import check_names
from harness.types import Article, Source

PORT = (
    "The port of Halvern was closed on Monday after a crane fell into the water, the operator, Dorvik Harbours, said. "
    "Marta Ilves, the mayor of Halvern, told reporters that nobody was hurt. The crane driver, Pavel Orsk, 44, had left "
    "his cabin a minute before. Dorvik Harbours sued the crane's maker, Tessen Steel, in April over another failure. "
    "Tessen's lawyer, Ruben Castell, called the claim baseless. Her deputy, Sonja Breck, chairs the port committee. "
    "Inspectors of the National Safety Office will examine the wreck in Lindmar."
)
CUP = (
    "Norwick beat Eastvale 3-1 in the final of the county cup on Saturday. Striker Tomas Relling, who joined Norwick "
    "from Ashby in May, scored twice. Eastvale's coach, Greta Holm, praised the winners. Norwick's coach, Ivo Lantz, "
    "blamed the pitch for the injury of Karl Dunmore. The Eastvale captain, Piet Arvid, missed a penalty. "
    "Dunmore left Norwick Park for the hospital in Grenby at noon."
)
SALE = (
    "Morvan Foods has bought the bakery chain Lisle from Brandt Holdings for 40 million crowns. Brandt had lent Lisle "
    "12 million crowns, which Morvan will repay. The tenant sued the landlord over the roof of the Lisle bakery in "
    "Ottersund. Lena Morvan, the chief executive, hired Erik Sund, an economist, as finance director. Erik Sund had "
    "worked for Lisle until March. Anna Keld, a lawyer for 30 of the bakers, put the unpaid wages at 2.1 million crowns."
)

COURT = (
    "The court cleared Mrs Hanne Voss of theft and of forging invoices. Mr Jonas Brekke, who ran the mill from 2011 to "
    "2019, was jailed for five years. Brekke had paid bribes to Mrs Lotte Amsel. Mr Brekke will appeal. "
    "The lorry Anne, a red ten-tonner, left Sollen at dawn and struck the tram Petra. The trolley was towed back to the "
    "town of Ravik shortly before 9 a.m. on a flat wagon. Inspector Mona Thule of the city fraud squad led the search. "
    "The town of Gran, the provincial capital, sent firemen. The lorry is from the town of Sollen. "
    "Brix Foods’s takeover of Calder Mills ended in June. "
    "Odd Myhre finished two seconds ahead of Per Lisk in the final. "
    "The parcel went from Hanne Voss to Lotte Amsel by post."
)

FERRY = (
    "The ship left Kalmarin for Ostry at noon and struck a barge. Nobody was hurt. It was towed into Ostry. "
    "A second ship from Lundby took the passengers home."
)


def found(sources: str | list[str], summary: str) -> list[tuple[str, str]]:
    """(kind, marked text) of every finding."""
    texts = [sources] if isinstance(sources, str) else sources
    article = Article(id="a", sources=tuple(Source(id=f"s{n}", text=text) for n, text in enumerate(texts)))
    findings = list(check_names(Case(Subject(article), summary)))
    for finding in findings:
        assert finding.claim is not None
        assert summary[finding.claim.start : finding.claim.end] == finding.claim.text
        for evidence in finding.evidence:
            text = next(text for n, text in enumerate(texts) if f"s{n}" == evidence.source)
            assert text[evidence.start : evidence.end] == evidence.text
    return [(finding.check, finding.claim.text) for finding in findings if finding.claim]


@pytest.mark.parametrize(
    ("source", "summary", "marked"),
    [
        (PORT, "The crane driver, Ludek Orsk, was not in his cabin when the crane fell.", "Ludek Orsk"),
        (PORT, "Nobody was hurt, the mayor, Vera Tamsin, told reporters.", "Vera Tamsin"),
        (PORT, "The wreck will be taken to Brunmouth and examined there.", "Brunmouth"),
        (PORT, "Inspectors from the Kestrel Marine Institute will look at the crane.", "Kestrel Marine Institute"),
        (PORT, "Another failure had led to a claim against Rudbeck Steelworks in April.", "Rudbeck Steelworks"),
        (PORT, "The port was closed, said Mr Olander of the operator.", "Olander"),
        (CUP, "Two of the goals came from Viktor Relling, who joined in May.", "Viktor Relling"),
        (CUP, "Dunmore was driven to a hospital in Port Sable.", "Port Sable"),
    ],
)
def test_a_name_that_no_source_has_is_novel(source: str, summary: str, marked: str) -> None:
    assert found(source, summary) == [("name.novel", marked)]


@pytest.mark.parametrize(
    ("source", "summary", "marked"),
    [
        (PORT, "The mayor of Halvern, Pavel Orsk, told reporters that nobody had been hurt.", "Pavel Orsk"),
        (PORT, "Dorvik’s lawyer, Ruben Castell, called the claim baseless.", ""),
        (CUP, "Eastvale's coach, Ivo Lantz, praised the winners.", "Ivo Lantz"),
        (CUP, "Piet Arvid, who joined Norwick from Ashby in May, scored twice in the final.", "Piet Arvid"),
        (FERRY, "The ship had left Ostry at noon when it struck a barge.", "Ostry"),
        (FERRY, "At noon the ship left Lundby and struck a barge.", "Lundby"),
        (
            SALE,
            "Erik Sund, a lawyer acting for 30 of the bakers, put the unpaid wages at 2.1 million crowns.",
            "Erik Sund",
        ),
        (SALE, "The chief executive, Anna Keld, hired a finance director for Morvan Foods.", "Anna Keld"),
        (CUP, "The captain, Tomas Relling, missed a penalty.", "Tomas Relling"),
        (COURT, "The judges cleared Mona Thule of theft and of having forged invoices.", "Mona Thule"),
        (COURT, "Hanne Voss, who ran the mill from 2011 until 2019, got five years.", "Hanne Voss"),
        (COURT, "Lotte Amsel of the city fraud squad led the search.", "Lotte Amsel"),
    ],
)
def test_a_name_in_the_place_of_another_is_swapped(source: str, summary: str, marked: str) -> None:
    assert found(source, summary) == ([("name.swapped", marked)] if marked else [])


@pytest.mark.parametrize(
    ("source", "summary", "marked"),
    [
        (CUP, "Eastvale beat Norwick 3-1 in the cup final.", "Eastvale beat Norwick"),
        (CUP, "Norwick were beaten by Eastvale on Saturday.", "Norwick were beaten by Eastvale"),
        (CUP, "In the final Norwick lost to Eastvale.", "Norwick lost to Eastvale"),
        (PORT, "Last year Tessen Steel sued Dorvik Harbours over a failure.", "Tessen Steel sued Dorvik Harbours"),
        (PORT, "Dorvik Harbours was sued by Tessen Steel.", "Dorvik Harbours was sued by Tessen Steel"),
        (SALE, "Lisle had lent Brandt 12 million crowns.", "Lisle had lent Brandt"),
        (SALE, "The landlord sued the tenant over the roof.", "landlord sued the tenant"),
        (SALE, "Erik Sund has hired Lena Morvan.", "Erik Sund has hired Lena Morvan"),
        (COURT, "The tram Petra ran into the lorry Anne.", "Petra ran into the lorry Anne"),
        (COURT, "Anne was hit by the tram Petra at dawn.", "Anne was hit by the tram Petra"),
        (COURT, "Calder Mills bought Brix Foods in June.", "Calder Mills bought Brix Foods"),
        (COURT, "The takeover of Brix Foods by Calder Mills ended in June.", "Brix Foods by Calder Mills"),
        (COURT, "Lotte Amsel had bribed Jonas Brekke.", "Lotte Amsel had bribed Jonas Brekke"),
        (
            COURT,
            "In the final Per Lisk was two seconds ahead of Odd Myhre.",
            "Per Lisk was two seconds ahead of Odd Myhre",
        ),
        (COURT, "A parcel was sent by post from Lotte Amsel to Hanne Voss.", "Lotte Amsel to Hanne Voss"),
    ],
)
def test_who_did_what_to_whom_the_other_way_round_is_swapped(source: str, summary: str, marked: str) -> None:
    assert found(source, summary) == [("role.swapped", marked)]


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        (PORT, "Mayor Ilves said nobody was hurt when a crane fell at Halvern."),
        (PORT, "Mr Orsk, the driver, had left his cabin; Halvern's port was closed."),
        (PORT, "Tessen Steel was sued by Dorvik Harbours over another failure in April."),
        (PORT, "Dorvik, the operator, closed the port."),
        (PORT, "The NSO will examine the wreck."),
        (PORT, "Pavel Orks had left his cabin."),
        (PORT, "The crane's maker, Tessen, is represented by Ruben Castell."),
        (PORT, "The committee is chaired by Sonja Breck, the deputy mayor."),
        (
            PORT,
            "# Crane Falls At Halvern Port\n\nBy Ester Quill, Coastal Gazette\n\nThe port of Halvern was closed.",
        ),
        (PORT, "halvern port closed after crane fell ."),
        (PORT, "Nobody was hurt in Halvern, northern Sweden."),
        (CUP, "Eastvale were beaten 3-1 by Norwick in the county cup final."),
        (COURT, "Calder Mills was taken over by Brix Foods in June."),
        (COURT, "Calder Mills is being bought by Brix Foods, its larger rival."),
        (COURT, "Lotte Amsel accepted bribes from Jonas Brekke."),
        (COURT, "The tram was hit by a lorry, the Anne, which had left Sollen at dawn."),
        (COURT, "Petra was struck by Anne and towed to Ravik before nine."),
        (COURT, "Per Lisk came in two seconds behind Odd Myhre in the final."),
        (COURT, "The court cleared Voss of theft; Brekke was jailed for five years."),
        (COURT, "Thule, an inspector of the city fraud squad, led the search in Sollen."),
        (CUP, "Eastvale lost to Norwick, for whom Relling scored twice."),
        (CUP, "Thomas Relling had come from Ashby in May."),
        (CUP, "Greta Holm, the Eastvale coach, praised Norwick."),
        (CUP, "Coach Ivo Lantz blamed the pitch and the former captain, Karl Dunmore, was hurt."),
        (CUP, "Dunmore left for Grenby at noon. Meanwhile Norwick celebrated."),
        (SALE, "Brandt Holdings has sold Lisle to Morvan Foods."),
        (SALE, "Lisle had borrowed 12 million crowns from Brandt, and Morvan will repay them."),
        (SALE, "The landlord was sued by the tenant over a roof in Ottersund."),
        (SALE, "Lena Morvan, who runs the buyer, has hired Erik Sund from Lisle."),
        (SALE, "“We will repay Karlsen,” the company said."),
        (SALE, "Follow Baltic Wire for more on this story."),
    ],
)
def test_other_names_for_the_same_and_other_voices_are_no_findings(source: str, summary: str) -> None:
    assert found(source, summary) == []


def test_a_swapped_name_comes_with_the_right_one_and_its_sentence() -> None:
    article = Article(id="a", sources=(Source(id="s1", text=CUP),))
    summary = "Eastvale's coach, Ivo Lantz, praised the winners."
    (finding,) = check_names(Case(Subject(article), summary))
    assert (finding.expected, finding.found, finding.severity) == ("Greta Holm", "Ivo Lantz", "error")
    assert finding.message == "The sources have Greta Holm here, not Ivo Lantz."
    assert [e.text for e in finding.evidence] == ["Eastvale's coach, Greta Holm, praised the winners."]


def test_a_wrong_first_name_comes_with_the_right_one() -> None:
    article = Article(id="a", sources=(Source(id="s1", text=CUP),))
    (finding,) = check_names(Case(Subject(article), "Viktor Relling scored twice."))
    assert (finding.expected, finding.severity) == ("Tomas Relling", "warning")
    assert (
        finding.message == "No source names Viktor Relling; the only person with this surname there is Tomas Relling."
    )


def test_what_a_second_source_tells_the_same_way_is_no_swap() -> None:
    assert found([CUP, "Eastvale beat Norwick in the first leg."], "Eastvale beat Norwick.") == []


def test_a_source_in_lower_case_knows_its_names() -> None:
    assert found(PORT.lower(), "Marta Ilves said that nobody was hurt in Halvern.") == []


def test_a_copy_of_the_sources_has_no_findings() -> None:
    assert [found(text, text) for text in (PORT, CUP, SALE)] == [[], [], []]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_checked(source: str, summary: str) -> None:
    found(source or "x", summary)


@given(st.lists(st.sampled_from([*CUP.split(), ",", ".", "“", "’s", "by", "\n"]), max_size=40))
def test_any_order_of_words_can_be_checked(words: list[str]) -> None:
    found([CUP, PORT], " ".join(words))
