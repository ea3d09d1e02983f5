"""Names: whole mentions with title and kind, by capitals and context, and nothing where capitals say nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.names import Name, find_names, fold
from harness.facts.names.cast import Cast
from harness.text import Text


def names(text: str, cast: Cast | None = None) -> tuple[Name, ...]:
    found = find_names(Text(text), cast)
    assert all(text[name.start : name.end] == name.text for name in found)
    return found


def texts(text: str, cast: Cast | None = None) -> list[str]:
    return [name.text for name in names(text, cast)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The bridge in Varnholt closed.", ["Varnholt"]),
        ("Ines Falk told the council nothing at all.", ["Ines Falk"]),
        ("In Varnholt, Falk spoke to nobody.", ["Varnholt", "Falk"]),
        ("A man from Ostmark Bay fell into the water.", ["Ostmark Bay"]),
        ("The NATO chief and EU leaders met again.", ["NATO", "EU"]),
        ("The car was found near Pellsund’s old port.", ["Pellsund"]),
        ("The car was found near Pellsund's old port.", ["Pellsund"]),
        ("Drivers avoided the Mill-Lane crossing for hours.", ["Mill-Lane"]),
        ("The harbour at Århus reopened to ferries.", ["Århus"]),
        ("The mayor praised Anne O’Dell for the quick repair.", ["Anne O’Dell"]),
        ("It was met by Xavier D'Angelo at once.", ["Xavier D'Angelo"]),
        ("Ines Falk met Otto Brandt.", ["Ines Falk", "Otto Brandt"]),
        ("Mayor Ines Falk said no.", ["Ines Falk"]),
        ("“Yes,” Ines Falk said.", ["Ines Falk"]),
        ("The letter to Louis van Gaal was lost.", ["Louis van Gaal"]),
        ("She met Edgar Ricardo de Oliveira there.", ["Edgar Ricardo de Oliveira"]),
        ("The town of Tarn-upon-Irdova lies on a river.", ["Tarn-upon-Irdova"]),
        ("The paper was sent to the Ministry of Public Works at noon.", ["Ministry of Public Works"]),
        ("He teaches at the University of Varnholt now.", ["University of Varnholt"]),
        ("The Union of Shop and Warehouse Workers objected.", ["Union of Shop and Warehouse Workers"]),
        ("The National Institute for Infection Control will answer.", ["National Institute for Infection Control"]),
        ("It was told to Lund and Mbeki by phone.", ["Lund", "Mbeki"]),
        ("A fire broke out at Marks & Olsen in the night.", ["Marks & Olsen"]),
        ("The flats stand above Coaler’s Basin and rot.", ["Coaler’s Basin"]),
        ("It was found in the Tanners’ Quarter later.", ["Tanners’ Quarter"]),
        ("He called J.R. Marsh and J. K. Olsen at home.", ["J.R. Marsh", "J. K. Olsen"]),
        ("They flew from the U.S. to the U.K. on the same day.", ["U.S.", "U.K."]),
        ("He asked Dr. Falk and Mr. Lund about it.", ["Falk", "Lund"]),
        ("The fighters of al-Shabab and Al-Qaeda met.", ["al-Shabab", "Al-Qaeda"]),
        ("Police asked union leader Ryu Hae-dam about it.", ["Ryu Hae-dam"]),
        ("The Varnholt-based firm and a Velkara-backed fund agreed.", ["Varnholt", "Velkara"]),
        ("She bought an iPhone and an eBay coupon.", ["iPhone", "eBay"]),
        ("In May the ministers met Theresa May and Ines Falk.", ["Theresa May", "Ines Falk"]),
        ("It opened on Good Friday, and again on Easter Monday in Varnholt.", ["Varnholt"]),
        ("The Tesk Ledger and the Irdova river were named.", ["Tesk Ledger", "Irdova"]),
        ("French President Emil Macon met a British minister.", ["French", "Emil Macon", "British"]),
        ("The flight was run by British Airways that day.", ["British Airways"]),
        ("New York officials and South Korean troops were there.", ["New York", "South Korean"]),
        ("Hydrologist Keoni Staszak had warned of it.", ["Keoni Staszak"]),
        ("Chief Executive Annika Rosvall was absent.", ["Annika Rosvall"]),
        ("He met actor Will Tarrow in the Premier League.", ["Will Tarrow", "Premier League"]),
        ("LINDOSSA (CPA) — Shells fell on Nareshti.", ["LINDOSSA", "CPA", "Nareshti"]),
        ("AKTUZAN, Nov 10 – Thirty-one miners were trapped.", ["AKTUZAN"]),
        ("Lund said the bridge was safe.", ["Lund"]),
        ("The firm denied it. Falk’s lawyer was silent about Falk.", ["Falk", "Falk"]),
    ],
)
def test_names_within_a_sentence_are_found_whole(sentence: str, expected: list[str]) -> None:
    assert texts(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Engineers found nothing.",
        "“Nobody came to help,” the driver told reporters.",
        "The rule: Nobody may cross the bridge at night.",
        "It reopens on Tuesday, or in May, before Easter.",
        "The service runs on Mondays and in January-March only.",
        "The plan pleased the President and the Prime Minister.",
        "“Plans change,” he said; then he and I left.",
        "BRIDGE CLOSES IN VARNHOLT AFTER NEW CRACKS",
        "Bridge Closes In Varnholt After New Cracks",
        "Four Dead, Nineteen Missing as Spillway Collapses above Sarnovelo",
        "a lower-cased line about varnholt and ines falk , the mayor of varnholt .",
        "… 12 – 13 …",
        "The Council and the Ministry have agreed with the University.",
        "Police said so. Officials said so. Residents said so.",
        "He doesn’t know. Don’t ask. It’s late. I’m sure we’ll see.",
        "The age of AI and of TV is here; CCTV was switched off.",
        "— Masked robbers broke in.",
        "“It is red.” Yes. It is.",
        "- Two men were held.\n- Thirty were freed.",
        "CLICK HERE for more.",
        "Prime Minister, Deputy Mayor and Chief Executive were asked.",
        "Yesterday it rained. Tonight it snows. However, nobody minds.",
    ],
)
def test_openers_titles_days_general_words_and_headlines_are_no_names(sentence: str) -> None:
    assert texts(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("He saw Governor Radmila Echavar there.", ("radmila", "echavar")),
        ("He saw Jürgen Müller there.", ("jurgen", "muller")),
        ("He saw Søren Łukasz there.", ("soren", "lukasz")),
        ("He saw Anne O’Dell there.", ("anne", "odell")),
        ("He saw Anne O'Dell there.", ("anne", "odell")),
        ("He saw Pelle Mbaye-Lind there.", ("pelle", "mbaye", "lind")),
        ("He saw J.R. Marsh there.", ("j", "r", "marsh")),
        ("He saw J. R. Marsh there.", ("j", "r", "marsh")),
        ("The Ministry of Public Works is shut.", ("ministry", "public", "works")),
        ("A French minister left.", ("france",)),
        ("The Dutch left.", ("netherlands",)),
        ("The British left.", ("britain",)),
        ("They left the UK at last.", ("britain",)),
        ("They left the United Kingdom at last.", ("britain",)),
        ("They left the U.S. at last.", ("united", "states")),
        ("An American left.", ("united", "states")),
        ("A South Korean left.", ("south", "korea")),
        ("The Norwegians left in Oslo with a Norwegian ship.", ("norway",)),
        ("They left NATO at last.", ("nato",)),
    ],
)
def test_the_first_names_normal_form_ignores_titles_case_diacritics_and_adjectives(
    sentence: str, words: tuple[str, ...]
) -> None:
    assert names(sentence)[0].words == words


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Mayor Ines Falk said no.", "mayor"),
        ("The Health Minister Ines Falk said no.", "health minister"),
        ("Deputy Prime Minister Ines Falk said no.", "deputy prime minister"),
        ("Dr Ines Falk said no.", "dr"),
        ("Dr. Ines Falk said no.", "dr"),
        ("Its hydrologist Ines Falk said no.", "hydrologist"),
        ("Hydrologist Ines Falk said no.", "hydrologist"),
        ("Chief Inspector Ines Falk said no.", "chief inspector"),
        ("A company spokeswoman Ines Falk said no.", "company spokeswoman"),
        ("Ines Falk said no.", ""),
        ("The lawyer of Ines Falk said no.", ""),
    ],
)
def test_the_title_is_kept_apart(sentence: str, title: str) -> None:
    (name,) = names(sentence)
    assert (name.text, name.title) == ("Ines Falk", title)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It was Captain Outaghir who led.", "person"),
        ("It was Bassou Ihermane, 61, who fell.", "person"),
        ("On Monday Bassou Ihermane said so.", "person"),
        ("“No,” said Bassou Ihermane at noon.", "person"),
        ("In court Otto Hill said nothing.", "person"),
        ("A report named Otto Lund, and Lund objected.", "person"),
        ("The car stopped in Tamelghit at noon.", "place"),
        ("The water of the Irdova river rose.", "place"),
        ("The water rose in the Tesmora province.", "place"),
        ("The road to Weir Lane is shut.", "place"),
        ("The road to Lake Tarn is shut.", "place"),
        ("A ship left the Bay of Tarn.", "place"),
        ("A Norwegian ship left.", "place"),
        ("The bill went to North Tarn.", "place"),
        ("They asked the Rural Bank about it.", "organisation"),
        ("They asked Velkara Hydro about it.", "organisation"),
        ("They asked Korvesta Inc about it.", "organisation"),
        ("They asked the University of Varnholt about it.", "organisation"),
        ("They asked NATO about it.", "organisation"),
        ("The operator, Korvesta, was silent.", "organisation"),
        ("They won the Meridiane Prize again.", "other"),
        ("A letter about Korvesta came.", "other"),
    ],
)
def test_the_kind_comes_from_the_name_and_its_neighbours(sentence: str, kind: str) -> None:
    assert names(sentence)[0].kind == kind


def test_a_surname_takes_the_kind_of_the_full_name() -> None:
    assert [name.kind for name in names("It was Ines Falk, 43, who came. We saw Falk again.")] == ["person", "person"]


CAST = Cast([Text("The mayor, Ines Falk, spoke in Varnholt. Otto Marsh, 43, was there with the Norvane News Agency.")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marsh will answer.", ["Marsh"]),
        ("Falk Tells Council Varnholt Bridge Must Close", ["Falk", "Varnholt"]),
        ("FALK: VARNHOLT BRIDGE MUST CLOSE NOW", ["FALK", "VARNHOLT"]),
        ("Mayor Ines Falk Says Bridge Must Close", ["Ines Falk"]),
        ("Norvane News Agency Tells All About Bridge", ["Norvane News Agency"]),
        ("Commuter Ines Falk was late.", ["Ines Falk"]),
        ("Bridges will answer.", []),
    ],
)
def test_known_names_are_found_where_capitals_say_nothing(text: str, expected: list[str]) -> None:
    assert texts(text, CAST) == expected


def test_names_stand_where_the_text_has_them() -> None:
    value = "The road is shut.\r\nThe mayor of Tarrow Heath blamed Zoe\u0308 Quist’s firm for it."
    assert [name.words for name in names(value)] == [("tarrow", "heath"), ("zoe", "quist")]


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Müller", "muller"), ("O’Dell", "odell"), ("U.S.", "us"), ("STRASSE", "strasse"), ("Straße", "strasse")],
)
def test_folding_drops_what_spellings_differ_in(word: str, folded: str) -> None:
    assert fold(word) == folded


_SIGNS = st.text(st.sampled_from("AaBb eé.,'’“”‘\"-–\n:()1Dr Mr of the and U.S. said"), max_size=120)


@given(_SIGNS | st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    found = names(text, CAST)
    assert [name.start for name in found] == sorted(name.start for name in found)
    assert all(name.words and name.end <= len(text) for name in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
