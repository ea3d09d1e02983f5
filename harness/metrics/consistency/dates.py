"""Dates and times of day against those that the sources give for the same: `date.wrong`, `date.weekday`, `date.stale`."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.case import Case
from harness.facts.dated import Dated
from harness.facts.dates import WEEKDAYS, DateMention, long_date
from harness.facts.times import TimeMention
from harness.metrics.consistency.days import agree, agree_times, meant, month_day, weekday_of
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.stale import stale
from harness.types import Finding

_NOVEL = 0.4  # support that a passage with another date needs where no source has the summary's date at all
_KNOWN = 0.6  # and where some source has it, about something else
_RIVAL = 0.35  # of the support of the other date: what the same date may have elsewhere without being a match
_MOST = 12  # dates of one claim that are looked at; with more it is a table
_SAYING = 0.6
_MARKS = 6  # characters between the date of an entry and its text
_NEAR = 0.5  # weight of the clause beside the sentence
_UNKNOWN = 0.5  # weight of a word that no source has
_NAME = 0.5  # of a name: the same people do many things
_MOVED = re.compile(
    r"\b(?:moved|postponed|put\s(?:off|back)|brought\sforward|rescheduled|delayed|pushed\sback|deferred|extended|adjourned)\b",
    re.IGNORECASE,
)


class _Match(NamedTuple):
    """What a source dates, how much of the claim's clause it shares, and whether its date can be the same."""

    source: int
    dated: Dated
    support: float
    same: bool | None


def check_dates(case: Case) -> Iterator[Finding]:
    """Findings on the dates and times of the claims."""
    reported: set[int] = set()
    for found in _weekdays(case):
        if found.claim:
            reported.add(found.claim.start)
        yield found
    for start, end in _places(case):
        claimed = [dated for dated in case.facts.dated if start <= dated.mention.start < end]
        for dated in claimed[:_MOST]:
            if dated.mention.start not in reported:
                yield from _wrong(case, dated, claimed)
    yield from stale(case)


def _places(case: Case) -> Iterator[tuple[int, int]]:
    """Where the claims are, and the dates before the entries of a timeline."""
    for claim in case.aligned:
        yield claim.start, claim.end
    for part in case.story.of("timeline"):
        if part.date:
            yield max(0, part.start - len(part.date) - _MARKS), part.start


def _weekdays(case: Case) -> Iterator[Finding]:
    """A weekday beside a calendar date on which it does not fall; the sources' own slips are left alone."""
    for mention in case.facts.dates:
        name = weekday_of(mention)
        day = meant(mention, case.dateline)
        if name is None or mention.form != "absolute" or day is None or WEEKDAYS[day.weekday()] == name:
            continue
        if any(_same_slip(name, day, other) for facts in case.subject.facts for other in facts.dates):
            continue
        right = WEEKDAYS[day.weekday()]
        yield finding(
            "date.weekday",
            f"{long_date(day)} is a {right}, not a {name}.",
            span(case, mention.start, mention.end),
            expected=f"{right} {long_date(day)}",
            found=mention.text,
        )


def _same_slip(name: str, day: dt.date, other: DateMention) -> bool:
    return weekday_of(other) == name and month_day(other) == (day.month, day.day)


def _wrong(case: Case, dated: Dated, beside: Sequence[Dated]) -> Iterator[Finding]:
    """A date other than the sources give for the same; `beside` are the dates around it in the summary."""
    if _loose(dated):
        return
    matches = list(_matches(case, dated))
    best = max(
        (match for match in matches if match.same is False and not _loose(match.dated)),
        key=lambda match: match.support,
        default=None,
    )
    if best is None or any(m.same and _moved(case, m) for m in matches):
        return
    same = max((match.support for match in matches if match.same), default=None)
    needed = _SAYING if dated.said or best.dated.said else _NOVEL if same is None else _KNOWN
    if best.support < needed or not _shares(dated, best.dated) or (same is not None and same >= _RIVAL * best.support):
        return
    # the passage has further dates, of which one fits, or the summary tells its date as well
    place = (best.source, best.dated.sentence)
    if any(m.same is not False and (m.source, m.dated.sentence) == place for m in matches):
        return
    if any(_same(other.mention, best.dated.mention) for other in beside if other is not dated):
        return
    theirs, ours = best.dated.mention, dated.mention
    sentence = case.subject.sources[best.source].sentences[best.dated.sentence]
    yield finding(
        "date.wrong",
        f"The sources date this “{theirs.text}”, not “{ours.text}”.",
        span(case, ours.start, ours.end),
        [source_span(case, best.source, sentence.start, max(sentence.end, theirs.end))],
        expected=_told(theirs),
        found=ours.text,
        confidence=round(best.support, 3),
    )


def _moved(case: Case, match: _Match) -> bool:
    """Whether the source says that something was put off to this date; seldom in the words of the first report."""
    sentence = case.subject.sources[match.source].sentences[match.dated.sentence]
    return match.support > 0 and _MOVED.search(sentence.text) is not None


def _loose(dated: Dated) -> bool:
    """Whether it does not tell when the clause took place: “Friday’s deal”, “two days earlier”, “today” in a quotation."""
    mention = dated.mention
    if isinstance(mention, TimeMention):
        return False
    quoted = dated.quoted and mention.form in ("deictic", "weekday")
    return quoted or mention.form == "anaphoric" or mention.text.endswith(("'s", "’s"))


def _shares(one: Dated, other: Dated) -> bool:
    """Whether the clauses have at least two words in common, one of them no name."""
    shared = one.near & other.near
    return len(shared) > 1 and (len(shared) > 2 or bool(shared & one.plain & other.plain))


def _same(one: DateMention | TimeMention, other: DateMention | TimeMention) -> bool | None:
    if isinstance(one, DateMention):
        return agree(one, other) if isinstance(other, DateMention) else None
    return None if isinstance(other, DateMention) else agree_times(one, other)


def _told(mention: object) -> str:
    if (
        isinstance(mention, DateMention)
        and mention.day
        and mention.certain
        and mention.text.lower() != long_date(mention.day)
    ):
        return (
            f"{mention.text} ({long_date(mention.day, mention.precision if mention.precision != 'vague' else 'year')})"
        )
    return str(getattr(mention, "text", mention))


def _matches(case: Case, dated: Dated) -> Iterator[_Match]:
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
            yield _Match(number, other, support, _same(dated.mention, other.mention))
