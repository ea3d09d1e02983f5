"""`date.stale`: what a later source says has changed, told as it stands now."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.dates import WEEKDAYS, DateMention, long_date
from harness.facts.dates.replaced import Replaced
from harness.facts.numbers import Number
from harness.metrics.consistency.dates.days import month_day, weekday_of
from harness.metrics.consistency.dates.ended import ended
from harness.metrics.consistency.dates.outdated import outdated
from harness.metrics.consistency.findings import finding, source_span, span
from harness.text import STOPWORDS
from harness.types import Finding

_MOVED = re.compile(
    r"\b(?:moved|postponed|put|brought|rescheduled|delayed|pushed|originally|first|instead)\b", re.IGNORECASE
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|remains?|stands?|latest|still|now|so\sfar|currently|today)\b|['’](?:s|re|ve)\s(?:still|now)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:was|were|had|first|initially|originally|earlier|once|previous(?:ly)?|(?:up|down|risen|fallen)\sfrom|no\slonger"
    r"|said|instead|not|rather|but)\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?<!\bwas\s)(?<!\bwere\s)\b(?:is|are|remains?|still)\s(?:still\s)?(?P<state>missing|unaccounted\sfor|trapped|at\slarge)\b"
    r"(?!\s(?:any|no)\s(?:more|longer))",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:nobody|no[\s-]?one|none|not|no\slonger|neither|nothing)\b", re.IGNORECASE)
_ALL_FOUND = re.compile(
    r"\b(?:both|all|everyone|everybody|the\s(?:last|second|third|final))\b[^.;]{0,80}?\b(?P<state>missing|unaccounted\sfor|trapped"
    r"|at\slarge)\b[^.;]{0,120}?\b(?:safe|found|traced|accounted|rescued|freed|brought\sout|arrested|caught|held)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are)\s(?:\w+\s)?(?:to|due|set|expected|scheduled)|(?:expects?|hopes?|plans?|intends?|aims?)\sto)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:is|are|remains?|stays?)\s(?:\w+\s){1,3}until\b", re.IGNORECASE)
_TOLD_BACK = re.compile(
    r"\b(?:was|were|had|did|would|first|originally|initially|earlier|drop\w*|missed|abandon\w*|no\slonger)\b",
    re.IGNORECASE,
)
_THEN_AHEAD = re.compile(
    r"\b(?:will|would|hop\w+|expect\w*|due|until|plan\w*|to\s(?:be|begin|start|open|meet)|set\sfor)\b", re.IGNORECASE
)
_SHARED = 2  # content words that the claim has in common with the passage
_BEHIND = 4  # words behind a number that tell what it counts
_SUPPORT = 0.3
_CLOSE = 30  # characters


def stale(case: Case) -> Iterator[Finding]:
    """Findings on the claims that tell an old state or a past plan as present, one for each."""
    dated = bool(case.story.of("date"))
    # a sentence copied into a text that names no day of its own tells the state of its source's day
    claims = [claim for claim in case.aligned if dated or claim.support < 1]
    now = [claim for claim in claims if claim.part != "timeline"]  # there the present tense tells the past
    done: set[int] = set()
    for found in itertools.chain(_stale(case, claims), outdated(case, now), ended(case, now)):
        if found.claim and found.claim.start not in done:
            done.add(found.claim.start)
            yield found


def _stale(case: Case, claims: Sequence[Claim]) -> Iterator[Finding]:
    replaced = [(n, old) for n, facts in enumerate(case.subject.facts) for old in facts.replaced]
    for claim in claims:
        yield from _figures(case, claim, replaced)
        yield from _plans(case, claim, replaced)
        yield from _missing(case, claim)


def _figures(case: Case, claim: Claim, replaced: list[tuple[int, Replaced]]) -> Iterator[Finding]:
    """“Five papers are being checked”, where a source says "nine, up from five"."""
    numbers = list(within(case.facts.numbers, claim.start, claim.end))
    if not replaced or not numbers or next(within(case.facts.dates, claim.start, claim.end), None):
        return
    if not _PRESENT.search(claim.text) or _BEFORE.search(claim.text):
        return
    for number in numbers:
        for source, old in replaced:
            if isinstance(old.mention, Number) and _same_figure(number, old.mention) and _counts(claim, number, old):
                yield finding(
                    "date.stale",
                    f"A later report replaces this figure, {number.text}.",
                    span(case, claim.start, claim.end),
                    [source_span(case, source, old.sentence.start, old.sentence.end)],
                    expected=old.sentence.text,
                    found=number.text,
                    confidence=0.8,
                )
                return


def _same_figure(one: Number, other: Number) -> bool:
    if one.unit and other.unit:
        return (one.low, one.high, one.unit) == (other.low, other.high, other.unit)
    return one.written == other.written


def _counts(claim: Claim, number: Number, old: Replaced) -> bool:
    """Whether both count the same: by the words behind the number, or by those of the whole sentence."""
    theirs = frozenset(old.sentence.terms) - STOPWORDS
    behind = [word.stem for word in claim.sentence.words if word.start >= number.end][:_BEHIND]
    ours = {term for term in claim.sentence.terms if not term.isdigit()} - STOPWORDS
    return bool(theirs.intersection(behind)) or len(theirs & ours) > _SHARED


def _plans(case: Case, claim: Claim, replaced: list[tuple[int, Replaced]]) -> Iterator[Finding]:
    """“Will open on Monday”, where by the sources that Monday is past, or the day was changed."""
    for mention in within(case.facts.dates, claim.start, claim.end):
        if mention.precision != "day" or not _told_ahead(case, claim.text, mention) or _MOVED.search(claim.text):
            continue
        told = [(n, other) for n, other in _told(case, claim) if _same_words(mention, other)]
        past = [(n, other, day) for n, other in told if (day := _was_ahead(case, n, other))]
        if past and not any(_is_ahead(case, other) for _, other in told):
            n, other, day = past[-1]
            yield _plan(case, claim, mention, n, (other.start, other.end), long_date(day))
            return
        for source, old in replaced:
            if (
                isinstance(old.mention, DateMention)
                and _same_words(mention, old.mention)
                and _speaks(case, claim, old, told)
            ):
                place = (old.sentence.start, old.sentence.end)
                yield _plan(case, claim, mention, source, place, old.sentence.text)
                return


def _plan(case: Case, claim: Claim, mention: DateMention, source: int, place: tuple[int, int], right: str) -> Finding:
    return finding(
        "date.stale",
        f"“{mention.text}” is told as still to come, but by the sources that day is past or was changed.",
        span(case, claim.start, claim.end),
        [source_span(case, source, *place)],
        expected=right,
        found=mention.text,
        confidence=0.8,
    )


def _told_ahead(case: Case, text: str, mention: DateMention) -> bool:
    """Whether the claim tells the day as one to come."""
    way = case.facts.tenses.direction(mention.start, mention.end)
    ahead = (
        way == "future"
        or mention.text.lower().startswith("tomorrow")
        or _UNTIL.search(text) is not None
        or (way is None and _AHEAD.search(text) is not None)
    )
    return ahead and _TOLD_BACK.search(text) is None


def _was_ahead(case: Case, source: int, mention: DateMention) -> dt.date | None:
    """The day, if it was to come for the source and is past for the story."""
    published, today = case.subject.facts[source].dateline, case.dateline
    name = weekday_of(mention)
    if not published or not today or not mention.day:
        return None
    day = mention.day
    if not mention.certain:
        sentence = next(s for s in case.subject.sources[source].sentences if mention.start < s.end)
        if name is None or mention.form != "weekday" or not _THEN_AHEAD.search(sentence.text):
            return None
        day = published + dt.timedelta(days=(WEEKDAYS.index(name) - published.weekday()) % 7)
    return day if published <= day < today else None


def _is_ahead(case: Case, mention: DateMention) -> bool:
    """Whether the day is to come for the story as well."""
    return bool(case.dateline and mention.day and mention.certain and mention.day >= case.dateline)


def _speaks(case: Case, claim: Claim, old: Replaced, told: list[tuple[int, DateMention]]) -> bool:
    """Whether the claim, or a passage that gives its day, shares a word with the sentence that changes the day."""
    theirs = {
        word.stem for word in old.sentence.words if word.norm not in STOPWORDS and old.mention.start != word.start
    }
    passages = [claim.sentence]
    for n, mention in told:
        sentences = case.subject.sources[n].sentences
        passages += [s for s in sentences if s.start <= mention.start < s.end and s is not old.sentence]
    calendar = {word.lower() for word in old.mention.text.split()}
    return any((set(passage.stems) & theirs) - STOPWORDS - calendar for passage in passages)


def _missing(case: Case, claim: Claim) -> Iterator[Finding]:
    """“One is still missing”, where a later source says that all have been found."""
    later = _all_found(case.subject)
    match = _MISSING.search(claim.text) if later else None
    if match is None or _NOBODY.search(claim.text):
        return
    place = claim.start + match.start()
    if next(within(case.facts.dates, place - _CLOSE, place + _CLOSE), None):  # "on Monday she is still missing"
        return
    for n, found in later:
        if found["state"].lower() == match["state"].lower() and not any(map(_MISSING.search, _since(case, n))):
            yield finding(
                "date.stale",
                f"A later report says that nobody is {match['state']} any more.",
                span(case, claim.start, claim.end),
                [source_span(case, n, found.start(), found.end())],
                expected=found.group(),
                found=match.group(),
                confidence=0.8,
            )
            return


@per_article
def _all_found(subject: Subject) -> tuple[tuple[int, re.Match[str]], ...]:
    """The sources later than the first that say that nobody is missing any more, and where."""
    days = [facts.dateline for facts in subject.facts]
    first = min((day for day in days if day), default=None)
    later = [n for n, day in enumerate(days) if day and first and day > first]
    return tuple((n, found) for n in later if (found := _ALL_FOUND.search(subject.sources[n].value)))


def _since(case: Case, source: int) -> Iterator[str]:
    """The texts of the sources of that day and of later ones."""
    day = case.subject.facts[source].dateline
    for facts in case.subject.facts:
        if day and facts.dateline and facts.dateline >= day:
            yield facts.text.value


def _told(case: Case, claim: Claim) -> Iterator[tuple[int, DateMention]]:
    """The days in the passages that support the claim."""
    for n, window in enumerate(claim.windows):
        if window and window.support >= _SUPPORT:
            sentences = case.subject.sources[n].sentences
            found = within(case.subject.facts[n].dates, sentences[window.first].start, sentences[window.last].end)
            yield from ((n, mention) for mention in found if mention.precision == "day")


def _same_words(one: DateMention, other: DateMention) -> bool:
    """Whether both use the same words for the day, so that only the day of publication tells them apart."""
    if one.form == other.form == "weekday":
        return weekday_of(one) == weekday_of(other)
    if one.form == other.form == "absolute":
        return month_day(one) is not None and month_day(one) == month_day(other)
    return one.form == other.form == "deictic" and one.text.lower() == other.text.lower()
