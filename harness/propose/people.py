"""Whom a sentence means: full names in place of pronouns, bare surnames and “the company”, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from harness.backends.newsroom.telling import hidden
from harness.case import Subject
from harness.facts import within
from harness.facts.names import Name
from harness.facts.names.cast import Entity
from harness.facts.names.vocabulary import OCCUPATIONS, TITLES
from harness.facts.wording.clauses import finite
from harness.propose.clauses import DATELINE
from harness.text import Sentence

_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Hh]ers)\b")
_COMMON = re.compile(
    r"It\b|Its\b|The (?:company|firm|group|retailer|airline|operator|bank|club|union|maker|manufacturer)\b(?! of\b)"
    r"(?:['’]s)?"
)
_EXPLETIVE = re.compile(r"It (?:is|was|will be|has been|had been|would be|took|takes|began|came|remains?)\b")
_SOMEBODY = re.compile(
    r"-year-old|\b(?:man|woman|boy|girl|patient|driver|suspect|victim|player|defendant"
    rf"|{'|'.join(sorted(OCCUPATIONS | TITLES))})\b",
    re.IGNORECASE,
)
_FEMALE = frozenset("ms mrs miss madam lady dame queen princess sister".split())
_MALE = frozenset("mr sir lord king prince brother father".split())
_OBJECT = re.compile(
    r"\s*(?:[,.;:)–—]|$|(?:to|for|in|and|on|as|at|with|from|by|after|before|that|when|under|into|out)\b)"
)
_LATE = 60  # characters in front of a pronoun that may still mean somebody of the sentence before
_SUBJECT = 7  # words
_REACH = 8  # sentences before “the company” in which it may be named


class Edit(NamedTuple):
    """What is to be said instead of `start:end` of a source."""

    start: int
    end: int
    text: str


class Who:
    """The people and organisations of one source, for its sentences."""

    def __init__(self, subject: Subject, source: int) -> None:
        self._cast = subject.cast
        self._names = subject.facts[source].names
        self._sentences = subject.sources[source].sentences
        self._subjects: dict[int, Entity] = {}
        """Number of a sentence -> the person whom its pronouns mean."""
        self._things: dict[int, str] = {}
        """The same for “it” and “the company”."""

    def edits(self, number: int, start: int, end: int, known: set[int]) -> list[Edit] | None:
        """What makes the stretch `start:end` of sentence `number` clear alone; None where a pronoun stays open.

        `known` has the ids of those whom the stretches before it name; it is added to.
        """
        sentence = self._sentences[number]
        shown = hidden(sentence.text)
        pronoun = self._pronoun(number, sentence, shown, start, end, bool(known))
        if pronoun is None:
            return None
        edits = list(pronoun)
        for name in within(self._names, start, end):
            entity = self._cast.find(name)
            if entity is None or entity.kind != "person" or shown[name.start - sentence.start] == " ":
                continue
            if entity.id not in known and len(name.words) < len(entity.names[0]) and _bare(sentence, name):
                edits.append(Edit(name.start, name.end, entity.text))
            known.add(entity.id)
        return sorted(edits)

    def _pronoun(
        self, number: int, sentence: Sentence, shown: str, start: int, end: int, introduced: bool
    ) -> Iterable[Edit] | None:
        """The edit for the first pronoun of the stretch, none where it needs none, None where its meaning is open."""
        low, high = start - sentence.start, end - sentence.start
        if _EXPLETIVE.match(shown, low):
            return None
        common = _COMMON.match(shown, low)
        if common is not None:
            named = self._thing(number, common.group())
            if named is None:
                return None
            self._things[number] = named
            return [Edit(start, start + len(common.group()), _owner(named, common.group()))]
        match = _PERSONAL.search(shown, low, high)
        before = match and set(self._people(sentence.start + low, sentence.start + match.start()))
        if match is None or before or introduced or _SOMEBODY.search(shown, low, match.start()):
            return ()
        late = _is_object(match, shown) or match.start() > low + _LATE
        avoid = _MALE if match.group().lower() in ("she", "her", "hers") else _FEMALE
        person = self._person(number, sentence.start + match.start(), avoid, same=late)
        if person is None:
            return None
        self._subjects[number] = person
        return [Edit(sentence.start + match.start(), sentence.start + match.end(), _form(person, match, shown))]

    def _person(self, number: int, place: int, avoid: Set[str], *, same: bool) -> Entity | None:
        """The one person named before `place` in the sentence, else, unless `same`, in the sentence before it; nobody
        with a title of those to `avoid`.
        """
        here = {entity.id: entity for entity in self._people_in(self._sentences[number].start, place, avoid)}
        if here:
            return next(iter(here.values())) if len(here) == 1 else None
        if same or not number:
            return None
        before = self._sentences[number - 1]
        found = {entity.id: entity for entity in self._people_in(before.start, before.end, avoid)}
        if not found and number - 1 in self._subjects:
            return self._subjects[number - 1]
        return next(iter(found.values())) if len(found) == 1 else None

    def _people(self, start: int, end: int) -> Iterator[int]:
        return (entity.id for entity in self._people_in(start, end))

    def _people_in(self, start: int, end: int, avoid: Set[str] = frozenset()) -> Iterator[Entity]:
        for name in within(self._names, start, end):
            entity = self._cast.find(name)
            if entity is None or entity.kind != "person":
                continue
            if not any(mention.name.title in avoid for mention in entity.mentions):
                yield entity

    def _thing(self, number: int, said: str) -> str | None:
        """What “it” or “the company” is: the named subject of the sentence before, or the one organisation last named."""
        if not said.startswith("The"):
            return self._things.get(number - 1) or (self._named_subject(number - 1) if number else None)
        for back in range(1, min(number, _REACH) + 1):
            sentence = self._sentences[number - back]
            entities = [self._cast.find(name) for name in within(self._names, sentence.start, sentence.end)]
            found = {entity.id: entity.text for entity in entities if entity and entity.kind == "organisation"}
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None

    def _named_subject(self, number: int) -> str | None:
        """What stands before the first verb or comma of a sentence, where a name that is no person's ends it or is it."""
        sentence = self._sentences[number]
        dateline = DATELINE.match(sentence.text) if number == 0 else None
        start = dateline.end() if dateline else 0
        end = sentence.start + min(_verb_at(sentence), *(sentence.text.find(mark) % 10_000 for mark in ',“"'))
        names = list(within(self._names, sentence.start + start, end))
        text = sentence.text[start : end - sentence.start].strip()
        entity = self._cast.find(names[0]) if len(names) == 1 else None
        plain = len(text.split()) <= _SUBJECT and not re.search(r"['’]s |^(?:In|On|At|For|By|After|From|With)\b", text)
        named = names and names[0].kind != "person" and (entity is None or entity.kind != "person")
        return text if len(names) == 1 and plain and named and not names[0].title else None


def _bare(sentence: Sentence, name: Name) -> bool:
    """Whether nothing with a capital stands before the name that might be part of it; titles may."""
    before = sentence.text[: name.start - sentence.start]
    return bool(name.title) or not re.search(r"\b[A-Z][\w’'-]* $", before) or before.count(" ") < 2


def _owner(name: str, said: str) -> str:
    return f"{name}’s" if said == "Its" or said.endswith(("'s", "’s")) else name


def _verb_at(sentence: Sentence) -> int:
    """Where the first verb of the sentence begins."""
    words = sentence.words
    return next((w.start - sentence.start for w in words[1:] if finite(w.norm) or w.norm in _SAYS), len(sentence.text))


_SAYS = frozenset("says has expects plans wants".split())


def _is_object(match: re.Match[str], shown: str) -> bool:
    return match.group() == "him" or (match.group() == "her" and bool(_OBJECT.match(shown, match.end())))


def _form(person: Entity, match: re.Match[str], shown: str) -> str:
    word = match.group().lower()
    owns = word in ("his", "hers") or (word == "her" and not _is_object(match, shown))
    return f"{person.text}’s" if owns else person.text
