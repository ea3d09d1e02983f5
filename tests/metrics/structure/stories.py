"""A small story with its sources, and what a rule says of a story."""

from __future__ import annotations

from typing import Any

from harness.case import Case, Subject
from harness.metrics.structure import RULES
from harness.metrics.structure.outcome import Outcome
from harness.types import Article

STORY = """\
# Cracked bridge in Varnholt closes as repair bill is disputed

By Ana Brook, Harbour Wire

17 March 2026

The old bridge in Varnholt closed on Tuesday, 17 March, after engineers found 48 cracks in its piers.

## What happened

Mayor Ines Falk shut the bridge at noon. “We will not gamble with lives,” she said.

The city says repairs will cost 3.2 million crowns; the engineers' union says 4.1 million.

## Background

The bridge was built in 1931 and last repaired in 2009.

## Timeline

- 12 March 2026: Engineers find the first cracks.
- 17 March 2026: The mayor closes the bridge.

## What's next

The council is to vote on the repairs on Friday, 20 March.

*This story was written by AI. Check the facts with another source.*
"""
WIRE = (
    "The old bridge in Varnholt was closed on Tuesday, 17 March, after engineers found 48 cracks in its piers. "
    "Mayor Ines Falk shut the bridge at noon. “We will not gamble with lives,” Falk said. "
    "The city says repairs will cost 3.2 million crowns. "
    "The council is to vote on the repairs on Friday, 20 March. "
    "Some 900 lorries use the bridge each day, the hauliers' association said."
)
POST = (
    "Engineers found the first cracks in the piers of the Varnholt bridge on 12 March. It was built in 1931 and last "
    "repaired in 2009. The mayor closed the bridge on 17 March. The engineers' union says repairs will cost 4.1 million "
    "crowns. The ferry at Pellsund may run longer hours."
)
ARTICLE = Article.model_validate(
    {
        "id": "bridge",
        "sources": [
            {"id": "wire", "text": WIRE, "published": "2026-03-17T15:00:00+01:00"},
            {"id": "post", "text": POST, "published": "2026-03-17T18:00:00+01:00"},
        ],
    }
)
BARE = Article.model_validate({"id": "a", "sources": [{"id": "s", "text": " "}]})


def case(summary: str, article: Article = ARTICLE, profile: str = "news-story") -> Case:
    """A summary of the bridge."""
    return Case(Subject(article, profile=profile), summary)


def says(rule: str, summary: str, article: Article = ARTICLE, **parameters: Any) -> Outcome:
    """What a rule answers; every place that it names is where it says."""
    made = case(summary, article)
    outcome = RULES[rule].check(made, **parameters)
    for breach in outcome.breaches:
        assert breach.message
        if breach.claim is not None:
            assert made.summary.value[breach.claim.start : breach.claim.end] == breach.claim.text != ""
    return outcome


def edited(old: str, new: str) -> str:
    """The story with one edit."""
    assert old in STORY
    return STORY.replace(old, new, 1)


def places(outcome: Outcome) -> list[str | None]:
    """The words that a rule points at."""
    return [breach.claim.text if breach.claim else None for breach in outcome.breaches]
