"""What the sources say of a name, wherever it stands: descriptions beside it, and the sentences that name it.

So a name can be shown to be in another's place without a verb in common: by a description that the sources give to
somebody else, or by a sentence that they tell, word for word nearly, of somebody else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.metrics.consistency.names.parties import Told, told
from harness.text import STOPWORDS, Sentence, Text

_AGE = r"(?:, (?:aged )?\d{1,3}(?=,))?"
_BEHIND = re.compile(
    rf"{_AGE}, (?:who (?:is|was|has been) |which (?:is|was) )?(?P<words>(?:an?|the|its|his|her|their|who|which|where"
    r"|once|then|now|based|chief|head|owner|[\w-]+ for|[\w-]+ of)\b[^,.;:!?()“”\"]{3,90})(?=[,.;:)!?]|$)"
)
_OF = re.compile(r" (?:of|from|at|with|for) (?P<words>(?:the|an?|its|his|her) [^,.;:!?()“”\"]{3,60})")
_IS = re.compile(r" (?:is|was) (?P<words>(?:an?|the|its|his|her) [^,.;:!?()“”\"]{3,60})")
_BEFORE = re.compile(
    r"(?:^|[\s(“\"])(?P<words>(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|\w+['’]s?) [^,.;:!?()“”\"]{3,60}),? $"
)
_VERB = re.compile(r"\b(?:said|says|told|is|was|were|are|has|had|have|will|would|could|did|put|called|who|and|but)\b")
_FORMER = re.compile(r"\b(?:former|then|acting|deputy|past|ex|new|interim|other|another|second|first|once)\b")
_REACH = 100  # characters on each side of a name
_SAME, _OTHER = 0.75, 0.34  # of a description's weight: had by the right one, and by the wrong one
_LIKE, _RIVAL = 0.6, 0.6  # of a claim's weight: told of another; of that, told of the name itself
_FEWEST = 4  # content words of a claim and the sentence
_STEM = 5  # letters that two forms of one name share: Carthage, Carthaginian
_MANY = 12  # names in a sentence that is a list
_LEAST = 2  # content words of a description
_UNKNOWN = 0.6  # weight of a word that no source has, which may be a rewording
_BESIDE, _ROUND = 3, 6  # content words to each side of a name, in the claim and in the source
_NEIGHBOURS = 0.5  # of the words beside a name that stand round the one in its place
_DATELINE = re.compile(r"[^a-z.]{3,40}(?:\([^)]*\) *)?[–—-] |[A-Z]{3}")
_PREPOSITION = re.compile(
    r"\b(?:in|at|to|from|of|into|near|for|off|towards?|outside|on|leav(?:e|es|ing)|left) (?:the )?$", re.I
)
_OWNER = re.compile(r"(?:the )?\w+['’]s? ", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them|his|her|their|its|who)\b", re.IGNORECASE)


class Described(NamedTuple):
    """The content words of a description, whom it describes, and where it stands."""

    stems: frozenset[str]
    entity: Entity
    place: Told


def described_other(case: Case, claim: Claim, name: Name, entity: Entity) -> tuple[Entity, Told] | None:
    """Whom the sources describe as the claim describes `entity`, where they say nothing like it of this one."""
    value = case.summary.value
    known = _descriptions(case.subject)
    for words in _beside(value, name, claim.start, claim.end):
        stems = _stems(words) - _own(entity)
        if len(stems) < _LEAST or _FORMER.search(words):
            continue
        weights = _weights(case.subject, stems)
        total = sum(weights.values())
        shares = [(_share(weights, d.stems), d) for d in known if d.stems & stems]
        if any(share >= _OTHER * total for share, d in shares if d.entity is entity):
            continue
        if _ever(case.subject, entity, weights) >= _SAME * total:
            continue
        same = [d for share, d in shares if share >= _SAME * total and d.entity is not entity]
        right = {d.entity.id: d for d in same}
        if len(right) == 1 and alike(entity, same[0].entity):
            return same[0].entity, same[0].place
    return None


def told_of_other(
    case: Case, claim: Claim, entity: Entity, named: Sequence[tuple[Name, Entity]]
) -> tuple[Entity, Told] | None:
    """Of whom the sources tell what the claim tells of `entity`: one of its sort stands in its place in a sentence."""
    if not entity.mentions or entity.kind == "other" or len(named) > _MANY:  # a publisher; of no known sort; a list
        return None
    present = {e.id for _, e in named}
    stems = claim.sentence.content - _own(entity)
    weights = _weights(case.subject, stems)
    total = sum(weights.values())
    scores = _scores(case.subject, weights)
    best = max(scores, key=lambda n: (scores[n], -n), default=None)
    if best is None or scores[best] < _LIKE * total:
        return None
    laid = _laid(case.subject)
    place = laid.places[best]
    if len(stems & laid.stems[best]) < _FEWEST or _near(laid, best, entity):
        return None
    if any(scores[n] > _RIVAL * scores[best] for n in scores if entity.id in laid.named[n]):
        return None
    away = {e.id for _, e in named if e.kind == entity.kind and e.id not in laid.named[best]}
    free = [e for e in laid.named[best].values() if e.id not in present and alike(entity, e)]
    if away != {entity.id} or len(free) != 1 or not _in_its_place(claim.sentence, named, entity, place, free[0]):
        return None
    return free[0], place


def _in_its_place(
    sentence: Sentence, named: Sequence[tuple[Name, Entity]], entity: Entity, place: Told, other: Entity
) -> bool:
    """Whether the words beside `entity` in the sentence stand round the other one in the source."""
    mine = [name.start for name, e in named if e is entity]
    theirs = [m.name.start for m in other.mentions if m.source == place.source]
    if entity.kind == "place" and _placed(sentence, mine) != _placed(place.sentence, theirs):
        return False
    around = _around(sentence, mine, _BESIDE) - _own(entity)
    same = around & _around(place.sentence, theirs, _ROUND)
    return len(same) >= max(2, _NEIGHBOURS * len(around))


def _around(sentence: Sentence, starts: Sequence[int], reach: int) -> frozenset[str]:
    """The stems of the content words within `reach` of any of these places; none beside a dateline."""
    words = [w for w in sentence.words if w.norm not in STOPWORDS]
    found: set[str] = set()
    for start in starts:
        if sentence.start <= start < sentence.end and not _DATELINE.match(sentence.text[start - sentence.start :]):
            at = sum(w.start < start for w in words)
            found.update(w.stem for w in words[max(0, at - reach) : at + reach + 1])
    return frozenset(found)


def alike(one: Entity | None, other: Entity) -> bool:
    """Whether two are of one sort, and share no name."""
    if one is None or one.kind != other.kind:
        return False
    words = [{word for form in entity.names for word in form} for entity in (one, other)]
    return not any(a[:_STEM] == b[:_STEM] for a in words[0] for b in words[1])


def _placed(sentence: Sentence, starts: Sequence[int]) -> bool:
    """Whether any of these places of the sentence is behind a preposition."""
    text = sentence.text
    return any(
        _PREPOSITION.search(text, 0, start - sentence.start)
        for start in starts
        if sentence.start <= start < sentence.end
    )


class _Laid(NamedTuple):
    """The sentences of all sources: their stems, whom they name, and where each stem stands."""

    places: tuple[Told, ...]
    stems: tuple[frozenset[str], ...]
    named: tuple[dict[int, Entity], ...]
    postings: dict[str, list[int]]


@per_article
def _laid(subject: Subject) -> _Laid:
    places = told(subject)
    stems = tuple(place.sentence.content for place in places)
    numbers = {(p.source, p.sentence.start): n for n, p in enumerate(places)}
    named: tuple[dict[int, Entity], ...] = tuple({} for _ in places)
    for source, start, entity in _mentions(subject):
        named[numbers[source, start]][entity.id] = entity
    postings: dict[str, list[int]] = defaultdict(list)
    for n, found in enumerate(stems):
        for stem in found:
            postings[stem].append(n)
    return _Laid(places, stems, named, dict(postings))


def _mentions(subject: Subject) -> Iterator[tuple[int, int, Entity]]:
    """(source, start of the sentence, entity) of every mention."""
    spans: dict[int, list[Told]] = defaultdict(list)
    for place in told(subject):
        spans[place.source].append(place)
    for entity in subject.cast.entities:
        for source, name in entity.mentions:
            for place in spans[source]:
                if place.sentence.start <= name.start < place.sentence.end:
                    yield source, place.sentence.start, entity


def _near(laid: _Laid, n: int, entity: Entity) -> bool:
    """Whether the sentence may speak of `entity` without its name: it has a pronoun and follows one that names it."""
    if entity.id in laid.named[n]:
        return True
    before = [m for m in (n - 1, n - 2) if m >= 0 and laid.places[m].source == laid.places[n].source]
    pronoun = entity.kind != "person" or _PRONOUN.search(laid.places[n].sentence.text)
    return bool(pronoun) and any(entity.id in laid.named[m] for m in before)


@per_article
def _descriptions(subject: Subject) -> tuple[Described, ...]:
    places: dict[int, list[Told]] = defaultdict(list)
    for place in told(subject):
        places[place.source].append(place)
    found = []
    for entity in subject.cast.entities:
        own = _own(entity)
        for source, name in entity.mentions:
            value = subject.sources[source].value
            for place in places[source]:
                if place.sentence.start <= name.start < place.sentence.end:
                    for words in _beside(value, name, place.sentence.start, place.sentence.end):
                        found.append(Described(_stems(words) - own, entity, place))
    return tuple(found)


def _beside(value: str, name: Name, start: int, end: int) -> Iterator[str]:
    """The descriptions of a name in its sentence."""
    stop = min(end, name.end + _REACH)
    for pattern in (_BEHIND, _OF, _IS):
        match = pattern.match(value, name.end, stop)
        if match:
            words = match["words"]
            cut = _VERB.search(words, 4)
            yield words[: cut.start()] if cut and pattern is not _BEHIND else words
    before = name.kind != "other" and _BEFORE.search(value[max(start, name.start - _REACH) : name.start])
    if before and not _DIGIT.search(before["words"]):
        words = _VERB.split(before["words"])[-1]
        yield words
        if _OWNER.match(words):
            yield _OWNER.sub("", words)


@lru_cache(maxsize=1 << 10)
def _stems(words: str) -> frozenset[str]:
    return frozenset(w.stem for s in Text(words).sentences for w in s.words if w.norm not in STOPWORDS)


@lru_cache(maxsize=1 << 10)
def _own(entity: Entity) -> frozenset[str]:
    """The stems of all names of an entity."""
    return frozenset(stem for form in entity.names for stem in _stems(" ".join(form))) | {
        word for form in entity.names for word in form
    }


def _weights(subject: Subject, stems: frozenset[str]) -> dict[str, float]:
    index = subject.index
    return {stem: index.idf(stem) * (1 if stem in index.stems else _UNKNOWN) for stem in stems}


def _share(weights: dict[str, float], stems: frozenset[str]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in stems)


def _ever(subject: Subject, entity: Entity, weights: dict[str, float]) -> float:
    """How much of a description the sentences have that name `entity`, or follow one."""
    laid = _laid(subject)
    scores = _scores(subject, weights)
    return max((score for n, score in scores.items() if _near(laid, n, entity)), default=0.0)


def _scores(subject: Subject, weights: dict[str, float]) -> dict[int, float]:
    """Number of a source sentence -> weight of the words that it has."""
    postings = _laid(subject).postings
    scores: dict[int, float] = defaultdict(float)
    for stem, weight in weights.items():
        for n in postings.get(stem, ()):
            scores[n] += weight
    return scores
