"""Speakers: whom a text gives a quotation to, in its own sentence, by a pronoun, or going on; and when it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.facts.names import find_names
from harness.facts.names.cast import Cast
from harness.facts.quotes import find_quotes
from harness.facts.quotes.speakers import Speaker, attribute, same_speaker
from harness.text import Text


def speakers(value: str) -> tuple[Speaker | None, ...]:
    text = Text(value)
    found = attribute(find_quotes(value), text, find_names(text))
    for speaker in found:
        if speaker is not None and speaker.how == "said":
            assert value[speaker.start : speaker.end] == speaker.text
            assert 0 <= speaker.verb[0] < speaker.verb[1] <= len(value)
    return found


def said_by(value: str) -> list[str | None]:
    return [speaker and speaker.text for speaker in speakers(value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” said Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” Ines Falk said.", ["Ines Falk"]),
        ("“We will stay”, Ines Falk said.", ["Ines Falk"]),
        ('"We will stay," said Ines Falk.', ["Ines Falk"]),
        ("‘We will stay,’ said Ines Falk.", ["Ines Falk"]),
        ("“Will we stay?” asked Ines Falk.", ["Ines Falk"]),
        ("“We will stay!” Ines Falk shouted.", ["Ines Falk"]),
        ("“We will stay,” Ines Falk told reporters.", ["Ines Falk"]),
        ("Ines Falk said: “We will stay.”", ["Ines Falk"]),
        ("Ines Falk told Otto Lund: “We will stay.”", ["Ines Falk"]),
        ("Ines Falk: “We will stay.”", ["Ines Falk"]),
        ("“We will stay,” according to Ines Falk.", ["Ines Falk"]),
        ("According to Ines Falk, “we will stay”.", ["Ines Falk"]),
        ("Ines Falk, the mayor, said: “We will stay.”", ["Ines Falk"]),
        ("“We will stay,” Ines Falk, 43, the mayor, said.", ["Ines Falk"]),
        ("“We will stay,” Mayor Ines Falk said.", ["Ines Falk"]),
        ("“We will stay,” said Captain Ines Falk of the police.", ["Ines Falk"]),
        ("“We will stay,” said the baker Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” said retired judge Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” said the present director, Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” said its chair, Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” its chair, Ines Falk, said.", ["Ines Falk"]),
        ("“We will stay,” presiding judge Ines Falk said.", ["Ines Falk"]),
        ("“We will stay,” Velkara’s lawyer, Ines Falk, said.", ["Ines Falk"]),
        ("“We will stay,” recalled Ines Falk, who led the union.", ["Ines Falk"]),
        ("Ines Falk, who led the union, has said that “we will stay”.", ["Ines Falk"]),
        ("Ines Falk said it was “a long way” to go.", ["Ines Falk"]),
        ("Ines Falk said the bridge would close, adding that it was “a long way” to go.", ["Ines Falk"]),
        ("Ines Falk left early and called it “a long way” to go.", ["Ines Falk"]),
        ("It was called “a long way” by Ines Falk.", [None]),
        ("The mayor was told by Ines Falk: “We will stay.”", ["Ines Falk"]),
        ("Ines Falk said “we will stay”, while Otto Lund said “you will go”.", ["Ines Falk", "Otto Lund"]),
        ("“We will stay,” said Velkara chief executive Ines Falk.", ["Ines Falk"]),
        ("“We will stay,” Velkara chief executive Ines Falk said.", ["Ines Falk"]),
        ("“We will stay,” said its chairman, Ines Falk, who said it twice.", ["Ines Falk"]),
        ("“We will stay,” the mayor said.", ["the mayor"]),
        ("“We will stay,” the Velkara manager said.", ["the Velkara manager"]),
        ("“We will stay,” said the mayor.", ["the mayor"]),
        ("“We will stay,” a company spokesman said.", ["a company spokesman"]),
        ("“We will stay,” police said.", ["police"]),
        ("Police said: “We will stay.”", ["Police"]),
        ("The company said in a statement that it had “no plan to go”.", ["The company"]),
        ("“We will stay,” a spokesman for Velkara Hydro said.", ["a spokesman for Velkara Hydro"]),
        ("The notice on the door read: “We will stay.”", ["The notice on the door"]),
        ("Velkara Hydro said: “We will stay.”", ["Velkara Hydro"]),
    ],
)
def test_the_sentence_of_a_quotation_names_its_speaker(text: str, expected: list[str | None]) -> None:
    assert said_by(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ines Falk closed the bridge. “We will stay,” she said.", ["Ines Falk"]),
        ("Ines Falk closed the bridge.\n\n“We will stay,” she said.", ["Ines Falk"]),
        ("Ines Falk said no. “We will stay,” she added.", ["Ines Falk"]),
        ("Ines Falk, 43, met Otto Lund, 51. “We will stay,” she said.", [None]),
        ("Mr Falk met Ms Lund. “We will stay,” she said.", ["Lund"]),
        ("It rained. “We will stay,” she said.", [None]),
        ("Ines Falk closed the bridge. “We will stay,” it says.", [None]),
        ("Saule Tarim, 34, waits for Daulet Tarim, 36. “We will stay,” she said.", [None]),
        ("Falk’s lawyer, Ines Lund, confirmed it. “We will stay,” she said.", ["Ines Lund"]),
    ],
)
def test_a_pronoun_is_the_one_person_that_it_can_mean(text: str, expected: list[str | None]) -> None:
    assert said_by(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” said Ines Falk. “We always do.”", ["Ines Falk", "Ines Falk"]),
        ("“We stay,” Ines Falk, the mayor, said. “We always do.”", ["Ines Falk", "Ines Falk"]),
        ("“We stay,” said Ines Falk. “You go,” said Otto Lund.", ["Ines Falk", "Otto Lund"]),
        ("Ines Falk confirmed the plan. “We always stay.”", ["Ines Falk"]),
        ("“We stay,” Ines Falk said.\n\n“We always do.”", ["Ines Falk", "Ines Falk"]),
        ("“We stay\n\n“and we always do,” Ines Falk said.", ["Ines Falk", "Ines Falk"]),
        ("Ines Falk said: “We stay\n\n“and we always do.”", ["Ines Falk", "Ines Falk"]),
        ("“We stay,” said Ines Falk.\n\nThe book holds an entry: “Panel to withdraw.”", ["Ines Falk", None]),
        ("“We stay,” said Ines Falk.\n\nThe bridge has a “long history” here.", ["Ines Falk", None]),
        ("“We stay,” said Ines Falk. We saw Otto Lund, 43. “You always go.”", ["Ines Falk", None]),
        ("“We stay,” said its chair, Ines Falk, who said it twice. “We do.”", ["Ines Falk", "Ines Falk"]),
        ("A sign stood there. “We always stay.”", [None]),
    ],
)
def test_quotations_go_on_with_their_speaker(text: str, expected: list[str | None]) -> None:
    assert said_by(text) == expected


def test_how_the_speaker_is_known_is_told() -> None:
    found = speakers("Ines Falk closed it. “We stay,” she said. “We do.” “Yes, always,” said Otto Lund.")
    assert [speaker and speaker.how for speaker in found] == ["pronoun", "goes on", "said"]


def test_a_named_speaker_has_a_name_and_a_verb() -> None:
    text = "“We will stay,” said Mayor Ines Falk."
    (speaker,) = speakers(text)
    assert speaker is not None
    assert speaker.name is not None
    assert (speaker.name.words, speaker.name.title) == (("ines", "falk"), "mayor")
    assert text[slice(*speaker.verb)] == "said"


CAST = Cast(
    [
        Text(
            "The mayor, Ines Falk, spoke. Falk was told by Piet Aldarin, a spokesman for the operator, Velkara Hydro, to "
            "wait. The governor, Otto Lund, was silent."
        )
    ]
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ines Falk", "Falk", True),
        ("Mayor Falk", "Ines Falk", True),
        ("Ines Falk", "Otto Lund", False),
        ("Ines Falk", "Otto Falk", False),
        ("Ines Falk", "Vera Tarim", False),
        ("Ines Falk", "the mayor", True),
        ("the mayor", "Ines Falk", True),
        ("the governor", "Ines Falk", False),
        ("Piet Aldarin", "a company spokesman", True),
        ("Piet Aldarin", "the operator’s spokesperson", True),
        ("the mayor", "the town’s mayor", True),
        ("Piet Aldarin", "Velkara Hydro", None),
        ("the mayor", "police", None),
        ("Ines Falk", "police", None),
    ],
)
def test_speakers_are_compared_through_the_cast(one: str, other: str, same: bool | None) -> None:
    first, second = (speakers(f"“We will stay,” said {who}.")[0] for who in (one, other))
    assert first is not None
    assert second is not None
    assert same_speaker(first, second, CAST) is same


@given(st.lists(st.sampled_from(["“", "”", "‘", "’", '"', " said ", "Ines Falk", ", ", "she", ".", "\n", ": ", "x"])))
def test_no_text_is_too_strange(parts: list[str]) -> None:
    value = "".join(parts)
    assert len(speakers(value)) == len(find_quotes(value))
