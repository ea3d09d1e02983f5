"""Dates and times of day against those that the sources give for the same: `date.wrong`, `date.weekday`, `date.stale`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from harness.case import Case, Claim
from harness.facts.dates import WEEKDAYS, DateMention, long_date
from harness.facts.dates.dated import Dated
from harness.metrics.consistency.dates.dating import Match, loose, matches, reckoned, same_date
from harness.metrics.consistency.dates.days import meant, month_day, weekday_of
from harness.metrics.consistency.dates.misdated import misdated, unknown
from harness.metrics.consistency.dates.stale import stale
from harness.metrics.consistency.dates.unheard import unheard
from harness.metrics.consistency.findings import finding, nearest, source_span, span
from harness.types import Finding

_NOVEL = 0.4  # support that a passage with another date needs where no source has the summary's date at all
_KNOWN = 0.6  # and where some source has it, about something else
_RIVAL = 0.35  # of the support of the other date: what the same date may have elsewhere without being a match
_LEAST = 0.4  # confidence of a finding
_MOST = 12  # dates of one claim that are looked at; with more it is a table
_SAYING = 0.6
_MOVED = re.compile(
    r"\b(?:moved|postponed|put\s(?:off|back)|brought\sforward|rescheduled|delayed|pushed\sback|deferred|extended|adjourned)\b",
    re.IGNORECASE,
)


def check_dates(case: Case) -> Iterator[Finding]:
    """Findings on the dates and times of the claims."""
    reported: set[int] = set()
    for found in _weekdays(case):
        if found.claim:
            reported.add(found.claim.start)
        yield found
    for claim, start, end in _places(case):
        claimed = [dated for dated in case.facts.dated if start <= dated.mention.start < end]
        for dated in claimed[:_MOST]:
            if dated.mention.start not in reported:
                yield from _wrong(case, claim, dated, claimed)
    yield from stale(case)


def _places(case: Case) -> Iterator[tuple[Claim | None, int, int]]:
    """Where the claims are, and the dates before the entries of a timeline, each with its first claim."""
    for claim in case.aligned:
        yield claim, claim.start, claim.end
    for part in case.story.of("timeline"):
        if part.date:
            entry = next((claim for claim in case.aligned if part.body <= claim.start < part.end), None)
            yield entry, part.start, part.body


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


def _wrong(case: Case, claim: Claim | None, dated: Dated, beside: Sequence[Dated]) -> Iterator[Finding]:
    """A date other than the sources give for the same; `beside` are the dates around it in the summary."""
    if loose(dated):
        return
    found = list(matches(case, dated))
    if any(match.same and _moved(case, match) for match in found):
        return
    best = _rival(dated, found) or unheard(case, dated, found)
    if best is None and claim is not None:
        best = misdated(case, claim, dated, found)
        if best is None and unknown(case, claim, dated, found):
            yield _unknown(case, claim, dated)
    # the passage has further dates, of which one fits, or the summary tells its date as well
    if (
        best is None
        or reckoned(case, dated, best)
        or any(same_date(other.mention, best.dated.mention) for other in beside if other is not dated)
    ):
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
        confidence=round(max(best.support, _LEAST), 3),
    )


def _unknown(case: Case, claim: Claim, dated: Dated) -> Finding:
    place = span(case, dated.mention.start, dated.mention.end)
    message = f"No source lets anything happen on “{place.text}”."
    return finding("date.wrong", message, place, nearest(case, claim), found=place.text, confidence=_LEAST)


def _rival(dated: Dated, found: Sequence[Match]) -> Match | None:
    """What the sources date otherwise and tell in much the same words, unless they have the summary's date there."""
    best = max(
        (match for match in found if match.same is False and not loose(match.dated)),
        key=lambda match: match.support,
        default=None,
    )
    if best is None or not _shares(dated, best.dated):
        return None
    same = max((match.support for match in found if match.same), default=None)
    needed = _SAYING if dated.said or best.dated.said else _NOVEL if not same else _KNOWN
    if best.support < needed or (same is not None and same >= _RIVAL * best.support):
        return None
    place = (best.source, best.dated.sentence)
    return None if any(m.same is not False and (m.source, m.dated.sentence) == place for m in found) else best


def _moved(case: Case, match: Match) -> bool:
    """Whether the source says that something was put off to this date; seldom in the words of the first report."""
    sentence = case.subject.sources[match.source].sentences[match.dated.sentence]
    return match.support > 0 and _tells_move(sentence.text)


@lru_cache(maxsize=1 << 12)
def _tells_move(sentence: str) -> bool:
    return _MOVED.search(sentence) is not None


def _shares(one: Dated, other: Dated) -> bool:
    """Whether the clauses have at least two words in common, one of them no name."""
    shared = one.near & other.near
    return len(shared) > 1 and (len(shared) > 2 or bool(shared & one.plain & other.plain))


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
