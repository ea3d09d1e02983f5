"""Rules of subheads, of the order of parts, and of the forms without them."""

from __future__ import annotations

import pytest

from harness.errors import InputError
from tests.metrics.structure.stories import STORY, edited, places, says

ORDER = ("headline", "byline", "date", "lede", "section", "timeline", "whats_next", "disclaimer")


def test_subheads_are_asked_for_by_number_and_by_words() -> None:
    assert says("sections.few", STORY, min_sections=2, every_words=60).kept == 1
    assert says("sections.few", STORY, min_sections=4, every_words=60).kept == 0.5
    outcome = says("sections.few", STORY, min_sections=2, every_words=20)
    assert places(outcome) == ["What happened"]


@pytest.mark.parametrize(
    "subhead", ["What happened", "The closure", "A bridge shut at noon", "Three million or four", "No gamble"]
)
def test_a_subhead_that_fits_is_kept(subhead: str) -> None:
    assert says("section.heading", edited("## What happened", f"## {subhead}")).breaches == ()


@pytest.mark.parametrize("subhead", ["Football transfers", "Weather outlook", "Mortgage lenders"])
def test_a_subhead_of_another_story_is_named(subhead: str) -> None:
    assert places(says("section.heading", edited("## Background", f"## {subhead}"))) == [subhead]


@pytest.mark.parametrize("start", ["However, the mayor", "She", "This", "Meanwhile, the mayor", "But the mayor"])
def test_a_section_that_begins_in_the_air_is_named(start: str) -> None:
    outcome = says("section.dangling", edited("Mayor Ines Falk shut", f"{start} shut"))
    assert len(outcome.breaches) == 1
    assert start.startswith((places(outcome)[0] or "").strip())


@pytest.mark.parametrize(
    "start", ["It is not clear who", "This week Mayor Falk", "That day the mayor", "“She knew,” Falk said. She"]
)
def test_a_beginning_that_points_to_nothing_before_is_kept(start: str) -> None:
    assert says("section.dangling", edited("Mayor Ines Falk shut", f"{start} shut")).breaches == ()


def test_parts_in_the_wrong_order_are_named() -> None:
    assert says("order.wrong", STORY, order=ORDER) == (1.0, ())
    notice = "*This story was written by AI. Check the facts with another source.*\n"
    timeline = STORY[STORY.index("## Timeline") : STORY.index("## What's next")]
    early = edited(timeline, "").replace("## What happened", f"{timeline}## What happened")
    assert len(says("order.wrong", early, order=ORDER).breaches) == 1
    assert len(says("order.wrong", f"{notice}\n{edited(notice, '')}", order=ORDER).breaches) == 1
    assert says("order.wrong", early, order=("headline", "lede")).kept == 1


def test_an_unknown_part_in_an_order_is_refused() -> None:
    with pytest.raises(InputError, match="unknown part 'intro'; there are "):
        says("order.wrong", STORY, order=("intro", "lede"))


def test_forms_without_headings_and_lists_are_kept_or_broken() -> None:
    plain = "The bridge closed on Tuesday. Buses cross at the old ford."
    listed = "- Bridge closed\n- Buses use the ford\n- Work begins soon."
    assert says("paragraphs.many", plain, max_paragraphs=1).kept == 1
    assert says("paragraphs.many", f"{plain}\n\n{plain}", max_paragraphs=1).kept == 0.5
    assert says("headings.unwanted", plain).kept == 1
    assert len(says("headings.unwanted", f"# Bridge closes\n\n## Now\n\n{plain}").breaches) == 2
    assert says("bullets.unwanted", plain).kept == 1
    assert len(says("bullets.unwanted", listed).breaches) == 3
    assert says("bullets.count", listed, min_bullets=3, max_bullets=3).kept == 1
    assert says("bullets.count", listed, min_bullets=4, max_bullets=7).kept == 0.75
    assert says("bullets.length", listed, max_words=4).kept == 1
    assert places(says("bullets.length", listed, max_words=3)) == ["Buses use the ford"]
