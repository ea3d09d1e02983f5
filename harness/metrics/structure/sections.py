"""Rules of what stands in the middle: subheads often enough and fitting, sections in order, none beginning in the air."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import get_args

from harness.case import Case
from harness.errors import InputError
from harness.facts.lexicon import relation
from harness.metrics.structure.outcome import (
    KEPT,
    SILENT,
    Breach,
    Outcome,
    Rule,
    band,
    broken,
    counted,
    place,
    span,
)
from harness.metrics.structure.page import Section, page
from harness.story import Kind, Part
from harness.text import STOPWORDS, Sentence

_REACTION = re.compile(r"\b(?:reactions?|responses?|responds?|what (?:they|people|others) say|voices)\b", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"\b(?:background|history|context|earlier|before this|previous|the story so far|how we got here|backdrop)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\bwhat (?:happened|we know|was (?:agreed|decided)|has happened)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|ahead|to come)\b", re.IGNORECASE)
_TIMELINE = re.compile(
    r"\b(?:timeline|chronology|key (?:dates|moments|events)|day by day|how it unfolded)\b", re.IGNORECASE
)
_GENERIC = (_REACTION, _BACKGROUND, _EVENT, _NEXT, _TIMELINE)
_SPEECH = re.compile(
    r"[“”\"«»]|\b(?:said|says?|told|tells?|called?|calls|asked|urged|accus\w+|den(?:y|ied|ies)|welcom\w+"
    r"|critici\w+|prais\w+"
    r"|demand\w*|warn\w*|blam\w+|insist\w*|vow\w*|condemn\w*|claim\w*|thank\w*|reject\w*|react\w*|respon\w+"
    r"|appeal\w*)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous\w*|older|past|histor\w+|years? (?:ago|before|earlier|later)|decades?|separate\w*"
    r"|before|since"
    r"|first|founded|built|opened|had (?:been|\w+ed)|was (?:built|opened|signed|founded)|last (?:year|month"
    r"|summer|winter|spring"
    r"|autumn)|original\w*|ago|once|when|until|used to|dat(?:es|ing) (?:from|back)|long|for years|second|again"
    r"|another"
    r"|owns?|makes?|known|record|similar|then|in (?:19|20)\d\d|of (?:19|20)\d\d|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?P<pronoun>He|She|They|His|Her|Their|Him|Them|This|These|Those|That|It|Its)(?=['’]s\b|\s)"
    r"|(?P<connective>However|But|And|Also|Moreover|Furthermore|In addition|Additionally|Instead|Therefore|Thus|Hence"
    r"|Consequently|As a result|Nevertheless|Nonetheless|Meanwhile|Besides|Likewise|Similarly|Otherwise|Then|So"
    r"|Yet|Still"
    r"|For that reason|For this reason|On the other hand|By contrast|In contrast|Even so|That said|After that"
    r"|After this"
    r"|In other words|Accordingly|Afterwards|Subsequently|Or|Because of this|Because of that|Despite this"
    r"|Despite that"
    r"|The (?:latter|former)|Such)\b(?! (?:as|long|many|few|far|that)\b)"
)
_NO_PRONOUN = re.compile(
    r"(?:This|That|These|Those)\s(?:(?:week|month|year|morning|afternoon|evening|spring|summer|autumn|winter"
    r"|time)\b|who\b)"
    r"|It(?:['’]s|\s(?:is|was|has been|will be|remains?|took|takes|may be|could be|emerged|became|seems?|appears?)\b)"
    r"(?!\s(?:also|then|later|now|too)\b)"
    r"|That\s(?!(?:is|was|will|would|has|had|did|means?|meant|left|made|came|leaves|makes|followed|decision"
    r"|figure)\b)[a-z]+\s\w+"
    r"|(?:His|Her|Their|Its)\s(?:Royal|Majesty|Honour|Excellency|Holiness|Highness)"
    r"|Still\s(?:\w+\s)?(?:missing|unclear|open|unknown|to come)|So far|Then\s(?:came|mayor|president)|Yet to"
)


def few(case: Case, *, min_sections: int, every_words: int) -> Outcome:
    """There are enough subheads, and no more than so many words run on without one."""
    sections = [section for section in page(case).sections if section.ordinary]
    n = len(sections)
    if n < min_sections:
        message = f"The story has {n} sections with a subhead; at least {min_sections}."
        return Outcome(n / min_sections, (Breach(message),))
    breaches = []
    for section in sections:
        words = sum(page(case).words(part) for part in section.parts)
        if words > every_words:
            message = f"{words} words run on under this subhead; one is asked for every {every_words} words."
            breaches.append(Breach(message, span(section.heading)))
    return counted(breaches, len(sections)) if sections else KEPT


def heading(case: Case) -> Outcome:
    """Each subhead fits what stands under it rather than what stands under another.

    A subhead of the usual kind ("Reaction") must lead what belongs to it where another section has that; a subhead of its
    own words must share one with its section where another section, or none of the story, has them.
    """
    sections = [section for section in page(case).sections if section.parts]
    judge = _Headings(case, sections)
    breaches = [
        Breach(f"This subhead does not describe its section: {why}.", span(section.heading))
        for section in sections
        if (why := judge.fault(section))
    ]
    return counted(breaches, len(sections))


class _Headings:
    def __init__(self, case: Case, sections: Sequence[Section]) -> None:
        self._case = case
        self._sections = sections
        self._words = {id(s): self._of(page(case).sentences(s.parts)) for s in sections}
        self._source = case.subject.index.stems

    @staticmethod
    def _of(sentences: Sequence[Sentence]) -> dict[str, str]:
        return {w.stem: w.norm for s in sentences for w in s.words if w.norm not in STOPWORDS}

    def fault(self, section: Section) -> str:
        """What is wrong with its subhead; empty if nothing."""
        text = section.heading.text
        if not section.ordinary:
            return ""
        if any(pattern.search(text) for pattern in _GENERIC):
            return self._generic(section, text)
        words = [w for s in self._case.summary.clip(section.heading.start, section.heading.end) for w in s.words]
        own = [w for w in words if w.norm not in STOPWORDS and w.norm.isalpha()]
        if not own or any(self._holds(section, w.stem, w.norm) for w in own):
            return ""
        for other in self._sections:
            shared = sum(w.stem in self._words[id(other)] for w in own)
            if other is not section and shared >= 2 and shared * 2 > len(own):
                return f"its words stand under “{other.heading.text}”"
        nowhere = [w for w in own if w.stem not in self._source and not self._anywhere(w.stem, w.norm)]
        if len(own) > 1 and len(nowhere) == len(own):
            return "neither the story nor a source speaks of it"
        return ""

    def _holds(self, section: Section, stem: str, norm: str) -> bool:
        words = self._words[id(section)]
        return stem in words or any(_related(norm, other) for other in words.values())

    def _anywhere(self, stem: str, norm: str) -> bool:
        return any(self._holds(section, stem, norm) for section in self._sections)

    def _generic(self, section: Section, text: str) -> str:
        if _TIMELINE.search(text):
            return "it has no dated entries"
        if _NEXT.search(text):
            return ""
        if _REACTION.search(text):
            return self._lacking(section, _SPEECH, 1, "nobody speaks in it, but under “{}”")
        if _BACKGROUND.search(text):
            return self._lacking(section, _EARLIER, 4, "it tells nothing of what was before, but “{}” does")
        return ""

    def _lacking(self, section: Section, wanted: re.Pattern[str], least: int, why: str) -> str:
        if self._count(section, wanted):
            return ""
        for other in self._sections:
            if other is not section and other.ordinary and self._count(other, wanted) >= least:
                return why.format(other.heading.text)
        return ""

    @staticmethod
    def _count(section: Section, wanted: re.Pattern[str]) -> int:
        return sum(1 for part in section.parts for _ in wanted.finditer(part.text)) + sum(
            part.kind == "quote" for part in section.parts
        )


@lru_cache(maxsize=1 << 15)
def _related(one: str, other: str) -> bool:
    return relation(one, other) in ("same", "synonym")


_NAMES = {"whats_next": "section on what's next", "section": "first section", "date": "date line"}
_KINDS = frozenset(get_args(Kind)) | {"section"}


def order(case: Case, *, order: tuple[str, ...]) -> Outcome:
    """The parts begin in this order; `section` stands for every ordinary section."""
    unknown = [kind for kind in order if kind not in _KINDS]
    if unknown:
        raise InputError(f"rule 'order.wrong': unknown part {unknown[0]!r}; there are {', '.join(sorted(_KINDS))}")
    places = [(kind, spans) for kind in order if (spans := list(_places(case, kind)))]
    if len(places) < 2:
        return SILENT
    breaches = []
    for n, (kind, spans) in enumerate(places):
        late = next(((name, s, m) for name, s, m in _behind(places[:n], spans[0])), None)
        if late is not None:
            name = _NAMES.get(kind, kind)
            other, part, _ = late
            what = f"section “{part.text}”" if other == "section" else _NAMES.get(other, other)
            breaches.append(Breach(f"The {name} stands before the {what}; it belongs behind it.", span(spans[0])))
    return broken(*breaches) if breaches else KEPT


def _behind(before: Sequence[tuple[str, list[Part]]], part: Part) -> Iterator[tuple[str, Part, int]]:
    """What should stand before `part`, and stands behind it: the first of its kind, of sections any."""
    for n, (kind, spans) in enumerate(before):
        for other in spans if kind == "section" else spans[:1]:
            if other.start > part.start:
                yield kind, other, n


def _places(case: Case, kind: str) -> Iterator[Part]:
    if kind == "section":
        yield from (section.heading for section in page(case).sections if section.ordinary)
    else:
        yield from (part for part in case.story.parts if part.kind == kind)


def dangling(case: Case) -> Outcome:
    """No section begins with a pronoun or a connective that points to the section before."""
    firsts = [section.parts[0] for section in page(case).sections if section.ordinary or section.has("whats_next")]
    breaches = []
    for part in firsts:
        match = _DANGLING.match(part.text)
        if match is None or part.kind == "quote" or _NO_PRONOUN.match(part.text):
            continue
        word = match.group().strip()
        message = f"The section begins with “{word}”, which points to what stands before its subhead."
        breaches.append(Breach(message, place(case, part.start, part.start + match.end())))
    return counted(breaches, len(firsts))


def many(case: Case, *, max_paragraphs: int) -> Outcome:
    """The summary has no more paragraphs than this."""
    n = len(case.story.of("body", "lede", "paragraph", "whats_next", "bullet", "timeline"))
    if n <= max_paragraphs:
        return KEPT
    return Outcome(max_paragraphs / n, (Breach(f"The summary has {n} paragraphs; at most {max_paragraphs}."),))


def unwanted(kinds: tuple[Kind, ...], name: str) -> Rule:
    """The rule that there is no part of these kinds."""

    def rule(case: Case) -> Outcome:
        parts = case.story.of(*kinds)
        breaches = tuple(Breach(f"This profile has no {name}.", span(part)) for part in parts)
        return broken(*breaches) if parts else KEPT

    rule.__doc__ = f"The summary has no {name}."
    return rule


def bullets_count(case: Case, *, min_bullets: int, max_bullets: int) -> Outcome:
    """The list has so many items."""
    return band(len(case.story.of("bullet")), min_bullets, max_bullets, "The list has", None, unit="items")


def bullets_length(case: Case, *, max_words: int) -> Outcome:
    """No item is longer than this."""
    bullets = case.story.of("bullet")
    long = [bullet for bullet in bullets if len(bullet.text.split()) > max_words]
    return counted(
        [Breach(f"This item has more than {max_words} words.", span(bullet)) for bullet in long], len(bullets)
    )
