"""The one table of the rules: id -> what checks it, the family it is counted in, the story parts it speaks of.

A rule takes a case and its parameters and says how far it is kept (0–1), with a breach for everything that a person should
look at. Which rules count, and how much, stands in the profile files; docs/structure.md has them all with parameters.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from harness.metrics.structure import (
    agreement,
    ahead,
    claims,
    debris,
    disclosure,
    headline,
    lede,
    notices,
    reading,
    repetition,
    sections,
    sourcing,
    timeline,
)
from harness.metrics.structure.outcome import Rule

Family = Literal[
    "headline", "lede", "sections", "timeline", "sourcing", "next", "notices", "repetition", "reading", "debris"
]
FAMILIES: tuple[Family, ...] = (
    "headline", "lede", "sections", "timeline", "sourcing", "next", "notices", "repetition", "reading", "debris",
)  # fmt: skip


class Entry(NamedTuple):
    """A rule of the table; `asked_by` is the rule that says that its part is missing, if any."""

    check: Rule
    family: Family
    parts: tuple[str, ...]
    asked_by: str | None = None


def _entry(check: Rule, family: Family, parts: str, asked_by: str | None = None) -> Entry:
    return Entry(check, family, tuple(parts.split()), asked_by)


RULES: dict[str, Entry] = {
    "headline.missing": _entry(headline.missing, "headline", "headline"),
    "headline.length": _entry(headline.length, "headline", "headline", "headline.missing"),
    "headline.verb": _entry(headline.verb, "headline", "headline", "headline.missing"),
    "headline.body": _entry(headline.body, "headline", "headline", "headline.missing"),
    "headline.sources": _entry(headline.sources, "headline", "headline", "headline.missing"),
    "headline.lede": _entry(agreement.agrees, "headline", "headline lede", "headline.missing"),
    "byline.missing": _entry(notices.missing("byline", "byline"), "notices", "byline"),
    "date.missing": _entry(notices.undated, "notices", "date"),
    "date.conflict": _entry(notices.conflict, "notices", "date byline", "date.missing"),
    "lede.missing": _entry(lede.missing, "lede", "lede"),
    "lede.length": _entry(lede.length, "lede", "lede", "lede.missing"),
    "lede.slots": _entry(lede.slots, "lede", "lede", "lede.missing"),
    "pyramid.flat": _entry(lede.pyramid, "lede", "lede sections", "lede.missing"),
    "sections.few": _entry(sections.few, "sections", "sections"),
    "section.heading": _entry(sections.heading, "sections", "sections", "sections.few"),
    "section.dangling": _entry(sections.dangling, "sections", "sections", "sections.few"),
    "order.wrong": _entry(sections.order, "sections", "sections timeline whats_next"),
    "paragraphs.many": _entry(sections.many, "sections", "body"),
    "headings.unwanted": _entry(
        sections.unwanted(("headline", "heading"), "headings"), "sections", "headline sections"
    ),
    "bullets.unwanted": _entry(sections.unwanted(("bullet",), "lists"), "sections", "bullets"),
    "bullets.count": _entry(sections.bullets_count, "sections", "bullets"),
    "bullets.length": _entry(sections.bullets_length, "sections", "bullets", "bullets.count"),
    "timeline.missing": _entry(timeline.missing, "timeline", "timeline"),
    "timeline.undated": _entry(timeline.undated, "timeline", "timeline", "timeline.missing"),
    "timeline.order": _entry(timeline.order, "timeline", "timeline", "timeline.missing"),
    "timeline.year": _entry(timeline.year, "timeline", "timeline", "timeline.missing"),
    "timeline.gap": _entry(timeline.gap, "timeline", "timeline", "timeline.missing"),
    "timeline.unsupported": _entry(timeline.unsupported, "timeline", "timeline", "timeline.missing"),
    "sourcing.quote": _entry(sourcing.quote, "sourcing", "body"),
    "sourcing.number": _entry(sourcing.number, "sourcing", "body"),
    "sourcing.claim": _entry(claims.claim, "sourcing", "body"),
    "next.missing": _entry(ahead.missing, "next", "whats_next"),
    "next.past": _entry(ahead.past, "next", "whats_next", "next.missing"),
    "next.unhedged": _entry(ahead.unhedged, "next", "whats_next", "next.missing"),
    "disclaimer.missing": _entry(notices.missing("disclaimer", "disclaimer"), "notices", "disclaimer"),
    "disclaimer.forbidden": _entry(notices.forbidden, "notices", "disclaimer"),
    "boilerplate.repeated": _entry(notices.repeated, "notices", "byline disclaimer"),
    "disclosure.conflict": _entry(disclosure.conflict, "notices", "body"),
    "disclosure.ongoing": _entry(disclosure.ongoing, "notices", "body"),
    "sentence.repeated": _entry(repetition.sentence, "repetition", "body"),
    "section.repeated": _entry(repetition.section, "repetition", "sections"),
    "ngram.repeated": _entry(repetition.ngram, "repetition", "body"),
    "readability.band": _entry(reading.house, "reading", "body"),
    "readability.sources": _entry(reading.sources, "reading", "body"),
    "length.band": _entry(reading.length, "reading", "body"),
    "debris.prompt": _entry(debris.prompt, "debris", "body"),
    "debris.refusal": _entry(debris.refusal, "debris", "body"),
    "debris.markup": _entry(debris.markup, "debris", "body"),
    "debris.cut": _entry(debris.cut, "debris", "body"),
}
"""Rule id -> rule. The id is the `check` of its findings and the name of its part of the score."""
