"""Whether two speakers, one of the summary and one of a source, can be one voice.

A person is one under any name or role that the sources give; an organisation and whoever stands beside its name (its
spokeswoman, its head) are one voice. Where that cannot be told, the answer is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from harness.case import Subject
from harness.facts.names import Name, fold
from harness.facts.names.cast import Entity
from harness.facts.names.vocabulary import OCCUPATIONS, TITLES
from harness.facts.quotes.speakers import Speaker, same_speaker
from harness.text import STOPWORDS, Sentence, Text, find_words

_INDEFINITE = re.compile(r"(?:an?|one|another) ", re.IGNORECASE)
_DEFINITE = re.compile(r"the ", re.IGNORECASE)
_ROLES = OCCUPATIONS | TITLES
# what anybody may be called
_VAGUE = frozenset(
    "man woman person people official officials leader head chief boss expert worker resident witness star player owner "
    "member source former executive director manager president minister secretary".split()
)


class Voices:
    """The speakers of one article's sources."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._cast = subject.cast

    def same(self, told: Speaker, source: int, said: Speaker) -> bool | None:
        """Whether `told`, of a summary, and `said`, of source number `source`, are one; None where it is not known."""
        if _plain(told) == _plain(said) or same_speaker(told, said, self._cast):
            return True
        mine, theirs = self._who(told), self._who(said)
        if mine and theirs:
            return self._one_of(mine, theirs)
        if mine and not said.name:
            return self._fits(mine, said, source)
        if theirs and not told.name:
            return self._fits(theirs, told, None)
        if theirs and told.name and _full(told.name):  # somebody whom no source names: no slip, no relative
            return None if any(self._bears(told.name, entity) for entity in self._cast.entities) else False
        return None

    def _bears(self, name: Name, entity: Entity) -> bool:
        """Whether a word of the name is one of the entity's names."""
        return any(word in form for form in entity.names for word in name.words)

    def _who(self, speaker: Speaker) -> tuple[Entity, ...]:
        """Whom the speaker's name or role may mean; for a role only where it is one person's alone."""
        if speaker.name:
            surname = speaker.name.words[-1]
            named = (e for e in self._cast.entities if e.kind == "person" and surname == e.names[0][-1])
            return self._cast.candidates(speaker.name) or tuple(named)
        head = _head(speaker.text)
        if head in _VAGUE or head not in _ROLES or not _DEFINITE.match(speaker.text):
            return ()
        bearers = tuple(
            e for e in self._cast.entities if e.kind == "person" and any(head in r.split() for r in e.roles)
        )
        return bearers if len(bearers) == 1 else ()

    def _one_of(self, mine: tuple[Entity, ...], theirs: tuple[Entity, ...]) -> bool | None:
        if set(mine) & set(theirs):
            return True
        if any(_alike(a, b) for a in mine for b in theirs):
            return None
        kinds = [{entity.kind for entity in side} for side in (mine, theirs)]
        if kinds[0] == kinds[1] == {"person"}:
            return False
        if kinds not in ([{"person"}, {"organisation"}], [{"organisation"}, {"person"}]):
            return None
        apart = all(self._apart(a, b) if a.kind == "person" else self._apart(b, a) for a in mine for b in theirs)
        return False if apart else None

    def _apart(self, person: Entity, organisation: Entity) -> bool:
        """Whether the sources name a person beside other organisations, and never beside this one."""
        sentences = set(self._sentences(person))
        beside = [
            e
            for e in self._cast.entities
            if e.kind == "organisation" and any(sentence in sentences for sentence in self._sentences(e))
        ]
        return bool(beside) and organisation not in beside

    def _fits(self, known: tuple[Entity, ...], other: Speaker, source: int | None) -> bool | None:
        """Whether a role may be that of somebody named: False only for "a nurse" who is never called one."""
        words = [word for word in _words(other.text) if word not in STOPWORDS]
        if any(self._described(entity, words) for entity in known):
            return None
        people = all(entity.kind == "person" for entity in known)
        head = _head(other.text)
        if source is None:
            borne = any(head in r.split() for e in self._cast.entities if e not in known for r in e.roles)
            return False if people and borne and head in _ROLES - _VAGUE else None
        return False if people and _INDEFINITE.match(other.text) and head in _ROLES else None

    def _described(self, entity: Entity, words: list[str]) -> bool:
        """Whether any sentence that names the entity, or what it is called, has one of these words."""
        wanted = set(words)
        roles = {word for role in entity.roles for word in _words(role)}
        return bool(wanted & roles) or any(
            wanted & {word.norm for word in sentence.words} for sentence in self._sentences(entity)
        )

    def _sentences(self, entity: Entity) -> Iterator[Sentence]:
        for mention in entity.mentions:
            yield sentence_at(self._subject.sources[mention.source], mention.name.start)


def sentence_at(text: Text, position: int) -> Sentence:
    """The sentence that `position` lies in."""
    number = bisect_right(text.sentences, position, key=lambda sentence: sentence.start) - 1
    return text.sentences[max(0, number)]


def _words(text: str) -> list[str]:
    return [word.norm for word in find_words(text)]


def _plain(speaker: Speaker) -> tuple[str, ...]:
    return tuple(word for word in _words(speaker.text) if word not in STOPWORDS)


def _head(role: str) -> str:
    """The noun of "the former head coach of the club"."""
    words = _words(re.split(r" (?:of|for|at|from|with|in|on|to) ", role)[0])
    return words[-1] if words else ""


def _full(name: Name) -> bool:
    return len(name.words) > 1 or bool(name.title)


def _alike(a: Entity, b: Entity) -> bool:
    """Whether the names share a word that is more than a first name: relatives, or one whom the cast holds twice."""
    return any(fold(form[-1]) in map(fold, other) for form in a.names for other in b.names)
