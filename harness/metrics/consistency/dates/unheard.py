"""Dates and times of day that no source has at all: it takes less to tell which of the sources' they should be."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set

from harness.case import Case
from harness.facts.dates import DateMention
from harness.facts.dates.dated import Dated
from harness.facts.dates.times import TimeMention
from harness.facts.lexicon import relation
from harness.metrics.consistency.dates.dating import Match, loose
from harness.metrics.consistency.dates.days import month_day, stated_year

_ENOUGH = 0.34  # support and likeness together
_LIKE = 0.14  # what each part that two dates have in common counts: a slip seldom changes the whole date
_OPEN = 0.6  # share of the support that a date of which nothing can be told may have without being the right one
_WEEK = 7  # days
_MEANT = 0.8  # weight of a word that a source says in another way
_MOST = 8  # passages that are read for other words


def unheard(case: Case, dated: Dated, found: Sequence[Match]) -> Match | None:
    """What the sources most likely date there, where a complete date, or a time of day, of the summary is in none."""
    if not _complete(dated.mention) or dated.quoted or any(match.same and _heard(dated, match) for match in found):
        return None
    rivals = [match for match in found if match.same is False and _alike(dated, match.dated)]
    weighed = [(_support(case, dated, match), match) for match in _promising(dated, rivals)]
    best = max(weighed, key=lambda pair: pair[0] + _likeness(dated, pair[1].dated), default=None)
    if best is None or best[0] == 0 or best[0] + _likeness(dated, best[1].dated) < _ENOUGH:
        return None
    if any(match.same is None and match.support >= _OPEN * best[0] and _may_be_day(dated, match) for match in found):
        return None
    return None if _worked_out(case, dated, best[1]) else best[1]


def _complete(mention: DateMention | TimeMention) -> bool:
    if isinstance(mention, TimeMention):
        return mention.precision == "minute"
    if mention.form != "absolute" or not mention.day:
        return False
    return mention.precision == "day" or (mention.precision == "month" and stated_year(mention) is not None)


def _heard(dated: Dated, match: Match) -> bool:
    """Whether the source's date is as precise as the summary's; a year says nothing of the day."""
    one, other = dated.mention, match.dated.mention
    if not isinstance(one, DateMention) or not isinstance(other, DateMention) or other.precision == "vague":
        return True
    if one.precision == "day" and other.precision == "day":
        return None in (one.day, other.day) or month_day(one) == month_day(other)
    return other.precision != "year" and one.precision != "day"


def _alike(dated: Dated, other: Dated) -> bool:
    """Whether the other is as complete, so that one can stand for the other."""
    one, theirs = dated.mention, other.mention
    if loose(other) or other.quoted:
        return False
    if isinstance(one, DateMention) and isinstance(theirs, DateMention):
        settled = theirs.form == "weekday" and theirs.certain and not other.said and not dated.said
        return theirs.precision == one.precision and (theirs.form == "absolute" or settled)
    return (
        isinstance(theirs, TimeMention)
        and theirs.precision in ("minute", "about")
        and any(map(str.isdigit, theirs.text))
    )


def _may_be_day(dated: Dated, match: Match) -> bool:
    """Whether a date of which `agree` cannot tell may be the one; the same weekday of another month is not."""
    one, other = dated.mention, match.dated.mention
    if not isinstance(one, DateMention) or not isinstance(other, DateMention):
        return True
    if one.day and other.day and other.precision == "day" and other.certain:
        return abs((one.day - other.day).days) <= _WEEK
    return other.precision in ("day", "vague")


def _worked_out(case: Case, dated: Dated, match: Match) -> bool:
    """Whether the passage has the minutes or the day in another way: “at 24 minutes past the hour”."""
    mention = dated.mention
    figure = mention.minutes % 60 if isinstance(mention, TimeMention) else mention.day.day if mention.day else 0
    sentence = case.subject.sources[match.source].sentences[match.dated.sentence]
    place = match.dated.mention
    around = sentence.text[: place.start - sentence.start], sentence.text[place.end - sentence.start :]
    return figure > 0 and any(re.search(rf"(?<!\d){figure}(?!\d)", part) for part in around)


def _promising(dated: Dated, rivals: Sequence[Match]) -> list[Match]:
    return sorted(rivals, key=lambda match: -(match.support + _likeness(dated, match.dated)))[:_MOST]


def _likeness(dated: Dated, other: Dated) -> float:
    """How many parts two dates have in common: day of the month or one of its figures, month, year; hour or minutes."""
    one, theirs = dated.mention, other.mention
    if isinstance(one, TimeMention) or isinstance(theirs, TimeMention):
        if not (isinstance(one, TimeMention) and isinstance(theirs, TimeMention)):
            return 0.0
        same = one.minutes % 60 == theirs.minutes % 60, one.minutes // 60 % 12 == theirs.minutes // 60 % 12
        return _LIKE * sum(same)
    if theirs.form != "absolute" or one.day is None or theirs.day is None:
        return 0.0
    if one.precision != "day":
        return _LIKE * ((one.day.month == theirs.day.month) + (one.day.year == theirs.day.year))
    ours, days = month_day(one), month_day(theirs)
    if ours is None or days is None:
        return 0.0
    figure = (str(ours[1])[-1] == str(days[1])[-1]) + (ours[1] == days[1])
    years = stated_year(one), stated_year(theirs)
    return _LIKE * ((ours[0] == days[0]) + figure + (None not in years and years[0] == years[1]))


def _support(case: Case, dated: Dated, match: Match) -> float:
    """The support with other words for the same counted as well."""
    idf = case.subject.index.idf
    theirs = match.dated.wide
    total = held = 0.0
    for stem in dated.near:
        weight = idf(stem) * (1.0 if stem in case.subject.index.stems else 0.5)
        total += weight
        held += weight * (1.0 if stem in theirs else _MEANT * _said_otherwise(stem, theirs))
    return max(match.support, held / total) if total and not math.isclose(held, 0) else match.support


def _said_otherwise(stem: str, theirs: Set[str]) -> bool:
    return any(relation(stem, other) in ("same", "synonym") for other in theirs)
