"""What the sources date, beside what a clause of the summary dates: how much the two clauses share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.case import Case
from harness.facts.dates import DateMention
from harness.facts.dates.dated import Dated
from harness.facts.dates.times import TimeMention
from harness.metrics.consistency.dates.days import agree, agree_times

_NEAR = 0.5  # weight of the clause beside the sentence
_UNKNOWN = 0.5  # weight of a word that no source has
_NAME = 0.5  # of a name: the same people do many things
_RECKONED = re.compile(
    r"\b(?:(?P<hours>hours?|nights?)|days?)\s(?:after|before|earlier|later)\b|\bthe (?P<eve>day|night) before\b",
    re.IGNORECASE,
)
_HOURS_LEAD, _DAYS_LEAD = 2, 8  # days


class Match(NamedTuple):
    """What a source dates, how much of the claim's clause it shares, and whether its date can be the same."""

    source: int
    dated: Dated
    support: float
    same: bool | None


def reckoned(case: Case, dated: Dated, match: Match) -> bool:
    """Whether the sentence of the match has another time that hangs on its day and may lead to the claim's: "brought up on
    Saturday, some 31 hours after the wall gave way".
    """
    told = _RECKONED.search(case.subject.sources[match.source].sentences[match.dated.sentence].text)
    one, other = dated.mention, match.dated.mention
    if told is None or not isinstance(one, DateMention) or not isinstance(other, DateMention):
        return False
    if one.day is None or other.day is None:
        return False
    most = _HOURS_LEAD if told["hours"] or told["eve"] else _DAYS_LEAD
    return abs((one.day - other.day).days) <= most


def loose(dated: Dated) -> bool:
    """Whether it does not tell when the clause took place: “Friday’s deal”, “two days earlier”, “today” in a quotation."""
    mention = dated.mention
    if isinstance(mention, TimeMention):
        return False
    quoted = dated.quoted and mention.form in ("deictic", "weekday")
    return quoted or mention.form == "anaphoric" or mention.text.endswith(("'s", "’s"))


def same_date(one: DateMention | TimeMention, other: DateMention | TimeMention) -> bool | None:
    if isinstance(one, DateMention):
        return agree(one, other) if isinstance(other, DateMention) else None
    return None if isinstance(other, DateMention) else agree_times(one, other)


def matches(case: Case, dated: Dated) -> Iterator[Match]:
    """Everything of its sort that the sources date, beside what the claim dates."""
    index = case.subject.index
    weights = {stem: index.idf(stem) for stem in dated.wide}
    for stem in weights:
        weights[stem] *= (1.0 if stem in index.stems else _UNKNOWN) * (1.0 if stem in dated.plain else _NAME)
    weigh = weights.__getitem__
    near_total = math.fsum(map(weigh, dated.near)) or 1.0
    wide_total = math.fsum(weights.values()) or 1.0
    dates = isinstance(dated.mention, DateMention)
    for number, facts in enumerate(case.subject.facts):
        for other in facts.dated:
            if isinstance(other.mention, DateMention) != dates:
                continue
            support = 0.0
            if shared := dated.wide & other.wide:
                near = math.fsum(map(weigh, dated.near & other.near)) / near_total
                support = _NEAR * near + (1 - _NEAR) * math.fsum(map(weigh, shared)) / wide_total
            yield Match(number, other, support, same_date(dated.mention, other.mention))
