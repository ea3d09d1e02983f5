"""Numbers of the summary against the numbers of the sources, bound to what they count.

A number is borne out by one of the same value that counts the same thing, or follows from two others. What stands in
the sources for something else, in another unit or not at all is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts import within
from harness.facts.lexicon import relation
from harness.facts.numbers import Number
from harness.facts.numbers.groups import Values
from harness.facts.numbers.values import derivable, same_value, unit_differs
from harness.metrics.consistency.findings import finding, nearest, source_span, span
from harness.metrics.consistency.numbers.misplaced import misplaced
from harness.text import Sentence, find_words
from harness.types import Evidence, Finding

_LEFT_OUT = ("ordinal", "vague")
_SPEAKS = 0.2  # support from which on a source speaks of what the sentence is about
_MARGIN = 1  # sentences on either side of a window that still belong to what it tells
_SAME = 2  # content stems that two clauses about the same thing share
_COMMON = 1.0  # idf below which a stem stands all over the story
_COUNTED = 12  # up to here a reader may have counted
_MAGNITUDE = 10  # times; a figure in another's place is seldom further off
_OPERANDS = 60
_UNIT_STEMS = frozenset("hour minut second day week month year metr kilometr mile per cent percent point".split())
_WORKED_OUT = re.compile(
    r"\b(?:gap|difference|differ|apart|between|total|totals|altogether|in all|together|combined|sum|net|left|remain\w*"
    r"|nearer|further|later|earlier|longer|shorter|higher|lower|more than|fewer than|less than|short of|margin"
    r"|ahead|behind)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


class Known(NamedTuple):
    """A number of a source, with its place."""

    source: int
    sentence: int
    number: Number
    stems: frozenset[str]
    """Of its sentence."""


def check_numbers(case: Case) -> Iterator[Finding]:
    """`number.novel`, `number.swapped` and `number.unit`."""
    known = _known(case.subject)
    for claim in case.aligned:
        numbers = [n for n in within(case.facts.numbers, claim.start, claim.end) if n.kind not in _LEFT_OUT]
        near = _near(claim, known) if numbers else []
        for number in numbers:
            if not _quoted(case, number):
                yield from _judged(case, claim, number, known, near)


@per_article
def _known(subject: Subject) -> tuple[Known, ...]:
    return tuple(
        Known(n, i, number, frozenset(sentence.terms))
        for n, facts in enumerate(subject.facts)
        for i, sentence in enumerate(facts.text.sentences)
        for number in within(facts.numbers, sentence.start, sentence.end)
    )


@per_article
def _values(subject: Subject) -> Values:
    return Values([known.number for known in _known(subject)])


def _near(claim: Claim, known: Sequence[Known]) -> list[Known]:
    """The numbers of the passages that speak of what the claim is about."""
    windows = [w for w in claim.windows if w and w.support >= _SPEAKS]
    passages = {w.source: range(w.first - _MARGIN, w.last + _MARGIN + 1) for w in windows}
    return [k for k in known if k.sentence in passages.get(k.source, ())]


def _quoted(case: Case, number: Number) -> bool:
    return any(quote.start <= number.start < quote.end for quote in case.facts.quotes)


def _judged(
    case: Case, claim: Claim, number: Number, known: Sequence[Known], near: Sequence[Known]
) -> Iterator[Finding]:
    equal = [known[i] for i in _values(case.subject).same(number)]
    figures = [k for k in known if k.number.figure == number.figure]
    if number.unit and not any(k.number.unit for k in equal) and any(unit_differs(number, k.number) for k in figures):
        equal = []  # a bare figure says nothing of the unit
    if equal:
        right = _rival(case, number, near)
        if right is not None and not _given(case, right) and all(_elsewhere(case, number, k, right) for k in equal):
            yield _swapped(case, number, right, equal[0])
        elif other := misplaced(case, claim, number, equal, near):
            yield _swapped(case, number, other, equal[0])
        return
    other = next((k for k in figures if unit_differs(number, k.number) and _shares(number, k, claim)), None)
    if other is not None:
        told = other.number.text
        message = f"The sources give this as “{told}”, not “{number.text}”."
        yield _finding(case, "number.unit", message, number, other, expected=told)
    elif _worked_out(case, claim, number, known, near):
        return
    elif not _written(case, number):
        yield from _novel(case, claim, number, _rival(case, number, near))
    else:
        right = misplaced(case, claim, number, figures, near) if figures else None
        if right is not None:
            yield _swapped(case, number, right, figures[0])


def _novel(case: Case, claim: Claim, number: Number, right: Known | None) -> Iterator[Finding]:
    """Durations and small counts may have been worked out or counted: only another figure in their place tells."""
    worked_out = number.kind in ("duration", "fraction") or (number.kind == "count" and number.high <= _COUNTED)
    if worked_out and right is None:
        return
    message = f"No source gives the number “{number.text}”" + (f"; they say “{right.number.text}”." if right else ".")
    evidence = (_evidence(case, right),) if right else nearest(case, claim)
    place = span(case, number.start, number.end)
    told = right.number.text if right else None
    yield finding("number.novel", message, place, evidence, expected=told, found=number.text)


def _written(case: Case, number: Number) -> bool:
    """Whether a source has the same figures, read as something else there: a time, a score, another unit."""
    figures = _FIGURE.findall(number.text)
    if figures:
        return all(figure in _figures(case.subject) for figure in figures)
    words = {word.norm for word in find_words(number.text)}
    return words <= case.subject.vocabulary


@per_article
def _figures(subject: Subject) -> frozenset[str]:
    return frozenset(figure for text in subject.sources for figure in _FIGURE.findall(text.value))


def _worked_out(case: Case, claim: Claim, number: Number, known: Sequence[Known], near: Sequence[Known]) -> bool:
    """Whether the number follows from two of the sources: two about the same things, or, where the sentence says that
    it is a sum or a difference or the summary gives both, any two that it is near to.
    """
    if derivable(number, _operands(number, known, near)) is not None:
        return True
    given = [n for n in case.facts.numbers if n is not number and n.unit == number.unit]
    said = [k.number for k in known if k.number.unit == number.unit] if _WORKED_OUT.search(claim.text) else []
    values = {n.low for n in (*given, *said)}
    sums = any(number.low - value in values and number.low != 2 * value for value in values)
    return sums or (number.low != 0 and any(value - number.low in values for value in values))


def _operands(number: Number, known: Sequence[Known], near: Sequence[Known]) -> list[Number]:
    """The numbers that a sum, difference or share may have been worked out from."""
    alike = [k for k in known if k.number.noun and k.number.noun == number.noun]
    return [k.number for k in dict.fromkeys((*near, *alike))][:_OPERANDS]


def _shares(number: Number, known: Known, claim: Claim) -> bool:
    shared = len(number.about & known.number.about) + (len(set(claim.sentence.terms) & known.stems) > _SAME)
    small = number.figure <= _COUNTED
    return shared >= (_SAME if small else 1) and not (number.kind == "duration" and small)


@lru_cache(maxsize=4096)
def _same_noun(one: str, other: str) -> bool:
    return one == other or relation(one, other) in ("same", "synonym")


def _telling(number: Number, other: Number) -> frozenset[str]:
    """The content stems that two numbers' clauses share, their unit and noun left out."""
    return number.about & other.about - {number.noun, number.unit, *_UNIT_STEMS}


def _elsewhere(case: Case, number: Number, known: Known, right: Known) -> bool:
    """Whether a source's number of the same value surely counts something else than `right` does."""
    theirs = known.number
    if number.noun and number.noun == theirs.noun:  # the same things of somebody else
        mine, yours, rivals = (_subject(case, n) for n in (number, known, right))
        return bool(mine and yours) and mine == rivals and not set(yours) & set(mine)
    if number.noun and right.number.noun == number.noun and right[:2] == known[:2]:
        return True  # the passage itself tells the two apart
    named = bool(theirs.noun and number.noun) or bool(number.unit)
    return named and not number.about & known.stems - {number.noun, number.unit, *_UNIT_STEMS}


def _given(case: Case, known: Known) -> bool:
    """Whether the summary gives this number as well: then it has not put another one in its place."""
    return any(n.low == known.number.low and n.unit == known.number.unit for n in case.facts.numbers)


def _subject(case: Case, number: Number | Known) -> tuple[str, ...]:
    """Whose it is: the words of the name that stands before a number in its sentence, or else behind it."""
    if isinstance(number, Known):
        facts = case.subject.facts[number.source]
        sentence = facts.text.sentences[number.sentence]
        place = number.number.start
    else:
        facts, place = case.facts, number.start
        sentence = next(claim.sentence for claim in case.aligned if claim.start <= place < claim.end)
    names = [n for n in within(facts.names, sentence.start, sentence.end) if n.kind != "place"]
    before = [n for n in names if n.end <= place]
    name = before[-1] if before else names[0] if names else None
    if name is None:
        return ()
    entity = case.subject.cast.find(name)
    forms = {word for form in entity.names for word in form} if entity else set(name.words)
    return tuple(sorted(forms))


def _rival(case: Case, number: Number, near: Sequence[Known]) -> Known | None:
    """The number that the passages have in its place: same kind and unit, same noun, and something of the clause."""
    best: Known | None = None
    most = 0
    subject = _subject(case, number)
    for known in near:
        other = known.number
        if (other.kind, other.unit, other.noun) != (number.kind, number.unit, number.noun) or same_value(number, other):
            continue
        if not number.low / _MAGNITUDE <= other.low <= number.low * _MAGNITUDE:
            continue
        shared = len(_telling(number, other)) + bool(subject and subject == _subject(case, known))
        if shared >= (1 if number.noun else 2) and shared > most:
            best, most = known, shared
    return best


def _swapped(case: Case, number: Number, right: Known, wrong: Known) -> Finding:
    told = right.number.text
    message = f"The sources say “{told}” here; “{number.text}” is their figure for something else."
    evidence = [_evidence(case, right), _evidence(case, wrong)]
    place = span(case, number.start, number.end)
    return finding("number.swapped", message, place, evidence, expected=told, found=number.text)


def _evidence(case: Case, known: Known) -> Evidence:
    sentence: Sentence = case.subject.sources[known.source].sentences[known.sentence]
    return source_span(case, known.source, sentence.start, sentence.end)


def _finding(case: Case, check: str, message: str, number: Number, known: Known, *, expected: str) -> Finding:
    place = span(case, number.start, number.end)
    return finding(check, message, place, [_evidence(case, known)], expected=expected, found=number.text)
