"""Rules of sourcing."""

from __future__ import annotations

import pytest

from tests.metrics.structure.stories import BARE, STORY, edited, places, says

SAID = "“We will not gamble with lives,” she said."


@pytest.mark.parametrize(
    "quote",
    [
        SAID,
        "According to Falk, “we will not gamble with lives”.",
        "Falk put it bluntly: “We will not gamble with lives.”",
        "“We will not gamble with lives,” said Falk, who has been mayor for nine years.",
        "Falk called the decision “nothing that we took lightly”.",
        "She wore a badge with the word “Now”.",
    ],
)
def test_a_quotation_with_a_speaker_is_kept(quote: str) -> None:
    assert says("sourcing.quote", edited(SAID, quote)).breaches == ()


@pytest.mark.parametrize(
    "quote",
    ["“We will not gamble with lives.”", "\n\n“We will not gamble with lives.”", "It was cold. “We will not gamble.”"],
)
def test_a_quotation_that_nobody_says_is_named(quote: str) -> None:
    assert len(says("sourcing.quote", edited(SAID, quote)).breaches) == 1


LORRIES = "Some 900 lorries use the bridge each day{}."


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (LORRIES.format(""), ["900"]),
        (LORRIES.format(", the hauliers' association said"), []),
        ("By the hauliers' count, 900 lorries use the bridge each day.", []),
        ("According to the hauliers, 900 lorries use the bridge each day.", []),
        ("The bridge has 48 cracks.", []),
    ],
)
def test_a_figure_on_somebodys_word_needs_the_word(words: str, wrong: list[str]) -> None:
    text = edited("The bridge was built", f"{words} The bridge was built")
    assert places(says("sourcing.number", text)) == wrong
    assert says("sourcing.number", text, BARE).kept is None


def test_a_story_that_leaves_claims_to_their_parties_is_kept() -> None:
    assert says("sourcing.claim", STORY) == (1.0, ())
