"""A person or an organisation of the sources in the place of another, shown by the words round both.

What the summary tells of the one stands in a source round the other's name, and nowhere round its own: neither in a
sentence that names it, nor in the next, where a pronoun may stand for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts.names import Name
from harness.facts.names.cast import Entity, Mention
from harness.metrics.consistency.names.contexts import alike
from harness.metrics.consistency.names.parties import Told, told
from harness.metrics.consistency.wording.fitting import Fit, Round, around, fit

_KINDS = ("person", "organisation")
_SPEAKS = 0.2  # support from which on a window speaks of what the claim is about
_ENOUGH = ((0.85, 1), (0.55, 2), (0.4, 6))
"""Share of the words round a name, and how many, that stand round the right one at least."""
_OWN, _NEXT = 0.4, 0.6  # of that share, what a place of the name itself may have, and of a sentence behind it
_MEANT = 2  # sentences behind one with the name that may mean it
_MOST = 24  # places of a name; somebody named so often does most of what is told


class _Place(NamedTuple):
    """A mention of somebody in a source, with its sentence."""

    mention: Mention
    entity: Entity
    told: Told


def misplaced(
    case: Case, claim: Claim, name: Name, entity: Entity, named: Sequence[tuple[Name, Entity]]
) -> tuple[Entity, Told] | None:
    """In whose place the name of `entity` stands, and where a source shows it; `named` are the names of the claim."""
    if entity.kind not in _KINDS or not 0 < len(entity.mentions) <= _MOST or _quoted(case, name):
        return None
    rivals = list(_rivals(case, claim, entity, {e.id for _, e in named}))
    if not rivals:
        return None
    words = around(case, claim, name.start, name.end)
    subject = case.subject
    there, right = max(((_fit(subject, words, p), p) for p in rivals), key=lambda pair: pair[0].share)
    if not any(there.share >= share and there.n >= n for share, n in _ENOUGH):
        return None
    if any(_at(subject, words, m).share > _OWN * there.share for m in entity.mentions):
        return None
    after = (fit(subject, words, p.source, p.sentence.start, p.sentence.start) for p in _behind(subject, entity))
    return None if any(one.share > _NEXT * there.share for one in after) else (right.entity, right.told)


def _quoted(case: Case, name: Name) -> bool:
    return any(quote.start <= name.start < quote.end for quote in case.facts.quotes)


def _at(subject: Subject, words: Round, mention: Mention) -> Fit:
    return fit(subject, words, mention.source, mention.name.start, mention.name.end)


def _fit(subject: Subject, words: Round, place: _Place) -> Fit:
    return _at(subject, words, place.mention)


def _rivals(case: Case, claim: Claim, entity: Entity, present: set[int]) -> Iterator[_Place]:
    """Others of the sort in the passages that speak of what the claim is about, in sentences without `entity`."""
    places = _places(case.subject)
    for window in claim.windows:
        if window is None or window.support < _SPEAKS:
            continue
        sentences = places[window.source]
        for number in range(max(0, window.first - 1), min(len(sentences), window.last + 2)):
            if any(p.entity is entity for p in sentences[number]):
                continue
            yield from (p for p in sentences[number] if p.entity.id not in present and alike(entity, p.entity))


def _behind(subject: Subject, entity: Entity) -> Iterator[Told]:
    """The sentences behind one that names `entity`, in which a pronoun may mean it: they open with nobody else's name."""
    places = _places(subject)
    by_source = _by_source(subject)
    for source, number in {(m.source, _number(by_source[m.source], m.name.start)) for m in entity.mentions}:
        for following in range(number + 1, min(number + 1 + _MEANT, len(by_source[source]))):
            one = by_source[source][following]
            if not any(
                p.mention.name.start == one.sentence.start and alike(entity, p.entity)
                for p in places[source][following]
            ):
                yield one


@per_article
def _by_source(subject: Subject) -> tuple[tuple[Told, ...], ...]:
    return tuple(tuple(p for p in told(subject) if p.source == n) for n in range(len(subject.sources)))


@per_article
def _places(subject: Subject) -> tuple[tuple[tuple[_Place, ...], ...], ...]:
    """For each source and each of its sentences, whom it names."""
    by_source = _by_source(subject)
    places: list[list[list[_Place]]] = [[[] for _ in sentences] for sentences in by_source]
    for entity in subject.cast.entities:
        for mention in entity.mentions:
            sentences = by_source[mention.source]
            number = _number(sentences, mention.name.start)
            if number >= 0:
                places[mention.source][number].append(_Place(mention, entity, sentences[number]))
    return tuple(tuple(tuple(sentence) for sentence in source) for source in places)


def _number(sentences: Sequence[Told], start: int) -> int:
    return bisect_right(sentences, start, key=lambda p: p.sentence.start) - 1
