"""Rules of debris."""

from __future__ import annotations

import pytest

from tests.metrics.structure.stories import STORY, edited, says

PLACE = "Mayor Ines Falk shut the bridge at noon."
RULES = ("debris.prompt", "debris.refusal", "debris.markup", "debris.cut")


@pytest.mark.parametrize("rule", RULES)
def test_a_clean_story_has_none(rule: str) -> None:
    assert says(rule, STORY) == (1.0, ())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("debris.prompt", "Sure, here is the news story you asked for."),
        ("debris.prompt", "Write a news story of at most 400 words from the reports above."),
        ("debris.prompt", "[Insert quote from the mayor]"),
        ("debris.prompt", "I hope this helps! Let me know if you need changes."),
        ("debris.prompt", "The mayor, {{ name }}, shut it."),
        ("debris.refusal", "I'm sorry, but I cannot help with that."),
        ("debris.refusal", "As an AI language model, I have no opinion."),
        ("debris.refusal", "I can't provide details about the closure."),
        ("debris.markup", "Mayor **Ines Falk shut the bridge."),
        ("debris.markup", "Mayor Ines Falk shut the bridge &nbsp; at noon."),
        ("debris.markup", "Mayor Ines Falk <b>shut</b> the bridge."),
        ("debris.markup", "Mayor Ines Falk shut the bridge.[3]"),
        ("debris.markup", "The mayorâ€™s office shut it."),
        ("debris.markup", "Mayor Falk, [the Post](https://post.example/a reported, shut it."),
        ("debris.markup", "The mayor, the *Post reported, shut it."),
        ("debris.cut", "Mayor Ines Falk shut the bridge at noon, and..."),
        ("debris.cut", "Mayor Ines Falk shut the bridge because the"),
        ("debris.cut", "Mayor Ines Falk shut the bridge and told everybody tha"),
    ],
)
def test_debris_is_named(rule: str, words: str) -> None:
    assert len(says(rule, edited(PLACE, f"{PLACE}\n\n{words}\n\n")).breaches) >= 1


@pytest.mark.parametrize(
    "words",
    [
        "“I'm sorry, but I cannot help you with that today,” Falk said.",
        "“I can't provide a date,” she told reporters.",
        "Mayor **Ines Falk** shut the bridge.",
        "Smith & Sons built it for 5 * 4 crowns.",
        "“Go home!” she said.",
        "Falk wrote a letter to the council.",
    ],
)
def test_what_people_say_and_marks_that_close_are_no_debris(words: str) -> None:
    for rule in RULES:
        assert says(rule, edited(PLACE, f"{PLACE}\n\n{words}\n\n")).breaches == ()


@pytest.mark.parametrize("text", ["", "“It is over,” she said: “Go home.”", "The bridge closed."])
def test_a_text_that_ends_is_not_cut(text: str) -> None:
    assert says("debris.cut", text).kept in (1.0, None)


def test_a_plain_text_that_ends_in_the_middle_is_cut() -> None:
    assert says("debris.cut", "The bridge closed. Buses now cross at the").kept == 0
