"""Rules of sourcing: who says the quotations, the figures, and what is contested.

A story needs no source for what every source tells as a fact. It needs one for words in quotation marks, for a figure
that its sources have on one party's word only, and for what they leave to somebody and others contest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.facts.quotes import Quote
from harness.facts.wording import attributed, find_cues
from harness.metrics.structure.outcome import SILENT, Breach, Outcome, counted, place
from harness.story import Part
from harness.text import Sentence

_TITLE_WORDS = 4
_BEHIND = 80  # characters behind a quotation that ends with a comma
_KINDS = ("count", "money", "measure", "percent", "rate")
_FEW = 12  # smaller counts are seldom somebody's reckoning
# somebody gives the figure, or it is left open
_GIVES = re.compile(
    r"\b(?:said|says?|saying|told|tells?|according|claim\w*|insist\w*|maintain\w*|estimat\w+|reckon\w*|alleg\w+"
    r"|puts?|count(?:s|ed)?"
    r"|report(?:s|ed)?|announc\w+|confirm\w*|accept(?:s|ed)|admit\w*|argu\w+|warn\w*|calculat\w+|speaks?|spoke"
    r"|cit(?:es?|ed|ing)"
    r"|stat(?:es?|ed)|list(?:s|ed)|record(?:s|ed)|measured|log(?:s|ged)|found|finds|shows?|showed|held|ruled"
    r"|gives?|gave|expects?|wrote"
    r"|writes|named|den(?:ied|ies)|disput\w+|recalls?|add(?:s|ed)|declar\w+|values|would|could|may|might|if"
    r"|by \w+['’]s? (?:\w+ )?(?:count|reckoning|account)|by (?:its|his|her|their) (?:own )?\w+|(?:in"
    r"|by) the \w+ (?:\w+ )?(?:count|view)"
    r"|(?:['’]s|s['’]|police|company|official|ministry|union|operator) (?:\w+ )?(?:figures?|estimates?|counts?"
    r"|tally|version))\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\bfrom \S+ (?:\w+ )?to\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:earl(?:y|ier)|older|previous\w*|first|initial\w*|original\w*|fell|rose|risen|fallen|climbed|too (?:low"
    r"|high)|corrected|revised"
    r"|up from|down from|ago|(?:19|20)\d\d|last (?:year|month|season)|record)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:^|[”\"»\n>])\s*(?:—|–|-|―)\s*[^\W\d_]")
_OPEN = ("attribution", "alleged", "modal")
_SPEECH = re.compile(
    r"\b(?:said|says?|saying|told|tells?|telling|ask(?:s|ed)|add(?:s|ed|ing)|wrote|writes?|call(?:s|ed|ing)"
    r"|describ\w+|according|quot\w+"
    r"|warn\w*|insist\w*|argu\w+|claim(?:s|ed)|repl(?:ies|ied|y|ying)|answer(?:s|ed)?|explain\w*|shout\w*"
    r"|jok(?:es?|ed)|stat(?:es?|ed|ing|ement)"
    r"|declar\w+|admit\w*|conced\w+|suggest\w*|vow\w*|promis\w+|pledg\w+|comment\w*|conclud\w+|remark\w*"
    r"|respon\w+|urg(?:es?|ed|ing)"
    r"|stress(?:es|ed)|testif\w+|quip\w*|cried|yell\w*|mutter\w*|whisper\w*|complain\w*|lament\w*|predict\w*"
    r"|observ\w+|recall\w*"
    r"|brand(?:s|ed)|dubb\w+|labell?\w+|accus\w+|reads?|reading|hail\w*|prais\w+|critici\w+|blam\w+|agreed?"
    r"|emphasi\w+|put it|words|letter"
    r"|message|email|e-mail|note|notes|statement|post(?:ed)?|speech|slogans?|banners?|sign|title[ds]?"
    r"|headline[ds]?|known as|so-called"
    r"|nicknam\w+|motto|entitled|chant\w*|phrase|asked|announc\w+|report(?:s|ed)?|report|sheet|ruling|defend\w*"
    r"|reject\w*|confirm\w*|accepts?"
    r"|found|finds|spoke|speaks?|speaking|entry|document|tape|call|demand\w*|appeal\w*|greeted|thank\w*"
    r"|apologi\w+|not(?:es|ed|ing))\b|:\s*$",
    re.IGNORECASE,
)


def quote(case: Case) -> Outcome:
    """Every quotation of some words has somebody who says it: in its sentence, or beside it in its paragraph."""
    quotes = [(q, n) for n, q in enumerate(case.facts.quotes) if _counts(case, q)]
    breaches = [
        Breach("Nobody is said to have said this.", place(case, one.start, one.end))
        for one, number in quotes
        if not _attributed(case, one, number)
    ]
    return counted(breaches, len(quotes))


def _attributed(case: Case, quote: Quote, number: int) -> bool:
    part = next((p for p in case.story.parts if p.start <= quote.start < p.end), None)
    speaker = case.facts.speakers[number]
    if part is None or quote.goes_on or (speaker is not None and speaker.how != "goes on"):
        return True
    if speaker is not None and any(part.start <= q.start < quote.start for q in case.facts.quotes):
        return True  # a second quotation of the paragraph, whose first has its speaker
    return _spoken(case, quote, part) or _handed_on(case, part)


def _spoken(case: Case, quote: Quote, part: Part) -> bool:
    """Whether its own sentence, or the one that leads to it with a colon, has a word of saying outside quotations."""
    for sentence in case.summary.clip(part.start, part.end):
        own = sentence.start <= quote.start < sentence.end
        if (own or (sentence.start > quote.end and sentence.text[:1].islower())) and _SPEECH.search(
            _outside(case, sentence.start, sentence.end)
        ):
            return True
    behind = _outside(case, quote.end, min(part.end, quote.end + _BEHIND))
    if quote.text.endswith(",") and _SPEECH.search(behind):
        return True
    return case.summary.value[part.start : quote.start].rstrip(" \xa0“”\"‘’'«»").endswith(":")


def _counts(case: Case, quote: Quote) -> bool:
    """Whether it is speech: no title, no scare quotes, nothing outside the story."""
    words = quote.text.split()
    if quote.short or len(words) < _TITLE_WORDS:
        return False
    titled = sum(w[:1].isupper() for w in words) >= len(words) - sum(w.lower() in _SMALL for w in words)
    return not titled and any(p.start <= quote.start < p.end for p in case.story.parts if p.kind in _SPOKEN)


_SMALL = frozenset("the a an of in on at to and or for by with from as is".split())
_SPOKEN = ("lede", "paragraph", "whats_next", "body", "bullet", "quote")


def _handed_on(case: Case, part: Part) -> bool:
    """Whether the part before ends with a colon, or a dash and a name stand in or behind a block of quoted words."""
    beside = [p for p in case.story.parts if p.kind != "markup"]
    n = beside.index(part)
    before, behind = (beside[k].text if 0 <= k < len(beside) else "" for k in (n - 1, n + 1))
    if part.kind == "quote" and (_NAMED.search(part.text) or _NAMED.search(behind)):
        return True
    block = part.kind == "quote" and bool(_SPEECH.search(_outside(case, part.start, part.end)))
    return block or before.rstrip().endswith(":")


def _outside(case: Case, start: int, end: int) -> str:
    """The text between two places without what it quotes."""
    signs = list(case.summary.value[start:end])
    for q in case.facts.quotes:
        first, last = max(q.start, start), min(q.end, end)
        if first < last:
            signs[first - start : last - start] = " " * (last - first)
    return "".join(signs)


class _Given(NamedTuple):
    """A figure of a source, whether somebody gives it there, and the stems of its sentence."""

    number: Number
    attributed: bool
    stems: frozenset[str]


@per_article
def _given(subject: Subject) -> tuple[_Given, ...]:
    return tuple(
        _Given(number, _left_to(text.value, sentence, number), frozenset(sentence.terms))
        for text, facts in zip(subject.sources, subject.facts, strict=True)
        for sentence in text.sentences
        for number in within(facts.numbers, sentence.start, sentence.end)
    )


_WORD_OF = re.compile(
    r"\b(?:said|says?|told|according|claim(?:s|ed)|insist\w*|estimat(?:es?|ed)|reckon\w*|puts|counts|counted"
    r"|logged|listed|reported|calculat(?:es?|ed)|record(?:s|ed)|measured|accepts?"
    r"|point(?:s|ed) to|sp(?:oke|oken|eaks?) of)\b"
)


def _left_to(value: str, sentence: Sentence, number: Number) -> bool:
    """Whether a source gives a figure on somebody's word."""
    return bool(_WORD_OF.search(sentence.text)) or attributed(value, number.start, number.end) is not None


def number(case: Case) -> Outcome:
    """A figure that the sources have on somebody's word alone is told on somebody's word in the story as well."""
    if not any(text.words for text in case.subject.sources):
        return SILENT
    looked, breaches = 0, []
    for claim in case.aligned:
        if claim.part in ("headline", "timeline"):
            continue
        for one in _reckoned(case, claim):
            looked += 1
            if not _sourced(case, claim):
                message = (
                    f"The story does not say on whose word it tells “{one.text}”; the sources have it on one's alone."
                )
                breaches.append(Breach(message, place(case, one.start, one.end)))
    return counted(breaches, max(looked, 1))


def _reckoned(case: Case, claim: Claim) -> Iterator[Number]:
    """The figures of a sentence that every source leaves to somebody."""
    given = _given(case.subject)
    for one in within(case.facts.numbers, claim.start, claim.end):
        if one.kind not in _KINDS or one.high <= _FEW or _quoted(case, one):
            continue
        same = [g for g in given if not one.about.isdisjoint(g.stems) and _may_equal(one, g.number)
                and same_value(one, g.number)]  # fmt: skip
        if same and len(case.subject.sources) == 1:
            yield one  # it stands on the word of that one source
            continue
        if same and all(g.attributed for g in same):
            yield one


def _may_equal(one: Number, other: Number) -> bool:
    """Whether two exact counts or sums are near enough to be one, to pass over the others."""
    if one.kind != other.kind or one.kind not in ("count", "money") or one.low != one.high or other.low != other.high:
        return True
    return other.low <= 2 * one.low and one.low <= 2 * other.low


def _quoted(case: Case, number: Number) -> bool:
    return any(q.start <= number.start < q.end for q in case.facts.quotes)


def _sourced(case: Case, claim: Claim) -> bool:
    """Whether its sentence, or the one before in the paragraph, names a source, or leaves the figure open."""
    cues = find_cues(claim.text)
    if _THEN.search(claim.text):
        return True  # an older figure, which nobody stands by
    if _GIVES.search(claim.text) or _CHANGE.search(claim.text) or any(cue.kind in _OPEN for cue in cues):
        return True
    before = [s for s in case.summary.sentences if s.end <= claim.start][-1:]
    if not before or re.search(r"[\r\n\u2028\u2029]", case.summary.value[before[0].end : claim.start]):
        return False
    return any(cue.kind == "attribution" for cue in find_cues(before[0].text))
