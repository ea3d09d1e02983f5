"""Rules of what's next."""

from __future__ import annotations

import pytest

from tests.metrics.structure.stories import STORY, edited, says

NEXT = "The council is to vote on the repairs on Friday, 20 March."


def test_a_story_without_the_section_lacks_it() -> None:
    assert says("next.missing", STORY).kept == 1
    without = edited("## What's next\n\n", "")
    assert says("next.missing", without).kept == 0
    assert says("next.past", without).kept is None
    assert says("next.unhedged", without).kept is None


@pytest.mark.parametrize(
    "words",
    [
        NEXT,
        "A vote is due next week.",
        "The council meets on Friday, 20 March.",
        "Whether the bridge can be saved will be known in May.",
        "Work could begin in the summer.",
    ],
)
def test_what_looks_forward_is_kept(words: str) -> None:
    assert says("next.past", edited(NEXT, words)) == (1.0, ())


@pytest.mark.parametrize(
    "words",
    [
        "The council voted on the repairs on 3 March.",
        "Engineers found the cracks and the mayor shut the bridge.",
        "The council is to vote on 3 March 2026.",
        "The bridge was popular with walkers.",
        "Trams crossed it from 1931 until 2009.",
    ],
)
def test_what_looks_back_is_named(words: str) -> None:
    assert len(says("next.past", edited(NEXT, words)).breaches) == 1


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (NEXT, 0),
        ("The ferry at Pellsund may run longer hours.", 0),
        ("The council will vote on the repairs on Friday, the city said.", 0),
        ("The ferry at Pellsund will run longer hours.", 1),
        ("The council will certainly approve the repairs.", 1),
        ("The mayor will win the next election.", 1),
        ("The council will reject the repairs, and the mayor will resign.", 1),
    ],
)
def test_what_is_told_as_certain_needs_a_source_as_sure(words: str, wrong: int) -> None:
    assert len(says("next.unhedged", edited(NEXT, words)).breaches) == wrong
