"""A figure of the sources in the place of another of theirs, shown by the words round both.

The words that stand round the summary's figure stand in a source round another figure of the sort, and round its own
they do not: it has come from elsewhere. A figure that has replaced an earlier one looks alike, so that the same things
and people counted twice say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.case import Case, Claim
from harness.facts import within
from harness.facts.lexicon import relation
from harness.facts.numbers import Number
from harness.facts.numbers.values import PEOPLE, same_value
from harness.metrics.consistency.wording.fitting import Fit, Round, around, fit

if TYPE_CHECKING:
    from harness.metrics.consistency.numbers import Known

_ENOUGH = 0.6, 2
"""Share of the words round a figure, and how many, that stand round the right one at least."""
_SAME, _OTHER, _BARE = 0.1, 0.6, 0.35  # of that share: what the figure's own places may have where it counts the same …
_BESIDE = 1  # words round a bare figure in its own sentence
_MAGNITUDE = 20  # times
_NEAR = 0.1  # share of the value up to which one may be the other, rounded
_LARGE = 1000
_SCALES = frozenset("dozen hundred thousand million billion trillion".split())
"""Alone they are the rest of a figure that is not read, "# 2 million", or no figure at all."""
_MOST = 16  # places of a figure; what is said so often is not looked at


def misplaced(case: Case, claim: Claim, number: Number, equal: Sequence[Known], near: Sequence[Known]) -> Known | None:
    """The figure in whose place `number` stands; `equal` are its own places in the sources, `near` the figures of the
    passages that speak of what the claim is about.
    """
    if len(equal) > _MOST or number.low != number.high or number.text.lower() in _SCALES:
        return None
    rivals = [k for k in near if _comparable(number, k) and not same_value(number, k.number)]
    rivals = [k for k in rivals if _counts_the_same(number, k, claim)]
    exchanged = (k for k in rivals if _exchanged(case, claim, number, k, equal))
    return next(exchanged, None) or (_fitting(case, claim, number, equal, rivals) if rivals else None)


def _fitting(case: Case, claim: Claim, number: Number, equal: Sequence[Known], rivals: Sequence[Known]) -> Known | None:
    """The figure round which the words stand that stand round `number` in the claim."""
    words = around(case, claim, number.start, number.end)
    if any(_at(case, words, k, synonyms=False).share > _most(number, k, claim) for k in equal):
        return None
    own = [(k, _at(case, words, k)) for k in equal]
    shares = [n.low for n in within(case.facts.numbers, claim.start, claim.end) if n.kind == "fraction"]
    for there, known in sorted(((_at(case, words, k), k) for k in rivals), key=lambda pair: -pair[0].share):
        if not _enough(there) or known.number.low in [share * number.low for share in shares]:
            return None  # of "half of the 96 households" the sources may have the 48
        if not _given(case, claim, known) and all(_apart(number, k, mine, there, claim) for k, mine in own):
            return known
    return None


def _at(case: Case, words: Round, known: Known, *, synonyms: bool = True) -> Fit:
    return fit(case.subject, words, known.source, known.number.start, known.number.end, synonyms=synonyms)


def _enough(there: Fit) -> bool:
    return there.share >= _ENOUGH[0] and there.n >= _ENOUGH[1]


def _comparable(number: Number, known: Known) -> bool:
    """Whether one figure may stand for the other: of one sort, neither the other one rounded nor far off."""
    other = known.number
    alike = (other.kind, other.unit) == (number.kind, number.unit) or _amount(other, number) or _amount(number, other)
    if not alike or other.low != other.high or not number.low:
        return False
    times = other.low / number.low
    return 1 / _MAGNITUDE <= times <= _MAGNITUDE and abs(times - 1) > _NEAR


def _amount(one: Number, other: Number) -> bool:
    """Whether one is money and the other a large figure that names no currency: "2.6 million crowns, of it 900,000"."""
    return one.kind == "money" and other.kind == "count" and not other.noun and other.low >= _LARGE


def _counts_the_same(number: Number, known: Known, claim: Claim) -> bool:
    """Whether the source's figure counts what the summary's does, as far as both say."""
    mine, theirs = number.noun, known.number.noun
    if theirs and not _same_noun(mine, theirs) and theirs not in claim.sentence.terms:
        return False
    return not mine or _same_noun(mine, theirs) or mine in known.stems


@lru_cache(maxsize=4096)
def _same_noun(one: str, other: str) -> bool:
    return one == other or bool(one and other and relation(one, other) in ("same", "synonym"))


def _most(number: Number, known: Known, claim: Claim) -> float:
    """The part of the right figure's share that a place of the figure itself may have."""
    mine, theirs = number.noun, known.number.noun
    people = mine in PEOPLE and (not theirs or theirs in PEOPLE)
    if people or (mine and _same_noun(mine, theirs)):
        return _SAME
    return _OTHER if theirs and theirs not in claim.sentence.terms else _BARE


def _apart(number: Number, known: Known, own: Fit, there: Fit, claim: Claim) -> bool:
    if not known.number.noun and own.n > _BESIDE:
        return False
    return own.share <= _most(number, known, claim) * there.share


def _given(case: Case, claim: Claim, known: Known) -> bool:
    """Whether the claim has the other figure as well."""
    return any(same_value(n, known.number) for n in within(case.facts.numbers, claim.start, claim.end))


def _exchanged(case: Case, claim: Claim, number: Number, known: Known, equal: Sequence[Known]) -> bool:
    """Whether two figures of the claim have changed their nouns: "40 passengers and 135 lorries"."""
    noun = number.noun
    if not noun or noun != known.number.noun or any(not k.number.noun or k.number.noun == noun for k in equal):
        return False
    others = [n for n in within(case.facts.numbers, claim.start, claim.end) if same_value(n, known.number)]
    nouns = {k.number.noun for k in equal if k[:2] == known[:2]}
    return bool(others) and all(n.noun != noun and n.noun in nouns for n in others)
