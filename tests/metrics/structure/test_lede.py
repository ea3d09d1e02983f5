"""Rules of the lede and of what comes first."""

from __future__ import annotations

import pytest

from harness.metrics.structure.lede import tau
from tests.metrics.structure.stories import STORY, edited, says

LEDE = "The old bridge in Varnholt closed on Tuesday, 17 March, after engineers found 48 cracks in its piers."


def test_a_story_that_begins_under_a_subhead_has_no_lede() -> None:
    assert says("lede.missing", STORY).kept == 1
    assert says("lede.missing", edited(f"{LEDE}\n\n", "")).kept == 0


def test_the_lede_is_measured_in_words() -> None:
    assert says("lede.length", STORY, max_words=45).kept == 1
    assert says("lede.length", STORY, max_words=12).kept == pytest.approx(2 - 18 / 12)


@pytest.mark.parametrize(
    "lede",
    [
        LEDE,
        "Two people died on Monday when a boat capsized off the coast.",
        "Police in Varnholt arrested the mayor because of missing files.",
        "Storm Ysolde struck the west coast of Harravane early on Saturday.",
    ],
)
def test_a_lede_that_answers_three_questions_will_do(lede: str) -> None:
    assert says("lede.slots", edited(LEDE, lede), min_slots=3) == (1.0, ())


@pytest.mark.parametrize(
    ("lede", "lacking"),
    [
        ("It was a story that nobody had foreseen and nobody will forget.", "when, where, why"),
        ("Things have changed, and much remains unsaid.", "where, why"),
    ],
)
def test_a_lede_that_says_little_is_told_what_it_lacks(lede: str, lacking: str) -> None:
    (breach,) = says("lede.slots", edited(LEDE, lede), min_slots=3).breaches
    assert breach.message.endswith(f"{lacking}.")


def test_the_weight_of_the_news_is_measured_by_its_order() -> None:
    assert (tau([3, 2, 1]), tau([1, 2, 3]), tau([1]), tau([2, 2])) == (-1, 1, 0, 0)


def test_a_story_told_from_its_end_is_flat_and_a_short_one_is_not_judged() -> None:
    paragraphs = [
        "The old bridge in Varnholt closed on Tuesday after engineers found cracks in its piers.",
        "Mayor Ines Falk shut the bridge in Varnholt at noon.",
        "Engineers found cracks in the piers of the bridge.",
        "The council is to vote on the repairs of the bridge on Friday.",
        "A cat called Moss slept under a bench all afternoon.",
        "Somebody nearby sold warm chestnuts from an orange van.",
        "Children sang songs about pirates, dragons and snow.",
    ]
    told = "# Cracked bridge in Varnholt closes\n\n" + "\n\n".join(paragraphs)
    turned = "# Cracked bridge in Varnholt closes\n\n" + "\n\n".join(reversed(paragraphs))
    assert says("pyramid.flat", told, max_rise=0.2) == (1.0, ())
    outcome = says("pyramid.flat", turned, max_rise=0.2)
    assert outcome.kept is not None
    assert outcome.kept < 1
    assert len(outcome.breaches) == 1
    assert says("pyramid.flat", "\n\n".join(told.split("\n\n")[:4]), max_rise=0.2).kept is None
