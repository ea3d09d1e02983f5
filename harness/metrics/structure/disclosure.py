"""Rules of what a story owes its readers: where sources conflict it must say so; where the event goes on, as of when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.dates import parse_day
from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.metrics.consistency.numbers.conflicts import Conflict, about, check_conflicts, comparable, find_conflicts
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, broken, halved, place
from harness.text import STOPWORDS

_FEW = 12  # smaller counts stand for many things


def conflict(case: Case) -> Outcome:
    """Where sources conflict on a figure that the story gives, it says so, or gives the other figure too."""
    if not any(text.words for text in case.subject.sources):
        return SILENT
    taken = {
        f.claim.start: Breach(f.message, f.claim, f.evidence, f.expected, f.found)
        for f in check_conflicts(case)
        if f.claim
    }
    conflicts = find_conflicts(case.subject)
    for claim in case.aligned if conflicts or _rivals(case.subject) else ():
        if claim.part in ("headline", "timeline") or _OPEN.search(claim.text):
            continue
        for number in within(case.facts.numbers, claim.start, claim.end):
            found = _one_sided(case, claim, number, conflicts) or _unanswered(case, claim, number)
            if found is not None and number.start not in taken:
                told, other = (n.text if isinstance(n, Number) else n.number.text for n in found[:2])
                message = f"Sources differ: one party says “{told}”, another “{other}”; the story tells only the one."
                taken[number.start] = Breach(message, place(case, number.start, number.end), (), other, number.text)
    return halved([taken[start] for start in sorted(taken)])


def _one_sided(case: Case, claim: Claim, number: Number, conflicts: Sequence[Conflict]) -> Conflict | None:
    """The conflict of which the story tells only this side, and no word that there is one."""
    if number.figure * number.scale <= _FEW:
        return None
    mine = [c for c in conflicts if comparable(number, c.one.number) and same_value(number, c.one.number)]
    mine = [c for c in mine if about(case, claim, number, c)]
    given = [c for c in mine if any(same_value(n, c.other.number) for n in case.facts.numbers)]
    return mine[0] if mine and not given else None


class _Rivals(NamedTuple):
    """Two figures that a source sets against each other, and the stems of what it says round them."""

    one: Number
    other: Number
    stems: frozenset[str]


@per_article
def _rivals(subject: Subject) -> tuple[_Rivals, ...]:
    """The figures for one thing between which a source tells of a quarrel, in a sentence and the two before."""
    found = []
    for text, facts in zip(subject.sources, subject.facts, strict=True):
        for n, sentence in enumerate(text.sentences):
            if not _QUARREL.search(sentence.text):
                continue
            near = text.sentences[max(0, n - 2) : n + 1]
            stems = frozenset(stem for s in near for stem in s.terms if stem not in STOPWORDS)
            mine = list(within(facts.numbers, sentence.start, sentence.end))
            theirs = list(within(facts.numbers, near[0].start, near[-1].end))
            pairs = [(a, b) for a in mine for b in theirs if _at_odds(a, b, together=b in mine)]
            found += [_Rivals(*pair, stems) for a, b in pairs for pair in ((a, b), (b, a))]
    return tuple(found)


def _at_odds(one: Number, other: Number, *, together: bool) -> bool:
    """Whether two figures may be two parties' for one thing; where one leaves its unit out, if they stand together."""
    if one.start == other.start or same_value(one, other) or same_value(other, one) or _years(one) or _years(other):
        return False
    bare = any(n.kind == "count" and not n.noun and not n.unit for n in (one, other))
    if bare and one.unit != other.unit and not together:
        return False
    low, high = sorted((n.figure * n.scale for n in (one, other)) if bare else (one.low, other.low))
    if one.scale > 1 or other.scale > 1 or not {one.kind, other.kind} <= _KINDS or not 0 < high <= _RANGE * low:
        return False
    return bare or (one.unit == other.unit and (one.noun == other.noun or not (one.noun and other.noun)))


def _years(number: Number) -> bool:
    return number.unit in ("year", "day", "month")


def _unanswered(case: Case, claim: Claim, number: Number) -> _Rivals | None:
    """The rival figures of which the story gives only this."""
    if number.figure * number.scale <= _FEW and not number.unit:
        return None
    mine = {stem for stem in claim.sentence.terms if stem not in STOPWORDS and not stem[0].isdigit()}
    pairs = [r for r in _rivals(case.subject) if abs(number.low - r.one.low) <= _NEARLY * r.one.low
             and same_value(number, r.one) and len(mine & r.stems) >= _COMMON]  # fmt: skip
    given = any(same_value(n, r.other) for r in pairs for n in case.facts.numbers)
    return pairs[0] if pairs and not given else None


_KINDS = frozenset(["count", "measure", "rate", "percent"])  # sums of money are the business of consistency
_RANGE = 5  # times; figures further apart are about different things
_NEARLY = Decimal("0.05")  # share that rounding may change
_COMMON = 2  # content stems that a sentence shares with a quarrel
_QUARREL = re.compile(
    r"\b(?:disagree\w*|insist\w*|(?:not|n['’]t) (?:accept|agree)\w*|st(?:and|ands|ood) by|stick(?:s|ing) to"
    r"|not even close|contest\w*|contradict\w*|at odds|the (?:true|real|actual) (?:number|figure)"
    r"|own (?:count|number|figure|recorder)"
    r"|(?:says?|puts?|counts?|speaks? of)\b.*\b(?:says?|puts?|counts?|speaks? of)|accepts?"
    r"|has put the)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:disput\w+|contest\w+|disagree\w*|conflict\w*|differ\w*|contradict\w*|reject\w*|den(?:y|ies|ied)|varies"
    r"|vary|accounts?|other"
    r"|another|versus|against|at odds|unclear|unverified|not (?:been )?(?:verified|confirmed)|while|but|though"
    r"|although|however)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:dead|died|killed|deaths?|injured|wounded|hurt|missing|trapped|infected|infections?|cases|homeless"
    r"|displaced|evacuated"
    r"|unaccounted|without (?:power|electricity|water)|arrested|arrests|stranded|fatalities|casualties|toll"
    r"|in hospital|hospitalised|households|customers|homes)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:still (?:missing|cut off|in (?:hospital|intensive|custody)|under observation|searching"
    r"|looking|burning|trapped|rising|under way"
    r"|being|spreading|at large|unaccounted|without|counting|out of control)"
    r"|search(?:es)? (?:goes|go|went|continue\w*|is|are|was) (?:on|under way|continuing|still)|(?:search|rescue"
    r"|evacuation|firefighting) (?:\w+ )?continu\w+"
    r"|(?:toll|number|figures?|count) (?:is|are|was|were|may|could|will|would) (?:\w+ )?(?:expected to "
    r"|likely to |feared to )?(?:rise|rising|climb\w*|change|grow\w*|not stay)"
    r"|not (?:yet )?(?:under control|contained|been contained)|rescuers (?:are|were) (?:still|searching|looking)"
    r"|remains? (?:missing|trapped|unaccounted|out of control)"
    r"|continu(?:es|ing|ed) to (?:burn|rise|spread|search|climb)|(?:are|is|were|was) (?:still )?(?:missing"
    r"|trapped|unaccounted for)|counting goes on|votes? (?:are|is) still being counted)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:as of|as at|so far|to date|until now|up to now|at the time of (?:writing|publication|going to press)"
    r"|at (?:the )?last count"
    r"|at (?:the )?latest count|by (?:then|now|late|early|mid\w*|noon|dawn|dusk|nightfall|sunrise|sunset|sundown"
    r"|the (?:morning|evening|afternoon|night|end|time)|this (?:morning|evening|afternoon)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d|\w+ o['’]clock|\w+ (?:am|pm|a\.m\.|p\.m\.))"
    r"|at \d{1,2}[.:]\d\d|latest (?:count|figures?|toll|total|number|estimate)"
    r"|provisional\w*|preliminary"
    r"|last updated|this (?:morning|evening|afternoon)|early figures)\b",
    re.IGNORECASE,
)


def ongoing(case: Case) -> Outcome:
    """Where the event goes on, by the newest source or the story itself, the story says as of when its toll holds."""
    told = [claim for claim in case.aligned if claim.part not in ("headline", "timeline")]
    tolls = [(claim, number) for claim in told for number in _tolls(case, claim)]
    if not tolls or not (_goes_on(case.subject) or any(_STILL.search(claim.text) for claim in told)):
        return SILENT
    if any(_AS_OF.search(claim.text) for claim, _ in tolls) or any(_STRICT.search(claim.text) for claim in told):
        return KEPT
    number = tolls[0][1]
    message = "The event goes on, and the story does not say as of when this holds."
    return broken(Breach(message, place(case, number.start, number.end)))


_STILL = re.compile(
    r"\b(?:still|currently|now) (?:in (?:a )?(?:hospital|intensive|serious|custody)|under observation)"
    r"|\b(?:still|remain|remains|currently|now) (?:missing|trapped|unaccounted|cut off"
    r"|without (?:power|electricity|water)|burning|searching|under way)"
    r"|\b(?:search|rescue|evacuation)(?:es|s)? (?:goes|go|continues?|is under way|is continuing)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:as of|as at|so far|to date|until now|at the time of|last count|latest|last updated|by (?:Mon|Tues"
    r"|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.I,
)


@per_article
def _goes_on(subject: Subject) -> bool:
    """Whether the newest sources say that the event goes on."""
    days = {source.id: parse_day(source.published) or dt.date.min for source in subject.article.sources}
    last = max(days.values(), default=dt.date.min)
    return any(_GOES_ON.search(source.text) for source in subject.article.sources if days[source.id] == last)


def _tolls(case: Case, claim: Claim) -> Iterator[Number]:
    """The figures of a sentence that count people or homes that something has befallen."""
    if _TOLL.search(claim.text):
        for number in within(case.facts.numbers, claim.start, claim.end):
            if number.kind == "count":
                yield number
