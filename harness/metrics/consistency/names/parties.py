"""What somebody does in a sentence: agent or patient of which verb, or behind which preposition.

There is no parser: a verb is looked for between the parties, its subject to the left (over auxiliaries and a
parenthesis), its object to the right. Where that leaves a doubt there is no slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from harness.case import Case, Subject, per_article
from harness.facts import within
from harness.facts.lexicon import known, lemmas, parts_of_speech, relation
from harness.facts.names import Name
from harness.facts.names.cast import Cast, Entity
from harness.facts.wording.clauses import AUXILIARIES, finite
from harness.text import Sentence

Part = Literal["agent", "patient", "to", "from", "by", "for", "at", "in", "against", "with", "near", "on"]

_ITEM = re.compile(r"[^\W_]+(?:['’.,-](?=[^\W_])[^\W_]+)*|[^\w\s]")
_GENITIVE = re.compile(r"['’]s?(?![\w])")
_BE = frozenset("is are was were be been being".split())
_HELPERS = (
    AUXILIARIES
    | frozenset("not never also already only just then now still later to once first".split())
    | frozenset("agreed wants wanted hopes hoped plans planned expected due set going threatened".split())
) - {"set"}
_UNCHANGED = frozenset("beat bid cast cost cut hit hurt let put quit set shut split spread".split())
"""Verbs whose past is like their present."""
_DETERMINERS = frozenset("the a an its his her their our this that these those".split())
_BEHIND: tuple[Part, ...] = ("to", "from", "by", "for", "at", "in", "against", "with", "near", "on")
_PARTS: dict[str, Part] = {part: part for part in _BEHIND}
_PREPOSITIONS = frozenset(_PARTS)
_NO_PARTY = frozenset(', . ; : ! ? ( ) “ ” " — – and or but'.split())
_ENDS = frozenset("of that over after before about into as during because when while who which if until since".split())
_JOINED = frozenset("and but then".split())
_MODIFIERS = 4  # words between a verb and its object, or before a noun
_PARENTHESIS = 24  # items
_ALONG = 9  # items between a verb and the preposition that belongs to it


class Item(NamedTuple):
    """A word, a mark, or a whole name with who it names."""

    start: int
    end: int
    norm: str
    entity: Entity | None = None
    owner: bool = False


class Slot(NamedTuple):
    """Somebody, or a noun, at `start:end` as `part` of the word `head`, number `at` of the sentence.

    `owned`: it is something of theirs that stands there ("Lund's team").
    """

    start: int
    end: int
    part: Part
    head: str
    at: int
    entity: Entity | None
    noun: str = ""
    owned: bool = False


class Told(NamedTuple):
    """The slots of one sentence of a source, and its names whose bearer is known."""

    source: int
    sentence: Sentence
    slots: tuple[Slot, ...]
    named: tuple[tuple[Name, Entity], ...]


def slots(sentence: Sentence, named: Sequence[tuple[Name, Entity]]) -> tuple[Slot, ...]:
    """The slots of a sentence; `named` are its names whose bearer is known."""
    items = list(_items(sentence, named))
    found: list[Slot] = []
    for at, item in enumerate(items):
        if item.entity is None and _is_verb(items, at):
            of_verb = list(_of_verb(items, at))
            if finite(item.norm) and items[at - 1].norm in _JOINED:
                of_verb[:0] = _shared_subject(found, item.norm, at)
            found.extend(of_verb)
    return tuple(found)


def _shared_subject(found: Sequence[Slot], head: str, at: int) -> Iterator[Slot]:
    """The subject of the verb before, for the verb `at` behind "and"."""
    before = next((slot for slot in reversed(found) if slot.part == "agent"), None)
    if before and before.entity and finite(before.head):
        yield before._replace(head=head, at=at)


def told(subject: Subject) -> tuple[Told, ...]:
    """The slots of all sentences of the sources."""
    return _told(subject)


@per_article
def _told(subject: Subject) -> tuple[Told, ...]:
    bearers = {(m.source, m.name.start): e for e in subject.cast.entities for m in e.mentions}
    result = []
    for number, (text, facts) in enumerate(zip(subject.sources, subject.facts, strict=True)):
        for sentence in text.sentences:
            names = within(facts.names, sentence.start, sentence.end)
            named = [(n, bearers[number, n.start]) for n in names if (number, n.start) in bearers]
            result.append(Told(number, sentence, slots(sentence, named), tuple(named)))
    return tuple(result)


def bearers(case: Case, sentence: Sentence) -> list[tuple[Name, Entity]]:
    """The names of a sentence of the summary whose bearer is known."""
    cast: Cast = case.subject.cast
    names = within(case.facts.names, sentence.start, sentence.end)
    return [(name, found[0]) for name in names if len(found := cast.candidates(name)) == 1]


@lru_cache(maxsize=1 << 14)
def same_verb(one: str, other: str) -> bool:
    """Whether two verbs are forms of one, or tell the same of their parties."""
    if one == other or lemmas(one) & lemmas(other):
        return True
    return relation(one, other) == "synonym"


def _items(sentence: Sentence, named: Sequence[tuple[Name, Entity]]) -> Iterator[Item]:
    upcoming = iter([*named, None])
    following = next(upcoming)
    position = 0
    value, offset = sentence.text, sentence.start
    while position < len(value):
        for match in _ITEM.finditer(value, position):
            start, position = match.start() + offset, match.end()
            if following and start >= following[0].start:
                name, entity = following
                following = next(upcoming)
                position = max(name.end - offset, match.start() + 1)
                owner = _GENITIVE.match(value, position)
                yield Item(name.start, name.end, name.words[-1], entity, bool(owner))
                position = owner.end() if owner else position
                break
            yield Item(start, position + offset, match.group().lower().replace("’", "'"))
        else:
            return


def _is_verb(items: Sequence[Item], at: int) -> bool:
    word, before = items[at].norm, items[at - 1] if at else None
    if len(word) < 3 or word in _HELPERS or not _may_be(word, "v"):
        return False
    if before is None or before.norm in _DETERMINERS or before.owner:
        return False
    if finite(word) or (word in _UNCHANGED and (before.entity or before.norm in ",who")):
        return True
    return before.norm in _HELPERS or (word.endswith("s") and before.entity is not None)


def _of_verb(items: Sequence[Item], at: int) -> Iterator[Slot]:
    first, helpers = at - 1, []
    while (
        first >= 0 and not items[first].entity and (items[first].norm in _HELPERS or items[first].norm.endswith("ly"))
    ):
        if items[first].norm in AUXILIARIES or items[first].norm == "to":
            helpers.append(items[first].norm)
        first -= 1
    passive = helpers[:1] != [] and helpers[0] in _BE and not items[at].norm.endswith("ing")
    head = items[at].norm
    subject = _subject(items, first)
    if subject is not None:
        yield from _party(items, subject, "patient" if passive else "agent", head, at)
    if not passive:
        yield from _object(items, at)
    yield from _along(items, at, passive)


def _subject(items: Sequence[Item], last: int) -> int | None:
    """The number of the item that ends the subject."""
    if last < 0:
        return None
    if items[last].norm in ("who", "which", "that"):
        last -= 1 + (last > 0 and items[last - 1].norm == ",")
        return last if last >= 0 and items[last].entity else None
    if items[last].norm == ",":
        low = max(0, last - _PARENTHESIS)
        commas = [i for i in range(last - 1, low, -1) if items[i].norm == "," and items[i - 1].entity]
        return commas[0] - 1 if commas else None
    if (
        last > 2
        and items[last - 1].norm in ("of", "at", "for")
        and items[last].entity
        and items[last - 3].norm in _DETERMINERS
    ):
        return last - 2  # the insurer of the festival
    return None if items[last].norm in _NO_PARTY else last


def _party(items: Sequence[Item], last: int, part: Part, head: str, at: int) -> Iterator[Slot]:
    item = items[last]
    before = items[last - 1] if last else None
    if before and before.norm in ("and", "or", "&"):
        return
    if item.entity:
        if not item.owner and not (before and before.norm in _PREPOSITIONS | {"of"}):
            yield Slot(item.start, item.end, part, head, at, item.entity)
        return
    if not _is_noun(item.norm):
        return
    for i in range(last - 1, max(-1, last - 1 - _MODIFIERS), -1):
        if items[i].owner:
            yield Slot(items[i].start, item.end, part, head, at, items[i].entity, item.norm, owned=True)
            return
        if items[i].norm in _DETERMINERS:
            yield Slot(item.start, item.end, part, head, at, None, item.norm)
            return
        if items[i].entity or items[i].norm in _NO_PARTY | _PREPOSITIONS:
            return


def _object(items: Sequence[Item], at: int) -> Iterator[Slot]:
    """Who or what the verb is done to: a name, or a noun, perhaps with its name behind a comma."""
    head, noun = items[at].norm, None
    for i in range(at + 1, min(len(items), at + 2 + _MODIFIERS)):
        item = items[i]
        if item.entity and not item.owner:
            if _attribute(items, i):
                continue
            if not _one_of_several(items, i):
                yield Slot(item.start, item.end, "patient", head, at, item.entity)
            return
        if item.owner:
            return
        if item.norm in _NO_PARTY | _PREPOSITIONS | _ENDS or (noun and finite(item.norm)):
            break
        if item.norm not in _DETERMINERS:
            noun = item
    else:
        return
    if noun and _is_noun(noun.norm):
        named = items[i + 1] if item.norm == "," and i + 1 < len(items) and items[i + 1].entity else None
        end = named.end if named else noun.end
        yield Slot(noun.start, end, "patient", head, at, named.entity if named else None, noun.norm)


@lru_cache(maxsize=1 << 14)
def _may_be(word: str, part: str) -> bool:
    return part in parts_of_speech(word)


def _is_noun(word: str) -> bool:
    return _may_be(word, "n") or (not known(word) and word.isalpha())


def _one_of_several(items: Sequence[Item], at: int) -> bool:
    """Whether another party follows: "beat Lund and Sorel", not "left Lund and went home"."""
    joined = at + 2 < len(items) and items[at + 1].norm in ("and", "or", "&")
    return joined and not (items[at + 2].entity is None and finite(items[at + 2].norm))


def _attribute(items: Sequence[Item], at: int) -> bool:
    """Whether a name only says of whom the noun or name behind it is ("Norvane midfielder Otto Lund")."""
    for item in items[at + 1 : at + 4]:
        if item.entity:
            return True
        if item.norm in _NO_PARTY | _PREPOSITIONS | _DETERMINERS or finite(item.norm) or item.norm[0].isdigit():
            return False
    return False


def _along(items: Sequence[Item], at: int, passive: bool) -> Iterator[Slot]:
    """Names behind prepositions that belong to the verb, up to the end of its clause."""
    for one, other in pairwise(range(at + 1, min(len(items), at + 2 + _ALONG))):
        item, following = items[one], items[other]
        if item.norm in _NO_PARTY or (one > at + 1 and finite(item.norm)):
            return
        if item.norm in _PREPOSITIONS and following.entity and not following.owner:
            part: Part = "agent" if passive and item.norm == "by" else _PARTS[item.norm]
            yield Slot(following.start, following.end, part, items[at].norm, at, following.entity)
