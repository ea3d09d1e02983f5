"""Rules of what a story says about itself: who wrote it, when, by what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.case import Case
from harness.facts.dates import WEEKDAYS, DateMention, find_dates, long_date, parse_day
from harness.metrics.structure.outcome import KEPT, SILENT, Breach, Outcome, Rule, broken, halved, place, span
from harness.story import Kind, Part
from harness.text import find_words

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
