"""Rules of sourcing."""

from __future__ import annotations

import pytest

from harness.types import Article
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


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("The mayor recklessly ignored the cracks.", 1),
        ("The city covered up the cracks.", 1),
        ("The union said the mayor had ignored the cracks.", 0),
        ("“They ignored the cracks,” Falk said.", 0),
    ],
)
def test_blame_needs_somebody_who_lays_it(words: str, wrong: int) -> None:
    text = edited("The bridge was built", f"{words}\n\nThe bridge was built")
    assert len(says("sourcing.claim", text).breaches) == wrong


def test_in_a_story_of_one_source_every_figure_stands_on_a_word() -> None:
    alone = Article.model_validate(
        {"id": "a", "sources": [{"id": "s", "text": "The bridge has 48 cracks in its piers."}]}
    )
    bare = "# Bridge closes\n\nThe bridge closed.\n\n## Cracks\n\nThe bridge has 48 cracks in its piers."
    assert places(says("sourcing.number", bare, alone)) == ["48"]
    assert says("sourcing.number", f"{bare[:-1]}, the Post reported.", alone).breaches == ()
