"""The rules of the structure metric. Each takes a case and its parameters and says how far it is kept (0–1), with a
breach for everything a person should look at. Which rules count, and how much, stands in the profile files.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import NamedTuple

from harness.case import Case
from harness.story import DATE, Kind, Part
from harness.types import Span


class Breach(NamedTuple):
    """What is wrong, for a person, and where; `claim` None where something is missing."""

    message: str
    claim: Span | None = None


class Outcome(NamedTuple):
    """How far a rule is kept: 1 wholly, 0 not at all."""

    kept: float
    breaches: tuple[Breach, ...] = ()


Rule = Callable[..., Outcome]
_KEPT = Outcome(1.0)
_ORDER: tuple[Kind, ...] = ("headline", "byline", "date", "lede", "timeline", "whats_next", "disclaimer")
_NAMES = {"whats_next": "section on what's next"}


def _missing(kind: Kind, name: str) -> Rule:
    def rule(case: Case) -> Outcome:
        if case.story.of(kind):
            return _KEPT
        return Outcome(0.0, (Breach(f"The story has no {name}."),))

    return rule


def _headline_length(case: Case, *, min_words: int, max_words: int) -> Outcome:
    headlines = case.story.of("headline")
    if not headlines:
        return Outcome(0.0)  # headline.missing says so already
    return _band(len(headlines[0].text.split()), min_words, max_words, "The headline has", _span(headlines[0]))


def _lede_length(case: Case, *, max_words: int) -> Outcome:
    ledes = case.story.of("lede")
    if not ledes:
        return Outcome(0.0)
    return _band(len(ledes[0].text.split()), 0, max_words, "The lede has", _span(ledes[0]))


def _sections_few(case: Case, *, min_sections: int) -> Outcome:
    n = len({part.section for part in case.story.of("paragraph", "bullet") if part.section})
    if n >= min_sections:
        return _KEPT
    return Outcome(n / min_sections, (Breach(f"The story has {n} sections with a subhead; at least {min_sections}."),))


def _timeline_undated(case: Case) -> Outcome:
    entries = case.story.of("timeline")
    if not entries:
        return Outcome(0.0)
    undated = [entry for entry in entries if entry.date is None]
    breaches = tuple(Breach("This timeline entry begins with no date.", _span(entry)) for entry in undated)
    return Outcome(1 - len(undated) / len(entries), breaches)


def _disclaimer_repeated(case: Case) -> Outcome:
    notices = case.story.of("disclaimer")
    if len(notices) <= 1:
        return Outcome(float(len(notices)))
    return Outcome(0.0, tuple(Breach("The disclaimer stands here again.", _span(n)) for n in notices[1:]))


def _order_wrong(case: Case) -> Outcome:
    firsts = [parts[0] for kind in _ORDER if (parts := case.story.of(kind))]
    if len(firsts) < 2:
        return Outcome(0.0)
    wrong = [(a, b) for a, b in itertools.pairwise(firsts) if b.start < a.start]
    breaches = tuple(
        Breach(f"The {_name(b)} stands before the {_name(a)}; it belongs behind it.", _span(b)) for a, b in wrong
    )
    return Outcome(0.0 if wrong else 1.0, breaches)


def _length_band(case: Case, *, min_words: int, max_words: int) -> Outcome:
    return _band(len(case.summary.words), min_words, max_words, "The summary has", None)


def _sentence_repeated(case: Case) -> Outcome:
    """Sentences of at least five words that stand twice, word for word; headline and lede may echo."""
    seen: set[tuple[str, ...]] = set()
    breaches = []
    for sentence in case.summary.sentences:
        if len(sentence.stems) < 5:
            continue
        if sentence.stems in seen:
            span = Span(start=sentence.start, end=sentence.end, text=sentence.text)
            breaches.append(Breach("This sentence stands here for a second time.", span))
        seen.add(sentence.stems)
    return Outcome(max(0.0, 1 - len(breaches) / 2), tuple(breaches))


def _paragraphs_many(case: Case, *, max_paragraphs: int) -> Outcome:
    n = len(case.story.of("body", "lede", "paragraph", "whats_next", "bullet", "timeline"))
    if n <= max_paragraphs:
        return _KEPT
    return Outcome(max_paragraphs / n, (Breach(f"The summary has {n} paragraphs; at most {max_paragraphs}."),))


def _unwanted(kinds: tuple[Kind, ...], name: str) -> Rule:
    def rule(case: Case) -> Outcome:
        parts = case.story.of(*kinds)
        breaches = tuple(Breach(f"This profile has no {name}.", _span(part)) for part in parts)
        return Outcome(0.0 if parts else 1.0, breaches)

    return rule


def _bullets_count(case: Case, *, min_bullets: int, max_bullets: int) -> Outcome:
    return _band(len(case.story.of("bullet")), min_bullets, max_bullets, "The list has", None, unit="items")


def _bullets_length(case: Case, *, max_words: int) -> Outcome:
    bullets = case.story.of("bullet")
    if not bullets:
        return Outcome(0.0)
    long = [bullet for bullet in bullets if len(bullet.text.split()) > max_words]
    breaches = tuple(Breach(f"This item has more than {max_words} words.", _span(bullet)) for bullet in long)
    return Outcome(1 - len(long) / len(bullets), breaches)


def _ending_cut(case: Case) -> Outcome:
    claims = case.claims
    if not claims or re.search(r"[.!?…]['’”\"*_)\]\s]*$", claims[-1].text) or DATE.fullmatch(claims[-1].text):
        return _KEPT
    last = claims[-1]
    return Outcome(
        0.0,
        (Breach("The text seems to be cut off here.", Span(start=last.start, end=last.end, text=last.text)),),
    )


def _band(n: int, low: int, high: int, subject: str, claim: Span | None, unit: str = "words") -> Outcome:
    """1 inside the band; outside it falls in proportion, to 0 at none or at twice the limit."""
    if low <= n <= high:
        return _KEPT
    kept = n / low if n < low else max(0.0, 2 - n / high)
    asked = f"at most {high}" if low == 0 else f"{low} to {high}"
    return Outcome(kept, (Breach(f"{subject} {n} {unit}; {asked} are asked for.", claim),))


def _name(part: Part) -> str:
    return _NAMES.get(part.kind, part.kind)


def _span(part: Part) -> Span:
    return Span(start=part.start, end=part.end, text=part.text)


RULES: dict[str, Rule] = {
    "headline.missing": _missing("headline", "headline"),
    "headline.length": _headline_length,
    "byline.missing": _missing("byline", "byline"),
    "date.missing": _missing("date", "date line"),
    "lede.missing": _missing("lede", "lede"),
    "lede.length": _lede_length,
    "sections.few": _sections_few,
    "timeline.missing": _missing("timeline", "timeline"),
    "timeline.undated": _timeline_undated,
    "next.missing": _missing("whats_next", "section on what's next"),
    "disclaimer.missing": _missing("disclaimer", "disclaimer"),
    "disclaimer.repeated": _disclaimer_repeated,
    "order.wrong": _order_wrong,
    "length.band": _length_band,
    "sentence.repeated": _sentence_repeated,
    "paragraphs.many": _paragraphs_many,
    "headings.unwanted": _unwanted(("headline", "heading"), "headings"),
    "bullets.unwanted": _unwanted(("bullet",), "lists"),
    "bullets.count": _bullets_count,
    "bullets.length": _bullets_length,
    "ending.cut": _ending_cut,
}
"""Rule id -> rule. The id is the `check` of its findings."""
