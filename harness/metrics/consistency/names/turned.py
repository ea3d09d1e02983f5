"""`role.swapped` by order: two names that a source has the other way round, with the same words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from harness.case import Case, Claim
from harness.facts.lexicon import parts_of_speech
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.names.parties import Told, told
from harness.text import STOPWORDS, Sentence, Word
from harness.types import Finding

_KINDS = ("person", "organisation")
_SHARE = 0.6  # of the words between the two in the claim that stand between them in the source
_LONGEST = 14  # words between two names that belong to one deed
_JOINED = frozenset("and or nor with between both met against than as like versus vs v".split())
"""Between names that may change places."""
_CUT = re.compile(r"[:;.!?()–—\n]")
_OWNER = re.compile(r"['’]s?\b|['’]\s")
_PASSIVE = frozenset("by is are was were be been being".split())
_TELLS = frozenset("to from".split())  # these alone say who is which


def check_turned(case: Case, claim: Claim, named: Sequence[tuple[Name, Entity]]) -> Iterator[Finding]:
    """Neighbouring names of a claim that stand in a source in the other order, and nowhere in this one."""
    outside = [pair for pair in named if pair[1].kind in _KINDS and not _quoted(case, pair[0])]
    for (first, one), (second, other) in pairwise(outside):
        between = _between(claim.sentence, first.end, second.start)
        value = case.summary.value
        if _CUT.search(value, first.end, second.start) or _OWNER.match(value, first.end):
            continue
        if one is other or not 0 < len(between) <= _LONGEST or _JOINED & {word.norm for word in between}:
            continue
        place = _reversed(case, one, other, between)
        if place is not None:
            evidence = (source_span(case, place.source, place.sentence.start, place.sentence.end),)
            where = span(case, first.start, second.end)
            message = f"In the sources {one.text} and {other.text} have each other's part."
            yield finding("role.swapped", message, where, evidence, expected=place.sentence.text, found=where.text)


def _quoted(case: Case, name: Name) -> bool:
    return any(quote.start <= name.start < quote.end for quote in case.facts.quotes)


def _between(sentence: Sentence, start: int, end: int) -> list[Word]:
    return [word for word in sentence.words if start <= word.start < end]


def _reversed(case: Case, one: Entity, other: Entity, between: Sequence[Word]) -> Told | None:
    """The source sentence with the two in the other order; None where one has them in this order too."""
    found = None
    for place in told(case.subject):
        if {one.id, other.id} <= {entity.id for _, entity in place.named}:
            if any(_alike(between, words) for words in _betweens(place, one, other)):
                return None
            if any(_alike(between, words) for words in _betweens(place, other, one)):
                found = found or place
    return found


def _betweens(place: Told, one: Entity, other: Entity) -> Iterator[list[Word]]:
    """The words between the two where a sentence has them in this order."""
    for first, a in place.named:
        for second, b in place.named:
            if a is one and b is other and first.end <= second.start:
                yield _between(place.sentence, first.end, second.start)


def _alike(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether the words say the same of the two, in the same voice."""
    ours, others = {word.norm for word in mine}, {word.norm for word in theirs}
    if bool(ours & _PASSIVE) != bool(others & _PASSIVE):
        return False
    telling = {word.stem for word in mine if word.norm not in STOPWORDS}
    if not telling:
        return ours == others and bool(ours & _TELLS)
    if not any("v" in parts_of_speech(word.norm) for word in mine if word.norm not in STOPWORDS):
        return False
    return len(telling & {word.stem for word in theirs}) >= _SHARE * len(telling)
