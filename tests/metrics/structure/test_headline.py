"""Rules of the headline."""

from __future__ import annotations

import pytest

from harness.metrics.structure.verbs import has_verb
from tests.metrics.structure.stories import BARE, STORY, edited, places, says

HEADLINE = "Cracked bridge in Varnholt closes as repair bill is disputed"


def test_a_story_without_headline_lacks_it_and_the_others_have_nothing_to_say() -> None:
    headless = edited(f"# {HEADLINE}\n\n", "")
    assert says("headline.missing", STORY).kept == 1
    assert [b.message for b in says("headline.missing", headless).breaches] == ["The story has no headline."]
    for rule in ("headline.verb", "headline.body", "headline.sources", "headline.lede"):
        assert says(rule, headless) == (None, ())


def test_the_length_is_counted_in_words() -> None:
    assert says("headline.length", STORY, min_words=4, max_words=14).kept == 1
    outcome = says("headline.length", STORY, min_words=4, max_words=8)
    assert outcome.kept == pytest.approx(2 - 10 / 8)
    assert places(outcome) == [HEADLINE]


@pytest.mark.parametrize(
    "headline",
    [
        "Bridge in Varnholt closes",
        "Inspectors warned of hollows under spillway",
        "One man charged over robbery",
        "Monitors confirm nine dead in shelling",
        "Minister and hospital at odds over deaths",
        "Ferries to resume on Friday",
        "Thirty saved from mine",
        "Storm hits coast",
        "Mayor To Resign Over Bridge",
        "Police and operator clash over speed",
        "Five months on, valley is still without water",
    ],
)
def test_a_headline_with_a_verb_is_told_from_one_without(headline: str) -> None:
    assert has_verb(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "The Varnholt bridge and its cracks",
        "Spillway failure at Kolvane",
        "Pay deal for Sandrava rail staff",
        "Six years in prison for harbour director",
        "Cracks in the old bridge at Varnholt",
        "Relief and anger after the verdict",
        "Death toll of 11 in Sarnovelo flood",
    ],
)
def test_a_label_has_no_verb(headline: str) -> None:
    assert not has_verb(headline)


@pytest.mark.parametrize(
    ("headline", "place"),
    [
        ("Bridge in Varnholt closes after 96 cracks found", "96"),
        ("Bridge in Varnholt closes as Lund objects", "Lund"),
        ("Mayor of Varnholt resigns as bridge closes", "resigns"),
        ("Engineers arrested as Varnholt bridge closes", "arrested"),
    ],
)
def test_what_neither_story_nor_source_says_is_borne_out_by_none(headline: str, place: str) -> None:
    for rule in ("headline.body", "headline.sources"):
        assert place in places(says(rule, edited(HEADLINE, headline)))


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        "Varnholt shuts old bridge after engineers find 48 cracks",
        "Falk will not gamble with lives as bridge is closed",
        "Union and city dispute cost of Varnholt bridge repairs",
    ],
)
def test_other_words_for_what_is_told_are_borne_out(headline: str) -> None:
    for rule in ("headline.body", "headline.sources", "headline.lede"):
        assert says(rule, edited(HEADLINE, headline)) == (1.0, ())


def test_without_sources_only_the_story_can_bear_out_a_headline() -> None:
    assert says("headline.sources", STORY, BARE).kept is None
    assert says("headline.body", STORY, BARE).kept == 1


@pytest.mark.parametrize(
    ("headline", "place"),
    [
        ("Old bridge closes as engineers find 84 cracks in piers", "84"),
        ("Old bridge in Pellsund closes after cracks found in piers", "Pellsund"),
    ],
)
def test_a_headline_that_disagrees_with_the_lede_says_on_what(headline: str, place: str) -> None:
    assert place in places(says("headline.lede", edited(HEADLINE, headline)))
