"""Rules of the timeline."""

from __future__ import annotations

from typing import Any

import pytest

from tests.metrics.structure.stories import BARE, STORY, edited, says

FIRST = "- 12 March 2026: Engineers find the first cracks.\n"
LAST = "- 17 March 2026: The mayor closes the bridge.\n"
GAP: dict[str, Any] = {"max_days": 1, "min_share": 0.6}
RULES = ("timeline.undated", "timeline.order", "timeline.year", "timeline.unsupported")


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_timeline_keeps_every_rule_and_none_has_nothing_to_say(rule: str) -> None:
    assert says(rule, STORY) == (1.0, ())
    without = STORY[: STORY.index("## Timeline")] + STORY[STORY.index("## What's next") :]
    assert says(rule, without) == (None, ())
    assert says("timeline.missing", without).kept == 0
    assert says("timeline.gap", without, **GAP).kept is None


@pytest.mark.parametrize(
    "entry", ["- Engineers find the first cracks.\n", "- Later: Engineers find the first cracks.\n"]
)
def test_an_entry_without_a_date_is_named(entry: str) -> None:
    outcome = says("timeline.undated", edited(FIRST, entry))
    assert (outcome.kept, len(outcome.breaches)) == (0.5, 1)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("12 March 2026", "17 March 2026", 0),
        ("17 March 2026", "12 March 2026", 1),
        ("March 2026", "17 March 2026", 0),
        ("2009", "17 March 2026", 0),
        ("17 March 2026", "17 March 2026", 0),
        ("17 March 2026", "2009", 1),
        ("12 March", "17 March", 0),
    ],
)
def test_entries_ascend(first: str, last: str, wrong: int) -> None:
    text = edited(FIRST, f"- {first}: Engineers find the first cracks.\n")
    text = text.replace(LAST, f"- {last}: The mayor closes the bridge.\n")
    assert len(says("timeline.order", text).breaches) == wrong


@pytest.mark.parametrize(
    ("date", "wrong"),
    [("12 March 2025", 1), ("12 March 2027", 1), ("2009", 0), ("1931", 0), ("12 March 2026", 0), ("20 March 2026", 0)],
)
def test_a_year_that_no_source_gives_is_named(date: str, wrong: int) -> None:
    assert len(says("timeline.year", edited("12 March 2026: E", f"{date}: E")).breaches) == wrong


def test_a_timeline_that_skips_the_day_of_the_lede_is_named() -> None:
    later = edited("17 March 2026\n\nThe", "18 March 2026\n\nThe")
    assert says("timeline.gap", later, **GAP).breaches == ()
    (breach,) = says("timeline.gap", later.replace(LAST, ""), **GAP).breaches
    assert breach.message == "The timeline says nothing of 17 March 2026."


@pytest.mark.parametrize(
    "event", ["Protesters gather outside a distant embassy.", "Insurers begin paying generous bonus dividends."]
)
def test_an_entry_that_no_source_tells_is_named(event: str) -> None:
    text = edited("Engineers find the first cracks.", event)
    assert len(says("timeline.unsupported", text).breaches) == 1
    assert says("timeline.unsupported", text, BARE).kept is None


def test_an_entry_on_a_day_that_no_source_names_is_named() -> None:
    (breach,) = says("timeline.unsupported", edited("12 March 2026: E", "11 March 2026: E")).breaches
    assert breach.message in ("No source dates anything to 11 March 2026.", "The sources date this to 12 March 2026.")
