"""Rules of what a story says about itself: who wrote it, when, by what; and what it owes its readers.

Two duties are triggered by content: where sources conflict on what the story tells, it must say so; where the event goes
on, it must say as of when its figures hold.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.dates import WEEKDAYS, DateMention, find_dates, long_date, parse_day
from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.metrics.consistency.numbers.conflicts import Conflict, about, check_conflicts, comparable, find_conflicts
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, Rule, broken, halved, place, span
from harness.story import Kind, Part
from harness.text import find_words
from harness.types import Source

_FEW = 12  # smaller counts stand for many things
_SAME = 0.85  # share of words that two lines of boilerplate have in common
_LEAST = 4  # words of boilerplate that may stand once only


def missing(kind: Kind, name: str) -> Rule:
    """The rule that there is a part of this kind."""

    def rule(case: Case) -> Outcome:
        return KEPT if case.story.of(kind) else broken(Breach(f"The story has no {name}."))

    rule.__doc__ = f"The story has a {name}."
    return rule


def undated(case: Case) -> Outcome:
    """The story has a date line, or a dateline or byline with a day."""
    if case.story.of("date") or any(True for _ in _stamps(case)):
        return KEPT
    return broken(Breach("The story has no date line."))


def forbidden(case: Case) -> Outcome:
    """The story has no disclaimer, for houses that print none."""
    parts = case.story.of("disclaimer")
    return broken(*(Breach("This profile has no disclaimer.", span(part)) for part in parts)) if parts else KEPT


def repeated(case: Case) -> Outcome:
    """Lines about the author or the outlet, and the disclaimer, stand once."""
    parts = [part for part in case.story.parts if part.kind in ("boilerplate", "disclaimer", "byline")]
    breaches = []
    seen: list[tuple[Part, frozenset[str]]] = []
    for part in parts:
        words = frozenset(word.norm for word in find_words(part.text))
        twice = any(_alike(part, words, other, theirs) for other, theirs in seen)
        if twice and len(words) >= (_LEAST if part.kind != "byline" else 2):
            breaches.append(Breach(f"This {part.kind} stands here again.", span(part)))
        seen.append((part, words))
    return halved(breaches) if parts else KEPT


def _alike(part: Part, words: frozenset[str], other: Part, theirs: frozenset[str]) -> bool:
    if part.kind == other.kind == "disclaimer":
        return len(words & theirs) >= 0.6 * max(len(words | theirs), 1)
    return len(words & theirs) >= _SAME * max(len(words | theirs), 1)


class _Stamp:
    """A day that the story gives as its own: of its date line, its dateline or its byline."""

    def __init__(self, part: Part, mention: DateMention) -> None:
        self.part = part
        self.mention = mention
        self.start = part.start + mention.start
        self.updated = bool(
            re.search(r"\b(?:updated|modified|amended|corrected)\b[^\d]*$", part.text[: mention.start], re.I)
        )


def _stamps(case: Case) -> Iterator[_Stamp]:
    published = [parse_day(source.published) for source in case.article.sources]
    newest = parse_day(case.article.published) or max((day for day in published if day), default=None)
    for part in case.story.parts:
        if part.kind in ("date", "dateline", "byline"):
            for mention in find_dates(part.text, newest or case.dateline):
                if mention.day and mention.precision == "day" and mention.form in ("absolute", "weekday"):
                    yield _Stamp(part, mention)


def conflict(case: Case, *, days_before: int, days_after: int) -> Outcome:
    """Date line, dateline and byline agree with each other, with their weekdays, and with the days of the sources.

    A story is written at most so many days before its newest source, and so many after it.
    """
    stamps = list(_stamps(case))
    if not stamps:
        return SILENT
    breaches = [*_weekdays(case, stamps), *_each_other(case, stamps), *_sources(case, stamps, days_before, days_after)]
    kept = {breach.claim.start: breach for breach in breaches if breach.claim}
    return halved(list(kept.values())) if breaches else KEPT


def _weekdays(case: Case, stamps: list[_Stamp]) -> Iterator[Breach]:
    for stamp in stamps:
        day = stamp.mention.day
        named = [w for w in WEEKDAYS if re.search(rf"\b{w}\b", stamp.mention.text, re.I)]
        if day is not None and named and stamp.mention.form == "absolute" and named[0] != WEEKDAYS[day.weekday()]:
            yield _breach(case, stamp, f"{long_date(day)} is a {WEEKDAYS[day.weekday()]}, not a {named[0]}.")


def _each_other(case: Case, stamps: list[_Stamp]) -> Iterator[Breach]:
    first = next((s for s in stamps if s.mention.form == "absolute" and not s.updated), None)
    for stamp in stamps:
        day = stamp.mention.day
        if (
            first is None
            or day is None
            or first.mention.day is None
            or stamp is first
            or stamp.mention.form != "absolute"
        ):
            continue
        apart = (day - first.mention.day).days
        if stamp.updated and apart < 0:
            yield _breach(case, stamp, f"The story was updated on {long_date(day)}, before it was published.")
        # a dateline may be of the day before, and names the event's day now and then
        elif not stamp.updated and (apart > 0 or apart < (-1 if stamp.part.kind == "dateline" else 0)):
            other = case.summary.value[first.start : first.start + len(first.mention.text)]
            yield _breach(case, stamp, f"This disagrees with the story's other day, “{other}”.")


def _sources(case: Case, stamps: list[_Stamp], before: int, after: int) -> Iterator[Breach]:
    published = [day for source in case.article.sources if (day := parse_day(source.published))]
    if not published:
        return
    newest = max(published)
    for stamp in stamps:
        day = stamp.mention.day
        if day is None or stamp.mention.form != "absolute" or stamp.part.kind == "dateline":
            continue
        if (newest - day).days > before:
            yield _breach(case, stamp, f"The newest source is of {long_date(newest)}, after the story's own day.")
        elif (day - newest).days > after:
            yield _breach(case, stamp, f"The newest source is of {long_date(newest)}, long before the story's own day.")


def _breach(case: Case, stamp: _Stamp, message: str) -> Breach:
    end = stamp.start + len(stamp.mention.text)
    return Breach(message, place(case, stamp.start, end), (), None, stamp.mention.text)


def sources_conflict(case: Case) -> Outcome:
    """Where sources conflict on a figure that the story gives, it says so, or gives the other figure too."""
    if not any(text.words for text in case.subject.sources):
        return SILENT
    taken = {
        f.claim.start: Breach(f.message, f.claim, f.evidence, f.expected, f.found)
        for f in check_conflicts(case)
        if f.claim
    }
    conflicts = find_conflicts(case.subject)
    for claim in case.aligned if conflicts else ():
        if claim.part in ("headline", "timeline") or _OPEN.search(claim.text):
            continue
        for number in within(case.facts.numbers, claim.start, claim.end):
            conflict = _one_sided(case, claim, number, conflicts)
            if conflict is not None and number.start not in taken:
                told, other = conflict.one.number.text, conflict.other.number.text
                message = f"Sources differ: one party says “{told}”, another “{other}”; the story tells only the one."
                taken[number.start] = Breach(message, place(case, number.start, number.end), (), other, number.text)
    return halved([taken[start] for start in sorted(taken)])


def _one_sided(case: Case, claim: Claim, number: Number, conflicts: Sequence[Conflict]) -> Conflict | None:
    """The conflict of which the story tells only this side, and no word that there is one."""
    if number.high <= _FEW:
        return None
    mine = [c for c in conflicts if comparable(number, c.one.number) and same_value(number, c.one.number)]
    mine = [c for c in mine if about(case, claim, number, c)]
    given = [c for c in mine if any(same_value(n, c.other.number) for n in case.facts.numbers)]
    return mine[0] if mine and not given else None


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
    r"\b(?:still (?:missing|cut off|in hospital|in intensive|searching|looking|burning|trapped|rising|under way"
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
    r"|(?:rose|risen|climbed|has grown|grew|gone up|went up|up|down|fell|fallen|dropped|lowered|corrected|revised"
    r"|reported \w+ rose) (?:\w+ ){0,3}?(?:from|to)\b|now|currently|at present|provisional\w*|preliminary|initial\w*"
    r"|last updated|this (?:morning|evening|afternoon)|early figures)\b",
    re.IGNORECASE,
)


def ongoing(case: Case) -> Outcome:
    """Where the event goes on, by the newest source or the story itself, the story says as of when its toll holds."""
    told = [claim for claim in case.aligned if claim.part not in ("headline", "timeline")]
    tolls = [(claim, number) for claim in told for number in _tolls(case, claim)]
    going_on = any(_GOES_ON.search(source.text) for source in _newest(case)) or any(
        _STILL.search(claim.text) for claim in told
    )
    if not tolls or not going_on:
        return SILENT
    if any(_AS_OF.search(claim.text) for claim, _ in tolls) or any(_STRICT.search(claim.text) for claim in told):
        return KEPT
    number = tolls[0][1]
    message = "The event goes on, and the story does not say as of when this holds."
    return broken(Breach(message, place(case, number.start, number.end)))


_STILL = re.compile(
    r"\b(?:still|remain|remains) (?:missing|trapped|unaccounted|without (?:power|electricity|water)|cut off"
    r"|burning|searching|under way)"
    r"|\b(?:search|rescue|evacuation)(?:es|s)? (?:goes|go|continues?|is under way|is continuing)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:as of|as at|so far|to date|until now|at the time of|last count|latest|last updated|by (?:Mon|Tues"
    r"|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.I,
)


def _newest(case: Case) -> list[Source]:
    days = {source.id: parse_day(source.published) or dt.date.min for source in case.article.sources}
    last = max(days.values(), default=dt.date.min)
    return [source for source in case.article.sources if days[source.id] == last]


def _tolls(case: Case, claim: Claim) -> Iterator[Number]:
    """The figures of a sentence that count people or homes that something has befallen."""
    if _TOLL.search(claim.text):
        for number in within(case.facts.numbers, claim.start, claim.end):
            if number.kind == "count":
                yield number
