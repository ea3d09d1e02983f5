"""`role.swapped`: who did what to whom, the other way round.

Compared are deeds, with the voice of the verb and converse verbs taken into account ("beaten by", "lost to"), and
parties that have changed places in two clauses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from harness.case import Case, Claim, Subject, per_article
from harness.facts.lexicon import lemmas
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.facts.names.vocabulary import OCCUPATIONS, ORGANISATIONS, TITLES
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.names.parties import Slot, Told, same_verb, told
from harness.metrics.consistency.names.phrases import LOOSE, find_phrases
from harness.text import Sentence
from harness.types import Finding

Party = int | str
"""The number of an entity, or a noun for somebody."""

_GIVE = frozenset(
    "pay owe give hand send repay refund reimburse compensate award grant transfer donate lend loan".split()
)
_RECEIVE = frozenset("receive get take accept borrow collect obtain".split())
_BEAT = frozenset("beat defeat overcome thrash outplay overpower edge crush topple upset outclass".split())
_LOSE = frozenset("lose fall succumb".split())
_EMPLOY = frozenset("employ hire engage".split())
_BUY = frozenset("buy acquire purchase".split())
_HIT = frozenset("hit strike ram".split())
_MUTUAL = frozenset(
    """meet marry face play fight join see know help visit contact call tell ask say add write thank like love
    follow think want need include agree speak talk talked describe reply answer show call name leave hear be have do
    get make find put go come keep let feel note report explain believe""".split()
)
"""Verbs that may be true both ways, or say too little."""
_PARTIES = (
    OCCUPATIONS
    | TITLES
    | (ORGANISATIONS - {"campaign", "media"})
    | frozenset(
        """landlord landlady tenant client insurer lender borrower buyer seller supplier customer plaintiff claimant
        accused suspect employer employee contractor creditor debtor bidder rival attacker police government
        developer sponsor organiser regulator shareholder investor heir teenager boy girl man woman
        city town robber thief gang""".split()
    )
)
"""Nouns for somebody who acts."""
_OF_NAME = re.compile(r"\b[Tt]he (\w+) of $")
_COMMON = 4  # content words, two of them names, in sentences that tell of one movement or lead
_NEAR = 2  # sentences between two halves of one account


class Deed(NamedTuple):
    """`giver` did `verb` to `taker`, in this normal order; the slots are those of the text."""

    giver: Party
    verb: str
    taker: Party
    one: Slot
    other: Slot


def check_roles(
    case: Case, claim: Claim, named: Sequence[tuple[Name, Entity]], mine: Sequence[Slot]
) -> Iterator[Finding]:
    """Deeds of a claim, given by its slots, that the sources only have turned round; parties that changed places."""
    made = [*deeds(mine, _meant(case.subject)), *_phrased(claim.sentence, named)]
    found = next(_reversed(case, claim, made), None) or _half(case, mine) or _exchanged(case, mine)
    if found:
        yield found


def _phrased(sentence: Sentence, named: Sequence[tuple[Name, Entity]]) -> Iterator[Deed]:
    """The deeds that phrases tell."""
    for giver, what, taker, one, other in find_phrases(sentence, named):
        first = Slot(one.start, one.end, "agent", what, -1, giver)
        yield Deed(giver.id, what, taker.id, first, Slot(other.start, other.end, "patient", what, -1, taker))


def _reversed(case: Case, claim: Claim, mine: Sequence[Deed]) -> Iterator[Finding]:
    theirs = _deeds(case.subject)
    for deed in mine:
        same = [(t, d) for t, d in theirs.get(frozenset((deed.giver, deed.taker)), ()) if same_verb(d.verb, deed.verb)]
        if deed.verb in LOOSE:
            same = [(t, d) for t, d in same if _in_common(claim.sentence, t.sentence) >= _COMMON]
        if same and all(d.giver == deed.taker for _, d in same):
            place, other = same[0]
            doer = other.one if other.giver == _party(other.one, _meant(case.subject)) else other.other
            yield _finding(case, deed.one, deed.other, place, f"In the sources {_called(doer)} does this to the other.")


def _in_common(one: Sentence, other: Sentence) -> int:
    """How many content words two sentences share, with the names."""
    return len(one.content.intersection(other.stems))


def _half(case: Case, mine: Sequence[Slot]) -> Finding | None:
    """Something said of somebody's insurer (tenant, lawyer), whom the sources have as the one who did it."""
    for one, other in _pairs(mine):
        if one.part != "agent" or other.part != "patient" or not one.entity or not is_party(other.noun):
            continue
        verbs = [(t, s) for t in told(case.subject) for s in t.slots if lemmas(s.head) & lemmas(one.head)]
        acted = [t for t, s in verbs if s.part == "agent" and s.noun == other.noun and _of_thing(t, s)]
        if acted and not any(_against(one, other, s) for _, s in verbs) and not lemmas(one.head) & _MUTUAL:
            message = f"In the sources the {other.noun} did this, not {one.entity.text}."
            return _finding(case, one, other, acted[0], message)
    return None


def _against(one: Slot, other: Slot, slot: Slot) -> bool:
    """Whether a slot of a source says what the claim does: that `one` acted, or that `other` suffered it."""
    if slot.part == "agent":
        return slot.entity is one.entity
    return slot.noun == other.noun or (slot.entity is not None and slot.entity is other.entity)


def _of_thing(place: Told, slot: Slot) -> bool:
    """Whether the deed is done to no other party."""
    return all(s.entity is None and not is_party(s.noun) for s in place.slots if s.at == slot.at and s is not slot)


def _exchanged(case: Case, mine: Sequence[Slot]) -> Finding | None:
    named = [slot for slot in mine if slot.entity]
    places = _places(case.subject) if len(named) > 1 else {}
    for one, other in permutations(named, 2):
        if _one(one, other) or one.start > other.start or (one.part, one.head) == (other.part, other.head):
            continue
        first, second = _same_slot(places, one), _same_slot(places, other)
        right = any(s.entity is one.entity for _, _, s in first) or any(s.entity is other.entity for _, _, s in second)
        if right or _tells_little(one) or _tells_little(other):
            continue
        for n, place, slot in first:
            near = any(
                s.entity is one.entity and p.source == place.source and abs(m - n) <= _NEAR for m, p, s in second
            )
            if slot.entity is other.entity and near:
                return _finding(case, one, other, place, "In the sources these two have each other's part.")
    return None


def _one(one: Slot, other: Slot) -> bool:
    """Whether both may be the same one under two names."""
    words = [{word for form in slot.entity.names for word in form} if slot.entity else set() for slot in (one, other)]
    return bool(words[0] & words[1])


def deeds(found: Sequence[Slot], meant: Mapping[str, int]) -> Iterator[Deed]:
    """The deeds that the slots of a sentence make; `meant` has the entities that nouns stand for."""
    for one, other in _pairs(found):
        if one.part != "agent" or one.owned or other.owned:
            continue
        a, b = _party(one, meant), _party(other, meant)
        if a is None or b is None or a == b or _one(one, other):
            continue
        verb, turned = _normal(one.head, other.part)
        if verb:
            yield Deed(b if turned else a, verb, a if turned else b, one, other)


def _pairs(found: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    by_verb: dict[int, list[Slot]] = defaultdict(list)
    for slot in found:
        by_verb[slot.at].append(slot)
    for group in by_verb.values():
        yield from permutations(group, 2)


def _party(slot: Slot, meant: Mapping[str, int]) -> Party | None:
    if slot.entity:
        return slot.entity.id
    return meant.get(slot.noun, slot.noun) if is_party(slot.noun) else None


@per_article
def _meant(subject: Subject) -> dict[str, int]:
    """Nouns that are part of one name only ("the institute"), or that a source puts before one ("the city of Lund")."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for entity in subject.cast.entities:
        if entity.kind != "person":
            for noun in {form[at] for form in entity.names for at in (0, -1) if len(form) > 1} & _PARTIES:
                bearers[noun].add(entity.id)
        for source, name in entity.mentions:
            value = subject.sources[source].value
            called = _OF_NAME.search(value, max(0, name.start - 30), name.start)
            if called and called[1].lower() in _PARTIES:
                bearers[called[1].lower()].add(entity.id)
    return {noun: next(iter(ids)) for noun, ids in bearers.items() if len(ids) == 1}


def is_party(noun: str) -> bool:
    """Whether a noun is for somebody who acts."""
    return noun in _PARTIES or noun.removesuffix("s") in _PARTIES


@lru_cache(maxsize=1 << 12)
def _normal(verb: str, part: str) -> tuple[str, bool]:
    """The verb that stands for its family, and whether the agent is the one it is done to; empty for no deed."""
    forms = lemmas(verb)
    table = (
        (_GIVE, ("patient", "to"), "give", False),
        (_RECEIVE, ("from",), "give", True),
        (frozenset({"sell"}), ("to",), "sell", False),
        (frozenset({"buy", "purchase", "acquire", "sign"}), ("from",), "sell", True),
        (_BEAT, ("patient",), "beat", False),
        (frozenset({"win"}), ("against",), "beat", False),
        (_LOSE, ("to",), "beat", True),
        (_BUY, ("patient",), "buy", False),
        (_HIT, ("patient",), "hit", False),
        (_EMPLOY, ("patient",), "employ", False),
        (frozenset({"work"}), ("for",), "employ", True),
    )
    for family, parts, name, turned in table:
        if forms & family and part in parts:
            return name, turned
    return (verb, False) if part == "patient" and not forms & _MUTUAL else ("", False)


@per_article
def _deeds(subject: Subject) -> dict[frozenset[Party], list[tuple[Told, Deed]]]:
    """The deeds of all sources, by the two parties."""
    result: dict[frozenset[Party], list[tuple[Told, Deed]]] = defaultdict(list)
    for place in told(subject):
        for deed in (*deeds(place.slots, _meant(subject)), *_phrased(place.sentence, place.named)):
            result[frozenset((deed.giver, deed.taker))].append((place, deed))
    return dict(result)


Places = dict[tuple[str, str], list[tuple[int, Told, Slot]]]


@per_article
def _places(subject: Subject) -> Places:
    """Part and base form of the verb -> who stands there, with the number of the sentence."""
    result: Places = defaultdict(list)
    for number, place in enumerate(told(subject)):
        for slot in place.slots:
            for lemma in lemmas(slot.head):
                result[slot.part, lemma].append((number, place, slot))
    return dict(result)


def same_slot(subject: Subject, slot: Slot) -> list[tuple[int, Told, Slot]]:
    """Everybody who is this part of this verb in some source."""
    return _same_slot(_places(subject), slot)


def _same_slot(places: Places, slot: Slot) -> list[tuple[int, Told, Slot]]:
    return [place for lemma in lemmas(slot.head) for place in places.get((slot.part, lemma), ())]


def says_little(slot: Slot) -> bool:
    """Whether anybody may act so."""
    return slot.part == "agent" and bool(lemmas(slot.head) & _MUTUAL)


def _tells_little(slot: Slot) -> bool:
    return slot.part in ("agent", "patient") and bool(lemmas(slot.head) & _MUTUAL)


def _called(slot: Slot) -> str:
    return slot.entity.text if slot.entity else f"the {slot.noun}"


def _finding(case: Case, one: Slot, other: Slot, place: Told, message: str) -> Finding:
    start, end = min(one.start, other.start), max(one.end, other.end)
    where = span(case, start, end)
    evidence = (source_span(case, place.source, place.sentence.start, place.sentence.end),)
    return finding("role.swapped", message, where, evidence, expected=place.sentence.text, found=where.text)
