"""Key facts that are told with another number or name than the sources give: that is no coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from harness.case import Case
from harness.facts import within
from harness.facts.names import find_names
from harness.facts.numbers import Number, find_numbers
from harness.facts.numbers.values import same_value
from harness.metrics.coverage.asked import Asked, Lines, held
from harness.metrics.coverage.carriers import Carried, span
from harness.stats import Vector
from harness.text import Text, find_words
from harness.types import Span

_REST = 0.5  # share of a fact's other words that the sentence with the other number or name must hold
_REST_NAMED = 0.75  # names differ more often than numbers: sentences of one shape about two people are common
_LEAST = 2  # words
_KINDS = ("person", "organisation", "place")
_PRONOUNS = frozenset("he she they it his her their its him them who".split())


class Differing(NamedTuple):
    """What the fact has, what the summary has instead, both as written, and the sentence in the summary."""

    expected: str
    found: str
    claim: Span


def differing(fact: Asked, told: Carried, lines: Lines, case: Case) -> Differing | None:
    """What a sentence that tells the fact otherwise has instead of its number or name; None where none does."""
    if told.place is None:
        return None
    if told.untold:
        return _number(fact, told.untold, lines, case)
    return _name(fact, told.place, lines, case)


def _number(fact: Asked, untold: Sequence[Number], lines: Lines, case: Case) -> Differing | None:
    """Another number of the same kind where the rest of the fact stands.

    Not one that the fact, or the source's passage for it, has besides: that is another figure and no other value.
    """
    rest = [n for n, word in enumerate(fact.words) if not word.norm[0].isdigit() and not find_numbers(word.norm)]
    shares = _held(fact, rest, lines)
    place = int(shares.argmax())
    if shares[place] < _REST or not _of_same(fact, place, lines):
        return None
    claim = span((place, place), lines, case.summary.value)
    besides = [*fact.numbers, *(n for e in fact.evidence for n in find_numbers(e.text, case.subject.currencies))]
    given = _given(fact)
    for number in find_numbers(claim.text, case.subject.currencies):
        expected = next((n for n in untold if _comparable(n, number)), None)
        amount = next((word.norm for word in find_words(number.text)), number.text)
        known = amount in given or any(same_value(number, other) for other in besides)
        if expected is not None and not known:
            return Differing(expected.text, number.text, claim)
    return None


def _given(fact: Asked) -> set[str]:
    """The words of the fact and of the source's passage for it."""
    return {word.norm for text in (fact.fact.text, *(e.text for e in fact.evidence)) for word in find_words(text)}


def _comparable(mine: Number, other: Number) -> bool:
    return mine.kind == other.kind and mine.unit == other.unit and (mine.noun == other.noun or bool(mine.unit))


def _name(fact: Asked, at: tuple[int, int], lines: Lines, case: Case) -> Differing | None:
    """Another name of the same kind where the rest of the fact stands and its own name does not, nor a pronoun for it."""
    rest = [n for n, word in enumerate(fact.words) if not word.name]
    if len(rest) == len(fact.words) or _of_same(fact, at[0], lines):
        return None
    if any(word.norm in _PRONOUNS for word in lines.sentences[at[0]].words):
        return None
    if _held(fact, rest, lines)[at[0]] < _REST_NAMED:
        return None
    claim = span((at[0], at[0]), lines, case.summary.value)
    given = _given(fact)
    names = find_names(Text(fact.fact.text), case.subject.cast)
    for other in within(case.facts.names, claim.start, claim.end):
        mine = next((name for name in names if name.kind == other.kind and name.kind in _KINDS), None)
        if mine is not None and not given & set(other.words):
            return Differing(mine.text, other.text, claim)
    return None


def _of_same(fact: Asked, place: int, lines: Lines) -> bool:
    """Whether a sentence, or the one before it, has a name of the fact; a fact without names may be of anybody."""
    names = {word.norm for word in fact.words if word.name}
    near = {word.norm for sentence in lines.sentences[max(0, place - 1) : place + 1] for word in sentence.words}
    return not names or bool(names & near)


def _held(fact: Asked, chosen: Sequence[int], lines: Lines) -> Vector:
    """For each sentence the share of these words of the fact; 0 where they are too few to tell by."""
    weights = fact.rare[list(chosen)]
    if len(chosen) < _LEAST or not weights.sum():
        return np.zeros(len(lines.sentences))
    words = [fact.words[number] for number in chosen]
    return held(weights, lines.related(words, lines.literally(words)))
