"""`name.swapped`: a name of the sources in the place of another of the same sort.

Shown in three ways: by an office that the sources give to somebody else, by a lawyer or the like who is another
party's, and by the place in a sentence (agent or patient of the same verb) that the sources fill with another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from harness.case import Case, Claim, Subject, per_article
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.facts.names.vocabulary import OCCUPATIONS, SPEECH, TITLES
from harness.metrics.consistency.findings import finding, source_span, span
from harness.metrics.consistency.names.contexts import described_other, told_of_other
from harness.metrics.consistency.names.misplaced import misplaced
from harness.metrics.consistency.names.parties import Slot, Told, bearers, told
from harness.metrics.consistency.names.roles import same_slot, says_little
from harness.text import Sentence
from harness.types import Finding

_NOUN = "|".join(
    sorted((OCCUPATIONS | TITLES) - {"count", "major", "mr", "mrs", "ms", "miss", "sir", "dr"}, key=len, reverse=True)
)
_OFFICE = rf"(?P<role>(?:[a-z][\w’'-]* ){{0,3}}?(?:[a-z]+-)*(?:{_NOUN})(?:-in-chief)?)\b"
_BEFORE = re.compile(rf"(?:\b[Tt]he |(?P<owner>['’]s? )){_OFFICE}(?: (?:of|at|for) [^,.;:!?]{{1,60}})?,? $")
_BEHIND = re.compile(rf", (?:the |(?P<owner>['’]s? )){_OFFICE}(?= (?:of|at|for|who)\b|[,.;])")
_REACH = 110  # characters in front of a name
_SINGLE = re.compile(
    r"(?:editor-in-chief|editor|chief executive|ceo|chairman|chairwoman|chairperson|chair|mayor|governor|president|premier"
    r"|prime minister|minister|coach|manager|captain|director|owner|principal|rector|dean|coroner|commissioner|ambassador"
    r"|skipper|lawyer|prosecutor|publisher)$"
)
"""Offices that one person holds, or one in each house."""
_OWNED = re.compile(
    r"(?:lawyer|solicitor|barrister|agent|coach|trainer|manager|spokesman|spokeswoman|spokesperson|doctor)$"
)
_FORMER = re.compile(r"\b(?:former|then|acting|deputy|assistant|vice|first|past|ex|new|interim|co)\b|^(?:ex|co|vice)-")
_SHARE, _SURE = 0.4, 0.6  # of the claim's content words, in general and where the verb says little
_FEWEST, _MANY = 3, 6  # content words
_SPEECH = re.compile(SPEECH)


class Placed(NamedTuple):
    """What fills the place in a source sentence."""

    place: Told
    slot: Slot


def check_swaps(
    case: Case, claim: Claim, named: Sequence[tuple[Name, Entity]], mine: Sequence[Slot]
) -> Iterator[Finding]:
    """Names of the claim that stand where the sources have another; `mine` are its slots."""
    done: set[int] = set()
    for name, entity in named:
        found = _office(case, claim, name, entity) or _context(case, claim, name, entity, named)
        if found:
            done.add(name.start)
            yield found
    for slot in mine:
        if slot.start not in done and slot.entity and not slot.owned:
            placed = _other(case, claim, slot, named)
            if placed and placed.slot.entity:
                done.add(slot.start)
                yield _finding(
                    case, slot.start, slot.end, placed.slot.entity, placed.place.source, placed.place.sentence
                )


def _context(
    case: Case, claim: Claim, name: Name, entity: Entity, named: Sequence[tuple[Name, Entity]]
) -> Finding | None:
    """A description, or all that is told, belongs to another, who is not in the claim."""
    right = described_other(case, claim, name, entity)
    if right is None or right[0] in [e for _, e in named]:
        right = told_of_other(case, claim, entity, named) or misplaced(case, claim, name, entity, named)
    return _finding(case, name.start, name.end, right[0], right[1].source, right[1].sentence) if right else None


def _office(case: Case, claim: Claim, name: Name, entity: Entity) -> Finding | None:
    if entity.kind != "person":
        return None
    value = case.summary.value
    found = _BEFORE.search(value, max(claim.start, name.start - _REACH), name.start) or _BEHIND.match(
        value, name.end, claim.end
    )
    if not found or _FORMER.search(found["role"]):
        return None
    role = found["role"]
    whose = found.start("owner")
    right = _holder(case, entity, role) if whose < 0 else _anothers(case, claim, entity, role, whose)
    if right is None:
        return None
    place = _beside(case, claim, right, entity)
    return _finding(case, name.start, name.end, right, place.source, place.sentence) if place else None


class _Office(NamedTuple):
    """A role that the sources give to somebody, and whose it is, where they say so."""

    holder: Entity
    role: str
    owner: Entity | None = None


def _holder(case: Case, entity: Entity, role: str) -> Entity | None:
    """The only one to whom the sources give the office, where they call `entity` something else."""
    single = _SINGLE.search(role)
    offices = _offices(case.subject)
    own = [office.role for office in offices if office.holder is entity]
    if not single or not own or any(_is(role, single.group()) for role in own):
        return None
    holders = {office.holder.id: office.holder for office in offices if _is(office.role, single.group())}
    return next(iter(holders.values())) if len(holders) == 1 else None


def _anothers(case: Case, claim: Claim, entity: Entity, role: str, at: int) -> Entity | None:
    """Who else has the role, where the sources say of whom `entity` is the lawyer (agent …) and it is not this one's."""
    owned = _OWNED.search(role)
    owner = next((e for n, e in bearers(case, claim.sentence) if n.end == at), None)
    if not owned or owner is None:
        return None
    holders: dict[int, tuple[Entity, set[int]]] = {}
    for office in _offices(case.subject):
        if _is(office.role, owned.group()):
            _, owners = holders.setdefault(office.holder.id, (office.holder, set()))
            owners |= {office.owner.id} if office.owner else set()
    _, own = holders.pop(entity.id, (entity, set()))
    if not own or owner.id in own:
        return None
    free = [holder for holder, owners in holders.values() if not owners or owner.id in owners]
    return free[0] if len(free) == 1 else None


@per_article
def _offices(subject: Subject) -> tuple[_Office, ...]:
    """The roles of all people of the sources."""
    ends = {(m.source, m.name.end): e for e in subject.cast.entities for m in e.mentions}
    found = [_Office(e, role) for e in subject.cast.entities for role in e.roles if e.kind == "person"]
    for entity in subject.cast.entities:
        for source, name in entity.mentions if entity.kind == "person" else ():
            value = subject.sources[source].value
            match = _BEFORE.search(value, max(0, name.start - _REACH), name.start) or _BEHIND.match(value, name.end)
            if match:
                owner = ends.get((source, match.start("owner"))) if match["owner"] else None
                found.append(_Office(entity, match["role"].lower(), owner))
    return tuple(found)


def _is(role: str, office: str) -> bool:
    """Whether what the sources call somebody is this office: its last word before a preposition."""
    head = re.split(r" (?:of|for|at|to|in|with|and)\b", role)[0]
    return head == office or head.endswith(f" {office}") or office.endswith(f" {head}")


def _beside(case: Case, claim: Claim, right: Entity, wrong: Entity) -> Told | None:
    """The sentence nearest to the claim that names the right one and not the other, if it tells the same."""
    others = [e for _, e in bearers(case, claim.sentence)]
    if right in others:
        return None
    best = max(_naming(case, right, wrong), key=lambda p: _shared(claim.sentence, p.sentence), default=None)
    same = best and _shared(claim.sentence, best.sentence) >= 2
    return best if same else None


def _naming(case: Case, right: Entity, wrong: Entity) -> Iterator[Told]:
    there = {(m.source, m.name.start) for m in right.mentions}
    not_there = {(m.source, m.name.start) for m in wrong.mentions}
    for place in told(case.subject):
        inside = range(place.sentence.start, place.sentence.end)
        if any(n == place.source and s in inside for n, s in there) and not any(
            n == place.source and s in inside for n, s in not_there
        ):
            yield place


def _other(case: Case, claim: Claim, slot: Slot, named: Sequence[tuple[Name, Entity]]) -> Placed | None:
    """Who has the place of `slot` in a source sentence that tells the same."""
    same = same_slot(case.subject, slot)
    if _SPEECH.fullmatch(slot.head) and any(claim.start <= quote.start < claim.end for quote in case.facts.quotes):
        return None  # who said a quotation is a check of its own
    if not same or any(s.entity is slot.entity for _, _, s in same):
        return None
    present = {entity.id for _, entity in named}
    for _, place, other in same:
        if other.entity is None or other.owned or other.entity.id in present or not _alike(slot.entity, other.entity):
            continue
        if _tells_the_same(case, claim, slot, place):
            return Placed(place, other)
    return None


def _alike(one: Entity | None, other: Entity) -> bool:
    """Whether two are of one sort, and not one under two names."""
    if one is None or one.kind != other.kind:
        return False
    words = [{word for form in entity.names for word in form} for entity in (one, other)]
    return not any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in words[0] for b in words[1])


def _tells_the_same(case: Case, claim: Claim, slot: Slot, place: Told) -> bool:
    """Whether the sentence is the claim's, but for the name; no sentence with the claim's own name may be as near."""
    shared = _shared(claim.sentence, place.sentence)
    moved = any(s.entity is slot.entity and s.part != slot.part for s in place.slots)
    if moved:
        return shared >= 2 and not says_little(slot)
    if _names(place, slot.entity):
        return False
    least = _SHARE if not says_little(slot) or shared >= _MANY else _SURE
    if shared < _FEWEST or shared < least * len(claim.sentence.content):
        return False
    return not any(_shared(claim.sentence, p.sentence) >= shared for p in told(case.subject) if _names(p, slot.entity))


def _names(place: Told, entity: Entity | None) -> bool:
    inside = range(place.sentence.start, place.sentence.end)
    return entity is not None and any(m.source == place.source and m.name.start in inside for m in entity.mentions)


def _shared(one: Sentence, other: Sentence) -> int:
    return len(one.content.intersection(other.stems))


def _finding(case: Case, start: int, end: int, right: Entity, source: int, sentence: Sentence) -> Finding:
    where = span(case, start, end)
    texts = [m.name.text for m in right.mentions if m.name.words == right.names[0] and not m.name.text.isupper()]
    name = texts[0] if texts else right.text
    message = f"The sources have {name} here, not {where.text}."
    evidence = (source_span(case, source, sentence.start, sentence.end),)
    return finding("name.swapped", message, where, evidence, expected=name, found=where.text)
