"""The cast: which names are one, who is meant by a summary's names, and who is not."""

from __future__ import annotations

import pytest

from harness.facts.names import Name, find_names
from harness.facts.names.cast import Cast, Entity
from harness.text import Text

WIRE = (
    "VARNHOLT, Tesmora province – The bridge was closed on Tuesday, the Norvane News Agency (NNA) reported. "
    "The mayor, Radmila Echavar, told reporters in Varnholt that the water of the Kolvane reservoir had risen. "
    "Echavar blamed Velkara Hydro. Velkara denied it. “It was the rain,” said Piet Aldarin, a spokesman for the "
    "operator. The French government offered help.\n\nAnother agency is the World Flood Organisation. "
    "Dr Sunniva Aldermyhr said nothing. "
    "Jürgen Müller, 43, was not there. A report by Eskil Aldermyhr, 34, was found. Norvana was told."
)
POST = "Mayor Echavar and Mr Aldarin met. The WFO was asked. Kolvane is full. Christopher Fennimar, 51, left Norvana."
CAST = Cast([Text(WIRE), Text(POST)], ["Harbour Chronicle", "Echavar Blames Velkara for Flood"])


def the_name(text: str, context: str = "It was {} again.") -> Name:
    (name,) = find_names(Text(context.format(text)), CAST)
    return name


def found(text: str) -> Entity | None:
    return CAST.find(the_name(text))


@pytest.mark.parametrize(
    ("text", "fullest"),
    [
        ("Radmila Echavar", "Radmila Echavar"),
        ("Echavar", "Radmila Echavar"),
        ("Mayor Echavar", "Radmila Echavar"),
        ("Echavar’s", "Radmila Echavar"),
        ("Radmila", "Radmila Echavar"),
        ("R. Echavar", "Radmila Echavar"),
        ("Radmila Anne Echavar", "Radmila Echavar"),
        ("the Echavars", "Radmila Echavar"),
        ("Chris Fennimar", "Christopher Fennimar"),
        ("Kit Fennimar", "Christopher Fennimar"),
        ("Jurgen Muller", "Jürgen Müller"),
        ("Velkara", "Velkara Hydro"),
        ("Velkara Hydro Ltd", "Velkara Hydro"),
        ("NNA", "Norvane News Agency"),
        ("the Norvane News Agency", "Norvane News Agency"),
        ("the WFO", "World Flood Organisation"),
        ("the World Flood Organisation", "World Flood Organisation"),
        ("the Kolvane reservoir", "Kolvane"),
        ("the Kolvane Reservoir", "Kolvane"),
        ("VARNHOLT", "VARNHOLT"),
        ("Varnholt", "VARNHOLT"),
        ("France", "French"),
        ("a Frenchman", "French"),
        ("a Norvanan", "Norvana"),
        ("the Norvanian", "Norvana"),
        ("Harbour Chronicle", "harbour chronicle"),
        ("Dr Aldermyhr", "Sunniva Aldermyhr"),
        ("Eskil Aldermyhr", "Eskil Aldermyhr"),
    ],
)
def test_all_names_of_one_lead_to_it(text: str, fullest: str) -> None:
    entity = found(text)
    assert entity is not None
    assert entity.text == fullest


@pytest.mark.parametrize("text", ["Pellsund", "Otto Lund", "Ravila Echavar", "Kolvanor", "UNHCR", "Velkari Bank"])
def test_names_of_nobody_lead_nowhere(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("Ravila Echavar", "Radmila Echavar"),
        ("Otto Aldarin", "Piet Aldarin"),
        ("Radmila Echavar", None),
        ("R. Echavar", None),
        ("Chris Fennimar", None),
        ("Otto Lund", None),
        ("Otto Aldermyhr", None),
        ("Echavar", None),
    ],
)
def test_another_first_name_is_a_conflict(text: str, bearer: str | None) -> None:
    entity = CAST.conflict(the_name(text))
    assert (entity and entity.text) == bearer


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Fennimer", "Christopher Fennimar"),
        ("Radmila Echaver", "Radmila Echavar"),
        ("Varnhold", "VARNHOLT"),
        ("Varnholt", None),
        ("Mueller", None),
        ("Pellsund", None),
    ],
)
def test_one_wrong_letter_in_a_long_word_is_a_slip(text: str, spelling: str | None) -> None:
    name = the_name(text)
    assert CAST.slip(name) == spelling
    entity = CAST.find(name)
    assert spelling is None or (entity is not None and entity.text == spelling)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pellsund", ("pellsund",)),
        ("Otto Echavar", ("otto",)),
        ("the Pellsund Council", ("pellsund",)),
        ("Echavar", ()),
        ("a Norvanian", ()),
        ("Rain", ()),
    ],
)
def test_novel_words_are_those_that_no_source_has(text: str, words: tuple[str, ...]) -> None:
    assert CAST.novel(the_name(text)) == words


def test_a_shared_surname_is_ambiguous_and_its_mentions_go_to_whom_the_source_named_last() -> None:
    cast = Cast([Text("We saw Sunniva Lund, 61, and Lund left. We saw Eskil Lund, 34, and Lund stayed. Lund slept.")])
    (name,) = find_names(Text("It was Lund again."), cast)
    assert cast.find(name) is None
    assert [(e.text, len(e.mentions)) for e in cast.candidates(name)] == [("Sunniva Lund", 2), ("Eskil Lund", 3)]


def test_a_place_is_not_the_paper_or_the_hospital_called_after_it() -> None:
    cast = Cast(
        [Text("In Istvar it rained. The Istvar Regional Hospital was shut, the Istvar Courier wrote. Istvar slept.")]
    )
    assert [(e.text, e.kind, len(e.mentions)) for e in cast.entities if e.kind == "place"] == [("Istvar", "place", 2)]
    assert len(cast.entities) == 3


def test_mentions_stand_where_the_sources_have_them() -> None:
    entity = found("Echavar")
    assert entity is not None
    texts = (WIRE, POST)
    assert [(m.source, m.name.text) for m in entity.mentions] == [
        (0, "Radmila Echavar"),
        (0, "Echavar"),
        (1, "Echavar"),
    ]
    assert all(texts[m.source][m.name.start : m.name.end] == m.name.text for m in entity.mentions)


def test_roles_are_titles_and_what_stands_beside_the_name() -> None:
    mayor, spokesman = found("Echavar"), found("Aldarin")
    assert mayor is not None
    assert spokesman is not None
    assert mayor.roles == ("mayor",)
    assert spokesman.roles == ("spokesman for the operator", "mr")


def test_others_are_those_of_the_same_kind() -> None:
    mayor = found("Echavar")
    assert mayor is not None
    others = {entity.text for entity in CAST.others(mayor)}
    assert others == {"Piet Aldarin", "Sunniva Aldermyhr", "Eskil Aldermyhr", "Jürgen Müller", "Christopher Fennimar"}


def test_headings_add_names_without_mentions() -> None:
    entity = found("Harbour Chronicle")
    assert entity is not None
    assert entity.mentions == ()


def test_sources_without_names_have_no_cast() -> None:
    assert Cast([]).entities == ()
    assert Cast([Text("a lower-cased text about varnholt .")]).entities == ()
