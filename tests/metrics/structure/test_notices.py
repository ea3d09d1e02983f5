"""Rules of byline, dates and disclaimer, and of what a story owes its readers."""

from __future__ import annotations

from typing import Any

import pytest

from harness.types import Article
from tests.metrics.structure.stories import ARTICLE, BARE, STORY, edited, places, says

NOTICE = "*This story was written by AI. Check the facts with another source.*"
DAYS: dict[str, Any] = {"days_before": 1, "days_after": 30}


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("byline.missing", "By Ana Brook, Harbour Wire\n\n"),
        ("date.missing", "17 March 2026\n\n"),
        ("disclaimer.missing", NOTICE),
    ],
)
def test_a_part_that_is_taken_out_is_missed(rule: str, part: str) -> None:
    assert says(rule, STORY).kept == 1
    assert says(rule, edited(part, "")).kept == 0


def test_a_disclaimer_may_be_forbidden() -> None:
    assert places(says("disclaimer.forbidden", STORY)) == [NOTICE.strip("*")]
    assert says("disclaimer.forbidden", edited(NOTICE, "")) == (1.0, ())


@pytest.mark.parametrize("line", [NOTICE, "*Written by AI. Check the facts of this story with another source.*"])
def test_a_notice_that_stands_twice_is_named(line: str) -> None:
    assert says("boilerplate.repeated", STORY) == (1.0, ())
    assert len(says("boilerplate.repeated", f"{STORY}\n{line}\n").breaches) == 1


@pytest.mark.parametrize(
    ("date", "wrong"),
    [
        ("17 March 2026", 0),
        ("Tuesday, 17 March 2026", 0),
        ("Published 17 March 2026", 0),
        ("18 March 2026", 0),
        ("Monday, 17 March 2026", 1),
        ("14 March 2026", 1),
        ("17 March 2025", 1),
        ("17 May 2026", 1),
    ],
)
def test_the_storys_day_agrees_with_its_weekday_and_its_sources(date: str, wrong: int) -> None:
    text = edited("17 March 2026\n\nThe", f"{date}\n\nThe")
    assert len(says("date.conflict", text, **DAYS).breaches) == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("The city says repairs will cost 3.2 million crowns; the engineers' union says 4.1 million.", 0),
        ("Repairs will cost 3.2 million crowns.", 1),
        ("Repairs will cost 3.2 million crowns, a figure that is disputed.", 0),
    ],
)
def test_where_sources_conflict_the_story_says_so(words: str, wrong: int) -> None:
    told = "The city says repairs will cost 3.2 million crowns; the engineers' union says 4.1 million."
    article = Article.model_validate(
        {
            "id": "a",
            "sources": [
                {
                    "id": "s",
                    "text": "The bridge closed. The city says the repairs will cost 3.2 million crowns. "
                    "The engineers' union says "
                    "the repairs will cost 4.1 million crowns.",
                }
            ],
        }
    )
    assert len(says("disclosure.conflict", edited(told, words), article).breaches) == wrong
    assert says("disclosure.conflict", STORY, BARE).kept is None


GOING_ON = ARTICLE.model_copy(
    update={"sources": (ARTICLE.sources[0].model_copy(update={"text": "Two people died. Six are still missing."}),)}
)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Six people are still missing.", 0),
        ("Six people were missing as of Tuesday evening.", 1),
        ("By Tuesday evening six people were missing.", 1),
        ("So far six people are missing.", 1),
        ("The bridge is closed.", None),
    ],
)
def test_where_the_event_goes_on_a_toll_has_its_time(words: str, kept: float | None) -> None:
    text = edited("Mayor Ines Falk shut the bridge at noon.", words)
    assert says("disclosure.ongoing", text, GOING_ON).kept == kept
