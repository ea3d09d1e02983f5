"""`self.contradiction`: two places of a summary that cannot both be true."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.dates.times import TimeMention
from harness.facts.lexicon import opposed, parts_of_speech, relation
from harness.facts.names import Name
from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.facts.wording import find_cues
from harness.metrics.consistency.findings import finding, span, summary_span
from harness.metrics.consistency.wording.terms import Term, find_terms, stated
from harness.text import STOPWORDS
from harness.types import Finding

_CHANGE = re.compile(
    r"\b(?:earlier|initially|at first|first (?:said|reported|reports|put|spoke|announced)|later|previous\w*"
    r"|had (?:been|stood|said|put|wanted|spoken)|rose|fell|grew"
    r"|shrank|raised|lowered|up from|down from|revised|instead|originally|other|another|more|further|as of"
    r"|by (?:mid|noon|\w+day)|since|each|every|per|at one point|of (?:these|those|them|whom|which))\b",
    re.IGNORECASE,
)
_COMMON = 0.5  # of the shorter clause's content words that two statements about the same thing share
_KINDS = ("count", "money", "age", "percent", "measure", "duration")
_ELAPSED = re.compile(r"\s(?P<way>before|after|later|earlier)\b", re.IGNORECASE)
_ALIKE = 0.6  # of two clauses that say the same or the opposite
_MOST = 120  # clauses that are compared
_CUT = re.compile(r"[,;:](?!\d)|\b(?:but|while|although|because|which|who)\b")
_DAY = 24 * 60
_SLACK = 0.2  # of a span of time, by which it may be rounded
_UNANIMOUS = re.compile(r"\bunanimous(?:ly)?\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"\b(?:by )?(?P<a>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: votes?)?(?: to |[–-])"
    r"(?P<b>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\b(?:vote[sd]?|voting|ballot|jury|committee|council\w*|panel|board|decision|ruling)\b", re.IGNORECASE
)


def check_contradictions(case: Case) -> Iterator[Finding]:
    """Counts, spans of time and votes."""
    yield from _counts(case)
    yield from _elapsed(case)
    yield from _votes(case)
    yield from _opposites(case)


def _counts(case: Case) -> Iterator[Finding]:
    """Two places that count the same thing differently, where the sources do not."""
    counted = [
        (claim, number)
        for claim in case.aligned
        for number in within(case.facts.numbers, claim.start, claim.end)
        if number.low == number.high and number.kind in _KINDS and (number.noun or number.unit)
        and not number.hedge
    ]  # fmt: skip
    told: set[int] = set()
    for (one, first), (other, second) in itertools.combinations(counted, 2):
        if one is other or second.start in told or not _same_thing(case, one, first, other, second):
            continue
        if _changed(one, first) or _changed(other, second) or _legal(case, first, second):
            continue
        told.add(second.start)
        yield _finding(case, one, first.text, second.start, second.end)


def _finding(case: Case, one: Claim, first: str, start: int, end: int) -> Finding:
    second = case.summary.value[start:end]
    return finding(
        "self.contradiction",
        f"The story says “{first}” in one place and “{second}” in another.",
        span(case, start, end),
        (summary_span(case, one.start, one.end),),
        expected=first,
        found=second,
    )


def _changed(claim: Claim, number: Number) -> bool:
    """Whether the claim tells how a figure has changed, or tells a part."""
    return _CHANGE.search(claim.text) is not None


def _same_thing(case: Case, one: Claim, first: Number, other: Claim, second: Number) -> bool:
    """Whether two numbers count the same: unit, noun and most of what the shorter clause says, nobody else named."""
    if (first.unit, first.kind) != (second.unit, second.kind) or same_value(first, second) or same_value(second, first):
        return False
    if first.noun != second.noun and relation(first.noun, second.noun) not in ("same", "synonym"):
        return False
    loose = 3 if first.kind in ("measure", "duration", "percent") and not first.noun else 2
    common = first.about & second.about
    if len(common) < max(loose, _COMMON * min(len(first.about), len(second.about))):
        return False
    mine, yours = _names(case, one), _names(case, other)
    return mine <= yours or yours <= mine


def _names(case: Case, claim: Claim) -> set[str]:
    names: Iterator[Name] = within(case.facts.names, claim.start, claim.end)
    return {name.words[-1] for name in names if name.words}


def _legal(case: Case, first: Number, second: Number) -> bool:
    """Whether the sources have both figures for such a thing: then they are of two times, places or sources."""
    numbers = [number for facts in case.subject.facts for number in facts.numbers]
    return all(
        any(same_value(value, n) and (n.noun == value.noun or len(n.about & value.about) > 1) for n in numbers)
        for value in (first, second)
    )


def _elapsed(case: Case) -> Iterator[Finding]:
    """A span of time that two clock times of the story do not allow."""
    times = [time for time in case.facts.times if time.precision == "minute" and not time.zone]
    for claim in case.aligned:
        here = list(within(times, claim.start, claim.end))
        if not here or len(here) > 2:
            continue
        there = [time for time in times if time not in here] if len(here) == 1 else []
        for number in within(case.facts.numbers, claim.start, claim.end):
            if number.unit != "second" or not _ELAPSED.match(case.summary.value, number.end):
                continue
            if any(same_value(number, k) and k.unit == number.unit for f in case.subject.facts for k in f.numbers):
                continue
            pair = tuple(here) if len(here) == 2 else (here[0], there[0]) if _one_time(there) else None
            if pair and not _allows(pair, number):
                other = next((c for c in case.aligned if c.start <= pair[1].start < c.end), claim)
                yield _finding(case, other, f"{pair[0].text}” and “{pair[1].text}", number.start, number.end)


def _one_time(times: list[TimeMention]) -> bool:
    return len({time.minutes for time in times}) == 1


def _allows(pair: tuple[TimeMention, ...], number: Number) -> bool:
    """Whether the hours between two clock times are what is said, whatever the half of the day left out."""
    gap = abs(pair[0].minutes - pair[1].minutes)
    gaps = {gap, _DAY - gap}
    if any(time.twelve for time in pair):
        gaps |= {abs(gap - _DAY // 2), gap + _DAY // 2}
    low, high = number.low / 60, number.high / 60
    slack = max(Decimal(5), high * Decimal(str(_SLACK)))
    if number.hedge in ("more than", "at least"):
        return any(low - slack <= g for g in gaps if g <= _DAY // 2)
    if number.hedge in ("less than", "at most"):
        return any(g <= high + slack for g in gaps)
    return high > _DAY // 2 or any(low - slack <= g <= high + slack for g in gaps)


def _votes(case: Case) -> Iterator[Finding]:
    """A vote that is unanimous in one place and split in another."""
    if "unanimous" not in case.summary.value.casefold():
        return
    voted = [claim for claim in case.aligned if _VOTE.search(claim.text)]
    split = [(c, m) for c in voted for m in _SPLIT.finditer(c.text) if m["b"] not in ("0", "none")]
    for claim in voted:
        said = _UNANIMOUS.search(claim.text)
        for other, score in split if said else ():
            common = (set(claim.sentence.terms) & set(other.sentence.terms)) - STOPWORDS
            if other is not claim and common and said is not None:
                yield _finding(case, other, score.group(), claim.start + said.start(), claim.start + said.end())
                break


def _opposites(case: Case) -> Iterator[Finding]:
    """A clause that says the opposite of another with the same words."""
    clauses = [clause for claim in case.aligned if claim.part != "headline" for clause in _clauses(claim)]
    told = [(claim, clause, {term.stem for term in clause if term.content}) for claim, clause in clauses[:_MOST]]
    for (one, first, stems), (other, second, others) in itertools.combinations(told, 2):
        common = len(stems & others)
        if one is other or common < 2 or common + 1 < _ALIKE * max(len(stems), len(others)):
            continue
        if one.support == other.support == 1:  # what the sources say both of is theirs to explain
            continue
        pair = _opposed(one, first, other, second)
        if pair is not None and not _change_or_source(one, other):
            yield _finding(case, one, pair[0].norm, pair[1].start, pair[1].end)


def _clauses(claim: Claim) -> Iterator[tuple[Claim, list[Term]]]:
    terms = find_terms(claim.sentence)
    starts = [0, *(match.end() for match in _CUT.finditer(claim.text)), len(claim.text)]
    for start, end in itertools.pairwise(starts):
        found = [term for term in terms if start <= term.start - claim.start < end]
        if len(found) > 2:
            yield claim, found


def _opposed(one: Claim, first: list[Term], other: Claim, second: list[Term]) -> tuple[Term, Term] | None:
    """The words in which two clauses oppose each other: opposites, or one word that only one of them denies."""
    for a, b in itertools.product(first, second):
        if a.name or b.name or not a.content or not b.content or "v" not in parts_of_speech(a.norm):
            continue
        mine, yours = stated(one.sentence, a), stated(other.sentence, b)
        if mine.strength != yours.strength:
            continue
        apart = a.stem == b.stem and mine.denied != yours.denied
        if apart or (a.stem != b.stem and mine.denied == yours.denied and opposed(a.norm, b.norm)):
            return a, b
    return None


def _change_or_source(one: Claim, other: Claim) -> bool:
    """Whether a clause tells of another time, or both of what somebody says."""
    sourced = [any(cue.kind == "attribution" for cue in find_cues(claim.text)) for claim in (one, other)]
    return all(sourced) or any(_CHANGE.search(claim.text) for claim in (one, other))
