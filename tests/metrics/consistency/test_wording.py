"""Polarity, direction, modality and attribution: what is caught, and what is none of these."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.case import Case, Subject
from harness.metrics.consistency.wording import check_wording
from harness.types import Article, Finding, Source


def _findings(summary: str, *sources: str) -> list[Finding]:
    texts = tuple(Source(id=f"s{n}", text=text) for n, text in enumerate(sources))
    return list(check_wording(Case(Subject(Article(id="a", sources=texts)), summary)))


OPPOSITES = [
    ("direction.flipped", "Orders at the Brenholt shipyard rose 12 per cent in March.",
     "Orders at the Brenholt shipyard fell 12 per cent in March.", "fell"),
    ("direction.flipped", "The bridge lies 40 metres upstream from the old mill.",
     "The bridge lies 40 metres downstream from the old mill.", "downstream"),
    ("direction.flipped", "The lake stood 30 centimetres higher than in the spring of last year.",
     "The lake stood 30 centimetres lower than in the spring of last year.", "lower"),
    ("direction.flipped", "The council widened the cycle lane on Harrow Street in June.",
     "In June the council narrowed the cycle lane on Harrow Street.", "narrowed"),
    ("direction.flipped", "The first train left 20 minutes later than the timetable said.",
     "The first train left 20 minutes earlier than the timetable said.", "earlier"),
    ("direction.flipped", "Inflation in Tolmark slowed to 4.1 per cent as rents fell, and exports increased sharply.",
     "Inflation in Tolmark slowed to 4.1 per cent as rents fell, and exports decreased sharply.", "decreased"),
    ("polarity.flipped", "The jury acquitted the harbour pilot of fraud on Monday.",
     "The jury convicted the harbour pilot of fraud on Monday.", "convicted"),
    ("polarity.flipped", "Parliament approved the fisheries bill by 61 votes to 44.",
     "Parliament rejected the fisheries bill by 61 votes to 44.", "rejected"),
    ("polarity.flipped", "The mayor voted for the new tram depot in October.",
     "The mayor voted against the new tram depot in October.", "against"),
    ("polarity.flipped", "Nurses at the clinic accepted the pay offer on Thursday.",
     "Nurses at the clinic refused the pay offer on Thursday.", "refused"),
    ("polarity.flipped", "The ministry banned night fishing on the lower river.",
     "The ministry allowed night fishing on the lower river.", "allowed"),
    ("polarity.flipped", "Tests showed the tap water in Orlen was safe to drink.",
     "Tests showed the tap water in Orlen was unsafe to drink.", "unsafe"),
    ("polarity.flipped", "The dam was inspected by engineers in April.",
     "The dam was not inspected by engineers in April.", "not inspected"),
    ("polarity.flipped", "Investigators found no traces of petrol in the burnt warehouse.",
     "Investigators found traces of petrol in the burnt warehouse.", "traces"),
    ("polarity.flipped", "None of the guards said they had seen smoke above the hangar.",
     "The guards said they had seen smoke above the hangar.", "guards"),
    ("polarity.flipped", "The union did not call its members out on Friday morning.",
     "The union called its members out on Friday morning.", "called"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "source", "summary", "word"), OPPOSITES)
def test_the_opposite_of_what_a_source_says_is_found(kind: str, source: str, summary: str, word: str) -> None:
    found = _findings(summary, source)
    assert [(finding.check, finding.claim.text) for finding in found if finding.claim] == [(kind, word)]
    assert found[0].evidence[0].text == source


RAISED = [
    ("The heat may blur the isotope values of the core.", "The heat blurred the isotope values of the core.", "blurred"),
    ("She is alleged to have passed on a plan of the vault.", "She passed on a plan of the vault.", "passed"),
    ("The clerk allegedly forged two letters from the bishop.", "The clerk forged two letters from the bishop.", "forged"),
    ("The fire might have started in the kitchen of the inn.", "The fire started in the kitchen of the inn.", "started"),
    ("The firm plans to close its plant in Velden in May.", "The firm closed its plant in Velden in May.", "closed"),
    ("A gas leak probably caused the blast at the bakery.", "A gas leak caused the blast at the bakery.", "caused"),
    ("He is suspected of stealing paintings from the abbey.", "He stole paintings from the abbey.", "stole"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "summary", "word"), RAISED)
def test_what_may_be_or_is_alleged_is_not_a_fact(source: str, summary: str, word: str) -> None:
    found = _findings(summary, source)
    assert [(finding.check, finding.claim.text) for finding in found if finding.claim] == [("modality.raised", word)]


DROPPED = [
    ("The operator claims that sirens sounded at 3.15 in the lower valley. A baker heard none.",
     "Sirens sounded at 3.15 in the lower valley."),
    ("The army maintains that rebels shelled the market in Dorven.", "Rebels shelled the market in Dorven."),
    ("The company says it ordered the shaft cleared at 4.50. The union says nobody heard any such order.",
     "The company ordered the shaft cleared at 4.50."),
    ("The landlord alleged that tenants blocked the fire exits with bicycles.",
     "Tenants blocked the fire exits with bicycles."),
    ("According to the ministry, smugglers opened fire on the patrol boat. The smugglers’ families deny that the patrol "
     "boat was shot at.", "Smugglers opened fire on the patrol boat."),
    ("Prosecutors said the treasurer moved 4m crowns to a private account. His lawyer denied that any crowns were moved.",
     "The treasurer moved 4m crowns to a private account."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "summary"), DROPPED)
def test_a_contested_statement_needs_its_source(source: str, summary: str) -> None:
    assert [finding.check for finding in _findings(summary, source)] == ["attribution.dropped"]


LEGAL = [
    ("Orders rose 12 per cent in March.", "In March orders went up by 12 per cent."),
    ("Harwick beat Dunmore 3-1 in the cup on Sunday.", "Dunmore lost to Harwick 3-1 in the cup on Sunday."),
    ("The board rejected the takeover offer on Friday.", "The board did not accept the takeover offer on Friday."),
    ("The report is not finished, the coroner said.", "The coroner’s report is unfinished."),
    ("Orlen sold the mill to Carsk for 3m crowns.", "Carsk bought the mill from Orlen for 3m crowns."),
    ("Not only did the roof leak, the cellar flooded too.", "The roof leaked and the cellar flooded."),
    ("The museum will not open before June.", "The museum will open in June."),
    ("Both bosses were far from being in a combative mood.", "Neither boss was in a combative mood."),
    ("Exports fell in May but rose in June.", "Exports rose in June after a fall in May."),
    ("Four people died in the fire, police said.", "Four people died in the fire."),
    ("The bridge reopened to lorries on Tuesday, the road agency said.", "The bridge reopened to lorries on Tuesday."),
    ("The firm said profit rose to 4m crowns.", "The firm’s profit rose to 4m crowns."),
    ("Earnings were 5.52 a share in the first quarter, against a loss in the same quarter of 2020.",
     "Earnings were 5.52 a share, against a loss last year."),
    ("The firm is expected to close the plant.", "The firm is likely to close the plant."),
    ("The army maintains that rebels shelled the market.", "The army says rebels shelled the market."),
    ("The army maintains that rebels shelled the market.", "Rebels are alleged to have shelled the market."),
    ("The pilot denied being drunk.", "The pilot said he had not been drunk."),
    ("The council refused to publish the letter.", "The council did not publish the letter."),
    ("Her son moved to the north of the island.", "Her daughter stayed in the south of the island."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "summary"), LEGAL)
def test_rewordings_are_legal(source: str, summary: str) -> None:
    assert _findings(summary, source) == []


def test_what_one_source_confirms_is_a_fact() -> None:
    sources = ("The firm plans to close its plant in Velden in May.", "The firm closed its plant in Velden in May.")
    assert _findings("The firm has closed its plant in Velden in May.", *sources) == []


def test_a_sentence_after_an_attributed_one_may_go_on_in_its_voice() -> None:
    source = "The army maintains that rebels shelled the market in Dorven."
    assert _findings("The army blames its foes, a spokesman said. Rebels shelled the market in Dorven.", source) == []


def test_lower_cased_and_tokenised_text_is_read_the_same() -> None:
    found = _findings(
        "parliament rejected the fisheries bill by 61 votes .", "parliament approved the fisheries bill by 61 votes ."
    )
    assert [finding.check for finding in found] == ["polarity.flipped"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=80))
def test_any_text_is_read_without_an_error(source: str, summary: str) -> None:
    for finding in _findings(f"{summary} rose not {source}", f"{source} fell. It may {summary}"):
        assert finding.claim is not None
