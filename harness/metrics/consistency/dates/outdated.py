"""Figures that only earlier sources give, told as present where a later source counts the same differently."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.lexicon import relation
from harness.facts.numbers import Number
from harness.facts.wording import attributed
from harness.metrics.consistency.findings import finding, source_span, span
from harness.text import STOPWORDS, Sentence
from harness.types import Finding

PRESENT = re.compile(
    r"\b(?:is|are|has|have|remains?|stands?|latest|still|now|so\sfar|currently|today|puts?|gives?|says?|estimates?|counts?|will"
    r"|plans?|covers?|expects?|employs?|leads?)\b|['’](?:s|re|ve)\s(?:still|now)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|first|initially|originally|earlier|once|previous(?:ly)?|at\s(?:the\s)?(?:start|time)"
    r"|(?:up|down|risen|fallen|rose|fell|rising|falling)\s(?:from|to)|no\slonger|spoke|instead|from\s[\w,.]+\sto\s|gone|raised|finally|by\s\w+day"
    r"|compared|then|of\s(?:them|which|whom|these|those))\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:from|than|earlier|first|initially|originally|previous\w*|compared|against|instead|not|correct\w*|of\s(?:them|which|the)"
    r"|last\syear|more|further|other|another|included?|including|each|every|per|between|among)\b",
    re.IGNORECASE,
)
_STATES = frozenset("dead hurt missing held trapped rescued homeless".split())
_STATED = re.compile(
    r"[^,;.()]{0,40}?\b(?:(?P<missing>missing|unaccounted)|(?P<dead>dead|killed|died)|(?P<trapped>trapped)"
    r"|(?P<hurt>injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_STATING = re.compile(
    r"\b(?:(?P<dead>killed|killing|claimed)|(?P<hurt>injured|injuring|wounded|wounding))\s(?:(?:at\sleast|about|some)\s)?$",
    re.IGNORECASE,
)
# what a sentence says of a figure that it calls out of date: "down from 26", "not the 1,500", "first spoke of 163"
_OLD = re.compile(
    r"(?:\b(?:up|down|raised|lowered|revised|corrected|increased|reduced)\sfrom\s(?:the\s|its\s|about\s|some\s)?"
    r"|\bnot\s(?:just\s|only\s)?the\s|\b(?:spoke|spoken)\sof\s(?:[^.;]{0,25}\sof\s)?|\bcompared\swith\sthe\s"
    r"|\b(?:earlier|first|initially|originally|previously|at\sone\spoint)\b[^.;:]{0,45}\s)$",
    re.IGNORECASE,
)
_OLD_BEHIND = re.compile(
    r"[^.;,]{0,25}\b(?:(?:first|originally|initially)\s\w+|(?:a|two|three|some)\s(?:days?|hours?)\searlier)\b"
    r"|(?:\son\s\w+day)?,\s(?:is|are)\s(?:down|up)\sto\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"[^.;,]{0,20}\sto\s(?:about\s)?\d")
_TOLL = re.compile(r"\b(?:death\s)?toll\b", re.IGNORECASE)
_SPAN = 5  # times; a figure that takes the place of another is seldom further off
_SHARED = 2  # content words of their clauses that two counts of the same have in common
_AROUND = 30  # characters before a number


class _Told(NamedTuple):
    number: Number
    noun: str
    source: int
    sentence: Sentence
    when: dt.datetime


def outdated(case: Case, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Findings on the claims that give a figure of an earlier day as that of today."""
    known = _known(case.subject)
    if not known:
        return
    for claim in claims:
        numbers = list(within(case.facts.numbers, claim.start, claim.end))
        if not numbers or not PRESENT.search(claim.text) or PAST.search(claim.text):
            continue
        if any(claim.start <= mention.start < claim.end and mention.precision == "day" for mention in case.facts.dates):
            continue
        for number in numbers:
            new = _newer(case, claim, number, known) or _called_old(case, claim, number, known)
            if new is not None:
                yield _finding(case, claim, number, new)
                break


@per_article
def _known(subject: Subject) -> tuple[_Told, ...]:
    """The figures of sources that were published at different times, the earliest first."""
    times = [moment(source.published) for source in subject.article.sources]
    if len({when for when in times if when}) < 2:
        return ()
    found = [
        _Told(number, _noun(number, sentence.text, sentence.start), n, sentence, when)
        for n, (facts, when) in enumerate(zip(subject.facts, times, strict=True))
        if when
        for sentence in facts.text.sentences
        for number in within(facts.numbers, sentence.start, sentence.end)
        if _plain(number)
    ]
    return tuple(sorted(found, key=lambda told: told.when))


def moment(published: str | None) -> dt.datetime | None:
    """The time of an ISO 8601 string, as on the clock where it was published; None where it cannot be read."""
    try:
        return dt.datetime.fromisoformat(published).replace(tzinfo=None) if published else None
    except ValueError:
        return None


def _plain(number: Number) -> bool:
    return number.kind in ("count", "money") and number.low == number.high > 0


def _noun(number: Number, sentence: str, offset: int) -> str:
    """What is counted; people by their state, so that “19 residents are missing” and “19 are missing” are the same."""
    stated = _STATED.match(sentence, number.end - offset)
    if stated and stated.lastgroup:
        return stated.lastgroup
    before = _STATING.search(sentence[: number.start - offset])
    if before and before.lastgroup:
        return before.lastgroup
    return number.noun or ("dead" if _TOLL.search(sentence) else "")


def _newer(case: Case, claim: Claim, number: Number, known: tuple[_Told, ...]) -> _Told | None:
    noun = _noun(number, claim.text, claim.start)
    if not _plain(number) or not noun:
        return None
    same = [told for told in known if _equal(number, told.number)]
    bound = [told for told in same if _counts(noun, number, told)]
    if not bound:
        return None
    last = max(told.when for told in same)
    rivals = [told for told in known if told.when > last and _replaces(case, noun, number, told, bound)]
    if not rivals or any(_equal(n, rivals[-1].number) for n in case.facts.numbers):
        return None
    return rivals[-1]


def _called_old(case: Case, claim: Claim, number: Number, known: tuple[_Told, ...]) -> _Told | None:
    """The sentence of a source that calls the figure out of date, as its last word on it."""
    if not _plain(number):
        return None
    words = frozenset(claim.sentence.terms) - STOPWORDS - {*number.text.split()}
    same = [told for told in known if _equal(number, told.number)]
    alike = [told for told in same if len(words & frozenset(told.sentence.terms)) >= _SHARED]
    old = [told for told in alike if _is_old(told)]
    return old[-1] if old and not any(one.when > old[-1].when for one in alike) else None


def _is_old(told: _Told) -> bool:
    text, start = told.sentence.text, told.number.start - told.sentence.start
    end = told.number.end - told.sentence.start
    if _CHANGE.match(text, end):
        return False
    return bool(_OLD.search(text[:start]) or _OLD_BEHIND.match(text, end))


def _equal(one: Number, other: Number) -> bool:
    return one.low == other.low and one.unit == other.unit


def _counts(noun: str, number: Number, told: _Told) -> bool:
    return _alike(noun, told.noun) and (noun in _STATES or bool(number.about & frozenset(told.sentence.terms)))


def _alike(one: str, other: str) -> bool:
    return one == other or relation(one, other) in ("same", "synonym")


def _replaces(case: Case, noun: str, number: Number, told: _Told, bound: list[_Told]) -> bool:
    """Whether a later source's figure counts the same as the earlier ones that bear the claim out."""
    other = told.number
    if (other.kind, other.unit) != (number.kind, number.unit) or not _alike(noun, told.noun):
        return False
    if _equal(number, other) or not number.low / _SPAN <= other.low <= number.low * _SPAN:
        return False
    before = told.sentence.text[max(0, other.start - told.sentence.start - _AROUND) : other.start - told.sentence.start]
    behind = told.sentence.text[other.end - told.sentence.start :][:_AROUND]
    if _FORMER.search(before) or re.match(r"\s(?:more|of\s(?:them|which|the))\b", behind):
        return False
    if _apart(case, told, bound):
        return False
    ours = number.about - {noun}
    earlier = frozenset(stem for one in bound for stem in one.number.about) - {noun}
    shared = len(ours & other.about), len(earlier & other.about)
    return max(shared) >= (1 if noun in _STATES else _SHARED) and (noun in _STATES or shared[0] > 0)


def _apart(case: Case, told: _Told, bound: list[_Told]) -> bool:
    """Whether somebody else gives the later figure, so that the two may stand side by side."""
    new = _party(case, told)
    return bool(new) and all(old and not old & new for old in (_party(case, one) for one in bound))


def _party(case: Case, told: _Told) -> frozenset[str]:
    text = case.subject.sources[told.source].value
    cue = attributed(text, told.number.start, told.number.end)
    return frozenset(text[slice(*cue.source)].casefold().split()) if cue and cue.source else frozenset()


def _finding(case: Case, claim: Claim, number: Number, new: _Told) -> Finding:
    return finding(
        "date.stale",
        f"A later source no longer gives this figure, “{number.text}”.",
        span(case, claim.start, claim.end),
        [source_span(case, new.source, new.sentence.start, new.sentence.end)],
        expected=new.sentence.text,
        found=number.text,
        confidence=0.7,
    )
