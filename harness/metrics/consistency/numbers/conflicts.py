"""`source.conflict`: sources disagree about a figure, and the summary gives one party's value as if it were settled.

Two figures are in conflict where two parties give different values for the same thing at the same time: side by side
in one source, or each with its party in two. An update by a later source is none.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.lexicon import relation
from harness.facts.numbers import Number
from harness.facts.numbers.values import same_value
from harness.facts.wording import attributed
from harness.metrics.consistency.findings import finding, source_span, span
from harness.text import STOPWORDS, Sentence, find_words
from harness.types import Evidence, Finding

_NEAR = 2  # sentences between two parties' figures, at most
_RANGE = 5  # times; figures further apart are about different things
_SMALL = 12  # larger figures seldom stand for two things
_FEW = 5
_FEW_SENTENCES = 8
_COMMON = 2  # content stems that a claim and the telling of a figure share beside the figure
_MOST = 200  # figures that are compared across sources
_TELLING = 1.2  # idf of a stem that tells what a sentence is about
_SHARE = 0.3  # of the claim's content words, by weight
_KINDS = ("count", "money", "measure", "duration", "rate")
_OTHER_TIME = re.compile(
    r"\b(?:together|combined|in all|of these|of them|earlier|previous\w*|initial\w*|originally|at first|first \w+ed"
    r"|up from|down from|compared|last (?:year|summer|month|season)|in (?:19|20)\d\d|revis\w+|correct\w+|rose|risen|grew"
    r"|increas\w+|climb\w+|fell|average|had (?:offered|wanted|demanded))\b",
    re.IGNORECASE,
)
_RECKONING = r"(?:figures?|count|tally|numbers?|sums?|estimate|tape|totals?|reckoning|account|readings?)"
_HOLDS = re.compile(
    r"(?P<party>(?:[\w’'-]+,? ){1,4}?)(?:(?:puts?|counts?|lists?|listed|have listed|has listed|recorded|measured|counted"
    r"|reckons?|reckoned|spoke (?:on \w+ )?of|speaks? of|insists?|insisted|estimates?|estimated|calculates?|calculated"
    r"|sticking to|sticks to|would do|holds?)\b|(?<=\w) says?:?\s$)"
    rf"|(?P<owner>\w+)(?:['’]s|s['’])(?: \w+)? {_RECKONING}\b"
)
_SOURCED = re.compile(
    rf"\b(?:according to|by (?:\w+['’]?s? ){{1,4}}{_RECKONING}|\w+(?:['’]s|s['’]|s) (?:\w+ )?{_RECKONING}|puts?|counts?"
    r"|counted|claim\w*|alleg\w*|estimat\w*|reckon\w*|insist\w*|conflict\w*|differ\w*"
    r"|unverified|unconfirmed|between|either|range|from \S+ to|reported\w*|says?|said|tells?|told|confirm\w*|measured"
    r"|read|logged|verified)\b",
    re.IGNORECASE,
)


_DISPUTE = re.compile(
    r"\b(?:agree(?:s|d)? (?:on|about|over)|disagree\w*|conflicting|differ(?:s|ed|ing)? (?:on|over|about)|(?:is|are|in"
    r"|remains?) (?:disputed?|contested)|contradict\w*|at odds|rival (?:figures|counts|claims))\b",
    re.IGNORECASE,
)
_CONTESTED = re.compile(
    r"\b(?:insists?|insisted|(?:not|n['’]t|never) accept\w*|rejects?|disputes?|disputed|the (?:true|real|actual) number"
    r"|against the \w+ figure)\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """A figure that one party gives: its sentence, the words of the party, the content stems round it, and whether the
    source says that it is disputed.
    """

    source: int
    sentence: int
    number: Number
    party: frozenset[str]
    stems: frozenset[str]
    contested: bool


class Conflict(NamedTuple):
    """Two parties' figures for one thing."""

    one: Told
    other: Told


def check_conflicts(case: Case) -> Iterator[Finding]:
    """`source.conflict`."""
    conflicts = find_conflicts(case.subject)
    if not conflicts:
        return
    for claim in case.aligned:
        numbers = list(within(case.facts.numbers, claim.start, claim.end))
        if not numbers or claim.part == "headline" or _SOURCED.search(claim.text):
            continue
        for number in numbers:
            conflict = _taken(case, claim, number, conflicts)
            if conflict is not None:
                yield _found(case, number, conflict)


def _taken(case: Case, claim: Claim, number: Number, conflicts: tuple[Conflict, ...]) -> Conflict | None:
    """The conflict in which the claim takes a side, without a word that it does."""
    if number.hedge or number.low != number.high or attributed(case.summary.value, number.start, number.end):
        return None
    if any(q.start <= number.start < q.end for q in case.facts.quotes):
        return None
    mine = [c for c in conflicts if same_value(number, c.one.number) and comparable(number, c.one.number)]
    if any(_given(case, conflict.other.number) for conflict in mine):
        return None
    return next((conflict for conflict in mine if about(case, claim, number, conflict)), None)


def about(case: Case, claim: Claim, number: Number, conflict: Conflict) -> bool:
    """Whether the claim tells of what the parties differ about: the clause of the figure, or much of the sentence."""
    idf = case.subject.index.idf
    told = (conflict.one.stems | conflict.other.stems) - {number.unit}
    mine = {stem for stem in claim.sentence.terms if stem not in STOPWORDS and not stem[0].isdigit()}
    held = {stem for stem in mine & told if _tells(case.subject, stem)}
    clause = held & number.about
    if number.figure > _SMALL and clause:
        return True
    total = sum(idf(stem) for stem in mine)
    return len(held) >= _COMMON and sum(idf(stem) for stem in held) >= _SHARE * total


def _tells(subject: Subject, stem: str) -> bool:
    """Whether a stem tells what a sentence is about; in a few sentences every one does."""
    few = sum(len(text.sentences) for text in subject.sources) <= _FEW_SENTENCES
    return few or subject.index.idf(stem) > _TELLING


def _given(case: Case, other: Number) -> bool:
    """Whether the summary gives the other party's figure as well."""
    return any(same_value(n, other) and comparable(n, other) for n in case.facts.numbers)


def _found(case: Case, number: Number, conflict: Conflict) -> Finding:
    one, other = conflict
    told = other.number.text
    return finding(
        "source.conflict",
        f"Sources differ: “{one.number.text}” is what one party says, another says “{told}”.",
        span(case, number.start, number.end),
        [_evidence(case, one), _evidence(case, other)],
        expected=told,
        found=number.text,
    )


def _evidence(case: Case, told: Told) -> Evidence:
    sentence: Sentence = case.subject.sources[told.source].sentences[told.sentence]
    return source_span(case, told.source, sentence.start, sentence.end)


@per_article
def find_conflicts(subject: Subject) -> tuple[Conflict, ...]:
    """Every figure of a party against which another party sets its own, both ways round."""
    told = [list(_told(subject, n)) for n in range(len(subject.sources))]
    found = []
    for ours in told:
        for k, one in enumerate(ours):
            for other in ours[k + 1 :]:
                if other.sentence > one.sentence + _NEAR:
                    break
                if _differ(one, other):
                    found += [Conflict(one, other), Conflict(other, one)]
    ours = [one for telling in told for one in telling if one.number.noun and one.party][:_MOST]
    for one, other in itertools.permutations(ours, 2):
        apart = one.source != other.source and one.number.noun == other.number.noun
        if apart and not _superseded(subject, one, other) and _differ(one, other) and _same_matter(subject, one, other):
            found.append(Conflict(one, other))
    return tuple(found)


def _superseded(subject: Subject, one: Told, other: Told) -> bool:
    """Whether the second figure is older than the first, which has replaced it then."""
    days = [subject.facts[told.source].dateline or dt.date.min for told in (one, other)]
    return days[1] < days[0]


def _same_matter(subject: Subject, one: Told, other: Told) -> bool:
    """Whether the sentences of two figures in two sources share words that do not stand all over the story."""
    common = one.number.about & other.number.about - {one.number.noun, one.number.unit}
    return sum(_tells(subject, stem) for stem in common) >= _COMMON


def _told(subject: Subject, source: int) -> Iterator[Told]:
    """The figures of a source that somebody gives."""
    text, facts = subject.sources[source], subject.facts[source]
    last: frozenset[str] = frozenset()
    disputed = -_NEAR - 1
    for i, sentence in enumerate(text.sentences):
        before = last
        last = frozenset(stem for stem in sentence.terms if stem not in STOPWORDS)
        disputed = i if _DISPUTE.search(sentence.text) else disputed
        for number in within(facts.numbers, sentence.start, sentence.end):
            if number.kind not in _KINDS or number.low != number.high:
                continue
            if text.value[number.start - 1 : number.start] == "(":
                continue  # the same in another unit
            if any(q.start <= number.start < q.end for q in facts.quotes):
                continue
            party = _party(text.value, sentence, number, before)
            if not _OTHER_TIME.search(_clause(sentence, number)):
                contested = _CONTESTED.search(sentence.text) is not None or i <= disputed + _NEAR
                yield Told(source, i, number, party, last | before, contested)


def _clause(sentence: Sentence, number: Number) -> str:
    start = number.start - sentence.start
    cut = max(sentence.text.rfind(mark, 0, start) for mark in ",;:(")
    ends = [end for mark in ",;:)" if (end := sentence.text.find(mark, number.end - sentence.start)) >= 0]
    return sentence.text[cut + 1 : min(ends, default=len(sentence.text))]


def _party(value: str, sentence: Sentence, number: Number, last: frozenset[str]) -> frozenset[str]:
    """The words of who gives the number; none where the source gives it as its own."""
    cue = attributed(value, number.start, number.end)
    if cue is not None and cue.source is not None:
        return _content(value[cue.source[0] : cue.source[1]]) or last
    before = sentence.text[: max(0, number.start - sentence.start)]
    held = list(_HOLDS.finditer(before[before.rfind(";") + 1 :]))
    if not held:
        return frozenset()
    return _content(held[-1]["party"] or held[-1]["owner"]) or last  # "he" is somebody of the sentence before


def _content(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in find_words(text) if word.norm not in STOPWORDS)


def _differ(one: Told, other: Told) -> bool:
    """Whether two parties give two values for one thing."""
    a, b = one.number, other.number
    if one.party & other.party or not _parties(one, other) or same_value(a, b) or same_value(b, a):
        return False
    if not min(a.low, b.low) > 0 or max(a.low, b.low) > _RANGE * min(a.low, b.low) or not comparable(a, b):
        return False
    if a.noun and b.noun:
        return a.noun == b.noun or relation(a.noun, b.noun) in ("same", "synonym")
    if a.unit or b.unit:
        return True
    return min(a.low, b.low) >= _FEW and (one.sentence == other.sentence or bool(a.noun or b.noun))


def _parties(one: Told, other: Told) -> bool:
    """Whether each has its party, or one has and the source says that they disagree."""
    if one.party and other.party:
        return True
    return bool(one.party or other.party) and one.source == other.source and (one.contested or other.contested)


def comparable(one: Number, other: Number) -> bool:
    """Whether two figures are of one kind and unit; "3.4 million" may leave the money out."""
    if one.kind == other.kind and one.unit == other.unit:
        return True
    bare, money = (one, other) if other.kind == "money" else (other, one)
    return money.kind == "money" and bare.kind == "count" and not bare.noun and bare.scale == money.scale > 1
