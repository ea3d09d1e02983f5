"""Rules of repetition."""

from __future__ import annotations

from typing import Any

import pytest

from tests.metrics.structure.stories import STORY, edited, places, says

TURNS: dict[str, Any] = {"words": 5, "times": 3, "long_words": 10, "content": 3}


def test_a_sound_story_repeats_nothing() -> None:
    assert says("sentence.repeated", STORY, alike=0.75) == (1.0, ())
    assert says("section.repeated", STORY, alike=0.8) == (1.0, ())
    assert says("ngram.repeated", STORY, **TURNS) == (1.0, ())


@pytest.mark.parametrize(
    ("again", "wrong"),
    [
        ("The bridge was built in 1931 and last repaired in 2009.", 1),
        ("THE BRIDGE was built in 1931 and last repaired in 2009!", 1),
        ("The bridge was built in 1931.", 0),
        ("Yes.", 0),
    ],
)
def test_a_sentence_that_stands_twice_is_named(again: str, wrong: int) -> None:
    text = edited("repaired in 2009.", f"repaired in 2009. {again} Yes.")
    assert len(says("sentence.repeated", text, alike=0.75).breaches) == wrong


def test_a_section_that_stands_twice_is_named_by_its_subhead_or_its_words() -> None:
    section = STORY[STORY.index("## Background") : STORY.index("## Timeline")]
    assert places(says("section.repeated", edited("## Timeline", f"{section}## Timeline"), alike=0.8)) == ["Background"]
    renamed = section.replace("Background", "An old bridge")
    assert places(says("section.repeated", edited("## Timeline", f"{renamed}## Timeline"), alike=0.8)) == [
        "An old bridge"
    ]


def test_a_turn_that_stands_three_times_is_named_and_a_name_is_not() -> None:
    turn = "in a shocking and dramatic turn of events"
    text = edited(
        "Mayor Ines Falk shut the bridge at noon.", f"Buses stopped {turn}. Trams ran {turn}. Boats sank {turn}."
    )
    assert len(says("ngram.repeated", text, **TURNS).breaches) == 1
    name = "the Union of Bridge and Tunnel Engineers of Varnholt"
    named = edited(
        "Mayor Ines Falk shut the bridge at noon.", f"Members of {name} met. Friends of {name} left. {name} won."
    )
    assert says("ngram.repeated", named, **TURNS).breaches == ()
