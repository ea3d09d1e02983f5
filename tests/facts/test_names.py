"""Names: capitalised words that are more than the start of a sentence, a title, a weekday or a month."""

from __future__ import annotations

import pytest

from harness.facts.names import find_names
from harness.text import Text


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The bridge in Varnholt closed.", ["Varnholt"]),
        ("Ines Falk told the council nothing at all.", ["Ines", "Falk"]),
        ("In Varnholt, Falk spoke to nobody.", ["Varnholt", "Falk"]),
        ("A man from Ostmark Bay fell into the water.", ["Ostmark", "Bay"]),
        ("The NATO chief and EU leaders met again.", ["NATO", "EU"]),
        ("The car was found near Pellsund’s old port.", ["Pellsund’s"]),
        ("Drivers avoided the Mill-Lane crossing for hours.", ["Mill", "Lane"]),
        ("The harbour at Århus reopened to ferries.", ["Århus"]),
        ("The mayor praised Anne O’Dell for the quick repair.", ["Anne", "O’Dell"]),
        ("Ines Falk met Otto Brandt.", ["Ines", "Falk", "Otto", "Brandt"]),
        ("Mayor Ines Falk said no.", ["Ines", "Falk"]),
        ("“Yes,” Ines Falk said.", ["Ines", "Falk"]),
    ],
)
def test_names_within_a_sentence_are_found(sentence: str, names: list[str]) -> None:
    assert [name.text for s in Text(sentence).sentences for name in find_names(s)] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "Engineers found nothing.",
        "“Nobody came to help,” the driver told reporters.",
        "The rule: Nobody may cross the bridge at night.",
        "It reopens on Tuesday, or in May, before Easter.",
        "The plan pleased the President and the Prime Minister.",
        "“Plans change,” he said; then he and I left.",
        "BRIDGE CLOSES IN VARNHOLT AFTER NEW CRACKS",
        "Bridge Closes In Varnholt After New Cracks",
        "a lower-cased line about varnholt.",
        "… 12 – 13 …",
    ],
)
def test_openers_titles_days_and_title_case_are_no_names(sentence: str) -> None:
    assert [name.text for s in Text(sentence).sentences for name in find_names(s)] == []


def test_names_stand_where_the_text_has_them() -> None:
    value = "The road is shut.\r\nThe mayor of Tarrow Heath blamed Zoe\u0308 Quist’s firm for it."
    names = [name for sentence in Text(value).sentences for name in find_names(sentence)]
    assert [value[name.start : name.end] for name in names] == [name.text for name in names]
    assert [name.norm for name in names] == ["tarrow", "heath", "zoë", "quist"]
