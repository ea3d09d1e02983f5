"""Rules of the lede, and of what comes first: who, what, when, where, why; and the weight of news falling to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.case import Case
from harness.facts import within
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, band, broken, place, span
from harness.metrics.structure.page import content, page
from harness.metrics.structure.verbs import has_verb
from harness.story import Part

_PEOPLE = re.compile(
    r"\b(?:people|person|man|woman|men|women|child(?:ren)?|boys?|girls?|police|officers?|residents?|workers?"
    r"|passengers?"
    r"|patients?|pupils?|students?|teachers?|voters?|drivers?|miners?|soldiers?|protesters?|families|family"
    r"|villagers?"
    r"|councill?ors?|council|court|judges?|jury|ministers?|ministry|mayor|governor|president|government"
    r"|parliament|union"
    r"|company|firm|airline|bank|hospital|school|university|authorities|authority|officials?|inspectors?"
    r"|investigators?"
    r"|prosecutors?|scientists?|researchers?|engineers?|firefighters?|crews?|rescuers?|monitors?|households?"
    r"|homes|team"
    r"|committee|commission|agency|regulators?|shareholders?|supporters?|victims?|survivors?|suspects?|staff|operator"
    r"|\w+ologists?|lawmakers?|lawyers?|doctors?|nurses?|farmers?|members?|thousands|hundreds|dozens)\b",
    re.IGNORECASE,
)
# who is nobody in particular
_ANYBODY = re.compile(
    r"\b(?:many|most|some|few|all|other|more|those|these|enough|(?:so|too) (?:many|few)|a lot of|ordinary|young|old"
    r"|whole) (?:of )?(?:the )?(?:people|families|men|women|children|communit\w+)\b"
    r"|\bpeople\b(?= (?:who|say|search|dream|are|have)\b)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|overnight|dawn|dusk|midnight|noon|midday|this (?:week|month|year|morning)"
    r"|last (?:week|month|year|night)|next (?:week|month|year)|early hours|(?:days?|weeks?|months?|years?"
    r"|hours?) (?:after"
    r"|ago|before|earlier|later)|after (?:\w+ ){1,2}(?:hours|days|weeks|months|years)|(?:spring|summer|autumn"
    r"|winter))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:in|at|near|off|outside|across|above|along|around) (?:the )?(?:[a-z]+ (?:of )?){0,2}?[A-Z]")
_WHY = re.compile(
    r"\b(?:because|after|following|due to|owing to|thanks to|amid|since|caused|causing|blamed?|blaming|sparked"
    r"|prompted"
    r"|triggered|forc(?:ing|ed)|leaving|in (?:protest|response|order)|so that|despite|over|as|when|(?:in )?a row"
    r"|to (?!the\b|a\b|an\b|its\b|his\b|her\b|their\b|it\b|th(?:is|at|ese|ose|em)\b"
    r"|us\b|you\b|be\b|come\b|think\b|[A-Z\d])\w+)\b",
)


def missing(case: Case) -> Outcome:
    """A first paragraph tells the news before any subhead."""
    if any(part.section is None for part in case.story.of("lede")):
        return KEPT
    return broken(Breach("The story has no lede: no paragraph tells the news before the first subhead."))


def length(case: Case, *, max_words: int) -> Outcome:
    """The lede can be read in one breath."""
    for part in case.story.of("lede")[:1]:
        return band(len(part.text.split()), 0, max_words, "The lede has", span(part))
    return SILENT


def slots(case: Case, *, min_slots: int) -> Outcome:
    """The lede answers at least so many of who, what, when, where, why."""
    for part in case.story.of("lede")[:1]:
        lacking = [slot for slot, told in _slots(case, part).items() if not told]
        told = 5 - len(lacking)
        if told >= min_slots:
            return KEPT
        message = f"The lede answers {told} of who, what, when, where and why; it does not say {', '.join(lacking)}."
        return Outcome(told / min_slots, (Breach(message, span(part)),))
    return SILENT


def _slots(case: Case, part: Part) -> dict[str, bool]:
    names = [*within(case.facts.names, part.start, part.end)]
    date = next(within(case.facts.dates, part.start, part.end), None)
    time = next(within(case.facts.times, part.start, part.end), None)
    return {
        "who": any(name.kind != "place" for name in names) or bool(_PEOPLE.search(_ANYBODY.sub("", part.text))),
        "what": has_verb(part.text),
        "when": bool(date or time or _WHEN.search(part.text)),
        "where": any(name.kind == "place" for name in names) or bool(_WHERE.search(part.text)),
        "why": bool(_WHY.search(part.text)),
    }


_FEW = 6  # sentences; in fewer no order can be told


def pyramid(case: Case, *, max_rise: float) -> Outcome:
    """The weight of what is told falls from the lede to the end: no more than so much of it may rise.

    The weight of a sentence is the mean salience of its words: how many sources use them and how early. What is measured
    is Kendall's tau of weight and place, -1 (falls all the way) to 1 (rises all the way).
    """
    sentences = page(case).sentences(case.story.of("lede", "paragraph"))
    salience = case.subject.index.salience
    weights = [_weight(content(sentence), salience) for sentence in sentences]
    weights = [weight for weight in weights if weight is not None]
    if len(weights) < _FEW or not salience:
        return SILENT
    rise = tau([w for w in weights if w is not None])
    if rise <= max_rise:
        return KEPT
    first = sentences[0]
    message = "What matters most to the sources stands late in the story: the weight of the news rises to its end."
    return Outcome(
        max(0.0, 1 - (rise - max_rise) / (1 - max_rise)), (Breach(message, place(case, first.start, first.end)),)
    )


def _weight(stems: Sequence[str], salience: dict[str, float]) -> float | None:
    return sum(salience.get(stem, 0.0) for stem in stems) / len(stems) if len(stems) > 2 else None


def tau(values: Sequence[float]) -> float:
    """Kendall's tau of values and their places, -1 to 1; 0 for one value."""
    pairs = [(a > b) - (a < b) for n, a in enumerate(values) for b in values[:n]]
    return sum(pairs) / len(pairs) if pairs else 0.0
